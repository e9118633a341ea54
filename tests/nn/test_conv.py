"""Convolution at its edges: sizes, what is refused, first values, memory, and filters made by hand."""

import tracemalloc

import numpy as np
import pytest
import scipy.signal
import torch

from coursekit import nn
from coursekit.nn import (
    IMAGE_FILTERS,
    Conv1d,
    Conv2d,
    Conv3d,
    ConvTranspose1d,
    ConvTranspose2d,
    Flatten,
    conv1d_backward,
    conv1d_forward,
    conv2d_backward,
    conv2d_forward,
    conv_output_size,
    conv_transpose2d_backward,
    conv_transpose2d_forward,
    convolve2d,
    correlate2d,
)

X = np.random.default_rng(0).normal(size=(2, 4, 6, 7))
W = np.random.default_rng(1).normal(size=(3, 4, 3, 3))


def test_a_signal_by_hand():
    x, w = np.array([[[1.0, 2, 3, 4]]]), np.array([[[1.0, 0, -2]]])
    y, cache = conv1d_forward(x, w, np.array([10.0]))
    assert y.tolist() == [[[1 - 6 + 10, 2 - 8 + 10]]]
    grad_x, grad_w, grad_b = conv1d_backward(np.array([[[1.0, 2.0]]]), cache)
    assert grad_x.tolist() == [[[1, 2, -2, -4]]]  # x_3 is seen by tap 3 of y_1 and tap 2 of y_2
    assert grad_w.tolist() == [[[1 + 4, 2 + 6, 3 + 8]]]
    assert grad_b.tolist() == [3]


@pytest.mark.parametrize(
    ("given", "size"),
    [
        ((5, 5), 1),
        ((28, 5), 24),
        ((28, 5, 1, 2), 28),
        ((227, 11, 4), 55),
        ((224, 7, 2, 3), 112),
        ((7, 3, 3), 2),
        ((1, 3, 1, 1), 1),
        ((9, 3, 1, 0, 4), 1),
    ],
)
def test_output_sizes_known_from_the_field(given, size):
    assert conv_output_size(*given) == size


def test_the_output_size_counts_the_places_where_the_kernel_fits():
    for n, k, s, p, d in np.ndindex(7, 3, 3, 3, 3):
        n, k, s, d = n + 1, k + 1, s + 1, d + 1
        places = [start for start in range(0, n + 2 * p, s) if start + d * (k - 1) < n + 2 * p]
        if places:
            assert conv_output_size(n, k, s, p, d) == len(places)
        else:
            with pytest.raises(ValueError, match="커널이 덮는 길이는"):
                conv_output_size(n, k, s, p, d)


def test_a_kernel_too_large_computes_the_sizes():
    told = r"`kernel_size` 3, `dilation` 3: 3×\(3−1\)\+1 = 7, 입력과 패딩: 4\+1\+1 = 6"
    with pytest.raises(ValueError, match=told):
        conv2d_forward(np.ones((1, 4, 9, 4)), W, padding=1, dilation=3)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"stride": 0}, "`stride` 값은 1 이상의 정수"),
        ({"stride": (1, 0)}, "`stride` 값은 1 이상의 정수"),
        ({"stride": (1, 1, 1)}, "`stride` 값은 정수나 정수 2개"),
        ({"stride": 1.5}, "`stride` 값은 1 이상의 정수"),
        ({"padding": -1}, "`padding` 값은 0 이상의 정수"),
        ({"padding": "full"}, '`padding` 값은 정수나 "same"이나 "valid"'),
        ({"padding": "same", "stride": 2}, '`padding="same"`은 `stride` 1에서만'),
        ({"dilation": 0}, "`dilation` 값은 1 이상의 정수"),
        ({"groups": 0}, "`groups` 값은 1 이상의 정수"),
        ({"groups": 2}, r"`weight` 첫 축의 길이는 `groups` 값의 배수.*첫 축: 3, groups: 2"),
        ({"groups": 3}, r"`x` 모양은 \(\*, 12, \*, \*\)이어야 합니다\(받은 모양: \(2, 4, 6, 7\)\)"),
        ({"x": X[0]}, r"`x` 모양은 \(\*, 4, \*, \*\)"),
        ({"x": X[:, :3]}, r"`x` 모양은 \(\*, 4, \*, \*\)"),
        ({"weight": W[0]}, r"`weight` 모양은 \(\*, \*, \*, \*\)"),
        ({"weight": W[..., :0]}, "`kernel_size` 값은 1 이상의 정수"),
        ({"bias": np.ones(4)}, r"`bias` 모양은 \(3,\)"),
    ],
)
def test_what_is_refused_is_named(change, message):
    given = {"x": X, "weight": W} | change
    with pytest.raises(ValueError, match=message):
        conv2d_forward(**given)


def test_a_gradient_of_another_shape_is_refused():
    _, cache = conv2d_forward(X, W)
    with pytest.raises(ValueError, match=r"`grad_output` 모양은 \(2, 3, 4, 5\)"):
        conv2d_backward(X, cache)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Conv2d(0, 1, 3, rng=0), "`in_channels` 값은 1 이상"),
        (lambda: Conv2d(1, 0, 3, rng=0), "`out_channels` 값은 1 이상"),
        (lambda: Conv2d(1, 1, 0, rng=0), "`kernel_size` 값은 1 이상"),
        (lambda: Conv2d(1, 1, (3, 3, 3), rng=0), "`kernel_size` 값은 정수나 정수 2개"),
        (lambda: Conv2d(4, 6, 3, groups=3, rng=0), r"`in_channels` 값은 `groups`의 배수.*4, groups: 3"),
        (lambda: Conv2d(6, 4, 3, groups=3, rng=0), r"`out_channels` 값은 `groups`의 배수"),
        (lambda: Conv2d(1, 1, 3, 2, "same", rng=0), "`stride` 1에서만"),
        (lambda: ConvTranspose2d(4, 6, 3, groups=4, rng=0), "`out_channels` 값은 `groups`의 배수"),
        (lambda: ConvTranspose2d(1, 1, 3, 2, output_padding=2, rng=0), "`output_padding` 값은"),
    ],
)  # fmt: skip
def test_layers_refuse_before_they_are_used(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_a_transposed_convolution_that_leaves_nothing_computes_the_sizes():
    told = (
        r"찍은 크기: \(3, 3\), padding: \(2, 2\), output_padding: \(0, 0\), 남는 크기: \(-1, -1\)"
    )
    with pytest.raises(ValueError, match=told):
        conv_transpose2d_forward(np.ones((1, 3, 1, 1)), W, padding=2)
    with pytest.raises(ValueError, match="`weight` 첫 축의 길이는 `groups` 값의 배수"):
        conv_transpose2d_forward(np.ones((1, 3, 4, 4)), W, groups=2)
    with pytest.raises(ValueError, match=r"`x` 모양은 \(\*, 3, \*, \*\)"):
        conv_transpose2d_forward(X, W)


@pytest.mark.parametrize(("padding", "extra"), [(0, 2), (1, 2), (3, 6)])
def test_a_transposed_convolution_may_cut_away_all_that_was_stamped(padding, extra):
    x, weight, bias = np.ones((1, 1, 1, 1)), np.full((1, 1, 1, 1), 5.0), np.array([7.0])
    options = {"stride": 7, "padding": padding, "output_padding": extra}
    leaves = [torch.tensor(a, requires_grad=True) for a in (x, weight, bias)]
    want = torch.nn.functional.conv_transpose2d(*leaves, **options)
    y, cache = conv_transpose2d_forward(x, weight, bias, **options)
    assert np.array_equal(y, want.detach())
    wanted = torch.autograd.grad(want, leaves, torch.ones_like(want))
    for got, theirs in zip(conv_transpose2d_backward(np.ones_like(y), cache), wanted, strict=True):
        assert np.array_equal(got, theirs)


@pytest.mark.parametrize(
    ("ours", "theirs", "arguments"),
    [
        (Conv1d, torch.nn.Conv1d, (6, 8, 5)),
        (Conv2d, torch.nn.Conv2d, (6, 8, (3, 5))),
        (Conv3d, torch.nn.Conv3d, (6, 8, 3)),
        (ConvTranspose1d, torch.nn.ConvTranspose1d, (6, 8, 5)),
        (ConvTranspose2d, torch.nn.ConvTranspose2d, (6, 8, 3)),
    ],
)
def test_first_values_have_torchs_range(ours, theirs, arguments):
    layer, twin = ours(*arguments, groups=2, rng=0), theirs(*arguments, groups=2)
    assert layer.weight.shape == tuple(twin.weight.shape)
    assert layer.bias.shape == tuple(twin.bias.shape)
    fan_in, _ = torch.nn.init._calculate_fan_in_and_fan_out(twin.weight)
    for mine, their in ((layer.weight.data, twin.weight), (layer.bias.data, twin.bias)):
        assert np.abs(mine).max() <= 1 / np.sqrt(fan_in)
        assert their.abs().max() <= 1 / np.sqrt(fan_in)
    assert np.abs(layer.weight.data).max() > 0.9 / np.sqrt(fan_in)
    assert np.array_equal(ours(*arguments, groups=2, rng=0).weight.data, layer.weight.data)


def test_a_chosen_start_has_no_bias():
    layer = Conv2d(3, 4, 3, init=nn.init.kaiming_normal, rng=0, dtype=np.float32)
    assert (layer.bias.data == 0).all()
    assert layer.weight.data.dtype == layer.bias.data.dtype == np.float32
    assert Conv2d(3, 4, 3, bias=False, rng=0).bias is None


def test_the_first_layer_can_leave_out_the_gradient_of_its_input():
    whole, lazy = Conv2d(4, 3, 3, rng=0), Conv2d(4, 3, 3, needs_grad_input=False, rng=0)
    grad = whole(X)
    grad_x = lazy.backward(np.ones_like(lazy(X)))
    whole.backward(np.ones_like(grad))
    assert np.isnan(grad_x).all()  # never a 0 that looks like a gradient
    assert grad_x.shape == X.shape
    assert np.array_equal(lazy.weight.grad, whole.weight.grad)
    assert np.array_equal(lazy.bias.grad, whole.bias.grad)


@pytest.mark.parametrize("stride", [1, 2])
def test_no_column_buffer_is_larger_than_one_images(stride):
    x = np.zeros((16, 8, 32, 32))
    weight = np.zeros((8, 8, 5, 5))
    y, cache = conv2d_forward(x, weight, padding=2, stride=stride)
    one = 8 * 25 * y.shape[2] * y.shape[3] * 8  # bytes of one image's columns
    padded = 8 * 36 * 36 * 8
    for made, call in (
        (y.nbytes, lambda: conv2d_forward(x, weight, padding=2, stride=stride)),
        (x.nbytes, lambda: conv2d_backward(y, cache)),
    ):
        tracemalloc.start()
        call()
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < made + 1.2 * one + 2 * padded + 4 * weight.nbytes


def test_the_whole_batchs_columns_would_fail_that_test():
    x = np.zeros((16, 8, 32, 32))
    tracemalloc.start()
    nn.conv2d_im2col(x, np.zeros((8, 8, 5, 5)), padding=2)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak > 16 * 8 * 25 * 32 * 32 * 8


@pytest.mark.parametrize("name", IMAGE_FILTERS)
def test_filters_are_what_their_sentences_say(name):
    chosen = IMAGE_FILTERS[name]
    keeps = {"identity", "blur", "gaussian", "sharpen", "emboss"}
    assert chosen.kernel.shape == (3, 3)
    assert chosen.kernel.sum() == pytest.approx(1 if name in keeps else 0)
    assert chosen.effect.endswith(".")
    with pytest.raises(ValueError, match="read-only"):
        chosen.kernel[0, 0] = 1


@pytest.mark.parametrize("padding", [0, 1, "same"])
@pytest.mark.parametrize("kernel", [*(f.kernel for f in IMAGE_FILTERS.values()), W[0, 0, :2]])
def test_correlation_and_convolution_are_scipys(kernel, padding):
    picture = X[0, 0]
    # scipy puts the odd cell of an even kernel in front, torch behind
    wide = np.pad(picture, 1 if padding else 0)
    if padding == "same":
        wide = wide[(len(kernel) + 1) % 2 :]
    ours, theirs = correlate2d(picture, kernel, padding=padding), scipy.signal.correlate2d
    np.testing.assert_allclose(ours, theirs(wide, kernel, "valid"), atol=1e-12)
    ours, theirs = convolve2d(picture, kernel, padding=padding), scipy.signal.convolve2d
    np.testing.assert_allclose(ours, theirs(wide, kernel, "valid"), atol=1e-12)


def test_colours_are_filtered_one_by_one():
    picture = np.moveaxis(X[0, :3], 0, -1)
    got = correlate2d(picture, IMAGE_FILTERS["emboss"].kernel)
    for colour in range(3):
        alone = correlate2d(picture[..., colour], IMAGE_FILTERS["emboss"].kernel)
        np.testing.assert_allclose(got[..., colour], alone, rtol=0, atol=1e-12)
    with pytest.raises(ValueError, match=r"`image` 모양은 \(H, W\)나"):
        correlate2d(X, IMAGE_FILTERS["blur"].kernel)
    with pytest.raises(ValueError, match=r"`kernel` 모양은 \(\*, \*\)"):
        correlate2d(picture, W)


def test_flatten_needs_an_axis_of_samples():
    with pytest.raises(ValueError, match="`x` 축은"):
        Flatten()(np.ones(3))
    assert Flatten()(X).shape == (2, 168)
