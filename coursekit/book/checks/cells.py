r"""실행되는 칸의 코드를 봅니다: 되풀이된 정의, 설치와 내려받기."""

import ast
import re
from collections.abc import Iterator

from coursekit.book.cellcode import python_source
from coursekit.book.checks.problem import Problem
from coursekit.book.myst import CodeCell
from coursekit.book.sources import Book, Chapter

_INSTALLS = [
    re.compile(r"^\s*[!%]+\s*(?:\w+\s+)?(?:pip3?|conda|mamba|uv|apt|apt-get|brew|npm)\b"),
    re.compile(r"^\s*[!%]+\s*(?:wget|curl|git\s+clone|gdown|kaggle)\b"),
    re.compile(r"\b(?:pip|conda)\b['\", ]+install\b|\bos\.system\(\s*['\"](?:pip|wget|curl)"),
    re.compile(r"\burlretrieve\(|\burlopen\(|\brequests\.get\(|\bwget\.download\("),
    re.compile(r"\btorch\.hub\.|\bdownload\s*=\s*True\b|\bfetch_openml\(|\bload_dataset\("),
]


def repeated_definitions(book: Book) -> Iterator[Problem]:
    r"""두 칸 이상에서 정의된 함수와 클래스를 찾습니다. 두 번 쓰는 함수는 꾸러미에 삽니다."""
    first: dict[str, tuple[Chapter, int]] = {}
    for chapter in book.chapters:
        for cell in chapter.cells:
            try:
                tree = ast.parse(python_source(cell.source))
            except SyntaxError as error:
                line = cell.line + (error.lineno or 1) - 1
                fix = "고치세요."
                yield Problem(chapter.path, line, f"파이썬 문법이 틀렸습니다({error.msg})", fix)
                continue
            for name, offset in _definitions(tree):
                line = cell.line + offset - 1
                if name not in first:
                    first[name] = (chapter, line)
                    continue
                other, other_line = first[name]
                where = f"{other.path.relative_to(book.root).as_posix()}:{other_line}"
                yield Problem(
                    chapter.path,
                    line,
                    f"`{name}` 정의가 {where}에 이미 있습니다",
                    "coursekit으로 옮기고 시험을 붙인 뒤 불러와 쓰세요.",
                )


def _definitions(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.lineno  # 안쪽의 메서드와 함수는 그 이름의 것이므로 세지 않습니다.
        else:
            yield from _definitions(node)


def installs(book: Book) -> Iterator[Problem]:
    r"""칸 안에서 꾸러미를 설치하거나 파일을 내려받는 코드를 찾습니다."""
    for chapter in book.chapters:
        for cell in chapter.cells:
            for line, text in _lines(cell):
                if any(pattern.search(text) for pattern in _INSTALLS):
                    yield Problem(
                        chapter.path,
                        line,
                        f"칸에서 설치하거나 내려받습니다: {text.strip()[:40]}",
                        "꾸러미는 pyproject.toml에 적고 자료는 coursekit.data로 읽으세요.",
                    )


def _lines(cell: CodeCell) -> Iterator[tuple[int, str]]:
    for offset, text in enumerate(cell.source.split("\n")):
        if not text.lstrip().startswith("#"):
            yield cell.line + offset, text
