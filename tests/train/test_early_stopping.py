"""Early stopping: a slow walk over the values as oracle, and stops that must be told apart from it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit.data import ArrayDataset, DataLoader
from coursekit.nn import CrossEntropyLoss, mlp, parameters_to_vector
from coursekit.optim import GradientDescent
from coursekit.train import EarlyStopping, average_loss, fit

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(30, 6)), RNG.integers(0, 3, 30)
X_VAL, Y_VAL = RNG.normal(size=(200, 6)), RNG.integers(0, 3, 200)


def run(early_stopping=None, *, lr=0.5, epochs=60, evaluate_every=None, spy=None, values=None):
    model = mlp([6, 20, 3], rng=0)
    given = iter(values or [])

    def evaluate(model):
        if spy is not None:
            spy.append(parameters_to_vector(model.parameters()))
        value = next(given) if values else average_loss(model, CrossEntropyLoss(), X_VAL, Y_VAL)
        return {"validation": value}

    training = fit(
        model,
        CrossEntropyLoss(),
        GradientDescent(model.parameters(), lr),
        DataLoader(ArrayDataset(X, Y), 10),
        epochs=epochs,
        evaluate=evaluate,
        evaluate_every=evaluate_every,
        early_stopping=early_stopping,
    )
    return training, parameters_to_vector(model.parameters())


def slow(values, patience, min_delta=0.0, sign=1):
    """Number of evaluations seen, and which was the best; nothing but a loop over the list."""
    best, best_at, bad = None, -1, 0
    for i, value in enumerate(values):
        if best is None or sign * (best - value) > min_delta:
            best, best_at, bad = value, i, 0
        else:
            bad += 1
        if bad == patience:
            return i + 1, best_at
    return len(values), best_at


@given(
    values=st.lists(st.integers(0, 8).map(float), min_size=1, max_size=15),
    patience=st.integers(1, 4),
    min_delta=st.sampled_from([0.0, 1.0, 2.5]),
    mode=st.sampled_from(["min", "max"]),
)
@settings(max_examples=100, deadline=None)
def test_it_stops_and_remembers_where_a_slow_loop_does(values, patience, min_delta, mode):
    model = mlp([2, 2], rng=0)
    stopper = EarlyStopping("v", patience=patience, min_delta=min_delta, mode=mode)
    seen = 0
    for i, value in enumerate(values):
        model[0].bias.data[...] = i
        seen += 1
        if stopper.update(model, value):
            break
    expected = slow(values, patience, min_delta, 1 if mode == "min" else -1)
    assert (seen, stopper.best_evaluation) == expected
    model[0].bias.data[...] = -1
    stopper.restore(model)
    assert model[0].bias.data.tolist() == [stopper.best_evaluation] * 2
    assert stopper.best == values[stopper.best_evaluation]


@pytest.mark.parametrize("patience", [1, 3, 7])
@pytest.mark.parametrize("every", [None, 2])
def test_training_stops_there_with_the_best_weights(patience, every):
    spy = []
    full, last = run(evaluate_every=every, spy=spy)
    stopper = EarlyStopping("validation", patience=patience)
    short, weights = run(stopper, evaluate_every=every)
    seen, best = slow(full.evaluations["validation"], patience)
    assert short.outcome == "stopped"
    assert len(short.evaluations) == seen < len(full.evaluations)
    assert np.array_equal(weights, spy[best])
    assert stopper.best_evaluation == best
    assert not np.allclose(weights, last)
    assert not np.array_equal(weights, spy[seen - 1])  # not merely where it stopped


def test_bad_ones_are_counted_in_a_row():
    values = [5.0, 6.0, 4.0, 5.0, 3.0, 4.0, 2.0]
    training, _ = run(EarlyStopping("validation", patience=2), values=values, epochs=6)
    assert training.outcome == "finished"
    assert len(training.evaluations) == 7
    total = np.cumsum(np.diff(values) > 0)
    assert (total >= 2).any()  # counted all together it would have stopped


def test_finished_runs_are_brought_back_to_their_best_too():
    spy = []
    stopper = EarlyStopping("validation", patience=1000)
    training, weights = run(stopper, spy=spy)
    assert training.outcome == "finished"
    assert np.array_equal(weights, spy[int(training.evaluations["validation"].argmin())])


def test_a_diverged_run_is_brought_back_too():
    stopper = EarlyStopping("validation", patience=1000)
    training, weights = run(stopper, lr=1e200)
    assert training.outcome == "diverged"
    assert np.array_equal(weights, parameters_to_vector(mlp([6, 20, 3], rng=0).parameters()))


def test_not_a_number_is_no_improvement():
    values = [np.nan, 3.0, np.nan, np.nan, 1.0]
    training, _ = run(EarlyStopping("validation", patience=2), values=values, epochs=4)
    assert (training.outcome, len(training.evaluations)) == ("stopped", 4)


def test_without_early_stopping_nothing_is_restored():
    _, weights = run(epochs=5)
    spy = []
    run(epochs=5, spy=spy)
    assert np.array_equal(weights, spy[-1])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: EarlyStopping("v", patience=0), "`patience`"),
        (lambda: EarlyStopping("v", min_delta=-1), "`min_delta`"),
        (lambda: EarlyStopping("v", mode="best"), "`mode`"),
        (lambda: run(EarlyStopping("loss")), r"\['validation'\].*받은 값: 'loss'"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_one_stopper_serves_one_run_and_needs_something_to_watch():
    stopper = EarlyStopping("validation", patience=2)
    run(stopper, epochs=2)
    with pytest.raises(ValueError, match="새로 만든 것"):
        run(stopper, epochs=2)
    model = mlp([6, 3], rng=0)
    with pytest.raises(ValueError, match="`evaluate` 값이 있어야"):
        fit(
            model,
            CrossEntropyLoss(),
            GradientDescent(model.parameters(), 0.1),
            [(X, Y)],
            epochs=1,
            early_stopping=EarlyStopping("v"),
        )
