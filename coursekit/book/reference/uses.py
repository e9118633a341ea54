r"""꾸러미의 이름이 어느 장의 어느 절에 나오는지 찾습니다: 소스를 보이는 절과, 칸에서 쓰는 절."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from coursekit.book.cellcode import python_source
from coursekit.book.sources import Chapter


@dataclass(frozen=True)
class Place:
    r"""이름이 나오는 절 하나.

    Parameters
    ----------
    docname : str
        장의 이름.
    heading : int
        장에서 몇째 제목 아래인지(큰 제목이 0).
    shown : bool
        소스를 보이는 절이면 참, 쓰기만 하면 거짓.
    """

    docname: str
    heading: int
    shown: bool


def chapter_uses(chapter: Chapter) -> dict[str, list[Place]]:
    r"""장의 칸들이 쓰는 이름을 모읍니다.

    Parameters
    ----------
    chapter : Chapter
        읽은 장.

    Returns
    -------
    dict of str to list of Place
        `coursekit` 아래의 이름(`nn.Linear`)마다의 절들. 같은 절은 한 번씩입니다.
    """
    headings = [line.number for line in chapter.lines if line.kind == "heading"]
    known: dict[str, str] = {}
    found: dict[str, dict[int, bool]] = {}
    for cell in chapter.cells:
        try:
            tree = ast.parse(python_source(cell.source))
        except SyntaxError:
            continue  # 검사 `definitions`가 알립니다.
        known |= dict(_imported(tree))
        heading = sum(number < cell.line for number in headings) - 1
        shown = {
            id(argument)
            for call in ast.walk(tree)
            if isinstance(call, ast.Call) and _dotted(call.func).endswith("show_source")
            for argument in call.args
        }
        for node in ast.walk(tree):
            name = _full(_dotted(node), known)
            if name:
                places = found.setdefault(name, {})
                places[heading] = places.get(heading, False) or id(node) in shown
    return {
        name: [Place(chapter.docname, heading, shown) for heading, shown in places.items()]
        for name, places in found.items()
    }


def _imported(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("coursekit"):
            below = (node.module or "").removeprefix("coursekit").lstrip(".")
            for alias in node.names:
                yield alias.asname or alias.name, ".".join(filter(None, (below, alias.name)))


def _dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (owner := _dotted(node.value)):
        return f"{owner}.{node.attr}"
    return ""


def _full(dotted: str, known: dict[str, str]) -> str:
    first, dot, rest = dotted.partition(".")
    return f"{known[first]}{dot}{rest}" if first in known else ""
