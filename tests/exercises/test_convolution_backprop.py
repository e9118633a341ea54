r"""「CNN의 역전파 연습」의 모범답을 다른 길로 얻은 답과 견줍니다: torch의 자동 미분, 표본을 하나씩 넣은 역전파, 수치 미분."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit.grading import Exercise, course_root, read_exercise

EXERCISE: Exercise = read_exercise(
    course_root(Path(__file__).parent) / "exercises" / "convolution_backprop"
)
SOLUTIONS: dict[str, Any] = {"np": np}
for cell in EXERCISE.solutions:
    exec(cell.solution_code, SOLUTIONS)

l2_pool: Callable[..., Any] = SOLUTIONS["l2_pool"]
max_pool_indices: Callable[..., Any] = SOLUTIONS["max_pool_indices"]
circular_backward: Callable[..., Any] = SOLUTIONS["circular_backward"]
bilinear_backward: Callable[..., Any] = SOLUTIONS["bilinear_backward"]
separable_backward: Callable[..., Any] = SOLUTIONS["separable_backward"]
clipped_gradient: Callable[..., Any] = SOLUTIONS["clipped_gradient"]
class_map: Callable[..., Any] = SOLUTIONS["class_map"]
total_variation: Callable[..., Any] = SOLUTIONS["total_variation"]
transposed1d: Callable[..., Any] = SOLUTIONS["transposed1d"]

functional: Any = torch.nn.functional


def leaf(value: Any) -> torch.Tensor:
    return torch.tensor(value, dtype=torch.float64, requires_grad=True)


def assert_same(ours: Any, theirs: Any) -> None:
    for mine, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(mine, other.detach().numpy(), atol=1e-10)


def test_the_overview_tells_the_points_of_each_item() -> None:
    overview = next(cell.source for cell in EXERCISE.cells if cell.kind == "text")
    rows = re.findall(r"^\| (.+?) \| `\w+` \| (\d+) \|$", overview, re.MULTILINE)
    assert rows == [(item.title, str(item.points)) for item in EXERCISE.items]
    assert f"{EXERCISE.points}점 만점" in overview


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 3), st.integers(1, 4), st.integers(0, 4), st.integers(0, 4))
def test_l2_pool_is_torchs(k: int, stride: int, dh: int, dw: int) -> None:
    rng = np.random.default_rng(k + 10 * stride)
    x = rng.normal(size=(2, 3, k + dh, k + dw))
    tx = leaf(x)
    expected = functional.lp_pool2d(tx, 2.0, k, stride)
    G = rng.normal(size=expected.shape)
    grad = torch.autograd.grad(expected, tx, torch.from_numpy(G))
    assert_same(l2_pool(x, k, stride, G), [expected, *grad])


def test_l2_pool_sends_nothing_from_an_empty_window() -> None:
    x = np.zeros((1, 1, 4, 4))
    x[0, 0, 3, 3] = 2.0
    y, grad_x = l2_pool(x, 2, 2, np.ones((1, 1, 2, 2)))
    np.testing.assert_array_equal(y[0, 0], [[0, 0], [0, 2]])
    np.testing.assert_array_equal(grad_x != 0, x != 0)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 4), st.integers(1, 3), st.integers(0, 2), st.integers(0, 2**32 - 1))
def test_max_pool_with_indices_is_torchs(k: int, stride: int, padding: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    padding = min(padding, k // 2)
    x = -rng.integers(0, 4, size=(k + 3, k + 2)).astype(float)
    tx = leaf(x)
    y, indices = functional.max_pool2d(tx[None, None], k, stride, padding, return_indices=True)
    G = rng.normal(size=y.shape[2:])
    grad = torch.autograd.grad(y[0, 0], tx, torch.from_numpy(G))
    assert_same(max_pool_indices(x, k, stride, padding, G), [y[0, 0], indices[0, 0], *grad])


@settings(max_examples=30, deadline=None)
@given(st.sampled_from([1, 3, 5]), st.integers(0, 4), st.integers(1, 3), st.integers(1, 3))
def test_circular_gradients_are_torchs(k: int, more: int, c: int, f: int) -> None:
    rng = np.random.default_rng(k + 10 * more + 100 * c)
    x, weight = rng.normal(size=(2, c, k + more)), rng.normal(size=(f, c, k))
    G = rng.normal(size=(2, f, k + more))
    tx, tw = leaf(x), leaf(weight)
    padded = functional.pad(tx, (k // 2, k // 2), mode="circular")
    grads = torch.autograd.grad(functional.conv1d(padded, tw), (tx, tw), torch.from_numpy(G))
    assert_same(circular_backward(x, weight, G), grads)


@settings(max_examples=40, deadline=None)
@given(*[st.integers(1, 9)] * 4)
def test_bilinear_gradient_is_torchs(H: int, W: int, oH: int, oW: int) -> None:
    rng = np.random.default_rng(H + 10 * W)
    tx, G = leaf(rng.normal(size=(2, 1, H, W))), rng.normal(size=(2, 1, oH, oW))
    y = functional.interpolate(tx, (oH, oW), mode="bilinear", align_corners=False)
    grad = torch.autograd.grad(y, tx, torch.from_numpy(G))
    assert_same([bilinear_backward(G, (H, W))], grad)


@settings(max_examples=30, deadline=None)
@given(*[st.integers(1, 3)] * 5)
def test_separable_gradients_are_torchs(n: int, c: int, f: int, kh: int, kw: int) -> None:
    rng = np.random.default_rng(n + 10 * c + 100 * f)
    x, depth, point = (
        leaf(rng.normal(size=shape)) for shape in [(n, c, 5, 4), (c, kh, kw), (f, c)]
    )
    y = functional.conv2d(functional.conv2d(x, depth[:, None], groups=c), point[:, :, None, None])
    G = rng.normal(size=y.shape)
    grads = torch.autograd.grad(y, (x, depth, point), torch.from_numpy(G))
    arrays = [value.detach().numpy() for value in (x, depth, point)]
    assert_same(separable_backward(*arrays, G), grads)


@pytest.mark.parametrize("max_norm", [1e-3, 1.0, 6.0, 1e6])
def test_clipping_is_torchs_on_one_sample_at_a_time(max_norm: float) -> None:
    rng = np.random.default_rng(0)
    x, G = rng.normal(size=(6, 2, 5, 6)), rng.normal(size=(6, 3, 3, 4))
    x *= np.array([0.01, 0.1, 1, 2, 5, 0])[:, None, None, None]
    norms, clipped = [], torch.zeros(3, 2, 3, 3, dtype=torch.float64)
    for image, grad in zip(x, G, strict=True):
        weight = leaf(np.zeros((3, 2, 3, 3)))
        functional.conv2d(torch.from_numpy(image)[None], weight).backward(
            torch.from_numpy(grad)[None]
        )
        norms.append(torch.nn.utils.clip_grad_norm_([weight], max_norm))
        assert weight.grad is not None
        clipped += weight.grad / len(x)
    ours = clipped_gradient(x, G, 3, max_norm)
    np.testing.assert_allclose(ours[0], torch.stack(norms).numpy(), atol=1e-10)
    # torch는 나눌 길이에 1e-6을 더합니다.
    np.testing.assert_allclose(ours[1], clipped.numpy(), rtol=1e-5, atol=1e-4 * min(max_norm, 1))
    assert np.linalg.norm(ours[1]) <= max_norm * (1 + 1e-12)


def test_class_map_is_gradcam_by_autograd() -> None:
    rng = np.random.default_rng(1)
    features, W, b = rng.normal(size=(5, 3, 4)), rng.normal(size=(4, 5)), rng.normal(size=4)
    for target in range(4):
        A = leaf(features)
        pooled = functional.adaptive_avg_pool2d(A[None], 1).flatten()
        expected = functional.linear(pooled, torch.from_numpy(W), torch.from_numpy(b))
        grad = torch.autograd.grad(expected[target], A)[0]
        heat = functional.relu((grad.mean(dim=(1, 2), keepdim=True) * A).sum(dim=0))
        ours = class_map(features, W, b, target)
        assert_same(ours, [expected, grad, heat])
        # 음수를 버리기 전의 것을 모두 더하면 편향을 뺀 점수입니다(Zhou et al., 2016).
        both_signs = np.sum(ours[2]) - np.sum(class_map(-features, W, b, target)[2])
        assert both_signs == pytest.approx(ours[0][target] - b[target])


@pytest.mark.parametrize("eps", [1e-3, 1.0])
@pytest.mark.parametrize("shape", [(1, 1), (1, 4), (5, 1), (4, 6)])
def test_total_variation_is_differentiated(shape: tuple[int, int], eps: float) -> None:
    x = np.random.default_rng(2).normal(size=shape)
    tx = leaf(x)
    below = torch.cat([tx[1:], tx[-1:]])
    right = torch.cat([tx[:, 1:], tx[:, -1:]], dim=1)
    parts = torch.stack([below - tx, right - tx, torch.full_like(tx, eps**0.5)])
    expected = torch.linalg.vector_norm(parts, dim=0).sum()
    assert_same(total_variation(x, eps), [expected, *torch.autograd.grad(expected, tx)])


def test_total_variation_of_a_square_is_its_perimeter() -> None:
    x = np.zeros((12, 12))
    x[3:8, 4:10] = 2.0
    # 변의 길이 5와 6, 높이 2. 오른쪽 아래 귀퉁이 한 칸에서는 두 변이 대각선 하나로 세어집니다.
    value, grad = total_variation(x, 1e-20)
    assert value == pytest.approx(2 * (2 * 5 + 2 * 6 - 2 + np.sqrt(2)), rel=1e-6)
    assert np.sum(grad) == pytest.approx(0.0, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(*[st.integers(1, 3)] * 4, st.integers(1, 4), st.integers(0, 2))
def test_transposed_convolution_is_torchs(
    n: int, c: int, f: int, stride: int, k: int, padding: int
) -> None:
    rng = np.random.default_rng(n + 10 * c + 100 * f + stride)
    padding = min(padding, (k + 2 * stride) // 2)
    x, weight = leaf(rng.normal(size=(n, c, 4))), leaf(rng.normal(size=(c, f, k)))
    y = functional.conv_transpose1d(x, weight, stride=stride, padding=padding)
    G = rng.normal(size=y.shape)
    grads = torch.autograd.grad(y, (x, weight), torch.from_numpy(G))
    ours = transposed1d(x.detach().numpy(), weight.detach().numpy(), stride, padding, G)
    assert_same(ours, [y, *grads])


def test_transposed_convolution_is_the_adjoint_of_convolution() -> None:
    rng = np.random.default_rng(3)
    weight, G = rng.normal(size=(2, 3, 4)), rng.normal(size=(1, 2, 5))
    signal = rng.normal(size=(1, 3, 10))
    y = functional.conv1d(torch.from_numpy(signal), torch.from_numpy(weight), stride=2, padding=1)
    back = transposed1d(G, weight, 2, 1, np.zeros((1, 3, 10)))[0]
    assert np.sum(y.numpy() * G) == pytest.approx(np.sum(signal * back))
