"""The bank of wrong convolutions: each changes one step of a right one, and none may pass."""

import itertools

import numpy as np
import pytest

PROBLEMS = {
    "plain": {"x": (2, 2, 5, 4), "filters": 3, "kernel": (3, 2)},
    "padded": {"x": (3, 2, 4, 5), "filters": 2, "kernel": (3, 3), "padding": (1, 2)},
    "strided": {"x": (2, 2, 6, 7), "filters": 2, "kernel": (3, 3), "stride": (2, 3)},
    "dilated": {"x": (2, 1, 7, 6), "filters": 2, "kernel": (3, 2), "dilation": (2, 3)},
    "groups": {"x": (2, 4, 4, 4), "filters": 6, "kernel": (2, 2), "groups": 2},
}  # fmt: skip


class TapConv:
    """Right: sums over the taps of the kernel. Everything below changes one method."""

    def forward(self, x, weight, bias, *, stride, padding, dilation, groups):
        padded = self.pad(x, padding)
        reach = [d * (k - 1) for d, k in zip(dilation, weight.shape[2:], strict=True)]
        size = [
            (n - r - 1) // s + 1 for n, r, s in zip(padded.shape[2:], reach, stride, strict=True)
        ]
        y = self.room((len(x), len(weight), *size), x.dtype)
        steps = stride, dilation, size, weight.shape[2:]
        for g, tap in itertools.product(range(groups), np.ndindex(weight.shape[2:])):
            c, f = self.channels(g, x.shape[1], groups), self.filters(g, len(weight), groups)
            seen = padded[:, c][:, :, *self.seen(tap, *steps)]
            y[:, f] += np.einsum("nchw,fc->nfhw", seen, weight[f][:, :, *tap])
        if bias is not None:
            y += bias[:, None, None]
        return y, (x, padded, weight, bias, padding, steps, groups)

    def backward(self, grad, cache):
        x, padded, weight, bias, padding, steps, groups = cache
        grad_padded, grad_weight = np.zeros_like(padded), np.zeros_like(weight)
        back = self.kernel_on_the_way_back(weight)
        for g, tap in itertools.product(range(groups), np.ndindex(weight.shape[2:])):
            c, f = self.channels(g, x.shape[1], groups), self.filters(g, len(weight), groups)
            seen = padded[:, c][:, :, *self.seen_by_weight(tap, *steps)]
            products = np.einsum("nfhw,nchw->nfc", grad[:, f], seen)
            grad_weight[f, :, *tap] = self.over_images(products)
            into = grad_padded[:, c][:, :, *self.seen_by_input(tap, *steps)]
            into += np.einsum("nfhw,fc->nchw", grad[:, f], back[f][:, :, *tap])
        grad_x = self.crop(grad_padded, padding, x.shape[2:])
        return grad_x, grad_weight, None if bias is None else self.over_places(grad)

    def pad(self, x, padding):
        return np.pad(x, ((0, 0), (0, 0), *((p, p) for p in padding)))

    def crop(self, padded, padding, size):
        (p, q), (h, w) = padding, size
        return padded[:, :, p : p + h, q : q + w]

    def room(self, shape, dtype):
        return np.zeros(shape, dtype)

    def channels(self, g, count, groups):
        return slice(g * count // groups, (g + 1) * count // groups)

    def filters(self, g, count, groups):
        return slice(g * count // groups, (g + 1) * count // groups)

    def seen(self, tap, stride, dilation, size, kernel):
        axes = zip(tap, stride, dilation, size, strict=True)
        return [slice(t * d, t * d + s * (n - 1) + 1, s) for t, s, d, n in axes]

    def seen_by_weight(self, *steps):
        return self.seen(*steps)

    def seen_by_input(self, *steps):
        return self.seen(*steps)

    def kernel_on_the_way_back(self, weight):
        return weight

    def over_images(self, products):
        return products.sum(axis=0)

    def over_places(self, grad):
        return grad.sum(axis=(0, 2, 3))


class ConvolutionForCorrelation(TapConv):
    """Turns the kernel, consistently: a gradient check finds nothing."""

    def seen(self, tap, stride, dilation, size, kernel):
        turned = [k - 1 - t for k, t in zip(kernel, tap, strict=True)]
        return super().seen(turned, stride, dilation, size, kernel)


class CorrelationOnTheWayBack(TapConv):
    """The gradient of the input walks with the kernel as it is, where it has to be turned."""

    def kernel_on_the_way_back(self, weight):
        return weight[:, :, ::-1, ::-1]


class TurnedAlongRowsOnly(TapConv):
    def kernel_on_the_way_back(self, weight):
        return weight[:, :, :, ::-1]


class TurnedAlongColumnsOnly(TapConv):
    def kernel_on_the_way_back(self, weight):
        return weight[:, :, ::-1]


class PaddingForgottenOnTheWayBack(TapConv):
    def crop(self, padded, padding, size):
        return padded[:, :, : size[0], : size[1]]


class PaddedWithTheEdge(TapConv):
    def pad(self, x, padding):
        return np.pad(x, ((0, 0), (0, 0), *((p, p) for p in padding)), mode="edge")


class StrideIgnoredByInput(TapConv):
    def seen_by_input(self, tap, stride, dilation, size, kernel):
        return self.seen(tap, (1, 1), dilation, size, kernel)


class StrideIgnoredByWeight(TapConv):
    def seen_by_weight(self, tap, stride, dilation, size, kernel):
        return self.seen(tap, (1, 1), dilation, size, kernel)


class DilationIgnored(TapConv):
    def seen(self, tap, stride, dilation, size, kernel):
        return super().seen(tap, stride, (1, 1), size, kernel)


class DilationIgnoredByWeight(TapConv):
    def seen_by_weight(self, tap, stride, dilation, size, kernel):
        return self.seen(tap, stride, (1, 1), size, kernel)


class GroupsMixed(TapConv):
    """A group of filters sees the channels of another."""

    def channels(self, g, count, groups):
        return super().channels(groups - 1 - g, count, groups)


class GroupsInterleaved(TapConv):
    def channels(self, g, count, groups):
        return slice(g, None, groups)


class FiltersInterleaved(TapConv):
    def filters(self, g, count, groups):
        return slice(g, None, groups)


class BiasGradientAveraged(TapConv):
    def over_places(self, grad):
        return grad.sum(axis=(2, 3)).mean(axis=0)


class BiasGradientAveragedOverPlaces(TapConv):
    def over_places(self, grad):
        return grad.mean(axis=(2, 3)).sum(axis=0)


class LastImageOnly(TapConv):
    """The gradient of the weight is overwritten image by image."""

    def over_images(self, products):
        return products[-1]


class ImagesAveraged(TapConv):
    def over_images(self, products):
        return products.mean(axis=0)


class StaleBuffer(TapConv):
    """The padded input stays in a buffer that the next forward fills anew."""

    def __init__(self):
        self.buffers = {}

    def pad(self, x, padding):
        padded = super().pad(x, padding)
        buffer = self.buffers.setdefault((padded.shape, padded.dtype), padded)
        buffer[...] = padded
        return buffer


class OutputReused(TapConv):
    """The output is handed out in a room that the next forward uses too."""

    def __init__(self):
        self.buffers = {}

    def room(self, shape, dtype):
        y = self.buffers.setdefault((shape, dtype), np.zeros(shape, dtype))
        y[...] = 0
        return y


class GradientSummedInPlace(TapConv):
    def over_places(self, grad):
        return np.cumsum(grad, axis=0, out=grad)[-1].sum(axis=(1, 2))


class AlwaysFloat64(TapConv):
    def room(self, shape, dtype):
        return np.zeros(shape)


REJECTED = TapConv.__subclasses__()


def try_all(contract, conv):
    plain = {"stride": (1, 1), "padding": (0, 0), "dilation": (1, 1)}
    for sizes in PROBLEMS.values():
        problem = contract.Problem(**(plain | sizes))
        contract.assert_agrees_with_torch(conv.forward, conv.backward, problem)
        contract.assert_keeps_float32(conv.forward, conv.backward, problem)


def test_the_right_one_passes(conv_contract):
    try_all(conv_contract, TapConv())
    assert len(REJECTED) >= 20


@pytest.mark.parametrize("wrong", REJECTED)
def test_every_wrong_one_is_rejected(conv_contract, wrong):
    with pytest.raises(AssertionError):
        try_all(conv_contract, wrong())
