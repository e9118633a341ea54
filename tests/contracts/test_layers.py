"""One contract over every layer: torch and numerical gradients as oracles."""

from collections.abc import Callable
from inspect import isabstract
from typing import NamedTuple

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit import nn
from coursekit.nn import (
    GELU,
    AdaptiveAvgPool2d,
    AdaptiveMaxPool2d,
    AvgPool1d,
    AvgPool2d,
    AvgPool3d,
    BatchNorm1d,
    BatchNorm2d,
    Conv1d,
    Conv2d,
    Conv3d,
    ConvTranspose1d,
    ConvTranspose2d,
    Dropout,
    Flatten,
    GlobalAvgPool2d,
    Layer,
    LayerNorm,
    LeakyReLU,
    Linear,
    LogSoftmax,
    MaxPool1d,
    MaxPool2d,
    MaxPool3d,
    ReLU,
    Sequential,
    Sigmoid,
    Softmax,
    Tanh,
)
from coursekit.parameter import Parameter


class Case(NamedTuple):
    """Ours, torch's twin, and the shape of one sample from two small numbers."""

    make: Callable
    twin: Callable
    shape: Callable = lambda a, b: (a, b)
    at_least: int = 1  # samples in training
    flat: tuple = ()  # gradients that are 0 whatever comes


def four(a, b):
    return (4,)


def batch_norm(ours, theirs, shape, **options):
    return Case(lambda: ours(3, **options), lambda: theirs(3, **options), shape, at_least=2)


def conv(ours, theirs, channels, filters, kernel, shape, **options):
    return Case(
        lambda: ours(channels, filters, kernel, **options, rng=0),
        lambda: theirs(channels, filters, kernel, **options),
        shape,
    )


def pool(ours, shape, *arguments, **options):
    theirs = getattr(torch.nn, ours.__name__)
    return Case(lambda: ours(*arguments, **options), lambda: theirs(*arguments, **options), shape)


def image(a, b):
    return (2, a + 3, b + 3)


T1 = (ConvTranspose1d, torch.nn.ConvTranspose1d)
T2 = (ConvTranspose2d, torch.nn.ConvTranspose2d)
C1, C2, C3 = (Conv1d, torch.nn.Conv1d), (Conv2d, torch.nn.Conv2d), (Conv3d, torch.nn.Conv3d)
BN1, BN2 = (BatchNorm1d, torch.nn.BatchNorm1d), (BatchNorm2d, torch.nn.BatchNorm2d)
CASES = {
    "linear": Case(lambda: Linear(4, 3, rng=0), lambda: torch.nn.Linear(4, 3), four),
    "linear without bias": Case(
        lambda: Linear(4, 3, bias=False, rng=0), lambda: torch.nn.Linear(4, 3, bias=False), four
    ),
    "linear of a sequence": Case(
        lambda: Linear(4, 3, rng=0), lambda: torch.nn.Linear(4, 3), lambda a, b: (a, 4)
    ),
    "relu": Case(ReLU, torch.nn.ReLU),
    "leaky relu": Case(LeakyReLU, torch.nn.LeakyReLU),
    "leaky relu, steep": Case(lambda: LeakyReLU(0.3), lambda: torch.nn.LeakyReLU(0.3)),
    "gelu": Case(GELU, torch.nn.GELU),
    "gelu by tanh": Case(lambda: GELU("tanh"), lambda: torch.nn.GELU("tanh")),
    "sigmoid": Case(Sigmoid, torch.nn.Sigmoid),
    "tanh": Case(Tanh, torch.nn.Tanh),
    "softmax": Case(Softmax, lambda: torch.nn.Softmax(-1), lambda a, b: (a, b + 1)),
    "softmax of channels": Case(
        lambda: Softmax(1), lambda: torch.nn.Softmax(1), lambda a, b: (a + 1, b)
    ),
    "log softmax": Case(LogSoftmax, lambda: torch.nn.LogSoftmax(-1), lambda a, b: (a, b + 1)),
    "dropout": Case(lambda: Dropout(0.3, rng=0), None, lambda a, b: (a + 3, b + 3)),
    "batch norm": batch_norm(*BN1, lambda a, b: (3,)),
    "batch norm of signals": batch_norm(*BN1, lambda a, b: (3, a)),
    "batch norm of images": batch_norm(*BN2, lambda a, b: (3, a, b)),
    "batch norm, other momentum": batch_norm(*BN1, lambda a, b: (3,), eps=0.01, momentum=0.3),
    "batch norm, cumulative": batch_norm(*BN2, lambda a, b: (3, a, b), momentum=None),
    "batch norm, nothing learned": batch_norm(*BN2, lambda a, b: (3, a, b), affine=False),
    "batch norm, nothing tracked": batch_norm(*BN1, lambda a, b: (3,), track_running_stats=False),
    "layer norm": Case(
        lambda: LayerNorm(4), lambda: torch.nn.LayerNorm(4), lambda a, b: (a, 4)
    ),
    "layer norm of images": Case(
        lambda: LayerNorm((3, 2, 2), eps=0.01),
        lambda: torch.nn.LayerNorm((3, 2, 2), eps=0.01),
        lambda a, b: (3, 2, 2),
    ),
    "layer norm without bias": Case(
        lambda: LayerNorm(4, bias=False), lambda: torch.nn.LayerNorm(4, bias=False), four
    ),
    "layer norm, nothing learned": Case(
        lambda: LayerNorm([4], elementwise_affine=False),
        lambda: torch.nn.LayerNorm([4], elementwise_affine=False),
        four,
    ),
    "conv of signals": conv(*C1, 2, 3, 3, lambda a, b: (2, a + 2)),
    "conv of signals, spread and strided": conv(
        *C1, 2, 6, 3, lambda a, b: (2, a + 4), stride=2, padding=1, dilation=2, groups=2
    ),
    "conv of images": conv(*C2, 2, 3, (3, 2), lambda a, b: (2, a + 2, b + 1)),
    "conv of images, padded": conv(*C2, 3, 2, 3, lambda a, b: (3, a, b), padding=1),
    "conv of images, few to many": conv(*C2, 1, 4, 3, lambda a, b: (1, a + 2, b + 2)),
    "conv of images, strided": conv(
        *C2, 2, 3, 3, lambda a, b: (2, a + 2, b + 2), stride=(2, 3), padding=(1, 0), bias=False
    ),
    "conv of images, dilated groups": conv(
        *C2, 4, 2, (2, 3), lambda a, b: (4, a + 2, b + 3), dilation=2, padding=1, groups=2
    ),
    "conv of images, same size": conv(
        *C2, 2, 2, (2, 3), lambda a, b: (2, a, b), padding="same", dilation=(2, 1)
    ),
    "conv 1x1": conv(*C2, 3, 2, 1, lambda a, b: (3, a, b)),
    "conv depthwise": conv(*C2, 3, 3, 3, lambda a, b: (3, a, b), padding=1, groups=3),
    "conv of volumes": conv(
        *C3, 2, 2, (2, 3, 1), lambda a, b: (2, a + 1, b + 2, 2), stride=(1, 2, 1), padding=(0, 1, 0)
    ),
    "conv transposed, of signals": conv(
        *T1, 2, 3, 3, lambda a, b: (2, a), stride=2, padding=1, output_padding=1
    ),
    "conv transposed": conv(*T2, 3, 2, (2, 3), lambda a, b: (3, a, b)),
    "conv transposed, strided": conv(
        *T2, 2, 3, 4, lambda a, b: (2, a, b), stride=(2, 3), padding=1, bias=False
    ),
    "conv transposed, dilated groups": conv(
        *T2, 2, 4, 2, lambda a, b: (2, a + 1, b), groups=2, dilation=(3, 2), output_padding=(2, 1)
    ),
    "flatten": Case(Flatten, torch.nn.Flatten),
    "max pool of signals": pool(MaxPool1d, lambda a, b: (2, a + 3), 3, stride=2, padding=1),
    "max pool": pool(MaxPool2d, image, 2),
    "max pool, overlapping": pool(MaxPool2d, image, (3, 2), stride=(2, 1), padding=1),
    "max pool, spread": pool(MaxPool2d, image, 2, stride=1, dilation=(2, 1), ceil_mode=True),
    "max pool of volumes": pool(MaxPool3d, lambda a, b: (1, a + 1, b + 1, 2), 2, stride=1),
    "average pool of signals": pool(AvgPool1d, lambda a, b: (2, a + 3), 3, stride=2, padding=1),
    "average pool": pool(AvgPool2d, image, 2),
    "average pool, what is there": pool(AvgPool2d, image, 3, 2, 1, True, False),
    "average pool, rounded up": pool(AvgPool2d, image, (3, 2), 2, 1, True, True),
    "average pool of volumes": pool(AvgPool3d, lambda a, b: (1, a + 1, b + 1, 2), 2, stride=1),
    "adaptive average pool": pool(AdaptiveAvgPool2d, image, 3),
    "adaptive average pool, more than there is": pool(AdaptiveAvgPool2d, image, (None, 9)),
    "adaptive max pool": pool(AdaptiveMaxPool2d, image, (3, 2)),
    "global average pool": Case(
        GlobalAvgPool2d,
        lambda: torch.nn.Sequential(torch.nn.AdaptiveAvgPool2d(1), torch.nn.Flatten()),
        image,
    ),
    "sequential": Case(
        lambda: Sequential(Linear(4, 6, rng=0), Tanh(), Linear(6, 3, rng=1)),
        lambda: torch.nn.Sequential(torch.nn.Linear(4, 6), torch.nn.Tanh(), torch.nn.Linear(6, 3)),
        four,
    ),
    "mlp": Case(
        lambda: nn.mlp([4, 6, 5, 3], rng=0),
        lambda: torch.nn.Sequential(
            *[torch.nn.Linear(4, 6), torch.nn.ReLU()],
            *[torch.nn.Linear(6, 5), torch.nn.ReLU(), torch.nn.Linear(5, 3)],
        ),
        four,
    ),
    "mlp with batch norm": Case(
        lambda: nn.mlp([4, 6, 3], batch_norm="before", activation=Tanh, rng=0),
        lambda: torch.nn.Sequential(
            *[torch.nn.Linear(4, 6), torch.nn.BatchNorm1d(6), torch.nn.Tanh(), torch.nn.Linear(6, 3)]
        ),
        four,
        at_least=2,
        flat=("0.bias",),  # the mean takes it away again
    ),
}  # fmt: skip


DIFFERENT_IN_TRAINING = {
    name
    for name, case in CASES.items()
    if name == "dropout" or (case.at_least == 2 and name != "batch norm, nothing tracked")
}


def twin_of(contract, case):
    if case.twin is None:
        return contract.TorchMask
    return lambda layer: case.twin()


@pytest.mark.parametrize("name", CASES)
@given(seed=st.integers(0, 999), n=st.integers(1, 5), a=st.integers(1, 4), b=st.integers(1, 4))
@settings(max_examples=10, deadline=None)
def test_agrees_with_torch_forward_and_backward(contract, name, seed, n, a, b):
    case = CASES[name]
    shape = (max(n, case.at_least), *case.shape(a, b))
    contract.assert_agrees_with_torch(case.make, twin_of(contract, case), shape, seed)


@pytest.mark.parametrize("name", CASES)
def test_agrees_with_numerical_gradients(contract, name):
    case = CASES[name]
    contract.assert_agrees_numerically(case.make, (4, *case.shape(2, 3)), flat=case.flat)


@pytest.mark.parametrize("name", CASES)
class TestEveryLayer:
    def make(self, name, dtype=np.float64):
        layer = CASES[name].make()
        for part in [layer, *(child for _, child in layer.named_children())]:
            for attribute, value in vars(part).items():
                if isinstance(value, np.ndarray):
                    setattr(part, attribute, value.astype(dtype))
        for p in layer.parameters():
            p.data, p.grad = p.data.astype(dtype), p.grad.astype(dtype)
        return layer, np.ones((2, *CASES[name].shape(2, 3)), dtype)

    @pytest.mark.parametrize("dtype", [np.float32, np.float64])
    @pytest.mark.parametrize("training", [True, False])
    def test_keeps_the_dtype(self, name, dtype, training):
        layer, x = self.make(name, dtype)
        y = layer.train(training)(x)
        assert y.dtype == dtype
        assert layer.backward(np.ones_like(y)).dtype == dtype
        arrays = [p.grad for p in layer.parameters()] + list(layer.state_dict().values())
        assert {a.dtype for a in arrays if a.dtype.kind == "f"} <= {np.dtype(dtype)}

    @pytest.mark.parametrize("training", [True, False])
    def test_the_output_is_another_array(self, name, training):
        layer, x = self.make(name)
        y = layer.train(training)(x)
        assert not np.shares_memory(y, x)
        assert not np.shares_memory(layer.backward(y), y)

    def test_train_and_eval_differ_where_they_must_and_only_there(self, name):
        layer, x = self.make(name)
        x = np.random.default_rng(0).normal(size=x.shape)
        same = np.allclose(layer.train()(x), layer.eval()(x))
        assert same == (name not in DIFFERENT_IN_TRAINING)

    def test_evaluation_changes_nothing_in_the_layer(self, name):
        layer, x = self.make(name)
        before = layer.state_dict()
        first, second = layer.eval()(x), layer(x)
        assert np.array_equal(first, second)
        assert all(np.array_equal(before[k], v) for k, v in layer.state_dict().items())

    def test_a_saved_state_comes_back(self, name):
        layer, x = self.make(name)
        layer(np.random.default_rng(0).normal(size=x.shape))
        saved = layer.state_dict()
        other, _ = self.make(name)
        params = other.parameters()
        for p in params:
            p.data += 1
        other.load_state_dict(saved)
        assert np.array_equal(layer.eval()(x), other.eval()(x))
        assert [id(p) for p in other.parameters()] == [id(p) for p in params]

    def test_backward_needs_forward_each_time(self, name):
        layer, x = self.make(name)
        with pytest.raises(RuntimeError, match=r"backward`는 `forward`를 부른 뒤에"):
            layer.backward(x)
        y = layer(x)
        layer.backward(y)
        with pytest.raises(RuntimeError, match="한 번만"):
            layer.backward(y)

    def test_a_gradient_of_another_shape_is_refused(self, name):
        layer, x = self.make(name)
        y = layer(x)
        with pytest.raises(ValueError, match="`grad_output` 모양은"):
            layer.backward(y[:1])

    def test_train_and_eval_reach_the_inside(self, name):
        layer, _ = self.make(name)
        inside = [child for _, child in layer.named_children()]
        assert layer.training
        assert layer.eval() is layer
        assert not any(part.training for part in [layer, *inside])
        assert layer.train() is layer
        assert all(part.training for part in [layer, *inside])

    def test_zero_grad_and_parameters(self, name):
        layer, x = self.make(name)
        layer.backward(layer(x))
        params = layer.parameters()
        assert all(isinstance(p, Parameter) for p in params)
        layer.zero_grad()
        assert all((p.grad == 0).all() for p in params)
        assert [id(p) for p in layer.parameters()] == [id(p) for p in params]

    def test_an_empty_batch_stays_empty(self, name):
        layer, x = self.make(name)
        layer.train(CASES[name].at_least == 1)
        if name == "batch norm, nothing tracked":  # has no mean but that of nothing
            with pytest.raises(ValueError, match="값이 둘 이상"):
                layer(x[:0])
            return
        y = layer(x[:0])
        assert y.shape[0] == 0
        assert layer.backward(y).shape == x[:0].shape

    @pytest.mark.parametrize("bad", [[["a"]], None, np.array([1j])])
    def test_what_is_no_real_array_is_refused(self, name, bad):
        with pytest.raises(ValueError, match="`x` 값은 실수 배열이어야 합니다"):
            self.make(name)[0](bad)


def test_every_layer_is_under_contract():
    concrete = {
        cls
        for name in nn.__all__
        if isinstance(cls := getattr(nn, name), type)
        and issubclass(cls, Layer)
        and not isabstract(cls)
    }
    assert {type(case.make()) for case in CASES.values()} == concrete
