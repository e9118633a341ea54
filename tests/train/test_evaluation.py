"""Measuring a model: scikit-learn and the whole batch at once as oracles."""

import numpy as np
import pytest
from sklearn.metrics import accuracy_score

from coursekit.nn import CrossEntropyLoss, MSELoss, Sequential, Tanh, mlp
from coursekit.train import accuracy, average_loss

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(50, 4)), RNG.integers(0, 3, 50)
MODEL = mlp([4, 8, 3], rng=0)


@pytest.mark.parametrize("batch_size", [1, 7, 50, 1000])
def test_the_batch_size_changes_nothing(batch_size):
    expected = accuracy_score(Y, MODEL(X).argmax(axis=1))
    assert accuracy(MODEL, X, Y, batch_size=batch_size) == expected
    whole = CrossEntropyLoss()(MODEL(X), Y)
    got = average_loss(MODEL, CrossEntropyLoss(), X, Y, batch_size=batch_size)
    assert got == pytest.approx(whole, rel=1e-13)


def test_the_average_of_batch_averages_would_be_wrong():
    loss = CrossEntropyLoss()
    batches = [loss(MODEL(X[i : i + 7]), Y[i : i + 7]) for i in range(0, 50, 7)]
    assert np.mean(batches) != pytest.approx(average_loss(MODEL, loss, X, Y), rel=1e-6)


def test_regression_too():
    target = RNG.normal(size=(50, 3))
    expected = ((MODEL(X) - target) ** 2).mean()
    got = average_loss(MODEL, MSELoss(), X, target, batch_size=7)
    assert got == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize("training", [True, False])
def test_the_mode_comes_back_even_after_an_error(training):
    seen = []

    class Spy(Tanh):
        def _forward(self, x):
            seen.append(self.training)
            return super()._forward(x)

    model = Sequential(Spy()).train(training)
    accuracy(model, X, Y)
    with pytest.raises(ValueError, match="출력의 모양"):
        accuracy(model, np.ones(50), Y)
    assert seen == [False, False]
    assert model.training is training
    assert model[0].training is training


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: accuracy(MODEL, X, Y[:-1]), r"받은 모양: \(50, 4\), \(49,\)"),
        (lambda: accuracy(MODEL, X[:0], Y[:0]), "1 이상"),
        (lambda: accuracy(MODEL, X, Y, batch_size=0), "`batch_size`"),
        (lambda: average_loss(MODEL, CrossEntropyLoss("sum"), X, Y), r"`loss\.reduction`"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
