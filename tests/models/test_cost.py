"""Each layer's cost beside torch's own counters and what autograd really keeps."""

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from coursekit.models import lenet5, summarize


def torch_multiply_adds(model, shape):
    """torch counts a multiply-add as two operations."""
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        model(torch.zeros(1, *shape))
    return counter.get_total_flops() // 2


def numel(model):
    return sum(p.numel() for p in model.parameters())


# A layer and the shape that comes in; together they tell every wrong counter below from a right one.
CASES = [
    (nn.Conv2d(3, 8, 3, padding=1), (3, 7, 9)),
    (nn.Conv2d(4, 6, (3, 5), stride=2, groups=2), (4, 11, 12)),
    (nn.Conv2d(6, 6, 3, dilation=2, groups=6, bias=False), (6, 9, 9)),
    (nn.Conv1d(2, 5, 4, stride=3), (2, 20)),
    (nn.Conv3d(2, 3, 2), (2, 4, 5, 6)),
    (nn.ConvTranspose2d(4, 6, 3, stride=2, output_padding=1, groups=2), (4, 5, 6)),
    (nn.Linear(7, 5), (7,)),
    (nn.Linear(7, 5, bias=False), (7,)),
]
IDS = [f"{type(layer).__name__}-{i}" for i, (layer, _) in enumerate(CASES)]


@pytest.mark.parametrize(("layer", "shape"), CASES, ids=IDS)
def test_a_layer_costs_what_torch_says(layer, shape):
    summary = summarize(layer, shape)
    assert summary.parameters == numel(layer)
    assert summary.multiply_adds == torch_multiply_adds(layer, shape)
    assert summary[-1].output_shape == tuple(layer(torch.zeros(1, *shape)).shape[1:])
    assert summary.activations == math.prod(shape) + math.prod(summary[-1].output_shape)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_any_convolution_costs_what_torch_says(data):
    groups = data.draw(st.integers(1, 3))
    kernel = data.draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
    stride = data.draw(st.tuples(st.integers(1, 3), st.integers(1, 3)))
    layer = data.draw(st.sampled_from([nn.Conv2d, nn.ConvTranspose2d]))(
        groups * data.draw(st.integers(1, 3)),
        groups * data.draw(st.integers(1, 3)),
        kernel,
        stride,
        padding=data.draw(st.integers(0, 1)),
        dilation=data.draw(st.integers(1, 2)),
        groups=groups,
        bias=data.draw(st.booleans()),
    )
    shape = (layer.in_channels, *data.draw(st.tuples(st.integers(9, 13), st.integers(9, 13))))
    summary = summarize(layer, shape)
    assert summary.parameters == numel(layer)
    assert summary.multiply_adds == torch_multiply_adds(layer, shape)


def convolution(i):
    layer, shape = CASES[i]
    return layer, shape, tuple(layer(torch.zeros(1, *shape)).shape[1:])


def area(conv):
    return math.prod(conv.kernel_size)


WRONG = {
    "parameters without groups": lambda c, x, y: (
        area(c) * c.in_channels * c.out_channels + c.out_channels,
        None,
    ),
    "bias forgotten": lambda c, x, y: (c.weight.numel(), None),
    "one bias": lambda c, x, y: (c.weight.numel() + 1, None),
    "bias where there is none": lambda c, x, y: (c.weight.numel() + c.out_channels, None),
    "square kernel": lambda c, x, y: (
        c.kernel_size[0] ** 2 * c.in_channels // c.groups * c.out_channels + c.out_channels,
        None,
    ),
    "multiply-adds at the input's resolution": lambda c, x, y: (
        None,
        math.prod(x[1:]) * c.weight.numel(),
    ),
    "multiply-adds without groups": lambda c, x, y: (
        None,
        math.prod(y) * c.in_channels * area(c),
    ),
    "multiply-adds without input channels": lambda c, x, y: (None, math.prod(y) * area(c)),
    "operations, not pairs": lambda c, x, y: (None, 2 * math.prod(y) * c.weight[0].numel()),
    "the dilated window": lambda c, x, y: (
        None,
        math.prod(y) * c.in_channels // c.groups * math.prod(2 * k - 1 for k in c.kernel_size),
    ),
    "bias counted as a multiply-add": lambda c, x, y: (
        None,
        math.prod(y) * (c.weight[0].numel() + 1),
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_the_oracles_reject(name):
    caught = []
    for i in range(3):
        conv, shape, out = convolution(i)
        parameters, multiply_adds = WRONG[name](conv, shape, out)
        caught.append(parameters not in (None, numel(conv)))
        caught.append(multiply_adds not in (None, torch_multiply_adds(conv, shape)))
    assert any(caught)


def kept_by_autograd(model, shape):
    """Values in the distinct floating tensors, other than parameters, that autograd keeps."""
    mine = {p.data_ptr() for p in [*model.parameters(), *model.buffers()]}
    kept = {}

    def pack(t):
        if t.is_floating_point() and t.untyped_storage().data_ptr() not in mine:
            kept[t.untyped_storage().data_ptr()] = (t.untyped_storage().nbytes() // 4, t)
        return t

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda t: t):
        y = nn.functional.log_softmax(model(torch.rand(1, *shape)), dim=1)  # keeps its output
    assert y.requires_grad
    return sum(size for size, _ in kept.values())


def test_activations_are_what_autograd_keeps():
    normed = nn.Sequential(
        *[nn.Conv2d(2, 3, 3, padding=1), nn.BatchNorm2d(3), nn.ReLU(), nn.MaxPool2d(2)],
        *[nn.Conv2d(3, 5, 3), nn.BatchNorm2d(5), nn.ReLU(), nn.Flatten(), nn.Linear(45, 7)],
    )
    lenet = lenet5(rng=0)
    assert kept_by_autograd(lenet, (1, 28, 28)) == summarize(lenet, (1, 28, 28)).activations
    statistics = 2 * (3 + 5)  # a mean and a deviation a channel
    kept = kept_by_autograd(normed, (2, 10, 10))
    assert kept == summarize(normed, (2, 10, 10)).activations + statistics


WRONG_MEMORY = {
    "ReLU keeps a copy": lambda s: sum(math.prod(row.output_shape) for row in s),
    "the input is forgotten": lambda s: s.activations - s[0].activations,
    "convolutions only": lambda s: sum(r.activations for r in s if r.kind == "Conv2d"),
    "pools keep nothing": lambda s: sum(r.activations for r in s if "Pool" not in r.kind),
    "eight bytes in float32": lambda s: s.activations * 8 // s.bytes_per_value,
}


@pytest.mark.parametrize("name", WRONG_MEMORY)
def test_autograd_rejects(name):
    model = lenet5(rng=0)
    wrong = WRONG_MEMORY[name](summarize(model, (1, 28, 28)))
    assert wrong != kept_by_autograd(model, (1, 28, 28))
