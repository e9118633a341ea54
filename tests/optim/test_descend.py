"""Walking down a function: hand-computed paths, stops, and divergence."""

import numpy as np
import pytest
from scipy.optimize import minimize

from coursekit.data import toy
from coursekit.optim import (
    SGD,
    Adadelta,
    Adagrad,
    Adam,
    AdamW,
    Optimizer,
    RMSprop,
    descend,
)


def test_a_path_computed_by_hand():
    # f = x², from 4 with lr 1/4: the factor is 1 - 2/4 = 1/2
    path = descend(toy.parabola(2.0), [4.0], lr=0.25, steps=3)
    assert path.points.tolist() == [[4.0], [2.0], [1.0], [0.5]]
    assert path.losses.tolist() == [16.0, 4.0, 1.0, 0.25]
    assert path.gradient_norms.tolist() == [8.0, 4.0, 2.0, 1.0]
    assert (path.outcome, path.steps) == ("steps", 3)


def test_it_stops_before_the_step_once_the_gradient_is_small():
    path = descend(toy.parabola(2.0), [4.0], lr=0.25, steps=99, tol=2.0)
    assert path.points.ravel().tolist() == [4.0, 2.0, 1.0]
    assert path.outcome == "converged"


def test_a_stationary_start_converges_in_no_step():
    path = descend(toy.saddle(), [0.0, 0.0], lr=0.1, steps=50)
    assert (path.steps, path.outcome) == (0, "converged")


@pytest.mark.parametrize("lr", [1.01, 3.0, 1e9])
def test_divergence_is_an_outcome_and_all_values_stay_drawable(lr):
    path = descend(toy.parabola(2.0), [4.0], lr=lr, steps=5000)
    assert path.outcome == "diverged"
    assert np.isfinite(path.points).all()
    assert path.losses.max() <= 1e12


def test_rosenbrock_overflow_raises_no_warning():
    assert descend(toy.rosenbrock(), [-1.5, 2.0], lr=0.5, steps=100).outcome == "diverged"


@pytest.mark.parametrize("start", [[-4.0, 4.0], [4.0, 4.0], [-4.0, -4.0], [4.0, -4.0]])
def test_it_ends_where_scipy_ends(start):
    f = toy.himmelblau()
    ours = descend(f, start, lr=0.01, steps=2000, tol=1e-9)
    theirs = minimize(f, start, jac=f.gradient, method="Newton-CG", options={"xtol": 1e-12})
    assert ours.outcome == "converged"
    nearest = np.abs(f.minima - ours.points[-1]).max(axis=1).min()
    assert nearest < 1e-8
    assert f(theirs.x) == pytest.approx(f(ours.points[-1]), abs=1e-12)


def test_it_does_not_change_its_start_and_takes_any_optimizer():
    class Sign(Optimizer):
        def _update(self):
            for p in self.params:
                p.data -= self.lr * np.sign(p.grad)

    start = np.array([4.0])
    path = descend(toy.parabola(), start, lr=1.0, steps=9, optimizer=Sign)
    assert start.tolist() == [4.0]
    assert path.points.ravel().tolist() == [4.0, 3.0, 2.0, 1.0, 0.0]


def test_momentum_rolls_through_the_dip_where_plain_descent_stays():
    bottom, dip = toy.dip().minima
    plain = descend(toy.dip(), [6.0], lr=0.1, steps=400)
    rolling = descend(
        toy.dip(), [6.0], lr=0.1, steps=400, optimizer=lambda params, lr: SGD(params, lr, 0.9)
    )
    np.testing.assert_allclose(plain.points[-1], dip, atol=1e-6)
    np.testing.assert_allclose(rolling.points[-1], bottom, atol=1e-6)
    assert rolling.points.min() < -1  # and overshoots on its way


@pytest.mark.parametrize(
    ("make", "lr"),
    [
        (lambda params, lr: SGD(params, lr, momentum=0.9, nesterov=True), 0.05),
        (Adagrad, 1.5),
        (RMSprop, 0.01),
        (Adadelta, 1.0),
        (Adam, 0.3),
        (lambda params, lr: AdamW(params, lr, weight_decay=0), 0.3),
    ],
)
def test_every_optimizer_walks_down_the_bowl_from_the_books_start(make, lr):
    path = descend(toy.bowl(), [-7.0, 2.0], lr=lr, steps=2000, optimizer=make)
    assert path.losses[-1] < 1e-3 < path.losses[0]


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"lr": 0}, "lr"),
        ({"lr": np.nan}, "lr"),
        ({"steps": -1}, "steps"),
        ({"steps": 1.5}, "steps"),
        ({"tol": -1e-9}, "tol"),
        ({"start": [[1.0]]}, "start"),
        ({"start": [np.nan]}, "start"),
        ({"start": [1e200]}, "start"),
        ({"start": [1.0, 2.0]}, "x"),
    ],
)
def test_bad_input_is_named(change, name):
    given = {"start": [1.0], "lr": 0.1, "steps": 3} | change
    start = given.pop("start")
    with pytest.raises(ValueError, match=rf"`{name}[`\[]"):
        descend(toy.parabola(), start, **given)
