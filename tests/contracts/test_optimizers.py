"""One contract over every optimizer, with torch as oracle, and the wrong ones that it must reject."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit import optim
from coursekit.optim import GradientDescent, Optimizer
from coursekit.parameter import Parameter

# our class with its options -> torch's with the same numbers
CASES = {
    "gradient descent": (
        lambda params: GradientDescent(params, lr=0.05),
        lambda params: torch.optim.SGD(params, lr=0.05),
    ),
}


class Ascent(Optimizer):
    """Sign flipped."""

    def _update(self):
        for p in self.params:
            p.data += self.lr * p.grad


class SquaredRate(Optimizer):
    """The learning rate is folded in twice, as if the gradient already held it."""

    def _update(self):
        for p in self.params:
            p.data -= self.lr * (self.lr * p.grad)


class OnlyFirst(Optimizer):
    """Forgets all parameters but the first."""

    def _update(self):
        self.params[0].data -= self.lr * self.params[0].grad


class Sequential(Optimizer):
    """The later parameter sees a gradient scaled by the number of parameters."""

    def _update(self):
        for i, p in enumerate(self.params, 1):
            p.data -= self.lr * i * p.grad


class Averaged(Optimizer):
    """Divides the gradient by the number of entries once more."""

    def _update(self):
        for p in self.params:
            p.data -= self.lr * p.grad / max(p.data.size, 1)


REJECTED = [Ascent, SquaredRate, OnlyFirst, Sequential, Averaged]


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


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("seed", [0, 1])
def test_agrees_with_torch_over_100_steps(name, seed):
    ours, theirs = CASES[name]
    np.testing.assert_allclose(run_ours(ours, seed), run_torch(theirs, seed), rtol=0, atol=1e-10)


@pytest.mark.parametrize("wrong", REJECTED)
def test_the_contract_rejects(wrong):
    theirs = CASES["gradient descent"][1]
    got = run_ours(lambda params: wrong(params, 0.05), 0)
    assert np.abs(got - run_torch(theirs, 0)).max() > 1e-3


@pytest.mark.parametrize("name", CASES)
class TestEveryOptimizer:
    def make(self, name, *params):
        return CASES[name][0](params)

    @given(
        shape=st.lists(st.integers(0, 3), max_size=3).map(tuple),
        dtype=st.sampled_from([np.float32, np.float64]),
    )
    @settings(max_examples=40, deadline=None)
    def test_keeps_shape_and_dtype_and_moves_in_place(self, name, shape, dtype):
        p = Parameter(np.ones(shape, dtype))
        kept = p.data
        p.grad = np.full(shape, 0.5, dtype)
        grad = p.grad.copy()
        self.make(name, p).step()
        assert p.data is kept
        assert p.data.shape == shape
        assert p.data.dtype == dtype
        assert np.array_equal(p.grad, grad)
        assert (p.data != 1).all()

    def test_zero_gradient_moves_nothing(self, name):
        p = Parameter([1.0, -2.0])
        self.make(name, p).step()
        assert p.data.tolist() == [1.0, -2.0]

    @pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
    def test_a_bad_gradient_names_the_place_and_moves_nothing(self, name, bad):
        good, p = Parameter([1.0]), Parameter(np.ones((2, 2)))
        good.grad = np.array([1.0])
        p.grad[1, 0] = bad
        with pytest.raises(
            ValueError, match=r"`params\[1\]\.grad` 값은 유한해야 합니다\(자리 \(1, 0\)"
        ):
            self.make(name, good, p).step()
        assert good.data.tolist() == [1.0]

    def test_a_gradient_of_another_shape_is_an_error_not_a_broadcast(self, name):
        p = Parameter(np.ones((2, 3)))
        p.grad = np.ones(3)
        with pytest.raises(ValueError, match=r"모양은 \(2, 3\)이어야 합니다\(받은 모양: \(3,\)\)"):
            self.make(name, p).step()

    def test_zero_grad_keeps_the_old_gradient_array_of_others(self, name):
        p = Parameter([1.0])
        kept = p.grad = np.array([3.0])
        self.make(name, p).zero_grad()
        assert p.grad.tolist() == [0.0]
        assert kept.tolist() == [3.0]

    def test_state_round_trip_continues_the_same_path(self, name):
        first, second = Parameter([1.0, 2.0]), Parameter([1.0, 2.0])
        a, b = self.make(name, first), self.make(name, second)
        for _ in range(3):
            first.grad = first.data.copy()
            a.step()
        second.data[...] = first.data
        b.load_state_dict(a.state_dict())
        for p, optimizer in ((first, a), (second, b)):
            p.grad = p.data.copy()
            optimizer.step()
        assert first.data.tolist() == second.data.tolist()

    def test_a_foreign_state_is_refused_and_changes_nothing(self, name):
        optimizer = self.make(name, Parameter([1.0]))
        before = optimizer.state_dict()
        with pytest.raises(ValueError, match="`state_dict` 이름은"):
            optimizer.load_state_dict({**before, "unknown": []})
        with pytest.raises(ValueError, match="lr"):
            optimizer.load_state_dict({**before, "lr": -1.0})
        assert optimizer.state_dict() == before


@pytest.mark.parametrize("lr", [0, -0.1, np.nan, np.inf, "0.1", None])
def test_learning_rate_must_be_positive_and_finite(lr):
    with pytest.raises(ValueError, match="`lr` 값은 0보다 큰 유한한 수여야 합니다"):
        GradientDescent([Parameter([1.0])], lr)


def test_params_must_be_parameters_and_distinct():
    p = Parameter([1.0])
    with pytest.raises(ValueError, match="0개"):
        GradientDescent([], lr=1)
    with pytest.raises(
        ValueError, match=r"`params\[1\]` 값은 Parameter여야 합니다\(받은 형: ndarray"
    ):
        GradientDescent([p, np.ones(1)], lr=1)
    with pytest.raises(ValueError, match="두 번"):
        GradientDescent([p, p], lr=1)


def test_a_generator_of_parameters_is_not_used_up():
    params = [Parameter([1.0]), Parameter([2.0])]
    optimizer = GradientDescent((p for p in params), lr=1)
    for _ in range(2):
        for p in params:
            p.grad = np.ones(1)
        optimizer.step()
    assert [p.data.item() for p in params] == [-1.0, 0.0]


class WithState(GradientDescent.__mro__[1]):  # the abstract base
    """Counts steps in an array, to prove that the base saves and restores arrays."""

    def __init__(self, params, lr):
        super().__init__(params, lr)
        self._state["steps"] = [np.zeros_like(p.data) for p in self.params]

    def _update(self):
        for count in self._state["steps"]:
            count += 1


def test_the_base_saves_copies_and_checks_shapes():
    optimizer = WithState([Parameter([1.0, 2.0])], 1.0)
    saved = optimizer.state_dict()
    optimizer.step()
    assert saved["steps"][0].tolist() == [0, 0]
    assert optimizer.state_dict()["steps"][0].tolist() == [1, 1]
    optimizer.load_state_dict(saved)
    assert optimizer.state_dict()["steps"][0].tolist() == [0, 0]
    with pytest.raises(ValueError, match=r'state_dict\["steps"\]'):
        optimizer.load_state_dict({"lr": 1.0, "steps": [np.zeros(3)]})


def test_every_concrete_optimizer_is_under_contract():
    concrete = {
        cls
        for name in optim.__all__
        if isinstance(cls := getattr(optim, name), type)
        and issubclass(cls, Optimizer)
        and cls is not Optimizer
    }
    assert {type(make([Parameter([1.0])])) for make, _ in CASES.values()} == concrete
