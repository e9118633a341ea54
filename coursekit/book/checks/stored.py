r"""저장된 출력과 시끄러운 메타데이터를 찾습니다: 원본에는 사람이 쓴 것만 남깁니다."""

import re
from collections.abc import Iterator
from typing import Any

from coursekit.book.checks.problem import Problem
from coursekit.book.sources import Book, Chapter

_FRONT_KEYS = {"html_meta", "jupytext", "kernelspec", "myst", "mystnb", "orphan", "tocdepth"}
_CELL_KEYS = {"mystnb", "tags"}
_OUTPUT = re.compile(r"data:image/(png|jpeg|gif|webp);base64,|^\s*:?(execution_count|outputs):")


def stored(book: Book) -> Iterator[Problem]:
    r"""`.ipynb`, 저장된 출력, 실행 번호, 도구가 남긴 메타데이터를 찾습니다."""
    for path in sorted((book.root / "chapters").glob("**/*.ipynb")):
        if ".ipynb_checkpoints" not in path.parts:
            fix = "`jupytext --to md:myst`로 바꾼 글 원본만 두고 지우세요."
            yield Problem(path, 1, "장의 원본이 노트북 파일입니다", fix)
    for chapter in book.chapters:
        yield from _front(chapter)
        yield from _cells(chapter)
        for line in chapter.lines:
            if line.kind != "cell" and _OUTPUT.search(line.text):
                yield Problem(
                    chapter.path,
                    line.number,
                    "실행 결과가 원본에 저장되어 있습니다",
                    "지우세요. 결과는 빌드할 때 만듭니다.",
                )


def _front(chapter: Chapter) -> Iterator[Problem]:
    front = chapter.front_matter

    def problem(key: str, what: str, fix: str) -> Problem:
        return Problem(chapter.path, _line_of(chapter, key), what, fix)

    for key in front.keys() - _FRONT_KEYS:
        yield problem(key, f"앞머리에 모르는 항목이 있습니다: `{key}`", "지우세요.")
    kernel: Any = front.get("kernelspec") or {}
    if kernel and kernel.get("name") != "python3":
        fix = "`name: python3`으로 쓰세요."
        yield problem("kernelspec", f"커널 이름이 다릅니다: {kernel.get('name')!r}", fix)
    representation: Any = (front.get("jupytext") or {}).get("text_representation") or {}
    if "jupytext_version" in representation:
        fix = "지우세요. 저장할 때마다 도구의 판이 적히면 뜻 없는 차이가 생깁니다."
        yield problem("jupytext_version", "앞머리에 `jupytext_version`이 있습니다", fix)


def _cells(chapter: Chapter) -> Iterator[Problem]:
    for cell in chapter.cells:
        for key in cell.metadata.keys() - _CELL_KEYS:
            yield Problem(
                chapter.path,
                cell.line,
                f"칸에 뜻 없는 메타데이터가 있습니다: `{key}`",
                f"지우세요(쓸 수 있는 이름: {', '.join(sorted(_CELL_KEYS))}).",
            )


def _line_of(chapter: Chapter, key: str) -> int:
    for line in chapter.lines:
        if line.kind == "front" and line.text.lstrip(" -").startswith(f"{key}:"):
            return line.number
    return 1
