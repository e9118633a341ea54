"""Every schedule against torch's, its edges, its state, and schedules that are nearly right."""

import numpy as np
import pytest
import torch

from coursekit.optim import SGD, Adagrad, Adam, schedule
from coursekit.optim.schedule import (
    CosineAnnealingLR,
    ExponentialLR,
    LinearLR,
    OneCycleLR,
    Schedule,
    SequentialLR,
    StepLR,
)
from coursekit.parameter import Parameter

STEPS = 120


def sequence(of, optimizer):
    """Warm-up, a plateau of steps, then a cosine; `of` is our package or torch's."""
    parts = [
        of.LinearLR(optimizer, start_factor=0.01, total_iters=10),
        of.StepLR(optimizer, step_size=20, gamma=0.5),
        of.CosineAnnealingLR(optimizer, T_max=30, eta_min=1e-3),
    ]
    return of.SequentialLR(optimizer, parts, milestones=[10, 60])


# written once, run with our package and with torch's
CASES = {
    "steps": lambda of, o: of.StepLR(o, 30),
    "steps of one": lambda of, o: of.StepLR(o, 1, gamma=0.97),
    "steps longer than the run": lambda of, o: of.StepLR(o, 1000),
    "rising steps": lambda of, o: of.StepLR(o, 40, gamma=2.0),
    "exponential": lambda of, o: of.ExponentialLR(o, 0.95),
    "exponential, constant": lambda of, o: of.ExponentialLR(o, 1.0),
    "cosine": lambda of, o: of.CosineAnnealingLR(o, STEPS),
    "cosine with a floor": lambda of, o: of.CosineAnnealingLR(o, 100, eta_min=0.01),
    "cosine, past the floor and back": lambda of, o: of.CosineAnnealingLR(o, 25, eta_min=1e-3),
    "cosine of one step": lambda of, o: of.CosineAnnealingLR(o, 1),
    "linear": lambda of, o: of.LinearLR(o),
    "linear, long": lambda of, o: of.LinearLR(o, start_factor=1e-3, total_iters=100),
    "linear to nothing": lambda of, o: of.LinearLR(o, 1.0, 0.0, total_iters=50),
    "linear in one": lambda of, o: of.LinearLR(o, 0.5, total_iters=1),
    "one cycle": lambda of, o: of.OneCycleLR(o, 0.5, total_steps=STEPS + 1),
    "one cycle, linear": lambda of, o: of.OneCycleLR(
        o, 0.5, total_steps=STEPS + 1, anneal_strategy="linear", pct_start=0.45
    ),
    "one cycle, other figures": lambda of, o: of.OneCycleLR(
        o,
        0.5,
        total_steps=STEPS + 7,
        pct_start=0.123,
        base_momentum=0.6,
        max_momentum=0.99,
        div_factor=7.0,
        final_div_factor=3.0,
    ),
    "one cycle, only down": lambda of, o: of.OneCycleLR(
        o, 0.5, total_steps=STEPS + 1, pct_start=0.0
    ),
    "one cycle, only up": lambda of, o: of.OneCycleLR(
        o, 0.5, total_steps=STEPS + 1, pct_start=1.0, cycle_momentum=False
    ),
    "sequence": sequence,
    "sequence of one": lambda of, o: of.SequentialLR(o, [of.StepLR(o, 5)], milestones=[]),
    "sequence, changing at once": lambda of, o: of.SequentialLR(
        o, [of.LinearLR(o), of.ExponentialLR(o, 0.9), of.StepLR(o, 7)], milestones=[1, 2]
    ),
}
OPTIMIZERS = {
    "SGD": (
        lambda: SGD([Parameter([1.0])], 0.2, momentum=0.9),
        lambda: torch.optim.SGD([torch.ones(1, requires_grad=True)], 0.2, momentum=0.9),
    ),
    "Adam": (
        lambda: Adam([Parameter([1.0])], 0.2),
        lambda: torch.optim.Adam([torch.ones(1, requires_grad=True)], 0.2),
    ),
}


def momentum(optimizer):
    group = getattr(optimizer, "param_groups", [vars(optimizer)])[0]
    return group["betas"][0] if "betas" in group else group["momentum"]


def run(make, of, optimizer, steps=STEPS):
    made = make(of, optimizer)
    rates = []
    for _ in range(steps + 1):
        lr = getattr(optimizer, "param_groups", [vars(optimizer)])[0]["lr"]
        assert made.get_last_lr() == [pytest.approx(lr, rel=1e-15)]
        rates.append((lr, momentum(optimizer)))
        optimizer.step()
        if len(rates) <= steps:
            made.step()
    return np.array(rates)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_rates_and_momenta_are_torchs(name, kind):
    ours, theirs = OPTIMIZERS[kind]
    got = run(CASES[name], schedule, ours())
    want = run(CASES[name], torch.optim.lr_scheduler, theirs())
    np.testing.assert_allclose(got, want, rtol=1e-10, atol=1e-13)


class LateStep(Schedule):
    """Falls one step later than it should."""

    def lr_at(self, t):
        return self.base_lr * 0.1 ** (max(t - 1, 0) // 30)


class FlatAfterCosine(Schedule):
    """Stays at the floor, where torch's rises again."""

    def lr_at(self, t):
        return 1e-3 + (self.base_lr - 1e-3) * (1 + np.cos(np.pi * min(t / 25, 1))) / 2


class LinearFromZero(Schedule):
    """Begins at nothing in place of a third."""

    def lr_at(self, t):
        return self.base_lr * min(t / 5, 1)


class Compounded(Schedule):
    """Multiplies by the factor of a line at every step."""

    def lr_at(self, t):
        return self.base_lr * (1 / 3) ** max(1 - t / 5, 0)


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        (LateStep, "steps"),
        (FlatAfterCosine, "cosine, past the floor and back"),
        (LinearFromZero, "linear"),
        (Compounded, "linear"),
    ],
)
def test_a_schedule_that_is_nearly_right_is_told_from_torchs(wrong, name):
    ours, theirs = OPTIMIZERS["SGD"]
    got = run(lambda of, optimizer: _applied(wrong(optimizer)), None, ours())
    want = run(CASES[name], torch.optim.lr_scheduler, theirs())
    assert np.abs(got - want).max() > 1e-3


def _applied(made):
    made._apply()
    return made


@pytest.mark.parametrize("name", CASES)
def test_asking_for_a_rate_changes_nothing_and_foretells_the_run(name):
    optimizer = OPTIMIZERS["SGD"][0]()
    made = CASES[name](schedule, optimizer)
    before = made.state_dict(), optimizer.state_dict(), optimizer.momentum
    foretold = [made.lr_at(t) for t in range(STEPS + 1)]
    assert before == (made.state_dict(), optimizer.state_dict(), optimizer.momentum)
    got = run(CASES[name], schedule, OPTIMIZERS["SGD"][0]())
    assert foretold == got[:, 0].tolist()


@pytest.mark.parametrize("name", CASES)
def test_state_round_trip_continues_the_same_path(name):
    def made():
        optimizer = OPTIMIZERS["Adam"][0]()
        return optimizer, CASES[name](schedule, optimizer)

    (optimizer, first), (other, second) = made(), made()
    for _ in range(37):
        first.step()
    other.lr = 77.0
    second.load_state_dict(first.state_dict())
    for _ in range(STEPS - 37):
        assert other.lr == optimizer.lr
        assert other.betas == optimizer.betas
        assert first.state_dict() == second.state_dict()
        first.step()
        second.step()


def test_the_rate_of_a_run_is_kept_when_the_new_optimizer_had_another():
    optimizer, other = (SGD([Parameter([1.0])], lr) for lr in (0.2, 0.7))
    first, second = sequence(schedule, optimizer), sequence(schedule, other)
    for _ in range(70):
        first.step()
    second.load_state_dict(first.state_dict())
    for _ in range(30):
        first.step()
        second.step()
        assert other.lr == optimizer.lr


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"unknown": 1}, "이름은"),
        ({"base_lr": 0}, "base_lr"),
        ({"base_lr": np.nan}, "base_lr"),
        ({"last_epoch": -1}, "last_epoch"),
        ({"last_epoch": 2.5}, "last_epoch"),
        ({"last_epoch": 10}, r"9번까지 부를 수 있습니다"),
        ({"schedule": "StepLR"}, r"OneCycleLR의 상태여야 합니다\(받은 상태: StepLR\)"),
    ],
)
def test_a_foreign_state_is_refused_and_changes_nothing(change, message):
    optimizer = OPTIMIZERS["SGD"][0]()
    made = OneCycleLR(optimizer, 0.5, total_steps=10)
    made.step()
    before = made.state_dict(), optimizer.lr, optimizer.momentum, optimizer.initial_lr
    with pytest.raises(ValueError, match=message):
        made.load_state_dict(made.state_dict() | {"base_lr": 3.0, "last_epoch": 5} | change)
    assert before == (made.state_dict(), optimizer.lr, optimizer.momentum, optimizer.initial_lr)


def test_a_cycle_that_ended_cannot_go_on():
    optimizer = OPTIMIZERS["SGD"][0]()
    made = OneCycleLR(optimizer, 0.5, total_steps=3)
    made.step()
    made.step()
    last = optimizer.lr
    for _ in range(2):
        with pytest.raises(ValueError, match=r"2번까지 .*부른 수: 3"):
            made.step()
    assert optimizer.lr == last
    assert made.last_epoch == 2


def test_an_optimizer_at_rate_zero_stands_still_and_can_be_saved():
    p = Parameter([1.0])
    optimizer = SGD([p], 0.1)
    made = CosineAnnealingLR(optimizer, 2)
    made.step()
    made.step()
    assert optimizer.lr == 0
    p.grad = np.ones(1)
    optimizer.step()
    assert p.data.tolist() == [1.0]
    optimizer.load_state_dict(optimizer.state_dict())


def with_momentum(call):
    return lambda: call(OPTIMIZERS["SGD"][0]())


def plain(call):
    return lambda: call(SGD([Parameter([1.0])], 0.1))


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: StepLR("sgd", 1), "optimizer"),
        (plain(lambda o: StepLR(o, 0)), "step_size"),
        (plain(lambda o: StepLR(o, 1.5)), "step_size"),
        (plain(lambda o: StepLR(o, 1, gamma=0)), "gamma"),
        (plain(lambda o: ExponentialLR(o, -0.9)), "gamma"),
        (plain(lambda o: CosineAnnealingLR(o, 0)), "T_max"),
        (plain(lambda o: CosineAnnealingLR(o, 5, eta_min=-1)), "eta_min"),
        (plain(lambda o: LinearLR(o, 0)), "start_factor"),
        (plain(lambda o: LinearLR(o, 1.1)), "start_factor"),
        (plain(lambda o: LinearLR(o, end_factor=1.1)), "end_factor"),
        (plain(lambda o: LinearLR(o, total_iters=0)), "total_iters"),
        (plain(lambda o: OneCycleLR(o, 1.0, 10)), "cycle_momentum"),
        (lambda: OneCycleLR(Adagrad([Parameter([1.0])]), 1.0, 10), "cycle_momentum"),
        (with_momentum(lambda o: OneCycleLR(o, 0, 10)), "max_lr"),
        (with_momentum(lambda o: OneCycleLR(o, 1.0, 0)), "total_steps"),
        (with_momentum(lambda o: OneCycleLR(o, 1.0, 10, pct_start=1.1)), "pct_start"),
        (with_momentum(lambda o: OneCycleLR(o, 1.0, 10, base_momentum=2)), "base_momentum"),
        (with_momentum(lambda o: OneCycleLR(o, 1.0, 10, max_momentum=-1)), "max_momentum"),
        (with_momentum(lambda o: OneCycleLR(o, 1.0, 10, div_factor=0)), "div_factor"),
        (with_momentum(lambda o: OneCycleLR(o, 1.0, 10, final_div_factor=0)), "final_div_factor"),
        (with_momentum(lambda o: OneCycleLR(o, 1.0, 10, anneal_strategy="x")), "anneal_strategy"),
        (plain(lambda o: SequentialLR(o, [], [])), "schedulers"),
        (plain(lambda o: SequentialLR(o, [StepLR(o, 1)], [3])), "milestones"),
        (plain(lambda o: SequentialLR(o, [StepLR(o, 1)] * 2, [0])), r"milestones\[0\]"),
        (plain(lambda o: SequentialLR(o, [StepLR(o, 1)] * 3, [4, 4])), "milestones"),
        (plain(lambda o: SequentialLR(o, ["x"], [])), r"schedulers\[0\]"),
        (
            plain(lambda o: SequentialLR(o, [StepLR(SGD([Parameter([1.0])]), 1)], [])),
            r"schedulers\[0\]",
        ),
    ],
)
def test_bad_input_is_named(call, name):
    with pytest.raises(ValueError, match=f"`{name}`"):
        call()


def test_a_schedule_changes_the_steps_of_the_optimizer():
    p = Parameter([0.0])
    optimizer = SGD([p], 0.8)
    made = ExponentialLR(optimizer, 0.5)
    places = []
    for _ in range(3):
        p.grad = np.array([-1.0])
        optimizer.step()
        made.step()
        places.append(p.data.item())
    np.testing.assert_allclose(places, [0.8, 1.2, 1.4])
