import statistics as oracle

import numpy as np
import pytest

from coursekit.errors import UsageError
from coursekit.grading import compute_references, read_exercise, read_wrong_answers
from coursekit.grading.references import SOLUTION


def drawn(seed, size):
    return np.random.default_rng(seed + 1).normal(3.0, 2.0, size=size)


def test_values_agree_with_the_standard_library(references):
    x = drawn(references.seed, 9).tolist()
    assert references.expected["variance"]["variance"] == pytest.approx(oracle.variance(x))
    wrong = references.wrong_values("population_variance", "variance")
    assert wrong == {"variance": pytest.approx(oracle.pvariance(x))}
    assert references.wrong_values("in_place", "center")["kept"] is False


def test_another_seed_gives_another_input(statistics, references):
    other = compute_references(statistics, references.seed + 1)
    assert other.expected["variance"] != references.expected["variance"]
    x = drawn(references.seed + 1, 9).tolist()
    assert other.expected["variance"]["variance"] == pytest.approx(oracle.variance(x))


def test_every_variant_ran_every_code_cell(references):
    names = {SOLUTION, *(answer.name for answer in references.wrong_answers)}
    assert set(references.outcomes) == names
    for outcomes in references.outcomes.values():
        assert len(outcomes) == 7


def change(copied, old, new):
    source = copied / "exercise.md"
    text = source.read_text(encoding="utf-8")
    assert old in text
    source.write_text(text.replace(old, new), encoding="utf-8")
    return read_exercise(copied)


@pytest.mark.parametrize(
    ("new", "message"),
    [
        ("return float('nan')", "`variance` 값이 유한하지 않습니다"),
        ("return 1j", "받은 형: complex"),
        ("raise ValueError('몰라요')", "ValueError: 몰라요"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("import os; os._exit(0)", "`정답` 답: 실행이 중간에 끝났습니다"),
    ],
)
def test_a_broken_solution_is_the_authors_error(copied, new, message):
    exercise = change(copied, "return float((deviation**2).sum() / (len(x) - 1))", new)
    with pytest.raises(UsageError) as caught:
        compute_references(exercise, 0)
    assert message in str(caught.value)


def test_a_wrong_answer_that_hangs_is_named(copied):
    (copied / "wrong" / "hangs.py").write_text(
        'r"""설명."""\nLOSES = ("center",)\n# %% center-solution\nwhile True: pass\n',
        encoding="utf-8",
    )
    exercise = change(copied, "time_limit: 20", "time_limit: 1")
    bank = read_wrong_answers(exercise)
    hangs = tuple(answer for answer in bank if answer.name == "hangs")
    with pytest.raises(UsageError, match=r"`hangs` 답: 2초 안에 끝나지 않습니다"):
        compute_references(exercise, 0, hangs)


def test_printing_authors_disturb_nothing(copied, references):
    exercise = change(copied, "deviation = x - x.mean()", "deviation = x - x.mean(); print('{}')")
    again = compute_references(exercise, references.seed)
    assert again.expected["variance"] == references.expected["variance"]
