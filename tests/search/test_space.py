"""Ranges: scipy's distributions as oracle for the draws, numpy's spacing by hand for the grids."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from coursekit.search import Choice, IntUniform, LogUniform, Uniform


def draws(dimension, n=4000):
    rng = np.random.default_rng(0)
    return [dimension.sample(rng) for _ in range(n)]


def p_value(values, distribution):
    return stats.kstest(values, distribution.cdf).pvalue


def test_the_draws_follow_scipys_distributions():
    assert p_value(draws(Uniform(-1, 3)), stats.uniform(-1, 4)) > 0.01
    assert p_value(draws(LogUniform(1e-5, 1e-1)), stats.loguniform(1e-5, 1e-1)) > 0.01


def test_a_linear_draw_would_not_pass_for_a_logarithmic_one():
    assert p_value(draws(Uniform(1e-5, 1e-1)), stats.loguniform(1e-5, 1e-1)) < 1e-10
    small = np.mean(np.array(draws(LogUniform(1e-5, 1e-1))) < 1e-3)
    assert small == pytest.approx(1 / 2, abs=0.03)
    assert np.mean(np.array(draws(Uniform(1e-5, 1e-1))) < 1e-3) < 0.02


def test_integers_reach_both_ends_and_choices_are_even():
    counts = np.unique(draws(IntUniform(2, 5)), return_counts=True)
    assert counts[0].tolist() == [2, 3, 4, 5]
    assert stats.chisquare(counts[1]).pvalue > 0.01
    names, counts = np.unique(draws(Choice(["relu", "tanh", "gelu"])), return_counts=True)
    assert names.tolist() == ["gelu", "relu", "tanh"]
    assert stats.chisquare(counts).pvalue > 0.01


def test_grids_by_hand():
    assert Uniform(0, 1).grid(5) == [0, 0.25, 0.5, 0.75, 1]
    np.testing.assert_allclose(LogUniform(1e-4, 1).grid(5), [1e-4, 1e-3, 1e-2, 1e-1, 1])
    assert IntUniform(1, 3).grid(9) == [1, 2, 3]
    assert IntUniform(0, 10).grid(3) == [0, 5, 10]
    assert Choice(["a", "b"]).grid(7) == ["a", "b"]
    assert Uniform(0, 1).grid(1) == [0.5]
    assert LogUniform(1e-4, 1).grid(1) == [pytest.approx(1e-2)]
    assert IntUniform(2, 2).grid(1) == [2]


@given(low=st.floats(1e-12, 1e3), factor=st.floats(1.0001, 1e9), seed=st.integers(0, 99))
@settings(max_examples=80, deadline=None)
def test_nothing_leaves_its_range(low, factor, seed):
    rng = np.random.default_rng(seed)
    for kind in (Uniform, LogUniform):
        dimension = kind(low, low * factor)
        assert low <= dimension.sample(rng) <= low * factor
        grid = dimension.grid(4)
        assert low * (1 - 1e-9) <= min(grid) < max(grid) <= low * factor * (1 + 1e-9)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Uniform(1, 1), "`high`"),
        (lambda: Uniform(0, np.inf), "`high`"),
        (lambda: LogUniform(0, 1), "`low`"),
        (lambda: LogUniform(1, 0.1), "`high`"),
        (lambda: IntUniform(3, 2), "`high`"),
        (lambda: IntUniform(0.5, 2), "`low`"),
        (lambda: Choice([]), "`options`"),
        (lambda: Uniform(0, 1).grid(0), "`points`"),
        (lambda: Choice([1]).grid(0), "`points`"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
