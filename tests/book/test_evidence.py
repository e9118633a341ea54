"""The numbers of the page that tells how the book is checked are counted while it is built."""

import pytest
from attacks import GROUPS

from coursekit.book.evidence import COUNTS


def test_counts_agree_with_what_they_count(root):
    assert COUNTS["공격"](root) == sum(len(group) for group in GROUPS.values())
    assert COUNTS["오답"](root) == len([*root.glob("exercises/*/wrong/*.py")])
    assert COUNTS["장"](root) == 15


def test_test_functions_are_counted_and_nothing_else(tmp_path):
    (tmp_path / "tests" / "deep").mkdir(parents=True)
    text = "def test_a(): ...\ndef helper(): ...\nclass TestB:\n    def test_b(self): ...\n"
    (tmp_path / "tests" / "deep" / "test_x.py").write_text(text)
    (tmp_path / "tests" / "deep" / "other.py").write_text(text)
    assert COUNTS["시험"](tmp_path) == 2


@pytest.mark.book
def test_a_page_that_counts_something_unknown_is_refused(write_book, build):
    built = build(write_book({"index": "# 처음\n\n{evidence}`별`개.\n"}))
    assert not built.succeeded
    assert "'별'" in "\n".join(built.failures)


@pytest.mark.book
def test_the_page_says_the_number(built_book, root):
    page = (built_book / "guide" / "checks.html").read_text(encoding="utf-8")
    assert f"시험 함수 {COUNTS['시험'](root):,}개" in page
    assert f"공격 {COUNTS['공격'](root)}개" in page
