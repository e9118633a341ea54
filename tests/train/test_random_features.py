"""Random features: the smallest least-squares solution by the pseudo-inverse and by the normal equations."""

import numpy as np
import pytest

from coursekit.train import fit_random_features

RNG = np.random.default_rng(0)
X, T = RNG.normal(size=(30, 4)), RNG.normal(size=(30, 3))


def hidden(model, points):
    return np.array([[max(0.0, float(v @ x)) for v in model.projection] for x in points])


@pytest.mark.parametrize("features", [1, 7, 30, 90])
def test_shortest_solution_by_the_pseudo_inverse(features):
    model = fit_random_features(X, T, features, rng=1)
    expected = np.linalg.pinv(hidden(model, X), rcond=1e-12) @ T
    np.testing.assert_allclose(model.weight, expected, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(model(X), hidden(model, X) @ expected, rtol=1e-6, atol=1e-8)


def test_with_more_features_than_samples_every_sample_is_met():
    model = fit_random_features(X, T, 200, rng=0)
    np.testing.assert_allclose(model(X), T, atol=1e-8)


def test_penalty_by_the_normal_equations():
    model = fit_random_features(X, T, 50, weight_decay=0.1, rng=0)
    A = hidden(model, X)
    expected = np.linalg.solve(A.T @ A + 30 * 0.1 * np.eye(50), A.T @ T)
    np.testing.assert_allclose(model.weight, expected, rtol=1e-8)


def test_projection_has_unit_output_variance():
    model = fit_random_features(X, T, 20_000, rng=0)
    assert (model.projection**2).sum(axis=1).mean() == pytest.approx(1, rel=0.02)


@pytest.mark.parametrize(
    ("inputs", "targets", "arguments", "match"),
    [
        (X[0], T, {"features": 3}, "`X`"),
        (X, T[:5], {"features": 3}, "`target`"),
        (X, T[:, 0], {"features": 3}, "`target`"),
        (X[:0], T[:0], {"features": 3}, "`X`"),
        (X, T, {"features": 0}, "`features`"),
        (X, T, {"features": 3, "weight_decay": -1}, "`weight_decay`"),
    ],
)
def test_bad_arguments_are_named(inputs, targets, arguments, match):
    with pytest.raises(ValueError, match=match):
        fit_random_features(inputs, targets, **arguments, rng=0)


def test_arguments_are_left_alone_and_seeds_repeat():
    before = X.copy(), T.copy()
    first, again = (fit_random_features(X, T, 40, rng=3)(X) for _ in range(2))
    np.testing.assert_array_equal(first, again)
    np.testing.assert_array_equal(X, before[0])
    np.testing.assert_array_equal(T, before[1])
