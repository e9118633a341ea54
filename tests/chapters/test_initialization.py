"""Numbers that the prose of chapter 05 states in words; each is computed here by another way."""

import math
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch
from scipy import integrate, stats

from coursekit.data import load_digits
from coursekit.nn import init, mlp

CHAPTER = Path(__file__).resolve().parents[2] / "chapters" / "initialization.md"


def gaussian_mean(f, size=1.0):
    """E[f(z)] for z ~ N(0, size²), by adaptive quadrature on both sides of zero."""
    density = stats.norm(scale=size).pdf
    low = integrate.quad(lambda z: f(z) * density(z), -12 * size, 0)[0]
    return low + integrate.quad(lambda z: f(z) * density(z), 0, 12 * size)[0]


def torch_net(weights, activation):
    layers = []
    for k, w in enumerate(weights):
        linear = torch.nn.Linear(w.shape[1], w.shape[0], dtype=torch.float64)
        linear.weight.data = torch.from_numpy(np.array(w))
        linear.bias.data.zero_()
        layers += [linear] if k == len(weights) - 1 else [linear, activation()]
    return torch.nn.Sequential(*layers)


def test_equal_units_get_a_gradient_of_rank_one_and_zeros_none():
    train, _ = load_digits(rng=0)
    x, labels = torch.from_numpy(train.flat), torch.from_numpy(train.labels)
    into, out = np.full((16, 64), 0.1), np.random.default_rng(0).normal(size=(10, 1)).repeat(16, 1)
    for weights, rank in (([into, out], 1), ([into * 0, out * 0], 0)):
        net = torch_net(weights, torch.nn.Tanh)
        torch.nn.functional.cross_entropy(net(x), labels).backward()
        gradient = net[0].weight.grad.numpy()
        assert np.linalg.matrix_rank(gradient, tol=1e-10) == rank
        np.testing.assert_allclose(gradient, gradient[:1].repeat(16, 0), atol=1e-15)
    assert net[2].weight.grad.abs().max() == 0  # only the biases of the output are left to move
    assert net[2].bias.grad.abs().max() > 0


@pytest.mark.parametrize(("std", "low", "high"), [(1.0, 5e3, 3e4), (0.01, 5e-7, 3e-6)])
def test_the_fifth_layer_of_relu_is_ten_thousand_or_a_millionth(std, low, high):
    for seed in range(5):
        rng = np.random.default_rng(seed)
        h = rng.standard_normal((1000, 100))
        for _ in range(5):
            h = np.maximum(h @ rng.normal(0, std, (100, 100)), 0)
        assert low < h.std() < high


def test_tanh_at_a_hundredth_shrinks_tenfold_per_layer():
    rng = np.random.default_rng(3)
    h, spreads = rng.standard_normal((1000, 100)), []
    for _ in range(5):
        h = np.tanh(h @ rng.normal(0, 0.01, (100, 100)))
        spreads.append(h.std())
    np.testing.assert_allclose(np.array(spreads[:-1]) / spreads[1:], 10, rtol=0.1)


def test_a_hundredth_loses_the_gradient_through_four_layers_of_sigmoid():
    """A slope of at most a quarter times √100·0.01, four times: a few ten-millionths."""
    assert 1e-7 < (0.25 * math.sqrt(100) * 0.01) ** 4 < 9e-7


def test_wide_weights_crowd_the_gradient_into_a_tenth_of_the_places():
    shares = {}
    for name, std in (("one", 1.0), ("xavier", 0.1)):
        rng = np.random.default_rng(4)
        weights = [rng.normal(0, std, (100, 100)) for _ in range(6)]
        weights[-1] = np.eye(100)  # the gradient enters at the fifth activation
        net = torch_net(weights, torch.nn.Sigmoid)
        z = net[0](torch.from_numpy(rng.standard_normal((1000, 100))))
        z.retain_grad()
        net[1:](z).backward(torch.from_numpy(rng.standard_normal((1000, 100))))
        squares = np.sort(z.grad.numpy().ravel() ** 2)[::-1]
        shares[name] = squares[: len(squares) // 10].sum() / squares.sum()
    assert shares["one"] > 0.85
    assert shares["xavier"] < 0.6


def test_what_an_activation_does_to_the_mean_square():
    relu = lambda z: max(z, 0.0)  # noqa: E731
    leaky = lambda z: z if z > 0 else 0.2 * z  # noqa: E731
    sigmoid = lambda z: 1 / (1 + math.exp(-z))  # noqa: E731
    for size in (0.1, 1.0, 7.0):
        assert gaussian_mean(lambda z: relu(z) ** 2, size) / size**2 == pytest.approx(0.5)
        assert gaussian_mean(lambda z: leaky(z) ** 2, size) / size**2 == pytest.approx(0.52)
    assert gaussian_mean(lambda z: math.tanh(z) ** 2, 0.1) / 0.01 == pytest.approx(1, abs=0.02)
    assert gaussian_mean(lambda z: math.cosh(z) ** -4, 0.1) == pytest.approx(1, abs=0.02)
    slope = gaussian_mean(lambda z: (sigmoid(z) * (1 - sigmoid(z))) ** 2, 0.1)
    assert slope == pytest.approx(1 / 16, abs=1e-3)


def test_thirty_layers_on_paper():
    assert f"{2.0**-30:.1e}" == "9.3e-10"
    assert f"{2.0**-15:.1e}" == "3.1e-05"
    # torch.nn.Linear: a uniform draw of half-width 1/√n has variance 1/(3n), and ReLU halves it
    assert Fraction(1, 3) * Fraction(1, 2) == Fraction(1, 6)
    assert torch.nn.Linear(400, 400).weight.var().item() == pytest.approx(1 / 1200, rel=0.02)


def test_one_layer_of_he_multiplies_by_one_give_or_take_five_over_n():
    """E[r⁴] = 3/2 and E[r²] = 1/2 for a rectified normal: (2/n)² n (3/2 − 1/4) = 5/n."""
    fourth = gaussian_mean(lambda z: max(z, 0.0) ** 4)
    assert (4 * (fourth - 0.25)) == pytest.approx(5)
    n, rng = 64, np.random.default_rng(0)
    factors = 2 / n * (np.maximum(rng.standard_normal((40_000, n)), 0) ** 2).sum(axis=1)
    assert factors.mean() == pytest.approx(1, abs=0.01)
    assert factors.var() == pytest.approx(5 / n, rel=0.05)


def test_doubling_xavier_explodes_to_two_to_the_thirty():
    assert (2**2 * Fraction(1, 2)) ** 30 == 2**30


def test_fans_cancel_but_for_the_two_ends():
    widths = [64, 300, 20, 500, 10]
    product = math.prod(Fraction(b, a) for a, b in pairwise(widths))
    assert product == Fraction(10, 64)


def test_the_right_width_depends_on_the_layer():
    assert round(math.sqrt(2 / 64), 2) == 0.18
    assert round(math.sqrt(2 / 10_000), 3) == 0.014
    assert math.log(10) == pytest.approx(2.303, abs=1e-3)


def test_units_that_start_between_zero_and_one_are_nearly_one_unit():
    train, _ = load_digits(rng=0)
    rng, h = np.random.default_rng(0), train.flat
    for _ in range(5):
        h = np.maximum(h, 0) @ rng.uniform(0, 1, (64, h.shape[1])).T
    correlation = np.corrcoef(h.T)[np.triu_indices(64, 1)]
    assert correlation.mean() > 0.99
    for seed in range(5):
        weights = init.kaiming_normal((64, 64), rng=seed)
        assert 0.45 < ((weights >= 0) & (weights <= 1)).mean() < 0.55


def test_sgd_stalls_where_adam_goes_on_through_thirty_layers_of_xavier():
    train, _ = load_digits(rng=0)
    x, labels = torch.from_numpy(train.flat), torch.from_numpy(train.labels)
    weights = [layer.weight.data for layer in mlp([64] * 30 + [10], init=init.xavier_normal, rng=0).layers[::2]]  # fmt: skip
    ends = {}
    for make in (
        lambda p: torch.optim.SGD(p, 0.1),
        lambda p: torch.optim.SGD(p, 1.0),
        lambda p: torch.optim.Adam(p, 1e-3),
    ):
        net = torch_net(weights, torch.nn.ReLU)
        optimizer = make(net.parameters())
        for _ in range(100):
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(net(x), labels)
            loss.backward()
            optimizer.step()
        ends[len(ends)] = loss.item()
    assert ends[0] == pytest.approx(math.log(10), abs=0.01)
    assert ends[1] == pytest.approx(math.log(10), abs=0.01)
    assert ends[2] < 2


def test_conclusions_that_depend_on_training_are_held_by_the_cells_themselves():
    text = CHAPTER.read_text(encoding="utf-8")
    assert 'assert learned_share("He", 0.01) > 0.6 > learned_share("Xavier", 0.01)' in text
    assert "assert max(learned_share(name, lr) for lr in rates) < 0.2" in text
    assert 'assert abs(lines[f"SGD {rate:g}, Xavier"][-1] - math.log(10)) < 0.02' in text
