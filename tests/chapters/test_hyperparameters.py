"""Numbers that the prose of chapter 09 states in words; each is computed here by another way."""

import math
import re
from pathlib import Path

import numpy as np
import optuna
import pytest
import torch
from scipy import stats

from coursekit.data import make_signals

CHAPTER = Path(__file__).resolve().parents[2] / "chapters" / "hyperparameters.md"


def test_even_draws_crowd_into_the_largest_decade_and_log_draws_do_not():
    assert stats.uniform(1e-3, 3 - 1e-3).cdf(0.1) < 0.04
    assert stats.loguniform(1e-3, 3).cdf(0.1) > 0.5


def test_four_knobs_and_eighty_one_points_lose_to_sixteen_draws():
    """By throwing darts at one band on the first of d axes, not by the chapter's formula."""
    rng, w = np.random.default_rng(0), 0.1
    band = rng.uniform(0, 1 - w, size=20_000)
    hits = {}
    for d in (1, 4):
        per_axis = round(81 ** (1 / d))
        values = (np.arange(per_axis) + rng.uniform(size=(20_000, 1))) / per_axis
        hits[d] = ((values >= band[:, None]) & (values < band[:, None] + w)).any(axis=1).mean()
    draws = rng.uniform(size=(20_000, 16))
    random = ((draws >= band[:, None]) & (draws < band[:, None] + w)).any(axis=1).mean()
    assert hits[1] == 1.0
    assert hits[4] == pytest.approx(0.3, abs=0.02)
    assert random == pytest.approx(1 - 0.9**16, abs=0.02)
    assert random > hits[4]


def test_sixty_draws_reach_the_top_twentieth():
    missed = stats.binom(60, 0.05).pmf(0)
    assert 1 - missed > 0.95
    assert 1 - stats.binom(58, 0.05).pmf(0) < 0.95


def test_the_size_of_a_grid_jumps():
    assert (3**4, 4**4) == (81, 256)


def test_momentum_of_ninety_nine_walks_ten_times_that_of_ninety():
    assert pytest.approx(10) == (1 / (1 - 0.99)) / (1 / (1 - 0.9))


def test_the_budgets_of_halving_and_of_nine_trials_are_equal():
    assert 27 * 2 == 9 * 6 == 3 * 18 == 54
    assert 3 * 54 == 9 * 18 == 162


def test_the_best_of_a_thousand_equal_models_seems_nine_points_better():
    """The exact mean of the largest of K binomials, from the distribution function."""
    counts = np.arange(301)
    below = stats.binom(300, 0.6).cdf(counts)
    for K in (3, 10, 100, 1000):
        mean = (1 - below**K).sum() / 300
        assert mean < 0.6 + math.sqrt(0.24 / 300) * math.sqrt(2 * math.log(K))
    assert mean == pytest.approx(0.69, abs=0.004)


def test_optuna_draws_on_the_same_log_ruler():
    study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=0))
    drawn = [study.ask().suggest_float("lr", 1e-3, 3, log=True) for _ in range(400)]
    assert stats.kstest(drawn, stats.loguniform(1e-3, 3).cdf).pvalue > 0.01
    assert stats.kstest(drawn, stats.uniform(1e-3, 3).cdf).pvalue < 1e-6


def test_the_rate_matters_and_the_decay_hardly_in_torch_too():
    learn, tune = (make_signals(n, rng=s, dtype=np.float32) for s, n in ((0, 600), (1, 300)))
    x, y = torch.from_numpy(learn.signals), torch.from_numpy(learn.labels)
    scores = np.empty((2, 3))
    for i, decay in enumerate((1e-6, 1e-4)):
        for j, lr in enumerate((0.003, 0.1, 2.0)):
            torch.manual_seed(0)
            net = torch.nn.Sequential(
                torch.nn.Linear(40, 64), torch.nn.ReLU(), torch.nn.Linear(64, 10)
            )
            optimizer = torch.optim.SGD(net.parameters(), lr, momentum=0.9, weight_decay=decay)
            for _ in range(8):
                for rows in torch.randperm(600).split(32):
                    optimizer.zero_grad()
                    torch.nn.functional.cross_entropy(net(x[rows]), y[rows]).backward()
                    optimizer.step()
            guess = net(torch.from_numpy(tune.signals)).argmax(dim=1).numpy()
            scores[i, j] = (guess == tune.labels).mean()
    assert (scores[:, 1] > scores[:, [0, 2]].max(axis=1) + 0.1).all()
    assert np.abs(scores[0] - scores[1])[:2].max() < 0.05


def test_conclusions_that_depend_on_training_are_held_by_the_cells_themselves():
    held = len(re.findall(r"^\s*assert ", CHAPTER.read_text(encoding="utf-8"), re.MULTILINE))
    assert held >= 10
