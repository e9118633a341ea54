r"""「하이퍼파라미터 탐색 연습」의 모범답을 다른 길로 얻은 답과 견줍니다: SciPy, Optuna, 모두 세어 보기."""

import itertools
import math
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import optuna
import pytest
import scipy.integrate
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit.grading import Exercise, course_root, read_exercise

EXERCISE: Exercise = read_exercise(
    course_root(Path(__file__).parent) / "exercises" / "hyperparameters"
)
SOLUTIONS: dict[str, Any] = {"np": np, "math": math}
for cell in EXERCISE.solutions:
    exec(cell.solution_code, SOLUTIONS)

trials_needed: Callable[..., Any] = SOLUTIONS["trials_needed"]
expected_best: Callable[..., Any] = SOLUTIONS["expected_best"]
latin_hypercube: Callable[..., Any] = SOLUTIONS["latin_hypercube"]
log_int: Callable[..., Any] = SOLUTIONS["log_int"]
expected_improvement: Callable[..., Any] = SOLUTIONS["expected_improvement"]
stop_epoch: Callable[..., Any] = SOLUTIONS["stop_epoch"]
hyperband: Callable[..., Any] = SOLUTIONS["hyperband"]
next_promotion: Callable[..., Any] = SOLUTIONS["next_promotion"]


def test_the_overview_tells_the_points_of_each_item() -> None:
    overview = next(cell.source for cell in EXERCISE.cells if cell.kind == "text")
    rows = re.findall(r"^\| (.+?) \| `\w+` \| (\d+) \|$", overview, re.MULTILINE)
    assert rows == [(item.title, str(item.points)) for item in EXERCISE.items]
    assert f"{EXERCISE.points}점 만점" in overview


@settings(max_examples=60, deadline=None)
@given(st.integers(8, 60), st.integers(1, 2), st.integers(0, 2), st.sampled_from([0.5, 0.9, 0.951]))
def test_trials_needed_are_the_fewest(
    percent: int, important: int, more: int, confidence: float
) -> None:
    width = percent / 100 + 1e-6
    random, grid = trials_needed(width, important, important + more, confidence)
    hit = scipy.stats.geom(width**important)  # 처음 성공할 때까지의 시도 수
    assert hit.cdf(random) >= confidence
    assert random == 1 or hit.cdf(random - 1) < confidence
    points = 1
    while 1 / points > width:
        points += 1
    assert grid == len(list(itertools.product(range(points), repeat=important + more)))


def test_grid_points_never_miss_the_interval_and_one_fewer_may() -> None:
    width = 0.23
    points = trials_needed(width, 1, 1, 0.5)[1]
    starts = np.linspace(0.0, 1.0 - width, 2001)

    def always_hit(m: int) -> bool:
        places = (np.arange(m) + 0.5) / m
        inside = (places >= starts[:, None]) & (places <= starts[:, None] + width)
        return bool(np.all(np.any(inside, axis=1)))

    assert always_hit(points)
    assert not always_hit(points - 1)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 100), min_size=1, max_size=4), st.integers(1, 5))
def test_expected_best_is_the_average_over_every_draw(percents: list[int], n: int) -> None:
    values = np.array(percents) / 100
    draws = itertools.product(values.tolist(), repeat=n)
    average = math.fsum(max(draw) for draw in draws) / len(values) ** n
    before = values.copy()
    assert expected_best(values, n) == pytest.approx(average, abs=1e-12)
    np.testing.assert_array_equal(values, before)


def test_latin_hypercube_stands_where_the_stream_says() -> None:
    lows, highs = np.array([1e-3, 2.0, 5.0]), np.array([1.0, 30.0, 6.0])
    sets = latin_hypercube(6, lows, highs, np.random.default_rng(11))
    stream = np.random.default_rng(11)
    for d in range(3):
        strata, inside = stream.permutation(6).tolist(), stream.random(6).tolist()
        for row in range(6):
            place = (strata[row] + inside[row]) / 6
            quantile = scipy.stats.loguniform(lows[d], highs[d]).ppf(place)
            assert sets[row, d] == pytest.approx(float(quantile))


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 30), st.integers(1, 4))
def test_latin_hypercube_fills_every_stratum_once(seed: int, n: int, d: int) -> None:
    lows, highs = np.full(d, 1e-3), np.full(d, 10.0)
    sets = latin_hypercube(n, lows, highs, np.random.default_rng(seed))
    places = (np.log(sets) - math.log(1e-3)) / math.log(1e4) * n
    assert sets.shape == (n, d)
    for column in np.floor(places + 1e-9).T:
        assert sorted(column.tolist()) == list(range(n))


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 40), st.integers(1, 60))
def test_log_int_is_scipys_loguniform_rounded(low: int, more: int) -> None:
    high = low + more
    u = np.append(0.0, np.random.default_rng(low).random(300))
    values, probabilities = log_int(u, low, high)
    law = scipy.stats.loguniform(low - 0.5, high + 0.5)
    expected = np.diff(law.cdf(np.arange(low, high + 2) - 0.5))
    np.testing.assert_allclose(probabilities, expected, atol=1e-12)
    drawn = law.ppf(u)
    assert np.all(np.abs(values - drawn) <= 0.5 + 1e-9)
    assert values.min() >= low
    assert values.max() <= high
    assert probabilities.sum() == pytest.approx(1.0)


def test_log_int_draws_as_often_as_it_says() -> None:
    u = (np.arange(200_000) + 0.5) / 200_000
    values, probabilities = log_int(u, 2, 9)
    counts = np.bincount(values, minlength=10)[2:] / len(u)
    np.testing.assert_allclose(counts, probabilities, atol=1e-5)


@settings(max_examples=50, deadline=None)
@given(st.floats(-2.0, 2.0), st.floats(0.05, 3.0), st.floats(-2.0, 2.0))
def test_expected_improvement_is_its_integral(mean: float, std: float, best: float) -> None:
    law = scipy.stats.norm(mean, std)
    expected, _ = scipy.integrate.quad(
        lambda f: (best - f) * law.pdf(f), min(best, mean - 12 * std), best, epsabs=1e-12, limit=200
    )
    ei, choice = expected_improvement(np.array([mean]), np.array([std]), best)
    assert ei[0] == pytest.approx(expected, abs=1e-8)
    assert choice == 0


def test_expected_improvement_without_doubt() -> None:
    mean, std = np.array([0.2, 3.0, 0.9]), np.array([0.0, 0.0, 4.0])
    ei, choice = expected_improvement(mean, std, 1.0)
    assert ei[:2].tolist() == [0.8, 0.0]
    samples = np.maximum(1.0 - np.random.default_rng(0).normal(0.9, 4.0, size=400_000), 0.0)
    assert ei[2] == pytest.approx(samples.mean(), rel=0.01)
    assert choice == 2
    assert std.tolist() == [0.0, 0.0, 4.0]


def optuna_stop(curve: Any, finished: Any, warmup: int) -> int | None:
    r"""Optuna의 `MedianPruner`에게 에포크마다 물어 처음 그만두라고 한 에포크."""
    pruner = optuna.pruners.MedianPruner(n_startup_trials=1, n_warmup_steps=warmup)
    study = optuna.create_study(direction="maximize", pruner=pruner)
    for row in finished:
        past = optuna.trial.create_trial(
            value=float(row[-1]),
            intermediate_values={t: float(value) for t, value in enumerate(row)},
        )
        study.add_trial(past)
    trial = study.ask()
    for t, value in enumerate(curve):
        trial.report(float(value), t)
        if trial.should_prune():
            return t
    return None


def test_stop_epoch_is_optunas_median_pruner() -> None:
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    rng = np.random.default_rng(5)
    stops = []
    for _ in range(40):
        rise = np.linspace(0.2, 0.7, 6)
        finished = rise + rng.normal(0.0, 0.2, size=(int(rng.integers(1, 6)), 6))
        curve = rise + rng.normal(0.0, 0.2, size=6)
        warmup = int(rng.integers(0, 4))
        stops.append(stop_epoch(curve, finished, warmup))
        assert stops[-1] == optuna_stop(curve, finished, warmup)
    assert {None, 0} < set(stops)


def test_hyperband_by_hand() -> None:
    # R = 81, η = 3: s_max = 4이고 n은 81, ⌈5·27/4⌉ = 34, ⌈5·9/3⌉ = 15, ⌈5·3/2⌉ = 8, 5입니다.
    assert hyperband(81, 3) == [
        [(81, 1), (27, 3), (9, 9), (3, 27), (1, 81)],
        [(34, 3), (11, 9), (3, 27), (1, 81)],
        [(15, 9), (5, 27), (1, 81)],
        [(8, 27), (2, 81)],
        [(5, 81)],
    ]
    assert hyperband(1, 2) == [[(1, 1)]]


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 2000), st.integers(2, 10))
def test_hyperband_in_exact_fractions(max_epochs: int, eta: int) -> None:
    brackets = hyperband(max_epochs, eta)
    s_max = max(s for s in range(12) if Fraction(eta) ** s <= max_epochs)
    assert len(brackets) == s_max + 1
    for s, bracket in zip(range(s_max, -1, -1), brackets, strict=True):
        n = math.ceil(Fraction((s_max + 1) * eta**s, s + 1))
        assert len(bracket) == s + 1
        for i, (count, epochs) in enumerate(bracket):
            assert count == math.floor(Fraction(n, eta**i)) >= 1
            assert epochs == pytest.approx(float(max_epochs * Fraction(eta) ** (i - s)))


@pytest.mark.parametrize("power", range(1, 8))
@pytest.mark.parametrize("eta", [2, 3, 5, 6, 10])
def test_hyperband_keeps_exact_powers(eta: int, power: int) -> None:
    assert hyperband(eta**power, eta)[0][0] == (eta**power, 1)


def slow_promotion(
    rungs: list[dict[int, float]], promoted: list[set[int]], eta: int
) -> tuple[int, int] | None:
    r"""시도마다 제 앞에 선 시도의 수를 세어 자격을 정합니다."""
    found: list[tuple[int, float, int]] = []
    for k, rung in enumerate(rungs[:-1]):
        for trial, loss in rung.items():
            ahead = sum(other < loss for other in rung.values())
            if (ahead + 1) * eta <= len(rung) and trial not in promoted[k]:
                found.append((-k, loss, trial))
    return (min(found)[2], 1 - min(found)[0]) if found else None


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 4), st.integers(2, 4))
def test_next_promotion_is_the_slow_count(seed: int, levels: int, eta: int) -> None:
    rng = np.random.default_rng(seed)
    rungs, promoted = [], []
    for _ in range(levels):
        names = rng.choice(30, size=int(rng.integers(0, 12)), replace=False).tolist()
        rungs.append(dict(zip(names, rng.random(len(names)).tolist(), strict=True)))
        promoted.append({name for name in names if rng.random() < 0.4})
    assert next_promotion(rungs, promoted, eta) == slow_promotion(rungs, promoted, eta)


def test_asha_alone_ends_as_successive_halving() -> None:
    losses = dict(enumerate(np.random.default_rng(2).permutation(27).tolist()))
    rungs: list[dict[int, float]] = [dict(losses), {}, {}, {}]
    promoted: list[set[int]] = [set(), set(), set(), set()]
    while (job := next_promotion(rungs, promoted, 3)) is not None:
        trial, rung = job
        promoted[rung - 1].add(trial)
        rungs[rung][trial] = losses[trial]
    assert [len(rung) for rung in rungs] == [27, 9, 3, 1]
    assert rungs[3] == {min(losses, key=lambda trial: losses[trial]): 0}
