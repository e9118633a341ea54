"""Addresses of headings: readable, stable, and each one of its kind."""

import re

import pytest

from coursekit.book.anchors import slug

SECTION = re.compile(r'<section id="([^"]*)">\s*((?:<span id="[^"]*"></span>)*)\s*<h[1-6]>')
# What jumps when a section is put in: docutils' numbers.
NUMBERED = re.compile(r"id\d+")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("어느 쪽으로 걸어야 낮아질까요?", "어느-쪽으로-걸어야-낮아질까요"),
        ("2–3. 오려서  신경망에", "오려서-신경망에"),
        ("1차원 신호", "s-1차원-신호"),
        ("R-CNN: 볼 곳을 먼저 고릅니다", "r-cnn-볼-곳을-먼저-고릅니다"),
        ("상한 을 실험으로", "상한-을-실험으로"),
        ("$$", "section"),
    ],
)
def test_slug(title, expected):
    assert slug(title) == expected


def test_a_second_section_of_the_same_name_is_counted():
    assert slug("요약", {"요약"}) == "요약-2"
    assert slug("요약", {"요약", "요약-2"}) == "요약-3"


def test_labels_come_first_and_every_old_address_holds(write_book, build):
    book = write_book(
        {
            "plain": "(plain)=\n# 하나\n\n## 요약\n\n글.\n\n(second)=\n## 둘 $x$\n\n"
            "### 요약\n\n{ref}`second`, {ref}`plain`, [셋](#둘)과 [넷](#요약).\n"
        }
    )
    built = build(book)
    assert built.succeeded, built.failures
    page = built.page("chapters/plain")
    found = [(one, re.findall(r'id="([^"]*)"', rest)) for one, rest in SECTION.findall(page)]
    assert found == [
        ("plain", ["하나"]),
        ("요약", []),
        ("second", ["둘"]),
        ("요약-2", []),
    ]
    for target in ("second", "요약"):
        assert f'href="#{target}"' in page


@pytest.mark.book
def test_no_heading_of_the_book_is_numbered(built_book):
    assert NUMBERED.fullmatch("id7")
    pages = sorted(built_book.glob("chapters/*.html"))
    assert len(pages) > 15
    for path in pages:
        text = path.read_text(encoding="utf-8")
        found = [one for one, _ in SECTION.findall(text)]
        assert found
        for one in found:
            assert not NUMBERED.fullmatch(one), (path.name, one)
            assert re.fullmatch(r"[a-z가-힣][a-z0-9가-힣_-]*", one), (path.name, one)
        ids = re.findall(r'<[a-z][^>]*\bid="([^"]*)"', re.sub(r"<svg.*?</svg>", "", text))
        assert {one for one in found if ids.count(one) > 1} == set()
