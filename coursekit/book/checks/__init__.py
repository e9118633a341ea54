r"""책의 원본에 대한 검사들입니다. 아무것도 실행하지 않으며 1초 안에 끝납니다."""

from coursekit.book.checks.problem import Problem
from coursekit.book.checks.registry import CHECKS, check_book

__all__ = ["CHECKS", "Problem", "check_book"]
