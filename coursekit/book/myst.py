r"""MyST 원본 한 편을 줄마다 갈래로 나눕니다: 산문인지, 실행되는 칸인지, 그냥 코드인지.

검사와 실행 지문에 필요한 만큼만 읽습니다. 쪽을 만드는 일은 myst-parser가 합니다.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple

import yaml

from coursekit.errors import UsageError

Kind = Literal["front", "cell", "code", "math", "option", "fence", "comment", "heading", "prose"]

_FENCE = re.compile(r"^(?P<indent>\s*(?:>\s?)*)(?P<mark>`{3,}|~{3,}|:{3,})(?P<info>.*)$")
_DIRECTIVE = re.compile(r"^\{(?P<name>[^}]+)\}\s*(?P<argument>.*)$")
_OPTION = re.compile(r"^\s*:(?P<key>[\w-]+):\s*(?P<value>.*)$")
# 내용이 산문이 아닌 지시어들입니다. 나머지 지시어의 안은 책의 글로 읽습니다.
_LITERAL_DIRECTIVES = {
    "bibliography", "code", "code-block", "code-cell", "contents", "course-map", "eval-rst", "exercises",
    "literalinclude", "mermaid", "raw", "raw-cell", "sourcecode", "tableofcontents", "terms",
    "toctree",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    r"""원본의 한 줄: 1부터 세는 번호, 글, 종류."""

    number: int
    text: str
    kind: Kind


@dataclass(frozen=True)
class CodeCell:
    r"""실행되는 칸 하나: 첫 코드 줄의 번호, 코드, 메타데이터."""

    line: int
    source: str
    metadata: dict[str, Any] = field(hash=False, compare=False)


@dataclass(frozen=True)
class Directive:
    r"""지시어 하나: 여는 줄의 번호, 이름, 인자, 선택 항목."""

    line: int
    name: str
    argument: str
    options: dict[str, str] = field(hash=False, compare=False)


class Parsed(NamedTuple):
    r"""원본 한 편을 나눈 것."""

    lines: list[Line]
    cells: list[CodeCell]
    directives: list[Directive]
    front_matter: dict[str, Any]


@dataclass
class _Open:
    r"""열려 있는 울타리 하나."""

    mark: str
    name: str | None  # 지시어 이름; 그냥 코드면 None
    literal: Kind | None  # 안의 글이 산문이 아니면 그 종류
    line: int
    argument: str = ""
    options: dict[str, str] = field(default_factory=dict)
    body: list[tuple[int, str]] = field(default_factory=list)
    in_options: bool = True
    yaml_lines: list[str] | None = None


def parse(text: str, path: Path) -> Parsed:
    r"""원본 글을 줄, 칸, 지시어, 앞머리로 나눕니다.

    Parameters
    ----------
    text : str
        MyST 글.
    path : Path
        오류 문장에 적을 파일.

    Returns
    -------
    Parsed
        나눈 것들.

    Raises
    ------
    UsageError
        앞머리나 지시어의 선택 항목을 읽을 수 없을 때.
    """
    raw = text.split("\n")
    lines: list[Line] = []
    cells: list[CodeCell] = []
    directives: list[Directive] = []
    stack: list[_Open] = []
    in_math = False
    start, front = _front_matter(raw, path)
    lines += [Line(n, raw[n - 1], "front") for n in range(1, start + 1)]

    def close(block: _Open) -> None:
        if block.name is None:
            return
        options = _yaml_options(block, path)
        directives.append(
            Directive(
                block.line, block.name, block.argument, {k: str(v) for k, v in options.items()}
            )
        )
        if block.name == "code-cell":
            first = block.body[0][0] if block.body else block.line + 1
            cells.append(CodeCell(first, "\n".join(s for _, s in block.body), options))

    for number, line in enumerate(raw[start:], start + 1):
        top = stack[-1] if stack else None
        match = _FENCE.match(line)
        if top and match and not match["info"].strip() and _closes(match["mark"], top.mark):
            close(stack.pop())
            lines.append(Line(number, line, "fence"))
        elif top and top.in_options and top.name and _read_option(top, line):
            lines.append(Line(number, line, "option"))
        elif top and top.literal:
            top.body.append((number, line))
            lines.append(Line(number, line, top.literal))
        elif match and not in_math and not (match["mark"][0] == "`" and "`" in match["info"]):
            stack.append(_opened(match, number))
            lines.append(Line(number, line, "fence"))
        else:
            in_math, kind = _prose_kind(line, in_math)
            lines.append(Line(number, line, kind))
    while stack:
        close(stack.pop())
    directives.sort(key=lambda directive: directive.line)
    return Parsed(lines, cells, directives, front)


def _closes(mark: str, opened: str) -> bool:
    return mark[0] == opened[0] and len(mark) >= len(opened)


def _opened(match: re.Match[str], number: int) -> _Open:
    directive = _DIRECTIVE.match(match["info"].strip())
    if directive is None:
        # `:::이름` 같은 그냥 콜론 울타리는 글을 감싸는 div입니다.
        return _Open(match["mark"], None, None if match["mark"][0] == ":" else "code", number)
    name = directive["name"].strip()
    literal: Kind | None = None
    if name == "code-cell":
        literal = "cell"
    elif name == "math":
        literal = "math"
    elif name in _LITERAL_DIRECTIVES:
        literal = "code"
    return _Open(match["mark"], name, literal, number, directive["argument"].strip())


def _read_option(block: _Open, line: str) -> bool:
    if block.yaml_lines is not None:  # --- 로 연 YAML 묶음 안
        if line.strip() == "---":
            block.in_options = False
        else:
            block.yaml_lines.append(line)
        return True
    if line.strip() == "---" and not block.options:
        block.yaml_lines = []
        return True
    option = _OPTION.match(line)
    if option:
        block.options[option["key"]] = option["value"].strip()
        return True
    block.in_options = False
    return False


def _yaml_options(block: _Open, path: Path) -> dict[str, Any]:
    if block.yaml_lines is None:
        if block.name != "code-cell":
            return dict(block.options)
        source = "\n".join(f"{key}: {value}" for key, value in block.options.items())
    else:
        source = "\n".join(block.yaml_lines)
    try:
        options = yaml.safe_load(source) or {}
    except yaml.YAMLError:
        raise UsageError(
            f"{path}:{block.line}: 지시어의 선택 항목을 YAML로 읽을 수 없습니다."
        ) from None
    return options if isinstance(options, dict) else {}


def _prose_kind(line: str, in_math: bool) -> tuple[bool, Kind]:
    dollars = line.replace(r"\$", "").count("$$")
    if in_math:
        return dollars % 2 == 0, "math"
    if line.lstrip().startswith("$$") or dollars % 2:
        return dollars % 2 == 1, "math"
    if line.startswith(("%", "+++")) or re.match(r"^\([\w-]+\)=\s*$", line):
        return False, "comment"
    if re.match(r"^\s*#{1,6}\s", line):
        return False, "heading"
    return False, "prose"


def _front_matter(raw: list[str], path: Path) -> tuple[int, dict[str, Any]]:
    if not raw or raw[0].strip() != "---":
        return 0, {}
    for index, line in enumerate(raw[1:], 1):
        if line.strip() in {"---", "..."}:
            try:
                front = yaml.safe_load("\n".join(raw[1:index])) or {}
            except yaml.YAMLError:
                raise UsageError(
                    f"{path}:1: 앞머리(front matter)를 YAML로 읽을 수 없습니다."
                ) from None
            return index + 1, front if isinstance(front, dict) else {}
    raise UsageError(f"{path}:1: 앞머리(front matter)가 닫히지 않았습니다: `---` 줄로 닫으세요.")
