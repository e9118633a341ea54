import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursekit.grading import render
from coursekit.grading.classreport import class_facts, class_page
from coursekit.grading.figures import describe, draw
from coursekit.grading.grade import Grade
from coursekit.grading.pages import _prose
from coursekit.grading.series import MAX_NUMBERS, series_of
from coursekit.grading.similarity import normalised, similar_groups
from coursekit.grading.tables import csv_text, safe_cell
from tests.grading.handed_in import assessed

LONG = """
def fit(x, y, rate):
    # 경사하강법
    w = 0.0
    history = []
    for step in range(100):
        gradient = ((w * x - y) * x).mean()
        w = w - rate * gradient
        history.append(w)
    return w, history
"""
RENAMED = LONG.replace("gradient", "g").replace("history", "h").replace("# 경사하강법", "")
NEAR = LONG.replace("100", "101")
OTHER = """
def fit(x, y, rate):
    w = np.zeros(1)
    while True:
        if abs((w * x - y) @ x) < 1e-9:
            return float(w), None
        w -= rate * (x @ (w * x - y)) / len(x)
        total = sum(a * b for a, b in zip(x, y))
"""


def test_renaming_changes_nothing_and_structure_does():
    assert normalised(LONG) == normalised(RENAMED)
    assert normalised(LONG) != normalised(NEAR)
    assert normalised("def f(:") is None
    assert normalised("(" * 9_000) is None
    assert normalised("x = " + "-" * 100_000 + "1") is None
    assert normalised("def f(x):\n  'a'\n  return x") == normalised("def g(y):\n  return y")


def test_groups():
    sources = {"나": RENAMED, "가": LONG, "다": OTHER, "라": "x = 1", "마": "x = 1", "바": "(:"}
    (group,) = similar_groups(sources)
    assert (group.students, group.identical) == (("가", "나"), True)
    (group,) = similar_groups({"가": LONG, "나": NEAR, "다": OTHER})
    assert (group.students, group.identical) == (("가", "나"), False)


@pytest.fixture
def grades(references):
    results = [
        assessed(references, "a"),
        assessed(references, "b", {"center": references.wrong_values("row_mean", "center")}),
        assessed(references, "c", {"variance": {"variance": 0.5}}, {"center": "ValueError: x"}),
        assessed(references, "d"),
    ]
    return [
        Grade(str(i), str(i), "x", "statistics", "d", result, "", (), {"center-solution": LONG})
        for i, result in enumerate(results)
    ]


def test_facts_of_a_class(grades):
    facts = class_facts(grades)
    assert facts.scores == (0, 3, 7, 7)
    assert sum(count for _, count in facts.bins) == 4
    variance, center = facts.items
    assert (variance.rate, center.rate) == (0.75, 0.5)
    # 손으로 계산한 값: (3, 3, 0, 3)과 나머지 합 (4, 0, 0, 4)의 상관계수.
    want = np.corrcoef([3, 3, 0, 3], [4, 0, 0, 4])[0, 1]
    assert variance.discrimination == pytest.approx(want)
    assert [(name, count) for name, _, count in facts.mistakes] == [("row_mean", 1)]
    assert [group.students for _, group in facts.groups] == [("0", "1", "2", "3")]
    assert ("점검하다가 오류가 났습니다", 1) in center.reasons
    html = class_page(grades, [])
    assert "변별도" in html
    assert "row_mean" in html


def test_one_student_is_a_class_too(grades):
    facts = class_facts(grades[:1])
    assert facts.items[0].discrimination is None
    assert "1명" in class_page(grades[:1], [])


def test_series_are_small_and_finite():
    values = {
        "long": np.arange(100_000.0),
        "wide": np.ones((300, 40)),
        "odd": np.array([1.0, np.nan, np.inf, *[2.0] * 5]),
        "listed": [1, 2.5, 3, 4] * 2,
        "text": "x",
        "short": np.ones(7),
        "deep": np.ones((3, 3, 3)),
        "flags": np.array([True] * 9),
        "huge": [10**400, *range(9)],
    }
    found = {name: series_of({name: value}) for name, value in values.items()}
    assert [name for name, series in found.items() if series] == ["long", "wide", "odd", "listed"]
    assert all(len(series[0].numbers) <= MAX_NUMBERS for series in found.values() if series)
    assert found["long"][0].shape == (100_000,)
    assert found["odd"][0].numbers == (1.0, None, None, *[2.0] * 5)


FLOATS = st.floats(allow_nan=True, allow_infinity=True)


@given(st.lists(FLOATS, min_size=8, max_size=30), st.text(max_size=20))
def test_any_numbers_and_any_name_draw_a_safe_figure(numbers, name):
    for value in (np.array(numbers), np.array(numbers[:8]).reshape(2, 4)):
        (series,) = series_of({name: value})
        svg = str(draw(series))
        assert svg.startswith("<svg")
        assert svg.count("<svg") == svg.count("</svg>") == 1
        assert "nan" not in svg.split(">", 1)[1]
        assert describe(series)


@given(st.text(max_size=200))
def test_any_text_stays_text(text):
    cell = safe_cell(text)
    assert cell == "-" or not cell.startswith(tuple("=+-@|%\t\r\n"))
    assert csv_text([[text]]).count("\r\n") == 1


def test_prose_knows_code_and_bold_only():
    assert (
        str(_prose("`a<b` **굵게** <i>")) == "<code>a&lt;b</code> <strong>굵게</strong> &lt;i&gt;"
    )


def test_the_report_tells_what_was_asked_what_came_and_why(references):
    wrong = references.wrong_values("population_variance", "variance")
    text = render(assessed(references, "가람.ipynb", {"variance": wrong}))
    assert text.startswith("기술통계 연습 — 가람.ipynb (씨앗 3)")
    assert "1. 표본분산 — 틀림, 0 / 3점" in text
    assert "물은 것: `sample_variance(x)` 함수를 쓰세요." in text
    assert "받은 값: variance = " in text
    assert "까닭: `variance` 값이 다릅니다" in text
    assert "오개념: N으로 나누었으므로 모분산입니다." in text
    assert "2. 중심화 — 맞음, 4 / 4점" in text
    assert text.endswith("합계: 4 / 7점")
