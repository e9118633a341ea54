"""Polynomial features and their least squares: numpy.polynomial, scikit-learn's ridge, hand numbers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import Ridge

from coursekit.data import polynomial_features
from coursekit.train import fit_polynomial

BASES = ("legendre", "monomial")


def noisy_sine(n=20, seed=0):
    rng = np.random.default_rng(seed)
    x = np.linspace(-1, 1, n)
    return x, np.sin(3 * x) + 0.2 * rng.standard_normal(n)


@given(degree=st.integers(0, 20), n=st.integers(0, 9), seed=st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_the_features_are_numpys(degree, n, seed):
    x = np.random.default_rng(seed).uniform(-1.5, 1.5, n)
    theirs = {
        "legendre": np.polynomial.legendre.legvander(x, degree),
        "monomial": np.vander(x, degree + 1, increasing=True),
    }
    for basis, expected in theirs.items():
        np.testing.assert_allclose(
            polynomial_features(x, degree, basis=basis), expected, rtol=1e-9, atol=1e-9
        )


def test_by_hand_and_in_the_dtype_that_came():
    features = polynomial_features(np.array([0.5], dtype=np.float32), 3)
    assert features.dtype == np.float32
    assert features.tolist() == [[1, 0.5, -0.125, -0.4375]]
    assert polynomial_features([2], 3, basis="monomial").tolist() == [[1, 2, 4, 8]]


@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize("degree", [0, 1, 3, 9])
def test_the_fit_is_numpys_polyfit(basis, degree):
    x, y = noisy_sine()
    points = np.linspace(-1, 1, 50)
    expected = np.polyval(np.polyfit(x, y, degree), points)
    np.testing.assert_allclose(
        fit_polynomial(x, y, degree, basis=basis)(points), expected, atol=1e-8
    )


@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize("penalty", [1e-3, 0.1, 10.0])
def test_the_penalised_fit_is_scikit_learns_ridge(basis, penalty):
    x, y = noisy_sine()
    ours = fit_polynomial(x, y, 8, basis=basis, weight_decay=penalty)
    features = polynomial_features(x, 8, basis=basis)[:, 1:]
    ridge = Ridge(alpha=len(x) * penalty).fit(features, y)
    np.testing.assert_allclose(ours.coefficients[1:], ridge.coef_, atol=1e-9)
    assert ours.coefficients[0] == pytest.approx(ridge.intercept_, abs=1e-9)


def test_a_penalty_on_the_constant_would_be_another_fit():
    x, y = noisy_sine()
    y = y + 5
    features = polynomial_features(x, 3)
    wrong = np.linalg.solve(features.T @ features + 20 * np.eye(4), features.T @ y)
    right = fit_polynomial(x, y, 3, weight_decay=1.0).coefficients
    assert wrong[0] < 4 < right[0]


def test_more_coefficients_than_points_go_through_all_and_stay_short():
    x, y = noisy_sine(6)
    ours = fit_polynomial(x, y, 15)
    np.testing.assert_allclose(ours(x), y, atol=1e-9)
    shortest = np.linalg.pinv(polynomial_features(x, 15)) @ y
    np.testing.assert_allclose(ours.coefficients, shortest, atol=1e-9)


def test_monomials_lose_their_footing_long_before_legendre():
    x = np.linspace(-1, 1, 60)
    condition = {b: np.linalg.cond(polynomial_features(x, 20, basis=b)) for b in BASES}
    assert condition["monomial"] > 1e4 * condition["legendre"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: polynomial_features([[1.0]], 1), "`x` 모양"),
        (lambda: polynomial_features([1.0], -1), "`degree`"),
        (lambda: polynomial_features([1.0], 1, basis="fourier"), "`basis`"),
        (lambda: fit_polynomial([1.0], [1.0, 2.0], 1), "`y` 모양"),
        (lambda: fit_polynomial([], [], 1), "`x` 길이는 1 이상"),
        (lambda: fit_polynomial([1.0], [1.0], 1, weight_decay=-1), "`weight_decay`"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
