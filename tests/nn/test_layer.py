"""Layers at their edges: far values, kinks, names of what is saved, what is refused."""

import numpy as np
import pytest
import scipy.special
import torch

from coursekit import nn
from coursekit.nn import (
    GELU,
    BatchNorm1d,
    Dropout,
    Layer,
    LeakyReLU,
    Linear,
    ReLU,
    Sequential,
    Sigmoid,
    Tanh,
)
from coursekit.parameter import Parameter

FAR = np.array([-1e308, -800.0, -40.0, 0.0, 40.0, 800.0, 1e308])


@pytest.mark.parametrize(
    ("layer", "twin"),
    [
        (Sigmoid(), torch.sigmoid),
        (Tanh(), torch.tanh),
        (ReLU(), torch.relu),
        (LeakyReLU(0.2), torch.nn.LeakyReLU(0.2)),
        (GELU(), torch.nn.GELU()),
        (
            GELU("tanh"),
            lambda x: torch.nn.GELU("tanh")(x.clip(-1e9, 1e9)) * (x.abs() / 1e9).clip(1),
        ),
    ],
    ids=["sigmoid", "tanh", "relu", "leaky relu", "gelu", "gelu by tanh"],
)
def test_far_out_values_neither_overflow_nor_warn(layer, twin):
    np.testing.assert_allclose(layer(FAR), twin(torch.tensor(FAR)), rtol=1e-15, atol=1e-300)
    assert np.isfinite(layer.backward(np.ones_like(FAR))).all()


def test_the_textbook_sigmoid_overflows_there():
    with np.errstate(over="raise"), pytest.raises(FloatingPointError):
        1 / (1 + np.exp(-FAR))


@pytest.mark.parametrize(
    ("layer", "twin"),
    [(ReLU(), torch.relu), (LeakyReLU(0.2), torch.nn.LeakyReLU(0.2))],
    ids=["relu", "leaky relu"],
)
def test_the_slope_at_the_kink_is_torchs(layer, twin):
    x = torch.zeros(1, requires_grad=True)
    twin(x).backward()
    layer(np.zeros(1))
    assert layer.backward(np.ones(1)) == pytest.approx(x.grad.numpy())


def test_gelu_is_x_times_the_normal_distribution():
    x = np.linspace(-6, 6, 101)
    np.testing.assert_allclose(GELU()(x), x * scipy.special.ndtr(x), rtol=1e-12, atol=0)
    assert 1e-4 < np.abs(GELU()(x) - GELU("tanh")(x)).max() < 1e-3


def model():
    return Sequential(Linear(2, 3, rng=0), BatchNorm1d(3), ReLU(), Sequential(Linear(3, 1, rng=1)))


def test_names_are_torchs_and_go_both_ways():
    ours = model()
    theirs = torch.nn.Sequential(
        torch.nn.Linear(2, 3),
        torch.nn.BatchNorm1d(3),
        torch.nn.ReLU(),
        torch.nn.Sequential(torch.nn.Linear(3, 1)),
    ).double()
    assert [n for n, _ in ours.named_parameters()] == [n for n, _ in theirs.named_parameters()]
    theirs(torch.randn(5, 2, dtype=torch.double))
    ours.load_state_dict({name: value.numpy() for name, value in theirs.state_dict().items()})
    x = np.random.default_rng(0).normal(size=(4, 2))
    np.testing.assert_allclose(ours.eval()(x), theirs.eval()(torch.tensor(x)).detach(), atol=1e-12)
    assert ours[1].num_batches_tracked == 1


def test_a_state_is_a_copy():
    layer = Linear(2, 1, rng=0)
    saved = layer.state_dict()
    layer.weight.data += 1
    assert (saved["weight"] != layer.weight.data).all()
    layer.load_state_dict(saved)
    saved["weight"] += 1
    assert (saved["weight"] != layer.weight.data).all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda s: s.pop("1.running_mean"), r"없는 이름: \['1.running_mean'\]"),
        (lambda s: s.update(extra=1.0), r"모르는 이름: \['extra'\]"),
        (lambda s: s.update({"3.0.bias": np.ones(2)}), r'`state_dict\["3.0.bias"\]` 모양은 \(1,\)'),
        (lambda s: s.update({"3.0.bias": [np.nan]}), "유한해야"),
    ],
)
def test_a_state_that_does_not_fit_changes_nothing(change, message):
    layer = model()
    before, given = layer.state_dict(), {k: v + 1 for k, v in layer.state_dict().items()}
    change(given)
    with pytest.raises(ValueError, match=message):
        layer.load_state_dict(given)
    assert all(np.array_equal(before[k], v) for k, v in layer.state_dict().items())


class Residual(Layer):
    """A layer of one's own that only names its parts."""

    def __init__(self):
        super().__init__()
        self.scale = Parameter(np.array(2.0))
        self.inner = Sequential(Linear(3, 3, rng=0), Dropout(0.5, rng=1))

    def _forward(self, x):
        return x + self.scale.data * self.inner(x), None

    def _backward(self, grad_output, cache):
        return grad_output + self.inner.backward(self.scale.data * grad_output)


def test_parts_of_a_layer_of_ones_own_are_found():
    block = Residual()
    assert list(block.state_dict()) == ["scale", "inner.0.weight", "inner.0.bias"]
    assert block.parameters()[0] is block.scale
    block.eval()
    assert not block.inner[1].training
    block.parameters()[1].grad += 1
    block.zero_grad()
    assert (block.inner[0].weight.grad == 0).all()


@pytest.mark.parametrize(
    ("where", "kinds"),
    [
        (None, [Linear, ReLU, Linear]),
        ("before", [Linear, BatchNorm1d, ReLU, Dropout, Linear]),
        ("after", [Linear, ReLU, BatchNorm1d, Dropout, Linear]),
    ],
)
def test_an_mlp_puts_its_parts_where_it_was_told(where, kinds):
    made = nn.mlp([4, 5, 2], batch_norm=where, dropout=0.5 if where else 0, rng=0)
    assert [type(layer) for layer in made] == kinds


@pytest.mark.parametrize("shape", [(5,), (2, 3), ()])
def test_linear_names_the_wrong_shape(shape):
    with pytest.raises(ValueError, match=r"`x` 모양은 \(\.\.\., 4\)이어야 합니다"):
        Linear(4, 3, rng=0)(np.ones(shape))


def test_functional_linear_names_wrong_weights():
    with pytest.raises(ValueError, match="`weight` 모양"):
        nn.linear_forward(np.ones((2, 4)), np.ones(4))
    with pytest.raises(ValueError, match="`bias` 모양"):
        nn.linear_forward(np.ones((2, 4)), np.ones((3, 4)), np.ones(2))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Sequential(), "0개"),
        (lambda: Sequential(ReLU(), np.tanh), r"`layers\[1\]` 값은 Layer여야 합니다"),
        (lambda: (lambda r: Sequential(r, r))(ReLU()), "두 번"),
        (lambda: Linear(0, 3, rng=0), "`in_features`"),
        (lambda: Linear(3, 1.5, rng=0), "`out_features`"),
        (lambda: Linear(3, 2, rng="x"), "`rng`"),
        (lambda: nn.mlp([4], rng=0), "`sizes` 길이는 2 이상"),
        (lambda: nn.mlp([4, 0], rng=0), "`out_features`"),
        (lambda: nn.mlp([4, 2], batch_norm="on", rng=0), "받은 값: 'on'"),
        (lambda: nn.mlp([4, 2], dropout=2, rng=0), "`dropout`"),
        (lambda: LeakyReLU(np.inf), "`negative_slope`"),
        (lambda: GELU("erf"), "받은 값: 'erf'"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
