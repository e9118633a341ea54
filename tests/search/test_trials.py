"""Random and grid search: scikit-learn's grid, a slow loop for the best, Bergstra and Bengio's point."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.model_selection import ParameterGrid

from coursekit.search import (
    Choice,
    IntUniform,
    LogUniform,
    Search,
    Trial,
    Uniform,
    grid_search,
    random_search,
)

SPACE = {"lr": LogUniform(1e-4, 1), "width": IntUniform(1, 4), "kind": Choice(["a", "b"])}


def distance(params, seed):
    return -abs(np.log10(params["lr"]) + 2)


def test_the_grid_is_scikit_learns_grid():
    search = grid_search(distance, SPACE, points={"lr": 3, "width": 4, "kind": 1}, rng=0)
    theirs = ParameterGrid({"lr": [1e-4, 1e-2, 1], "width": [1, 2, 3, 4], "kind": ["a", "b"]})

    def key(params):
        return params["kind"], params["width"], round(np.log10(params["lr"]))

    ours = [trial.params for trial in search.trials]
    assert len(ours) == len(theirs) == 24
    assert sorted(map(key, ours)) == sorted(map(key, theirs))
    assert [p["kind"] for p in ours[:4]] == ["a", "b", "a", "b"]
    assert search.best.params["lr"] == pytest.approx(1e-2)


def test_a_budget_is_a_number_of_calls():
    calls = []
    search = random_search(lambda p, s: calls.append(p) or 0.0, SPACE, trials=17, rng=0)
    assert len(calls) == len(search.trials) == 17
    assert [t.number for t in search.trials] == list(range(17))


def test_each_trial_can_be_done_again_from_its_seed():
    def noisy(params, seed):
        return float(np.random.default_rng(seed).normal())

    search = random_search(noisy, SPACE, trials=10, rng=3)
    assert [noisy(t.params, t.seed) for t in search.trials] == [t.value for t in search.trials]
    assert len({t.seed for t in search.trials}) == 10
    assert random_search(noisy, SPACE, trials=10, rng=3) == search
    assert random_search(noisy, SPACE, trials=10, rng=4) != search


def test_a_larger_budget_keeps_the_first_trials():
    few = random_search(distance, SPACE, trials=5, rng=0)
    many = random_search(distance, SPACE, trials=20, rng=0)
    assert many.trials[:5] == few.trials


@given(
    values=st.lists(st.floats(-9, 9) | st.just(float("nan")), min_size=1, max_size=15),
    direction=st.sampled_from(["maximize", "minimize"]),
)
@settings(max_examples=80, deadline=None)
def test_the_best_is_a_slow_loops(values, direction):
    search = Search(tuple(Trial(i, {}, 0, v) for i, v in enumerate(values)), direction)
    best, running = None, []
    for i, value in enumerate(values):
        better = best is not None and (
            value > values[best] if direction == "maximize" else value < values[best]
        )
        if value == value and (best is None or better):
            best = i
        running.append(np.nan if best is None else values[best])
    np.testing.assert_array_equal(search.best_so_far(), running)
    if best is None:
        with pytest.raises(ValueError, match="모두 NaN"):
            search.best  # noqa: B018
    else:
        assert search.best.number == best


def test_when_one_knob_matters_random_tries_it_in_more_places():
    """Bergstra and Bengio (2012), figure 1: nine trials, three values against nine."""
    space = {"matters": Uniform(0, 1), "does not": Uniform(0, 1)}

    def objective(params, seed):
        return -abs(params["matters"] - 0.3)

    grid = grid_search(objective, space, points=3, rng=0)
    tries = [random_search(objective, space, trials=9, rng=seed) for seed in range(50)]
    assert len({t.params["matters"] for t in grid.trials}) == 3
    assert all(len({t.params["matters"] for t in s.trials}) == 9 for s in tries)
    assert np.mean([s.best.value > grid.best.value for s in tries]) > 0.9


def test_an_objective_that_changes_its_argument_does_not_change_the_table():
    def greedy(params, seed):
        params["lr"] = "stolen"
        return 1.0

    assert all(
        t.params["lr"] != "stolen" for t in random_search(greedy, SPACE, trials=3, rng=0).trials
    )


def test_progress_on_request_only(capsys):
    random_search(distance, SPACE, trials=2, rng=0)
    assert capsys.readouterr().err == ""
    random_search(distance, SPACE, trials=2, rng=0, progress=True)
    assert "시도" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: random_search(distance, {}, trials=1, rng=0), "`space` 값에는"),
        (lambda: random_search(distance, {"lr": 0.1}, trials=1, rng=0), r'`space\["lr"\]`'),
        (lambda: random_search(distance, SPACE, trials=0, rng=0), "`trials`"),
        (lambda: random_search(distance, SPACE, trials=1, direction="up", rng=0), "`direction`"),
        (lambda: random_search(lambda p, s: "good", SPACE, trials=1, rng=0), "시도 0번"),
        (lambda: random_search(lambda p, s: None, SPACE, trials=1, rng=0), "받은 값: None"),
        (lambda: grid_search(distance, SPACE, points={"lr": 2}, rng=0), "`points` 이름"),
        (lambda: grid_search(distance, SPACE, points=0, rng=0), "`points`"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
