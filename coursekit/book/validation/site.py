r"""지은 HTML을 브라우저와 같은 규칙으로 읽어 둡니다.

html5lib는 브라우저처럼 틀린 마크업도 읽어 내면서, 어디가 틀렸는지를 함께 알려 줍니다.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from html5lib.constants import E as PARSE_ERRORS

from coursekit.errors import UsageError

MATHML = "{http://www.w3.org/1998/Math/MathML}"
SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True, order=True)
class Fault:
    r"""지은 쪽에서 찾은 잘못 하나.

    Parameters
    ----------
    page : str
        사이트의 뿌리에서 본 파일의 경로.
    where : str
        쪽 안의 자리: 가장 가까운 id나 줄 번호. 쪽 전체의 일이면 빈 글.
    what : str
        무엇이 잘못되었는지.
    """

    page: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.page}{self.where}: {self.what}"


@dataclass(frozen=True)
class Node:
    r"""나무 속의 원소 하나와, 뿌리에서 거기까지의 조상들."""

    element: Element
    ancestors: tuple[Element, ...]

    @property
    def where(self) -> str:
        r"""자신이나 가장 가까운 조상의 id를 `#id` 꼴로. 없으면 빈 글입니다."""
        for one in (self.element, *reversed(self.ancestors)):
            if name := one.get("id"):
                return f"#{name}"
        return ""


@dataclass(frozen=True)
class Page:
    r"""읽은 쪽 하나.

    Parameters
    ----------
    name : str
        사이트의 뿌리에서 본 파일의 경로.
    source : str
        파일의 글.
    root : Element
        `<html>` 원소.
    errors : tuple of (int, str)
        읽으면서 찾은 문법 오류의 줄 번호와 설명.
    """

    name: str
    source: str = field(repr=False)
    root: Element = field(repr=False)
    errors: tuple[tuple[int, str], ...] = ()

    @cached_property
    def nodes(self) -> list[Node]:
        r"""모든 원소를 문서의 차례대로."""
        return list(_walk(self.root, ()))

    @cached_property
    def ids(self) -> set[str]:
        r"""쪽에 있는 모든 id."""
        return {node.element.get("id", "") for node in self.nodes} - {""}

    def fault(self, node: Node | None, what: str) -> Fault:
        r"""원소의 자리를 적은 잘못을 만듭니다.

        Parameters
        ----------
        node : Node or None
            잘못된 원소. 없으면 쪽 전체의 잘못입니다.
        what : str
            무엇이 잘못되었는지.

        Returns
        -------
        Fault
            쪽과 자리를 적은 잘못.
        """
        if node is None:
            return Fault(self.name, "", what)
        return Fault(self.name, node.where, f"<{tag(node.element)}> {what}")


@dataclass(frozen=True)
class Site:
    r"""지은 사이트.

    Parameters
    ----------
    folder : Path
        지은 HTML의 폴더.
    pages : dict of str to Page
        이름에서 쪽을 찾는 사전.
    """

    folder: Path
    pages: dict[str, Page]

    @property
    def root(self) -> Path | None:
        r"""이 사이트를 지은 책의 뿌리 폴더. `_build/html`에 있지 않으면 `None`입니다."""
        top = self.folder.resolve().parents[1]
        return top if (top / "_toc.yml").is_file() else None


# 검사 하나: 읽은 사이트를 받아 찾은 잘못을 차례로 냅니다.
Validation = Callable[[Site], Iterator[Fault]]


def tag(element: Element) -> str:
    r"""이름공간을 뗀 원소의 이름. 주석이면 빈 글입니다."""
    name: Any = element.tag
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def text_of(element: Element) -> str:
    r"""원소 안의 모든 글. 스크립트와 숨긴 것은 뺍니다."""
    pieces = [element.text or ""] if tag(element) not in ("script", "style", "template") else []
    for child in element:
        if child.get("hidden") is None and child.get("aria-hidden") != "true":
            # 주석의 글은 글이 아니지만, 주석의 뒤에 오는 글은 글입니다.
            pieces.append(text_of(child) if tag(child) else "")
        pieces.append(child.tail or "")
    return "".join(pieces)


def read_page(name: str, source: str) -> Page:
    r"""HTML 글 한 편을 읽습니다.

    Parameters
    ----------
    name : str
        쪽의 이름.
    source : str
        HTML.

    Returns
    -------
    Page
        나무와 문법 오류들.
    """
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(source)
    errors = []
    for (line, _), code, facts in parser.errors:
        errors.append((line, f"{PARSE_ERRORS.get(code, code)}" % facts))
    return Page(name, source, root, tuple(errors))


def read_site(folder: Path) -> Site:
    r"""지은 사이트의 모든 쪽을 읽습니다. `_`로 시작하는 폴더는 쪽이 아닙니다.

    Parameters
    ----------
    folder : Path
        지은 HTML의 폴더.

    Returns
    -------
    Site
        읽은 쪽들.

    Raises
    ------
    UsageError
        지은 책이 없을 때.
    """
    if not (folder / "index.html").is_file():
        raise UsageError("지은 책이 없습니다: 먼저 `coursekit book build` 명령으로 지으세요.")
    pages = {}
    for path in sorted(folder.rglob("*.html")):
        name = path.relative_to(folder).as_posix()
        if not name.startswith("_"):
            pages[name] = read_page(name, path.read_text(encoding="utf-8"))
    return Site(folder, pages)


def _walk(element: Element, ancestors: tuple[Element, ...]) -> Iterator[Node]:
    if tag(element):
        yield Node(element, ancestors)
        below = (*ancestors, element)
        for child in element:
            yield from _walk(child, below)
