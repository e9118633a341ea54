"""Numbers that the prose of chapter 03 states in words; each is computed here by another way."""

import math
import os
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch
from threadpoolctl import threadpool_limits

from coursekit.data import ArrayDataset, DataLoader, load_digits, load_mnist, stratified_split, toy
from coursekit.nn import CrossEntropyLoss, mlp
from coursekit.optim import (
    SGD,
    Adadelta,
    Adagrad,
    Adam,
    RMSprop,
    descend,
    heavy_ball_rate,
    optimal_heavy_ball,
)
from coursekit.parameter import Parameter
from coursekit.train import fit

CHAPTER = Path(__file__).resolve().parents[2] / "chapters" / "optimizers.md"


def by_torch(make, objective, start, steps):
    theta = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer = make([theta])
    points = [theta.detach().numpy().copy()]
    for _ in range(steps):
        theta.grad = torch.from_numpy(objective.gradient(points[-1]))
        optimizer.step()
        points.append(theta.detach().numpy().copy())
    return np.array(points)


def test_momentum_is_hundreds_of_times_nearer_after_twenty_five_steps():
    plain = by_torch(lambda p: torch.optim.SGD(p, 0.95), toy.bowl(), [-7.0, 2.0], 25)
    ball = by_torch(lambda p: torch.optim.SGD(p, 0.6, momentum=0.6), toy.bowl(), [-7.0, 2.0], 25)
    assert np.linalg.norm(plain[-1]) > 100 * np.linalg.norm(ball[-1])


def test_the_step_grows_tenfold_at_momentum_nine_tenths():
    assert sum(0.9**k for k in range(1000)) == pytest.approx(10)


def test_after_the_rate_falls_the_two_forms_part():
    """A tenth of the step at once, or the old velocity fading: by plain loops of both forms."""
    gradient, theta, v = toy.bowl().gradient, np.array([-7.0, 2.0]), np.zeros(2)
    other, u, ours, theirs = theta.copy(), np.zeros(2), [], []
    for t in range(1, 31):
        lr = 0.1 if t <= 20 else 0.01
        v = 0.9 * v + gradient(theta)
        theta = theta - lr * v
        u = 0.9 * u - lr * gradient(other)
        other = other + u
        ours.append(np.linalg.norm(lr * v))
        theirs.append(np.linalg.norm(u))
    np.testing.assert_allclose(ours[:20], theirs[:20], rtol=1e-12)
    assert ours[20] < 0.11 * ours[19]
    assert theirs[20] > 0.85 * theirs[19]


@pytest.mark.parametrize(
    ("momentum", "end", "farthest"),
    [
        (0.0, 2.667, 2.667),
        (0.5, 2.667, 2.6),
        (0.8, 0.0, -0.1),
        (0.9, 0.0, -1.7),
        (0.95, 2.667, -3.4),
    ],
)
def test_where_the_ball_ends_in_the_valley_with_a_dip(momentum, end, farthest):
    make = lambda p: torch.optim.SGD(p, 0.1, momentum=momentum)  # noqa: E731
    points = by_torch(make, toy.dip(), [6.0], 1000)[:, 0]
    assert points[-1] == pytest.approx(end, abs=1e-3)
    assert points.min() == pytest.approx(farthest, abs=0.06)


def test_steps_of_the_three_methods_at_kappa_100():
    A, start = toy.quadratic(np.diag([1.0, 100.0])), [1.0, 1.0]
    wanted = {"gd": 691, "ball": 93, "nesterov": 154}
    made = {
        "gd": lambda p: torch.optim.SGD(p, 2 / 101),
        "ball": lambda p: torch.optim.SGD(p, 4 / 11**2, momentum=(9 / 11) ** 2),
        "nesterov": lambda p: torch.optim.SGD(p, 1 / 100, momentum=9 / 11, nesterov=True),
    }
    for name, make in made.items():
        distance = np.linalg.norm(by_torch(make, A, start, 720), axis=1)
        assert int(np.argmax(distance <= 1e-6 * distance[0])) == wanted[name]
        assert (distance.max() > 2 * distance[0]) == (name == "ball")


def test_a_hundredfold_condition_number_costs_momentum_ten_times_the_steps():
    steps = []
    for kappa in (100, 10_000):
        A = np.diag([1.0, float(kappa)])
        lr, mu = optimal_heavy_ball(A)
        path = descend(
            toy.quadratic(A), [1.0, 1.0], lr=lr, steps=1500, optimizer=partial(SGD, momentum=mu)
        )
        distance = np.linalg.norm(path.points, axis=1)
        steps.append(int(np.argmax(distance <= 1e-6 * distance[0])))
        assert heavy_ball_rate(A, lr, mu) == pytest.approx(
            (math.sqrt(kappa) - 1) / (math.sqrt(kappa) + 1), abs=1e-6
        )
    assert 10 <= steps[1] / steps[0] < 12


def test_roots_of_nesterov_multiply_to_mu_times_one_minus_eta_lambda():
    eta, mu, curvature = 0.2, 0.8, 2.0
    # (φ, v) → one step of the stored-point form as a matrix
    step = np.array([[1 - eta * curvature * (1 + mu), -eta * mu**2], [curvature, mu]])
    assert np.linalg.det(step) == pytest.approx(mu * (1 - eta * curvature))
    path = descend(
        toy.parabola(curvature), [1.0], lr=eta, steps=2, optimizer=partial(SGD, momentum=mu, nesterov=True)
    )  # fmt: skip
    np.testing.assert_allclose(path.points[:, 0], [1, step[0, 0], (step @ step)[0, 0]], atol=1e-12)


def test_the_note_walks_to_the_origin_whatever_the_loss():
    theta, u = np.array([-4.0, -4.0]), np.zeros(2)
    for _ in range(300):
        u = 0.8 * u - 0.02 * (theta - u)
        theta = theta + u
    assert np.abs(theta).max() < 1e-3
    assert toy.booth()([0, 0]) == 74


def test_adagrad_leads_on_the_axes_and_trails_when_turned():
    half = math.sqrt(0.5)
    turn = np.array([[half, -half], [half, half]])
    A = np.diag([0.1, 2.0])
    tilted = turn @ A @ turn.T
    start = np.array([-7.0, 2.0])
    losses = {}
    for name, surface, begin in (
        ("axes", toy.quadratic(A), start),
        ("turned", toy.quadratic((tilted + tilted.T) / 2), turn @ start),
    ):
        for method, make in (
            ("gd", lambda p: torch.optim.SGD(p, 0.95)),
            ("adagrad", lambda p: torch.optim.Adagrad(p, 1.5)),
        ):
            losses[name, method] = surface(by_torch(make, surface, begin, 40)[-1])
    assert losses["axes", "adagrad"] < losses["axes", "gd"]
    assert losses["turned", "adagrad"] > losses["turned", "gd"]
    assert losses["axes", "gd"] == pytest.approx(losses["turned", "gd"])


def test_the_hundredth_step_of_adagrad_is_a_tenth_of_the_first_and_a_jump_lengthens_it():
    squares = np.cumsum(np.array([1.0] * 100 + [10.0]) ** 2)
    lengths = 0.1 * np.array([1.0] * 100 + [10.0]) / np.sqrt(squares)
    theta, trace = Parameter([0.0]), [0.0]
    optimizer = Adagrad([theta], lr=0.1)
    for g in [1.0] * 100 + [10.0]:
        theta.grad[:] = g
        optimizer.step()
        trace.append(float(theta.data[0]))
    np.testing.assert_allclose(-np.diff(trace), lengths, rtol=1e-8)
    assert lengths[99] == pytest.approx(lengths[0] / 10)
    assert lengths[100] > 7 * lengths[99]


def test_the_first_step_of_rmsprop_is_more_than_three_rates():
    theta = Parameter([0.0])
    optimizer = RMSprop([theta], lr=1.0, alpha=0.9)
    theta.grad[:] = 0.37
    optimizer.step()
    assert -float(theta.data[0]) == pytest.approx(1 / math.sqrt(0.1), rel=1e-6)
    assert 1 / math.sqrt(0.1) > 3


def test_the_first_step_of_adadelta_is_epsilon_in_any_unit():
    for g in (0.01, 1.0, 100.0):
        theta = Parameter([0.0])
        optimizer = Adadelta([theta], eps=1e-9)
        theta.grad[:] = g
        optimizer.step()
        assert -float(theta.data[0]) == pytest.approx(math.sqrt(1e-9 / 0.1), rel=1e-3)


def test_uncorrected_adam_walks_three_then_more_than_six_rates():
    t = np.arange(1, 5001)
    factor = (1 - 0.9**t) / np.sqrt(1 - 0.999**t)
    m = v = 0.0
    simulated = []
    for k in t[:50]:  # the ratio of the two rules under a constant gradient
        m, v = 0.9 * m + 0.1, 0.999 * v + 0.001
        simulated.append((m / math.sqrt(v)) / ((m / (1 - 0.9**k)) / math.sqrt(v / (1 - 0.999**k))))
    np.testing.assert_allclose(factor[:50], simulated, rtol=1e-9)
    assert factor[0] == pytest.approx(math.sqrt(10))
    assert 6 < factor.max() < 7
    assert 10 <= factor.argmax() + 1 <= 14


def test_only_the_momentum_of_adam_lets_it_settle():
    far = {}
    for name, make in {
        "sign": partial(Adam, betas=(0.0, 0.0)),
        "rmsprop": partial(RMSprop, alpha=0.9),
        "adam": Adam,
    }.items():
        path = descend(toy.parabola(2.0), [4.05], lr=0.1, steps=300, optimizer=make)
        far[name] = np.abs(path.points[-20:, 0]).max()
        nearest = np.abs(path.points[:, 0]).min()
        if name == "rmsprop":
            assert nearest < 1e-10  # comes close, and is thrown out again
    assert far["sign"] == pytest.approx(0.05, abs=1e-3)
    assert far["rmsprop"] == pytest.approx(0.05, abs=1e-2)
    assert far["adam"] < 1e-4


def test_epsilon_inside_the_root_presses_gradients_below_its_root():
    for g in (1e-2, 1e-6):
        theta = torch.tensor([0.0], dtype=torch.float64, requires_grad=True)
        theta.grad = torch.tensor([g], dtype=torch.float64)
        torch.optim.Adam([theta], lr=1.0, eps=1e-8).step()
        outside = -float(theta.detach()[0])
        assert outside == pytest.approx(g / (g + 1e-8), rel=1e-9)
        inside = g / math.sqrt(g * g + 1e-8)
        assert (inside < outside / 50) == (g < 1e-4)


def test_reddi_by_the_paper_itself():
    """Adam and AMSGrad as the paper writes them (no bias correction, no epsilon), in plain Python."""
    ends = {}
    for name in ("adam", "amsgrad"):
        x = v = biggest = 0.0
        tail = []
        for t in range(1, 5001):
            g = 3.0 if t % 3 == 1 else -1.0
            v = 0.1 * v + 0.9 * g * g
            biggest = max(biggest, v)
            x -= 0.5 / math.sqrt(t) * g / math.sqrt(v if name == "adam" else biggest)
            x = min(1.0, max(-1.0, x))
            tail.append(x)
        ends[name] = np.mean(tail[-100:])
    assert ends["adam"] > 0.99
    assert ends["amsgrad"] < -0.99


def test_the_net_and_the_split_are_as_large_as_the_prose_says():
    train, test = load_digits(rng=0)
    labels = np.concatenate([train.labels, test.labels])
    _, held = stratified_split(labels, 0.2, rng=0)
    assert (len(labels), round(len(held), -1)) == (1797, 360)
    assert round(100 / len(held), 1) == 0.3
    size = sum(p.data.size for p in mlp([64, 100, 100, 10], rng=0).parameters())
    assert 17_000 <= size < 18_000


def test_sgd_is_slowest_on_mnist_at_the_rates_of_the_book():
    beside = Path(__file__).resolve().parents[3] / "shared" / "data"
    folder = Path(os.environ.get("COURSEKIT_DATA") or beside)
    if not (folder / "mnist").is_dir():
        pytest.skip("저장소 옆의 shared/data가 없고 COURSEKIT_DATA에도 mnist가 없습니다")
    some = load_mnist(folder, dtype=np.float32)[0].take(range(4000))
    late = {}
    for name, (make, lr) in {
        "sgd": (SGD, 0.01),
        "momentum": (partial(SGD, momentum=0.9), 0.01),
        "adagrad": (Adagrad, 0.01),
        "adam": (Adam, 0.001),
    }.items():
        model = mlp([784, 100, 100, 100, 100, 10], rng=0, dtype=np.float32)
        loader = DataLoader(ArrayDataset(some.flat, some.labels), 128, shuffle=True, rng=0)
        with threadpool_limits(1):  # threads only wait for each other on small matrices
            run = fit(model, CrossEntropyLoss(), make(model.parameters(), lr), loader, epochs=4, progress=False)  # fmt: skip
        late[name] = run.updates["loss"][-30:].mean()
    assert max(late, key=late.get) == "sgd"
    assert late["sgd"] > 2 * sorted(late.values())[-2]


def test_the_adaptive_rules_miss_every_negative_example():
    """Wilson's problem: the sign of Xᵀy decides, and new examples bring features never seen."""
    y = np.where(np.arange(100) < 60, 1.0, -1.0)
    # weights that are equal everywhere, as the adaptive rules find them: y·w + 2w > 0 for both classes
    assert (np.sign(y * 0.25 + 2 * 0.25) != y).mean() == 0.4


def test_conclusions_that_depend_on_training_are_held_by_the_cells_themselves():
    text = CHAPTER.read_text(encoding="utf-8")
    assert "assert mnist or all(abs(gap[name].mean()) <= 2 * error[name] for name in grids)" in text
    assert 'assert mnist or slowest == "SGD"' in text
