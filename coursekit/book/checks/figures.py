r"""그림마다 그림을 보지 못하는 독자를 위한 설명(alt)이 있는지 봅니다."""

import ast
import re
from collections.abc import Iterator

from coursekit.book.cellcode import python_source
from coursekit.book.checks.problem import Problem
from coursekit.book.myst import CodeCell
from coursekit.book.sources import Book, Chapter

_EMPTY_IMAGE = re.compile(r"!\[\s*\]\((?P<target>[^)]*)\)")
_HTML_IMAGE = re.compile(r"<img\b(?P<attributes>[^>]*)>", re.IGNORECASE)
_HAS_ALT = re.compile(r"\balt\s*=\s*(['\"])\s*\S")
_FIGURE_MAKERS = {"figure", "subplot", "subplots", "subplot_mosaic", "plot", "scatter", "imshow"}
_FIX = "그림이 말하는 것을 한국어 한두 문장으로 쓰세요."


def figures(book: Book) -> Iterator[Problem]:
    r"""설명이 없는 그림을 칸, 마크다운, 지시어, HTML에서 찾습니다."""
    for chapter in book.chapters:
        for cell in chapter.cells:
            yield from _in_cell(chapter, cell)
        yield from _in_text(chapter)


def _in_text(chapter: Chapter) -> Iterator[Problem]:
    for directive in chapter.directives:
        if directive.name in {"figure", "image"} and not directive.options.get("alt", "").strip():
            what = f"`{{{directive.name}}} {directive.argument}`에 `:alt:`가 없습니다"
            yield Problem(chapter.path, directive.line, what, _FIX)
    for line in chapter.lines:
        if line.kind not in {"prose", "heading"}:
            continue
        for match in _EMPTY_IMAGE.finditer(line.text):
            what = f"그림 `{match['target']}`의 대괄호가 비었습니다"
            yield Problem(chapter.path, line.number, what, _FIX)
        for match in _HTML_IMAGE.finditer(line.text):
            if not _HAS_ALT.search(match["attributes"]):
                yield Problem(chapter.path, line.number, "<img>에 alt가 없습니다", _FIX)


def _in_cell(chapter: Chapter, cell: CodeCell) -> Iterator[Problem]:
    try:
        tree = ast.parse(python_source(cell.source))
    except SyntaxError:
        return  # 검사 `definitions`가 알립니다.
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    described = any(_name(call) == "describe" or _alt(call) for call in calls)
    for call in calls:
        line = cell.line + call.lineno - 1
        name = _name(call)
        if name.startswith("plot_") or (name == "animate" and _owner(call) != "ax"):
            if not _alt(call) and not _unpacks(call):
                yield Problem(chapter.path, line, f"`{name}` 호출에 `alt=`가 없습니다", _FIX)
        elif name in _FIGURE_MAKERS and _owner(call) == "plt" and not described:
            what = f"`plt.{name}`으로 만든 그림에 설명이 없습니다"
            yield Problem(chapter.path, line, what, "coursekit.viz.describe(fig, '…')를 부르세요.")
            described = True  # 한 칸에 한 번만 알립니다.


def _name(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _owner(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
        return call.func.value.id
    return ""


def _alt(call: ast.Call) -> bool:
    for keyword in call.keywords:
        if keyword.arg == "alt":
            value = keyword.value
            empty = isinstance(value, ast.Constant) and not str(value.value or "").strip()
            return not empty
    return False


def _unpacks(call: ast.Call) -> bool:
    return any(keyword.arg is None for keyword in call.keywords)
