r"""「신경망, 손실 함수, 역전파 연습」의 모범답을 다른 길로 얻은 답과 견줍니다: torch의 자동 미분, 밀도, 느린 반복문."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from coursekit.grading import Exercise, course_root, read_exercise

EXERCISE: Exercise = read_exercise(
    course_root(Path(__file__).parent) / "exercises" / "neural_networks"
)
SOLUTIONS: dict[str, Any] = {"np": np}
for cell in EXERCISE.solutions:
    exec(cell.solution_code, SOLUTIONS)

swish: Callable[..., Any] = SOLUTIONS["swish"]
gaussian_nll: Callable[..., Any] = SOLUTIONS["gaussian_nll"]
hinge: Callable[..., Any] = SOLUTIONS["hinge"]
temperature: Callable[..., Any] = SOLUTIONS["temperature"]
residual_block: Callable[..., Any] = SOLUTIONS["residual_block"]
tied_autoencoder: Callable[..., Any] = SOLUTIONS["tied_autoencoder"]
embedding_backward: Callable[..., Any] = SOLUTIONS["embedding_backward"]
complex_step_grad: Callable[..., Any] = SOLUTIONS["complex_step_grad"]
fine_tune: Callable[..., Any] = SOLUTIONS["fine_tune"]


def leaves(*arrays: Any) -> list[torch.Tensor]:
    return [torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in arrays]


def test_the_overview_tells_the_points_of_each_item() -> None:
    overview = next(cell.source for cell in EXERCISE.cells if cell.kind == "text")
    rows = re.findall(r"^\| (.+?) \| `\w+` \| (\d+) \|$", overview, re.MULTILINE)
    assert rows == [(item.title, str(item.points)) for item in EXERCISE.items]
    assert f"{EXERCISE.points}점 만점" in overview


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(-3.0, 3.0))
def test_swish_is_differentiated_as_torch_does(seed: int, beta: float) -> None:
    rng = np.random.default_rng(seed)
    x, G = 3 * rng.normal(size=(2, 3, 4))
    tx, tb = leaves(x, beta)
    expected = tx * torch.sigmoid(tb * tx)
    expected.backward(torch.from_numpy(G))  # type: ignore[no-untyped-call]
    y, grad_x, grad_beta = swish(x, beta, G)
    np.testing.assert_allclose(y, expected.detach().numpy(), atol=1e-12)
    assert tx.grad is not None
    assert tb.grad is not None
    np.testing.assert_allclose(grad_x, tx.grad.numpy(), atol=1e-12)
    assert grad_beta == pytest.approx(tb.grad.item(), abs=1e-12)


def test_swish_with_beta_one_is_torchs_silu_even_far_out() -> None:
    x = np.array([[-1e4, -700.0, -1.0, 0.0, 1.0, 700.0, 1e4]])
    expected = torch.nn.functional.silu(torch.from_numpy(x)).numpy()
    y, grad_x, grad_beta = swish(x, 1.0, np.ones_like(x))
    np.testing.assert_allclose(y, expected, atol=1e-12)
    assert np.all(np.isfinite(grad_x))
    assert np.isfinite(grad_beta)


def test_gaussian_nll_is_the_negative_log_density_and_torchs_gradient() -> None:
    rng = np.random.default_rng(0)
    mean, log_var, target = rng.normal(size=(3, 6))
    loss, grad_mean, grad_log_var = gaussian_nll(mean, log_var, target)
    density = stats.norm.logpdf(target, mean, np.exp(log_var / 2))
    assert loss == pytest.approx(-np.mean(density) - np.log(2 * np.pi) / 2)
    tm, ts = leaves(mean, log_var)
    tloss = torch.nn.functional.gaussian_nll_loss(tm, torch.from_numpy(target), ts.exp(), eps=1e-12)
    grads = torch.autograd.grad(tloss, (tm, ts))
    assert loss == pytest.approx(tloss.item())
    np.testing.assert_allclose(grad_mean, grads[0].numpy())
    np.testing.assert_allclose(grad_log_var, grads[1].numpy())


def test_best_variance_is_the_squared_error() -> None:
    mean, target = np.array([1.0, -2.0]), np.array([1.5, 1.0])
    grad = gaussian_nll(mean, np.log((mean - target) ** 2), target)[2]
    np.testing.assert_allclose(grad, 0, atol=1e-15)


@pytest.mark.parametrize("margin", [0.3, 1.0, 2.5])
def test_hinge_is_torchs_multi_margin_times_the_classes(margin: float) -> None:
    rng = np.random.default_rng(1)
    scores, targets = rng.normal(size=(9, 4)), rng.integers(0, 4, 9)
    (ts,) = leaves(scores)
    tloss = 4 * torch.nn.functional.multi_margin_loss(ts, torch.from_numpy(targets), margin=margin)
    loss, grad = hinge(scores, targets, margin)
    assert loss == pytest.approx(tloss.item())
    np.testing.assert_allclose(grad, torch.autograd.grad(tloss, ts)[0].numpy())


@pytest.mark.parametrize("T", [0.2, 1.0, 1.7, 40.0])
def test_temperature_is_differentiated_as_torch_does(T: float) -> None:
    rng = np.random.default_rng(2)
    logits, targets = 50 * rng.normal(size=(8, 5)), rng.integers(0, 5, 8)
    (tt,) = leaves(T)
    tloss = torch.nn.functional.cross_entropy(
        torch.from_numpy(logits) / tt, torch.from_numpy(targets)
    )
    loss, grad_T = temperature(logits, targets, T)
    assert loss == pytest.approx(tloss.item())
    assert grad_T == pytest.approx(torch.autograd.grad(tloss, tt)[0].item(), abs=1e-12)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 5), st.integers(1, 4), st.integers(1, 6))
def test_residual_block_is_differentiated_as_torch_does(n: int, d: int, h: int) -> None:
    rng = np.random.default_rng(n + 10 * d + 100 * h)
    shapes = [(n, d), (h, d), (h,), (d, h), (d,)]
    values, G = [rng.normal(size=shape) for shape in shapes], rng.normal(size=(n, d))
    x, W1, b1, W2, b2 = tensors = leaves(*values)
    y = x + torch.relu(x @ W1.T + b1) @ W2.T + b2
    grads = torch.autograd.grad(y, tensors, torch.from_numpy(G))
    ours = residual_block(*values, G)
    for mine, theirs in zip(ours, [y.detach(), *grads], strict=True):
        np.testing.assert_allclose(mine, theirs.numpy(), atol=1e-12)


def test_tied_weights_collect_both_gradients() -> None:
    rng = np.random.default_rng(3)
    X, W, b, c = (rng.normal(size=shape) for shape in [(6, 4), (2, 4), (2,), (4,)])
    (tW,) = leaves(W)
    tX = torch.from_numpy(X)
    decoded = torch.tanh(tX @ tW.T + torch.from_numpy(b)) @ tW + torch.from_numpy(c)
    tloss = ((decoded - tX) ** 2).sum(dim=1).mean() / 2
    loss, grad_W = tied_autoencoder(X, W, b, c)
    assert loss == pytest.approx(tloss.item())
    np.testing.assert_allclose(grad_W, torch.autograd.grad(tloss, tW)[0].numpy(), atol=1e-12)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 4), st.integers(1, 6), st.integers(1, 3), st.integers(2, 5))
def test_embedding_backward_is_torchs(n: int, t: int, d: int, rows: int) -> None:
    rng = np.random.default_rng(n + 7 * t)
    indices, G = rng.integers(0, rows, (n, t)), rng.normal(size=(n, t, d))
    padding = int(rng.integers(0, rows))
    layer = torch.nn.Embedding(rows, d, padding_idx=padding, dtype=torch.float64)
    layer(torch.from_numpy(indices)).backward(torch.from_numpy(G))
    assert layer.weight.grad is not None
    ours = embedding_backward(indices, G, rows, padding)
    np.testing.assert_allclose(ours, layer.weight.grad.numpy(), atol=1e-12)


@pytest.mark.parametrize("h", [1e-8, 1e-30, 1e-100])
def test_complex_step_reaches_the_last_digit(h: float) -> None:
    rng = np.random.default_rng(4)
    A, x = rng.normal(size=(3, 4)), rng.normal(size=4)
    (tx,) = leaves(x)
    expected = torch.autograd.grad(torch.tanh(torch.from_numpy(A) @ tx).pow(2).sum(), tx)[0].numpy()
    ours = complex_step_grad(lambda z: np.sum(np.tanh(A @ z) ** 2), x, h)
    np.testing.assert_allclose(ours, expected, rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize(("steps", "frozen"), [(1, 0), (1, 1), (7, 3), (7, 7), (4, 0)])
def test_fine_tuning_walks_with_torch(steps: int, frozen: int) -> None:
    rng = np.random.default_rng(5)
    X, targets = rng.normal(size=(10, 3)), rng.integers(0, 4, 10)
    start = [rng.normal(size=shape) for shape in [(5, 3), (5,), (4, 5), (4,)]]
    layers = torch.nn.Linear(3, 5), torch.nn.Tanh(), torch.nn.Linear(5, 4)
    net: Any = torch.nn.Sequential(*layers).double()
    body, head = net[0], net[2]
    with torch.no_grad():
        for parameter, value in zip(net.parameters(), start, strict=True):
            parameter.copy_(torch.from_numpy(value))
    optimizer = torch.optim.SGD(net.parameters(), lr=0.4)
    tX, tt, expected = torch.from_numpy(X), torch.from_numpy(targets), []
    for step in range(steps):
        body.requires_grad_(step >= frozen)
        loss = torch.nn.functional.cross_entropy(net(tX), tt)
        expected.append(loss.item())
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    expected.append(torch.nn.functional.cross_entropy(net(tX), tt).item())
    before = [value.copy() for value in start]
    losses, W1, W2 = fine_tune(X, targets, *start, 0.4, steps, frozen)
    np.testing.assert_allclose(losses, expected)
    np.testing.assert_allclose(W1, body.weight.detach().numpy())
    np.testing.assert_allclose(W2, head.weight.detach().numpy())
    for value, old in zip(start, before, strict=True):
        np.testing.assert_array_equal(value, old)
