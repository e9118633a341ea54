"""Dropout: how many are dropped, what the average is, and that a seed decides."""

import numpy as np
import pytest

from coursekit.nn import Dropout, Linear, Sequential, dropout_forward, mlp


@pytest.mark.parametrize("p", [0.1, 0.5, 0.8])
def test_as_many_are_dropped_as_p_says_and_the_average_stays(p):
    n = 100_000
    y = Dropout(p, rng=0)(np.ones(n))
    spread = 5 * np.sqrt(p * (1 - p) / n)
    assert (y == 0).mean() == pytest.approx(p, abs=spread)
    assert y.mean() == pytest.approx(1, abs=spread / (1 - p))


def test_units_are_dropped_each_sample_on_its_own():
    y = Dropout(0.5, rng=0)(np.ones((50, 8)))
    assert len(np.unique(y, axis=0)) > 40


def test_the_same_units_are_silent_on_the_way_back():
    layer = Dropout(0.4, rng=0)
    y = layer(np.ones(30))
    np.testing.assert_array_equal(layer.backward(np.full(30, 3.0)), 3 * y)


def test_the_seed_decides_and_every_pass_draws_anew():
    x = np.ones(40)
    one, same, other = (Dropout(0.5, rng=s) for s in (1, 1, 2))
    first = one(x)
    assert np.array_equal(first, same(x))
    assert not np.array_equal(first, other(x))
    assert not np.array_equal(first, one(x))


def test_the_average_over_masks_is_the_network_that_is_evaluated():
    """Exactly so for one linear layer: the ensemble that dropout stands for."""
    model = Sequential(Dropout(0.5, rng=0), Linear(6, 2, rng=1))
    x = np.random.default_rng(2).normal(size=(1, 6))
    draws = np.concatenate([model(x) for _ in range(20_000)])
    error = draws.std(axis=0) / np.sqrt(len(draws))
    assert (np.abs(draws.mean(axis=0) - model.eval()(x)[0]) < 4 * error).all()


@pytest.mark.parametrize(("p", "value"), [(0, 1), (1, 0)])
def test_the_two_ends(p, value):
    layer = Dropout(p, rng=0)
    assert layer(np.ones(5)).tolist() == [value] * 5
    assert layer.backward(np.ones(5)).tolist() == [value] * 5
    assert layer.eval()(np.ones(5)).tolist() == [1] * 5


def test_dropout_in_an_mlp_does_not_disturb_its_weights():
    plain, dropped = mlp([4, 5, 5, 2], rng=3), mlp([4, 5, 5, 2], dropout=0.5, rng=3)
    for p, q in zip(plain.parameters(), dropped.parameters(), strict=True):
        assert np.array_equal(p.data, q.data)
    x = np.random.default_rng(0).normal(size=(3, 4))
    np.testing.assert_array_equal(plain(x), dropped.eval()(x))
    masks = [layer for layer in dropped if isinstance(layer, Dropout)]
    assert len(masks) == 2


@pytest.mark.parametrize("p", [-0.1, 1.1, float("nan")])
def test_bad_input_is_named(p):
    with pytest.raises(ValueError, match="`p`"):
        Dropout(p, rng=0)
    with pytest.raises(ValueError, match="`p`"):
        dropout_forward(np.ones(2), p, rng=0)
    with pytest.raises(ValueError, match="`rng`"):
        Dropout(0.5, rng=None)
