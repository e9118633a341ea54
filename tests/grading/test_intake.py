import pytest

from coursekit.grading.intake import exercise_digest, take_in
from tests.grading.handed_in import RIGHT, given, notebook, taken


def _chosen(intake):
    return [(work.student, work.label) for work in intake.works]


def test_the_last_readable_one_counts_and_it_is_said(references, released):
    first = given("가람", notebook(released), label="가람/1.ipynb", modified=5.0)
    last = given(
        "가람", notebook(released, center_solution=RIGHT), label="가람/0.ipynb", modified=6.0
    )
    broken = given("가람", b"{broken", label="가람/9.ipynb", modified=9.0)
    intake = taken(references, broken, first, last)
    assert _chosen(intake) == [("가람", "가람/0.ipynb")]
    assert intake.works[0].notes == (
        "제출물이 2개 있습니다: 답을 쓴 마지막 것을 채점했습니다(가람/0.ipynb).",
        "읽지 못한 파일이 있습니다: 가람/9.ipynb: 노트북(JSON)으로 읽을 수 없습니다.",
    )
    assert {r.label: r.chosen for r in intake.receipts} == {
        "가람/0.ipynb": True,
        "가람/1.ipynb": False,
        "가람/9.ipynb": False,
    }
    assert intake.failures == ()


def test_the_attempt_of_the_lms_goes_before_the_time(references, released):
    data = notebook(released)
    old = given("1", data, label="a.ipynb", attempt=1, modified=100.0)
    new = given("1", data, label="b.ipynb", attempt=2, modified=1.0, late=True)
    intake = taken(references, new, old)
    assert _chosen(intake) == [("1", "b.ipynb")]
    assert intake.works[0].notes[0] == "LMS에 늦은 제출로 적혀 있습니다."


def test_the_untouched_release_beside_the_answer_costs_nothing(references, released):
    answer = given("가람", notebook(released, center_solution=RIGHT), label="a", modified=1.0)
    release = given("가람", notebook(released), label="b", attempt=3, modified=9.0)
    assert _chosen(taken(references, release, answer)) == [("가람", "a")]
    assert _chosen(taken(references, release)) == [("가람", "b")]


def test_one_for_each_exercise(released, references):
    folder = references.exercise.path.parent
    exercises = {"statistics": folder, "other": folder}
    mine = given("가람", notebook(released), label="가람/a.ipynb")
    other = given("가람", b'{"cells": [], "nbformat": 4}', label="가람/other.ipynb")
    other = type(other)(**{**other.__dict__, "file": "other.ipynb"})
    lost = given("나래", b'{"cells": [], "nbformat": 4}')
    lost = type(lost)(**{**lost.__dict__, "file": "x.ipynb"})
    intake = take_in([mine, other, lost], exercises)
    assert [(w.exercise_id, w.label) for w in intake.works] == [
        ("other", "가람/other.ipynb"),
        ("statistics", "가람/a.ipynb"),
    ]
    assert [r.problem for r in intake.failures] == [
        "어느 연습문제의 답인지 알 수 없습니다: `--exercise`로 알려 주세요."
    ]


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00" * 9, b"[" * 100_000, b'{"a":' * 9_000, b"\xff\xfe\x00", b"[],", b"1" * 5_000],
)
def test_what_is_no_notebook_is_that_students_problem(references, released, data):
    intake = taken(references, given("가람", data), given("나래", notebook(released)))
    assert _chosen(intake) == [("나래", "나래/statistics.ipynb")]
    assert [r.student for r in intake.failures] == ["가람"]


def test_millions_of_tiny_values_are_refused_before_they_are_built(references):
    data = b'{"nbformat": 4, "cells": [' + b"[]," * 4_000_000 + b"[]]}"
    (failure,) = taken(references, given("가람", data)).failures
    assert "값이 너무 많습니다" in failure.problem


def test_a_huge_honest_output_costs_nothing(references, released):
    released = {**released, "cells": [*released["cells"]]}
    noise = '[1, 2, {3}], \\"' * 700_000
    released["cells"].append(
        {"cell_type": "code", "id": "x", "outputs": [{"text": noise}], "source": ""}
    )
    assert len(taken(references, given("가람", notebook(released))).works) == 1


def test_the_digest_follows_the_source_and_the_wrong_answers(statistics, copied):
    from coursekit.grading import read_exercise

    assert exercise_digest(read_exercise(copied)) == exercise_digest(statistics)
    wrong = copied / "wrong" / "row_mean.py"
    wrong.write_text(wrong.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert exercise_digest(read_exercise(copied)) != exercise_digest(statistics)
