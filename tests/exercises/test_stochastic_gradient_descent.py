r"""「확률적 경사하강법 연습」의 모범답을 다른 길로 얻은 답과 견줍니다: torch, 모두 세어 보기, 느린 반복문."""

import itertools
import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit.grading import Exercise, course_root, read_exercise

EXERCISE: Exercise = read_exercise(
    course_root(Path(__file__).parent) / "exercises" / "stochastic_gradient_descent"
)
SOLUTIONS: dict[str, Any] = {"np": np}
for cell in EXERCISE.solutions:
    exec(cell.solution_code, SOLUTIONS)

choose_batch_size: Callable[..., Any] = SOLUTIONS["choose_batch_size"]
importance_gradient: Callable[..., Any] = SOLUTIONS["importance_gradient"]
accumulate: Callable[..., Any] = SOLUTIONS["accumulate"]
stratified_batches: Callable[..., Any] = SOLUTIONS["stratified_batches"]
reservoir: Callable[..., Any] = SOLUTIONS["reservoir"]
sgdr_lr: Callable[..., Any] = SOLUTIONS["sgdr_lr"]
expected_losses: Callable[..., Any] = SOLUTIONS["expected_losses"]
averaged_sgd: Callable[..., Any] = SOLUTIONS["averaged_sgd"]


def test_the_overview_tells_the_points_of_each_item() -> None:
    overview = next(cell.source for cell in EXERCISE.cells if cell.kind == "text")
    rows = re.findall(r"^\| (.+?) \| `\w+` \| (\d+) \|$", overview, re.MULTILINE)
    assert rows == [(item.title, str(item.points)) for item in EXERCISE.items]
    assert f"{EXERCISE.points}점 만점" in overview


def enumerated_variance(G: Any, size: int, replacement: bool) -> float:
    r"""크기가 `size`인 배치를 모두 늘어놓고 잰 분산."""
    n = len(G)
    batches = (
        itertools.product(range(n), repeat=size)
        if replacement
        else itertools.permutations(range(n), size)
    )
    errors = [np.sum((G[list(batch)].mean(axis=0) - G.mean(axis=0)) ** 2) for batch in batches]
    return float(np.mean(errors))


@pytest.mark.parametrize("replacement", [True, False])
def test_chosen_batch_is_the_smallest_of_all_that_shake_little_enough(replacement: bool) -> None:
    G = np.random.default_rng(0).normal(2.0, 1.5, size=(5, 3))
    measured = [enumerated_variance(G, size, replacement) for size in range(1, 6)]
    for target in 0.999 * np.array([2 * measured[0], *measured[:4]]):
        first = int(np.argmax(np.array(measured) <= target))
        size, variance = choose_batch_size(G, target, replacement)
        assert size == first + 1
        assert variance == pytest.approx(measured[first], abs=1e-12)


def test_batch_larger_than_the_data_is_possible_only_with_replacement() -> None:
    G = np.array([[0.0], [2.0]])  # σ² = 1
    assert choose_batch_size(G, 0.0101, True) == (100, pytest.approx(0.01))
    assert choose_batch_size(G, 0.0101, False) == (2, pytest.approx(0.0))


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 6))
def test_importance_gradient_is_unbiased(seed: int, d: int) -> None:
    rng = np.random.default_rng(seed)
    G = rng.normal(size=(5, d)) * rng.uniform(0.5, 3.0, size=(5, 1))
    p = importance_gradient(G, np.array([0]))[0]
    expected = np.zeros(d)
    for pair in itertools.product(range(5), repeat=2):
        expected += p[pair[0]] * p[pair[1]] * importance_gradient(G, np.array(pair))[1]
    np.testing.assert_allclose(expected, G.mean(axis=0), atol=1e-12)


def test_no_other_probabilities_shake_less_than_importance() -> None:
    rng = np.random.default_rng(1)
    G = rng.normal(size=(7, 2)) * rng.uniform(0.1, 4.0, size=(7, 1))
    p = importance_gradient(G, np.array([0]))[0]
    singles = np.array([importance_gradient(G, np.array([n]))[1] for n in range(7)])
    ours = np.sum(p * np.sum((singles - G.mean(axis=0)) ** 2, axis=1))
    for _ in range(50):
        q = p * np.exp(rng.normal(0.0, 0.3, size=7))
        q /= q.sum()
        others = G / (7 * q)[:, None]
        assert ours <= np.sum(q * np.sum((others - G.mean(axis=0)) ** 2, axis=1))


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 12), st.integers(1, 14))
def test_accumulated_gradient_is_torchs_of_the_whole(n: int, chunk: int) -> None:
    rng = np.random.default_rng(n * 31 + chunk)
    X, y, w = rng.normal(size=(n, 3)), rng.normal(size=n), rng.normal(size=3)
    sizes = []

    def grad(X_part: Any, y_part: Any) -> Any:
        sizes.append(len(y_part))
        tw = torch.tensor(w, requires_grad=True)
        predicted = torch.from_numpy(X_part) @ tw
        loss = torch.nn.functional.mse_loss(predicted, torch.from_numpy(y_part))
        return torch.autograd.grad(loss, tw)[0].numpy()

    measured = accumulate(grad, X, y, chunk)
    assert sum(sizes) == n
    assert max(sizes) <= chunk
    assert len(sizes) == -(-n // chunk)
    np.testing.assert_allclose(measured, grad(X, y), atol=1e-12)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=1, max_size=40), st.data())
def test_stratified_batches_are_level(labels: list[int], data: Any) -> None:
    m = data.draw(st.integers(1, len(labels)))
    batches = stratified_batches(np.array(labels), m, np.random.default_rng(0))
    assert sorted(int(i) for batch in batches for i in batch) == list(range(len(labels)))
    sizes = [len(batch) for batch in batches]
    assert max(sizes) - min(sizes) <= 1
    for kind in set(labels):
        counts = [sum(labels[i] == kind for i in batch) for batch in batches]
        assert max(counts) - min(counts) <= 1


def test_stratified_batches_deal_the_shuffled_numbers_like_cards() -> None:
    labels = np.array([1, 0, 1, 1, 0, 0, 1])
    rng = np.random.default_rng(3)
    line = [*rng.permutation([1, 4, 5]), *rng.permutation([0, 2, 3, 6])]
    hands: list[list[int]] = [[], [], []]
    for turn, number in enumerate(line):
        hands[turn % 3].append(int(number))
    batches = stratified_batches(labels, 3, np.random.default_rng(3))
    assert [batch.tolist() for batch in batches] == hands


class Told:
    r"""정해 준 수를 차례로 내는 가짜 생성기. 물은 범위도 적어 둡니다."""

    def __init__(self, answers: Sequence[int]) -> None:
        self.answers = iter(answers)
        self.asked: list[tuple[int, int]] = []

    def integers(self, low: int, high: int) -> int:
        self.asked.append((low, high))
        return next(self.answers)


def test_reservoir_keeps_every_element_equally_often() -> None:
    counts: Counter[int] = Counter()
    for answers in itertools.product(range(3), range(4), range(5), range(6)):
        rng = Told(answers)
        kept = reservoir(iter(range(6)), 2, rng)
        assert rng.asked == [(0, 3), (0, 4), (0, 5), (0, 6)]
        assert len(set(kept)) == 2
        counts.update(kept)
    assert set(counts.values()) == {3 * 4 * 5 * 6 * 2 // 6}


def test_reservoir_replaces_the_place_it_drew() -> None:
    assert reservoir(iter("abcdef"), 2, Told([1, 3, 0, 2])) == ["e", "c"]


@pytest.mark.parametrize(("first", "factor"), [(1, 1), (1, 2), (3, 2), (4, 3), (7, 1)])
def test_sgdr_is_torchs_warm_restarts(first: int, factor: int) -> None:
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.7)
    schedule = torch.optim.lr_scheduler.CosineAnnealingWarmRestarts(
        optimizer, T_0=first, T_mult=factor, eta_min=0.05
    )
    rates = []
    for _ in range(60):
        rates.append(float(schedule.get_last_lr()[0]))
        optimizer.step()
        schedule.step()
    ours = [sgdr_lr(step, 0.7, 0.05, first, factor) for step in range(60)]
    np.testing.assert_allclose(ours, rates, rtol=1e-12)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 64))
def test_expected_loss_adds_the_echo_of_the_start_and_of_each_noise(
    seed: int, batch_size: int
) -> None:
    rng = np.random.default_rng(seed)
    k, x, variances = rng.uniform(0.2, 3.0, 3), rng.normal(size=3), rng.uniform(0.1, 9.0, 3)
    lrs = rng.uniform(0.0, 0.8, size=7)
    # 마지막 자리는 시작점과 일곱 잡음의 일차식입니다. 잡음은 서로 독립이므로 계수를 제곱해 더합니다.
    expected = 0.0
    for d in range(3):
        shrink = [1.0 - lr * k[d] for lr in lrs]
        V = (np.prod(shrink) * x[d]) ** 2
        for t in range(7):
            V += (lrs[t] * np.prod(shrink[t + 1 :])) ** 2 * variances[d] / batch_size
        expected += k[d] * V / 2
    before = x.copy()
    curve = expected_losses(k, x, lrs, variances, batch_size)
    assert curve[-1] == pytest.approx(expected)
    assert curve[0] == pytest.approx(np.sum(k * x * x) / 2)
    assert len(curve) == 8
    np.testing.assert_array_equal(x, before)


def test_expected_loss_is_the_average_of_many_walks() -> None:
    rng = np.random.default_rng(0)
    k, sigma, lrs = np.array([2.0, 0.5]), np.array([1.5, 3.0]), 0.6 / np.arange(1, 13)
    places = np.tile([1.0, -2.0], (20_000, 1))
    losses = [float(np.mean(places**2 @ k)) / 2]
    for lr in lrs:
        noise = sigma * rng.normal(size=places.shape) / np.sqrt(4)
        places = places - lr * (k * places + noise)
        losses.append(float(np.mean(places**2 @ k)) / 2)
    ours = expected_losses(k, np.array([1.0, -2.0]), lrs, sigma**2, 4)
    np.testing.assert_allclose(ours, losses, rtol=0.03)


def test_expected_loss_settles_on_the_floor_of_the_chapter() -> None:
    # 장의 식: E[x²]은 ησ²/(λ(2 - ηλ))에 머뭅니다. λ = 2, η = 0.3, σ² = 5이면 1.5/2.8입니다.
    floor = expected_losses(np.array([2.0]), np.zeros(1), np.full(400, 0.3), np.array([5.0]), 1)[-1]
    assert floor == pytest.approx(1.5 / 2.8)


@pytest.mark.parametrize(("steps", "start"), [(1, 0), (9, 0), (9, 4), (9, 8)])
def test_average_is_torchs_averaged_model(steps: int, start: int) -> None:
    rng = np.random.default_rng(steps + start)
    A, noise, x = np.diag([1.0, 2.0, 0.5]), rng.normal(size=(steps, 3)), rng.normal(size=3)
    before = x.copy()
    model = torch.nn.Linear(3, 1, bias=False, dtype=torch.float64)
    with torch.no_grad():
        model.weight.copy_(torch.from_numpy(x))
    averaged: Any = torch.optim.swa_utils.AveragedModel(model)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.3)
    for t in range(steps):
        model.weight.grad = model.weight.detach() @ torch.from_numpy(A) + torch.from_numpy(noise[t])
        optimizer.step()
        if t >= start:
            averaged.update_parameters(model)
    last, average = averaged_sgd(lambda z, t: A @ z + noise[t], x, 0.3, steps, start)
    np.testing.assert_allclose(last, model.weight.detach().numpy()[0])
    np.testing.assert_allclose(average, averaged.module.weight.detach().numpy()[0])
    np.testing.assert_array_equal(x, before)
