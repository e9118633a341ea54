"""Scales of signals through depth: torch's hooks and hand numbers as oracles."""

import numpy as np
import pytest
import torch

from coursekit.nn import CrossEntropyLoss, Linear, ReLU, Sequential, mlp
from coursekit.train import root_mean_square, signal_scales, weight_gradient_norms


def test_root_mean_square_by_hand():
    assert root_mean_square([[3.0], [-4.0]]) == pytest.approx(5 / np.sqrt(2))
    assert root_mean_square([7.0, 7.0]) == 7  # a constant has no spread and still has a scale
    with pytest.raises(ValueError, match="`values` 값은 하나 이상"):
        root_mean_square([])


def twin(model):
    """The same model in torch."""
    layers = []
    for layer in model:
        if isinstance(layer, Linear):
            theirs = torch.nn.Linear(*layer.weight.shape[::-1], dtype=torch.float64)
            theirs.weight.data = torch.from_numpy(layer.weight.data.copy())
            theirs.bias.data = torch.from_numpy(layer.bias.data.copy())
            layers.append(theirs)
        else:
            layers.append(torch.nn.ReLU())
    return torch.nn.Sequential(*layers)


def test_scales_are_those_that_torch_keeps():
    model = mlp([5, 7, 6, 3], rng=0)
    x, g = np.random.default_rng(0).standard_normal((4, 5)), np.ones((4, 3))
    forward, backward = signal_scales(model, x, g)
    y, kept = torch.from_numpy(x), []
    for layer in twin(model):
        y = layer(y)
        y.retain_grad()
        kept.append(y)
    y.backward(torch.from_numpy(g))
    want = [t.detach().square().mean().sqrt().item() for t in kept]
    want_back = [t.grad.square().mean().sqrt().item() for t in kept]
    np.testing.assert_allclose(forward, want, rtol=1e-12)
    np.testing.assert_allclose(backward, want_back, rtol=1e-12)


def test_two_layers_by_hand():
    first, last = Linear(1, 1, rng=0), Linear(1, 1, rng=0)
    first.weight.data[...], last.weight.data[...] = 3.0, -2.0
    first.bias.data[...] = last.bias.data[...] = 0.0
    forward, backward = signal_scales(Sequential(first, ReLU(), last), [[1.0]], [[5.0]])
    np.testing.assert_allclose(forward, [3, 3, 6])
    np.testing.assert_allclose(backward, [10, 10, 5])


def test_weight_gradients_are_torchs_and_nothing_is_left_behind():
    model, loss = mlp([5, 7, 3], rng=0), CrossEntropyLoss()
    x, labels = np.random.default_rng(0).standard_normal((6, 5)), np.arange(6) % 3
    for p in model.parameters():
        p.grad += 1.0
    got = weight_gradient_norms(model, loss, x, labels)
    theirs = twin(model)
    out = theirs(torch.from_numpy(x))
    torch.nn.functional.cross_entropy(out, torch.from_numpy(labels)).backward()
    want = {n: p.grad.norm().item() for n, p in theirs.named_parameters() if "weight" in n}
    assert list(got) == ["0.weight", "2.weight"]
    assert got == pytest.approx(want)
    assert all((p.grad == 1).all() for p in model.parameters())
