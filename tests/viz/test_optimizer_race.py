import json
import zlib

import numpy as np
import pytest
import torch

from coursekit import viz
from coursekit.viz.widgets import race_table
from coursekit.viz.widgets.race_table import (
    BETAS,
    FIELD,
    GAP_DECADES,
    GAP_STEPS,
    MOMENTA,
    POINT_STEPS,
    RACERS,
    SCALES,
    STEPS,
    courses,
)
from tests.viz.conversation import conversation

KEYS = [course.key for course in courses()]


@pytest.fixture(scope="module")
def widget():
    return viz.widgets.OptimizerRace()


@pytest.fixture(scope="module")
def walks(widget):
    """Read the table with plain loops, as the browser does, into {(key, racer, mu, beta, scale, x, y): walk}."""
    header, data, at, found = widget.header, zlib.decompress(widget.table), 0, {}
    for course in header["courses"]:
        keys = [
            (course["key"], racer["name"], mu, beta, scale, x, y)
            for racer in header["racers"]
            for mu in (header["momenta"] if racer["momentum"] else [None])
            for beta in (header["betas"] if racer["beta"] else [None])
            for scale in header["scales"]
            for y in course["ys"]
            for x in course["xs"]
        ]
        at += FIELD**2
        lengths = data[at : at + len(keys)]
        at += len(keys)
        columns = []
        for _ in range(3):
            total, place, column = sum(lengths), at, []
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
        low, high = np.array(course["frame"])
        for key, *series in zip(keys, *columns, strict=True):
            points = low + np.stack(series[:2], axis=-1) / POINT_STEPS * (high - low)
            decades = GAP_DECADES[0] + series[2] / GAP_STEPS * np.ptp(GAP_DECADES)
            found[key] = (points, decades)
    assert at == len(data)
    return found


TORCH = {
    "경사하강법": lambda p, lr, mu, beta: torch.optim.SGD(p, lr),
    "모멘텀": lambda p, lr, mu, beta: torch.optim.SGD(p, lr, momentum=mu),
    "네스테로프": lambda p, lr, mu, beta: torch.optim.SGD(p, lr, momentum=mu, nesterov=True),
    "AdaGrad": lambda p, lr, mu, beta: torch.optim.Adagrad(p, lr),
    "RMSProp": lambda p, lr, mu, beta: torch.optim.RMSprop(p, lr, alpha=beta),
    "Adadelta": lambda p, lr, mu, beta: torch.optim.Adadelta(p, lr),
    "Adam": lambda p, lr, mu, beta: torch.optim.Adam(p, lr, betas=(mu, beta)),
}


def with_torch(name, objective, start, lr, mu, beta, steps):
    theta = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer = TORCH[name]([theta], lr, mu, beta)
    points = [theta.detach().numpy().copy()]
    for _ in range(steps):
        theta.grad = torch.from_numpy(objective.gradient(points[-1]))
        optimizer.step()
        points.append(theta.detach().numpy().copy())
    return np.array(points)


@pytest.mark.parametrize("key", KEYS)
def test_table_holds_the_paths_of_torch(walks, widget, key):
    course = next(c for c in courses() if c.key == key)
    low, high = course.frame()
    unit = (high - low) / POINT_STEPS
    for k, racer in enumerate(RACERS):
        for mu, beta in ((0.5, 0.9), (0.9, 0.999)):
            for scale in (SCALES[0], SCALES[2]):
                here = (
                    key,
                    racer.name,
                    mu if racer.momentum else None,
                    beta if racer.beta else None,
                    scale,
                    course.xs[0],
                    course.ys[1],
                )
                points, decades = walks[here]
                start = [course.xs[0], course.ys[1]]
                true = with_torch(racer.name, course.objective, start, scale * course.rates[k], mu, beta, STEPS)  # fmt: skip
                inside = ((true >= low) & (true <= high)).all(axis=1)
                kept = len(inside) if inside.all() else int(np.argmin(inside))
                assert kept == len(points) or not inside.all()
                # 반올림은 눈금 하나의 절반까지. 로젠브록처럼 가파르면 반올림 찌꺼기가 조금 더해집니다.
                error = np.abs(points[:kept] - true[:kept]) / unit
                assert error.max() <= 0.501, (here, error.max())
                lowest = course.objective(course.objective.minima).min()
                gaps = np.maximum(course.objective(true[:kept]) - lowest, 10 ** GAP_DECADES[0])
                expected = np.clip(np.log10(gaps), *GAP_DECADES)
                half = np.ptp(GAP_DECADES) / GAP_STEPS / 2
                np.testing.assert_allclose(decades[:kept], expected, atol=half + 1e-6)


def test_every_knob_is_seen_by_exactly_the_racers_that_say_so():
    course = courses()[0]
    for k, racer in enumerate(RACERS):
        base = course.walk(k, course.start, 1.0, 0.5, 0.9).points
        for flag, other in (
            (racer.momentum, course.walk(k, course.start, 1.0, 0.9, 0.9).points),
            (racer.beta, course.walk(k, course.start, 1.0, 0.5, 0.999).points),
        ):
            assert np.array_equal(base, other) != flag
        assert not np.array_equal(base, course.walk(k, course.start, 2.0, 0.5, 0.9).points)


def test_nobody_diverges_at_first_sight_and_the_largest_rate_shows_divergence():
    for course in courses():
        start = course.start
        outcomes = [course.walk(k, start, 1.0, MOMENTA[1], BETAS[0]).outcome for k in range(7)]
        assert "diverged" not in outcomes
    bowl = courses()[0]
    assert bowl.walk(0, bowl.start, SCALES[-1], MOMENTA[1], BETAS[0]).losses[-1] > 1e3


QUESTION = {
    "kind": "race",
    "id": 3,
    "terrain": "beale",
    "start": [0.9, 1.4],
    "scale": 0.7,
    "momentum": 0.83,
    "beta": 0.97,
}


def test_live_answer_is_exact(widget):
    (reply,) = conversation(widget, QUESTION)
    course = courses()[1]
    assert (reply["id"], reply["kind"], len(reply["walks"])) == (3, "answer", len(RACERS))
    for k, walk in enumerate(reply["walks"]):
        true = with_torch(RACERS[k].name, course.objective, [0.9, 1.4], 0.7 * course.rates[k], 0.83, 0.97, STEPS)  # fmt: skip
        np.testing.assert_allclose(walk["points"], true, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(walk["gaps"], course.objective(true), rtol=1e-6, atol=1e-12)
    json.dumps(reply)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"scale": 0}, "`scale` 값은"),
        ({"momentum": 1}, "`momentum` 값은"),
        ({"beta": 1.0}, "`beta` 값은"),
        ({"start": [0]}, "`start` 모양은"),
        ({"terrain": "산"}, "산"),
        ({"beta": None}, "`beta` 값은"),
    ],
)
def test_bad_question_gets_an_error_not_silence(widget, change, text):
    (reply,) = conversation(widget, QUESTION | change)
    assert reply["kind"] == "error"
    assert text in reply["text"]


def test_unknown_terrain_is_named():
    with pytest.raises(ValueError, match=r"`terrain` 값은 bowl, .*받은 값: '산'"):
        viz.widgets.OptimizerRace("산")


def test_settings_hold_one_set_where_a_knob_is_not_seen():
    assert [len(race_table.settings(racer)) for racer in RACERS] == [1, 3, 3, 1, 2, 1, 6]


def test_the_picture_names_every_racer(widget):
    alt = widget._repr_mimebundle_()[1]["image/png"]["alt"]
    assert [racer.name for racer in RACERS if racer.name not in alt] == []
