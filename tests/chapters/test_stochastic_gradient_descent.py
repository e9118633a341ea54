"""Numbers that the prose of chapter 02 states in words; each is computed here by another way."""

import math

import numpy as np
import pytest
import torch
from scipy.sparse.linalg import LinearOperator, eigsh

from coursekit.data import ArrayDataset, DataLoader, RandomSampler, load_digits, toy
from coursekit.nn import CrossEntropyLoss, MSELoss, Tanh, mlp, parameters_to_vector
from coursekit.optim import SGD
from coursekit.train import accuracy, average_loss, fit, sample_gradients


@pytest.fixture(scope="module")
def digits():
    train, test = load_digits(rng=0)
    return ArrayDataset(train.flat, train.labels), test


def digits_run(digits, size, lr, *, seed, updates):
    model, loss = mlp([64, 32, 10], rng=seed), CrossEntropyLoss()
    loader = DataLoader(digits, batch_size=size, shuffle=True, rng=seed)
    fit(model, loss, SGD(model.parameters(), lr=lr), loader, epochs=updates, max_updates=updates)
    return average_loss(model, CrossEntropyLoss(), *digits.arrays)


def test_sizes_named_in_the_prose(digits):
    data, _ = digits
    model = mlp([64, 32, 10], rng=0)
    count = 64 * 32 + 32 + 32 * 10 + 10
    assert (len(data), len(parameters_to_vector(model.parameters())), count) == (1438, 2410, 2410)
    assert count**2 > 5_000_000
    assert 1438**2 > 2_000_000
    assert 3000 * 500 / (3000 * 4) == 125


@pytest.mark.parametrize("seed", range(3))
def test_after_one_pass_single_samples_lead_and_by_updates_a_batch_is_as_good_as_all(digits, seed):
    data, _ = digits
    single = digits_run(data, 1, 0.03, seed=seed, updates=1438)
    batch = digits_run(data, 32, 0.3, seed=seed, updates=45)  # one pass as well
    assert single < 0.8 * batch
    by_batch = digits_run(data, 32, 0.3, seed=seed, updates=300)
    by_all = digits_run(data, 1438, 0.3, seed=seed, updates=300)
    assert by_batch == pytest.approx(by_all, rel=0.35)
    assert digits_run(data, 1, 0.03, seed=seed, updates=300) > 3 * by_all


def test_one_mini_batch_errs_by_more_than_the_whole_gradient(digits):
    data, _ = digits
    rows = sample_gradients(mlp([64, 32, 10], rng=0), CrossEntropyLoss(), *data.arrays)
    # by the covariance's trace rather than by distances
    trace = np.trace(np.cov(rows.T, bias=True))
    assert math.sqrt(trace / 16) > np.linalg.norm(rows.mean(axis=0))


def test_the_correction_by_counting_every_batch():
    """All batches of three of six numbers, listed: the variance of the mean is that of the formula."""
    from itertools import combinations, product

    values = np.array([1.0, 2.0, 4.0, 4.0, 7.0, 12.0])
    sigma2 = values.var()
    without = np.var([np.mean(c) for c in combinations(values, 3)])
    with_ = np.var([np.mean(c) for c in product(values, repeat=3)])
    assert without == pytest.approx(sigma2 / 3 * (6 - 3) / (6 - 1))
    assert with_ == pytest.approx(sigma2 / 3)
    assert np.mean([np.mean(c) for c in combinations(values, 3)]) == pytest.approx(values.mean())


def test_the_other_targets_lie_between_half_and_one_and_a_tenth():
    _, y = toy.line(100, slope=0.4, intercept=0.6, noise=0.05, rng=0)
    rest = np.delete(y, 37)
    assert 0.5 < rest.min() < rest.max() < 1.1


@pytest.mark.parametrize("size", [1, 16])
def test_the_outlier_pulls_the_mean_place_as_far_for_any_batch(size):
    """By the closed form: SGD on a quadratic with fresh draws has the mean of full descent."""
    x, y = toy.line(100, slope=0.4, intercept=0.6, noise=0.05, rng=0)
    x, y = 2 * x - 1, y.copy()
    y[37] = 8.0
    target = np.polyfit(x, y, 1)[1]
    rng, w, b = np.random.default_rng(0), 0.0, 0.0
    places = []
    for _ in range(40_000):
        k = rng.integers(100, size=size)
        error = w * x[k] + b - y[k]
        w, b = w - 0.1 * (error * x[k]).mean(), b - 0.1 * error.mean()
        places.append(b)
    assert np.mean(places[1000:]) == pytest.approx(target, abs=0.02)
    without = np.polyfit(np.delete(x, 37), np.delete(y, 37), 1)[1]
    assert target - without > 0.05


def torch_sharpness(model, inputs, targets):
    """Largest eigenvalue by Lanczos on exact products: no differences, no power iteration."""
    shapes = [p.shape for p in model.parameters()]
    sizes = [math.prod(s) for s in shapes]
    x, y = torch.tensor(inputs), torch.tensor(targets)

    def loss(theta):
        parts = [p.reshape(s) for p, s in zip(torch.split(theta, sizes), shapes, strict=True)]
        w1, b1, w2, b2 = parts
        return ((torch.tanh(x @ w1.T + b1) @ w2.T + b2 - y) ** 2).mean()

    theta = torch.tensor(parameters_to_vector(model.parameters()))

    def product(v):
        return torch.autograd.functional.hvp(loss, theta, torch.tensor(v).reshape(-1))[1].numpy()

    operator = LinearOperator((sum(sizes), sum(sizes)), matvec=product, dtype=np.float64)
    start = np.random.default_rng(0).normal(size=sum(sizes))
    return float(eigsh(operator, k=1, which="LA", tol=1e-4, v0=start)[0][0])


def test_full_batches_reach_the_edge_and_small_ones_stay_below():
    train, test = load_digits(rng=0)
    images, targets = train.flat[:500], np.eye(10)[train.labels[:500]]
    sharpness, scores = {}, {}
    for size in (4, 64, 500):
        model = mlp([64, 32, 10], activation=Tanh, rng=0)
        loader = DataLoader(ArrayDataset(images, targets), batch_size=size, shuffle=True, rng=0)
        optimizer = SGD(model.parameters(), lr=0.5)
        fit(model, MSELoss(), optimizer, loader, epochs=3000, max_updates=3000)
        sharpness[size] = torch_sharpness(model, images, targets)
        scores[size] = accuracy(model, test.flat, test.labels)
    assert sharpness[500] == pytest.approx(2 / 0.5, rel=0.05)
    assert sharpness[4] < 2.5 < 3.3 < sharpness[64] < sharpness[500]
    assert scores[500] > scores[4]  # the flattest solution is not the best here


def test_noise_floor_is_the_fixed_point_of_the_recursion():
    for eta in (0.4, 0.1, 0.02):
        second = 9.0
        for _ in range(5000):
            second = (1 - eta) ** 2 * second + eta**2
        assert second == pytest.approx(eta / (2 - eta), rel=1e-9)


def test_one_over_t_is_the_running_mean():
    draws = np.random.default_rng(0).normal(size=50)
    x = 3.0
    for t, draw in enumerate(draws, 1):
        x -= 1 / t * (x - draw)
        assert x == pytest.approx(draws[:t].mean())


def test_two_over_t_has_four_thirds_over_t():
    second = 9.0
    for t in range(1, 200_001):
        eta = min(2 / t, 1.0)
        second = (1 - eta) ** 2 * second + eta**2
    assert t * second == pytest.approx(4 / 3, rel=1e-3)


def test_the_same_indices_as_a_permutation():
    order = list(RandomSampler(range(64), rng=7))
    (first,) = next(iter(DataLoader(ArrayDataset(np.arange(64)), 10, True, rng=7)))
    assert first.tolist() == order[:10] == np.random.default_rng(7).permutation(64)[:10].tolist()
