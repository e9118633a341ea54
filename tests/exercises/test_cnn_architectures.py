r"""「CNN 구조 연습」의 모범답을 다른 길로 얻은 답과 견줍니다: torch로 만든 신경망, 공개된 매개변수, 자동 미분, 손으로 센 수."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from coursekit.grading import Exercise, course_root, read_exercise

EXERCISE: Exercise = read_exercise(
    course_root(Path(__file__).parent) / "exercises" / "cnn_architectures"
)
SOLUTIONS: dict[str, Any] = {"np": np}
for cell in EXERCISE.solutions:
    exec(cell.solution_code, SOLUTIONS)

widest_bottleneck: Callable[..., Any] = SOLUTIONS["widest_bottleneck"]
densenet: Callable[..., Any] = SOLUTIONS["densenet"]
inverted_residual: Callable[..., Any] = SOLUTIONS["inverted_residual"]
squeeze_excite: Callable[..., Any] = SOLUTIONS["squeeze_excite"]
merge_branches: Callable[..., Any] = SOLUTIONS["merge_branches"]
seen_window: Callable[..., Any] = SOLUTIONS["seen_window"]
memory_profile: Callable[..., Any] = SOLUTIONS["memory_profile"]

functional: Any = torch.nn.functional


def count(*layers: nn.Module) -> int:
    return sum(p.numel() for layer in layers for p in layer.parameters())


def conv(into: int, out: int, k: int, **options: Any) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(into, out, k, bias=False, **options), nn.BatchNorm2d(out))


def test_the_overview_tells_the_points_of_each_item() -> None:
    overview = next(cell.source for cell in EXERCISE.cells if cell.kind == "text")
    rows = re.findall(r"^\| (.+?) \| `\w+` \| (\d+) \|$", overview, re.MULTILINE)
    assert rows == [(item.title, str(item.points)) for item in EXERCISE.items]
    assert f"{EXERCISE.points}점 만점" in overview


def resnext_block(channels: int, groups: int, width: int) -> int:
    with torch.device("meta"):
        D = groups * width
        middle = conv(D, D, 3, groups=groups, padding=1)
        return count(conv(channels, D, 1), middle, conv(D, channels, 1))


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 80), st.integers(1, 8), st.integers(1, 20_000))
def test_the_widest_block_is_the_last_that_torch_finds_small_enough(
    channels: int, groups: int, budget: int
) -> None:
    width, parameters = widest_bottleneck(channels, groups, budget)
    assert resnext_block(channels, groups, width + 1) > budget
    if width:
        assert resnext_block(channels, groups, width) == parameters <= budget
    else:
        assert parameters == 0


def test_resnext_has_four_channels_in_each_of_32_groups() -> None:
    # 논문의 표 1: ResNet-50의 블록은 약 7만, ResNeXt-50 (32×4d)의 블록도 약 7만입니다.
    assert widest_bottleneck(256, 1, resnext_block(256, 1, 64))[0] == 64
    width, parameters = widest_bottleneck(256, 32, resnext_block(256, 32, 4))
    assert width == 4
    assert parameters - 2 * (256 + 2 * 128) == 70_144


@pytest.mark.parametrize(
    ("growth", "channels", "blocks", "published"),
    [
        (32, 64, [6, 12, 24, 16], 7_978_856),
        (32, 64, [6, 12, 32, 32], 14_149_480),
        (48, 96, [6, 12, 36, 24], 28_681_000),
    ],
    ids=["121", "169", "161"],
)
def test_densenets_have_the_published_parameters(
    growth: int, channels: int, blocks: list[int], published: int
) -> None:
    after, parameters = densenet(channels, growth, blocks)
    stem = 3 * channels * 49 + 2 * channels
    head = 2 * after[-1] + 1000 * (after[-1] + 1)
    assert parameters + stem + head == published


@settings(max_examples=8, deadline=None)
@given(st.integers(4, 20), st.integers(1, 6), st.lists(st.integers(1, 4), min_size=1, max_size=3))
def test_densenet_is_counted_by_torch(channels: int, growth: int, blocks: list[int]) -> None:
    with torch.device("meta"):
        modules, after = [], []
        x = torch.zeros(1, channels, 8, 8)
        for i, layers in enumerate(blocks):
            if i:
                half = nn.Conv2d(x.shape[1], x.shape[1] // 2, 1, bias=False)
                modules += [nn.BatchNorm2d(x.shape[1]), half]
                x = half(x)
            for _ in range(layers):
                layer = nn.Sequential(
                    nn.BatchNorm2d(x.shape[1]),
                    nn.Conv2d(x.shape[1], 4 * growth, 1, bias=False),
                    nn.BatchNorm2d(4 * growth),
                    nn.Conv2d(4 * growth, growth, 3, padding=1, bias=False),
                )
                modules.append(layer)
                x = torch.cat([x, layer(x)], dim=1)
            after.append(x.shape[1])
    ours = densenet(channels, growth, blocks)
    assert list(ours[0]) == after
    assert ours[1] == count(*modules)


def test_mobilenet_v2_has_the_published_parameters_and_work() -> None:
    # 논문의 표 2와, torchvision이 공개한 매개변수 3,504,872개와 3.01억 번.
    table = [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1)]
    table += [(6, 160, 3, 2), (6, 320, 1, 1)]
    into, side, skips = 32, 112, 0
    parameters, work = 3 * 32 * 9 + 64, 112 * 112 * 32 * 27
    for expansion, out, repeats, first_stride in table:
        for i in range(repeats):
            stride = first_stride if i == 0 else 1
            block = inverted_residual(into, out, expansion, stride, (side, side))
            parameters, work, skips = parameters + block[0], work + block[1], skips + block[2]
            into, side = out, side // stride
    assert (side, skips) == (7, 10)
    parameters += 320 * 1280 + 2 * 1280 + 1000 * 1281
    work += 49 * 320 * 1280 + 1280 * 1000
    assert parameters == 3_504_872
    assert work == 300_774_272


@settings(max_examples=30, deadline=None)
@given(*[st.integers(1, 6)] * 2, st.sampled_from([1, 2, 6]), *[st.integers(1, 9)] * 2)
def test_inverted_residual_is_counted_by_torch(
    into: int, out: int, expansion: int, H: int, W: int
) -> None:
    for stride in (1, 2, 3):
        D = expansion * into
        layers = [conv(into, D, 1)] if expansion > 1 else []
        layers += [conv(D, D, 3, stride=stride, padding=1, groups=D), conv(D, out, 1)]
        x, work = torch.zeros(1, into, H, W), 0
        for layer in layers:
            first = layer[0]
            assert isinstance(first, nn.Conv2d)
            x = first(x)
            work += x[0].numel() * first.weight[0].numel()
        skip = x.shape == (1, into, H, W)
        parameters, multiply_adds, ours = inverted_residual(into, out, expansion, stride, (H, W))
        assert (parameters, multiply_adds) == (count(*layers), work)
        # 한 칸짜리 그림은 보폭이 있어도 크기가 같지만, 약속은 보폭으로 정합니다.
        assert bool(ours) == (skip and stride == 1)


def test_squeeze_and_excitation_is_torchs() -> None:
    rng = np.random.default_rng(0)
    x, W1, b1 = rng.normal(size=(3, 5, 4, 2)), rng.normal(size=(2, 5)), rng.normal(size=2)
    W2, b2 = rng.normal(size=(5, 2)), rng.normal(size=5)
    tx, *rest = (torch.from_numpy(value) for value in (x, W1, b1, W2, b2))
    pooled = functional.adaptive_avg_pool2d(tx, 1).flatten(1)
    hidden = functional.relu(functional.linear(pooled, rest[0], rest[1]))
    gates = torch.sigmoid(functional.linear(hidden, rest[2], rest[3]))
    ours = squeeze_excite(x, W1, b1, W2, b2)
    np.testing.assert_allclose(ours[0], gates.numpy(), atol=1e-12)
    np.testing.assert_allclose(ours[1], (tx * gates[..., None, None]).numpy(), atol=1e-12)


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 5), st.integers(0, 2**32 - 1))
def test_one_convolution_says_what_three_branches_said(C: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    w3, w1, norms = (
        rng.normal(size=(C, C, 3, 3)),
        rng.normal(size=(C, C)),
        rng.normal(size=(3, 4, C)),
    )
    norms[:, 3] = rng.uniform(0.05, 2, size=(3, C))
    weight, bias = merge_branches(w3, w1, *norms, 1e-3)
    x, *parts = (torch.from_numpy(a) for a in (rng.normal(size=(2, C, 4, 5)), w3, w1, weight, bias))
    branches = [
        functional.conv2d(x, parts[0], padding=1),
        functional.conv2d(x, parts[1][:, :, None, None]),
        x,
    ]
    expected = torch.zeros_like(x)
    for branch, norm in zip(branches, norms, strict=True):
        gamma, beta, mean, variance = (torch.from_numpy(row) for row in norm)
        expected += functional.batch_norm(branch, mean, variance, gamma, beta, eps=1e-3)
    merged = functional.conv2d(x, parts[2], parts[3], padding=1)
    np.testing.assert_allclose(merged.numpy(), expected.numpy(), atol=1e-10)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 5), st.integers(1, 4), st.integers(0, 2)), min_size=1, max_size=4
    ),
    st.integers(1, 60),
)
def test_seen_window_is_where_the_gradient_is_not_zero(
    layers: list[tuple[int, int, int]], length: int
) -> None:
    layers = [(k, s, min(p, k // 2)) for k, s, p in layers]
    x = torch.ones(1, 1, length, dtype=torch.float64, requires_grad=True)
    y = x
    for k, s, p in layers:
        if y.shape[2] + 2 * p < k:
            return
        y = functional.conv1d(y, torch.ones(1, 1, k, dtype=torch.float64), stride=s, padding=p)
    seen = seen_window(layers, length)
    assert seen.shape == (y.shape[2], 2)
    for i, (first, last) in enumerate(seen):
        grad = torch.autograd.grad(y[0, 0, i], x, retain_graph=True)[0][0, 0]
        touched = grad.nonzero().ravel()
        assert (touched[0].item(), touched[-1].item()) == (first, last)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_memory_profile_is_that_of_a_run_which_throws_away(data: st.DataObject) -> None:
    n = data.draw(st.integers(2, 9))
    inputs: list[list[int]] = [[]]
    for i in range(1, n):
        more = data.draw(st.lists(st.integers(0, i - 1), max_size=2, unique=True))
        inputs.append([i - 1, *(j for j in more if j != i - 1)])
    sizes = np.array(data.draw(st.lists(st.integers(1, 5), min_size=n, max_size=n)), dtype=float)
    # 쓸 곳이 남은 횟수를 세며 정말로 버려 봅니다.
    waiting = [sum(i in used for used in inputs) for i in range(n)]
    held: dict[int, float] = {}
    live = []
    for step, used in enumerate(inputs):
        held[step] = sizes[step]
        live.append(sum(held.values()))
        for i in used:
            waiting[i] -= 1
            if waiting[i] == 0:
                del held[i]
    ours, peak = memory_profile(sizes, inputs)
    assert list(held) == [n - 1]
    np.testing.assert_allclose(ours, live)
    assert peak == live.index(max(live))
