"""Softmax and the logarithm of a sum of exponentials, beside SciPy's on any axis."""

import numpy as np
import pytest
import scipy.special
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit.nn import Softmax, log_softmax, logsumexp, softmax

SHAPES = st.lists(st.integers(1, 4), min_size=1, max_size=3).map(tuple)


@given(shape=SHAPES, seed=st.integers(0, 99), scale=st.sampled_from([1, 100, 1e5]), data=st.data())
@settings(max_examples=60, deadline=None)
def test_agrees_with_scipy_on_any_axis(shape, seed, scale, data):
    dim = data.draw(st.integers(-len(shape), len(shape) - 1))
    x = scale * np.random.default_rng(seed).normal(size=shape)
    kept = x.copy()
    # tiny probabilities carry the relative error of a large exponent
    np.testing.assert_allclose(softmax(x, dim), scipy.special.softmax(x, dim), rtol=1e-9, atol=0)
    for ours, theirs in [
        (log_softmax(x, dim), scipy.special.log_softmax(x, dim)),
        (logsumexp(x, dim), scipy.special.logsumexp(x, dim)),
        (logsumexp(x, dim, keepdims=True), scipy.special.logsumexp(x, dim, keepdims=True)),
    ]:
        assert np.shape(ours) == np.shape(theirs)
        np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-12)
    assert np.array_equal(x, kept)


def test_large_scores_neither_overflow_nor_vanish():
    x = np.array([1e4, 0.0, -1e4])
    assert softmax(x).tolist() == [1, 0, 0]
    assert log_softmax(x).tolist() == [0, -1e4, -2e4]
    assert logsumexp(x) == 1e4
    assert logsumexp(-x) == 1e4


def test_the_textbook_formulas_overflow_or_vanish_there():
    x = np.array([1e4, 0.0, -1e4])
    with np.errstate(over="raise"), pytest.raises(FloatingPointError):
        np.exp(x) / np.exp(x).sum()
    with np.errstate(divide="raise"), pytest.raises(FloatingPointError):
        np.log(softmax(x))  # stable softmax, then a logarithm of 0


def test_ruled_out_scores():
    x = np.array([0.0, -np.inf, 0.0])
    assert softmax(x).tolist() == [0.5, 0, 0.5]
    assert logsumexp(x) == pytest.approx(np.log(2), rel=1e-15)
    assert logsumexp(np.array([-np.inf, -np.inf])) == -np.inf
    assert logsumexp(np.array([np.inf, 0.0])) == np.inf


def test_a_constant_more_changes_no_probability():
    x = np.random.default_rng(0).normal(size=(3, 5))
    np.testing.assert_allclose(softmax(x + 1000), softmax(x), rtol=1e-12)


def test_float32_stays_float32():
    x = np.ones(3, np.float32)
    assert {f(x).dtype for f in (softmax, log_softmax, logsumexp)} == {np.dtype(np.float32)}


def test_the_gradient_moves_no_probability_in_all():
    layer, rng = Softmax(), np.random.default_rng(0)
    layer(rng.normal(size=(4, 5)))
    np.testing.assert_allclose(layer.backward(rng.normal(size=(4, 5))).sum(axis=1), 0, atol=1e-15)
