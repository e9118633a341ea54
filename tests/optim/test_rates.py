"""Rates by eigenvalues against rates measured by walking."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coursekit.data import toy
from coursekit.optim import condition_number, contraction_rate, descend, largest_lr, optimal_lr

A = np.diag([0.1, 2.0])  # the bowl x²/20 + y²


def test_by_hand():
    assert condition_number(A) == pytest.approx(20)
    assert largest_lr(A) == pytest.approx(1.0)
    assert optimal_lr(A) == pytest.approx(2 / 2.1)
    assert contraction_rate(A, optimal_lr(A)) == pytest.approx(19 / 21)
    assert contraction_rate([[4.0]], 0.25) == 0


def measured(A, lr, steps=400):
    path = descend(toy.quadratic(A), np.ones(len(A)), lr=lr, steps=steps)
    lengths = np.linalg.norm(path.points, axis=1)
    # the last steps before the rounding floor, where the slowest direction rules
    last = np.flatnonzero(lengths > 1e-10)[-1]
    return (lengths[last] / lengths[last - 10]) ** (1 / 10)


@given(
    eigenvalues=st.lists(st.floats(0.2, 5.0), min_size=2, max_size=4),
    part=st.floats(0.3, 0.95),
    seed=st.integers(0, 99),
)
@settings(max_examples=40, deadline=None)
def test_the_measured_rate_is_the_predicted_one(eigenvalues, part, seed):
    lowest, highest = min(eigenvalues), max(eigenvalues)
    eigenvalues = [lowest, highest, *[highest] * (len(eigenvalues) - 2)]
    Q, _ = np.linalg.qr(np.random.default_rng(seed).normal(size=(len(eigenvalues),) * 2))
    A = Q @ np.diag(eigenvalues) @ Q.T
    A = (A + A.T) / 2
    lr = part * largest_lr(A)
    assume(contraction_rate(A, lr) > 0.2)  # else it arrives before there is a rate to measure
    assert measured(A, lr) <= contraction_rate(A, lr) + 1e-3


def test_the_measured_rate_reaches_the_prediction():
    assert measured(A, optimal_lr(A)) == pytest.approx(19 / 21, rel=1e-6)


@pytest.mark.parametrize("offset", [-1e-3, 1e-3])
def test_the_bound_is_sharp(offset):
    path = descend(toy.quadratic(A), [1.0, 1.0], lr=largest_lr(A) + offset, steps=20_000)
    assert (path.outcome == "diverged") == (offset > 0)


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ([1.0, 2.0], "모양"),
        (np.ones((2, 3)), "모양"),
        (np.empty((0, 0)), "모양"),
        ([[1.0, 2.0], [0.0, 1.0]], "대칭"),
        ([[1.0, 0.0], [0.0, 0.0]], "0보다 커야"),
        ([[1.0, 0.0], [0.0, -1.0]], "0보다 커야"),
        ([[np.nan, 0.0], [0.0, 1.0]], "유한"),
    ],
)
@pytest.mark.parametrize("function", [condition_number, largest_lr, optimal_lr])
def test_bad_matrices_are_refused(function, bad, message):
    with pytest.raises(ValueError, match=message):
        function(bad)


def test_a_rate_needs_a_learning_rate():
    with pytest.raises(ValueError, match="`lr`"):
        contraction_rate(A, 0.0)
