r"""「합성곱 연습」의 모범답을 다른 길로 얻은 답과 견줍니다: torch, SciPy, 단위 벡터, 느린 반복문, 아주 많은 자리의 로그."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage, signal, special

from coursekit.grading import Exercise, course_root, read_exercise

EXERCISE: Exercise = read_exercise(course_root(Path(__file__).parent) / "exercises" / "convolution")
SOLUTIONS: dict[str, Any] = {"np": np}
for cell in EXERCISE.solutions:
    exec(cell.solution_code, SOLUTIONS)

same_padding: Callable[..., Any] = SOLUTIONS["same_padding"]
causal_stack: Callable[..., Any] = SOLUTIONS["causal_stack"]
depthwise_separable: Callable[..., Any] = SOLUTIONS["depthwise_separable"]
circular_correlate: Callable[..., Any] = SOLUTIONS["circular_correlate"]
low_rank_filter: Callable[..., Any] = SOLUTIONS["low_rank_filter"]
conv_matrix: Callable[..., Any] = SOLUTIONS["conv_matrix"]
box_blur: Callable[..., Any] = SOLUTIONS["box_blur"]
power_pool: Callable[..., Any] = SOLUTIONS["power_pool"]

functional: Any = torch.nn.functional


def image(value: Any) -> torch.Tensor:
    return torch.from_numpy(value)[None, None]


def test_the_overview_tells_the_points_of_each_item() -> None:
    overview = next(cell.source for cell in EXERCISE.cells if cell.kind == "text")
    rows = re.findall(r"^\| (.+?) \| `\w+` \| (\d+) \|$", overview, re.MULTILINE)
    assert rows == [(item.title, str(item.points)) for item in EXERCISE.items]
    assert f"{EXERCISE.points}점 만점" in overview


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 40), st.integers(1, 7), st.integers(1, 5), st.integers(1, 3))
def test_same_padding_is_the_least_that_lets_every_step_start_in_the_input(
    size: int, kernel: int, stride: int, dilation: int
) -> None:
    output, before, after = same_padding(size, kernel, stride, dilation)
    assert output == len(range(0, size, stride))
    assert 0 <= after - before <= 1

    def length(padding: int) -> int:
        reach = dilation * (kernel - 1) + 1
        return len(range(0, size + padding - reach + 1, stride))

    least = next(padding for padding in range(60) if length(padding) >= output)
    assert before + after == least
    padded = torch.zeros(1, 1, size + least)
    weight = torch.zeros(1, 1, kernel)
    y = functional.conv1d(padded, weight, stride=stride, dilation=dilation)
    # 패딩이 0인데도 칸이 남아 창이 하나 더 들어가는 일은 없습니다.
    assert y.shape[-1] == output


def test_same_padding_is_that_of_a_published_network() -> None:
    # TensorFlow의 MobileNet 첫 층: 224칸, 커널 3, 보폭 2에서 뒤에만 한 칸을 붙입니다.
    assert same_padding(224, 3, 2, 1) == (112, 0, 1)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 20), st.integers(1, 4), st.integers(1, 4), st.integers(0, 2**32 - 1))
def test_causal_stack_is_torchs_and_sees_what_it_says(T: int, L: int, k: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    x, kernels = rng.normal(size=T), rng.uniform(0.5, 1.5, size=(L, k))
    y, seen = causal_stack(x, kernels)
    expected = torch.from_numpy(x)[None, None]
    for layer, kernel in enumerate(kernels):
        padded = functional.pad(expected, (2**layer * (k - 1), 0))
        weight = torch.from_numpy(kernel)[None, None]
        expected = functional.conv1d(padded, weight, dilation=2**layer)
    np.testing.assert_allclose(y, expected[0, 0].numpy(), atol=1e-10)
    # 가중치가 모두 양수이면, 한 점이 번진 폭이 곧 보는 폭입니다.
    dot = np.zeros(80)
    dot[0] = 1.0
    assert np.flatnonzero(causal_stack(dot, kernels)[0]).max() + 1 == seen


@settings(max_examples=30, deadline=None)
@given(
    st.integers(1, 3), st.integers(1, 4), st.integers(1, 4), st.integers(1, 3), st.integers(1, 3)
)
def test_depthwise_separable_is_torchs_groups_and_then_points(
    n: int, c: int, f: int, kh: int, kw: int
) -> None:
    rng = np.random.default_rng(n + 10 * c + 100 * f)
    x, depth, point = rng.normal(size=(n, c, 5, 4)), rng.normal(size=(c, kh, kw)), np.zeros((f, c))
    point[:] = rng.normal(size=(f, c))
    alone = functional.conv2d(torch.from_numpy(x), torch.from_numpy(depth)[:, None], groups=c)
    expected = functional.conv2d(alone, torch.from_numpy(point)[:, :, None, None])
    y, ratio = depthwise_separable(x, depth, point)
    np.testing.assert_allclose(y, expected.numpy(), atol=1e-10)
    cells = y[0, 0].size
    ordinary = cells * f * c * kh * kw
    assert ratio == pytest.approx((cells * depth.size + cells * point.size) / ordinary)


def test_mobilenets_saving_is_the_papers() -> None:
    # Howard et al. (2017) 3.1절: 3×3이면 여덟에서 아홉 배를 아낍니다.
    ratio = depthwise_separable(np.zeros((1, 2, 3, 3)), np.zeros((2, 3, 3)), np.zeros((512, 2)))[1]
    assert 8 < 1 / ratio < 9


@settings(max_examples=30, deadline=None)
@given(st.sampled_from([1, 3, 5]), st.sampled_from([1, 3, 5]), st.integers(0, 3), st.integers(0, 3))
def test_circular_correlation_is_torchs_and_scipys(kh: int, kw: int, dh: int, dw: int) -> None:
    rng = np.random.default_rng(kh + 10 * kw + 100 * dh)
    x, kernel = rng.normal(size=(kh + dh, kw + dw)), rng.normal(size=(kh, kw))
    y, gain = circular_correlate(x, kernel)
    np.testing.assert_allclose(y, ndimage.correlate(x, kernel, mode="wrap"), atol=1e-10)
    layer = torch.nn.Conv2d(
        1,
        1,
        (kh, kw),
        padding=(kh // 2, kw // 2),
        padding_mode="circular",
        bias=False,
        dtype=torch.float64,
    )
    with torch.no_grad():
        layer.weight.copy_(image(kernel))
        np.testing.assert_allclose(y, layer(image(x))[0, 0].numpy(), atol=1e-10)
        # 단위 벡터를 하나씩 지나게 하면 이 층의 행렬이 됩니다. 그 가장 큰 특잇값이 배율입니다.
        units = torch.eye(x.size, dtype=torch.float64).reshape(-1, 1, *x.shape)
        matrix = layer(units).reshape(x.size, -1).numpy()
    assert gain == pytest.approx(np.linalg.norm(matrix, 2))


@pytest.mark.parametrize("rank", [1, 2, 3])
@pytest.mark.parametrize("shape", [(3, 3), (4, 3), (3, 5)])
def test_low_rank_filter_is_scipys_with_the_nearest_kernel(
    shape: tuple[int, int], rank: int
) -> None:
    rng = np.random.default_rng(0)
    picture, kernel = rng.normal(size=(7, 8)), rng.normal(size=shape)
    # 가장 가까운 행렬을 다른 길로: K Kᵀ의 고유벡터가 만드는 공간에 사영합니다.
    directions = np.linalg.eigh(kernel @ kernel.T)[1][:, -rank:]
    nearest = directions @ directions.T @ kernel
    y, error, products = low_rank_filter(picture, kernel, rank)
    np.testing.assert_allclose(y, signal.correlate2d(picture, nearest, mode="valid"), atol=1e-10)
    distance = np.linalg.norm(kernel - nearest) / np.linalg.norm(kernel)
    assert error == pytest.approx(distance, abs=1e-7)
    assert products == sum(shape) * rank


def test_a_gaussian_is_separable() -> None:
    picture = np.random.default_rng(1).normal(size=(12, 12))
    bell = signal.windows.gaussian(7, 1.5)
    y, error, products = low_rank_filter(picture, np.outer(bell, bell), 1)
    np.testing.assert_allclose(
        y, signal.correlate2d(picture, np.outer(bell, bell), mode="valid"), atol=1e-10
    )
    assert error < 1e-7
    assert products == 14


@settings(max_examples=40, deadline=None)
@given(
    st.integers(1, 3), st.integers(1, 3), st.integers(1, 3), st.integers(0, 2), st.integers(0, 3)
)
def test_conv_matrix_does_what_torch_does(
    kh: int, kw: int, stride: int, padding: int, more: int
) -> None:
    rng = np.random.default_rng(kh + 10 * kw + 100 * stride)
    x, kernel = rng.normal(size=(kh + more, kw + 2)), rng.normal(size=(kh, kw))
    expected = functional.conv2d(image(x), image(kernel), stride=stride, padding=padding)[0, 0]
    T = conv_matrix(kernel, x.shape, stride, padding)
    np.testing.assert_allclose(T @ x.ravel(), expected.numpy().ravel(), atol=1e-10)
    G = rng.normal(size=expected.shape)
    tx = image(x).requires_grad_()
    functional.conv2d(tx, image(kernel), stride=stride, padding=padding).backward(image(G))
    assert tx.grad is not None
    np.testing.assert_allclose(T.T @ G.ravel(), tx.grad.numpy().ravel(), atol=1e-10)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 7), st.integers(1, 7), st.integers(1, 9))
def test_box_blur_is_torchs_average_of_what_is_there(H: int, W: int, radius: int) -> None:
    picture = np.random.default_rng(H + 10 * W).normal(size=(H, W))
    table, y = box_blur(picture, radius)
    padded = functional.pad(image(picture), [radius] * 4)
    inside = functional.pad(torch.ones(1, 1, H, W, dtype=torch.float64), [radius] * 4)
    width = 2 * radius + 1
    mean = functional.avg_pool2d(padded, width, 1) / functional.avg_pool2d(inside, width, 1)
    np.testing.assert_allclose(y, mean[0, 0].numpy(), atol=1e-10)
    sums = [[picture[:i, :j].sum() for j in range(W + 1)] for i in range(H + 1)]
    np.testing.assert_allclose(table, sums, atol=1e-10)


@pytest.mark.parametrize("p", [1.0, 2.0, 3.5])
@pytest.mark.parametrize(("k", "stride"), [(1, 2), (2, 2), (3, 2), (2, 3)])
def test_power_pool_is_torchs_lp_pool_but_for_the_mean(k: int, stride: int, p: float) -> None:
    x = np.random.default_rng(2).normal(size=(2, 3, 7, 8))
    summed = functional.lp_pool2d(torch.from_numpy(np.abs(x)), p, k, stride).numpy()
    np.testing.assert_allclose(power_pool(x, k, stride, p), summed / k ** (2 / p), rtol=1e-10)


@pytest.mark.parametrize("scale", [1e-300, 1e-5, 1.0, 1e5, 1e300])
def test_power_pool_neither_overflows_nor_vanishes(scale: float) -> None:
    x = scale * np.random.default_rng(3).uniform(0.5, 1.0, size=(1, 2, 4, 4))
    p = 700.0
    windows = np.log(x).reshape(1, 2, 2, 2, 2, 2).swapaxes(3, 4).reshape(1, 2, 2, 2, 4)
    expected = np.exp((special.logsumexp(p * windows, axis=-1) - np.log(4)) / p)
    np.testing.assert_allclose(power_pool(x, 2, 2, p), expected, rtol=1e-9)
    assert not power_pool(0 * x, 2, 1, p).any()
