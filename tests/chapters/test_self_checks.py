"""Part I: the numbers in the answers of the self-check questions, each computed independently.

The other parts are in the files beside this one. The comparison itself is in `conftest.py`.
"""

import math
from functools import partial

import numpy as np
import pytest

from coursekit.data import ArrayDataset, DataLoader, line_surface, load_digits, toy
from coursekit.nn import MSELoss, Tanh, mlp
from coursekit.optim import (
    SGD,
    Adagrad,
    Adam,
    AdamW,
    RMSprop,
    condition_number,
    contraction_rate,
    descend,
    heavy_ball_rate,
    optimal_lr,
)
from coursekit.parameter import Parameter
from coursekit.train import fit, largest_curvature


def walk(optimizer, gradients, *, start=0.0):
    """Feed gradients to an optimizer of one number and return the places."""
    theta = Parameter([start])
    engine = optimizer([theta])
    places = [start]
    for g in gradients:
        theta.grad[:] = g
        engine.step()
        places.append(float(theta.data[0]))
    return np.array(places)


def test_gradient_descent(verify):
    parabola = toy.parabola(2.0)
    step = abs(descend(parabola, [2.0], lr=0.1, steps=1).points[1, 0] - 2.0)
    squares = [x**2 for x in (4, 3, 2)]
    fall = 1e-8 * 2**2
    assert fall < 1e-6
    factor = math.sqrt(0.36)
    rates = [(1 - factor) / 4, (1 + factor) / 4]
    for lr in rates:
        losses = descend(toy.parabola(4.0), [1.0], lr=lr, steps=2).losses
        np.testing.assert_allclose(losses[1:] / losses[:-1], 0.36)
    A = np.diag([0.1, 2.0])
    kappa, tenfold = condition_number(A), condition_number(10 * A)
    assert math.isclose(kappa, tenfold)
    ends = []
    for nudge in (1e-8, 1e-16):  # a tolerance would stop the second one at the saddle
        path = descend(toy.saddle(), [1.5, nudge], lr=0.1, steps=600)
        ends.append(int(np.argmax(path.points[:, 1] > 0.5)))
    extra = math.log(1e8) / math.log(1.1)
    assert abs(ends[1] - ends[0] - extra) < 2
    verify(
        "gradient_descent",
        {
            "어느 쪽으로": [f"{step:.1f}입니다"],
            "기울기는": [
                f"{squares[0]} - {squares[1]} = {squares[0] - squares[1]}",
                f"({squares[0]} - {squares[2]})/2 = {(squares[0] - squares[2]) // 2}",
            ],
            "직선을": [f"{fall / 1e-8:.0f}$만큼"],
            "학습률은": [
                f"{rates[0]:.1f}이거나 {rates[1]:.1f}",
                f"{factor:.1f}일 수도 $-{factor:.1f}$",
            ],
            "골짜기가": [
                f"조건수는 {kappa:.0f} 그대로",
                f"{optimal_lr(A):.3f}에서 {optimal_lr(10 * A):.4f}",
            ],
            "볼록하지": [f"{extra:.0f}걸음", f"{1 + 0.1:.1f}이 곱해"],
        },
    )


def test_stochastic_gradient_descent(verify):
    steps = math.ceil(1438 / 64)
    surface = line_surface([0.0, 1.0], [1.0, 3.0], bounds=((-1, 4), (-1, 4)))
    assert surface(surface.minima[0]) < 1e-12
    w, b = surface.minima[0]
    values = np.array([1.0] * 99 + [101.0])
    rng = np.random.default_rng(0)
    ends = {}
    for size in (1, 50):
        place, places = 2.0, []
        for mean in values[rng.integers(100, size=(40_000, size))].mean(axis=1):
            place -= 0.01 * (place - mean)
            places.append(place)
        ends[size] = np.mean(places)
    assert all(abs(end - values.mean()) < 0.2 for end in ends.values()), ends
    train, _ = load_digits(rng=0)
    images, targets = train.flat[:500], np.eye(10)[train.labels[:500]]
    model = mlp([64, 32, 10], activation=Tanh, rng=0)
    whole = DataLoader(ArrayDataset(images, targets), 500)
    fit(model, MSELoss(), SGD(model.parameters(), lr=0.625), whole, epochs=2000, progress=False)
    sharpness = largest_curvature(model, MSELoss(), images, targets, rng=0, iterations=300)
    mean = np.average([1, 1, 4], weights=[4, 4, 2])
    floors = [lr / (2 - lr) for lr in (0.1, 0.01)]
    assert abs(floors[0] - 0.0526) < 5e-5
    assert 10 < floors[0] / floors[1] < 11
    verify(
        "stochastic_gradient_descent",
        {
            "세 방법": [f"{steps}걸음", f"{1438 - (steps - 1) * 64}장"],
            "미니배치는": [f"w = {w:.0f}", f"b = {b:.0f}"],
            "흔들림은": [f"{(1000 - 100) / (1000 - 1):.2f}배", "999"],
            "튀는": [f"둘 다 {values.mean():.0f}", f"(99 + 101)/{len(values)}"],
            "배치가": [f"2/0.625 = {sharpness:.1f}$ 근처"],
            "데이터를": [f"{mean:.1f}입니다"],
            "학습률은": ["0.01이면", f"{floors[1]:.4f}"],
        },
    )


def decayed(make, size, steps=1000):
    """Log of the shrinkage, over both signs of a gradient that only alternates."""
    shrunk = []
    for sign in (1, -1):
        weight = Parameter([1.0])
        optimizer = make([weight])
        for t in range(steps):
            weight.grad[:] = sign * size * (-1) ** t
            optimizer.step()
        shrunk.append(-math.log(float(weight.data[0])))
    return np.mean(shrunk)


def reddi(rare, usual, period, steps, betas):
    x = Parameter([0.0])
    optimizer = Adam([x], lr=0.5, betas=betas)
    for t in range(1, steps + 1):
        x.grad[0] = rare if t % period == 1 else usual
        optimizer.lr = 0.5 / math.sqrt(t)
        optimizer.step()
        x.data.clip(-1, 1, out=x.data)
    return float(x.data[0])


def rare_class_error(make, positives):
    """Wilson's problem with another share of positive examples."""
    n, labels = 100, np.where(np.arange(100) < positives, 1.0, -1.0)
    design = np.zeros((2 * n, 3 + 5 * 2 * n))
    for row in range(2 * n):
        answer = labels[row % n]
        design[row, 0], design[row, 1:3] = answer, 1.0
        design[row, 3 + 5 * row : 3 + 5 * row + (1 if answer > 0 else 5)] = 1.0
    w = Parameter(np.zeros(design.shape[1]))
    optimizer = make([w])
    for _ in range(1000):
        w.grad = design[:n].T @ (design[:n] @ w.data - labels) / n
        optimizer.step()
    assert np.all(np.sign(design[:n] @ w.data) == labels)
    wrong = np.sign(design[n:] @ w.data) != labels
    return wrong.mean(), labels[wrong]


def test_optimizers(verify):
    A = np.diag([1.0, 10.0])
    best = min(heavy_ball_rate(A, lr, 0.9) for lr in np.linspace(1e-3, 0.38, 2000))
    plain = contraction_rate(A, optimal_lr(A))
    assert best > plain
    ends = {}
    for name, ahead in (("모멘텀", 0.0), ("네스테로프", 0.9)):
        theta, u = 1.0, 0.0
        for _ in range(2):
            u = 0.9 * u - (theta + ahead * u)
            theta += u
        ends[name] = theta
    assert abs(ends["네스테로프"]) < 1e-12
    far = np.abs(walk(partial(Adagrad, lr=0.1), np.ones(4000)))
    first = [abs(walk(partial(RMSprop, lr=1.0, alpha=a, eps=0.0), [3.0])[1]) for a in (0.9, 0.99)]
    places = walk(partial(Adam, lr=1.0), [3.0, -3.0])
    m, corrected = 0.9 * 0.1 * 3 - 0.1 * 3, 1 - 0.9**2
    slowed = decayed(partial(Adam, lr=1e-3, weight_decay=1.0), 10.0) / decayed(
        partial(Adam, lr=1e-3, weight_decay=1.0), 1000.0
    )
    assert 90 < slowed < 110, slowed
    kept = [decayed(partial(AdamW, lr=1e-3, weight_decay=1.0), s) for s in (10.0, 1000.0)]
    assert math.isclose(*kept, rel_tol=0.05)
    good = reddi(3.0, -1.0, 3, 5000, (0.0, 0.999))
    assert good < -0.9
    assert reddi(1010.0, -10.0, 101, 40_000, (0.9, 0.99)) > 0.9
    error, missed = rare_class_error(partial(Adam, lr=0.01), positives=90)
    assert np.all(missed == -1)
    assert rare_class_error(partial(Adam, lr=0.01), positives=60)[0] == 0.4
    verify(
        "optimizers",
        {
            "모멘텀": [f"{best:.3f}", f"9/11 = {plain:.3f}"],
            "네스테로프": [f"${ends['모멘텀']:.1f}$로 지나치고", "0.9 = 0"],
            "AdaGrad": [f"{int(np.argmax(far >= 10)):,}걸음", f"{2 * 0.1:.1f}\\sqrt n"],
            "RMSProp": [f"{first[0]:.2f}배", f"{first[1]:.0f}배"],
            "Adam: ": [
                f"{abs(places[2] - places[1]):.3f}\\,",
                f"({0.9 * 0.3:.2f} - {0.3})/{corrected:.2f} = {m / corrected:.3f}",
            ],
            "Adam이": [f"{good:.0f}$로 갑니다", "0.99$가"],
            "SGD가": [f"{error:.3f}"],
        },
    )


@pytest.mark.parametrize(
    "stated",
    [
        {},  # nobody computed what the answers say
        {"어느 쪽으로": ["0.5"]},  # the answer says something else
        {"없는 절": ["0.4"]},  # the question is gone
    ],
    ids=["nothing", "another number", "no such section"],
)
def test_the_comparison_can_fail(verify, stated):
    with pytest.raises(AssertionError):
        verify("gradient_descent", stated)
