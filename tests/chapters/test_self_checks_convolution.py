"""Part III: the numbers in the answers of the self-check questions, computed independently."""

import itertools
import math

import numpy as np
import pytest
import scipy.signal
import torch
from torch import nn

from coursekit.data import photograph
from coursekit.models import receptive_field, summarize
from coursekit.nn import (
    IMAGE_FILTERS,
    avg_pool_backward,
    avg_pool_forward,
    conv1d_backward,
    conv1d_forward,
    conv2d_forward,
    conv2d_grad_input,
    correlate2d,
    im2col,
    max_pool_backward,
    max_pool_forward,
)


def test_convolution(verify, root):
    lifted = np.zeros((3, 3))
    lifted[0, 1] = 1
    picture = np.random.default_rng(0).random((8, 8))
    moved = correlate2d(picture, lifted, padding=1)
    np.testing.assert_array_equal(moved[1:], picture[:-1])  # down by one
    stripes = np.cos(np.pi * np.arange(20))
    for _ in range(2):
        stripes = np.convolve(stripes, np.full(3, 1 / 3), "valid")
    same, turned = [], IMAGE_FILTERS["sobel_x"].kernel
    for name in ("gaussian", "outline"):
        k = IMAGE_FILTERS[name].kernel
        ours = nn.functional.conv2d(torch.tensor(picture)[None, None], torch.tensor(k)[None, None])
        same.append(np.allclose(ours, scipy.signal.convolve2d(picture, k, "valid")))
    assert all(same)
    ratio = scipy.signal.convolve2d(picture, turned, "valid") / correlate2d(picture, turned)
    np.testing.assert_allclose(ratio, -1)
    np.testing.assert_array_equal(turned[::-1, ::-1], -turned)  # turned by 180 degrees
    w = np.zeros((1, 1, 3, 3))
    sides = {
        n: conv2d_forward(np.zeros((1, 1, n, n)), w, stride=2, padding=1)[0].shape[-1]
        for n in (31, 32)
    }
    assert set(sides.values()) == {16}

    def layer(filters, side):
        one = nn.Conv2d(3, filters, 3, padding=1, bias=False)
        row = summarize(nn.Sequential(one), (3, side, side))
        return row.parameters, row.multiply_adds

    (few, cheap), (many, dear) = layer(8, 16), layer(16, 32)
    edge = IMAGE_FILTERS["emboss"].kernel[None, None]
    photo = photograph(gray=True, crop=(80, 40, 320, 220), dtype=np.float64)[None]

    def twice(x):
        return conv2d_forward(conv2d_forward(x, edge, stride=2)[0], edge, stride=2)[0][0, 0]

    equal = []
    for shift in (1, 2, 3, 4):
        there, here = twice(photo[..., shift:]), twice(photo)
        width = there.shape[1] - 2
        equal += [
            (shift, cells)
            for cells in (0, 1, 2)
            if np.allclose(there[:, :width], here[:, cells : cells + width][:, :width])
            if here[:, cells : cells + width].shape[1] == width
        ]
    ((pixels, cells),) = equal
    square = np.zeros((1, 1, 30, 30))
    unfolded = [
        im2col(square, 5, stride=s, padding=p).size // square.size for s, p in ((1, 2), (5, 0))
    ]
    x = np.random.default_rng(1).random((1, 1, 8, 8))
    for pool in (max_pool_forward, avg_pool_forward):
        np.testing.assert_allclose(pool(pool(x, 2)[0], 2)[0], pool(x, 4)[0])
    mixed = avg_pool_forward(max_pool_forward(x, 2)[0], 2)[0]
    assert np.all(mixed < max_pool_forward(x, 4)[0])
    assert np.all(mixed > avg_pool_forward(x, 4)[0])
    verify(
        "convolution",
        {
            "무엇을 증폭": [f"{abs(stripes).max():.2f}배", "(-1/3)^2 = 1/9"],
            "합성곱일까요": [f"${ratio[0, 0]:.0f}$배", "180°"],
            "출력은": [f"{min(sides)}칸이어도", "(31 + 2 - 3)/2", f"= {sides[31]}$"],
            "채널과": [
                f"{many // few}배, 곱의 수는 {dear // cheap}배",
                f"자리가 {32**2 // 16**2}배, 필터가 {16 // 8}배",
            ],
            "왜 완전": [f"{pixels}픽셀씩", f"출력은 {cells}칸"],
            "반복문에서": [f"{unfolded[0]}배이고", f"{unfolded[1]}배입니다"],
        },
    )


def test_backward_of_convolution(verify):
    x, w = np.array([1.0, 3, 2, -1, 4]), np.array([2.0, -1, 3])
    _, cache = conv1d_forward(x[None, None], w[None, None])
    grads = [g.ravel() for g in conv1d_backward(np.array([[[0.0, 1, 0]]]), cache)[:2]]
    shown = ["(" + ", ".join(f"{v:.0f}" for v in g) + ")" for g in grads]
    kernel = np.arange(1.0, 10).reshape(1, 1, 3, 3)
    delta = np.ones((1, 1, 8, 8))
    back = conv2d_grad_input(delta, kernel, (10, 10))[0, 0]
    assert back[5, 5] == kernel.sum()
    assert back[0, 0] == kernel[0, 0, 0, 0]
    touched = conv2d_grad_input(np.ones((1, 1, 4, 4)), np.ones((1, 1, 2, 2)), (12, 12), stride=3)
    five = np.zeros((1, 1, 5, 5))
    five[0, 0, 2, 2] = 1
    received = []
    for forward, backward in (
        (max_pool_forward, max_pool_backward),
        (avg_pool_forward, avg_pool_backward),
    ):
        y, cache = forward(five, 3, stride=1)
        received.append(backward(np.ones_like(y), cache)[0, 0, 2, 2])
    verify(
        "convolution_backprop",
        {
            "입력 하나는": [f"기울기는 ${shown[0]}$", f"기울기는 ${shown[1]}$"],
            "2차원에서는": [f"{delta.sum():.0f}입니다"],
            "패딩과": [f"{100 * (touched == 0).mean():.0f} %", f"{(touched > 0).sum()}/{12 * 12}"],
            "풀링은": [
                f"최대 풀링에서는 {received[0]:.0f}, 평균 풀링에서는 {received[1]:.0f}",
                "9분의 1씩",
            ],
        },
    )


def test_the_cell_that_all_windows_see():
    seen = [
        1 for i, j in itertools.product(range(3), repeat=2) if i <= 2 <= i + 2 and j <= 2 <= j + 2
    ]
    assert sum(seen) == 9


def network(side):
    return summarize(
        nn.Sequential(
            nn.Conv2d(3, 16, 3, padding=1),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(16 * (side // 2) ** 2, 10),
        ),
        (3, side, side),
    )


def test_architectures(verify, root):
    small, large = network(32), network(64)
    counts = [row.parameters for row in small if row.parameters]
    heavier = next(n for n in range(1, 100) if 3 * 50 + 2 * 40 * n > 3 * 200 + 2 * 10 * n)
    early = receptive_field([(3, 2)] + [(3, 1)] * 4)
    late = receptive_field([(3, 1)] * 4 + [(3, 2)])
    separable = {k: (k * k * 64 + 64 * 256) / (k * k * 64 * 256) for k in (1, 3)}
    carried = math.prod([1 + 0.1] * 27)
    table = (root / "chapters" / "cnn_architectures.md").read_text(encoding="utf-8")
    assert '"5에포크의 손실"' in table
    verify(
        "cnn_architectures",
        {
            "이 표의": [
                f"합성곱 {counts[0]}개와 선형 층 {counts[1]:,}개로 모두 {small.parameters:,}개",
                f"{next(r.parameters for r in large if r.kind == 'Linear'):,}개로",
            ],
            "매개변수와": [
                f"{heavier}장부터",
                f"{3 * 200} + {2 * 10}n",
                f"{3 * 50} + {2 * 40}n",
                f"{200 // 50}분의 1",
            ],
            "작은 필터를": [
                f"첫 층이면 {early[-1][0]}, 마지막 층이면 {late[-1][0]}",
                f"{2 * early[0][1]}씩 넓혀 ${early[0][0]} + {early[-1][0] - early[0][0]}$",
            ],
            "매개변수를 줄이는": [
                f"1/256 + 1/9 = {separable[3]:.3f}",
                f"1/256 + 1 = {separable[1]:.3f}",
            ],
            "더 깊게": ["0.1^{27} = 10^{-27}", f"1.1^{{27}} = {carried:.1f}"],
            "매개변수가": ["5에포크의 손실"],
        },
    )
    assert carried == pytest.approx(1.1**27)
