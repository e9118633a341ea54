r"""「규제와 드롭아웃 연습」의 모범답을 다른 길로 얻은 답과 견줍니다: torch, SciPy, scikit-learn, 모두 세어 보기."""

import itertools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import scipy.optimize
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import ElasticNet, Ridge

from coursekit.grading import Exercise, course_root, read_exercise

EXERCISE: Exercise = read_exercise(
    course_root(Path(__file__).parent) / "exercises" / "regularization"
)
SOLUTIONS: dict[str, Any] = {"np": np}
for cell in EXERCISE.solutions:
    exec(cell.solution_code, SOLUTIONS)

dropconnect: Callable[..., Any] = SOLUTIONS["dropconnect"]
channel_dropout: Callable[..., Any] = SOLUTIONS["channel_dropout"]
group_dropout_loss: Callable[..., Any] = SOLUTIONS["group_dropout_loss"]
elastic_net_step: Callable[..., Any] = SOLUTIONS["elastic_net_step"]
max_norm: Callable[..., Any] = SOLUTIONS["max_norm"]
ridge_gcv: Callable[..., Any] = SOLUTIONS["ridge_gcv"]
cutmix: Callable[..., Any] = SOLUTIONS["cutmix"]
mixup_loss: Callable[..., Any] = SOLUTIONS["mixup_loss"]


def test_the_overview_tells_the_points_of_each_item() -> None:
    overview = next(cell.source for cell in EXERCISE.cells if cell.kind == "text")
    rows = re.findall(r"^\| (.+?) \| `\w+` \| (\d+) \|$", overview, re.MULTILINE)
    assert rows == [(item.title, str(item.points)) for item in EXERCISE.items]
    assert f"{EXERCISE.points}점 만점" in overview


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 5), st.integers(1, 5), st.integers(1, 5))
def test_dropconnect_is_torchs_linear_with_thinned_weights(
    seed: int, n: int, d: int, m: int
) -> None:
    rng = np.random.default_rng(seed)
    p = rng.uniform(0.0, 0.8)
    x, W, b = rng.normal(size=(n, d)), rng.normal(size=(m, d)), rng.normal(size=m)
    keep, grad_output = rng.random((m, d)) >= p, rng.normal(size=(n, m))
    tensors = [torch.tensor(value, requires_grad=True) for value in (x, W, b)]
    mask = torch.from_numpy(keep).double() / (1 - p)
    out = torch.nn.functional.linear(tensors[0], tensors[1] * mask, tensors[2])
    grads = torch.autograd.grad(out, tensors, torch.from_numpy(grad_output))
    before = [value.copy() for value in (x, W, b, keep, grad_output)]
    ours = dropconnect(x, W, b, keep, p, grad_output)
    for value, expected in zip(ours, (out, *grads), strict=True):
        np.testing.assert_allclose(value, expected.detach().numpy(), atol=1e-12)
    for value, kept in zip((x, W, b, keep, grad_output), before, strict=True):
        np.testing.assert_array_equal(value, kept)


def test_dropconnect_averages_to_the_plain_layer() -> None:
    rng = np.random.default_rng(0)
    x, W, b = rng.normal(size=(2, 3)), rng.normal(size=(1, 3)), rng.normal(size=1)
    average = np.zeros((2, 1))
    for bits in itertools.product([True, False], repeat=3):
        keep = np.array([bits])
        share = 0.3 ** np.sum(~keep) * 0.7 ** np.sum(keep)
        average += share * dropconnect(x, W, b, keep, 0.3, np.zeros((2, 1)))[0]
    np.testing.assert_allclose(average, x @ W.T + b)


def test_channel_dropout_closes_what_the_stream_says() -> None:
    x = np.random.default_rng(1).normal(size=(3, 4, 2, 2))
    grad_output = np.random.default_rng(2).normal(size=x.shape)
    before = x.copy()
    y, grad_x = channel_dropout(x, grad_output, 0.5, np.random.default_rng(7))
    stream = iter(np.random.default_rng(7).random(12).tolist())
    for n, c in itertools.product(range(3), range(4)):
        factor = 2.0 if next(stream) >= 0.5 else 0.0
        tx = torch.tensor(x[n, c], requires_grad=True)
        out = tx * factor
        out.backward(torch.from_numpy(grad_output[n, c]))  # type: ignore[no-untyped-call]
        assert tx.grad is not None
        np.testing.assert_allclose(y[n, c], out.detach().numpy())
        np.testing.assert_allclose(grad_x[n, c], tx.grad.numpy())
    np.testing.assert_array_equal(x, before)


def test_channel_dropout_behaves_as_torchs_dropout2d() -> None:
    torch.manual_seed(0)
    theirs = torch.nn.Dropout2d(0.3)(torch.ones(400, 50, 2, 2)).numpy()
    ours, _ = channel_dropout(
        np.ones((400, 50, 2, 2)), np.ones((400, 50, 2, 2)), 0.3, np.random.default_rng(0)
    )
    for value in (theirs, ours):
        assert np.all(value == value[:, :, :1, :1])
        assert np.mean(value > 0) == pytest.approx(0.7, abs=0.02)
        assert np.max(value) == pytest.approx(1 / 0.7)


@settings(max_examples=30, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.floats(0.0, 0.9),
    st.lists(st.integers(0, 3), min_size=4, max_size=4),
)
def test_group_dropout_loss_is_the_average_over_every_mask(
    seed: int, p: float, groups: list[int]
) -> None:
    rng = np.random.default_rng(seed)
    X, y = rng.normal(size=(2, 4)), rng.normal(size=2)
    w = torch.tensor(rng.normal(size=4), requires_grad=True)
    loss = torch.zeros((), dtype=torch.float64)
    for bits in itertools.product([0.0, 1.0], repeat=8):  # 무리가 넷, 표본이 둘
        chance = p ** (8 - sum(bits)) * (1 - p) ** sum(bits)
        mask = torch.tensor(bits, dtype=torch.float64).reshape(2, 4)[:, groups]
        predicted = (torch.from_numpy(X) * mask / (1 - p)) @ w
        loss = loss + chance * torch.sum((torch.from_numpy(y) - predicted) ** 2) / 4
    grad = torch.autograd.grad(loss, w)[0].numpy()
    before = w.detach().numpy().copy()
    measured, ours = group_dropout_loss(X, y, w.detach().numpy(), p, np.array(groups))
    assert measured == pytest.approx(loss.item())
    np.testing.assert_allclose(ours, grad, atol=1e-10)
    np.testing.assert_array_equal(w.detach().numpy(), before)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.05, 2.0), st.floats(0.0, 3.0), st.floats(0.0, 3.0))
def test_elastic_net_step_is_the_smallest_of_its_problem(
    seed: int, lr: float, l1: float, l2: float
) -> None:
    rng = np.random.default_rng(seed)
    w, grad = rng.normal(size=4), rng.normal(size=4)
    before = w.copy()
    ours = elastic_net_step(w, grad, lr, l1, l2)
    np.testing.assert_array_equal(w, before)
    for z, v in zip(ours, w - lr * grad, strict=True):

        def objective(z: float, v: float = v) -> float:
            return (z - v) ** 2 / (2 * lr) + l1 * abs(z) + l2 * z**2 / 2

        found = scipy.optimize.minimize_scalar(
            objective, bounds=(-abs(v) - 1, abs(v) + 1), method="bounded", options={"xatol": 1e-10}
        )
        assert z == pytest.approx(found.x, abs=1e-6)
        assert objective(z) <= objective(0.0) + 1e-12


def test_elastic_net_steps_lead_to_scikit_learns_answer() -> None:
    rng = np.random.default_rng(3)
    X = rng.normal(size=(40, 6))
    y = X @ np.array([2.0, -1.0, 0.5, 0.0, 0.0, 0.0]) + 0.3 * rng.normal(size=40)
    w = np.zeros(6)
    for _ in range(3000):
        w = elastic_net_step(w, X.T @ (X @ w - y) / 40, 0.1, 0.3, 0.2)
    model = ElasticNet(alpha=0.5, l1_ratio=0.6, fit_intercept=False, tol=1e-12, max_iter=100_000)
    theirs = model.fit(X, y).coef_
    np.testing.assert_allclose(w, theirs, atol=1e-8)
    assert np.sum(w == 0) == np.sum(theirs == 0) > 0


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 5), st.integers(1, 5), st.floats(0.05, 4.0))
def test_max_norm_is_torchs_renorm(seed: int, m: int, d: int, c: float) -> None:
    rng = np.random.default_rng(seed)
    W = rng.normal(size=(m, d)) * rng.integers(0, 4, size=(m, 1))
    before = W.copy()
    limited = max_norm(W, c)
    theirs = torch.renorm(torch.from_numpy(W), 2, 0, c).numpy()
    np.testing.assert_allclose(limited, theirs, rtol=1e-6, atol=1e-12)
    np.testing.assert_array_equal(W, before)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 6), st.integers(1, 9))
def test_ridge_gcv_follows_scikit_learns_fits(seed: int, d: int, more: int) -> None:
    rng = np.random.default_rng(seed)
    n = d + more
    X, y = rng.normal(size=(n, d)), rng.normal(size=n)
    lams = np.array([0.1, 1.0, 10.0])
    df, gcv, best = ridge_gcv(X, y, lams)
    expected = []
    for lam, freedom in zip(lams, df, strict=True):
        model = Ridge(alpha=lam, fit_intercept=False, solver="cholesky")
        # 정답 하나를 1만큼 바꿀 때 그 자리의 예측이 바뀌는 만큼을 더하면 자유도입니다.
        moved = sum(model.fit(X, np.eye(n)[i]).predict(X)[i] for i in range(n))
        assert freedom == pytest.approx(moved)
        residual = y - model.fit(X, y).predict(X)
        expected.append(float(residual @ residual) / n / (1 - moved / n) ** 2)
    np.testing.assert_allclose(gcv, expected, rtol=1e-8)
    assert best == lams[int(np.argmin(expected))]


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 9), st.integers(1, 9), st.floats(0.0, 1.0))
def test_cutmix_pixel_by_pixel(seed: int, H: int, W: int, lam: float) -> None:
    rng = np.random.default_rng(seed)
    a, b = rng.normal(size=(H, W)), rng.normal(size=(H, W))
    cy, cx = int(rng.integers(H)), int(rng.integers(W))
    h, w = int(H * (1 - lam) ** 0.5), int(W * (1 - lam) ** 0.5)
    expected, pasted = np.empty((H, W)), 0
    for i, j in itertools.product(range(H), range(W)):
        inside = cy - h // 2 <= i < cy + h // 2 and cx - w // 2 <= j < cx + w // 2
        expected[i, j] = b[i, j] if inside else a[i, j]
        pasted += inside
    before = a.copy(), b.copy()
    mixed, target = cutmix(a, b, np.array([1.0, 0.0]), np.array([0.0, 1.0]), (cy, cx), lam)
    np.testing.assert_array_equal(mixed, expected)
    np.testing.assert_allclose(target, [1 - pasted / (H * W), pasted / (H * W)], atol=1e-12)
    np.testing.assert_array_equal(a, before[0])
    np.testing.assert_array_equal(b, before[1])


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 6), st.integers(1, 6), st.floats(0.1, 400.0))
def test_mixup_loss_is_torchs_cross_entropy_of_mixed_targets(
    seed: int, n: int, num_classes: int, scale: float
) -> None:
    rng = np.random.default_rng(seed)
    logits = torch.tensor(scale * rng.normal(size=(n, num_classes)), requires_grad=True)
    labels, partners = rng.integers(0, num_classes, size=(2, n))
    share = rng.random(n)
    one_hot = np.eye(num_classes)
    target = share[:, None] * one_hot[labels] + (1 - share)[:, None] * one_hot[partners]
    theirs = torch.nn.functional.cross_entropy(logits, torch.from_numpy(target))
    grad = torch.autograd.grad(theirs, logits)[0].numpy()
    loss, ours = mixup_loss(logits.detach().numpy(), labels, partners, share)
    assert loss == pytest.approx(theirs.item(), abs=1e-12)
    np.testing.assert_allclose(ours, grad, atol=1e-12)
