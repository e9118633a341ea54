import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursekit.data import line_surface, toy
from coursekit.gradcheck import gradcheck
from coursekit.train import line_loss

numbers = st.floats(-5, 5)


@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=8), numbers, numbers)
def test_value_and_gradient_are_those_of_the_training_loop(points, w, b):
    x, y = np.array(points).T
    surface = line_surface(x, y)
    loss, grad_w, grad_b = line_loss(x, y, w, b)
    assert surface([w, b]) == pytest.approx(loss, rel=1e-12, abs=1e-12)
    np.testing.assert_allclose(surface.gradient([w, b]), [grad_w, grad_b], atol=1e-9)


def test_gradient_by_differences_and_a_grid_of_points():
    surface = line_surface([0.0, 1.0, 3.0], [1.0, 0.5, -2.0])
    assert gradcheck(surface, surface.gradient, [0.3, -0.7]).ok
    points = np.random.default_rng(0).normal(size=(4, 5, 2))
    assert surface(points).shape == (4, 5)
    assert surface.gradient(points).shape == (4, 5, 2)
    assert surface(points)[2, 3] == pytest.approx(float(surface(points[2, 3])))


def test_minimum_is_the_least_squares_line():
    x, y = toy.line(50, noise=0.3, rng=0)
    surface = line_surface(x, y)
    np.testing.assert_allclose(surface.minima, [np.polyfit(x, y, 1)], atol=1e-10)


def test_a_single_point_has_a_valley_and_no_one_minimum():
    surface = line_surface([2.0], [1.0])
    assert surface.minima.shape == (0, 2)
    assert surface([0.0, 1.0]) == surface([0.5, 0.0]) == 0.0
    assert line_surface([3.0, 3.0], [0.0, 1.0]).minima.shape == (0, 2)


def test_full_surface_is_the_mean_of_the_surfaces_of_its_parts():
    x, y = toy.line(12, noise=0.5, rng=1)
    theta = [0.7, -1.2]
    parts = [line_surface(x[k : k + 3], y[k : k + 3])(theta) for k in range(0, 12, 3)]
    assert line_surface(x, y)(theta) == pytest.approx(np.mean(parts))


@pytest.mark.parametrize(
    ("x", "y", "name"), [([], [], "x"), ([1.0], [1.0, 2.0], "y"), ([[1.0]], [1.0], "x")]
)
def test_bad_data_is_named(x, y, name):
    with pytest.raises(ValueError, match=f"`{name}`"):
        line_surface(x, y)
