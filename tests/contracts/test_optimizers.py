"""One contract over every optimizer, with torch as oracle, and the wrong ones that it must reject."""

import inspect
from collections import defaultdict

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


def _case(ours, theirs, options):
    return lambda params: ours(params, **options), lambda params: theirs(params, **options)


# our class with its options -> torch's with the same numbers
CASES = {
    "gradient descent": (
        lambda params: GradientDescent(params, lr=0.05),
        lambda params: torch.optim.SGD(params, lr=0.05),
    ),
} | {
    f"{ours.__name__} {options}": _case(ours, getattr(torch.optim, ours.__name__), options)
    for ours, sets in OPTIONS.items()
    for options in sets
}
DECAYS = [name for name in CASES if "'weight_decay'" in name or name.startswith("AdamW")]
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


def difference(ours, theirs, seed):
    return np.abs(run_ours(ours, seed) - run_torch(theirs, seed)).max()


TOLERANCE = 1e-10


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("seed", [0, 1])
def test_agrees_with_torch_over_100_steps(name, seed):
    assert difference(*CASES[name], seed) <= TOLERANCE


@pytest.mark.parametrize("wrong", REJECTED)
def test_the_contract_rejects(wrong):
    theirs = CASES["gradient descent"][1]
    assert difference(lambda params: wrong(params, 0.05), theirs, 0) > 1e-3


def by(rule):
    """An optimizer that subtracts `rule(theta, g, memory, t)`; memory starts at 0 for every name."""

    class Rule(Optimizer):
        def _update(self):
            memory = self.__dict__.setdefault("memory", [defaultdict(float) for _ in self.params])
            for i, p in enumerate(self.params):
                t = self.t * len(self.params) - len(self.params) + i + 1  # counted per parameter
                memory[i]["t per parameter"] = t
                p.data -= rule(p.data, p.grad, memory[i], self.t)

    return lambda params: Rule(params, 1.0)


def heavy_ball(kind, lr=0.05, mu=0.9):
    def rule(theta, g, s, t):
        old = s["v"]
        new = s["v"] = mu * old + g
        if kind == "updated twice":
            s["v"] = mu * new + g
        if kind == "updated twice, kept once":
            return lr * (g + mu * (mu * new + g))
        return (
            lr
            * {
                "right": g + mu * new,
                "velocity of the step before": g + mu * old,
                "velocity updated before use": mu**2 * new + (1 + mu) * g,
                "no look-ahead": new,
                "look-ahead of the velocity alone": mu * new,
                "updated twice": g + mu * new,
            }[kind]
        )

    return by(rule)


def adagrad(kind, lr=0.1, eps=0.1):
    def rule(theta, g, s, t):
        if kind == "maxima":
            s["G"] = np.maximum(s["G"], g**2)
        elif kind == "averages":
            s["G"] = s["G"] + (g**2 - s["G"]) / t
        elif kind == "exponential averages":
            s["G"] = 0.99 * s["G"] + 0.01 * g**2
        elif kind == "absolute values":
            s["G"] = s["G"] + np.abs(g)
        else:
            s["G"] = s["G"] + g**2
        if kind == "epsilon inside the root":
            return lr * g / np.sqrt(s["G"] + eps)
        if kind == "epsilon added to the parameter":
            return lr * g / np.sqrt(s["G"]) + eps
        if kind == "no root":
            return lr * g / (s["G"] + eps)
        return lr * g / (np.sqrt(s["G"]) + eps)

    return by(rule)


def rmsprop(kind, lr=0.01, alpha=0.9, eps=0.1):
    def rule(theta, g, s, t):
        before = s["s"]
        s["s"] = alpha * before + (1 - alpha) * g**2
        if kind == "weights swapped":
            s["s"] = (1 - alpha) * before + alpha * g**2
        if kind == "epsilon inside the root":
            return lr * g / np.sqrt(s["s"] + eps)
        if kind == "epsilon added to the parameter":
            return lr * g / np.sqrt(s["s"]) + eps
        if kind == "average of the step before":
            return lr * g / (np.sqrt(before) + eps)
        return lr * g / (np.sqrt(s["s"]) + eps)

    return by(rule)


def adadelta(kind, rho=0.9, eps=1e-2):
    def rule(theta, g, s, t):
        s["s"] = rho * s["s"] + (1 - rho) * g**2
        if kind == "epsilon outside the root":
            step = (np.sqrt(s["d"]) + eps) / (np.sqrt(s["s"]) + eps) * g
        elif kind == "no numerator":
            step = np.sqrt(eps) / np.sqrt(s["s"] + eps) * g
        elif kind == "gradient in both averages":
            step = np.sqrt(s["d"] + eps) / np.sqrt(s["s"] + eps) * g
            s["d"] = rho * s["d"] + (1 - rho) * g**2
            return step
        else:
            step = np.sqrt(s["d"] + eps) / np.sqrt(s["s"] + eps) * g
        s["d"] = rho * s["d"] + (1 - rho) * step**2
        return step

    return by(rule)


def adam(kind, lr=0.05, betas=(0.9, 0.999), eps=1e-8, decay=0.0):
    def rule(theta, g, s, t):
        beta1, beta2 = betas
        if kind == "t counted per parameter":
            t = s["t per parameter"]
        decayed = 0.0
        if kind == "decay after the moments":
            decayed = lr * decay * theta
        elif kind == "decay without the learning rate":
            decayed = decay * theta
        elif kind == "decoupled":
            decayed = lr * decay * theta
        else:
            g = g + decay * theta
        s["m"] = beta1 * s["m"] + (1 - beta1) * g
        s["v"] = beta2 * s["v"] + (1 - beta2) * g**2
        power = {"power t - 1": t + 1e-9 - 1, "power t + 1": t + 1, "power 1": 1}.get(kind, t)
        c1, c2 = 1 - beta1**power, 1 - beta2**power
        if kind == "no bias correction":
            c1 = c2 = 1
        if kind == "only the mean corrected":
            c2 = 1
        if kind == "betas swapped in the correction":
            c1, c2 = c2, c1
        m, v = s["m"] / c1, s["v"] / c2
        if kind == "largest of the corrected":
            v = s["max"] = np.maximum(s["max"], v)
        if kind == "amsgrad":
            s["max"] = np.maximum(s["max"], s["v"])
            v = s["max"] / c2
        if kind == "epsilon inside the root":
            return lr * m / np.sqrt(v + eps)
        if kind == "epsilon added to the parameter":
            return lr * m / np.sqrt(v) + eps
        if kind == "epsilon before the correction":
            return lr * m / ((np.sqrt(s["v"]) + eps) / np.sqrt(c2))
        return lr * m / (np.sqrt(v) + eps) + decayed

    return by(rule)


def case(ours, **options):
    return f"{ours.__name__} {options}"


LOOK_AHEAD = case(SGD, lr=0.05, momentum=0.9, nesterov=True)
ADAGRAD = case(Adagrad, lr=0.1, eps=0.1)
RMSPROP = case(RMSprop, alpha=0.9, eps=0.1)
ADADELTA = case(Adadelta, eps=1e-2)
ADAM = case(Adam, lr=0.05, betas=(0.8, 0.95))
ADAM_EPS = case(Adam, lr=0.05, eps=0.1)
AMSGRAD = case(Adam, lr=0.05, amsgrad=True)
ADAMW = case(AdamW, lr=0.05, weight_decay=0.5)
ADAM_L2 = case(Adam, lr=0.05, weight_decay=0.1)

# the case that must turn it away -> a way to write the rule and its kind of mistake
BANK = [
    *(
        (LOOK_AHEAD, heavy_ball, kind, {})
        for kind in [
            "velocity updated before use",
            "velocity of the step before",
            "no look-ahead",
            "look-ahead of the velocity alone",
            "updated twice",
            "updated twice, kept once",
        ]
    ),
    *(
        (ADAGRAD, adagrad, kind, {})
        for kind in [
            "maxima",
            "averages",
            "exponential averages",
            "absolute values",
            "no root",
            "epsilon inside the root",
            "epsilon added to the parameter",
        ]
    ),
    *(
        (RMSPROP, rmsprop, kind, {})
        for kind in [
            "weights swapped",
            "average of the step before",
            "epsilon inside the root",
            "epsilon added to the parameter",
        ]
    ),
    *(
        (ADADELTA, adadelta, kind, {})
        for kind in [
            "epsilon outside the root",
            "no numerator",
            "gradient in both averages",
        ]
    ),
    *(
        (ADAM, adam, kind, {"betas": (0.8, 0.95)})
        for kind in [
            "no bias correction",
            "only the mean corrected",
            "betas swapped in the correction",
            "power t - 1",
            "power t + 1",
            "power 1",
            "t counted per parameter",
        ]
    ),
    *(
        (ADAM_EPS, adam, kind, {"eps": 0.1})
        for kind in [
            "epsilon inside the root",
            "epsilon added to the parameter",
            "epsilon before the correction",
        ]
    ),
    *((AMSGRAD, adam, kind, {}) for kind in ["largest of the corrected", "no maximum"]),
    *(
        (ADAMW, adam, kind, {"decay": 0.5})
        for kind in [
            "coupled",
            "decay without the learning rate",
        ]
    ),
    (ADAM_L2, adam, "decoupled", {"decay": 0.1}),
]

# the same code without the mistake: it is the mistake that is turned away, not the harness
HONEST = [
    (LOOK_AHEAD, heavy_ball, "right", {}),
    (ADAGRAD, adagrad, "right", {}),
    (RMSPROP, rmsprop, "right", {}),
    (ADADELTA, adadelta, "right", {}),
    (ADAM, adam, "right", {"betas": (0.8, 0.95)}),
    (ADAM_EPS, adam, "right", {"eps": 0.1}),
    (AMSGRAD, adam, "amsgrad", {}),
    (ADAMW, adam, "decoupled", {"decay": 0.5}),
    (ADAM_L2, adam, "right", {"decay": 0.1}),
]


@pytest.mark.parametrize(("name", "write", "kind", "options"), BANK)
def test_the_contract_rejects_the_mistake(name, write, kind, options):
    got = difference(write(kind, **options), CASES[name][1], 0)
    assert not got <= 1e4 * TOLERANCE  # NaN is turned away too


@pytest.mark.parametrize(("name", "write", "kind", "options"), HONEST)
def test_the_same_code_without_the_mistake_passes(name, write, kind, options):
    assert difference(write(kind, **options), CASES[name][1], 0) <= TOLERANCE


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


def test_a_state_of_another_kind_is_refused():
    adam, adamw = (make([Parameter([1.0])]) for make in (Adam, AdamW))
    with pytest.raises(ValueError, match=r"Adam의 상태여야 합니다\(받은 상태: AdamW\)"):
        adam.load_state_dict(adamw.state_dict())
    with pytest.raises(ValueError, match="momentum_buffer"):
        SGD([Parameter([1.0])]).load_state_dict(SGD([Parameter([1.0])], momentum=0.9).state_dict())


BAD_OPTIONS = {
    SGD: [
        {"momentum": -0.1},
        {"dampening": np.nan},
        {"weight_decay": -1},
        {"nesterov": True},
        {"nesterov": True, "momentum": 0.9, "dampening": 0.1},
    ],
    Adagrad: [
        {"lr_decay": -1},
        {"weight_decay": -1},
        {"initial_accumulator_value": -1},
        {"eps": -1},
    ],
    Adadelta: [{"rho": 1.1}, {"rho": -0.1}, {"eps": -1}, {"weight_decay": -1}],
    RMSprop: [{"alpha": 1.1}, {"eps": -1}, {"weight_decay": -1}, {"momentum": -1}],
    Adam: [
        {"betas": (1.0, 0.9)},
        {"betas": (0.9, 1.0)},
        {"betas": (-0.1, 0.9)},
        {"betas": 0.9},
        {"betas": (0.9, 0.9, 0.9)},
        {"eps": -1},
        {"weight_decay": -1},
    ],
    AdamW: [{"betas": (0.9, "a")}, {"eps": None}, {"weight_decay": np.inf}],
}


@pytest.mark.parametrize(
    ("make", "options"), [(make, bad) for make, sets in BAD_OPTIONS.items() for bad in sets]
)
def test_bad_options_are_named(make, options):
    with pytest.raises(ValueError, match=f"`{next(iter(options))}"):
        make([Parameter([1.0])], **options)


@pytest.mark.parametrize("make", OPTIONS)
def test_names_and_defaults_are_torchs(make):
    ours = inspect.signature(make).parameters
    theirs = inspect.signature(getattr(torch.optim, make.__name__)).parameters
    for name, parameter in list(ours.items())[1:]:
        assert parameter.default == theirs[name].default, name


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
        optimizer.load_state_dict({**saved, "steps": [np.zeros(3)]})


def test_every_concrete_optimizer_is_under_contract():
    concrete = {
        cls
        for name in optim.__all__
        if isinstance(cls := getattr(optim, name), type)
        and issubclass(cls, Optimizer)
        and not inspect.isabstract(cls)
    }
    assert {type(make([Parameter([1.0])])) for make, _ in CASES.values()} == concrete
