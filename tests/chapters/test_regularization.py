"""What the prose of chapter 08 states in words; each is computed here by another way than the chapter's."""

import itertools
import math

import numpy as np
import pytest
import torch
from scipy.optimize import minimize

from coursekit.data import ArrayDataset, DataLoader, augment, load_digits, make_signals
from coursekit.nn import CrossEntropyLoss, Linear, mlp, softmax
from coursekit.optim import SGD, Adam, L1Penalty, ProximalGradient
from coursekit.train import EarlyStopping, accuracy, average_loss, fit


@pytest.fixture(scope="module")
def digits():
    pool, test = load_digits(test_size=1197 / 1797, rng=0)
    return pool.take(range(300)), test


def torch_net(sizes, small, *, seed, lr, epochs=300, rate=0.0, smoothing=0.0, decay=0.0):
    """The chapter's training by torch alone, on weights and batches of torch's own drawing."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    generator = torch.Generator().manual_seed(seed)
    layers: list[torch.nn.Module] = []
    for into, out in itertools.pairwise(sizes):
        if layers:
            layers += [torch.nn.ReLU(), torch.nn.Dropout(rate)]
        layers.append(torch.nn.Linear(into, out, dtype=torch.float64))
        torch.nn.init.normal_(layers[-1].weight, 0, math.sqrt(2 / into), generator=generator)
        torch.nn.init.zeros_(layers[-1].bias)
    model = torch.nn.Sequential(*layers)
    x, y = torch.tensor(small.flat), torch.tensor(small.labels)
    loss = torch.nn.CrossEntropyLoss(label_smoothing=smoothing)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, weight_decay=decay)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        for _ in range(epochs):
            for rows in torch.randperm(len(x), generator=generator).split(100):
                optimizer.zero_grad()
                loss(model(x[rows]), y[rows]).backward()
                optimizer.step()
    torch.set_num_threads(threads)
    return model.eval()


def torch_scores(model, part):
    with torch.no_grad():
        return torch.softmax(model(torch.tensor(part.flat)), 1).numpy()


def torch_accuracy(model, part):
    return float((torch_scores(model, part).argmax(1) == part.labels).mean())


def test_sizes_named_in_the_prose(digits):
    small, test = digits
    assert (len(small), len(test)) == (300, 1197)
    assert 64 * 100 + 100 + 100 * 100 + 100 + 100 * 10 + 10 == 17_610
    assert sum(p.data.size for p in mlp([64, 100, 100, 10], rng=0).parameters()) == 17_610
    assert (64 * 10, 2**10) == (640, 1024)


def test_the_plain_net_knows_all_it_saw_and_misses_about_one_new_digit_in_twenty(digits):
    small, test = digits
    model = torch_net([64, 100, 100, 10], small, seed=0, lr=0.1)
    assert torch_accuracy(model, small) == 1
    assert 0.925 < torch_accuracy(model, test) < 0.96


def test_a_strong_penalty_narrows_the_gap_and_lowers_the_test_score(digits):
    small, test = digits
    plain = torch_net([64, 100, 100, 10], small, seed=1, lr=0.1)
    strong = torch_net([64, 100, 100, 10], small, seed=1, lr=0.1, decay=0.1)
    gaps = [torch_accuracy(m, small) - torch_accuracy(m, test) for m in (plain, strong)]
    assert gaps[1] < gaps[0]
    assert torch_accuracy(strong, test) < torch_accuracy(plain, test) - 0.1


@pytest.mark.parametrize(
    ("value", "near", "far"),
    [
        (lambda w: w @ w / 2, (0.3, 0.25), (1.0, 0.3)),
        (lambda w: math.hypot(*w), (0.0, 0.0), (1.042, 0.313)),
        (lambda w: abs(w[0]) + abs(w[1]), (0.0, 0.0), (1.0, 0.0)),
    ],
)
def test_three_penalties_shrink_in_three_ways(value, near, far):
    """By a search without gradients rather than on a grid."""
    for a, wanted in (((0.6, 0.5), near), ((2.0, 0.6), far)):
        found = minimize(
            lambda w, a=a: float(((w - a) ** 2).sum()) / 2 + value(w),
            (0.2, 0.1),
            method="Nelder-Mead",
            options={"xatol": 1e-8, "fatol": 1e-12, "maxiter": 4000},
        )
        np.testing.assert_allclose(found.x, wanted, atol=2e-3)


def test_adding_the_sign_makes_no_zeros_and_the_proximal_step_makes_more_than_half(digits):
    small, test = digits
    zeros, scores = [], []
    for proximal in (True, False):
        layer = Linear(64, 10, bias=False, rng=0)
        parameters = layer.parameters()
        penalty = None if proximal else L1Penalty(parameters, 0.001)
        optimizer = (
            ProximalGradient(parameters, lr=0.5, l1=0.001) if proximal else SGD(parameters, lr=0.5)
        )
        loader = DataLoader(ArrayDataset(small.flat, small.labels), batch_size=300)
        fit(layer, CrossEntropyLoss(), optimizer, loader, epochs=1000, penalty=penalty)
        zeros.append(int((layer.weight.data == 0).sum()))
        scores.append(accuracy(layer, test.flat, test.labels))
    assert zeros[0] > 320
    assert zeros[1] == 0
    assert scores[0] == pytest.approx(scores[1], abs=0.01)


def test_stopping_by_the_loss_lowers_the_loss_and_the_accuracy():
    train, held, unseen = (make_signals(n, rng=k) for k, n in enumerate((500, 500, 2000)))

    def learn(stopping):
        model = mlp([40, 100, 100, 10], rng=0)
        loader = DataLoader(
            ArrayDataset(train.signals, train.labels), batch_size=50, shuffle=True, rng=0
        )

        def watch(m):
            return {"loss": average_loss(m, CrossEntropyLoss(), held.signals, held.labels)}

        run = fit(
            model,
            CrossEntropyLoss(),
            Adam(model.parameters(), lr=1e-3),
            loader,
            epochs=100,
            evaluate=watch,
            early_stopping=stopping,
        )
        p = softmax(model.eval()(unseen.signals))
        given = p[np.arange(2000), unseen.labels]
        return run, -np.log(given).mean(), (p.argmax(1) == unseen.labels).mean(), p.max(1).mean()

    run, loss, score, confidence = learn(None)
    stopped, loss_at_stop, score_at_stop, _ = learn(EarlyStopping("loss", patience=15))
    assert stopped.outcome == "stopped"
    assert np.argmin(run.evaluations["loss"]) < 70  # and up again to the end
    assert loss_at_stop < loss - 0.1
    assert score_at_stop < score
    assert confidence > score + 0.1  # it says more than it knows


def test_shifting_hurts_digits_in_their_place_and_saves_digits_out_of_it(digits):
    small, test = digits
    moved = augment.random_shift(test.images, 1, rng=9).reshape(len(test), -1)
    scores = {}
    for shifted in (False, True):
        model, rng = mlp([64, 100, 100, 10], rng=0), np.random.default_rng(1000)
        loader = DataLoader(
            ArrayDataset(small.flat, small.labels), batch_size=100, shuffle=True, rng=0
        )
        if shifted:
            loader = augment.Augmented(
                loader,
                lambda x, rng=rng: augment.random_shift(x.reshape(-1, 8, 8), 1, rng=rng).reshape(
                    len(x), -1
                ),
            )
        fit(model, CrossEntropyLoss(), SGD(model.parameters(), lr=0.1), loader, epochs=300)
        scores[shifted] = (
            accuracy(model, test.flat, test.labels),
            accuracy(model, moved, test.labels),
        )
    assert scores[True][0] < scores[False][0] - 0.02
    assert scores[False][1] < 0.5 < 0.85 < scores[True][1]


def test_noise_on_the_input_is_a_penalty_by_its_moments():
    """Both formulas from the covariance of what is added, not by drawing."""
    rng = np.random.default_rng(3)
    X, w, y = rng.normal(size=(5, 3)), rng.normal(size=3), rng.normal(size=5)
    clean = ((y - X @ w) ** 2).sum()
    # every sign pattern of noise ±σ: mean 0 and variance σ² exactly
    sigma = 0.3
    values = [
        ((y - (X + sigma * np.array(signs).reshape(5, 3)) @ w) ** 2).sum()
        for signs in itertools.product((-1, 1), repeat=15)
    ]
    assert np.mean(values) == pytest.approx(clean + 5 * sigma**2 * (w @ w), rel=1e-10)
    # every mask of a few inputs, weighed by its probability
    p, X2, w2 = 0.3, X[:2], w
    total = 0.0
    for kept in itertools.product((0, 1), repeat=6):
        mask = np.array(kept).reshape(2, 3)
        weight = (1 - p) ** mask.sum() * p ** (6 - mask.sum())
        total += weight * ((y[:2] - (X2 * mask / (1 - p)) @ w2) ** 2).sum()
    wanted = ((y[:2] - X2 @ w2) ** 2).sum() + p / (1 - p) * ((X2**2).sum(0) @ w2**2)
    assert total == pytest.approx(wanted, rel=1e-10)


def test_smoothing_raises_the_score_of_digits_and_spoils_their_calibration(digits):
    small, test = digits
    score, gap = {0.0: [], 0.1: []}, {0.0: [], 0.1: []}
    for smoothing in score:
        for seed in range(3):
            model = torch_net([64, 100, 100, 10], small, seed=seed, lr=0.1, smoothing=smoothing)
            p = torch_scores(model, test)
            score[smoothing].append((p.argmax(1) == test.labels).mean())
            gap[smoothing].append(p.max(1).mean() - score[smoothing][-1])
    assert np.mean(score[0.1]) > np.mean(score[0.0]) + 0.004
    assert abs(np.mean(gap[0.0])) < 0.03
    assert np.mean(gap[0.1]) < -0.1


def test_where_smoothed_scores_come_to_rest():
    assert math.log((1 - 0.1 + 0.01) / 0.01) == pytest.approx(4.511, abs=5e-4)


@pytest.mark.parametrize("seed", [1])
def test_dropout_at_the_books_rate_narrows_the_gap_by_losing_on_both_sides(digits, seed):
    small, test = digits
    deep = [64, *[100] * 6, 10]
    slow = [torch_net(deep, small, seed=seed, lr=0.01, rate=r) for r in (0.0, 0.2)]
    inside = [torch_accuracy(m, small) for m in slow]
    outside = [torch_accuracy(m, test) for m in slow]
    assert inside[0] > 0.99
    assert inside[1] - outside[1] < inside[0] - outside[0]
    assert outside[1] < outside[0] - 0.02


def test_dropout_helps_once_the_training_is_done(digits):
    small, test = digits
    deep = [64, *[100] * 6, 10]
    scores = [
        [torch_accuracy(torch_net(deep, small, seed=s, lr=0.1, rate=r), test) for s in range(2)]
        for r in (0.0, 0.2)
    ]
    assert np.mean(scores[1]) > np.mean(scores[0]) + 0.005
