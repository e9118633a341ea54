r"""차례와 파일이 맞는지 봅니다: Jupyter Book은 차례에서 빠진 장을 말없이 건너뜁니다."""

from collections.abc import Iterator

from coursekit.book.checks.problem import Problem
from coursekit.book.sources import Book, read_toc

# 원고가 사는 폴더들입니다.
FOLDERS = ("chapters", "guide", "reference")


def contents(book: Book) -> Iterator[Problem]:
    r"""차례에 없는 장과, 파일이 없는 차례 항목과, 두 번 적힌 항목을 찾습니다."""
    toc = book.root / "_toc.yml"
    seen: set[str] = set()
    for name, line in read_toc(book.root):
        path = book.root / f"{name}.md"
        if name in seen:
            yield Problem(toc, line, f"`{name}` 항목이 두 번 적혀 있습니다", "하나를 지우세요.")
        seen.add(name)
        if not path.is_file():
            yield Problem(
                toc, line, f"`{name}.md` 파일이 없습니다", "파일을 만들거나 이 줄을 지우세요."
            )
    for path in sorted(path for one in FOLDERS for path in (book.root / one).glob("**/*.md")):
        name = path.relative_to(book.root).with_suffix("").as_posix()
        hidden = any(part.startswith((".", "_")) for part in name.split("/"))
        if name not in seen and not hidden:
            yield Problem(
                path, 1, "이 쪽이 차례에 없습니다", f"_toc.yml에 `- file: {name}` 줄을 넣으세요."
            )
