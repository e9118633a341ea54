"""One contract over every optimizer, with torch as oracle, and the wrong ones that it must reject."""

import inspect

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit import optim
from coursekit.optim import (
    SGD,
    Adadelta,
    Adagrad,
    Adam,
    AdamW,
    GradientDescent,
    Optimizer,
    ProximalGradient,
    RMSprop,
)
from coursekit.parameter import Parameter

OPTIONS = {
    SGD: [
        {},
        {"lr": 0.05},
        {"lr": 0.05, "weight_decay": 0.1},
        {"lr": 0.05, "momentum": 0.9},
        {"lr": 0.05, "momentum": 0.9, "dampening": 0.3},
        {"lr": 0.05, "momentum": 0.9, "dampening": 0.3, "weight_decay": 0.1},
        {"lr": 0.05, "momentum": 0.9, "nesterov": True},
        {"lr": 0.05, "momentum": 0.9, "nesterov": True, "weight_decay": 0.1},
    ],
    Adagrad: [
        {},
        {"lr": 0.1, "eps": 0.1},
        {"lr": 0.1, "lr_decay": 0.05},
        {"lr": 0.1, "weight_decay": 0.1},
        {"lr": 0.1, "initial_accumulator_value": 0.5},
        {
            "lr": 0.1,
            "lr_decay": 0.05,
            "weight_decay": 0.1,
            "initial_accumulator_value": 0.5,
            "eps": 1e-3,
        },
    ],
    Adadelta: [
        {},
        {"lr": 0.5, "rho": 0.8},
        {"eps": 1e-2},
        {"weight_decay": 0.1},
        {"lr": 0.5, "rho": 0.95, "eps": 1e-3, "weight_decay": 0.1},
    ],
    RMSprop: [
        {},
        {"alpha": 0.9, "eps": 0.1},
        {"weight_decay": 0.1},
        {"momentum": 0.9, "lr": 1e-3},
        {"centered": True},
        {"centered": True, "momentum": 0.9, "lr": 1e-3, "weight_decay": 0.1, "alpha": 0.9},
    ],
    Adam: [
        {},
        {"lr": 0.05, "betas": (0.8, 0.95)},
        {"lr": 1e-3, "betas": (0.0, 0.99)},  # larger steps bounce, and bouncing magnifies rounding
        {"lr": 0.05, "eps": 0.1},
        {"lr": 0.05, "weight_decay": 0.1},
        {"lr": 0.05, "amsgrad": True},
        {
            "lr": 0.05,
            "betas": (0.8, 0.9),
            "amsgrad": True,
            "weight_decay": 0.1,
            "eps": 1e-3,
        },
    ],
    AdamW: [
        {},
        {"lr": 0.05, "weight_decay": 0.0},
        {"lr": 0.05, "weight_decay": 0.5},
        {"lr": 0.05, "weight_decay": 0.5, "amsgrad": True, "betas": (0.8, 0.9), "eps": 0.1},
    ],
}


class SoftShrunkSGD(torch.optim.SGD):
    """The step of ISTA out of torch's own pieces."""

    def __init__(self, params, lr, l1):
        super().__init__(params, lr=lr)
        self.threshold = lr * l1

    @torch.no_grad()
    def step(self):
        super().step()
        for p in self.param_groups[0]["params"]:
            p.copy_(torch.nn.functional.softshrink(p, self.threshold))


def _case(ours, theirs, options):
    return lambda params: ours(params, **options), lambda params: theirs(params, **options)


# our class with its options -> torch's with the same numbers
CASES = {
    "gradient descent": (
        lambda params: GradientDescent(params, lr=0.05),
        lambda params: torch.optim.SGD(params, lr=0.05),
    ),
    "proximal gradient": (
        lambda params: ProximalGradient(params, lr=0.05, l1=0.3),
        lambda params: SoftShrunkSGD(params, lr=0.05, l1=0.3),
    ),
} | {
    f"{ours.__name__} {options}": _case(ours, getattr(torch.optim, ours.__name__), options)
    for ours, sets in OPTIONS.items()
    for options in sets
}
DECAYS = [
    name for name in CASES if "'weight_decay'" in name or name.startswith(("AdamW", "proximal"))
]
KEEPS = [name for name in CASES if name not in DECAYS or "'weight_decay': 0.0" in name]


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


TOLERANCE = 1e-10


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("seed", [0, 1])
def test_agrees_with_torch_over_100_steps(difference, name, seed):
    assert difference(*CASES[name], seed) <= TOLERANCE


@pytest.mark.parametrize("wrong", REJECTED)
def test_the_contract_rejects(difference, wrong):
    theirs = CASES["gradient descent"][1]
    assert difference(lambda params: wrong(params, 0.05), theirs, 0) > 1e-3


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
        optimizer = self.make(name, p)
        optimizer.step()
        assert p.data is kept
        assert p.data.shape == shape
        assert p.data.dtype == dtype
        assert np.array_equal(p.grad, grad)
        assert (p.data != 1).all()
        for arrays in optimizer._state.values():
            assert [a.dtype for a in arrays] == [dtype]

    def test_zero_gradients_are_torchs_too(self, name):
        p = Parameter([1.0, -2.0, 0.0])
        q = torch.tensor([1.0, -2.0, 0.0], dtype=torch.float64, requires_grad=True)
        ours, theirs = self.make(name, p), CASES[name][1]([q])
        for t in range(20):  # zero from the start, and again after some that were not
            grad = np.zeros(3) if t < 5 or t > 9 else np.array([0.5, 0.0, -0.1])
            p.grad, q.grad = grad.copy(), torch.tensor(grad)
            ours.step()
            theirs.step()
            np.testing.assert_allclose(p.data, q.detach().numpy(), rtol=0, atol=1e-12)
            if t < 5 and name in KEEPS:
                assert p.data.tolist() == [1.0, -2.0, 0.0]
            if t == 4 and name in DECAYS and name not in KEEPS:
                assert (np.abs(p.data) < [1.0, 2.0, 1.0]).all()

    @pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
    def test_a_bad_gradient_names_the_place_and_moves_nothing(self, name, bad):
        good, p = Parameter([1.0]), Parameter(np.ones((2, 2)))
        good.grad = np.array([1.0])
        p.grad[1, 0] = bad
        optimizer = self.make(name, good, p)
        before = optimizer.state_dict()
        with pytest.raises(
            ValueError, match=r"`params\[1\]\.grad` 값은 유한해야 합니다\(자리 \(1, 0\)"
        ):
            optimizer.step()
        assert good.data.tolist() == [1.0]
        assert_same_state(optimizer.state_dict(), before)

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
        for _ in range(3):
            for p, optimizer in ((first, a), (second, b)):
                p.grad = p.data.copy()
                optimizer.step()
        assert first.data.tolist() == second.data.tolist()
        assert_same_state(a.state_dict(), b.state_dict())

    def test_the_state_counts_steps_not_parameters(self, name):
        optimizer = self.make(name, *(Parameter([1.0]) for _ in range(3)))
        for _ in range(5):
            optimizer.step()
        assert optimizer.state_dict()["step"] == 5

    def test_large_parameters_go_as_small_ones_do(self, name):
        rng = np.random.default_rng(0)
        shape = (5, optim.optimizer.BLOCK // 2 + 3)  # more than two blocks, the last one ragged
        whole = Parameter(rng.normal(size=shape))
        turned = Parameter(whole.data)
        turned.data = np.asfortranarray(turned.data)  # cannot be seen as one flat line
        rows = [Parameter(row) for row in whole.data]
        optimizers = [self.make(name, *params) for params in ([whole], [turned], rows)]
        for _ in range(3):
            grad = rng.normal(size=shape)
            whole.grad, turned.grad = np.asfortranarray(grad), grad
            for p, row in zip(rows, grad, strict=True):
                p.grad = row
            for optimizer in optimizers:
                optimizer.step()
        assert np.array_equal(whole.data, turned.data)
        assert np.array_equal(whole.data, np.stack([p.data for p in rows]))

    def test_float32_stays_near_torchs_float32(self, name):
        p = Parameter(np.linspace(-1, 1, 7, dtype=np.float32))
        q = torch.tensor(p.data, requires_grad=True)
        ours, theirs = self.make(name, p), CASES[name][1]([q])
        for _ in range(20):
            p.grad, q.grad = p.data**3 + 0.25, q.detach() ** 3 + 0.25
            ours.step()
            theirs.step()
        assert p.data.dtype == np.float32
        np.testing.assert_allclose(p.data, q.detach().numpy(), rtol=1e-4, atol=1e-4)

    def test_a_foreign_state_is_refused_and_changes_nothing(self, name):
        optimizer = self.make(name, Parameter([1.0]))
        for _ in range(2):
            optimizer.params[0].grad = np.array([0.5])
            optimizer.step()
        before = optimizer.state_dict()
        for change, message in [
            ({"unknown": []}, "`state_dict` 이름은"),
            ({"lr": -1.0}, "lr"),
            ({"lr": np.nan}, "lr"),
            ({"step": -1}, "step"),
            ({"step": 0.5}, "step"),
            ({"optimizer": "Other"}, r"상태여야 합니다\(받은 상태: Other\)"),
        ]:
            with pytest.raises(ValueError, match=message):
                optimizer.load_state_dict({**before, "step": 7, "lr": 0.5} | change)
            assert_same_state(optimizer.state_dict(), before)
        for key in optimizer._state:
            for bad, message in [
                ([np.zeros(2)], "모양은"),
                ([], "모양은"),
                ([np.array([np.nan])], "유한"),
                ([np.array(["a"])], "실수 배열"),
            ]:
                with pytest.raises(ValueError, match=message):
                    optimizer.load_state_dict({**before, "step": 7, key: bad})
                assert_same_state(optimizer.state_dict(), before)
            with pytest.raises(ValueError, match="`state_dict` 이름은"):
                optimizer.load_state_dict({k: v for k, v in before.items() if k != key})


def assert_same_state(got, want):
    assert got.keys() == want.keys()
    for name, value in want.items():
        if isinstance(value, list):
            assert [a.tolist() for a in got[name]] == [a.tolist() for a in value]
        else:
            assert got[name] == value


def test_every_concrete_optimizer_is_under_contract():
    concrete = {
        cls
        for name in optim.__all__
        if isinstance(cls := getattr(optim, name), type)
        and issubclass(cls, Optimizer)
        and not inspect.isabstract(cls)
    }
    assert {type(make([Parameter([1.0])])) for make, _ in CASES.values()} == concrete
