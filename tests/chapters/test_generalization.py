"""Numbers that the prose of chapter 07 states in words; each is computed here by another way."""

import math

import numpy as np
import pytest
from sklearn.ensemble import AdaBoostClassifier as TheirBoost
from sklearn.ensemble import BaggingClassifier as TheirBag
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.model_selection import KFold as TheirFolds
from sklearn.model_selection import cross_val_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.tree import DecisionTreeClassifier as TheirTree

from coursekit.data import ArrayDataset, DataLoader, load_digits, make_signals
from coursekit.metrics import precision_recall_curve, roc_curve
from coursekit.nn import BCEWithLogitsLoss, CrossEntropyLoss, FocalLoss, mlp
from coursekit.optim import Adam
from coursekit.train import accuracy, average_loss, fit

FINE = np.linspace(-1, 1, 401)


def points(n, seed, noise=0.3):
    x = np.linspace(-1, 1, n)
    return x, np.sin(np.pi * x) + noise * np.random.default_rng(seed).standard_normal(n)


def polynomial_errors(degree, n, repeats=200):
    train, test = [], []
    for seed in range(repeats):
        x, y = points(n, seed)
        curve = np.polynomial.Polynomial.fit(x, y, degree)
        train.append(((curve(x) - y) ** 2).mean())
        test.append(((curve(FINE) - np.sin(np.pi * FINE)) ** 2).mean() + 0.09)
    return np.mean(train), np.mean(test)


def test_third_degree_is_best_and_then_memorises_noise():
    errors = np.array([polynomial_errors(d, 20) for d in range(16)])
    assert errors[:, 1].argmin() == 3
    assert (np.diff(errors[:, 0]) < 0).all()
    assert (errors[3:, 0] < 0.09).all()
    assert errors[15, 1] > 5 * errors[3, 1]


def test_learning_curves_close_high_or_late():
    few, many = polynomial_errors(1, 20, 100), polynomial_errors(1, 200, 100)
    assert many[1] > 0.95 * few[1]
    assert many[1] - many[0] < 0.01
    few, many = polynomial_errors(12, 20, 100), polynomial_errors(12, 200, 100)
    assert many[1] < 0.65 * few[1]


def test_wide_network_gains_loss_but_not_errors():
    train, test = make_signals(400, rng=0), make_signals(2000, rng=1)
    data = ArrayDataset(train.signals, train.labels)
    final = {}
    for hidden in (8, 256):
        model = mlp([40, hidden, 10], rng=0)
        run = fit(
            model,
            CrossEntropyLoss(),
            Adam(model.parameters(), lr=3e-3),
            DataLoader(data, batch_size=32, shuffle=True, rng=0),
            epochs=100,
            evaluate=lambda m: {
                "loss": average_loss(m, CrossEntropyLoss(), test.signals, test.labels),
                "accuracy": accuracy(m, test.signals, test.labels),
            },
        ).evaluations
        final[hidden] = accuracy(model, train.signals, train.labels), run
    assert 0.4 < final[8][0] < 0.65
    assert final[256][0] == 1.0
    wide = final[256][1]
    lowest = int(np.argmin(wide["loss"]))
    assert 15 < lowest < 30
    assert wide["loss"][-1] > 1.4 * wide["loss"][lowest]
    assert wide["accuracy"][-1] >= wide["accuracy"][lowest]
    assert wide["accuracy"][-1] > final[8][1]["accuracy"][-1] + 0.1


def test_folds_find_the_degree_though_not_the_height():
    x, y = points(20, 0)
    assert ((y - np.sin(np.pi * x)) ** 2).mean() < 0.07  # this draw's noise is small
    estimates = np.zeros((20, 11))
    for seed in range(20):
        for rows, held in TheirFolds(5, shuffle=True, random_state=seed).split(x):
            for d in range(11):
                curve = np.polynomial.Polynomial.fit(x[rows], y[rows], d, domain=[-1, 1])
                estimates[seed, d] += ((curve(x[held]) - y[held]) ** 2).mean() / 5
    mean = estimates.mean(axis=0)
    assert mean.argmin() == 3
    truth = np.array([polynomial_errors(d, 20)[1] for d in range(11)])
    assert (mean[:6] < truth[:6]).all()
    assert mean[9] > 5 * truth[9]


def test_selection_outside_and_inside_the_folds_by_scikit_learn():
    wrong, right = [], []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        X, y = rng.standard_normal((50, 5000)), rng.permutation(np.arange(50) % 2)
        folds = TheirFolds(5, shuffle=True, random_state=seed)
        chooser, nearest = SelectKBest(f_classif, k=100), KNeighborsClassifier(1)
        outside = chooser.fit_transform(X, y)
        wrong.append(1 - cross_val_score(nearest, outside, y, cv=folds).mean())
        pipeline = make_pipeline(chooser, nearest)
        right.append(1 - cross_val_score(pipeline, X, y, cv=folds).mean())
    assert np.mean(wrong) < 0.03
    assert 0.47 < np.mean(right) < 0.6


def test_exact_halves_push_the_right_answer_above_one_half():
    """Labels drawn freely have no such lean; halves leave the fold with the class that training lacks."""
    rates = {}
    for name in ("halves", "free"):
        rates[name] = []
        for seed in range(1000):
            rng = np.random.default_rng(seed)
            y = rng.permutation(np.arange(50) % 2) if name == "halves" else rng.integers(2, size=50)
            X = rng.standard_normal((50, 30))
            apart = ((X[:, None] - X) ** 2).sum(axis=-1)
            fold = rng.permutation(50) % 5
            apart[fold[:, None] == fold] = np.inf
            rates[name].append((y[apart.argmin(axis=1)] != y).mean())
    assert np.mean(rates["halves"]) > np.mean(rates["free"])
    assert np.mean(rates["halves"]) > 0.505
    assert abs(np.mean(rates["free"]) - 0.5) < 0.01


def closed_form(degree, n):
    """Bias² and variance from the hat matrix of a QR decomposition, at the points themselves."""
    x = np.linspace(-1, 1, n)
    Q = np.linalg.qr(np.polynomial.chebyshev.chebvander(x, degree))[0]
    truth = np.sin(np.pi * x)
    hat = Q @ Q.T
    return ((truth - hat @ truth) ** 2).mean(), 0.09 * np.diag(hat).mean()


def test_bias_and_variance_are_not_inversely_proportional():
    pairs = {d: closed_form(d, 20) for d in (1, 3, 5, 8)}
    for d, (_, variance) in pairs.items():
        assert variance == pytest.approx(0.09 * (d + 1) / 20)
    products = {d: b * v for d, (b, v) in pairs.items()}
    assert products[1] / products[5] > 500  # hundreds of times, and truly more than measured
    more = closed_form(3, 80)
    assert pairs[3][1] / more[1] == pytest.approx(4)
    assert more[0] == pytest.approx(pairs[3][0], rel=0.25)


@pytest.fixture(scope="module")
def digits():
    return load_digits(rng=0)


def random_feature_error(digits, p, seed, flipped):
    train, test = digits
    rng = np.random.default_rng(seed)
    rows = rng.permutation(len(train.labels))[:300]
    y = train.labels[rows].copy()
    noisy = rng.random(300) < flipped
    y[noisy] = (y[noisy] + rng.integers(1, 10, noisy.sum())) % 10
    V = np.random.default_rng(100 + seed).standard_normal((64, p))
    A, B = np.maximum(train.flat[rows] @ V, 0), np.maximum(test.flat @ V, 0)
    weight = np.linalg.pinv(A) @ np.eye(10)[y]
    wrong = 100 * ((B @ weight).argmax(axis=1) != test.labels).mean()
    return 100 * ((A @ weight).argmax(axis=1) != y).mean(), wrong, np.linalg.norm(weight)


def test_test_error_falls_rises_and_falls_again(digits):
    error = {
        p: np.mean([random_feature_error(digits, p, seed, 0.15) for seed in range(3)], axis=0)
        for p in (10, 60, 100, 150, 200, 320, 600, 1000, 2000, 4000)
    }
    assert error[10][1] > error[60][1] > error[100][1] < error[150][1] < error[200][1]
    assert 70 < error[320][1] < 90
    assert error[320][1] > error[600][1] > error[1000][1] > error[4000][1]
    assert error[4000][1] < min(error[p][1] for p in (10, 60, 100, 150, 200)) + 1
    assert error[320][0] == 0
    assert error[320][2] > 5 * error[100][2]
    clean = np.mean([random_feature_error(digits, 320, s, 0.0)[1] for s in range(3)])
    assert 40 < clean < error[320][1]


def test_random_labels_are_memorised_and_half_are_learnt_before(digits):
    train, test = digits
    images, held = train.flat.astype(np.float32), test.flat.astype(np.float32)
    final = {}
    for corrupted in (0.5, 1.0):
        rng = np.random.default_rng(7)
        chosen = rng.random(len(train.labels)) < corrupted
        labels = np.where(chosen, rng.integers(10, size=len(train.labels)), train.labels)
        model = mlp([64, 256, 256, 10], rng=7, dtype=np.float32)
        run = fit(
            model,
            CrossEntropyLoss(),
            Adam(model.parameters(), lr=2e-3),
            DataLoader(ArrayDataset(images, labels), batch_size=128, shuffle=True, rng=7),
            epochs=90,
            evaluate=lambda m: {"test": accuracy(m, held, test.labels)},
            evaluate_every=24,
        ).evaluations
        final[corrupted] = accuracy(model, images, labels), run["test"]
    assert final[1.0][0] > 0.98
    assert final[1.0][1][-1] < 0.2
    assert final[0.5][0] > 0.98
    assert final[0.5][1].max() > 0.85 > 0.75 > final[0.5][1][-1]


def test_one_in_e_samples_is_never_drawn():
    assert abs((1 - 1 / 300) ** 300 - math.exp(-1)) < 1e-3
    assert f"{math.exp(-1):.3f}" == "0.368"


def waveform(n, rng):
    labels = rng.integers(3, size=n)
    u, place = rng.random(n), np.arange(1, 22)
    waves = [np.maximum(6 - np.abs(place - c), 0) for c in (11, 15, 7)]
    pairs = [(0, 1), (0, 2), (1, 2)]
    X = [u[i] * waves[pairs[k][0]] + (1 - u[i]) * waves[pairs[k][1]] for i, k in enumerate(labels)]
    return np.array(X) + rng.standard_normal((n, 21)), labels


def test_bagged_waveform_trees_are_near_breimans_by_scikit_learn():
    tree, bag = [], []
    for seed in range(6):
        rng = np.random.default_rng(seed + 50)
        (X, y), (Z, w) = waveform(300, rng), waveform(1500, rng)
        tree.append(1 - TheirTree(random_state=seed).fit(X, y).score(Z, w))
        forest = TheirBag(TheirTree(random_state=seed), n_estimators=50, random_state=seed)
        bag.append(1 - forest.fit(X, y).score(Z, w))
    assert np.mean(tree) == pytest.approx(0.29, abs=0.03)
    assert np.mean(bag) == pytest.approx(0.19, abs=0.03)


def test_four_hundred_stumps_stay_above_the_books_number_by_scikit_learn():
    rng = np.random.default_rng(11)
    X = rng.standard_normal((12_000, 10))
    y = (X**2).sum(axis=1) > 9.34
    assert y.mean() == pytest.approx(0.5, abs=0.02)
    boost = TheirBoost(n_estimators=400, random_state=0).fit(X[:2000], y[:2000])
    assert 0.10 < 1 - boost.score(X[2000:], y[2000:]) < 0.14  # the book: 0.058


def test_focal_loss_counts_easy_samples_a_hundredth_and_a_thousandth():
    for sure, expected in ((0.5, 4.0), (0.9, 100.0), (0.968, 976.6)):
        logit = np.array([[math.log(sure / (1 - sure))]])
        ratio = BCEWithLogitsLoss()(logit, [[1.0]]) / FocalLoss(alpha=None)(logit, [[1.0]])
        assert ratio == pytest.approx(expected, rel=1e-4)


@pytest.fixture(scope="module")
def rare():
    piles = {}
    for name, positives, negatives, seed in (
        ("train", 30, 1470, 1),
        ("test", 200, 9800, 2),
        ("more", 600, 1, 3),
    ):
        pool = make_signals(10 * max(positives, math.ceil(negatives / 9)), rng=seed)
        is_five = pool.labels == 5
        piles[name] = pool.signals[is_five][:positives], pool.signals[~is_five][:negatives]
    return piles


def ranking(rare, positive, *, loss=None, epochs=20, seed=5):
    X = np.concatenate([positive, rare["train"][1]])
    y = np.repeat([1.0, 0.0], [len(positive), len(X) - len(positive)])[:, None]
    model = mlp([40, 64, 1], rng=seed)
    loader = DataLoader(ArrayDataset(X, y), batch_size=64, shuffle=True, rng=seed)
    fit(
        model, loss or BCEWithLogitsLoss(), Adam(model.parameters(), lr=3e-3), loader, epochs=epochs
    )
    score = model(np.concatenate(rare["test"]))[:, 0]
    truth = np.repeat([1, 0], [200, 9800])
    found = ((score > 0) & (truth == 1)).sum() / 200
    area, precision = roc_curve(truth, score).auc, precision_recall_curve(truth, score)
    return area, precision.average_precision, found


def test_weights_move_the_threshold_and_knowledge_moves_the_ranking(rare):
    few = rare["train"][0]
    assert (len(few), len(rare["train"][1]), len(rare["test"][0])) == (30, 1470, 200)
    plain = ranking(rare, few, epochs=40)
    weighted = ranking(rare, few, loss=BCEWithLogitsLoss(pos_weight=49.0), epochs=40)
    rng = np.random.default_rng(5)
    again = few[rng.integers(30, size=1470)]
    moved = np.stack(
        [np.roll(s, k) for s, k in zip(again, rng.integers(40, size=1470), strict=True)]
    )
    rolled, more = ranking(rare, moved), ranking(rare, rare["more"][0])
    assert plain[2] < 0.1 < 0.2 < weighted[2]
    assert weighted[0] == pytest.approx(plain[0], abs=0.05)
    for better in (rolled, more):
        assert better[0] > plain[0] + 0.1
        assert better[1] > plain[1] + 0.03
