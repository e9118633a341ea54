"""Part II: the numbers in the answers of the self-check questions, computed independently."""

import math
from functools import partial
from statistics import NormalDist

import numpy as np

from coursekit.data import ArrayDataset, DataLoader, load_digits
from coursekit.gradcheck import numerical_gradient
from coursekit.nn import (
    CrossEntropyLoss,
    ReLU,
    Sigmoid,
    Tanh,
    batch_norm_backward,
    batch_norm_forward,
    dropout_forward,
    init,
    layer_outputs,
    mlp,
    softmax,
)
from coursekit.optim import SGD, L2Penalty, ProximalGradient
from coursekit.parameter import Parameter
from coursekit.train import EarlyStopping, fit


def test_neural_networks(verify):
    relu = partial(np.maximum, 0.0)
    hat = [relu(x) - 2 * relu(x - 1) + relu(x - 2) for x in (0.5, 1.0, 1.5, 5.0)]
    a = float(Sigmoid()(-6.0))
    square, entropy = (a - 1) * a * (1 - a), a - 1
    doubled = softmax(2 * np.log([1.0, 3.0]))
    np.testing.assert_allclose(softmax(np.log([1.0, 3.0]) + 100), [0.25, 0.75])

    def products(hidden):
        forward = 64 * hidden + hidden * 10
        parameters = 65 * hidden + 11 * hidden - hidden + 10
        # backward: both gradients, without that of the images
        return 2 * forward + hidden * 10, 2 * parameters * forward

    (back, numerical), (back_wide, numerical_wide) = products(32), products(64)
    assert (back, numerical) == (5056, 11_413_760)  # the chapter's table
    slope = numerical_gradient(lambda x: float(relu(x).sum()), np.array([-1e-7]))[0]
    verify(
        "neural_networks",
        {
            "활성화는": [", ".join(f"{v:g}" for v in hat), "1 - 2 + 1 = 0"],
            "손실은": [f"{2**2 // 1**2}분의 1"],
            "크게": [f"{a:.5f}", f"{square:.5f}", f"{entropy:.3f}", f"{entropy / square:.0f}배"],
            "소프트맥스는": [f"{doubled[0]:.1f}과 {doubled[1]:.1f}", f"비 3이 {3**2}가"],
            "기울기는": [
                f"{back_wide:,}번으로 {back_wide / back:.0f}배",
                f"{numerical_wide:,}번으로 {numerical_wide / numerical:.0f}배",
            ],
            "기울기 검사는": [f"{slope:.3f}"],
        },
    )


def test_initialization(verify):
    train, _ = load_digits(rng=0)
    model = mlp([64, 16, 10], activation=Tanh, rng=0)
    first, last = model[0].weight.data, model[2].weight.data
    for group in (slice(0, 8), slice(8, 16)):
        first[group], last[:, group] = first[group][0], last[:, group][:, :1]
    data = ArrayDataset(train.flat, train.labels)
    fit(
        model,
        CrossEntropyLoss(),
        SGD(model.parameters(), lr=0.3),
        DataLoader(data, 32, shuffle=True, rng=0),
        epochs=2,
    )
    rank = np.linalg.matrix_rank(model[0].weight.grad, tol=1e-10)

    noise = np.random.default_rng(0).standard_normal((1000, 100))
    stack = mlp([100] * 6 + [10], activation=Sigmoid, init=init.xavier_normal, rng=1)
    fifth = layer_outputs(stack, noise)[9]
    hidden_ratio = fifth.std() / fifth.std(axis=0).mean()

    deep = mlp([64] * 30 + [10], init=init.xavier_normal, rng=0)
    with np.errstate(all="ignore"):
        run = fit(
            deep,
            CrossEntropyLoss(),
            SGD(deep.parameters(), lr=0.003 * 2**15),
            DataLoader(data, 64, shuffle=True, rng=0),
            epochs=5,
        )
    assert run.outcome == "diverged"

    back = 0.5 * 128 * 2 / 512
    spread = math.sqrt(2 / 8)
    inside = NormalDist(0, spread).cdf(1) - 0.5
    verify(
        "initialization",
        {
            "모두 같은": [f"많아야 {rank}이고"],
            "얼마나": [f"{hidden_ratio // 100 * 100:.0f}배 넘게"],
            "한 층을": [f"{1 / back:.0f}분의 1", f"= {back:.2f}$배", "128", "512"],
            "서른 층을": [
                f"1.1^{{30}} = {1.1**30:.1f}",
                f"{1.1**2:.2f}배라 ${1.1**2:.2f}^{{30}} = {1.1**60:.0f}",
            ],
            '"매개변수는': [f"= {spread:.1f}$", f"{100 * inside:.0f} %"],
        },
    )


def test_batch_normalization(verify):
    def normal(values):
        return batch_norm_forward(np.array(values, float)[:, None], eps=1e-12)[0][:, 0]

    four = normal([1, 2, 4, 5])
    np.testing.assert_allclose(normal([13, 23, 43, 53]), four)
    G = np.full((4, 1), 3.0)
    _, cache = batch_norm_forward(np.array([[1.0], [2.0], [4.0], [5.0]]), np.ones(1), np.zeros(1))
    grad_x, _, grad_beta = batch_norm_backward(G, cache)
    assert np.abs(grad_x).max() < 1e-12
    growth = math.sqrt(math.pi / (math.pi - 1))
    assert round(growth**30) == 313
    running = [0.0, 0.0]
    for _ in range(10):
        running[0] += 0.1 * (10 - running[0])
    running[1] += 0.9 * (10 - running[1])
    pair = normal([0.3, 0.31])
    np.testing.assert_allclose(pair, normal([0.3, 0.5]), rtol=1e-6)
    verify(
        "batch_normalization",
        {
            "배치의": [f"{four[0]:.3f}$에서 ${normal([1, 2, 4, 50])[0]:.3f}"],
            "뒤로는": [f"{grad_beta[0]:.0f}입니다", "3\\sum"],
            "초깃값은": [f"{10**2}배로 해야", f"기울기는 {10}분의 1"],
            "깊어져도": [f"{round(growth**60, -3):,.0f}배쯤", f"{growth:.3f}배씩"],
            "평가할": [
                f"(1 - 0.9^{{10}}) = {running[0]:.2f}",
                f"{100 * 0.9**10:.0f} %",
                f"{running[1]:.0f}가 되고",
            ],
            "무엇이": [
                f"${pair[0]:.0f}$과 {pair[1]:.0f}입니다",
                f"{0.5 - 0.3:.1f}에서 {0.31 - 0.3:.2f}로",
            ],
            "그래서": [f"{math.sqrt(4):.0f}배입니다"],
        },
    )


def test_generalization(verify):
    points = next(n for n in range(1, 100) if math.isclose(9 / n, 4 / 20))
    half = 359 * 2**2
    narrower = 1 / math.sqrt(2)

    def variance(models, rho):
        covariance = np.full((models, models), rho)
        np.fill_diagonal(covariance, 1.0)
        return covariance.mean()

    def precision(share):
        return 0.8 * share / (0.8 * share + 0.1 * (1 - share))

    found, alarms = 0.8 * 20, 0.1 * 980
    assert round(7 * alarms / (found + alarms)) == 6
    verify(
        "generalization",
        {
            "처음 보는": [
                f"-\\ln 0.4 = {-math.log(0.4):.2f}",
                f"-\\ln 0.1 = {-math.log(0.1):.2f}",
            ],
            "데이터를": [f"{0.29 - 0.28:.2f}뿐"],
            "왜": [f"{points}개입니다", "4/20", f"9/{points}"],
            "무작위": [f"{50 + 50 / 10:.0f} %입니다", "50/10"],
            "이 정확도는": [f"{half:,}장", f"{narrower:.2f}배"],
            "모델을": [
                f"{variance(2000, 0.5):.1f}까지만",
                f"10개면 {variance(10, 0.5):.2f}, 1,000개면 {variance(1000, 0.5):.4f}",
                f"{variance(10, 0.3):.2f}입니다",
            ],
            "한 클래스가": [
                f"{precision(0.02):.2f}, 50 %면 {precision(0.5):.2f}",
                f"{found:.0f}개, 거짓 경보가 {alarms:.0f}개",
                "1,000개로",
            ],
        },
    )


def stopped(patience, losses):
    stopping = EarlyStopping("loss", patience=patience)
    model = mlp([2, 2], rng=0)
    count = 0
    while count < len(losses):
        count += 1
        if stopping.update(model, losses[count - 1]):
            break
    return count, stopping.best_evaluation + 1, stopping.best


def test_regularization(verify):
    weight = Parameter([3.0])
    L2Penalty([weight], 0.01).backward()
    theirs = weight.grad[0] / (2 * weight.data[0])
    ends = []
    for lasso in (True, False):
        w = Parameter([2.0, 0.3])
        optimizer = ProximalGradient([w], lr=0.5, l1=1.0) if lasso else SGD([w], lr=0.5)
        for _ in range(2):
            w.grad = np.zeros(2) if lasso else w.data.copy()
            optimizer.step()
        ends.append(w.data)
    losses = [0.9, 0.7, 0.8, 0.75, 0.72, 0.6]
    assert stopped(3, losses) == (5, 2, 0.7)  # the fifth evaluation, the second one's weights
    assert stopped(4, losses)[1:] == (6, 0.6)
    target = 1 - 0.1 + 0.1 / 2
    gap = math.log(target / (1 - target))
    loss = CrossEntropyLoss(label_smoothing=0.1)
    grid = np.linspace(0, 6, 6001)
    best = grid[np.argmin([loss(np.array([[d, 0.0]]), [0]) for d in grid])]
    assert abs(best - gap) < 2e-3
    kept = dropout_forward(np.ones(100_000), 0.8, rng=np.random.default_rng(0))[0]
    assert abs((kept > 0).mean() - 0.2) < 0.01
    verify(
        "regularization",
        {
            "L2 벌점": [f"{theirs:.3f}를"],
            "L1 벌점": [
                f"({ends[0][0]:g}, {ends[0][1]:g})",
                f"({ends[1][0]:g}, {ends[1][1]:g})",
                "0.5만큼",
            ],
            "조기": ["0.6은", "인내심이 4였다면"],
            "라벨": [
                f"{target:.2f}이고",
                f"\\ln({target:.2f}/{1 - target:.2f}) = {gap:.3f}",
                f"{1 - 0.1:.1f}가 아닙",
            ],
            "드롭아웃": [f"{100 * (1 - 0.8):.0f} %만", f"= {kept.max():.0f}$배"],
            "300장": [
                f"{100 - 91.2:.1f} %p에서 {88.7 - 81.5:.1f} %p",
                f"{91.2 - 81.5:.1f} %p 떨어",
            ],
        },
    )


def test_hyperparameters(verify):
    error = math.sqrt(0.8 * 0.2 / 400)
    needed = 0.8 * 0.2 / 0.002**2
    even = (0.999 - 0.9) / 0.999
    in_logs = math.log(0.1 / 0.001) / math.log(1 / 0.001)
    rungs, count, epochs = [], 81, 2
    while count >= 3:
        rungs.append((count, epochs))
        count, epochs = count // 3, epochs * 3
    fewer = 100 ** (1 / 4)
    assert math.isclose(math.sqrt(math.log(100)) / 2, math.sqrt(math.log(fewer)))
    saved = 1 - math.sqrt(math.log(50) / math.log(100))
    verify(
        "hyperparameters",
        {
            "무엇을": [f"표준오차는 {error:.2f}이고", f"{needed:,.0f}개"],
            "어떤": [
                f"{100 * even:.1f} %",
                f"{100 * in_logs:.1f} %",
                *(f"{1 / (1 - mu):,.0f}배" for mu in (0.9, 0.99, 0.999)),
                "0.99와",
            ],
            "격자일까요": [
                f"{64 ** (1 / 3):.0f}가지라 {0.1 * 64 ** (1 / 3):.1f}이고",
                f"0.9^{{64}} = {1 - 0.9**64:.3f}",
                f"{64 ** (1 / 2):.0f}가지를 보아 {0.1 * 64 ** (1 / 2):.1f}이",
            ],
            "지난": [f"A는 {0.8 / 0.8:.0f}, B는 {0.3 / 0.1:.0f}입니다"],
            "가망": [
                ", ".join(f"{n}개를 {e}에포크" for n, e in rungs),
                f"모두 {sum(n * e for n, e in rungs)}에포크",
            ],
            "시험용은": [
                f"{2**2}배로",
                f"{fewer:.0f}번까지",
                f"100^{{1/4}} = {fewer:.2f}",
                f"{100 * saved:.0f} %만",
            ],
        },
    )


def test_the_relu_that_bends_nothing():
    rng = np.random.default_rng(0)
    first, second = np.abs(rng.normal(size=(5, 3))), rng.normal(size=(2, 5))
    x = np.abs(rng.normal(size=(50, 3)))
    np.testing.assert_allclose(ReLU()(x @ first.T + 0.1) @ second.T, (x @ first.T + 0.1) @ second.T)
