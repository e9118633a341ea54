"""The one recipe for every detector: it learns, repeats by seed, and names bad input."""

import numpy as np
import pytest
import torch

from coursekit.data import make_scenes
from coursekit.models import DetectionSet, GridDetector, seeded, subtract_median, to_targets
from coursekit.train import fit_detector


@pytest.fixture(scope="module")
def data():
    scenes = make_scenes(60, size=32, objects=(1, 1), scale=(0.4, 0.7), rng=0)
    return DetectionSet(subtract_median(scenes.images), to_targets(scenes))


def run(data, seed):
    with seeded(seed):
        model = GridDetector(3, widths=(8, 8, 8), wide=0)
    return model, fit_detector(model, data, epochs=2, batch_size=20, rng=seed)


def test_it_learns_and_the_seed_decides(data):
    model, result = run(data, 0)
    losses = result.updates["loss"]
    assert len(losses) == 6
    assert losses[-1] < 0.7 * losses[0]
    again, _ = run(data, 0)
    other, _ = run(data, 1)
    for a, b in zip(model.parameters(), again.parameters(), strict=True):
        assert torch.equal(a, b)
    assert any(
        not torch.equal(a, b) for a, b in zip(model.parameters(), other.parameters(), strict=True)
    )


def test_the_rate_rises_and_falls(data):
    _, result = run(data, 0)
    rates = np.asarray(result.updates["lr"])
    assert rates.max() <= 0.01
    assert rates[0] < rates.max() > rates[-1]


def test_bad_input_is_named(data):
    model = GridDetector(3)
    for change, message in [({"epochs": 0}, "`epochs`"), ({"lr": 0.0}, "`lr`")]:
        with pytest.raises(ValueError, match=message):
            fit_detector(model, data, rng=0, **({"epochs": 1} | change))
    with pytest.raises(ValueError, match="`model`"):
        fit_detector(torch.nn.Linear(1, 1), data, epochs=1, rng=0)
