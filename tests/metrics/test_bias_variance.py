"""Bias and variance: least squares, where both are known in closed form, and pieces that must add up."""

import numpy as np
import pytest

from coursekit.metrics import bias_variance

SIGMA = 0.3
X = np.linspace(-1, 1, 15)


def truth(x):
    return np.sin(3 * x)


def draw(rng):
    return X, truth(X) + SIGMA * rng.standard_normal(len(X))


def polynomial(degree):
    def fit(x, y):
        coefficients = np.polyfit(x, y, degree)
        return lambda points: np.polyval(coefficients, points)

    return fit


def measure(degree, repeats=3000, rng=0):
    points = np.linspace(-0.9, 0.9, 7)
    return points, bias_variance(
        polynomial(degree), draw, points, truth(points), noise=SIGMA, repeats=repeats, rng=rng
    )


@pytest.mark.parametrize("degree", [0, 1, 3, 5])
def test_least_squares_in_closed_form(degree):
    points, got = measure(degree)
    # A linear smoother S: the mean prediction is S f(X), its variance sigma^2 diag(S S^T).
    S = np.vander(points, degree + 1) @ np.linalg.pinv(np.vander(X, degree + 1))
    variance = SIGMA**2 * (S**2).sum(axis=1)
    bias_squared = (truth(points) - S @ truth(X)) ** 2
    np.testing.assert_allclose(got.variance, variance, rtol=0.15)
    np.testing.assert_allclose(np.sqrt(got.bias_squared), np.sqrt(bias_squared), atol=0.015)
    assert got.noise == pytest.approx(SIGMA**2)


@pytest.mark.parametrize("degree", [0, 3])
def test_the_pieces_add_up_to_the_error_that_was_measured(degree):
    _, got = measure(degree)
    pieces = got.bias_squared + got.variance + got.noise
    np.testing.assert_allclose(pieces, got.error, rtol=0.15)
    assert pieces.mean() == pytest.approx(got.error.mean(), rel=0.04)
    without_noise = got.bias_squared + got.variance
    assert without_noise.mean() < 0.95 * got.error.mean()


def test_the_mean_predictor_by_hand():
    got = bias_variance(
        lambda x, y: lambda points: np.full(len(points), y.mean()),
        lambda rng: (np.zeros(4), 5 + rng.standard_normal(4)),
        [0.0],
        [7.0],
        noise=1.0,
        repeats=4000,
        rng=0,
    )
    assert got.bias_squared[0] == pytest.approx(4, rel=0.03)
    assert got.variance[0] == pytest.approx(1 / 4, rel=0.08)
    assert got.error[0] == pytest.approx(4 + 1 / 4 + 1, rel=0.03)


def test_a_bias_averaged_too_late_would_swallow_the_variance():
    points, got = measure(5)
    wrong = ((truth(points) - got.predictions) ** 2).mean()
    assert wrong > 5 * got.bias_squared.mean()


def test_a_stiffer_model_has_more_bias_and_less_variance():
    line, curve = measure(1)[1], measure(5)[1]
    assert line.bias_squared.mean() > 10 * curve.bias_squared.mean()
    assert line.variance.mean() < curve.variance.mean()


def test_the_seed_decides():
    a, b, c = (measure(1, repeats=5, rng=seed)[1].predictions for seed in (1, 1, 2))
    assert np.array_equal(a, b)
    assert not np.array_equal(a, c)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"truth": [1.0, 2.0]}, "`x`와 `truth`의 길이"),
        ({"x": [], "truth": []}, "1 이상"),
        ({"noise": -1}, "`noise`"),
        ({"repeats": 1}, "`repeats`"),
        ({"fit": lambda x, y: lambda p: p[:, None]}, r"`fit\(x, y\)\(x\)` 모양"),
        ({"fit": lambda x, y: lambda p: p * np.nan}, r"`fit\(x, y\)\(x\)\[0\]` 값은 유한"),
    ],
)
def test_bad_input_is_named(change, message):
    given = {"fit": polynomial(1), "draw": draw, "x": [0.0], "truth": [0.0], "rng": 0} | change
    with pytest.raises(ValueError, match=message):
        bias_variance(**given)
