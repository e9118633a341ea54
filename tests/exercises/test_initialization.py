r"""「가중치 초기화 연습」의 모범답을 다른 길로 얻은 답과 견줍니다: 적분, 흘려 본 자료, torch로 가르친 망."""

import itertools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.polynomial.hermite_e import hermegauss
from scipy import integrate, stats

from coursekit.grading import Exercise, course_root, read_exercise

EXERCISE: Exercise = read_exercise(
    course_root(Path(__file__).parent) / "exercises" / "initialization"
)
SOLUTIONS: dict[str, Any] = {"np": np, "hermegauss": hermegauss}
for cell in EXERCISE.solutions:
    exec(cell.solution_code, SOLUTIONS)

gain_of: Callable[..., Any] = SOLUTIONS["gain_of"]
moments_through: Callable[..., Any] = SOLUTIONS["moments_through"]
correlations: Callable[..., Any] = SOLUTIONS["correlations"]
branch_scale: Callable[..., Any] = SOLUTIONS["branch_scale"]
fixup_stds: Callable[..., Any] = SOLUTIONS["fixup_stds"]
lsuv: Callable[..., Any] = SOLUTIONS["lsuv"]
first_twins: Callable[..., Any] = SOLUTIONS["first_twins"]
widen: Callable[..., Any] = SOLUTIONS["widen"]


def torch_function(name: str) -> Callable[[Any], Any]:
    function = getattr(torch.nn.functional, name)
    return lambda z: function(torch.from_numpy(np.asarray(z))).numpy()


def expectation(g: Callable[[float], float], mean: float = 0.0, std: float = 1.0) -> float:
    def density(z: float) -> float:
        return g(z) * float(stats.norm.pdf(z, mean, std))

    low, high = mean - 12 * std, mean + 12 * std
    return float(integrate.quad(density, low, high, points=[0.0], limit=200)[0])


def test_the_overview_tells_the_points_of_each_item() -> None:
    overview = next(cell.source for cell in EXERCISE.cells if cell.kind == "text")
    rows = re.findall(r"^\| (.+?) \| `\w+` \| (\d+) \|$", overview, re.MULTILINE)
    assert rows == [(item.title, str(item.points)) for item in EXERCISE.items]
    assert f"{EXERCISE.points}점 만점" in overview


@pytest.mark.parametrize("slope", [0.0, 0.01, 0.3, 1.0])
def test_gain_of_leaky_relu_is_torchs(slope: float) -> None:
    gain = gain_of(lambda z: np.where(z > 0, z, slope * z), 30)
    assert gain == pytest.approx(torch.nn.init.calculate_gain("leaky_relu", slope))


@pytest.mark.parametrize("name", ["silu", "gelu", "softplus", "sigmoid", "tanh"])
def test_gain_undoes_what_the_integral_says(name: str) -> None:
    f = torch_function(name)
    second = expectation(lambda z: float(f(np.float64(z))) ** 2)
    assert gain_of(f, 80) == pytest.approx(second**-0.5, rel=1e-6)


def test_selu_is_pulled_to_mean_zero_and_variance_one() -> None:
    selu = torch_function("selu")
    for mean, var in [(0.5, 2.0), (-0.3, 0.8), (1.0, 1.5)]:
        path = moments_through(selu, mean, var, 0.0, 1.0, 60, 200)
        np.testing.assert_allclose(path[-1], [0.0, 1.0], atol=2e-2)
    still = moments_through(selu, 0.0, 1.0, 0.0, 1.0, 1, 200)
    np.testing.assert_allclose(still[1], [0.0, 1.0], atol=3e-3)


def test_moments_are_those_of_the_integral_layer_by_layer() -> None:
    f = torch_function("gelu")
    path = moments_through(f, 0.4, 1.7, 0.6, 1.3, 3, 80)
    for (mean, var), after in itertools.pairwise(path):
        center, std = 0.6 * mean, float(np.sqrt(1.3 * var))
        first = expectation(lambda z: float(f(np.float64(z))), center, std)
        second = expectation(lambda z: float(f(np.float64(z))) ** 2, center, std)
        np.testing.assert_allclose(after, [first, second - first**2], rtol=1e-6)


def test_moments_are_those_of_a_real_unit() -> None:
    rng = np.random.default_rng(0)
    w = rng.normal(0.01, 0.1, size=400)
    x = rng.exponential(0.5, size=(20_000, 400))  # 평균 0.5, 분산 0.25
    y = np.tanh(x @ w)
    path = moments_through(np.tanh, 0.5, 0.25, w.sum(), np.sum(w**2), 1, 40)
    np.testing.assert_allclose(path[1], [y.mean(), y.var()], atol=0.02)


@pytest.mark.parametrize("c", [-0.8, 0.0, 0.4, 0.95])
def test_correlation_after_one_layer_is_the_integral_over_two_inputs(c: float) -> None:
    # v = cu + √(1-c²)t이므로 t에 대한 적분은 정규 분포의 손실 함수로 끝납니다.
    s = float(np.sqrt(1 - c**2))

    def inner(u: float) -> float:
        return max(u, 0) * float(c * u * stats.norm.cdf(c * u / s) + s * stats.norm.pdf(c * u / s))

    assert correlations(c, 1)[1] == pytest.approx(2 * expectation(inner), rel=1e-6)


def test_correlations_are_those_of_a_wide_network_of_torch() -> None:
    generator = torch.Generator().manual_seed(0)
    width, c = 3000, -0.5
    a, b = np.array([1.0, 0.0]), np.array([c, np.sqrt(1 - c**2)])
    x = torch.tensor(np.stack([a, b]), dtype=torch.float64)
    measured = [c]
    for _ in range(4):
        W = torch.empty(width, x.shape[1], dtype=torch.float64)
        torch.nn.init.kaiming_normal_(W, nonlinearity="relu", generator=generator)
        x = torch.relu(x @ W.T)
        measured.append(torch.nn.functional.cosine_similarity(x[0], x[1], dim=0).item())
    np.testing.assert_allclose(correlations(c, 4), measured, atol=0.04)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 60), st.floats(0.05, 5.0), st.floats(1.01, 20.0))
def test_branches_add_their_variance_block_by_block(
    blocks: int, branch_gain: float, growth: float
) -> None:
    s, variances = branch_scale(blocks, branch_gain, growth)
    walked = [1.0]
    for _ in range(blocks):
        walked.append(walked[-1] + s * s * branch_gain * walked[-1])
    np.testing.assert_allclose(variances, walked)
    assert walked[-1] == pytest.approx(growth)


@pytest.mark.parametrize("m", [2, 3, 5])
def test_fixup_is_torchs_he_for_one_block_and_shrinks_the_branch_by_root_l(m: int) -> None:
    widths = [50, 30, 70, 20, 90, 60][: m + 1]
    alone, many = fixup_stds(widths, 1), fixup_stds(widths, 37)
    for into, std in zip(widths[: m - 1], alone, strict=False):
        weight = torch.empty(200_000 // into, into)
        torch.nn.init.kaiming_normal_(weight, generator=torch.Generator().manual_seed(0))
        assert std == pytest.approx(weight.std().item(), rel=0.01)
    assert alone[-1] == many[-1] == 0
    assert np.prod(many[:-1] / alone[:-1]) == pytest.approx(37**-0.5)
    assert np.ptp(many[:-1] / alone[:-1]) == pytest.approx(0, abs=1e-12)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.lists(st.integers(4, 12), min_size=1, max_size=5))
def test_lsuv_leaves_every_layer_with_unit_variance(seed: int, widths: list[int]) -> None:
    rng = np.random.default_rng(seed)
    X = rng.normal(0.3, 2.0, size=(40, 6))
    sizes = [6, *widths]
    weights = [
        rng.uniform(0.1, 3.0) * rng.normal(size=(out, into)) + 0.2
        for into, out in itertools.pairwise(sizes)
    ]
    alive = X
    for W in weights:
        alive = np.maximum(alive @ W.T, 0)  # 배율은 유닛이 켜지는지를 바꾸지 않습니다.
        assume(np.ptp(alive) > 0.01)
    before = [W.copy() for W in weights]
    x = torch.from_numpy(X)
    for old, W, new in zip(before, weights, lsuv(X, weights), strict=True):
        np.testing.assert_array_equal(W, old)
        ratios = new / W
        np.testing.assert_allclose(ratios, ratios[0, 0])
        z = torch.nn.functional.linear(x, torch.from_numpy(new))
        assert z.var(unbiased=False).item() == pytest.approx(1.0)
        x = torch.relu(z)


def test_twins_stay_twins_through_training_and_the_rest_part() -> None:
    rng = np.random.default_rng(1)
    W1 = rng.normal(size=(2, 3))[[0, 0, 1, 0, 1, 0, 0]]
    b1 = np.array([0.0, 0.0, 0.0, 0.5, 0.0, 0.0, 0.0])
    W2 = np.array([[1.0, 2.0, 1.0, 1.0, 1.0, 1.0, 2.0], [3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0]])
    X = torch.from_numpy(rng.normal(size=(12, 3)))
    targets = torch.from_numpy(rng.normal(size=(12, 2)))
    parameters = [torch.tensor(value, requires_grad=True) for value in (W1, b1, W2)]
    optimizer = torch.optim.SGD(parameters, lr=0.05)
    for _ in range(30):
        optimizer.zero_grad()
        hidden = torch.tanh(X @ parameters[0].T + parameters[1])
        loss = ((hidden @ parameters[2].T - targets) ** 2).mean()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    learned = np.column_stack(
        [parameters[0].detach(), parameters[1].detach(), parameters[2].detach().T]
    )
    together = [
        next(i for i in range(7) if np.allclose(learned[i], learned[j], atol=1e-9))
        for j in range(7)
    ]
    assert together == [0, 1, 2, 3, 2, 0, 1]
    np.testing.assert_array_equal(first_twins(W1, b1, W2), together)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 3), max_size=12), st.integers(0, 2**32 - 1))
def test_wider_network_computes_the_same(extra: list[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    source = rng.permutation([0, 1, 2, 3, *extra])
    W1, b1, W2 = rng.normal(size=(4, 3)), rng.normal(size=4), rng.normal(size=(2, 4))
    wide_W1, wide_b1, wide_W2 = widen(W1, b1, W2, source)
    assert wide_W1.shape == (len(source), 3)
    X = torch.from_numpy(rng.normal(size=(5, 3)))
    linear = torch.nn.functional.linear

    def network(first: Any, bias: Any, second: Any) -> Any:
        first, bias, second = map(torch.from_numpy, (first, bias, second))
        return linear(torch.tanh(linear(X, first, bias)), second).numpy()

    np.testing.assert_allclose(network(wide_W1, wide_b1, wide_W2), network(W1, b1, W2), atol=1e-12)
    # 사본끼리는 나가는 가중치까지 같으므로 영영 짝입니다.
    firsts = first_twins(wide_W1, wide_b1, wide_W2)
    np.testing.assert_array_equal(source[firsts], source)
    assert len(set(firsts.tolist())) == 4
