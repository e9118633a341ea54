"""What the papers say each rule does, seen on problems small enough to follow by hand."""

import numpy as np
import pytest

from coursekit.data import toy
from coursekit.optim import SGD, Adadelta, Adagrad, Adam, AdamW, RMSprop
from coursekit.parameter import Parameter


def walk(make, gradient, start, steps):
    """The points of a walk; `gradient(x, t)` with t from 1."""
    p = Parameter(start)
    optimizer = make([p])
    points = [p.data.copy()]
    for t in range(1, steps + 1):
        p.grad = np.asarray(gradient(p.data, t), dtype=float)
        optimizer.step()
        points.append(p.data.copy())
    return np.array(points)


def rosenbrock(x, t):
    return toy.rosenbrock().gradient(x)


START = [-1.0, 1.5]


def test_nesterov_stores_the_point_that_looked_ahead():
    """Sutskever et al. 2013, eq. 3-4, which keeps θ and asks for the gradient at θ + μv."""
    lr, mu = 1e-4, 0.9
    stored = walk(lambda p: SGD(p, lr, mu, nesterov=True), rosenbrock, START, 60)
    theta, v = np.array(START), np.zeros(2)
    for ahead in stored:
        np.testing.assert_allclose(theta + mu * v, ahead, rtol=1e-12)
        v = mu * v - lr * rosenbrock(theta + mu * v, 0)
        theta = theta + v


def test_the_two_forms_of_momentum_part_when_the_rate_changes():
    lr, mu = 1e-4, 0.9
    for factor, same in ((1.0, True), (0.1, False)):
        p = Parameter(START)
        optimizer = SGD([p], lr, mu)
        theta, u, rate = np.array(START), np.zeros(2), lr
        for t in range(40):
            if t == 20:
                optimizer.lr, rate = lr * factor, lr * factor
            p.grad = rosenbrock(p.data, t)
            optimizer.step()
            u = mu * u - rate * rosenbrock(theta, t)  # the form with the rate inside
            theta = theta + u
        assert np.allclose(theta, p.data, rtol=1e-9) == same


def test_momentum_ends_ten_times_as_fast_on_a_slope():
    points = walk(lambda p: SGD(p, 0.1, 0.9), lambda x, t: [1.0], [0.0], 300)
    assert (points[-2] - points[-1]).item() == pytest.approx(0.1 / (1 - 0.9))


def test_adagrad_steps_shrink_as_one_over_the_root_of_t():
    points = walk(lambda p: Adagrad(p, 0.5), lambda x, t: [7.0], [0.0], 100)
    steps = -np.diff(points[:, 0])
    np.testing.assert_allclose(steps, 0.5 / np.sqrt(np.arange(1, 101)), rtol=1e-9)


def test_rmsprop_steps_do_not_shrink():
    points = walk(lambda p: RMSprop(p, 0.5), lambda x, t: [7.0], [0.0], 3000)
    assert (points[-2] - points[-1]).item() == pytest.approx(0.5, rel=1e-6)


def test_a_constant_gradient_leaves_the_centered_variance_a_number():
    points = walk(
        lambda p: RMSprop(p, 1e-9, alpha=0.5, centered=True),
        lambda x, t: [0.1, 1 / 3, -7.7],
        np.zeros(3),
        500,
    )
    assert np.isfinite(points).all()


@pytest.mark.parametrize("scale", [1e-3, 1e3])
def test_only_adadelta_follows_a_change_of_units(scale):
    """Zeiler 2012, 3.2: parameters measured in other units should take the same path in them."""
    f = toy.bowl()

    def path(make, unit):
        return walk(
            make, lambda x, t: f.gradient(x / unit) / unit, np.array([-7.0, 2.0]) * unit, 50
        )

    def follows(make, in_other_units):
        return np.allclose(path(make, 1.0) * scale, path(in_other_units, scale), rtol=1e-6)

    # the numerator's epsilon is a squared step; the denominator's is too small here to be seen
    assert follows(lambda p: Adadelta(p, eps=1e-24), lambda p: Adadelta(p, eps=1e-24 * scale**2))
    for make in (lambda p: SGD(p, 0.1), lambda p: RMSprop(p, 0.1), lambda p: Adam(p, 0.1)):
        assert not follows(make, make)


@pytest.mark.parametrize("gradient", [1e-6, 1.0, 1e6])
def test_the_first_step_of_adam_is_its_rate_whatever_the_gradient(gradient):
    points = walk(lambda p: Adam(p, 0.5, eps=0), lambda x, t: [gradient], [0.0], 1)
    assert points[-1].item() == pytest.approx(-0.5)


def test_adam_goes_to_the_worst_point_and_amsgrad_to_the_best():
    """Reddi, Kale, Kumar 2018, theorem 1, with C = 3 on [-1, 1]; the best is -1."""
    C, steps = 3.0, 6000
    ends = {}
    for amsgrad in (False, True):
        p = Parameter([0.0])
        optimizer = Adam([p], betas=(0.0, 1 / (1 + C**2)), eps=1e-12, amsgrad=amsgrad)
        for t in range(1, steps + 1):
            optimizer.lr = 0.5 / np.sqrt(t)
            p.grad[...] = C if t % 3 == 1 else -1.0
            optimizer.step()
            np.clip(p.data, -1, 1, out=p.data)
        ends[amsgrad] = p.data.item()
    assert ends[False] > 0.95
    assert ends[True] < -0.95


def test_adamw_shrinks_all_weights_alike_and_l2_in_adam_does_not():
    """Loshchilov & Hutter 2019, 2: the penalty inside Adam is divided by the root of v as well."""
    rng = np.random.default_rng(0)
    noise = rng.normal(size=(400, 2)) * [0.1, 10.0]  # one weight sees gradients 100 times as large

    def shrunk(make):
        with_, without = (
            walk(lambda p, d=d: make(p, d), lambda x, t: noise[t - 1], [1.0, 1.0], 400)[-1]
            for d in (0.05, 0.0)
        )
        return without - with_

    even = shrunk(lambda p, d: AdamW(p, 1e-3, weight_decay=d))
    uneven = shrunk(lambda p, d: Adam(p, 1e-3, weight_decay=d))
    assert even[0] == pytest.approx(even[1], rel=0.2)
    assert uneven[0] > 10 * uneven[1]
