r"""「옵티마이저 연습」의 모범답을 다른 길로 얻은 답과 견줍니다: torch의 옵티마이저, 펼친 합, 손으로 센 수."""

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

EXERCISE: Exercise = read_exercise(course_root(Path(__file__).parent) / "exercises" / "optimizers")
SOLUTIONS: dict[str, Any] = {"np": np}
for cell in EXERCISE.solutions:
    exec(cell.solution_code, SOLUTIONS)

velocity_step: Callable[..., Any] = SOLUTIONS["velocity_step"]
qhm_step: Callable[..., Any] = SOLUTIONS["qhm_step"]
lookahead: Callable[..., Any] = SOLUTIONS["lookahead"]
clip_by_norm: Callable[..., Any] = SOLUTIONS["clip_by_norm"]
majority_vote_step: Callable[..., Any] = SOLUTIONS["majority_vote_step"]
lion_step: Callable[..., Any] = SOLUTIONS["lion_step"]
ema_weights: Callable[..., Any] = SOLUTIONS["ema_weights"]
surprise_step: Callable[..., Any] = SOLUTIONS["surprise_step"]
radam_factor: Callable[..., Any] = SOLUTIONS["radam_factor"]
adamax: Callable[..., Any] = SOLUTIONS["adamax"]
nadam: Callable[..., Any] = SOLUTIONS["nadam"]
scheduled_adamw: Callable[..., Any] = SOLUTIONS["scheduled_adamw"]

seeds = st.integers(0, 2**32 - 1)


def torch_path(
    kind: Any, x: Any, grads: Any, rates: Sequence[float] | None = None, **options: Any
) -> Any:
    r"""정해 준 기울기로 torch의 옵티마이저가 지나온 자리 (T + 1, D)."""
    parameter = torch.tensor(x, requires_grad=True)
    optimizer = kind([parameter], **options)
    path = [np.array(x)]
    for t, g in enumerate(grads):
        parameter.grad = torch.from_numpy(np.array(g))
        if rates is not None:
            optimizer.param_groups[0]["lr"] = rates[t]
        optimizer.step()
        path.append(parameter.detach().numpy().copy())
    return np.array(path)


def test_the_overview_tells_the_points_of_each_item() -> None:
    overview = next(cell.source for cell in EXERCISE.cells if cell.kind == "text")
    rows = re.findall(r"^\| (.+?) \| `\w+` \| (\d+) \|$", overview, re.MULTILINE)
    assert rows == [(item.title, str(item.points)) for item in EXERCISE.items]
    assert f"{EXERCISE.points}점 만점" in overview


@settings(max_examples=50, deadline=None)
@given(seeds)
def test_velocity_passes_where_torchs_buffer_passes(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x, grads, rates = rng.normal(size=3), rng.normal(size=(9, 3)), rng.uniform(0.01, 1.0, size=9)
    expected = torch_path(torch.optim.SGD, x, grads, list(rates), lr=1.0, momentum=0.8)
    v, previous = np.zeros(3), rates[0]
    for g, lr, place in zip(grads, rates, expected[1:], strict=True):
        x, v = velocity_step(x, v, g, lr, previous, 0.8)
        previous = lr
        np.testing.assert_allclose(x, place, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    ("nu", "options"),
    [
        (0.0, {"lr": 0.2}),
        (1.0, {"lr": 0.2 * (1 - 0.7), "momentum": 0.7}),
        (0.7, {"lr": 0.2 * (1 - 0.7), "momentum": 0.7, "nesterov": True}),
    ],
)
def test_qhm_holds_descent_momentum_and_nesterov(nu: float, options: dict[str, Any]) -> None:
    rng = np.random.default_rng(0)
    x, grads = rng.normal(size=3), rng.normal(size=(12, 3))
    expected = torch_path(torch.optim.SGD, x, grads, **options)
    m = np.zeros(3)
    for g, place in zip(grads, expected[1:], strict=True):
        x, m = qhm_step(x, m, g, 0.2, 0.7, nu)
        np.testing.assert_allclose(x, place, rtol=1e-12)


def test_qhm_mixes_the_two_steps_it_lies_between() -> None:
    rng = np.random.default_rng(1)
    x, m, g = rng.normal(size=(3, 4))
    ends = [qhm_step(x, m, g, 0.3, 0.9, nu)[0] for nu in (0.0, 1.0)]
    np.testing.assert_allclose(
        qhm_step(x, m, g, 0.3, 0.9, 0.25)[0], 0.75 * ends[0] + 0.25 * ends[1]
    )


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 8), st.floats(0.05, 1.0), st.floats(0.1, 1.9))
def test_lookahead_shrinks_a_bowl_as_the_closed_form_says(
    k: int, alpha: float, product: float
) -> None:
    path = lookahead(lambda z: 2.0 * z, np.array([3.0, -1.0]), product / 2.0, k, alpha, 5)
    factor = 1.0 + alpha * ((1.0 - product) ** k - 1.0)
    expected = np.array([3.0, -1.0]) * factor ** np.arange(6)[:, None]
    np.testing.assert_allclose(path, expected, atol=1e-12)


def test_lookahead_runs_torchs_sgd_inside() -> None:
    def grad(z: Any) -> Any:
        return np.array([np.sin(z[0]) + z[1], z[1] ** 3])

    fast = torch.tensor([1.0, 0.5], dtype=torch.float64, requires_grad=True)
    slow, optimizer = fast.detach().clone(), torch.optim.SGD([fast], lr=0.1)
    expected = [slow.numpy().copy()]
    for _ in range(4):
        for _ in range(3):
            fast.grad = torch.from_numpy(grad(fast.detach().numpy()))
            optimizer.step()
        slow.lerp_(fast.detach(), 0.6)
        with torch.no_grad():
            fast.copy_(slow)
        expected.append(slow.numpy().copy())
    x = np.array([1.0, 0.5])
    np.testing.assert_allclose(lookahead(grad, x, 0.1, 3, 0.6, 4), expected)
    np.testing.assert_array_equal(x, [1.0, 0.5])


@settings(max_examples=50, deadline=None)
@given(seeds, st.floats(0.01, 50.0))
def test_clipping_is_torchs(seed: int, max_norm: float) -> None:
    rng = np.random.default_rng(seed)
    grads = [rng.normal(size=shape) for shape in ((3, 2), (4,), ())]
    before = [g.copy() for g in grads]
    parameters = [torch.zeros(g.shape, dtype=torch.float64, requires_grad=True) for g in grads]
    for parameter, g in zip(parameters, grads, strict=True):
        parameter.grad = torch.tensor(g)
    expected = torch.nn.utils.clip_grad_norm_(parameters, max_norm)
    clipped, total = clip_by_norm(grads, max_norm)
    assert total == pytest.approx(expected.item())
    for ours, parameter, g, kept in zip(clipped, parameters, grads, before, strict=True):
        assert parameter.grad is not None
        # torch는 나누는 수에 1e-6을 더합니다.
        np.testing.assert_allclose(ours, parameter.grad.numpy(), rtol=1e-5)
        np.testing.assert_array_equal(g, kept)


def test_clipping_leaves_zeros_and_the_limit_itself() -> None:
    clipped, total = clip_by_norm([np.zeros(3)], 1.0)
    assert total == 0.0
    np.testing.assert_array_equal(clipped[0], np.zeros(3))
    np.testing.assert_array_equal(clip_by_norm([np.array([3.0, 4.0])], 5.0)[0][0], [3.0, 4.0])


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(st.sampled_from([-9.0, -0.5, 0.0, 0.5, 9.0]), min_size=3, max_size=3)))
def test_majority_counts_hands(grads: list[list[float]]) -> None:
    if not grads:
        return
    moves = []
    for column in zip(*grads, strict=True):
        hands = Counter("up" if g > 0 else "down" if g < 0 else "none" for g in column)
        moves.append((hands["down"] > hands["up"]) - (hands["up"] > hands["down"]))
    x = np.array([1.0, 2.0, 3.0])
    np.testing.assert_allclose(
        majority_vote_step(x, np.array(grads), 0.25), x + np.multiply(0.25, moves)
    )


def test_one_worker_is_the_first_step_of_torchs_rprop() -> None:
    x, g = np.array([1.0, -2.0, 0.5]), np.array([[0.3, -7.0, 0.0]])
    expected = torch_path(torch.optim.Rprop, x, g, lr=0.1)[-1]
    np.testing.assert_allclose(majority_vote_step(x, g, 0.1), expected)


@settings(max_examples=50, deadline=None)
@given(seeds)
def test_lion_follows_the_sum_over_all_past_gradients(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x, grads = rng.normal(size=4), rng.normal(size=(8, 4))
    m, (beta1, beta2), decay = np.zeros(4), (0.6, 0.85), 0.2
    for t, g in enumerate(grads):
        past = [beta1 * (1 - beta2) * beta2 ** (t - 1 - i) for i in range(t)]
        c = (1 - beta1) * g + sum((w * grads[i] for i, w in enumerate(past)), np.zeros(4))
        shrunk = x * (1 - 0.1 * decay)
        expected = shrunk - 0.1 * np.where(c > 0, 1.0, -1.0)
        x, m = lion_step(x, m, g, 0.1, (beta1, beta2), decay)
        np.testing.assert_allclose(x, expected, rtol=1e-12)


def test_lion_without_memory_is_torchs_adamw_without_memory() -> None:
    rng = np.random.default_rng(3)
    x, grads = rng.normal(size=4), rng.normal(size=(6, 4))
    options: dict[str, Any] = {"lr": 0.1, "betas": (0.0, 0.0), "eps": 1e-300, "weight_decay": 0.5}
    expected = torch_path(torch.optim.AdamW, x, grads, **options)
    for g, place in zip(grads, expected[1:], strict=True):
        x, _ = lion_step(x, np.zeros(4), g, 0.1, (0.0, 0.9), 0.5)
        np.testing.assert_allclose(x, place, rtol=1e-12)


@pytest.mark.parametrize("t", [1, 2, 3, 10])
@pytest.mark.parametrize("beta", [0.1, 0.9])
def test_ema_weights_are_what_torchs_adam_makes_of_one_hot_gradients(t: int, beta: float) -> None:
    parameter = torch.zeros(t, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.Adam([parameter], betas=(beta, 0.9))
    for one_hot in torch.eye(t, dtype=torch.float64):
        parameter.grad = one_hot.clone()
        optimizer.step()
    raw, corrected = ema_weights(t, beta)
    np.testing.assert_allclose(raw, optimizer.state[parameter]["exp_avg"].numpy())
    np.testing.assert_allclose(corrected, raw / raw.sum())


@pytest.mark.parametrize("t", [1, 2, 5, 200])
@pytest.mark.parametrize("betas", [(0.9, 0.999), (0.5, 0.9), (0.0, 0.99)])
def test_surprise_is_the_last_step_of_torchs_adam(t: int, betas: tuple[float, float]) -> None:
    grads = np.zeros((t, 1))
    grads[-1] = -123.0
    path = torch_path(torch.optim.Adam, np.zeros(1), grads, lr=0.3, betas=betas, eps=1e-300)
    assert surprise_step(0.3, betas, t) == pytest.approx(path[-1, 0] - path[-2, 0], rel=1e-9)


def test_surprise_reaches_the_bound_of_the_paper() -> None:
    # (1 - 0.9) / √(1 - 0.999) = √10
    assert surprise_step(1.0, (0.9, 0.999), 10**6) == pytest.approx(np.sqrt(10.0))


@pytest.mark.parametrize("beta2", [0.9, 0.99, 0.999])
def test_radam_factor_is_the_step_of_torchs_radam(beta2: float) -> None:
    # 기울기가 늘 1이면 m̂도 √v̂도 1이어서, 걸음의 크기가 곧 곱한 수입니다.
    path = torch_path(
        torch.optim.RAdam, np.zeros(1), np.ones((60, 1)), lr=1.0, betas=(0.9, beta2), eps=1e-300
    )
    steps = -np.diff(path[:, 0])
    factors = np.array([radam_factor(t, beta2) for t in range(1, 61)])
    # 믿을 수 없는 동안 torch는 v̂으로 나누지 않은 m̂ = 1만큼 걷습니다.
    np.testing.assert_allclose(np.where(factors == 0.0, 1.0, factors), steps, rtol=1e-9)
    assert 4 <= np.count_nonzero(factors == 0.0) <= 8
    assert np.all(np.diff(factors) >= 0)


def random_run(seed: int) -> tuple[Any, Any]:
    rng = np.random.default_rng(seed)
    scale = rng.choice([0.0, 0.1, 1.0, 10.0], size=(20, 1))
    return rng.normal(size=4), scale * rng.normal(0.2, 1.0, size=(20, 4))


@settings(max_examples=50, deadline=None)
@given(seeds, st.floats(0.0, 0.95), st.floats(0.1, 0.999))
def test_adamax_is_torchs(seed: int, beta1: float, beta2: float) -> None:
    x, grads = random_run(seed)
    options: dict[str, Any] = {"lr": 0.1, "betas": (beta1, beta2), "eps": 1e-3}
    np.testing.assert_allclose(
        adamax(x, grads, **options),
        torch_path(torch.optim.Adamax, x, grads, **options),
        rtol=1e-9,
        atol=1e-9,
    )


@settings(max_examples=50, deadline=None)
@given(seeds, st.floats(0.0, 0.95), st.floats(0.1, 0.999))
def test_nadam_is_torchs_once_its_momentum_stops_changing(
    seed: int, beta1: float, beta2: float
) -> None:
    x, grads = random_run(seed)
    options: dict[str, Any] = {"lr": 0.1, "betas": (beta1, beta2), "eps": 1e-3}
    # momentum_decay가 아주 크면 torch의 β₁(1 - 0.5 · 0.96^(t · decay))이 첫 걸음부터 β₁입니다.
    expected = torch_path(torch.optim.NAdam, x, grads, momentum_decay=1e6, **options)
    # torch는 μ의 곱을 float32로 들고 있으므로 그만큼만 가깝습니다.
    np.testing.assert_allclose(nadam(x, grads, **options), expected, rtol=1e-6, atol=1e-6)


@settings(max_examples=50, deadline=None)
@given(seeds, st.floats(0.0, 0.95), st.floats(0.1, 0.999), st.floats(0.0, 0.5))
def test_scheduled_adamw_is_torchs_with_the_decay_told_in_its_units(
    seed: int, beta1: float, beta2: float, decay: float
) -> None:
    x, grads = random_run(seed)
    etas = np.random.default_rng(seed).uniform(0.1, 1.0, size=20)
    ours = scheduled_adamw(x, grads, 0.05, etas, (beta1, beta2), 1e-3, decay)
    options: dict[str, Any] = {"betas": (beta1, beta2), "eps": 1e-3, "weight_decay": decay / 0.05}
    expected = torch_path(torch.optim.AdamW, x, grads, list(0.05 * etas), lr=0.05, **options)
    np.testing.assert_allclose(ours, expected, rtol=1e-9, atol=1e-9)
