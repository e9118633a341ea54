"""Objectives: torch differentiates them, scipy looks for their minima, published values pin them."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from coursekit.data import toy

# name -> (ours, the same function written once more for torch's autograd)
TWINS = {
    "bowl": (toy.bowl, lambda x, y: x * x * 0.05 + y * y),
    "saddle": (toy.saddle, lambda x, y: 0.5 * x**2 - 0.5 * y**2 + 0.25 * y**4),
    "rosenbrock": (toy.rosenbrock, lambda x, y: 100 * (x * x - y).square() + (x - 1).square()),
    "beale": (
        toy.beale,
        lambda x, y: (
            (1.5 - x * (1 - y)).square()
            + (2.25 - x * (1 - y**2)).square()
            + (2.625 - x * (1 - y**3)).square()
        ),
    ),
    "himmelblau": (
        toy.himmelblau,
        lambda x, y: (x * x + y - 11).square() + (y * y + x - 7).square(),
    ),
    "booth": (
        toy.booth,
        lambda x, y: 5 * x * x + 5 * y * y + 8 * x * y - 34 * x - 38 * y + 74,
    ),
    "double_well": (toy.double_well, lambda x: x**4 - 2 * x**2 + 0.3 * x),
    "dip": (toy.dip, lambda x: 0.1 * x * x - torch.exp(-2 * (x * x - 6 * x + 9)) / 2),
    "parabola": (lambda: toy.parabola(3.0), lambda x: 1.5 * x**2),
    "quadratic": (
        lambda: toy.quadratic([[2.0, 1.0], [1.0, 3.0]], [1.0, -1.0]),
        lambda x, y: (x - 1) ** 2 + (x - 1) * (y + 1) + 1.5 * (y + 1) ** 2,
    ),
}


@pytest.mark.parametrize("name", TWINS)
@given(seed=st.integers(0, 999))
@settings(max_examples=20, deadline=None)
def test_value_and_gradient_agree_with_autograd(name, seed):
    make, twin = TWINS[name]
    f = make()
    point = np.random.default_rng(seed).uniform(-3, 3, size=f.dim)
    x = torch.tensor(point, requires_grad=True)
    value = twin(*x)
    value.backward()
    assert float(f(point)) == pytest.approx(value.item(), rel=1e-9, abs=1e-9)
    np.testing.assert_allclose(f.gradient(point), x.grad.numpy(), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", TWINS)
def test_a_grid_of_points_is_each_point_alone(name):
    f = TWINS[name][0]()
    grid = np.random.default_rng(0).normal(size=(3, 4, f.dim))
    values, slopes = f(grid), f.gradient(grid)
    assert values.shape == (3, 4)
    assert slopes.shape == grid.shape
    for i in np.ndindex(3, 4):
        assert float(f(grid[i])) == pytest.approx(values[i], rel=1e-14)
        np.testing.assert_allclose(f.gradient(grid[i]), slopes[i], rtol=1e-14)


@pytest.mark.parametrize("name", [n for n in TWINS if n != "quadratic"])
def test_minima_are_where_scipy_stays(name):
    f = TWINS[name][0]()
    assert len(f.minima) >= 1
    for minimum in f.minima:
        found = minimize(f, minimum + 0.05, jac=f.gradient, method="BFGS", tol=1e-12)
        np.testing.assert_allclose(found.x, minimum, atol=1e-6)
        for (low, high), coordinate in zip(f.bounds, minimum, strict=True):
            assert low <= coordinate <= high


@pytest.mark.parametrize(
    ("make", "value"),
    [(toy.rosenbrock, 0), (toy.beale, 0), (toy.himmelblau, 0), (toy.booth, 0), (toy.bowl, 0)],
)
def test_published_minimal_values(make, value):
    f = make()
    np.testing.assert_allclose(f(f.minima), value, atol=1e-20)


def test_the_saddle_point_is_flat_but_no_minimum():
    f = toy.saddle()
    assert f.gradient([0.0, 0.0]).tolist() == [0, 0]
    assert f([0.1, 0.0]) > f([0.0, 0.0]) > f([0.0, 0.1])


def test_an_indefinite_quadratic_has_no_minimum():
    assert toy.quadratic(np.diag([1.0, -1.0])).minima.shape == (0, 2)


def test_the_two_wells_differ_in_depth():
    left, right = toy.double_well()(toy.double_well().minima)
    assert left < right


def test_the_dip_is_small_and_not_the_bottom():
    f = toy.dip()
    bottom, dip = f.minima
    lip = np.linspace(bottom, dip, 10_001)
    assert f(bottom) < f(dip) < f(lip).max() < f([6.0])
    assert 0.02 < f(lip).max() - f(dip) < 0.05


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: toy.bowl()([1.0]), r"`x` 모양은 \(\.\.\., 2\)이어야 합니다\(받은 모양: \(1,\)\)"),
        (lambda: toy.bowl().gradient(1.0), "`x` 모양"),
        (lambda: toy.quadratic([1.0]), "`A` 모양"),
        (lambda: toy.quadratic([[1.0, 1.0], [0.0, 1.0]]), "대칭"),
        (lambda: toy.quadratic(np.eye(2), [1.0]), "`center` 모양"),
        (lambda: toy.parabola(0), "`curvature`"),
        (lambda: toy.line(0, rng=0), "`n`"),
        (lambda: toy.line(noise=-1, rng=0), "`noise`"),
        (lambda: toy.line(slope=np.nan, rng=0), "`slope`"),
        (lambda: toy.line(rng="a"), "`rng`"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_line_lies_on_the_line_and_repeats():
    x, y = toy.line(50, slope=2.0, intercept=-1.0, rng=3)
    np.testing.assert_allclose(np.polyfit(x, y, 1), [2.0, -1.0], atol=1e-12)
    again = toy.line(50, slope=2.0, intercept=-1.0, rng=3)
    assert np.array_equal(again, (x, y))


def test_line_noise_has_the_asked_spread():
    x, y = toy.line(20_000, noise=0.3, rng=0)
    assert np.std(y - 0.4 * x - 0.6) == pytest.approx(0.3, rel=0.03)
