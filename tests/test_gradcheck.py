"""The gradient check accepts right gradients and rejects plausible wrong ones."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit.data import toy
from coursekit.gradcheck import gradcheck, numerical_gradient, relative_error


def f(x):
    return float((np.sin(x) * x**2).sum())


def df(x):
    return np.cos(x) * x**2 + 2 * x * np.sin(x)


@given(shape=st.lists(st.integers(0, 3), max_size=3).map(tuple), seed=st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_agrees_with_autograd_on_any_shape(shape, seed):
    x = np.random.default_rng(seed).normal(size=shape)
    t = torch.tensor(x, requires_grad=True)
    (t.sin() * t**2).sum().backward()
    np.testing.assert_allclose(numerical_gradient(f, x), t.grad.numpy(), rtol=1e-7, atol=1e-9)


def test_the_error_falls_with_the_square_of_the_step():
    errors = [
        np.abs(numerical_gradient(f, [1.3], h=h) - df(np.array([1.3])))[0] for h in (1e-2, 1e-3)
    ]
    assert errors[0] / errors[1] == pytest.approx(100, rel=0.05)


def test_the_point_is_not_changed_even_by_a_function_that_writes():
    x = np.array([1.0, 2.0])

    def careless(point):
        value = f(point)
        point[:] = 0
        return value

    np.testing.assert_allclose(numerical_gradient(careless, x), df(x), rtol=1e-7)
    assert x.tolist() == [1.0, 2.0]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda x: -df(x),
        lambda x: 2 * df(x),
        lambda x: df(x) / x.size,
        lambda x: np.cos(x) * x**2,  # half of the product rule
        lambda x: df(x) * 1.0001,
        lambda x: df(x) + 1e-5,
        lambda x: df(x)[::-1],
    ],
)
def test_rejects_wrong_gradients(wrong):
    x = np.array([0.5, -1.2, 2.0])
    assert gradcheck(f, df, x).ok
    assert not gradcheck(f, wrong, x).ok


def test_says_where_it_is_worst():
    def wrong(x):
        g = df(x)
        g[1, 0] += 0.5
        return g

    result = gradcheck(f, wrong, np.ones((2, 2)))
    assert result.worst == (1, 0)
    assert result.max_error == pytest.approx(0.5, rel=1e-6)


def test_a_flat_place_passes():
    for make in (toy.saddle, toy.rosenbrock, toy.beale):
        g = make()
        x = g.minima[0]
        assert gradcheck(g, g.gradient, x).ok


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: numerical_gradient(f, [np.nan]), "`x"),
        (lambda: numerical_gradient(f, [1.0], h=0), "`h`"),
        (lambda: numerical_gradient(lambda x: x, [1.0, 2.0]), "`fun` 값은 유한한 실수 하나"),
        (lambda: numerical_gradient(lambda x: np.nan, [1.0]), "`fun`"),
        (lambda: gradcheck(f, lambda x: df(x)[:1], [1.0, 2.0]), r"`gradient\(x\)` 모양"),
        (lambda: gradcheck(f, lambda x: x * np.nan, [1.0]), r"`gradient\(x\)"),
        (lambda: gradcheck(f, df, [1.0], rtol=-1), "`rtol`"),
        (lambda: relative_error([1.0], [1.0, 2.0]), "`b` 모양"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_relative_error_by_hand():
    assert relative_error([1.0, 3.0], [1.0, 1.0]) == 0.5
    assert relative_error([1.0], [-1.0]) == 1.0
    assert relative_error([], []) == 0.0
