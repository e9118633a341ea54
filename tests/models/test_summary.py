"""The table: numbers counted by hand, what it follows, what it refuses, how it looks."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn

from coursekit import nn as numpy_nn
from coursekit.models import lenet5, small_resnet, summarize, vgg16


def test_lenet_by_hand():
    summary = summarize(lenet5(rng=0), (1, 28, 28))
    counted = {row.name: (row.parameters, row.multiply_adds) for row in summary if row.parameters}
    assert counted == {
        "conv1": (6 * 26, 28 * 28 * 6 * 25),
        "conv2": (16 * 151, 10 * 10 * 16 * 150),
        "fc1": (400 * 120 + 120, 400 * 120),
        "fc2": (120 * 84 + 84, 120 * 84),
        "fc3": (84 * 10 + 10, 84 * 10),
    }
    assert summary.parameters == 61_706
    assert [summary[name].output_shape for name in ("pool1", "conv2", "pool2", "flatten")] == [
        (6, 14, 14),
        (16, 10, 10),
        (16, 5, 5),
        (400,),
    ]


def test_the_published_memory_of_vgg_is_wrong():
    with torch.device("meta"):
        summary = summarize(vgg16(), (3, 224, 224))
    # CS231n's notes add the same layers up to 24 million values, 93 MB.
    assert summary.activations == 15_237_608
    assert summary.activation_bytes == 60_950_432
    # Its own lines, added here once more: the input, convolutions, pools, linear layers.
    published = (
        [150_528]
        + [3_211_264] * 2
        + [802_816]
        + [1_605_632] * 2
        + [401_408]
        + [802_816] * 3
        + [200_704]
        + [401_408] * 3
        + [100_352]
        + [100_352] * 3
        + [25_088, 4096, 4096, 1000]
    )
    assert [row.activations for row in summary if row.activations] == published
    assert summary["fc6"].parameters == 102_764_544
    early = sum(row.activations for row in summary if row.name[4:5] in "12" and row.activations)
    assert early > 0.5 * summary.activations  # most memory early


def test_numpy_and_torch_agree_row_by_row():
    ours = numpy_nn.Sequential(
        numpy_nn.Conv2d(3, 4, 3, stride=2, padding=1, rng=0),
        numpy_nn.BatchNorm2d(4),
        numpy_nn.ReLU(),
        numpy_nn.Sequential(
            numpy_nn.Conv2d(4, 6, 3, dilation=2, groups=2, bias=False, rng=0), numpy_nn.ReLU()
        ),
        numpy_nn.Flatten(),
        numpy_nn.Linear(6 * 4 * 4, 5, rng=0),
    )
    theirs = nn.Sequential(
        nn.Conv2d(3, 4, 3, stride=2, padding=1),
        nn.BatchNorm2d(4),
        nn.ReLU(),
        nn.Sequential(nn.Conv2d(4, 6, 3, dilation=2, groups=2, bias=False), nn.ReLU()),
        nn.Flatten(),
        nn.Linear(6 * 4 * 4, 5),
    ).double()
    assert summarize(ours, (3, 15, 15)) == summarize(theirs, (3, 15, 15))
    assert summarize(ours, (3, 15, 15)).bytes_per_value == 8


def test_pools_agree_row_by_row():
    def build(library, **rng):
        return library.Sequential(
            library.Conv2d(1, 6, 5, padding=2, **rng),
            library.MaxPool2d(3, 2, padding=1, dilation=1),
            library.ConvTranspose2d(6, 4, 4, stride=2, padding=1, groups=2, **rng),
            library.AvgPool2d((3, 2), stride=2, padding=1),
            library.AdaptiveAvgPool2d((7, 5)),
            library.AdaptiveMaxPool2d(1),
            library.Flatten(),
            library.Linear(4, 10, **rng),
        )

    ours, theirs = build(numpy_nn, rng=0), build(nn).double()
    assert summarize(ours, (1, 28, 28)) == summarize(theirs, (1, 28, 28))
    pooled = numpy_nn.Sequential(numpy_nn.Conv2d(1, 2, 3, rng=0), numpy_nn.GlobalAvgPool2d())
    assert summarize(pooled, (1, 5, 5))[-1].receptive_field is None


def test_the_two_lenets_are_one_network():
    ours, theirs = numpy_nn.lenet(rng=0), lenet5(rng=0).double()
    rows = zip(summarize(ours, (1, 28, 28)), summarize(theirs, (1, 28, 28)), strict=True)
    assert all(replace(a, name="") == replace(b, name="") for a, b in rows)
    for p, q in zip(ours.parameters(), theirs.parameters(), strict=True):
        q.data[...] = torch.tensor(p.data)
    x = np.random.default_rng(0).normal(size=(3, 1, 28, 28))
    np.testing.assert_allclose(ours(x), theirs(torch.tensor(x)).detach(), rtol=0, atol=1e-10)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_bytes_follow_the_dtype(dtype):
    summary = summarize(numpy_nn.mlp([4, 3], rng=0, dtype=dtype), (4,))
    size = np.dtype(dtype).itemsize
    assert summary.activation_bytes == size * (4 + 3)
    assert summary.parameter_bytes == size * 15
    twin = summarize(nn.Linear(4, 3).to(getattr(torch, np.dtype(dtype).name)), (4,))
    assert twin.activation_bytes == summary.activation_bytes


def test_training_memory():
    summary = summarize(nn.Linear(4, 3), (4,))
    assert summary.training_bytes(1) == 4 * (2 * 7 + 2 * 15)
    assert summary.training_bytes(32, optimizer_states=2) == 4 * (32 * 2 * 7 + 4 * 15)
    with pytest.raises(ValueError, match="`batch_size` 값은 1 이상"):
        summary.training_bytes(0)
    with pytest.raises(ValueError, match="`optimizer_states`"):
        summary.training_bytes(1, optimizer_states=-1)


class Shared(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(2, 2, 3, padding=1)
        self.scale = nn.Parameter(torch.ones(3))
        self.unused = nn.Linear(2, 2)

    def forward(self, x):
        return self.scale.sum() * self.conv(self.conv(x))


def test_no_parameter_is_counted_twice_or_lost():
    summary = summarize(nn.Sequential(Shared()), (2, 5, 5))
    assert summary.parameters == sum(p.numel() for p in Shared().parameters())
    assert [(row.name, row.parameters) for row in summary] == [
        ("input", 0),
        ("0.conv", 38),
        ("0.conv", 0),
        ("0", 3),
        ("0.unused", 6),
    ]
    assert summary.multiply_adds == 2 * 25 * 36
    assert summary[2].receptive_field == 5


def test_the_model_stays_as_it_was():
    model = small_resnet(8, rng=0).train()
    model[-1].eval()
    before = {name: value.clone() for name, value in model.state_dict().items()}
    modes = [module.training for module in model.modules()]
    state = torch.get_rng_state()
    summarize(model, (1, 8, 8))
    assert [module.training for module in model.modules()] == modes
    assert all(torch.equal(value, before[name]) for name, value in model.state_dict().items())
    assert torch.equal(torch.get_rng_state(), state)
    assert not any(m._forward_hooks or m._forward_pre_hooks for m in model.modules())


def test_a_numpy_model_can_still_go_backward():
    model = numpy_nn.mlp([4, 6, 3], batch_norm="before", rng=0)
    twin = numpy_nn.mlp([4, 6, 3], batch_norm="before", rng=0)
    x = np.arange(8.0).reshape(2, 4)
    for m in (model, twin):
        m(x)
    summarize(model, (4,))
    assert model.training
    assert np.array_equal(model.backward(np.eye(2, 3)), twin.backward(np.eye(2, 3)))


class Functional(nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, x):
        return self.function(x)


@pytest.mark.parametrize(
    "function",
    [
        lambda x: nn.functional.max_pool2d(x, 2),
        lambda x: nn.functional.avg_pool2d(x, 2),
        lambda x: nn.functional.adaptive_avg_pool2d(x, 1),
        lambda x: nn.functional.conv2d(x, torch.ones(1, 1, 2, 2)),
        lambda x: nn.functional.linear(x, torch.ones(8, 8)),
        lambda x: x @ x,
        lambda x: torch.einsum("nchw,nchv->ncwv", x, x),
        lambda x: nn.functional.pixel_unshuffle(x, 2),
        lambda x: x[:, :, ::2],
    ],
    ids=[
        *["max_pool", "avg_pool", "adaptive", "conv", "linear", "matmul", "einsum"],
        *["unshuffle", "slice"],
    ],
)
def test_functions_that_cannot_be_counted_are_refused(function):
    with pytest.raises(ValueError, match="함수는 셀 수 없습니다"):
        summarize(nn.Sequential(nn.ReLU(), Functional(function)), (1, 8, 8))


def test_functions_between_modules_are_followed():
    model = nn.Sequential(
        nn.Conv2d(1, 2, 3, stride=2),
        Functional(lambda x: nn.functional.interpolate(x, scale_factor=2, mode="bilinear")),
        nn.Conv2d(2, 1, 3),
        Functional(lambda x: x.mean((2, 3))),
        nn.Linear(1, 4),
    )
    rows = summarize(model, (1, 17, 17))
    assert [(row.receptive_field, row.jump) for row in rows] == [
        (1, 1),
        (3, 2),
        (5, 1),
        (7, 1),
        (None, None),
        (None, None),
    ]


class Fork(numpy_nn.Layer):
    def __init__(self):
        super().__init__()
        self.inner = numpy_nn.ReLU()

    def _forward(self, x):
        return x + self.inner(x), None

    def _backward(self, grad_output, cache):
        return grad_output + self.inner.backward(grad_output)


@pytest.mark.parametrize(
    ("model", "shape", "message"),
    [
        (lambda x: x, (3,), "`model` 값은"),
        (nn.ReLU(), (), "`input_shape` 길이는 1 이상"),
        (nn.ReLU(), (3, 0), r"`input_shape\[1\]` 값은 1 이상"),
        (numpy_nn.Sequential(Fork()), (3,), "갈라질 수 있는 층: Fork"),
        (numpy_nn.Linear(4, 2, rng=0), (5,), "`x` 모양은"),
    ],
)
def test_what_cannot_be_counted_is_refused(model, shape, message):
    with pytest.raises(ValueError, match=message):
        summarize(model, shape)


def test_rows_are_found_by_name_and_place():
    summary = summarize(lenet5(rng=0), (1, 28, 28))
    assert summary["conv1"] is summary[1]
    assert len(summary) == len(list(summary)) == 13
    with pytest.raises(KeyError, match="`conv9` 층은 없습니다"):
        summary["conv9"]


def test_the_table_shows_every_row_and_the_totals():
    summary = summarize(nn.Sequential(nn.Conv2d(1, 2, (1, 3)), nn.AdaptiveAvgPool2d(1)), (1, 6, 6))
    shown = summary._repr_mimebundle_()
    assert shown["text/plain"].splitlines()[2].split() == (
        ["0", "Conv2d", "2×6×4", "8", "144", "48", "192", "1×3", "1"]
    )
    assert shown["text/html"].count("<tr>") == shown["text/html"].count("</tr>") == 5
    assert shown["text/html"].count("<th") == 1 + 9  # thead, and a title per column
    assert "<td class=number>전체</td>" in shown["text/html"]
    assert summary._repr_markdown_().splitlines()[-1] == (
        "| 합계 |  |  | 8 | 144 | 86 | 344 |  |  |"
    )
    columns = summary.columns()
    assert {len(values) for values in columns.values()} == {4}
    assert columns["매개변수"] == [0, 8, 0, 8]


def test_numpy_models_are_counted_without_torch():
    code = (
        "import sys; from coursekit.models import receptive_field, summarize; "
        "from coursekit.nn import mlp; summarize(mlp([4, 3], rng=0), (4,)); "
        "print(sorted({'torch', 'matplotlib'} & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"
