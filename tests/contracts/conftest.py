"""What the contracts share: the problem of the optimizers, and what is asked of every layer."""

from copy import deepcopy
from typing import NamedTuple

import numpy as np
import pytest
import torch

from coursekit.gradcheck import check_layer, relative_error
from coursekit.parameter import Parameter

torch.set_num_threads(1)  # these tensors are too small to share among cores


def problem(seed):
    """Dense least squares with two parameters of different shape."""
    rng = np.random.default_rng(seed)
    return (
        rng.normal(size=(20, 4)),
        rng.normal(size=(20, 3)),
        rng.normal(size=(4, 3)),
        rng.normal(size=3),
    )


def run_ours(make, seed, steps=100):
    X, Y, W0, b0 = problem(seed)
    W, b = Parameter(W0), Parameter(b0)
    optimizer = make([W, b])
    path = []
    for _ in range(steps):
        error = X @ W.data + b.data - Y
        W.grad = 2 * X.T @ error / error.size
        b.grad = 2 * error.sum(axis=0) / error.size
        optimizer.step()
        path.append(np.concatenate([W.data.ravel(), b.data]))
    return np.array(path)


def run_torch(make, seed, steps=100):
    X, Y, W0, b0 = (torch.tensor(a) for a in problem(seed))
    W, b = W0.clone().requires_grad_(), b0.clone().requires_grad_()
    optimizer = make([W, b])
    path = []
    for _ in range(steps):
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(X @ W + b, Y).backward()
        optimizer.step()
        path.append(torch.cat([W.detach().ravel(), b.detach()]).numpy().copy())
    return np.array(path)


@pytest.fixture(scope="session")
def difference():
    """How far our path ever is from torch's: `difference(ours, theirs, seed)`, each made of params."""

    def measure(ours, theirs, seed):
        return np.abs(run_ours(ours, seed) - run_torch(theirs, seed)).max()

    return measure


class TorchMask(torch.nn.Module):
    """Torch's dropout with the mask that ours is about to draw, found by letting a copy drop ones."""

    def __init__(self, layer):
        super().__init__()
        self.ours = deepcopy(layer)

    def forward(self, x):
        if not self.training:
            return x
        mask = self.ours.train()(np.ones(x.shape))
        kept = 1 / (1 - self.ours.p)
        assert np.isin(mask, [0, kept]).all(), "what is kept has to be scaled up"
        return x * torch.tensor(mask)


class LayerContract:
    """Torch and central differences as oracles; every disagreement is an AssertionError."""

    TorchMask = TorchMask

    @staticmethod
    def away_from_zero(rng, shape):
        """ReLU has no derivative at 0, so numerical gradients must not straddle it."""
        x = rng.normal(size=shape)
        return np.where(np.abs(x) < 1e-3, 0.5, x)

    @staticmethod
    def lopsided(layer, rng):
        """Weights of 1 and biases of 0 would hide that they are forgotten."""
        for p in layer.parameters():
            p.data = rng.normal(size=p.shape)
        return layer

    def assert_agrees_with_torch(self, make, make_twin, shape, seed=0):
        """Two rounds of training whose gradients add, then one round of evaluation."""
        rng = np.random.default_rng(seed)
        layer = self.lopsided(make(), rng)
        twin = make_twin(layer).double()
        twin.load_state_dict({name: torch.tensor(a) for name, a in layer.state_dict().items()})
        for training in (True, True, False):
            layer.train(training)
            twin.train(training)
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
        theirs = twin.state_dict()
        assert list(layer.state_dict()) == list(theirs)
        for name, value in layer.state_dict().items():
            np.testing.assert_allclose(value, theirs[name], rtol=0, atol=1e-10)

    def assert_agrees_numerically(self, make, shape, seed=0, *, flat=()):
        """Every gradient in training and in evaluation, by a check that is not idle except at `flat`."""
        rng = np.random.default_rng(seed)
        layer = self.lopsided(make(), rng)
        x = self.away_from_zero(rng, shape)
        for training in (True, False):
            result = check_layer(layer.train(training), x, rng=rng)
            for name, check in result.checks.items():
                assert check.ok, f"{name}: {check.max_error}"
                idle = training and name in flat
                assert check.vacuous == idle, name
                assert idle or relative_error(check.analytic, check.numerical) < 1e-6
            assert result.vacuous == bool(training and flat), result.doubts


@pytest.fixture(scope="session")
def contract():
    """What is asked of every layer, right or wrong."""
    return LayerContract()


class ConvProblem(NamedTuple):
    """Sizes of one convolution; the numbers are drawn from the seed."""

    x: tuple
    filters: int
    kernel: tuple
    stride: tuple
    padding: tuple | str
    dilation: tuple
    groups: int = 1
    bias: bool = True
    seed: int = 0

    @property
    def options(self):
        names = ("stride", "padding", "dilation", "groups")
        return {name: getattr(self, name) for name in names}

    def draw(self, dtype=np.float64):
        rng = np.random.default_rng(self.seed)
        weight = (self.filters, self.x[1] // self.groups, *self.kernel)
        bias = rng.normal(size=self.filters).astype(dtype) if self.bias else None
        return rng.normal(size=self.x).astype(dtype), rng.normal(size=weight).astype(dtype), bias


class ConvContract:
    """What is asked of a pair `forward(x, weight, bias, **options)`, `backward(grad, cache)`."""

    Problem = ConvProblem

    @staticmethod
    def torchs(problem, x, weight, bias):
        """Torch's output, and its gradients as a function of that of the output."""
        conv = getattr(torch.nn.functional, f"conv{x.ndim - 2}d")
        leaves = [torch.tensor(a, requires_grad=True) for a in (x, weight, bias) if a is not None]
        y = conv(*leaves, **problem.options)

        def gradients(grad):
            found = torch.autograd.grad(y, leaves, torch.tensor(grad))
            return [g.numpy() for g in found] + [None] * (bias is None)

        return y.detach().numpy(), gradients

    def assert_agrees_with_torch(self, forward, backward, problem):
        x, weight, bias = given = problem.draw()
        want, gradients = self.torchs(problem, *given)
        grad = np.random.default_rng(problem.seed + 1).normal(size=want.shape)
        kept = [None if a is None else a.copy() for a in (*given, grad)]
        y, cache = forward(x, weight, bias, **problem.options)
        np.testing.assert_allclose(y, want, rtol=0, atol=1e-10)
        first = y.copy()
        forward(x + 1, weight, bias, **problem.options)  # another call in between
        for got, wanted in zip(backward(grad, cache), gradients(grad), strict=True):
            assert (got is None) == (wanted is None)
            if got is not None:
                np.testing.assert_allclose(got, wanted, rtol=0, atol=1e-10)
        assert np.array_equal(y, first), "an output was overwritten later"
        for now, before in zip((*given, grad), kept, strict=True):
            assert now is None or np.array_equal(now, before), "an argument was changed"

    def assert_keeps_float32(self, forward, backward, problem):
        given = problem.draw(np.float32)
        want, gradients = self.torchs(
            problem, *(None if a is None else a.astype(float) for a in given)
        )
        grad = np.random.default_rng(problem.seed + 1).normal(size=want.shape).astype(np.float32)
        y, cache = forward(*given, **problem.options)
        pairs = zip(
            (y, *backward(grad, cache)), (want, *gradients(grad.astype(float))), strict=True
        )
        for got, wanted in pairs:
            if wanted is not None:
                assert got.dtype == np.float32
                assert np.abs(got - wanted).max() <= 1e-4 * max(1, np.abs(wanted).max())


@pytest.fixture(scope="session")
def conv_contract():
    """What is asked of every convolution, fast, naive or wrong."""
    return ConvContract()
