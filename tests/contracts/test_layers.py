"""One contract over every layer: torch and numerical gradients as oracles, wrong layers refused."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit import nn
from coursekit.gradcheck import gradcheck, relative_error
from coursekit.nn import Layer, Linear, ReLU, Sequential, Sigmoid, Tanh
from coursekit.parameter import Parameter

# name -> (ours, torch's twin, the shape of one sample)
CASES = {
    "linear": (lambda: Linear(4, 3, rng=0), lambda: torch.nn.Linear(4, 3), (4,)),
    "linear without bias": (
        lambda: Linear(4, 3, bias=False, rng=0),
        lambda: torch.nn.Linear(4, 3, bias=False),
        (4,),
    ),
    "linear of a sequence": (lambda: Linear(4, 3, rng=0), lambda: torch.nn.Linear(4, 3), (5, 4)),
    "relu": (ReLU, torch.nn.ReLU, (3, 4)),
    "sigmoid": (Sigmoid, torch.nn.Sigmoid, (3, 4)),
    "tanh": (Tanh, torch.nn.Tanh, (3, 4)),
    "sequential": (
        lambda: Sequential(Linear(4, 6, rng=0), Tanh(), Linear(6, 3, rng=1)),
        lambda: torch.nn.Sequential(torch.nn.Linear(4, 6), torch.nn.Tanh(), torch.nn.Linear(6, 3)),
        (4,),
    ),
    "mlp": (
        lambda: nn.mlp([4, 6, 5, 3], rng=0),
        lambda: torch.nn.Sequential(
            *[torch.nn.Linear(4, 6), torch.nn.ReLU()],
            *[torch.nn.Linear(6, 5), torch.nn.ReLU(), torch.nn.Linear(5, 3)],
        ),
        (4,),
    ),
}


class Elementwise(Layer):
    def _forward(self, x):
        y = np.maximum(x, 0)
        return y, y


class ReluPassesAll(Elementwise):
    """The gradient goes through where the input was negative too."""

    def _backward(self, grad_output, cache):
        return grad_output.copy()


class ReluWritesIntoItsInput(Elementwise):
    def _forward(self, x):
        x[x < 0] = 0
        return x, x

    def _backward(self, grad_output, cache):
        return grad_output * (cache > 0)


class ReluWritesIntoTheGradient(Elementwise):
    def _backward(self, grad_output, cache):
        grad_output *= cache > 0
        return grad_output


class SigmoidForgetsOneMinus(Layer):
    def _forward(self, x):
        y = 1 / (1 + np.exp(-x))
        return y, y

    def _backward(self, grad_output, cache):
        return grad_output * cache


class WrongLinear(Linear):
    def __init__(self):
        super().__init__(4, 3, rng=0)


class BiasAveraged(WrongLinear):
    """The bias gradient is averaged over the batch, though the loss has done that already."""

    def _backward(self, grad_output, cache):
        before = self.bias.grad.copy()
        grad = super()._backward(grad_output, cache)
        self.bias.grad = before + grad_output.mean(axis=0)
        return grad


class BiasGradientMissing(WrongLinear):
    def _backward(self, grad_output, cache):
        before = self.bias.grad.copy()
        grad = super()._backward(grad_output, cache)
        self.bias.grad = before
        return grad


class WeightGradientDivided(WrongLinear):
    def _backward(self, grad_output, cache):
        grad = super()._backward(grad_output, cache)
        self.weight.grad /= len(grad_output)
        return grad


class GradientOverwritten(WrongLinear):
    """Sets the gradient where it has to be added."""

    def _backward(self, grad_output, cache):
        self.weight.grad = np.zeros_like(self.weight.grad)
        return super()._backward(grad_output, cache)


class InputScaled(WrongLinear):
    def _backward(self, grad_output, cache):
        return 2 * super()._backward(grad_output, cache)


# wrong layer -> the right one whose place it takes
REJECTED = {
    ReluPassesAll: "relu",
    ReluWritesIntoItsInput: "relu",
    ReluWritesIntoTheGradient: "relu",
    SigmoidForgetsOneMinus: "sigmoid",
    BiasAveraged: "linear",
    BiasGradientMissing: "linear",
    WeightGradientDivided: "linear",
    GradientOverwritten: "linear",
    InputScaled: "linear",
}


def away_from_zero(rng, shape):
    """ReLU has no derivative at 0, so numerical gradients must not straddle it."""
    x = rng.normal(size=shape)
    return np.where(np.abs(x) < 1e-3, 0.5, x)


def twin_of(ours, theirs):
    theirs = theirs.double()
    for p, q in zip(ours.parameters(), theirs.parameters(), strict=True):
        q.data = torch.tensor(p.data)
    return theirs


def assert_agrees_with_torch(make, case, seed, n):
    """Forward, gradient of the input, gradients of the parameters after two rounds that must add."""
    rng = np.random.default_rng(seed)
    layer, shape = make(), (n, *CASES[case][2])
    twin = twin_of(layer, CASES[case][1]())
    for _ in range(2):
        x = rng.normal(size=shape)
        tx = torch.tensor(x, requires_grad=True)
        kept = x.copy()
        y, ty = layer(x), twin(tx)
        np.testing.assert_allclose(y, ty.detach(), rtol=0, atol=1e-10)
        grad = rng.normal(size=y.shape)
        kept_grad = grad.copy()
        ty.backward(torch.tensor(grad))
        got = layer.backward(grad)
        np.testing.assert_allclose(got, tx.grad, rtol=0, atol=1e-10)
        assert np.array_equal(x, kept), "the input was changed"
        assert np.array_equal(grad, kept_grad), "the gradient was changed"
    for p, q in zip(layer.parameters(), twin.parameters(), strict=True):
        np.testing.assert_allclose(p.grad, q.grad, rtol=0, atol=1e-10)


def assert_agrees_numerically(make, case, seed):
    rng = np.random.default_rng(seed)
    layer, shape = make(), (3, *CASES[case][2])
    x = away_from_zero(rng, shape)
    weights = rng.normal(size=layer(x.copy()).shape)

    def value(at):
        return float((weights * layer(at)).sum())

    def gradient(at):
        layer.zero_grad()
        layer(at)
        return layer.backward(weights.copy())

    result = gradcheck(value, gradient, x)
    assert result.ok, f"input: {result.max_error}"
    assert relative_error(result.analytic, result.numerical) < 1e-6
    for p in layer.parameters():

        def at_parameter(data, p=p):
            kept, p.data = p.data, data
            try:
                return value(x.copy())
            finally:
                p.data = kept

        def of_parameter(data, p=p):
            gradient(x.copy())
            return p.grad

        result = gradcheck(at_parameter, of_parameter, p.data)
        assert result.ok, f"parameter {p.shape}: {result.max_error}"


@pytest.mark.parametrize("name", CASES)
@given(seed=st.integers(0, 999), n=st.integers(1, 6))
@settings(max_examples=15, deadline=None)
def test_agrees_with_torch_forward_and_backward(name, seed, n):
    assert_agrees_with_torch(CASES[name][0], name, seed, n)


@pytest.mark.parametrize("name", CASES)
def test_agrees_with_numerical_gradients(name):
    assert_agrees_numerically(CASES[name][0], name, seed=0)


@pytest.mark.parametrize("wrong", REJECTED)
def test_the_contract_rejects(wrong):
    with pytest.raises(AssertionError):
        assert_agrees_with_torch(wrong, REJECTED[wrong], seed=0, n=5)


@pytest.mark.parametrize("wrong", [SigmoidForgetsOneMinus, BiasAveraged, InputScaled])
def test_numerical_gradients_alone_reject(wrong):
    with pytest.raises(AssertionError):
        assert_agrees_numerically(wrong, REJECTED[wrong], seed=0)


@pytest.mark.parametrize("name", CASES)
class TestEveryLayer:
    def make(self, name, dtype=np.float64):
        layer = CASES[name][0]()
        for p in layer.parameters():
            p.data, p.grad = p.data.astype(dtype), p.grad.astype(dtype)
        return layer, np.ones((2, *CASES[name][2]), dtype)

    @pytest.mark.parametrize("dtype", [np.float32, np.float64])
    def test_keeps_the_dtype(self, name, dtype):
        layer, x = self.make(name, dtype)
        y = layer(x)
        assert y.dtype == dtype
        assert layer.backward(np.ones_like(y)).dtype == dtype
        assert {p.grad.dtype for p in layer.parameters()} <= {np.dtype(dtype)}

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
        inside = list(layer) if isinstance(layer, Sequential) else []
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
        y = layer(x[:0])
        assert y.shape[0] == 0
        assert layer.backward(y).shape == x[:0].shape

    @pytest.mark.parametrize("bad", [[["a"]], None, np.array([1j])])
    def test_what_is_no_real_array_is_refused(self, name, bad):
        with pytest.raises(ValueError, match="`x` 값은 실수 배열이어야 합니다"):
            self.make(name)[0](bad)


@pytest.mark.parametrize("shape", [(5,), (2, 3), ()])
def test_linear_names_the_wrong_shape(shape):
    with pytest.raises(ValueError, match=r"`x` 모양은 \(\.\.\., 4\)이어야 합니다"):
        Linear(4, 3, rng=0)(np.ones(shape))


def test_functional_linear_names_wrong_weights():
    with pytest.raises(ValueError, match="`weight` 모양"):
        nn.linear_forward(np.ones((2, 4)), np.ones(4))
    with pytest.raises(ValueError, match="`bias` 모양"):
        nn.linear_forward(np.ones((2, 4)), np.ones((3, 4)), np.ones(2))


@pytest.mark.parametrize("layer", [Sigmoid, Tanh, ReLU])
def test_far_out_values_neither_overflow_nor_warn(layer):
    x = np.array([-1e308, -800.0, -40.0, 0.0, 40.0, 800.0, 1e308])
    twin = {Sigmoid: torch.sigmoid, Tanh: torch.tanh, ReLU: torch.relu}[layer]
    module = layer()
    np.testing.assert_allclose(module(x), twin(torch.tensor(x)), rtol=1e-15, atol=0)
    assert np.isfinite(module.backward(np.ones_like(x))).all()


def test_the_textbook_sigmoid_overflows_there():
    with np.errstate(over="raise"), pytest.raises(FloatingPointError):
        SigmoidForgetsOneMinus()(np.array([-800.0]))


def test_relu_has_slope_zero_at_zero_as_torch_says():
    layer, x = ReLU(), torch.zeros(1, requires_grad=True)
    torch.relu(x).backward()
    layer(np.zeros(1))
    assert layer.backward(np.ones(1)).tolist() == x.grad.tolist() == [0.0]


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
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_every_layer_is_under_contract():
    concrete = {
        cls
        for name in nn.__all__
        if isinstance(cls := getattr(nn, name), type)
        and issubclass(cls, Layer)
        and cls is not Layer
    }
    assert {type(make()) for make, _, _ in CASES.values()} == concrete
