r"""「경사하강법 연습」의 모범답을 다른 길로 얻은 답과 견줍니다: torch, scipy, 직접 돌려 본 결과."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import scipy.linalg
import scipy.optimize
import torch
from hypothesis import given
from hypothesis import strategies as st

from coursekit.grading import Exercise, course_root, read_exercise

EXERCISE: Exercise = read_exercise(
    course_root(Path(__file__).parent) / "exercises" / "gradient_descent"
)
SOLUTIONS: dict[str, Any] = {"np": np}
for cell in EXERCISE.solutions:
    exec(cell.solution_code, SOLUTIONS)

five_point_gradient: Callable[..., Any] = SOLUTIONS["five_point_gradient"]
mse_gradient: Callable[..., Any] = SOLUTIONS["mse_gradient"]
line_step: Callable[..., Any] = SOLUTIONS["line_step"]
fit: Callable[..., Any] = SOLUTIONS["fit"]
largest_lr: Callable[..., Any] = SOLUTIONS["largest_lr"]
regime: Callable[..., Any] = SOLUTIONS["regime"]
classify: Callable[..., Any] = SOLUTIONS["classify"]
backtracking_step: Callable[..., Any] = SOLUTIONS["backtracking_step"]


def problem(seed: int, n: int = 9, d: int = 3) -> tuple[Any, ...]:
    rng = np.random.default_rng(seed)
    return rng.normal(size=d), float(rng.normal()), rng.normal(size=(n, d)), rng.normal(size=n)


def torch_gradient(w: Any, b: float, X: Any, y: Any) -> tuple[float, Any, float]:
    tw = torch.tensor(w, requires_grad=True)
    tb = torch.tensor(b, dtype=torch.float64, requires_grad=True)
    loss = torch.nn.functional.mse_loss(torch.from_numpy(X) @ tw + tb, torch.from_numpy(y)) / 2
    loss.backward()
    return loss.item(), tw.grad.numpy(), tb.grad.item()


def test_the_overview_tells_the_points_of_each_item() -> None:
    overview = next(cell.source for cell in EXERCISE.cells if cell.kind == "text")
    rows = re.findall(r"^\| (.+?) \| `\w+` \| (\d+) \|$", overview, re.MULTILINE)
    assert rows == [(item.title, str(item.points)) for item in EXERCISE.items]
    assert f"{EXERCISE.points}점 만점" in overview


def test_five_point_error_falls_sixteenfold() -> None:
    x = np.array([0.3, -0.7])
    exact = np.array([np.cos(0.3) * np.exp(-0.7), np.sin(0.3) * np.exp(-0.7)])
    errors = [
        np.abs(five_point_gradient(lambda z: float(np.sin(z[0]) * np.exp(z[1])), x, h=h) - exact)
        for h in (0.2, 0.1)
    ]
    np.testing.assert_allclose(errors[0] / errors[1], 16.0, rtol=0.05)


def test_five_point_is_exact_up_to_degree_four_and_leaves_x_alone() -> None:
    x = np.array([2.0])
    assert five_point_gradient(lambda z: float(z[0] ** 4), x, h=1.0) == pytest.approx([32.0])
    # x⁵에서는 h⁴/30 · f⁽⁵⁾ = 120/30 = 4만큼 어긋납니다.
    assert five_point_gradient(lambda z: float(z[0] ** 5), x, h=1.0) == pytest.approx([80.0 - 4.0])
    assert x == 2.0


@pytest.mark.parametrize("d", [1, 3, 9])
def test_mse_gradient_is_torchs(d: int) -> None:
    w, b, X, y = problem(0, d=d)
    loss, grad_w, grad_b = mse_gradient(w, b, X, y)
    expected = torch_gradient(w, b, X, y)
    assert loss == pytest.approx(expected[0])
    np.testing.assert_allclose(grad_w, expected[1])
    assert grad_b == pytest.approx(expected[2])


def test_line_step_is_torchs_sgd() -> None:
    w, b, X, y = problem(1)
    before = w.copy()
    tw = torch.tensor(w, requires_grad=True)
    tb = torch.tensor(b, dtype=torch.float64, requires_grad=True)
    (torch.mean((torch.from_numpy(X) @ tw + tb - torch.from_numpy(y)) ** 2) / 2).backward()
    torch.optim.SGD([tw, tb], lr=0.3).step()
    w_new, b_new = line_step(w, b, X, y, 0.3)
    np.testing.assert_allclose(w_new, tw.detach().numpy())
    assert b_new == pytest.approx(tb.item())
    np.testing.assert_array_equal(w, before)


def test_fit_stops_at_the_first_place_that_is_flat_enough() -> None:
    _, _, X, y = problem(2, n=30)
    w, b, steps = fit(X, y, lr=0.4, tol=1e-3, max_steps=500)
    places: list[tuple[Any, float]] = [(np.zeros(3), 0.0)]
    sizes = []
    for _ in range(steps + 1):
        place_w, place_b = places[-1]
        _, grad_w, grad_b = torch_gradient(place_w, place_b, X, y)
        sizes.append(np.sqrt(np.sum(grad_w**2) + grad_b**2))
        places.append((place_w - 0.4 * grad_w, place_b - 0.4 * grad_b))
    assert sizes[steps] <= 1e-3 < min(sizes[:steps])
    np.testing.assert_allclose(w, places[steps][0])
    assert b == pytest.approx(places[steps][1])


def test_fit_finds_the_least_squares_line_and_respects_the_limit() -> None:
    _, _, X, y = problem(3, n=30)
    best, *_ = scipy.linalg.lstsq(np.column_stack([X, np.ones(30)]), y)
    w, b, _ = fit(X, y, lr=0.4, tol=1e-10, max_steps=5000)
    np.testing.assert_allclose([*w, b], best, atol=1e-8)
    assert fit(X, y, lr=0.4, tol=1e-10, max_steps=7)[2] == 7
    assert fit(X, np.zeros(30), lr=0.4, tol=1e-10, max_steps=7)[2] == 0


@pytest.mark.parametrize("seed", range(4))
def test_largest_lr_divides_convergence_from_divergence(seed: int) -> None:
    M = np.random.default_rng(seed).normal(size=(4, 4))
    A = M @ M.T + np.eye(4)
    sizes = []
    for lr in (0.98 * largest_lr(A), 1.02 * largest_lr(A)):
        x = np.ones(4)
        for _ in range(2000):
            x = x - lr * A @ x
        sizes.append(np.linalg.norm(x))
    assert sizes[0] < 1e-3
    assert sizes[1] > 1e3


@given(st.floats(0.1, 10.0), st.floats(0.05, 4.0))
def test_regime_names_what_two_steps_show(curvature: float, product: float) -> None:
    if min(abs(product - 1), abs(product - 2)) < 1e-6:
        return
    lr = product / curvature
    first = 1.0 - lr * curvature * 1.0
    second = first - lr * curvature * first
    swings, grows = first * second < 0, abs(second) > abs(first)
    expected = {(False, False): "단조 수렴", (True, False): "진동 수렴", (True, True): "발산"}
    assert regime(curvature, lr) == expected[swings, grows]


@pytest.mark.parametrize(
    ("product", "name"),
    [
        (1.0, "한 걸음 수렴"),
        (1.0 + 9e-10, "한 걸음 수렴"),
        (1.0 - 2e-9, "단조 수렴"),
        (1.0 + 2e-9, "진동 수렴"),
        (2.0, "진동"),
        (2.0 - 9e-10, "진동"),
        (2.0 - 2e-9, "진동 수렴"),
        (2.0 + 2e-9, "발산"),
    ],
)
def test_regime_keeps_its_tolerance(product: float, name: str) -> None:
    assert regime(4.0, product / 4.0) == name


@pytest.mark.parametrize(
    ("function", "name"),
    [
        (lambda x, y: x**2 + x * y + 3 * y**2, "극소점"),
        (lambda x, y: -(x**2) - y**2, "극대점"),
        (lambda x, y: x**2 - y**2, "안장점"),
        (lambda x, y: x**2 + 3 * x * y + y**2, "안장점"),
        (lambda x, y: x**2 + y**4, "판정 불가"),
        (lambda x, y: x**3 + y**3, "판정 불가"),
    ],
)
def test_classify_reads_the_hessian_torch_computes(function: Any, name: str) -> None:
    origin = torch.zeros(2, dtype=torch.float64)
    H = torch.autograd.functional.hessian(lambda v: function(v[0], v[1]), origin)
    assert classify(H.numpy()) == name


def test_classify_sees_a_saddle_beside_a_flat_direction() -> None:
    assert classify(np.diag([1.0, -1.0, 0.0])) == "안장점"
    assert classify(np.diag([1.0, 1e-10])) == "판정 불가"
    assert classify(-np.eye(3)) == "극대점"


def test_backtracking_takes_the_first_rate_of_the_list_that_decreases_enough() -> None:
    def f(x: Any) -> float:
        return float(scipy.optimize.rosen(x))

    x = np.array([-1.2, 1.0])
    g = scipy.optimize.rosen_der(x)
    rates = 2.0 * 0.3 ** np.arange(40)
    enough = [f(x) - f(x - lr * g) >= 0.2 * lr * np.linalg.norm(g) ** 2 for lr in rates]
    first = int(np.argmax(enough))
    assert 0 < first < 39
    x_new, lr = backtracking_step(f, scipy.optimize.rosen_der, x, lr0=2.0, beta=0.3, c=0.2)
    assert lr == pytest.approx(rates[first])
    np.testing.assert_allclose(x_new, x - rates[first] * g)


def test_backtracking_stays_where_the_gradient_is_zero() -> None:
    x_new, lr = backtracking_step(lambda z: float(z @ z), lambda z: 2 * z, np.zeros(2), lr0=3.0)
    assert lr == 3.0
    np.testing.assert_array_equal(x_new, np.zeros(2))
