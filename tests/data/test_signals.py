"""Signals: deterministic, balanced, as the card says, and they part models by their bias."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from coursekit.data import make_signals
from coursekit.data.signals import _GAUSSIAN, LENGTH, TEMPLATES, _correlated_noise


@given(n=st.integers(1, 60), seed=st.integers(0, 99))
@settings(max_examples=25, deadline=None)
def test_shapes_shares_and_the_seed(n, seed):
    data = make_signals(n, rng=seed)
    assert data.signals.shape == (n, LENGTH)
    assert len(data) == n
    counts = np.bincount(data.labels, minlength=10)
    assert counts.max() - counts.min() <= 1
    again = make_signals(n, rng=seed)
    assert np.array_equal(again.signals, data.signals)
    assert np.array_equal(again.labels, data.labels)


def test_another_seed_is_other_data_and_the_dtype_is_kept():
    a, b = make_signals(50, rng=0), make_signals(50, rng=1, dtype=np.float32)
    assert b.signals.dtype == np.float32
    assert not np.allclose(a.signals, b.signals)
    assert not np.array_equal(a.labels, np.sort(a.labels))


def test_the_card_is_true():
    signals = make_signals(2000, rng=0).signals
    assert abs(signals.mean()) < 0.1
    assert 1.5 < np.abs(signals).max() < 2.5
    assert len(np.unique(TEMPLATES, axis=0)) == 10


def test_the_noise_is_correlated_as_its_filter_says():
    rng = np.random.default_rng(0)
    noise = np.stack([_correlated_noise(rng) for _ in range(4000)])
    np.testing.assert_allclose(noise.std(axis=0), 1, atol=0.05)
    power = np.correlate(_GAUSSIAN, _GAUSSIAN, "full")
    for lag in (1, 3, 8):
        expected = power[len(_GAUSSIAN) - 1 + lag] / power.max()
        got = (noise[:, lag:] * noise[:, :-lag]).mean()
        assert got == pytest.approx(expected, abs=0.03)


def test_every_place_is_equally_likely():
    signals = make_signals(6000, rng=0).signals
    energy = (signals**2).mean(axis=0)
    inner = energy[2:-2]  # smoothing loses a little at the ends
    assert inner.max() / inner.min() < 1.2


class Channel(nn.Module):
    def forward(self, x):
        return x[:, None]


MODELS = {
    "linear": lambda: nn.Linear(40, 10),
    "mlp": lambda: nn.Sequential(
        nn.Linear(40, 100), nn.ReLU(), nn.Linear(100, 100), nn.ReLU(), nn.Linear(100, 10)
    ),
    "convolution": lambda: nn.Sequential(
        Channel(),
        nn.Conv1d(1, 16, 5, padding=2),
        nn.ReLU(),
        nn.Conv1d(16, 32, 5, stride=2, padding=2),
        nn.ReLU(),
        nn.Conv1d(32, 32, 5, padding=2),
        nn.ReLU(),
        nn.AdaptiveMaxPool1d(1),
        nn.Flatten(),
        nn.Linear(32, 10),
    ),
}


@pytest.fixture
def one_thread():
    """Two threads on a busy machine wait for each other."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def held_out_accuracy(make, *, order=None, steps=500):
    train, test = make_signals(1000, rng=0, dtype="f4"), make_signals(1000, rng=1, dtype="f4")
    columns = slice(None) if order is None else order
    x, y = torch.tensor(train.signals[:, columns]), torch.tensor(train.labels)
    torch.manual_seed(0)
    model = make()
    optimizer = torch.optim.Adam(model.parameters(), 0.01)
    rows = torch.Generator().manual_seed(0)
    for step in range(steps):
        optimizer.param_groups[0]["lr"] = 0.01 * (1 - step / steps)
        batch = torch.randint(0, 1000, (50,), generator=rows)
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x[batch]), y[batch]).backward()
        optimizer.step()
    scores = model(torch.tensor(test.signals[:, columns]))
    return float((scores.argmax(1) == torch.tensor(test.labels)).float().mean())


@pytest.mark.usefixtures("one_thread")
def test_a_linear_model_an_mlp_and_a_convolution_are_parted():
    linear, mlp, convolution = (held_out_accuracy(make) for make in MODELS.values())
    assert linear < 0.45
    assert linear + 0.15 < mlp < 0.8
    assert mlp + 0.1 < convolution
    assert convolution > 0.8


@pytest.mark.usefixtures("one_thread")
def test_with_the_places_mixed_up_the_convolution_loses_its_lead():
    order = np.random.default_rng(0).permutation(40)
    mixed = held_out_accuracy(MODELS["convolution"], order=order)
    assert mixed < held_out_accuracy(MODELS["mlp"]) + 0.02


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: make_signals(0, rng=0), "`n`"),
        (lambda: make_signals(rng=None), "`rng`"),
        (lambda: make_signals(rng=0, dtype=int), "`dtype`"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
