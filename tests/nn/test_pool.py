"""Pooling by hand, by loops, by torch with ties, and at the edges: infinities, NaN, padding, rounding up."""

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coursekit import nn
from coursekit.nn import (
    AdaptiveAvgPool2d,
    AvgPool2d,
    GlobalAvgPool2d,
    MaxPool1d,
    MaxPool2d,
    adaptive_bins,
    avg_pool_backward,
    avg_pool_forward,
    max_pool_backward,
    max_pool_forward,
)
from coursekit.nn.pool_window import BLOCK_BYTES

F = torch.nn.functional


@st.composite
def problems(draw, dims):
    """Small integers, so that most windows hold their maximum more than once."""

    def ints(low, high):
        return tuple(draw(st.integers(low, high)) for _ in range(dims))

    kernel, dilation = ints(1, 4), ints(1, 3)
    padding = tuple(draw(st.integers(0, k // 2)) for k in kernel)
    shape = (draw(st.integers(0, 2)), draw(st.integers(1, 2)), *ints(1, 9))
    rng = np.random.default_rng(draw(st.integers(0, 999)))
    x = rng.integers(-2, 3, shape).astype(float) - 3  # all negative: a padding of 0 would win
    steps = {"stride": ints(1, 4), "padding": padding, "ceil_mode": draw(st.booleans())}
    return rng, x, kernel, dilation, steps


def torch_answers(function, x, grad_of):
    tx = torch.tensor(x, requires_grad=True)
    y = function(tx)
    grad = grad_of(y.shape)
    y.backward(torch.tensor(grad))
    return y.detach().numpy(), grad, tx.grad.numpy()


def assert_agree(x, forward, backward, function, rng):
    try:
        y, cache = forward(x)
    except ValueError as error:  # torch reads beyond its array in some of these: do not ask it
        assume("창" not in str(error))
        raise
    try:
        want, grad, grad_x = torch_answers(function, x, lambda shape: rng.normal(size=shape))
    except RuntimeError as error:  # avg_pool3d forgets the padding when it compares sizes
        assume("smaller than kernel size" not in str(error))
        raise
    np.testing.assert_allclose(y, want, rtol=0, atol=1e-12)
    np.testing.assert_allclose(backward(grad, cache), grad_x, rtol=0, atol=1e-12)


@pytest.mark.parametrize("dims", [1, 2, 3])
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_max_with_ties_is_torchs(dims, data):
    rng, x, kernel, dilation, steps = data.draw(problems(dims))
    pool = getattr(F, f"max_pool{dims}d")
    assert_agree(
        x,
        lambda a: max_pool_forward(a, kernel, dilation=dilation, **steps),
        max_pool_backward,
        lambda t: pool(t, kernel, dilation=dilation, **steps),
        rng,
    )


@pytest.mark.parametrize("dims", [1, 2, 3])
@given(data=st.data(), include=st.booleans())
@settings(max_examples=25, deadline=None)
def test_average_is_torchs(dims, data, include):
    rng, x, kernel, _, steps = data.draw(problems(dims))
    pool = getattr(F, f"avg_pool{dims}d")
    assert_agree(
        x,
        lambda a: avg_pool_forward(a, kernel, count_include_pad=include, **steps),
        avg_pool_backward,
        lambda t: pool(t, kernel, count_include_pad=include, **steps),
        rng,
    )


@pytest.mark.parametrize("kind", ["avg", "max"])
@given(data=st.data(), size=st.tuples(st.integers(1, 6), st.integers(1, 6)))
@settings(max_examples=25, deadline=None)
def test_adaptive_with_ties_is_torchs(kind, data, size):
    rng, x, *_ = data.draw(problems(2))
    ours = [getattr(nn, f"adaptive_{kind}_pool2d_{way}") for way in ("forward", "backward")]
    pool = getattr(F, f"adaptive_{kind}_pool2d")
    assert_agree(x, lambda a: ours[0](a, size), ours[1], lambda t: pool(t, size), rng)


@given(data=st.data(), include=st.booleans())
@settings(max_examples=20, deadline=None)
def test_loops_and_slices_agree(data, include):
    rng, x, kernel, dilation, steps = data.draw(problems(2))
    del steps["ceil_mode"]
    spread = {"dilation": dilation, **steps}
    counted = {"count_include_pad": include, **steps}
    for kind, options in (("max", spread), ("avg", counted)):
        fast = [getattr(nn, f"{kind}_pool_{way}") for way in ("forward", "backward")]
        slow = [getattr(nn, f"{kind}_pool2d_naive_{way}") for way in ("forward", "backward")]
        try:
            y, cache = fast[0](x, kernel, **options)
        except ValueError:
            assume(False)
        want, naive = slow[0](x, kernel, **options)
        grad = rng.normal(size=y.shape)
        np.testing.assert_allclose(y, want, rtol=0, atol=1e-12)
        np.testing.assert_allclose(fast[1](grad, cache), slow[1](grad, naive), rtol=0, atol=1e-12)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("turned", [False, True])
def test_many_samples_go_as_one_does(dtype, turned):
    """More samples than fit one block, the last block ragged, and an array that is no straight line."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(BLOCK_BYTES // (8 * 64 * 64) * 2 + 3, 2, 33, 31)).astype(dtype)
    x = x.transpose(0, 1, 3, 2) if turned else x
    for layer in (MaxPool2d(3, 2, 1), MaxPool2d(2), AvgPool2d(3, 2, 1)):
        y = layer(x)
        grad = rng.normal(size=y.shape).astype(dtype)
        whole = layer.backward(grad)
        for n in (0, len(x) // 2, len(x) - 1):
            assert np.array_equal(layer(x[n : n + 1])[0], y[n])
            assert np.array_equal(layer.backward(grad[n : n + 1])[0], whole[n])


def test_max_by_hand():
    x = np.array([[[[1.0, 5, 2], [4, 5, 0], [7, 3, 9]]]])
    layer = MaxPool2d(2, stride=1)
    assert layer(x)[0, 0].tolist() == [[5, 5], [7, 9]]
    grad = np.array([[[[1.0, 10], [100, 1000]]]])  # the upper 5 is first in both of its windows
    assert layer.backward(grad)[0, 0].tolist() == [[0, 11, 0], [0, 0, 0], [100, 0, 1000]]


def test_average_by_hand_with_and_without_the_padding():
    x = np.array([[[[8.0, 4], [2, 6]]]])
    assert AvgPool2d(3, 1, 1)(x)[0, 0, 0, 0] == pytest.approx(20 / 9)
    assert AvgPool2d(3, 1, 1, count_include_pad=False)(x)[0, 0, 0, 0] == 5


def test_bins_by_hand():
    assert [(b.start, b.stop) for b in adaptive_bins(10, 4)] == [(0, 3), (2, 5), (5, 8), (7, 10)]
    assert [(b.start, b.stop) for b in adaptive_bins(2, 3)] == [(0, 1), (0, 2), (1, 2)]


def test_padding_is_never_the_maximum():
    assert MaxPool2d(3, 1, 1)(np.full((1, 1, 4, 4), -7.0)).max() == -7


def test_minus_infinity_is_a_value_like_others():
    """Padding is as small, but a gradient must not fall into it."""
    layer = MaxPool1d(3, 3, 1)
    assert layer([[[-np.inf, -np.inf, 1.0, -np.inf]]]).tolist() == [[[-np.inf, 1.0]]]
    assert layer.backward(np.array([[[2.0, 3.0]]])).tolist() == [[[2.0, 0.0, 3.0, 0.0]]]


def test_nan_is_passed_on():
    x = np.array([[[1.0, np.nan, 3.0, 4.0]]])
    want = F.max_pool1d(torch.tensor(x), 2).numpy()
    np.testing.assert_array_equal(MaxPool1d(2)(x), want)
    assert np.isnan(want[0, 0, 0])


def test_what_no_window_sees_gets_no_gradient():
    for layer in (MaxPool1d(1, 3), nn.AvgPool1d(1, 3)):
        layer(np.arange(5.0)[None, None])
        assert layer.backward(np.ones((1, 1, 2))).tolist() == [[[1, 0, 0, 1, 0]]]


def test_global_average_is_an_adaptive_one_of_one_bin():
    x = np.random.default_rng(0).normal(size=(2, 3, 5, 4))
    np.testing.assert_allclose(
        GlobalAvgPool2d()(x), AdaptiveAvgPool2d(1)(x)[:, :, 0, 0], rtol=0, atol=1e-15
    )


X = np.ones((1, 1, 4, 4))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: MaxPool2d(0), "`kernel_size` 값은 1 이상"),
        (lambda: MaxPool2d(2, stride=0), "`stride`"),
        (lambda: MaxPool2d((2, 2, 2)), "`kernel_size` 값은 정수나 정수 2개"),
        (lambda: MaxPool2d(2, padding=2), r"반인 1 이하여야 합니다\(받은 값: 2\)"),
        (lambda: AvgPool2d(3, padding=2), "반인 1 이하"),
        (lambda: MaxPool2d(2, dilation=0), "`dilation`"),
        (lambda: MaxPool2d(7, padding=1)(X), r"덮는 길이 7이\(가\) .*4 \+ 1 \+ 1 = 6보다 깁니다"),
        (lambda: MaxPool2d(3, dilation=2)(X), "덮는 길이 5"),
        (lambda: MaxPool2d(2)(X[:, :, :0]), "0 \\+ 0 \\+ 0 = 0보다"),
        (lambda: MaxPool2d(2, 1, 1, 2)(X[:, :, :1]), "길이 1인 입력의 0번째 창이 패딩만 봅니다"),
        (lambda: MaxPool2d(2)(X[0]), r"`x` 모양은 \(N, C, H, W\)"),
        (lambda: MaxPool1d(2)(X), r"`x` 모양은 \(N, C, L\)"),
        (lambda: max_pool_forward(X[0, 0], 2), "축이 셋 이상"),
        (lambda: AdaptiveAvgPool2d(0), "`output_size` 값은 1 이상"),
        (lambda: AdaptiveAvgPool2d((1, 2, 3)), "정수나 정수 둘"),
        (lambda: AdaptiveAvgPool2d(1)(X[0]), r"`x` 모양은 \(N, C, H, W\)"),
        (lambda: AdaptiveAvgPool2d(1)(X[:, :, :0]), "H와 W가 1 이상"),
        (lambda: GlobalAvgPool2d()(X[0]), r"`x` 모양은 \(N, C, H, W\)"),
        (lambda: adaptive_bins(0, 2), "`size`"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
