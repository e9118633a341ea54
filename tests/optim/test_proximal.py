"""The proximal step: scikit-learn's lasso as the end of the path, torch's softshrink, a search."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import Lasso

from coursekit.optim import GradientDescent, L1Penalty, ProximalGradient, soft_threshold
from coursekit.parameter import Parameter


@given(
    w=st.lists(st.floats(-5, 5), max_size=6),
    threshold=st.floats(0, 4),
    dtype=st.sampled_from([np.float32, np.float64]),
)
@settings(max_examples=60, deadline=None)
def test_soft_threshold_is_torchs_softshrink(w, threshold, dtype):
    values = np.array(w, dtype=dtype)
    expected = torch.nn.functional.softshrink(torch.tensor(values), threshold).numpy()
    got = soft_threshold(values, threshold)
    assert got.dtype == dtype
    np.testing.assert_allclose(got, expected, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("w", [-2.0, -0.3, 0.0, 0.4, 1.7])
def test_it_is_the_point_that_pays_least(w):
    v = np.linspace(-3, 3, 600_001)
    cost = 0.5 * (v - w) ** 2 + 0.5 * np.abs(v)
    assert soft_threshold([w], 0.5)[0] == pytest.approx(v[cost.argmin()], abs=1e-5)


def lasso_problem():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(50, 10))
    truth = np.array([3.0, -2.0, 1.0, *[0.0] * 7])
    return X, X @ truth + 0.3 * rng.normal(size=50)


def descend(optimizer, theta, X, y, steps=800, penalty=None):
    for _ in range(steps):
        optimizer.zero_grad()
        theta.grad = X.T @ (X @ theta.data - y) / len(y)
        if penalty is not None:
            penalty.backward()
        optimizer.step()
    return theta.data


def test_it_ends_where_scikit_learns_lasso_does_with_exact_zeros():
    X, y = lasso_problem()
    theta = Parameter(np.ones(10))
    ours = descend(ProximalGradient([theta], lr=0.3, l1=0.4), theta, X, y)
    theirs = Lasso(alpha=0.4, fit_intercept=False, tol=1e-12, max_iter=100_000).fit(X, y).coef_
    np.testing.assert_allclose(ours, theirs, atol=1e-9)
    assert (ours == 0).sum() == (theirs == 0).sum() == 7


def test_the_sign_in_the_gradient_leaves_no_exact_zero():
    X, y = lasso_problem()
    theta = Parameter(np.ones(10))
    ours = descend(GradientDescent([theta], lr=0.3), theta, X, y, penalty=L1Penalty([theta], 0.4))
    assert (ours == 0).sum() == 0
    assert np.abs(ours[3:]).max() > 1e-3  # it goes back and forth by about lr * l1


def test_wrong_thresholds_end_elsewhere():
    X, y = lasso_problem()
    right = Lasso(alpha=0.4, fit_intercept=False, tol=1e-12, max_iter=100_000).fit(X, y).coef_

    class NotScaled(GradientDescent):
        def _update(self):
            super()._update()
            for p in self.params:
                p.data[...] = soft_threshold(p.data, 0.4)  # lr forgotten

    class Hard(GradientDescent):
        def _update(self):
            super()._update()
            for p in self.params:
                p.data[np.abs(p.data) < 0.3 * 0.4] = 0  # cut, not shrunk

    for wrong in (NotScaled, Hard):
        theta = Parameter(np.ones(10))
        assert np.abs(descend(wrong([theta], 0.3), theta, X, y) - right).max() > 0.05


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: soft_threshold([1.0], -1), "`threshold`"),
        (lambda: soft_threshold(["a"], 1), "`w`"),
        (lambda: ProximalGradient([Parameter([1.0])], 0.1, -1), "`l1`"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
