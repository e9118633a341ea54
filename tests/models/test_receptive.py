"""Receptive fields: hand numbers, published ones, and the extent of the gradient of one output."""

import copy

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from coursekit import nn as numpy_nn
from coursekit.models import AlexNet, Inception, ResNet, receptive_field, summarize, vgg16

STACKS = [
    [(3, 1, 1), (3, 1, 1), (3, 1, 1)],
    [(3, 2, 1), (2, 2, 1), (3, 1, 1)],
    [(5, 1, 1), (2, 2, 1), (5, 3, 1), (2, 1, 1)],
    [(3, 1, 2), (3, 2, 3), (1, 2, 1), (4, 1, 2)],
]


def measured(model, size=72, axis=-1):
    """Extent of the input that moves one output, and the shift to the next output's."""
    for p in model.parameters():
        nn.init.constant_(p, 0.5)
    x = torch.ones(1, 1, size, size, dtype=torch.float64, requires_grad=True)
    y = model.double()(x)
    seen = []
    middle = [n // 2 for n in y.shape[-2:]]
    for step in (0, 1):
        where = list(middle)
        where[axis] += step
        (grad,) = torch.autograd.grad(y[0, :, where[0], where[1]].sum(), x, retain_graph=True)
        touched = grad[0, 0].abs().sum(dim=-2 if axis == -1 else -1).nonzero().flatten()
        seen.append((int(touched[0]), int(touched[-1])))
    (start, end), (later, _) = seen
    return end - start + 1, later - start


def convolutions(stack):
    return nn.Sequential(*[nn.Conv2d(1, 1, k, s, dilation=d) for k, s, d in stack])


@pytest.mark.parametrize("stack", STACKS)
def test_stacks_reach_as_far_as_their_gradient(stack):
    assert receptive_field(stack)[-1] == measured(convolutions(stack))


layer = st.tuples(st.integers(1, 4), st.integers(1, 2), st.integers(1, 2))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(layer, layer, st.booleans()), min_size=1, max_size=3),
    st.sampled_from([-2, -1]),
)
def test_any_stack_reaches_as_far_as_its_gradient(stack, axis):
    # A layer per axis; an average pool now and then instead of a convolution.
    layers = [
        nn.AvgPool2d((a[0], b[0]), (a[1], b[1]))
        if pool
        else nn.Conv2d(1, 1, (a[0], b[0]), (a[1], b[1]), dilation=(a[2], b[2]))
        for a, b, pool in stack
    ]
    row = summarize(nn.Sequential(*layers), (1, 72, 72))[-1]
    both = [v if isinstance(v, tuple) else (v, v) for v in (row.receptive_field, row.jump)]
    assert (both[0][axis], both[1][axis]) == measured(nn.Sequential(*layers), axis=axis)


WRONG = {
    "k for k - 1": lambda size, jump, k, s, d: (size + d * k * jump, jump * s),
    "the jump is forgotten": lambda size, jump, k, s, d: (size + d * (k - 1), jump * s),
    "the jump grows first": lambda size, jump, k, s, d: (size + d * (k - 1) * jump * s, jump * s),
    "strides are added": lambda size, jump, k, s, d: (size + d * (k - 1) * jump, jump + s - 1),
    "only the last stride": lambda size, jump, k, s, d: (size + d * (k - 1) * jump, s),
    "no dilation": lambda size, jump, k, s, d: (size + (k - 1) * jump, jump * s),
    "dilated by d - 1": lambda size, jump, k, s, d: (size + (k - 1) * (d - 1) * jump, jump * s),
}


@pytest.mark.parametrize("name", WRONG)
def test_the_gradient_rejects(name):
    def wrong(stack):
        size, jump = 1, 1
        for numbers in stack:
            size, jump = WRONG[name](size, jump, *numbers)
        return size, jump

    assert any(wrong(stack) != measured(convolutions(stack)) for stack in STACKS)


def test_three_small_kernels_see_as_far_as_a_large_one():
    assert receptive_field([(3, 1)] * 3)[-1] == receptive_field([(7, 1)])[-1] == (7, 1)
    three = summarize(
        nn.Sequential(*[nn.Conv2d(64, 64, 3, bias=False) for _ in range(3)]), (64, 9, 9)
    )
    one = summarize(nn.Conv2d(64, 64, 7, bias=False), (64, 9, 9))
    assert (three.parameters, one.parameters) == (110_592, 200_704)
    assert three[-1].output_shape == one[-1].output_shape == (64, 3, 3)


def test_published_receptive_fields():
    with torch.device("meta"):
        vgg, alex = vgg16(), AlexNet()
        resnets = [ResNet(18), ResNet(34)]
    vgg = summarize(vgg, (3, 224, 224))
    assert (vgg["conv5_3"].receptive_field, vgg["conv5_3"].jump) == (196, 16)
    assert (vgg["pool5"].receptive_field, vgg["pool5"].jump) == (212, 32)
    assert vgg["fc6"].receptive_field is None
    assert summarize(alex, (3, 227, 227))["pool5"].receptive_field == 195
    # Araujo, Norris and Sim (2019), Distill; torchvision's layout
    fields = [
        [row.receptive_field for row in summarize(m, (3, 224, 224)) if row.receptive_field][-1]
        for m in resnets
    ]
    assert fields == [435, 899]


class Sum(nn.Module):
    """Two branches of different reach, added or put side by side."""

    def __init__(self, first, second, join):
        super().__init__()
        self.first, self.second, self.join = first, second, join
        self.after = nn.Conv2d(2 if join == "cat" else 1, 1, 3)

    def forward(self, x):
        a, b = self.first(x), self.second(x)
        y = torch.cat([a, b], dim=1) if self.join == "cat" else torch.relu(a + b)
        return self.after(y)


@pytest.mark.parametrize("join", ["add", "cat"])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (nn.Identity(), nn.Conv2d(1, 1, 3, padding=1)),
        (nn.Conv2d(1, 1, 5, 2, padding=2), nn.AvgPool2d(3, 2, padding=1)),
        (
            nn.Sequential(nn.Conv2d(1, 1, 2, 2), nn.Conv2d(1, 1, 3, padding=1)),
            nn.Sequential(nn.AvgPool2d(2), nn.Conv2d(1, 1, 3, padding=2, dilation=2)),
        ),
        (
            nn.Identity(),
            nn.Sequential(
                nn.AvgPool2d(2), nn.Conv2d(1, 1, 3, padding=1), nn.Upsample(scale_factor=2)
            ),
        ),
        (
            nn.Identity(),
            nn.Sequential(nn.Conv2d(1, 1, 2, 2), nn.ConvTranspose2d(1, 1, 2, stride=2)),
        ),
    ],
    ids=["identity", "strided", "dilated", "upsampled", "transposed"],
)
def test_branches_follow_the_one_that_sees_most(first, second, join):
    model = copy.deepcopy(Sum(first, second, join)).double()
    row = summarize(model, (1, 72, 72))[-1]
    size, _ = measured(model)
    assert row.name == "after"
    assert row.receptive_field == size


def test_an_inception_module_sees_through_its_widest_kernel():
    model = nn.Sequential(Inception(1, 1, 1, 1, 1, 1, 1), nn.Conv2d(4, 1, 3))
    assert summarize(model, (1, 20, 20))[-1].receptive_field == 7


@pytest.mark.parametrize("stack", STACKS)
def test_numpy_layers_reach_as_far_as_their_gradient(stack):
    model = numpy_nn.Sequential(
        *[numpy_nn.Conv2d(1, 1, k, s, dilation=d, rng=0) for k, s, d in stack]
    )
    for p in model.parameters():
        p.data[...] = 0.5
    y = model(np.ones((1, 1, 72, 72)))
    one = np.zeros_like(y)
    one[0, 0, y.shape[2] // 2, y.shape[3] // 2] = 1
    touched = np.flatnonzero(model.backward(one)[0, 0].any(axis=0))
    row = summarize(model, (1, 72, 72))[-1]
    assert row.receptive_field == touched[-1] - touched[0] + 1
    assert (row.receptive_field, row.jump) == receptive_field(stack)[-1]


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        ([(3,)], r"`layers\[0\]` 길이는 2나 3"),
        ([(3, 1), (3, 1, 1, 1)], r"`layers\[1\]` 길이는 2나 3"),
        ([(0, 1)], r"`layers\[0\]\[0\]` 값은 1 이상"),
        ([(3, 1), (3, 0)], r"`layers\[1\]\[1\]` 값은 1 이상"),
        ([(3, 1.5)], "정수"),
    ],
)
def test_bad_layers_are_refused(layers, message):
    with pytest.raises(ValueError, match=message):
        receptive_field(layers)


def test_no_layers_no_numbers():
    assert receptive_field([]) == []
