r"""numpydoc의 글을 이 책의 MyST로 옮깁니다: 갈래의 이름은 우리말로, 식과 코드는 책의 것과 같은 꼴로."""

import re
import textwrap
from collections.abc import Iterator

from coursekit.errors import UsageError

# 이름과 자료형과 설명이 늘어선 갈래들입니다.
_LISTS = {
    "Parameters": "매개변수",
    "Attributes": "속성",
    "Returns": "반환값",
    "Yields": "내놓는 값",
    "Raises": "예외",
}
_TEXTS = {"Notes": "덧붙임", "Examples": "예", "References": "문헌"}
_MATH = re.compile(r":math:`(?P<tex>[^`]+)`(?:\\ )?")
_SPECIAL = re.compile(r"([\\*_\[\]<>{}$~|])")
_CITED = re.compile(r"^\.\. \[(?P<number>\d+)\] ?", re.MULTILINE)


def markdown_of(doc: str) -> str:
    r"""설명글(docstring) 하나를 옮깁니다.

    Parameters
    ----------
    doc : str
        들여쓰기를 정리한 docstring.

    Returns
    -------
    str
        MyST 글.

    Raises
    ------
    UsageError
        모르는 갈래나 지시어를 만났을 때. 조용히 빠지는 글이 없게 합니다.
    """
    pieces = []
    for title, text in _sections(doc):
        if not title:
            pieces.append(_converted(text))
        elif title in _LISTS:
            pieces += [f"**{_LISTS[title]}**", _listed(text, named=title not in {"Raises"})]
        elif title == "See Also":
            seen = [re.sub(r"^(\S+) : ", r"- `\1`: ", line) for line in text.splitlines()]
            pieces += ["**함께 볼 것**", _converted("\n".join(seen))]
        elif title in _TEXTS:
            pieces += [f"**{_TEXTS[title]}**", _converted(text)]
        else:
            raise UsageError(f"docstring에 모르는 갈래가 있습니다: {title}")
    return "\n\n".join(piece for piece in pieces if piece.strip()) + "\n"


def first_sentence(doc: str) -> str:
    r"""설명글(docstring)의 첫 문단을 한 줄로 옮깁니다.

    Parameters
    ----------
    doc : str
        들여쓰기를 정리한 docstring.

    Returns
    -------
    str
        MyST 한 줄.
    """
    return " ".join(_converted(doc.partition("\n\n")[0]).split())


def _sections(doc: str) -> Iterator[tuple[str, str]]:
    lines = doc.split("\n")
    title, start = "", 0
    for number in range(len(lines) - 1):
        if lines[number].strip() and re.fullmatch(r"-{3,}", lines[number + 1].strip()):
            yield title, "\n".join(lines[start:number]).strip("\n")
            title, start = lines[number].strip(), number + 2
    yield title, "\n".join(lines[start:]).strip("\n")


def _listed(text: str, *, named: bool) -> str:
    items = []
    for block in re.split(r"\n(?=\S)", text):
        head, _, body = block.partition("\n")
        name, colon, kind = head.partition(" : ")
        # 쌍점이 없으면 반환값의 자료형이나 예외의 이름뿐입니다.
        bare = f"`{head}`" if named or head.isidentifier() else _escaped(head)
        term = f"`{name}`{_aside(kind)}" if colon else bare
        meaning = _converted(textwrap.dedent(body)) or "설명이 없습니다."
        items.append(f"{term}\n: {textwrap.indent(meaning, '  ').strip()}")
    return "\n\n".join(items)


def _aside(kind: str) -> str:
    return f" {_escaped(kind)}" if "`" not in kind else f" {kind}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _converted(text: str) -> str:
    r"""reStructuredText의 글을 옮깁니다: 식, 예, 문헌의 번호."""
    lines, result = text.split("\n"), list[str]()
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        if line.startswith(".. math::"):
            taken = [line.removeprefix(".. math::").strip()]
            while number < len(lines) and (not lines[number].strip() or lines[number][0] == " "):
                taken.append(lines[number].strip())
                number += 1
            formula = "\n".join(one for one in taken if one)
            if ("&" in formula or r"\\" in formula) and r"\begin" not in formula:
                formula = f"\\begin{{aligned}}\n{formula}\n\\end{{aligned}}"  # Sphinx가 하듯
            result += ["", "$$", formula, "$$", ""]
        elif line.startswith(">>>"):
            taken = [line]
            while number < len(lines) and lines[number].strip():
                taken.append(lines[number])
                number += 1
            result += ["", "```python", *taken, "```", ""]
        elif re.match(r"\.\. (?!\[)\w", line):
            raise UsageError(f"docstring에 옮길 줄 모르는 지시어가 있습니다: {line}")
        else:
            result.append(_inline(line))
    return _CITED.sub(r"\1. ", "\n".join(result)).strip("\n")


def _inline(line: str) -> str:
    pieces, last = [], 0
    for match in _MATH.finditer(line):
        pieces += [_text(line[last : match.start()]), f"${match['tex']}$"]
        last = match.end()
    return "".join([*pieces, _text(line[last:])])


def _text(text: str) -> str:
    text = re.sub(r"(?<!\\)\\ ", "", text)
    # 코드 안이 아닌 곳의 돈 표시는 식을 여는 것이 아닙니다.
    parts = re.split(r"(`+[^`]*`+)", text)
    return "".join(part if part.startswith("`") else part.replace("$", r"\$") for part in parts)
