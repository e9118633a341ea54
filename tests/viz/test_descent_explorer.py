import json
import zlib

import numpy as np
import pytest

from coursekit import viz
from coursekit.data import toy
from coursekit.optim import descend
from coursekit.viz.widgets import descent_table, packing
from coursekit.viz.widgets.descent_table import FIELD, GAP_DECADES, GAP_STEPS, POINT_STEPS, STEPS
from tests.viz.conversation import conversation

OBJECTIVES = {
    "bowl": toy.bowl(),
    "himmelblau": toy.himmelblau(),
    "rosenbrock": toy.rosenbrock(),
    "saddle": toy.saddle(),
}


@pytest.fixture(scope="module")
def widget():
    return viz.widgets.DescentExplorer()


def unpack(header, table):
    """Read the table with plain loops, as the browser does, into {(key, lr, x, y): walk}."""
    data, at, walks = zlib.decompress(table), 0, {}
    for terrain in header["terrains"]:
        keys = [
            (terrain["key"], lr, x, y)
            for lr in terrain["rates"]
            for y in terrain["ys"]
            for x in terrain["xs"]
        ]
        field = np.frombuffer(data, np.uint8, FIELD**2, at).reshape(FIELD, FIELD)
        at += FIELD**2
        lengths, outcomes = data[at : at + len(keys)], data[at + len(keys) : at + 2 * len(keys)]
        at += 2 * len(keys)
        columns = []
        for _ in range(3):
            total, column = sum(lengths), []
            place = at
            for n in lengths:
                value = slope = 0
                series = []
                for _ in range(n):
                    code = data[place] + 256 * data[place + total]
                    place += 1
                    slope += -((code + 1) // 2) if code % 2 else code // 2
                    value += slope
                    series.append(value)
                column.append(np.array(series))
            columns.append(column)
            at += 2 * total
        low, high = np.array(terrain["frame"])
        for key, outcome, *series in zip(keys, outcomes, *columns, strict=True):
            points = low + np.stack(series[:2], axis=-1) / POINT_STEPS * (high - low)
            decades = GAP_DECADES[0] + series[2] / GAP_STEPS * np.ptp(GAP_DECADES)
            walks[key] = (points, 10**decades, header["outcomes"][outcome])
        walks[terrain["key"]] = field
    assert at == len(data)
    return walks


@pytest.fixture(scope="module")
def walks(widget):
    return unpack(widget.header, widget.table)


@pytest.mark.parametrize("key", OBJECTIVES)
def test_table_holds_the_numbers_of_descend(walks, widget, key):
    terrain = next(t for t in widget.header["terrains"] if t["key"] == key)
    objective = OBJECTIVES[key]
    lowest = objective(objective.minima).min()
    low, high = np.array(terrain["frame"])
    seen = set()
    for lr in terrain["rates"]:
        for x in terrain["xs"][::2]:
            for y in terrain["ys"][::3]:
                points, gaps, outcome = walks[key, lr, x, y]
                walk = descend(objective, [x, y], lr=lr, steps=STEPS, tol=1e-3)
                if outcome == "leaving":
                    assert walk.outcome == "steps"
                    assert walk.losses[-1] > walk.losses[0]
                elif outcome == "stalled":
                    assert walk.outcome == "converged"
                    # 극소점이라면 모든 방향으로 오르막입니다
                    ring = 0.05 * np.array([[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [1, -1]])
                    assert (objective(walk.points[-1] + ring) < walk.losses[-1]).any()
                else:
                    assert outcome == walk.outcome
                seen.add(outcome)
                inside = ((walk.points >= low) & (walk.points <= high)).all(axis=1)
                kept = len(inside) if inside.all() else int(np.argmin(inside))
                assert len(points) == len(walk.points)
                # 반올림은 눈금 하나의 절반까지
                error = np.abs(points[:kept] - walk.points[:kept]) / ((high - low) / POINT_STEPS)
                assert error.max() <= 0.5 + 1e-9
                expected = np.clip(walk.losses - lowest, *(10.0**d for d in GAP_DECADES))
                half = np.ptp(GAP_DECADES) / GAP_STEPS / 2
                np.testing.assert_allclose(np.log10(gaps), np.log10(expected), atol=half + 1e-9)
    assert "converged" in seen or key == "rosenbrock"
    assert seen & {"leaving", "diverged"} or key == "saddle"
    assert "stalled" in seen or key != "saddle"


def test_leaving_path_keeps_its_direction(walks):
    key = ("bowl", 1.05, *(descent_table.terrains()[0].starts()[axis][0] for axis in (0, 1)))
    points, _, _ = walks[key]
    walk = descend(toy.bowl(), key[2:], lr=1.05, steps=STEPS)
    low, high = descent_table.terrains()[0].frame()
    first = int(np.argmax((np.abs(walk.points) > high).any(axis=1)))
    step, true_step = (p[first] - p[first - 1] for p in (points, walk.points))
    assert step[0] / step[1] == pytest.approx(true_step[0] / true_step[1], abs=2e-3)
    assert (points >= low - 1e-9).all()
    assert (points <= high + 1e-9).all()


@pytest.mark.parametrize("key", OBJECTIVES)
def test_field_is_lowest_near_a_minimum_and_top_row_is_high_y(walks, key):
    field, objective = walks[key], OBJECTIVES[key]
    (x0, x1), (y0, y1) = objective.bounds
    rows, columns = np.where(field == field.min())
    x = x0 + columns / (FIELD - 1) * (x1 - x0)
    y = y1 - rows / (FIELD - 1) * (y1 - y0)
    cell = np.hypot((x1 - x0) / FIELD, (y1 - y0) / FIELD)
    nearest = np.linalg.norm(np.stack([x, y], -1)[:, None] - objective.minima, axis=-1).min(axis=1)
    valley = objective(np.stack([x, y], axis=-1))
    assert nearest.min() < 2 * cell
    assert valley.max() <= np.quantile(objective(np.random.default_rng(0).uniform(
        [x0, y0], [x1, y1], (4000, 2))), 0.1)  # fmt: skip


def test_hello_makes_it_live():
    widget = viz.widgets.DescentExplorer("saddle")
    assert not widget.live
    assert conversation(widget, {"kind": "hello"}) == [{"kind": "hello"}]
    assert widget.live
    assert widget.terrain == "saddle"


def test_live_answer_is_exact(widget):
    question = {
        "kind": "walk",
        "id": 7,
        "terrain": "himmelblau",
        "start": [0.1, -0.3],
        "lr": 0.0123,
    }
    (reply,) = conversation(widget, question)
    walk = descend(toy.himmelblau(), [0.1, -0.3], lr=0.0123, steps=STEPS, tol=1e-3)
    assert (reply["id"], reply["kind"], reply["outcome"]) == (7, "answer", walk.outcome)
    np.testing.assert_array_equal(reply["points"], walk.points)
    np.testing.assert_array_equal(reply["gaps"], walk.losses)
    json.dumps(reply)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"lr": -1}, "`lr` 값은"),
        ({"start": [0]}, "`start` 모양은"),
        ({"terrain": "산"}, "산"),
        ({"lr": None}, "`lr` 값은"),
    ],
)
def test_bad_question_gets_an_error_not_silence(widget, change, text):
    question = {"kind": "walk", "id": 1, "terrain": "bowl", "start": [1, 1], "lr": 0.1, **change}
    (reply,) = conversation(widget, question)
    assert reply["kind"] == "error"
    assert text in reply["text"]


def test_unknown_terrain_is_named():
    with pytest.raises(ValueError, match=r"`terrain` 값은 bowl, .*받은 값: '산'"):
        viz.widgets.DescentExplorer("산")


def test_too_wide_differences_are_refused():
    with pytest.raises(OverflowError, match="16비트"):
        packing.squeeze([np.array([0, 60_000])])
