"""What the base class keeps for all: parameters, rate, state; and what every constructor refuses."""

import inspect

import numpy as np
import pytest
import torch

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


@pytest.mark.parametrize("make", BAD_OPTIONS)
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


class WithState(Optimizer):
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


def test_gradients_too_large_to_square_are_still_finite():
    """The quick look adds up squares: what overflows there is looked at again, entry by entry."""
    p = Parameter(np.zeros((2, 2), np.float32))
    p.grad[...] = 1e30
    GradientDescent([p], lr=1e-30).step()
    np.testing.assert_allclose(p.data, -1, rtol=1e-6)
    p.grad[1, 1], p.grad[0, 0] = np.inf, -np.inf  # one takes the other away in a plain sum
    with pytest.raises(ValueError, match=r"자리 \(0, 0\)에서 받은 값: -inf"):
        GradientDescent([p], lr=1e-30).step()
