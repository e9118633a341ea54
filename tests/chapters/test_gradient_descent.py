"""Numbers that the prose of chapter 01 states in words; each is computed here by another way."""

import math

import numpy as np
import pytest

from coursekit.data import toy
from coursekit.gradcheck import numerical_gradient
from coursekit.optim import condition_number, descend, largest_lr, optimal_lr
from coursekit.train import fit_line


def test_the_best_step_of_the_central_difference_is_near_the_default():
    h = np.logspace(-14, -1, 40)
    central = np.abs((np.exp(1 + h) - np.exp(1 - h)) / (2 * h) - np.e)
    default = numerical_gradient.__kwdefaults__["h"]
    assert 0.1 < h[central.argmin()] / default < 10


def test_two_calls_per_coordinate():
    calls = []
    numerical_gradient(lambda x: calls.append(1) or 0.0, np.zeros(5))
    assert len(calls) == 10


def test_the_line_agrees_with_least_squares_to_two_digits():
    x, y = toy.line(100, slope=0.4, intercept=0.6, noise=0.05, rng=0)
    fit = fit_line(x, y, lr=0.5, tol=1e-4, start=(-1.0, 1.0))
    expected = np.polyfit(x, y, 1)
    assert [round(v, 2) for v in (fit.w, fit.b)] == [round(v, 2) for v in expected]


def test_the_note_fits_0_24_x():
    rng = np.random.default_rng(0)
    x = rng.random(100)
    note = fit_line(x, 0.4 * x * 0.6, lr=0.45)
    assert (note.w, note.b) == pytest.approx((0.24, 0.0), abs=1e-3)


def test_half_the_loss_needs_twice_the_rate():
    x, y = toy.line(100, rng=0)
    w = b = 0.0
    for _ in range(50):  # the note's way: gradient of half the mean squared error, rate 0.9
        error = w * x + b - y
        w, b = w - 0.9 * (error * x).mean(), b - 0.9 * error.mean()
    ours = fit_line(x, y, lr=0.45, max_steps=50, tol=0)
    assert (ours.w, ours.b) == pytest.approx((w, b), rel=1e-12)


def test_the_notes_rate_lies_beyond_the_bound_of_the_mean_squared_error():
    x = np.random.default_rng(0).random(100)
    hessian = 2 * np.array([[np.mean(x**2), np.mean(x)], [np.mean(x), 1.0]])
    assert 0.45 < largest_lr(hessian) < 0.9


def test_steps_for_kappa_100_by_the_logarithm_and_by_walking():
    by_formula = math.ceil(math.log(1e-6) / math.log(99 / 101))
    A = np.diag([1.0, 100.0])
    path = descend(toy.quadratic(A), [1.0, 1.0], lr=optimal_lr(A), steps=1000)
    distance = np.linalg.norm(path.points, axis=1)
    assert by_formula == 691 == int(np.argmax(distance <= 1e-6 * distance[0]))


def test_the_best_rate_of_the_bowl_and_0_99_differ_by_0_04():
    assert 0.99 - optimal_lr(np.diag([0.1, 2.0])) == pytest.approx(0.04, abs=0.005)


def test_standardising_makes_the_contours_round():
    x, _ = toy.line(100, rng=0)
    z = (x - x.mean()) / x.std()
    hessian = 2 * np.array([[np.mean(z**2), np.mean(z)], [np.mean(z), 1.0]])
    assert condition_number((hessian + hessian.T) / 2) == pytest.approx(1.0)


@pytest.mark.parametrize(("start", "side"), [(0.07, -1), (0.08, 1)])
def test_two_neighbours_reach_different_valleys(start, side):
    end = descend(toy.double_well(), [start], lr=0.1, steps=500, tol=1e-8).points[-1, 0]
    assert np.sign(end) == side


def test_the_left_valley_is_deeper_and_the_top_lies_between_the_starts():
    f = toy.double_well()
    assert f(f.minima[0]) < f(f.minima[1])
    assert float(f.gradient([0.07])[0]) > 0 > float(f.gradient([0.08])[0])


def test_only_the_exact_axis_is_caught_by_the_saddle():
    steps = {}
    for nudge in (0.0, 1e-12, 1e-8, 1e-4):
        path = descend(toy.saddle(), [1.5, nudge], lr=0.1, steps=2000, tol=1e-8)
        steps[nudge] = path.steps
        assert round(float(path.points[-1, 1])) == (0 if nudge == 0 else 1)
    # each factor of 10⁴ costs the same number of steps: log(10⁴) / log(1.1)
    assert steps[1e-12] - steps[1e-8] == pytest.approx(math.log(1e4) / math.log(1.1), abs=2)
