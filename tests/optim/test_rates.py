"""Rates by eigenvalues against rates measured by walking."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coursekit.data import toy
from coursekit.optim import (
    SGD,
    condition_number,
    contraction_rate,
    descend,
    heavy_ball_rate,
    largest_lr,
    nesterov_rate,
    optimal_heavy_ball,
    optimal_lr,
)

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
@pytest.mark.parametrize("function", [condition_number, largest_lr, optimal_lr, optimal_heavy_ball])
def test_bad_matrices_are_refused(function, bad, message):
    with pytest.raises(ValueError, match=message):
        function(bad)


def test_a_rate_needs_a_learning_rate():
    with pytest.raises(ValueError, match="`lr`"):
        contraction_rate(A, 0.0)


def test_heavy_ball_by_hand():
    # kappa = 4: lr = 4 / (2 + 1)², momentum = (1 / 3)²
    assert optimal_heavy_ball(np.diag([1.0, 4.0])) == pytest.approx((4 / 9, 1 / 9))
    assert heavy_ball_rate(np.diag([1.0, 4.0]), 4 / 9, 1 / 9) == pytest.approx(1 / 3)
    # z² - 1.5 z + 0.9 = 0 has complex roots; z² - z + 0.25 = 0 has 1/2 twice
    assert heavy_ball_rate([[1.0]], 0.4, 0.9) == pytest.approx(np.sqrt(0.9))
    assert heavy_ball_rate([[1.0]], 0.25, 0.25) == pytest.approx(0.5)
    assert nesterov_rate(np.diag([1.0, 4.0]), 0.25, 1 / 3) == pytest.approx(0.5)


def iteration_matrix(A, lr, momentum, *, nesterov):
    """What one step of SGD does to (θ, v), written out as one large matrix."""
    one, Z = np.eye(len(A)), np.zeros_like(A)
    to_velocity = np.block([[one, Z], [A, momentum * one]])  # v ← μv + Aθ
    if nesterov:
        walk = np.block([[one - lr * A, -lr * momentum * one], [Z, one]])  # θ ← θ - η(Aθ + μv)
        return np.vstack([(walk @ to_velocity)[: len(A)], to_velocity[len(A) :]])
    return np.block([[one, -lr * one], [Z, one]]) @ to_velocity  # θ ← θ - ηv


@given(
    eigenvalues=st.lists(st.floats(0.1, 10.0), min_size=1, max_size=4),
    lr=st.floats(1e-3, 1.0),
    momentum=st.floats(0, 1.2),
    seed=st.integers(0, 99),
)
@settings(max_examples=100, deadline=None)
def test_rates_are_the_spectral_radius_of_the_step(eigenvalues, lr, momentum, seed):
    Q, _ = np.linalg.qr(np.random.default_rng(seed).normal(size=(len(eigenvalues),) * 2))
    A = Q @ np.diag(eigenvalues) @ Q.T
    A = (A + A.T) / 2
    for rate, nesterov in ((heavy_ball_rate, False), (nesterov_rate, True)):
        step = iteration_matrix(A, lr, momentum, nesterov=nesterov)
        # a double root costs half of the digits
        want = np.abs(np.linalg.eigvals(step)).max()
        assert rate(A, lr, momentum) == pytest.approx(want, abs=1e-6)


@pytest.mark.parametrize("nesterov", [False, True])
def test_the_matrix_is_what_sgd_does(nesterov):
    lr, momentum = 0.3, 0.8
    step = iteration_matrix(A, lr, momentum, nesterov=nesterov)
    path = descend(
        toy.quadratic(A),
        [1.0, -2.0],
        lr=lr,
        steps=30,
        optimizer=lambda params, lr: SGD(params, lr, momentum=momentum, nesterov=nesterov),
    )
    state = np.array([1.0, -2.0, 0.0, 0.0])
    for point in path.points:
        np.testing.assert_allclose(point, state[:2], atol=1e-13)
        state = step @ state


@given(
    kappa=st.floats(1.5, 1e4), lr_part=st.floats(0.5, 1.5), momentum_shift=st.floats(-0.05, 0.05)
)
@settings(max_examples=100, deadline=None)
def test_no_neighbour_beats_the_optimal_pair(kappa, lr_part, momentum_shift):
    A = np.diag([1.0, kappa])
    lr, momentum = optimal_heavy_ball(A)
    best = heavy_ball_rate(A, lr, momentum)
    assert best == pytest.approx((np.sqrt(kappa) - 1) / (np.sqrt(kappa) + 1), abs=1e-6)
    other = heavy_ball_rate(A, lr * lr_part, max(momentum + momentum_shift, 0))
    assert other >= best - 1e-6


@given(lr=st.floats(1e-3, 2.0))
def test_without_momentum_all_rates_are_the_plain_one(lr):
    assert heavy_ball_rate(A, lr, 0) == pytest.approx(contraction_rate(A, lr))
    assert nesterov_rate(A, lr, 0) == pytest.approx(contraction_rate(A, lr))


def test_steps_to_a_millionth_at_condition_100():
    # counted before without this package: 709 and 95 steps, and a norm that first grows to 3.8
    A = np.diag([1.0, 100.0])
    lr, momentum = optimal_heavy_ball(A)

    def lengths(lr, **options):
        path = descend(
            toy.quadratic(A),
            [1.0, 1.0],
            lr=lr,
            steps=1000,
            optimizer=lambda params, lr: SGD(params, lr, **options),
        )
        return np.linalg.norm(path.points, axis=1)

    def steps(norms):
        return int(np.flatnonzero(norms > 1e-6)[-1]) + 1

    ball = lengths(lr, momentum=momentum)
    assert steps(lengths(optimal_lr(A))) == 709
    assert steps(ball) == 95
    assert ball.max() == pytest.approx(3.8, abs=0.05)
    assert steps(lengths(1 / 100, momentum=9 / 11, nesterov=True)) == pytest.approx(158, abs=1)


@pytest.mark.parametrize("rate", [heavy_ball_rate, nesterov_rate])
def test_a_rate_with_momentum_needs_both_figures(rate):
    with pytest.raises(ValueError, match="`lr`"):
        rate(A, 0.0, 0.9)
    with pytest.raises(ValueError, match="`momentum`"):
        rate(A, 0.1, -0.1)
    with pytest.raises(ValueError, match="대칭"):
        rate([[1.0, 2.0], [0.0, 1.0]], 0.1, 0.9)
