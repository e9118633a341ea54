"""The bank of wrong transposed convolutions: each stamps a little differently, and none may pass."""

import numpy as np
import pytest
import torch

from coursekit.nn import conv_transpose2d_forward

PROBLEMS = [
    {"size": (3, 4), "kernel": (3, 2)},
    {"size": (3, 2), "kernel": (3, 3), "stride": (2, 2), "padding": (1, 0)},
    {"size": (2, 3), "kernel": (3, 2), "stride": (2, 3), "output_padding": (1, 2)},
    {"size": (3, 3), "kernel": (2, 2), "dilation": (2, 3), "padding": (0, 1)},
]


class Stamps:
    """Right: every input cell stamps its kernel, scaled, and what overlaps adds up."""

    def __call__(self, x, weight, bias, *, stride, padding, output_padding, dilation):
        places = [
            (n - 1) * s + d * (k - 1) + 1
            for n, s, d, k in zip(x.shape[2:], stride, dilation, weight.shape[2:], strict=True)
        ]
        whole = np.zeros((len(x), weight.shape[1], *(n + 3 for n in places)))  # room for more
        weight = self.kernel(weight)
        for i, j in np.ndindex(x.shape[2:]):
            top, left = self.corner(i, j, stride)
            rows, columns = (
                slice(start, start + self.step(d) * (k - 1) + 1, self.step(d))
                for start, d, k in zip((top, left), dilation, weight.shape[2:], strict=True)
            )
            stamp = np.einsum("nc,cfuv->nfuv", x[:, :, i, j], weight) + self.ink(bias)
            self.press(whole[:, :, rows, columns], stamp)
        return self.cut(whole, places, padding, output_padding) + self.coat(bias)

    def kernel(self, weight):
        return weight

    def corner(self, i, j, stride):
        return i * stride[0], j * stride[1]

    def step(self, dilation):
        return dilation

    def press(self, paper, stamp):
        paper += stamp

    def ink(self, bias):
        return 0

    def coat(self, bias):
        return bias[:, None, None]

    def cut(self, whole, places, padding, extra):
        rows, columns = (
            slice(p, n - p + e) for n, p, e in zip(places, padding, extra, strict=True)
        )
        return whole[:, :, rows, columns]


class KernelTurned(Stamps):
    """The other convention: as if zeros were put between the inputs and the kernel walked unturned."""

    def kernel(self, weight):
        return weight[:, :, ::-1, ::-1]


class OverlapsOverwritten(Stamps):
    def press(self, paper, stamp):
        paper[...] = stamp


class OverlapsKeepTheLarger(Stamps):
    def press(self, paper, stamp):
        np.maximum(paper, stamp, out=paper)


class StrideIgnored(Stamps):
    def corner(self, i, j, stride):
        return i, j


class DilationIgnored(Stamps):
    def step(self, dilation):
        return 1


class BiasInEveryStamp(Stamps):
    def ink(self, bias):
        return bias[:, None, None]

    def coat(self, bias):
        return 0


class PaddingCutAtTheEndOnly(Stamps):
    def cut(self, whole, places, padding, extra):
        rows, columns = (
            slice(n - 2 * p + e) for n, p, e in zip(places, padding, extra, strict=True)
        )
        return whole[:, :, rows, columns]


class PaddingAdded(Stamps):
    """Padding is put around, as a convolution does, where it has to be cut away."""

    def cut(self, whole, places, padding, extra):
        p, q = padding
        inner = super().cut(whole, places, (0, 0), extra)
        return np.pad(inner, ((0, 0), (0, 0), (p, p), (q, q)))


class OutputPaddingInFront(Stamps):
    def cut(self, whole, places, padding, extra):
        inner = super().cut(whole, places, padding, (0, 0))
        return np.pad(inner, ((0, 0), (0, 0), *((e, 0) for e in extra)))


class OutputPaddingForgotten(Stamps):
    def cut(self, whole, places, padding, extra):
        return super().cut(whole, places, padding, (0, 0))


def try_all(forward):
    rng = np.random.default_rng(0)
    plain = {"stride": (1, 1), "padding": (0, 0), "output_padding": (0, 0), "dilation": (1, 1)}
    for problem in PROBLEMS:
        options = plain | {k: v for k, v in problem.items() if k in plain}
        x, weight = (
            rng.normal(size=(2, 3, *problem["size"])),
            rng.normal(size=(3, 2, *problem["kernel"])),
        )
        bias = rng.normal(size=2)
        want = torch.nn.functional.conv_transpose2d(
            *(torch.tensor(a) for a in (x, weight, bias)), **options
        )
        np.testing.assert_allclose(forward(x, weight, bias, **options), want, rtol=0, atol=1e-10)


def test_ours_and_the_stamps_pass():
    try_all(lambda *given, **options: conv_transpose2d_forward(*given, **options)[0])
    try_all(Stamps())
    assert len(Stamps.__subclasses__()) >= 10


@pytest.mark.parametrize("wrong", Stamps.__subclasses__())
def test_every_wrong_one_is_rejected(wrong):
    with pytest.raises(AssertionError):
        try_all(wrong())
