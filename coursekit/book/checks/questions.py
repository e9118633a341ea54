r"""장마다 「스스로 확인」 물음이 있고, 물음마다 답이 하나씩 있는지 봅니다."""

from collections.abc import Iterator

from coursekit.book.checks.problem import Problem
from coursekit.book.self_checks import CLASS, TITLE, read_self_checks
from coursekit.book.sources import Book, Chapter, read_numbered

FEWEST = 4
_FIX = "물음 뒤에 `:::{dropdown} 답 보기`를 하나 두고 답과 까닭을 쓰세요."


def self_checks(book: Book) -> Iterator[Problem]:
    r"""물음이 모자란 장과, 답이 없거나 여럿이거나 빈 물음을 찾습니다."""
    numbered = read_numbered(book.root)
    for chapter in book.chapters:
        checks = read_self_checks(chapter)
        if chapter.docname in numbered and len(checks) < FEWEST:
            yield Problem(
                chapter.path,
                1,
                f"「{TITLE}」 물음이 모자랍니다({len(checks)}개, {FEWEST}개 이상)",
                "절의 끝에서 예측, 계산, 까닭을 물으세요.",
            )
        for check in checks:
            at = check.line
            if not check.question:
                yield Problem(
                    chapter.path, at, f"「{TITLE}」의 물음이 비었습니다", "물음을 쓰세요."
                )
            if len(check.answers) != 1:
                what = f"「{TITLE}」의 답이 {len(check.answers)}개입니다(하나여야 함)"
                yield Problem(chapter.path, at, what, _FIX)
            elif not check.answers[0]:
                yield Problem(chapter.path, at, f"「{TITLE}」의 답이 비었습니다", _FIX)
        yield from _unstyled(chapter)


def _unstyled(chapter: Chapter) -> Iterator[Problem]:
    for directive in chapter.directives:
        if directive.name != "admonition":
            continue
        classed = CLASS in directive.options.get("class", "").split()
        if classed != (directive.argument == TITLE):
            what = f"제목 「{directive.argument}」와 갈래가 맞지 않습니다"
            fix = f"제목은 `{TITLE}`, 바로 아랫줄은 `:class: {CLASS}`로 쓰세요."
            yield Problem(chapter.path, directive.line, what, fix)
