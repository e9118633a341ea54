"""The gradients written as convolutions against torch's own, and slips that must not pass."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit.nn import conv2d_forward, conv2d_grad_input, conv2d_grad_weight, insert_zeros


@st.composite
def problems(draw):
    def pair(low, high):
        return draw(st.integers(low, high)), draw(st.integers(low, high))

    kernel, stride, padding, dilation = pair(1, 3), pair(1, 3), pair(0, 2), pair(1, 2)
    reach = [d * (k - 1) + 1 for k, d in zip(kernel, dilation, strict=True)]
    size = tuple(
        max(1, r - 2 * p) + draw(st.integers(0, 4)) for r, p in zip(reach, padding, strict=True)
    )
    walk = {"stride": stride, "padding": padding, "dilation": dilation}
    return kernel, size, walk, pair(1, 3), draw(st.integers(1, 3)), draw(st.integers(0, 99))


def torchs(kernel, size, walk, channels, samples, seed):
    """Inputs and what autograd finds."""
    rng = np.random.default_rng(seed)
    x = torch.tensor(rng.normal(size=(samples, channels[0], *size)), requires_grad=True)
    weight = torch.tensor(rng.normal(size=(channels[1], channels[0], *kernel)), requires_grad=True)
    y = torch.nn.functional.conv2d(x, weight, **walk)
    grad = torch.tensor(rng.normal(size=y.shape))
    y.backward(grad)
    arrays = [t.detach().numpy() for t in (x, weight, grad)]
    return *arrays, x.grad.numpy(), weight.grad.numpy()


def assert_they_agree(grad_input, grad_weight, problem):
    kernel, size, walk, *_ = problem
    x, weight, grad, grad_x, grad_w = torchs(*problem)
    np.testing.assert_allclose(grad_input(grad, weight, size, **walk), grad_x, atol=1e-10)
    np.testing.assert_allclose(grad_weight(x, grad, kernel, **walk), grad_w, atol=1e-10)


@given(problem=problems())
@settings(max_examples=80, deadline=None)
def test_both_are_torchs(problem):
    assert_they_agree(conv2d_grad_input, conv2d_grad_weight, problem)


def correlation_without_stride(x, grad, kernel, *, padding, dilation, **_):
    """The gradients lie side by side, as if the kernel had walked one by one."""
    images, kernels = (a.swapaxes(0, 1) for a in (x, grad))
    out, _ = conv2d_forward(images, kernels, stride=dilation, padding=padding)
    return out[:, :, : kernel[0], : kernel[1]].swapaxes(0, 1)


HARD = ((2, 3), (7, 6), {"stride": (2, 3), "padding": (1, 2), "dilation": (2, 1)}, (2, 3), 2, 0)
WRONG_INPUT = {
    "the kernel is not turned": lambda g, w, size, **walk: conv2d_grad_input(
        g, w[:, :, ::-1, ::-1], size, **walk
    ),
    "one axis is turned": lambda g, w, size, **walk: conv2d_grad_input(
        g, w[:, :, ::-1], size, **walk
    ),
    "the padding is not cut where it lies": lambda g, w, size, **walk: np.roll(
        conv2d_grad_input(g, w, size, **walk), 1, axis=2
    ),
}
WRONG_WEIGHT = {
    "the input is read from its end": lambda x, g, kernel, **walk: conv2d_grad_weight(
        x[:, :, ::-1], g, kernel, **walk
    ),
    "the stride is forgotten": lambda x, g, kernel, **walk: correlation_without_stride(
        x, g, kernel, **walk
    ),
    "only the first sample counts": lambda x, g, kernel, **walk: conv2d_grad_weight(
        x[:1], g[:1], kernel, **walk
    ),
}


def test_the_hard_problem_passes():
    assert_they_agree(conv2d_grad_input, conv2d_grad_weight, HARD)


@pytest.mark.parametrize("slip", WRONG_INPUT)
def test_a_wrong_gradient_of_the_input_is_caught(slip):
    with pytest.raises(AssertionError):
        assert_they_agree(WRONG_INPUT[slip], conv2d_grad_weight, HARD)


@pytest.mark.parametrize("slip", WRONG_WEIGHT)
def test_a_wrong_gradient_of_the_weight_is_caught(slip):
    with pytest.raises(AssertionError):
        assert_they_agree(conv2d_grad_input, WRONG_WEIGHT[slip], HARD)


def test_zeros_between_by_hand():
    grad = np.array([[[[1.0, -2.0], [3.0, 4.0]]]], np.float32)
    spread = insert_zeros(grad, (2, 3))
    assert spread.dtype == np.float32
    assert spread[0, 0].tolist() == [[1, 0, 0, -2], [0, 0, 0, 0], [3, 0, 0, 4]]


def test_arguments_stay_and_the_dtype_too():
    x, weight, grad = (np.ones(s, np.float32) for s in ((1, 1, 4, 4), (1, 1, 3, 3), (1, 1, 2, 2)))
    copies = [a.copy() for a in (x, weight, grad)]
    assert conv2d_grad_input(grad, weight, (4, 4)).dtype == np.float32
    assert conv2d_grad_weight(x, grad, (3, 3)).dtype == np.float32
    for a, b in zip((x, weight, grad), copies, strict=True):
        np.testing.assert_array_equal(a, b)


def test_shapes_that_do_not_fit_are_named():
    with pytest.raises(ValueError, match="`grad_output`"):
        conv2d_grad_input(np.ones((1, 1, 3, 3)), np.ones((1, 1, 3, 3)), (4, 4))
    with pytest.raises(ValueError, match="`grad_output`"):
        conv2d_grad_weight(np.ones((1, 1, 4, 4)), np.ones((1, 1, 3, 3)), (3, 3))
    with pytest.raises(ValueError, match="커널이 덮는 길이"):
        conv2d_grad_input(np.ones((1, 1, 1, 1)), np.ones((1, 1, 5, 5)), (4, 4))
