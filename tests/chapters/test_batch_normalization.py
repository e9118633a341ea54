"""Numbers and claims of chapter 06, each found here another way than in the chapter."""

import copy
import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch

from coursekit.book.sources import read_chapter
from coursekit.data import make_signals

ROOT = Path(__file__).resolve().parents[2]
CHAPTER = ROOT / "chapters" / "batch_normalization.md"


def torch_mlp(sizes, place, *, activation=torch.nn.ReLU, std=None, seed=0):
    """The chapter's networks in torch, He's or given spread of weights, float64."""
    torch.manual_seed(seed)
    layers = []
    for into, out in pairwise(sizes):
        if layers:
            if place == "before":
                layers.append(torch.nn.BatchNorm1d(into))
            layers.append(activation())
            if place == "after":
                layers.append(torch.nn.BatchNorm1d(into))
        linear = torch.nn.Linear(into, out)
        torch.nn.init.normal_(linear.weight, std=std or math.sqrt(2 / into))
        torch.nn.init.zeros_(linear.bias)
        layers.append(linear)
    return torch.nn.Sequential(*layers).double()


def train(model, x, y, *, lr, epochs, batch, seed=0, watch=None, every=20):
    optimizer, generator = torch.optim.SGD(model.parameters(), lr), np.random.default_rng(seed)
    step, seen = 0, []
    for _ in range(epochs):
        order = generator.permutation(len(x))
        for start in range(0, len(x) - batch + 1, batch):
            if watch is not None and step % every == 0:
                seen.append(watch(model))
            part = order[start : start + batch]
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(x[part]), y[part]).backward()
            optimizer.step()
            step += 1
    return seen


@pytest.fixture(scope="module")
def signals():
    learn, held = make_signals(1000, rng=0), make_signals(2000, rng=2)
    return [torch.tensor(a) for s in (learn, held) for a in (s.signals, s.labels)]


def share_right(model, x, y):
    model.eval()
    with torch.no_grad():
        return (model(x).argmax(1) == y).double().mean().item()


def test_the_worked_batch():
    """x = 1, 2, 4, 5: mean 3, variance 2.5; γ = 2, β = 1."""
    x = np.array([1.0, 2.0, 4.0, 5.0])
    assert (x.mean(), x.var()) == (3, 2.5)
    leaf = torch.tensor(x[:, None], requires_grad=True)
    out = torch.nn.functional.batch_norm(
        leaf, None, None, torch.tensor([2.0]).double(), training=True
    )
    out.backward(torch.tensor([[1.0], [-1.0], [0.0], [2.0]], dtype=torch.float64))
    np.testing.assert_allclose(
        leaf.grad[:, 0], [1.391396, -1.517892, -1.011925, 1.138421], atol=1e-6
    )


def test_growth_of_the_gradient_through_relu_and_batch_norm():
    """π/(π-1) by sampling a normal: the living half over the variance after ReLU."""
    z = np.random.default_rng(0).normal(size=1_000_000)
    relu = np.maximum(z, 0)
    ratio = (z > 0).mean() / relu.var()
    assert ratio == pytest.approx(math.pi / (math.pi - 1), rel=5e-3)
    assert math.sqrt(ratio) == pytest.approx(1.21, abs=0.005)
    assert ratio == pytest.approx(1.47, abs=0.01)


def test_thirty_layers_by_torch():
    """With BN the same slow growth whatever the spread; without, from nothing to everything."""
    x = torch.randn(500, 64, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    y = torch.arange(500) % 10
    factors = {}
    for place in (None, "before"):
        for std in (0.05, 0.3):
            model = torch_mlp([64] + [100] * 30 + [10], place, std=std)
            passing, value = [], x
            for layer in model:
                value = layer(value)
                if isinstance(layer, torch.nn.Linear):
                    value.retain_grad()
                    passing.append(value)
            torch.nn.functional.cross_entropy(value, y).backward()
            forward = [value.grad.norm().item() for value in passing]
            factors[place, std] = (forward[4] / forward[24]) ** (1 / 20)
    assert factors["before", 0.05] == pytest.approx(1.21, abs=0.02)
    assert factors["before", 0.3] == pytest.approx(1.21, abs=0.02)
    assert factors[None, 0.05] ** 29 < 1e-10
    assert factors[None, 0.3] ** 29 > 1e8


def test_lengths_only_grow_when_the_gradient_is_at_right_angles():
    torch.manual_seed(0)
    x = torch.randn(50, 6).double()
    w = torch.randn(4, 6).double().requires_grad_()
    target = torch.randn(50, 4).double()
    length = w.detach().norm()
    for _ in range(20):
        out = torch.nn.functional.batch_norm(x @ w.T, None, None, training=True, eps=1e-14)
        (g,) = torch.autograd.grad(((out - target) ** 2).mean(), w)
        with torch.no_grad():
            w -= 5.0 * g
        expected = math.sqrt(length**2 + 25 * g.norm() ** 2)
        assert w.detach().norm().item() == pytest.approx(expected, rel=1e-9)
        length = w.detach().norm()


def test_root_of_epsilon_in_the_prose():
    assert math.sqrt(1e-5) == pytest.approx(0.003, abs=3e-4)
    assert math.sqrt(2 / 100) == pytest.approx(0.14, abs=2e-3)


def test_a_constant_gradient_at_the_output_hides_a_forgotten_variance():
    x = torch.randn(6, 1, dtype=torch.float64, requires_grad=True)
    torch.nn.functional.batch_norm(x, None, None, training=True).sum().backward()
    assert x.grad.abs().max() < 1e-12


@pytest.mark.parametrize("seed", range(2))
def test_sigmoid_prefers_the_norm_after_it(signals, seed):
    x, y, new_x, new_y = signals
    right = {}
    for place, lr in ((None, 1.0), ("before", 3.0), ("after", 0.3)):
        model = torch_mlp([40, 100, 100, 100, 10], place, activation=torch.nn.Sigmoid, std=0.1)
        train(model, x, y, lr=lr, epochs=12, batch=50, seed=seed)
        right[place] = share_right(model, new_x, new_y)
    assert right["after"] > right["before"] + 0.05 > right[None] + 0.1


def test_two_at_a_time_batch_norm_hardly_learns(signals):
    """At none of the rates that the chapter tried."""
    x, y, new_x, new_y = signals
    for lr in (0.01, 0.1):
        model = torch_mlp([40, 100, 100, 100, 10], "before")
        train(model, x, y, lr=lr, epochs=2, batch=2)
        assert share_right(model, new_x, new_y) < 0.3
    plain = torch_mlp([40, 100, 100, 100, 10], None)
    train(plain, x, y, lr=0.03, epochs=3, batch=2)
    assert share_right(plain, new_x, new_y) > 0.4


def roughness(x, y):
    """How fast the gradient turns along itself, the chapter's measure, by autograd."""

    def probe(model):
        twin = copy.deepcopy(model).train()
        params = list(twin.parameters())
        start = [p.detach().clone() for p in params]

        def gradient():
            loss = torch.nn.functional.cross_entropy(twin(x[:300]), y[:300])
            return torch.cat([g.flatten() for g in torch.autograd.grad(loss, params)])

        g = gradient()
        worst = 0.0
        for s in (0.05, 0.1, 0.2, 0.4):
            shifted = torch.split(g, [p.numel() for p in params])
            with torch.no_grad():
                for p, p0, d in zip(params, start, shifted, strict=True):
                    p.copy_(p0 - s * d.view_as(p))
            worst = max(worst, ((gradient() - g).norm() / (s * g.norm())).item())
        return worst

    return probe


def test_smoothness_depends_on_the_rate(signals):
    x, y, *_ = signals
    late = {}
    for lr in (0.03, 0.1):
        for place in (None, "before"):
            model = torch_mlp([40, 100, 100, 100, 10], place)
            seen = train(model, x, y, lr=lr, epochs=10, batch=50, watch=roughness(x, y), every=40)
            late[lr, place] = np.mean(seen[-2:])
    assert late[0.1, None] > 2 * late[0.1, "before"]
    assert late[0.03, None] < 1.7 * late[0.03, "before"]


def test_what_the_chapter_must_hold():
    """Rows bn-* of the coverage, each by its anchor; every displayed number is computed by a cell."""
    text = CHAPTER.read_text(encoding="utf-8")
    anchors = ("forward", "backward", "robust", "vanish", "placement", "inference", "wrong", "why")
    assert all(f"(bn-{anchor})=" in text for anchor in anchors)
    cells = read_chapter(CHAPTER, ROOT).cells
    assert sum("assert" in cell.source for cell in cells) >= 12
