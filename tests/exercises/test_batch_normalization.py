r"""「배치 정규화 연습」의 모범답을 다른 길로 얻은 답과 견줍니다: torch의 층과 자동 미분, 남겨 둔 자료, 진짜 걸음."""

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
    course_root(Path(__file__).parent) / "exercises" / "batch_normalization"
)
SOLUTIONS: dict[str, Any] = {"np": np}
for cell in EXERCISE.solutions:
    exec(cell.solution_code, SOLUTIONS)

group_norm: Callable[..., Any] = SOLUTIONS["group_norm"]
masked_batch_norm: Callable[..., Any] = SOLUTIONS["masked_batch_norm"]
batch_renorm: Callable[..., Any] = SOLUTIONS["batch_renorm"]
ghost_batch_norm: Callable[..., Any] = SOLUTIONS["ghost_batch_norm"]
pool_statistics: Callable[..., Any] = SOLUTIONS["pool_statistics"]
fold: Callable[..., Any] = SOLUTIONS["fold"]
weight_norm: Callable[..., Any] = SOLUTIONS["weight_norm"]
effective_lrs: Callable[..., Any] = SOLUTIONS["effective_lrs"]

functional: Any = torch.nn.functional


def leaf(value: Any) -> torch.Tensor:
    return torch.tensor(value, dtype=torch.float64, requires_grad=True)


def test_the_overview_tells_the_points_of_each_item() -> None:
    overview = next(cell.source for cell in EXERCISE.cells if cell.kind == "text")
    rows = re.findall(r"^\| (.+?) \| `\w+` \| (\d+) \|$", overview, re.MULTILINE)
    assert rows == [(item.title, str(item.points)) for item in EXERCISE.items]
    assert f"{EXERCISE.points}점 만점" in overview


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 4), st.integers(1, 3), st.integers(1, 3), st.integers(2, 4))
def test_group_norm_is_torchs(n: int, groups: int, per_group: int, length: int) -> None:
    c = groups * per_group
    rng = np.random.default_rng(n + 10 * c + length)
    x, G = 3 * rng.normal(size=(n, c, length)) + 1, rng.normal(size=(n, c, length))
    weight, bias = rng.normal(size=c), rng.normal(size=c)
    tensors = leaf(x), leaf(weight), leaf(bias)
    expected = functional.group_norm(tensors[0], groups, tensors[1], tensors[2], 1e-3)
    grads = torch.autograd.grad(expected, tensors, torch.from_numpy(G))
    ours = group_norm(x, groups, weight, bias, 1e-3, G)
    for mine, theirs in zip(ours, [expected.detach(), *grads], strict=True):
        np.testing.assert_allclose(mine, theirs.numpy(), atol=1e-10)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 5), min_size=1, max_size=5), st.integers(1, 3))
def test_masked_norm_is_torchs_on_what_remains(lengths: list[int], c: int) -> None:
    lengths = [3, *lengths]
    rng = np.random.default_rng(sum(lengths) + c)
    x, G = rng.normal(1.0, 2.0, size=(len(lengths), 5, c)), rng.normal(size=(len(lengths), 5, c))
    mask = np.arange(5) < np.array(lengths)[:, None]
    tx, tmask = leaf(x), torch.from_numpy(mask)
    expected = torch.zeros_like(tx)
    expected[tmask] = functional.batch_norm(tx[tmask], None, None, training=True, eps=1e-3)
    grad = torch.autograd.grad(expected, tx, torch.from_numpy(G))[0]
    y, grad_x = masked_batch_norm(x, mask, 1e-3, G)
    np.testing.assert_allclose(y, expected.detach().numpy(), atol=1e-10)
    np.testing.assert_allclose(grad_x, grad.numpy(), atol=1e-10)
    # 채운 자리에 무엇이 있든 달라지는 것이 없습니다.
    dirty, noise = np.where(mask[:, :, None], x, 1e6), np.where(mask[:, :, None], G, -1e6)
    for clean, same in zip((y, grad_x), masked_batch_norm(dirty, mask, 1e-3, noise), strict=True):
        np.testing.assert_array_equal(clean, same)


def renorm_in_torch(x: torch.Tensor, mu: Any, sigma: Any, r_max: float, d_max: float) -> Any:
    mean, std = x.mean(dim=0), (x.var(dim=0, unbiased=False) + 1e-3).sqrt()
    r = (std / sigma).clamp(1 / r_max, r_max).detach()
    d = ((mean - mu) / sigma).clamp(-d_max, d_max).detach()
    return (x - mean) / std * r + d


@pytest.mark.parametrize(("r_max", "d_max"), [(1.0, 0.0), (1.5, 0.5), (3.0, 5.0), (50.0, 50.0)])
def test_renorm_is_differentiated_with_its_corrections_held(r_max: float, d_max: float) -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(7, 6)) * np.linspace(0.2, 4, 6) + np.linspace(-3, 3, 6)
    G, mu, sigma = rng.normal(size=(7, 6)), rng.normal(size=6), rng.uniform(0.5, 2.0, 6)
    tx = leaf(x)
    expected = renorm_in_torch(tx, torch.from_numpy(mu), torch.from_numpy(sigma), r_max, d_max)
    grad = torch.autograd.grad(expected, tx, torch.from_numpy(G))[0]
    y, grad_x = batch_renorm(x, mu, sigma, r_max, d_max, 1e-3, G)
    np.testing.assert_allclose(y, expected.detach().numpy(), atol=1e-10)
    np.testing.assert_allclose(grad_x, grad.numpy(), atol=1e-10)


def test_renorm_lies_between_training_and_evaluation() -> None:
    rng = np.random.default_rng(1)
    x, mu, var = rng.normal(2.0, 3.0, size=(6, 4)), rng.normal(size=4), rng.uniform(1.0, 2.0, 4)
    tensors = [torch.from_numpy(value) for value in (x, mu, var)]
    G = np.zeros_like(x)
    training = functional.batch_norm(tensors[0], None, None, training=True, eps=1e-5).numpy()
    evaluation = functional.batch_norm(*tensors, training=False, eps=0.0).numpy()
    bound = batch_renorm(x, mu, np.sqrt(var), 1.0, 0.0, 1e-5, G)[0]
    free = batch_renorm(x, mu, np.sqrt(var), 1e6, 1e6, 1e-5, G)[0]
    np.testing.assert_allclose(bound, training, atol=1e-10)
    np.testing.assert_allclose(free, evaluation, atol=1e-10)


@pytest.mark.parametrize("size", [2, 3, 6, 12])
def test_ghosts_are_torchs_small_batches_in_a_row(size: int) -> None:
    rng = np.random.default_rng(2)
    x = rng.normal(size=(12, 3)) * np.arange(1, 13)[:, None]
    layer = torch.nn.BatchNorm1d(3, eps=1e-3, momentum=0.3, affine=False, dtype=torch.float64)
    expected = [layer(torch.from_numpy(piece)).numpy() for piece in np.split(x, 12 // size)]
    before = np.zeros(3), np.ones(3)
    y, mean, var = ghost_batch_norm(x, size, *before, 0.3, 1e-3)
    assert layer.running_mean is not None
    assert layer.running_var is not None
    np.testing.assert_allclose(y, np.concatenate(expected), atol=1e-10)
    np.testing.assert_allclose(mean, layer.running_mean.numpy())
    np.testing.assert_allclose(var, layer.running_var.numpy())
    np.testing.assert_array_equal(before, ([0, 0, 0], [1, 1, 1]))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(1, 9), min_size=1, max_size=6), st.integers(0, 2**32 - 1))
def test_pooled_statistics_are_those_of_the_data_kept(counts: list[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    counts = [2, *counts]
    batches = [rng.normal(3 * rng.normal(), 1.0, size=(n, 2)) for n in counts]
    mean, var = pool_statistics(
        np.array(counts),
        np.array([batch.mean(axis=0) for batch in batches]),
        np.array([batch.var(axis=0) for batch in batches]),
    )
    everything = torch.from_numpy(np.concatenate(batches))
    np.testing.assert_allclose(mean, everything.mean(dim=0).numpy(), atol=1e-12)
    np.testing.assert_allclose(var, everything.var(dim=0).numpy(), atol=1e-12)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 5), st.integers(1, 5))
def test_folded_layer_is_the_three_of_torch(d: int, h: int) -> None:
    rng = np.random.default_rng(d + 10 * h)

    def statistics(size: int) -> tuple[Any, ...]:
        values = rng.normal(size=(3, size))
        return values[0], rng.uniform(0.01, 3.0, size), values[1], values[2]

    W, b, before, after = rng.normal(size=(h, d)), rng.normal(size=h), statistics(d), statistics(h)
    x = rng.normal(size=(6, d))

    def evaluated(z: torch.Tensor, given: tuple[Any, ...]) -> Any:
        return functional.batch_norm(z, *map(torch.from_numpy, given), training=False, eps=0.05)

    z = functional.linear(
        evaluated(torch.from_numpy(x), before), torch.from_numpy(W), torch.from_numpy(b)
    )
    W_new, b_new = fold(W, b, before, after, 0.05)
    np.testing.assert_allclose(x @ W_new.T + b_new, evaluated(z, after).numpy(), atol=1e-9)


def test_weight_norm_is_torchs() -> None:
    rng = np.random.default_rng(3)
    v, g, G = rng.normal(size=(4, 6)), rng.normal(size=4), rng.normal(size=(4, 6))
    layer = torch.nn.utils.parametrizations.weight_norm(
        torch.nn.Linear(6, 4, bias=False, dtype=torch.float64)
    )
    parts: Any = layer.parametrizations["weight"]
    with torch.no_grad():
        parts.original0.copy_(torch.from_numpy(g[:, None]))
        parts.original1.copy_(torch.from_numpy(v))
    weight = layer.weight
    weight.backward(torch.from_numpy(G))
    W, grad_v, grad_g = weight_norm(v, g, G)
    np.testing.assert_allclose(W, weight.detach().numpy(), atol=1e-12)
    np.testing.assert_allclose(grad_v, parts.original1.grad.numpy(), atol=1e-12)
    np.testing.assert_allclose(grad_g, parts.original0.grad.numpy()[:, 0], atol=1e-12)


@pytest.mark.parametrize("weight_decay", [0.0, 0.2])
def test_effective_lr_is_that_of_real_steps_under_batch_norm(weight_decay: float) -> None:
    rng = np.random.default_rng(4)
    X, y = torch.from_numpy(rng.normal(size=(20, 5))), torch.from_numpy(rng.normal(size=20))
    w = leaf(rng.normal(size=5))
    optimizer = torch.optim.SGD([w], lr=0.7, weight_decay=weight_decay)

    def loss(weight: torch.Tensor) -> Any:
        z = functional.batch_norm((X @ weight)[:, None], None, None, training=True, eps=1e-14)
        return ((z[:, 0] - y) ** 2).mean()

    start, unit_grad_norms, lengths = w.detach().norm().item(), [], [w.detach().norm().item()]
    for _ in range(15):
        unit = leaf((w / w.norm()).detach().numpy())
        unit_grad_norms.append(torch.autograd.grad(loss(unit), unit)[0].norm().item())
        optimizer.zero_grad()
        loss(w).backward()
        optimizer.step()
        lengths.append(w.detach().norm().item())
    rates = effective_lrs(start, np.array(unit_grad_norms), 0.7, weight_decay)
    np.testing.assert_allclose(rates, 0.7 / np.array(lengths) ** 2, rtol=1e-6)
