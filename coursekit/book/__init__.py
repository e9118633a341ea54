r"""책을 짓는 꾸러미입니다: 원본의 검사, 장의 실행과 그 캐시, Sphinx 확장, 서버.

이름은 처음 쓸 때 불러옵니다: `coursekit book check`가 Sphinx를 끌어오지 않게 하려는 것입니다.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coursekit.book.build import Build, build_book, clean_book
    from coursekit.book.checks import CHECKS, Problem, check_book
    from coursekit.book.costs import Cost, chapter_costs
    from coursekit.book.serve import book_server
    from coursekit.book.sources import read_book
    from coursekit.book.terms import Term, read_terms

_HOMES = {
    "CHECKS": "checks",
    "Build": "build",
    "Cost": "costs",
    "Problem": "checks",
    "Term": "terms",
    "book_server": "serve",
    "build_book": "build",
    "chapter_costs": "costs",
    "check_book": "checks",
    "clean_book": "build",
    "read_book": "sources",
    "read_terms": "terms",
}

__all__ = [
    "CHECKS",
    "Build",
    "Cost",
    "Problem",
    "Term",
    "book_server",
    "build_book",
    "chapter_costs",
    "check_book",
    "clean_book",
    "read_book",
    "read_terms",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"coursekit.book.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__]
