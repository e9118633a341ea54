r"""책의 원본 글을 읽습니다: 차례, 장, 장 안의 줄마다 그것이 산문인지 코드인지.

Sphinx를 부르지 않으므로 빠르고, 검사(`coursekit book check`)와 실행 지문이 함께 씁니다.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import yaml

from coursekit.errors import UsageError

Kind = Literal["front", "cell", "code", "math", "option", "fence", "comment", "heading", "prose"]

_FENCE = re.compile(r"^(?P<indent>\s*(?:>\s?)*)(?P<mark>`{3,}|~{3,}|:{3,})(?P<info>.*)$")
_DIRECTIVE = re.compile(r"^\{(?P<name>[^}]+)\}\s*(?P<argument>.*)$")
_OPTION = re.compile(r"^\s*:(?P<key>[\w-]+):\s*(?P<value>.*)$")
# 내용이 산문이 아닌 지시어들입니다. 나머지 지시어의 안은 책의 글로 읽습니다.
_LITERAL_DIRECTIVES = {
    "bibliography", "code", "code-block", "code-cell", "contents", "eval-rst", "exercises",
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


@dataclass(frozen=True)
class Chapter:
    r"""장 하나의 원본.

    Parameters
    ----------
    path : Path
        원본 파일.
    docname : str
        차례에 적는 이름(뿌리에서의 경로, 확장자 없음).
    text : str
        원본 글 전체.
    """

    path: Path
    docname: str
    text: str

    @cached_property
    def _parsed(self) -> tuple[list[Line], list[CodeCell], list[Directive], dict[str, Any]]:
        return _parse(self.text, self.path)

    @property
    def lines(self) -> list[Line]:
        r"""모든 줄과 그 종류."""
        return self._parsed[0]

    @property
    def cells(self) -> list[CodeCell]:
        r"""실행되는 칸들."""
        return self._parsed[1]

    @property
    def directives(self) -> list[Directive]:
        r"""지시어들(칸 포함)."""
        return self._parsed[2]

    @property
    def front_matter(self) -> dict[str, Any]:
        r"""앞머리(front matter)의 내용."""
        return self._parsed[3]

    def prose(self) -> Iterator[Line]:
        r"""독자가 읽는 글의 줄만 차례로 냅니다."""
        return (line for line in self.lines if line.kind == "prose")


@dataclass(frozen=True)
class Book:
    r"""책 하나: 뿌리 폴더, 차례의 이름들, 차례에 있는 장들."""

    root: Path
    docnames: tuple[str, ...]
    chapters: tuple[Chapter, ...]


def find_root(start: Path | str | None = None) -> Path:
    r"""`_toc.yml`이 있는 폴더를 `start`에서 위로 올라가며 찾습니다.

    Parameters
    ----------
    start : Path or str, optional
        찾기 시작할 폴더. 없으면 지금 폴더입니다.

    Returns
    -------
    Path
        책의 뿌리 폴더(절대 경로).

    Raises
    ------
    UsageError
        위쪽 어느 폴더에도 `_toc.yml`이 없을 때.
    """
    here = Path(start or ".").resolve()
    for folder in (here, *here.parents):
        if (folder / "_toc.yml").is_file():
            return folder
    raise UsageError(f"책의 뿌리를 찾지 못했습니다: {here}와 그 위에 _toc.yml이 없습니다.")


def read_toc(root: Path) -> list[tuple[str, int]]:
    r"""차례에 적힌 문서 이름과 그 줄 번호를 순서대로 읽습니다.

    Parameters
    ----------
    root : Path
        책의 뿌리 폴더.

    Returns
    -------
    list of tuple of (str, int)
        문서 이름과 `_toc.yml`의 줄 번호(1부터).

    Raises
    ------
    UsageError
        `_toc.yml`이 없거나 YAML이 아니거나 `root`가 없을 때.
    """
    path = root / "_toc.yml"
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UsageError(f"차례가 없습니다: {path}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: YAML로 읽을 수 없습니다: {' '.join(str(error).split())}") from None
    entries = list(_toc_entries(node))
    if not entries:
        raise UsageError(f"{path}: `root: index` 항목을 쓰세요.")
    return entries


def _toc_entries(node: Any) -> Iterator[tuple[str, int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value in {"root", "file"} and isinstance(value, yaml.ScalarNode):
                yield value.value.removesuffix(".md"), value.start_mark.line + 1
            else:
                yield from _toc_entries(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _toc_entries(value)


def read_chapter(path: Path, root: Path) -> Chapter:
    r"""원본 파일 하나를 읽습니다.

    Parameters
    ----------
    path : Path
        MyST 원본 파일.
    root : Path
        책의 뿌리 폴더.

    Returns
    -------
    Chapter
        읽은 장.

    Raises
    ------
    UsageError
        UTF-8 글이 아닐 때.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise UsageError(f"{path}: UTF-8 글이 아닙니다.") from None
    docname = path.relative_to(root).with_suffix("").as_posix()
    return Chapter(path, docname, text)


def read_book(root: Path) -> Book:
    r"""차례에 있는 원본을 모두 읽습니다. 없는 파일은 건너뛰며 검사 `toc`가 따로 알립니다.

    Parameters
    ----------
    root : Path
        책의 뿌리 폴더.

    Returns
    -------
    Book
        읽은 책.
    """
    docnames = tuple(dict.fromkeys(name for name, _ in read_toc(root)))
    paths = [root / f"{name}.md" for name in docnames]
    chapters = tuple(read_chapter(path, root) for path in paths if path.is_file())
    return Book(root, docnames, chapters)


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


def _parse(
    text: str, path: Path
) -> tuple[list[Line], list[CodeCell], list[Directive], dict[str, Any]]:
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
            Directive(block.line, block.name, block.argument, {k: str(v) for k, v in options.items()})
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
    return lines, cells, directives, front


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
        raise UsageError(f"{path}:{block.line}: 지시어의 선택 항목을 YAML로 읽을 수 없습니다.") from None
    return options if isinstance(options, dict) else {}


def _prose_kind(line: str, in_math: bool) -> tuple[bool, Kind]:
    dollars = line.replace(r"\$", "").count("$$")
    if in_math:
        return dollars % 2 == 0, "math"
    if line.lstrip().startswith("$$") or dollars % 2:
        return dollars % 2 == 1, "math"
    if line.startswith("%") or line.startswith("+++") or re.match(r"^\([\w-]+\)=\s*$", line):
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
                raise UsageError(f"{path}:1: 앞머리(front matter)를 YAML로 읽을 수 없습니다.") from None
            return index + 1, front if isinstance(front, dict) else {}
    raise UsageError(f"{path}:1: 앞머리(front matter)가 닫히지 않았습니다: `---` 줄로 닫으세요.")
