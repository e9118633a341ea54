"""The loop: torch's own loop as oracle, hand counts, and loops that must be told apart from it."""

import itertools

import numpy as np
import pytest
import torch

from coursekit.data import ArrayDataset, DataLoader, load_digits
from coursekit.nn import CrossEntropyLoss, Linear, MSELoss, Sequential, mlp, parameters_to_vector
from coursekit.optim import SGD, GradientDescent
from coursekit.optim.schedule import OneCycleLR, StepLR
from coursekit.train import accuracy, average_loss, fit

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(20, 4)), RNG.integers(0, 3, 20)


def parts(batch_size=6, lr=0.5, reduction="mean", shuffle=False):
    model = mlp([4, 5, 3], rng=0)
    loader = DataLoader(ArrayDataset(X, Y), batch_size, shuffle, rng=0 if shuffle else None)
    return model, CrossEntropyLoss(reduction), GradientDescent(model.parameters(), lr), loader


class Clock:
    """One second passes at each look."""

    def __init__(self):
        self.count = itertools.count()

    def __call__(self):
        return float(next(self.count))


def torch_run(epochs, batch_size=6, lr=0.5, reduction="mean"):
    twin = torch.nn.Sequential(
        torch.nn.Linear(4, 5), torch.nn.ReLU(), torch.nn.Linear(5, 3)
    ).double()
    for p, q in zip(mlp([4, 5, 3], rng=0).parameters(), twin.parameters(), strict=True):
        q.data = torch.tensor(p.data)
    optimizer = torch.optim.SGD(twin.parameters(), lr=lr)
    criterion = torch.nn.CrossEntropyLoss(reduction=reduction)
    losses = []
    for _ in range(epochs):
        for start in range(0, 20, batch_size):
            optimizer.zero_grad()
            rows = slice(start, start + batch_size)
            loss = criterion(twin(torch.tensor(X[rows])), torch.tensor(Y[rows]))
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses, torch.nn.utils.parameters_to_vector(twin.parameters()).detach().numpy()


@pytest.mark.parametrize(
    ("batch_size", "reduction", "lr"),
    [(1, "mean", 0.1), (6, "mean", 0.5), (20, "mean", 1.0), (6, "sum", 0.05)],
)
def test_every_update_is_torchs(batch_size, reduction, lr):
    model, loss, optimizer, loader = parts(batch_size, lr, reduction)
    run = fit(model, loss, optimizer, loader, epochs=5)
    losses, weights = torch_run(5, batch_size, lr, reduction)
    np.testing.assert_allclose(run.updates["loss"], losses, rtol=0, atol=1e-10)
    np.testing.assert_allclose(
        parameters_to_vector(model.parameters()), weights, rtol=0, atol=1e-10
    )
    assert run.outcome == "finished"


class NeverZeroed(GradientDescent):
    """Wrong: gradients of all updates pile up."""

    def zero_grad(self):
        pass


def test_that_comparison_sees_gradients_that_pile_up():
    model, loss, optimizer, loader = parts()
    wrong = NeverZeroed(model.parameters(), optimizer.lr)
    run = fit(model, loss, wrong, loader, epochs=2)
    assert np.abs(run.updates["loss"] - torch_run(2)[0]).max() > 1e-3


def test_counts_by_hand():
    model, loss, optimizer, loader = parts(batch_size=6)  # 6, 6, 6, 2
    run = fit(model, loss, optimizer, loader, epochs=2)
    assert run.updates["examples"].tolist() == [6, 12, 18, 20, 26, 32, 38, 40]
    assert run.epochs["updates"].tolist() == [4, 8]
    assert run.epochs["examples"].tolist() == [20, 40]
    losses = run.updates["loss"]
    by_hand = [(6 * a + 6 * b + 6 * c + 2 * d) / 20 for a, b, c, d in (losses[:4], losses[4:])]
    np.testing.assert_allclose(run.epochs["loss"], by_hand, rtol=1e-14)
    assert not np.allclose(run.epochs["loss"], losses.reshape(2, 4).mean(axis=1), rtol=1e-4)


def test_the_clock_stands_still_while_evaluating():
    model, loss, optimizer, loader = parts(batch_size=20)
    clock = Clock()

    def slow(model):
        for _ in range(1000):
            clock()
        return {"metric": 1.0}

    run = fit(model, loss, optimizer, loader, epochs=3, evaluate=slow, clock=clock)
    assert run.updates["seconds"][-1] < 30
    assert (np.diff(run.updates["seconds"]) > 0).all()


def test_evaluates_before_training_and_after_each_epoch():
    model, loss, optimizer, loader = parts()
    modes = []

    def evaluate(model):
        modes.append(model.training)
        return {"loss": average_loss(model, CrossEntropyLoss(), X, Y)}

    before = average_loss(model, CrossEntropyLoss(), X, Y)
    run = fit(model, loss, optimizer, loader, epochs=2, evaluate=evaluate)
    assert run.evaluations["updates"].tolist() == [0, 4, 8]
    assert run.evaluations["examples"].tolist() == [0, 20, 40]
    assert run.evaluations["loss"][0] == before
    assert run.evaluations.last("loss") == average_loss(model, CrossEntropyLoss(), X, Y)
    assert modes == [False] * 3
    assert model.training


def test_evaluates_every_few_updates_and_at_the_end():
    model, loss, optimizer, loader = parts()
    run = fit(
        model, loss, optimizer, loader, epochs=2, evaluate=lambda m: {"one": 1}, evaluate_every=3
    )
    assert run.evaluations["updates"].tolist() == [0, 3, 6, 8]


@pytest.mark.parametrize(("limit", "epochs"), [(4, [4]), (5, [4, 5]), (8, [4, 8]), (99, [4, 8])])
def test_stops_in_the_middle_of_an_epoch(limit, epochs):
    model, loss, optimizer, loader = parts()
    run = fit(
        model, loss, optimizer, loader, epochs=2, max_updates=limit, evaluate=lambda m: {"one": 1}
    )
    assert len(run.updates) == epochs[-1]
    assert run.epochs["updates"].tolist() == epochs
    assert run.evaluations.last("updates") == epochs[-1]


def test_no_epochs_is_only_an_evaluation():
    model, loss, optimizer, loader = parts()
    before = parameters_to_vector(model.parameters())
    run = fit(model, loss, optimizer, loader, epochs=0, evaluate=lambda m: {"one": 1})
    assert len(run.updates) == len(run.epochs) == 0
    assert len(run.evaluations) == 1
    assert np.array_equal(parameters_to_vector(model.parameters()), before)


@pytest.mark.parametrize(
    ("every", "expected"),
    [("epoch", [0.5] * 4 + [0.25] * 4), ("update", [0.5 / 2**k for k in range(8)])],
)
def test_a_schedule_moves_after_the_update_or_the_epoch(every, expected):
    model, loss, optimizer, loader = parts()
    run = fit(
        model,
        loss,
        optimizer,
        loader,
        epochs=2,
        schedule=StepLR(optimizer, 1, gamma=0.5),
        schedule_every=every,
    )
    assert run.updates["lr"].tolist() == expected
    assert run.epochs["lr"].tolist() == [expected[3], expected[7]]


def test_a_schedule_with_an_end_may_be_used_to_its_end():
    model, loss, _, loader = parts()
    optimizer = SGD(model.parameters(), lr=0.1, momentum=0.9)
    schedule = OneCycleLR(optimizer, max_lr=0.5, total_steps=9)
    run = fit(model, loss, optimizer, loader, epochs=2, schedule=schedule, schedule_every="update")
    assert len(run.updates) == 8
    assert run.updates["lr"].max() <= 0.5


def test_the_same_seed_is_the_same_run():
    runs = [fit(*parts(shuffle=True), epochs=3) for _ in range(2)]
    assert runs[0].updates["loss"].tolist() == runs[1].updates["loss"].tolist()


def test_divergence_is_an_outcome_and_leaves_the_last_finite_weights():
    model = Sequential(Linear(4, 1, rng=0))
    loader = DataLoader(ArrayDataset(100 * X, np.ones((20, 1))), 20)
    optimizer = GradientDescent(model.parameters(), lr=1e3)
    run = fit(model, MSELoss(), optimizer, loader, epochs=200, evaluate=lambda m: {"one": 1})
    assert run.outcome == "diverged"
    assert len(run.updates) < 100
    losses = run.updates["loss"]
    assert np.isfinite(losses[:-1]).all()
    assert np.isfinite(parameters_to_vector(model.parameters())).all()


def test_progress_on_request_only(capsys):
    fit(*parts(), epochs=1)
    assert capsys.readouterr().err == ""
    fit(*parts(), epochs=1, progress=True)
    assert "에포크" in capsys.readouterr().err


def test_learns_the_digits():
    train, test = load_digits(rng=0)
    scores = []
    for seed in range(3):
        model = mlp([64, 32, 10], rng=seed)
        loader = DataLoader(ArrayDataset(train.flat, train.labels), 32, shuffle=True, rng=seed)
        optimizer = GradientDescent(model.parameters(), lr=0.3)
        fit(model, CrossEntropyLoss(), optimizer, loader, epochs=12)
        scores.append(accuracy(model, test.flat, test.labels))
    assert min(scores) > 0.93  # guessing gives 0.1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"epochs": -1}, "`epochs`"),
        ({"max_updates": 0}, "`max_updates`"),
        ({"evaluate_every": 0}, "`evaluate_every`"),
        ({"schedule": StepLR(parts()[2], 1)}, r"`schedule\.optimizer` 값은"),
        ({"schedule_every": "step"}, "`schedule_every` 값은"),
        ({"loss": CrossEntropyLoss("none")}, r"`loss\.reduction` 값은"),
        ({"loader": []}, "`loader` 값은 배치를 하나 이상"),
        ({"loader": iter([(X, Y)]), "epochs": 2}, "받은 배치: 0개"),
        ({"model": mlp([4, 3], rng=0)}, r"`optimizer\.params`의 매개변수는.*다른 것: 4개"),
        (
            {"evaluate": lambda m: {"seconds": 1.0}},
            r"겹치지 않아야 합니다\(받은 이름: \['seconds'\]",
        ),
    ],
)
def test_bad_input_is_named(change, message):
    model, loss, optimizer, loader = parts()
    given = {"model": model, "loss": loss, "optimizer": optimizer, "loader": loader, "epochs": 1}
    with pytest.raises(ValueError, match=message):
        fit(**given | change)
