"""Convolution against torch over drawn shapes, and the fast path against the loops."""

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coursekit import nn
from coursekit.nn.correlation import _scatter, correlate_grad_input

PAIRS = {
    dims: (getattr(nn, f"conv{dims}d_forward"), getattr(nn, f"conv{dims}d_backward"))
    for dims in (1, 2, 3)
}
NAIVE = nn.conv2d_naive_forward, nn.conv2d_naive_backward


@st.composite
def problems(draw, dims):
    """Odd and even sizes, strides that do not divide, kernels that only fit with their padding."""

    def per_axis(low, high):
        return tuple(draw(st.integers(low, high)) for _ in range(dims))

    groups = draw(st.integers(1, 3))
    kernel, dilation = per_axis(1, 3), per_axis(1, 2)
    stride = draw(st.sampled_from([(1,) * dims, per_axis(1, 3)]))
    padding = draw(st.sampled_from([(0,) * dims, per_axis(0, 3)]))
    reach = [d * (k - 1) + 1 for k, d in zip(kernel, dilation, strict=True)]
    size = [
        max(1, r - 2 * p) + draw(st.integers(0, 4)) for r, p in zip(reach, padding, strict=True)
    ]
    if stride == (1,) * dims and draw(st.booleans()):
        padding = draw(st.sampled_from(["same", "valid"]))
        assume(padding == "same" or all(n >= r for n, r in zip(size, reach, strict=True)))
    channels = groups * draw(st.integers(1, 3))
    return {
        "x": (draw(st.integers(1, 3)), channels, *size),
        "filters": groups * draw(st.integers(1, 3)),
        "kernel": kernel,
        "stride": stride,
        "padding": padding,
        "dilation": dilation,
        "groups": groups,
        "bias": draw(st.booleans()),
        "seed": draw(st.integers(0, 99)),
    }


@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel")  # torch's own copy
@pytest.mark.parametrize("dims", PAIRS)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_agrees_with_torch(conv_contract, dims, data):
    problem = conv_contract.Problem(**data.draw(problems(dims)))
    conv_contract.assert_agrees_with_torch(*PAIRS[dims], problem)
    conv_contract.assert_keeps_float32(*PAIRS[dims], problem)


@given(given=problems(2))
@settings(max_examples=25, deadline=None)
def test_the_loops_say_the_same(conv_contract, given):
    problem = conv_contract.Problem(**given)
    x, weight, bias = problem.draw()
    y, cache = PAIRS[2][0](x, weight, bias, **problem.options)
    slow, slow_cache = NAIVE[0](x, weight, bias, **problem.options)
    np.testing.assert_allclose(y, slow, rtol=0, atol=1e-12)
    grad = np.random.default_rng(1).normal(size=y.shape)
    for got, want in zip(PAIRS[2][1](grad, cache), NAIVE[1](grad, slow_cache), strict=True):
        assert (got is None) == (want is None)
        if got is not None:
            np.testing.assert_allclose(got, want, rtol=0, atol=1e-12)


@given(given=problems(2))
@settings(max_examples=25, deadline=None)
def test_gathering_and_scattering_give_one_gradient(conv_contract, given):
    problem = conv_contract.Problem(**given)
    x, weight, _ = problem.draw()
    y, (*_, geometry) = PAIRS[2][0](x, weight, **problem.options)
    grad = np.random.default_rng(1).normal(size=y.shape)
    gathered = correlate_grad_input(grad, weight, x.shape[2:], geometry)
    scattered = _scatter(grad, weight, x.shape[2:], geometry)
    np.testing.assert_allclose(gathered, scattered, rtol=0, atol=1e-12)


@given(given=problems(2), n=st.integers(1, 3))
@settings(max_examples=25, deadline=None)
def test_columns_are_torchs_unfold_and_fold(conv_contract, given, n):
    given |= {
        "groups": 1,
        "padding": (1, 2) if isinstance(given["padding"], str) else given["padding"],
    }
    problem = conv_contract.Problem(**given)
    x, weight, bias = problem.draw()
    options = {k: v for k, v in problem.options.items() if k != "groups"}
    columns = nn.im2col(x, problem.kernel, **options)
    unfolded = torch.nn.functional.unfold(torch.tensor(x), problem.kernel, **options)
    assert np.array_equal(columns, unfolded)
    back = nn.col2im(columns, x.shape[2:], problem.kernel, **options)
    folded = torch.nn.functional.fold(unfolded, x.shape[2:], problem.kernel, **options)
    np.testing.assert_allclose(back, folded, rtol=0, atol=1e-12)
    y, _ = PAIRS[2][0](x, weight, bias, **options)
    np.testing.assert_allclose(nn.conv2d_im2col(x, weight, bias, **options), y, rtol=0, atol=1e-12)


@pytest.mark.parametrize("dims", [1, 2])
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_transposed_agrees_with_torch_or_both_refuse(dims, data):
    def per_axis(low, high):
        return tuple(data.draw(st.integers(low, high)) for _ in range(dims))

    groups = data.draw(st.integers(1, 2))
    options = {
        "stride": per_axis(1, 3),
        "padding": per_axis(0, 2),
        "output_padding": per_axis(0, 2),
        "dilation": per_axis(1, 3),
        "groups": groups,
    }
    filters = data.draw(st.integers(1, 2))
    rng = np.random.default_rng(data.draw(st.integers(0, 99)))
    x = rng.normal(size=(data.draw(st.integers(1, 3)), 2 * groups, *per_axis(1, 4)))
    weight = rng.normal(size=(2 * groups, filters, *per_axis(1, 3)))
    bias = rng.normal(size=filters * groups)
    forward, backward = (
        getattr(nn, f"conv_transpose{dims}d_{way}") for way in ("forward", "backward")
    )
    leaves = [torch.tensor(a, requires_grad=True) for a in (x, weight, bias)]
    try:
        want = getattr(torch.nn.functional, f"conv_transpose{dims}d")(*leaves, **options)
    except RuntimeError:
        with pytest.raises(ValueError, match=r"`output_padding` 값은|남는 것이 있어야"):
            forward(x, weight, bias, **options)
        return
    y, cache = forward(x, weight, bias, **options)
    np.testing.assert_allclose(y, want.detach(), rtol=0, atol=1e-10)
    grad = rng.normal(size=y.shape)
    wanted = torch.autograd.grad(want, leaves, torch.tensor(grad))
    for got, theirs in zip(backward(grad, cache), wanted, strict=True):
        np.testing.assert_allclose(got, theirs, rtol=0, atol=1e-10)


@pytest.mark.parametrize("dims", PAIRS)
def test_what_is_not_contiguous_comes_out_the_same(dims):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(2, 4, *(6,) * dims))
    weight = rng.normal(size=(3, 4, *(3,) * dims))
    forward, backward = PAIRS[dims]
    y, cache = forward(x, weight, padding=1)
    grads = backward(y, cache)
    strided = np.repeat(x, 2, axis=-1)[..., ::2]
    turned = np.asfortranarray(weight)
    assert not strided.flags.c_contiguous
    again, cache = forward(strided, turned, padding=1)
    np.testing.assert_allclose(again, y, rtol=0, atol=1e-12)
    for got, want in zip(backward(np.asfortranarray(y), cache)[:2], grads[:2], strict=True):
        np.testing.assert_allclose(got, want, rtol=0, atol=1e-12)
