"""The course map: its file, its arrows, and the minutes beside them."""

from itertools import combinations, pairwise

import pytest

from coursekit.book.arrows import (
    CARD,
    COLUMNS,
    LABEL,
    ROW,
    UNDER,
    WIDTH,
    height,
    place_cards,
    route,
)
from coursekit.book.coursemap import Place, drawn_needs, map_faults, read_map
from coursekit.book.minutes import Minutes, share, stated_minutes, weight
from coursekit.book.sources import numbered_parts
from coursekit.book.summaries import read_summaries
from coursekit.errors import UsageError


def places(**needs):
    return {stem: Place(stem, 1, dict.fromkeys(before, "뜻")) for stem, before in needs.items()}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- a", "묶음"),
        ("a: [b]", "needs"),
        ("a:\n  needs: [b]", "묶음"),
        ("a:\n  needs: {b: ''}", "무엇을 쓰는지"),
        ("a:\n  needs: {}\n  want: {}", "needs"),
        ("a: {", "YAML"),
    ],
)
def test_a_malformed_map_is_named(text, words, tmp_path):
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "map.yml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=words):
        read_map(tmp_path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- a", "묶음"),
        ("a: {figure: 그림}", "formulas"),
        ("a: {figure: '', formulas: {}}", "앞부분"),
        ("a: {figure: 그림, formulas: [eq-a]}", "부르는 이름"),
        ("a: {figure: 그림, formulas: {eq-a: ''}}", "부르는 이름"),
        ("a: {", "YAML"),
    ],
)
def test_a_malformed_choice_for_a_summary_is_named(text, words, tmp_path):
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "summaries.yml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=words):
        read_summaries(tmp_path)


def test_faults_of_a_map():
    assert list(map_faults(places(a=[], b=["a"]), ["a", "b"])) == []
    missing, unknown, stranger, backwards, itself = (
        [what for _, what, _ in map_faults(found, order)]
        for found, order in [
            (places(a=[]), ["a", "b"]),
            (places(a=[], z=[]), ["a"]),
            (places(a=["z"]), ["a"]),
            (places(a=["b"], b=["a"]), ["a", "b"]),  # a ring
            (places(a=["a"]), ["a"]),
        ]
    )
    assert ["지도에 없습니다" in one for one in missing] == [True]
    assert ["차례에 없는 장입니다" in one for one in unknown] == [True]
    assert ["차례에 없는 장을 먼저" in one for one in stranger] == [True]
    assert ["뒤에 있는 장" in one for one in backwards] == [True]
    assert len(itself) == 1


def test_what_another_chapter_implies_is_not_drawn():
    found = places(a=[], b=["a"], c=["a", "b"], d=["a"])
    assert drawn_needs(found) == [("a", "b"), ("b", "c"), ("a", "d")]


def segments(arrow):
    for (x1, y1), (x2, y2) in pairwise(arrow.points):
        yield min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def crosses_a_card(arrows, cards):
    """Open rectangles: an arrow may touch the edge of a card, never its inside."""
    found = []
    for arrow in arrows:
        for stem, (row, column) in cards.items():
            left, top = LABEL + column * (CARD + 32), row * (ROW + UNDER)
            for x1, y1, x2, y2 in segments(arrow):
                if x1 < left + CARD and x2 > left and y1 < top + ROW and y2 > top:
                    found.append((arrow.source, arrow.target, stem))
    return found


def runs_along(one, other):
    """Two lines of different chapters upon each other for more than a point."""
    for a in segments(one):
        for b in segments(other):
            width = min(a[2], b[2]) - max(a[0], b[0])
            tall = min(a[3], b[3]) - max(a[1], b[1])
            if (width > 0 and tall == 0 and a[1] == b[1] == a[3] == b[3]) or (
                tall > 0 and width == 0 and a[0] == b[0] == a[2] == b[2]
            ):
                return True
    return False


def test_arrows_of_the_book_run_between_the_cards(root):
    found = read_map(root)
    cards = place_cards([part.stems for part in numbered_parts(root)])
    arrows = route(cards, drawn_needs(found))
    assert len(cards) == 15
    assert len(arrows) >= 14  # every chapter but the first hangs on another
    assert {arrow.target for arrow in arrows} == set(found) - {"gradient_descent"}
    assert crosses_a_card(arrows, cards) == []
    for one, other in combinations(arrows, 2):
        if one.source != other.source:
            assert not runs_along(one, other), (one, other)
    for arrow in arrows:
        for (x1, y1), (x2, y2) in pairwise(arrow.points):
            assert (x1 == x2) != (y1 == y2)
            assert 0 <= min(x1, x2) <= max(x1, x2) <= WIDTH
            assert -UNDER <= min(y1, y2) <= max(y1, y2) <= height(cards)
        row, column = cards[arrow.target]
        x, y = arrow.points[-1]
        left, top = LABEL + column * (CARD + 32), row * (ROW + UNDER)
        assert (left < x < left + CARD and y == top) or (x == left and top < y < top + ROW)


def test_those_rules_of_arrows_can_fail():
    cards = place_cards([["a", "b", "c"], ["d"]])
    assert cards == {"a": (0, 0), "b": (0, 1), "c": (0, 2), "d": (1, 0)}
    assert COLUMNS == 3
    good = route(cards, [("a", "c"), ("c", "d")])
    assert crosses_a_card(good, cards) == []
    through = type(good[0])("a", "c", ((LABEL, 40.0), (WIDTH, 40.0)))
    assert ("a", "c", "b") in crosses_a_card([through], cards)
    assert runs_along(through, through)


def test_minutes():
    text = "읽는 데 50분, 연습문제에 60분쯤 걸립니다."
    assert stated_minutes(f"가\n{text}\n") == Minutes(50, 60)
    assert stated_minutes("읽는 데 오십 분쯤 걸립니다.") is None
    assert share(10, [3, 1, 1]) == [6, 2, 2]
    assert share(2, [100, 1]) == [2, 1]  # at least a minute
    assert share(5, [0, 0]) == [1, 1]
    assert weight("가 나\n다", "x = 1", 1, 1) == 3 + 1.5 + 80 + 300
