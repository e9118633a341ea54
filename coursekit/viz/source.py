r"""꾸러미의 코드를 책에 보여 줍니다: 테스트를 거친 바로 그 코드이며, 저장소의 그 줄로 가는 링크가 붙습니다."""

import ast
import importlib.metadata
import inspect
import re
import textwrap
from pathlib import Path
from typing import Any

import coursekit

_ROOT = Path(coursekit.__file__).resolve().parents[1]
_BRANCH = "main"
# 검사 도구에게 하는 말은 읽는 사람의 것이 아닙니다.
_FOR_TOOLS = re.compile(r"[ \t]*# (?:noqa|type: ignore|fmt: skip).*$", re.MULTILINE)


class Source:
    r"""보여 줄 코드 한 덩이 이상. 주피터와 책이 마크다운으로 그립니다.

    Parameters
    ----------
    objects : tuple
        `coursekit`의 함수, 클래스, 메서드, 모듈.
    docstring : bool
        거짓이면 설명글(docstring)을 빼고 보여 줍니다.
    """

    def __init__(self, objects: tuple[Any, ...], *, docstring: bool) -> None:
        self.parts = tuple(_part(obj, docstring=docstring) for obj in objects)

    def __repr__(self) -> str:
        return "\n\n".join(code for _, code in self.parts)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        blocks = [f"{link}\n\n```python\n{code}\n```\n" for link, code in self.parts]
        return {"text/plain": repr(self), "text/markdown": "\n".join(blocks)}


def show_source(*objects: Any, docstring: bool = True) -> Source:
    r"""`coursekit`에 있는 것의 코드를 그대로 보여 줍니다.

    Parameters
    ----------
    *objects : function, class, method or module
        보여 줄 것. 하나 이상이며 `coursekit` 안의 것이어야 합니다.
    docstring : bool
        거짓이면 설명글(docstring)을 빼고 보여 줍니다. 검사 도구에게 하는 말(noqa 등)은 언제나 빼고,
        나머지는 그대로입니다.

    Returns
    -------
    Source
        셀의 마지막 값으로 두면 코드가 그려집니다.

    Raises
    ------
    ValueError
        아무것도 주지 않았거나, `coursekit`의 코드가 아니거나, 코드를 찾을 수 없을 때.
    """
    if not objects:
        raise ValueError("`objects` 값은 하나 이상이어야 합니다(받은 것: 0개).")
    return Source(objects, docstring=docstring)


def _part(obj: Any, *, docstring: bool) -> tuple[str, str]:
    r"""링크 한 줄과 코드."""
    try:
        path = Path(inspect.getsourcefile(obj) or "").resolve()
        lines, first = inspect.getsourcelines(obj)
    except (TypeError, OSError):
        path, lines, first = Path(), [], 0
    if not lines or not path.is_relative_to(_ROOT / "coursekit"):
        raise ValueError(
            f"`objects` 값은 coursekit에 있는 함수나 클래스나 모듈이어야 합니다(받은 값: {obj!r})."
        )
    first = max(first, 1)  # 모듈은 0으로 옵니다
    last = first + len(lines) - 1
    code = _FOR_TOOLS.sub("", textwrap.dedent("".join(lines))).rstrip("\n")
    place = path.relative_to(_ROOT).as_posix()
    url = f"{_repository()}/blob/{_BRANCH}/{place}#L{first}-L{last}"
    link = f"[`{place}` {first}–{last}행]({url})"
    return link, code if docstring else _without_docstrings(code)


def _without_docstrings(code: str) -> str:
    lines: list[str | None] = list(code.split("\n"))
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Module)):
            continue
        first = node.body[0]
        # 설명글뿐인 몸통을 비우면 문법이 깨지므로 남겨 둡니다.
        if ast.get_docstring(node) is None or len(node.body) == 1:
            continue
        end = first.end_lineno or first.lineno
        while end < len(lines) and not (lines[end] or "").strip():
            end += 1  # 설명글 뒤의 빈 줄도 함께
        lines[first.lineno - 1 : end] = [None] * (end - first.lineno + 1)
    return "\n".join(line for line in lines if line is not None)


def _repository() -> str:
    for entry in importlib.metadata.metadata("coursekit").get_all("Project-URL") or []:
        label, _, url = entry.partition(",")
        if label.strip() == "Repository":
            return str(url.strip().rstrip("/"))
    raise ValueError("coursekit 꾸러미의 메타데이터에 `Repository` 주소가 없습니다.")
