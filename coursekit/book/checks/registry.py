r"""검사의 목록과, 책 하나에 모두를 돌리는 함수입니다."""

from pathlib import Path

from coursekit.book.checks.cells import installs, repeated_definitions
from coursekit.book.checks.contents import contents
from coursekit.book.checks.figures import figures
from coursekit.book.checks.places import places
from coursekit.book.checks.problem import Check, Problem
from coursekit.book.checks.prose import bold, sentences
from coursekit.book.checks.questions import self_checks
from coursekit.book.checks.stored import stored
from coursekit.book.checks.words import forbidden_terms
from coursekit.book.sources import read_book

CHECKS: dict[str, Check] = {
    "contents": contents,
    "places": places,
    "definitions": repeated_definitions,
    "bold": bold,
    "terms": forbidden_terms,
    "figures": figures,
    "stored": stored,
    "installs": installs,
    "sentences": sentences,
    "self_checks": self_checks,
}


def check_book(root: Path) -> list[Problem]:
    r"""책의 원본에 모든 검사를 돌립니다.

    Parameters
    ----------
    root : Path
        책의 뿌리 폴더(`_toc.yml`이 있는 곳).

    Returns
    -------
    list of Problem
        찾은 문제를 파일과 줄의 순서로. 비어 있으면 통과입니다.

    Raises
    ------
    UsageError
        차례나 용어 파일을 아예 읽을 수 없을 때.
    """
    book = read_book(root)
    return sorted({problem for check in CHECKS.values() for problem in check(book)})
