"""Successive halving against hand-counted rounds, a slow ranking and its own limits."""

import math

import numpy as np
import pytest

from coursekit.search import LogUniform, Uniform, random_search, successive_halving

SPACE = {"x": Uniform(0, 1), "y": LogUniform(1e-3, 1)}


def steady(params, seed, resource):
    return params["x"]


def test_twenty_seven_by_three_is_the_papers_table():
    """27 at 1, 9 at 3, 3 at 9: every round spends the same, 81 in all."""
    halving = successive_halving(steady, SPACE, trials=27, reduction=3, rng=0)
    assert [len(search.trials) for search in halving.rounds] == [27, 9, 3]
    assert halving.resources == (1, 3, 9)
    assert halving.spent == 27 * 3


def test_the_best_third_goes_on_with_its_number_and_seed():
    halving = successive_halving(steady, SPACE, trials=10, reduction=3, rng=4)
    first, second = halving.rounds
    ranked = sorted(range(10), key=lambda i: -first.trials[i].params["x"])
    assert [trial.number for trial in second.trials] == ranked[:3]
    for trial in second.trials:
        assert first.trials[trial.number].seed == trial.seed
        assert first.trials[trial.number].params == trial.params
    assert halving.best.number == ranked[0]


def test_the_first_round_is_a_random_search_of_the_same_seed():
    halving = successive_halving(steady, SPACE, trials=8, reduction=2, rng=7)
    search = random_search(lambda p, s: p["x"], SPACE, trials=8, rng=7)
    assert halving.rounds[0] == search


def test_a_late_bloomer_is_dropped_and_a_late_value_decides():
    """What is best at the end but worst at the start never reaches the end: the price of the rule."""

    def crossing(params, seed, resource):
        return params["x"] if resource >= 4 else -params["x"]

    halving = successive_halving(crossing, SPACE, trials=16, reduction=2, rng=0)
    everyone = [trial.params["x"] for trial in halving.rounds[0].trials]
    assert halving.best.params["x"] < np.median(everyone)
    assert halving.best.value == halving.best.params["x"]  # measured in the last round
    assert max(everyone) > halving.best.value


def test_the_smallest_goes_on_when_small_is_good_and_nan_never():
    def holes(params, seed, resource):
        return math.nan if params["x"] < 0.2 else params["x"]

    halving = successive_halving(holes, SPACE, trials=30, reduction=5, direction="minimize", rng=1)
    finished = sorted(t.params["x"] for t in halving.rounds[0].trials if t.params["x"] >= 0.2)
    assert [t.value for t in halving.rounds[1].trials] == finished[:6]
    with pytest.raises(ValueError, match="모두 NaN"):
        successive_halving(lambda p, s, r: math.nan, SPACE, trials=9, rng=0)


def test_few_trials_are_one_round():
    assert len(successive_halving(steady, SPACE, trials=1, rng=0).rounds) == 1
    assert len(successive_halving(steady, SPACE, trials=5, reduction=3, rng=0).rounds) == 1


def test_an_objective_that_changes_its_argument_does_not_change_the_table():
    def greedy(params, seed, resource):
        return params.pop("x")

    halving = successive_halving(greedy, SPACE, trials=9, reduction=3, rng=0)
    assert all(set(t.params) == {"x", "y"} for search in halving.rounds for t in search.trials)


def test_progress_on_request_only(capsys):
    successive_halving(steady, SPACE, trials=9, rng=0)
    assert capsys.readouterr().err == ""
    successive_halving(steady, SPACE, trials=9, rng=0, progress=True)
    assert capsys.readouterr().err.count("100%") == 2


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"trials": 0}, "`trials`"),
        ({"resource": 0}, "`resource`"),
        ({"reduction": 1}, "`reduction`"),
        ({"space": {}}, "`space`"),
        ({"direction": "up"}, "`direction`"),
        ({"objective": lambda p, s, r: "good"}, "`objective`"),
    ],
)
def test_bad_input_is_named(change, message):
    given = {"objective": steady, "space": SPACE, "trials": 9, "rng": 0} | change
    with pytest.raises(ValueError, match=message):
        successive_halving(given.pop("objective"), given.pop("space"), **given)
