import json
import zlib

import numpy as np
import pytest

from coursekit import viz
from coursekit.viz.widgets import bend_table
from coursekit.viz.widgets.bend_table import ACTIVATIONS, SIDE, STEEPNESS, UNITS
from tests.viz.conversation import conversation

SHAPES = {
    "ReLU": lambda z: np.maximum(z, 0),
    "tanh": np.tanh,
    "시그모이드": lambda z: 1 / (1 + np.exp(-z)),
    "없음": lambda z: z,
}


@pytest.fixture(scope="module")
def widget():
    return viz.widgets.BendExplorer()


def by_hand(widget, target, activation, units, steepness):
    """The same network by the normal equations, the bias an unpunished column of ones."""
    x, y = np.array(widget.header["x"]), np.array(widget.header["targets"][target])
    centres = [-1 + (2 * k + 1) / units for k in range(units)]
    hidden = np.stack([SHAPES[activation](steepness * (x - c)) for c in centres])
    rows = np.vstack([hidden, np.ones_like(x)])
    punish = np.diag([bend_table.RIDGE * len(x)] * units + [0.0])
    solved = np.linalg.solve(rows @ rows.T + punish, rows @ y)
    parts = solved[:-1, None] * hidden
    return parts, parts.sum(axis=0) + solved[-1], solved[-1]


@pytest.fixture(scope="module")
def unpacked(widget):
    """Read the table with plain loops, as the browser does."""
    data = zlib.decompress(widget.table)
    keys = [
        (t, a, s, u)
        for t in widget.header["targets"]
        for a in ACTIVATIONS
        for s in STEEPNESS
        for u in UNITS
    ]
    numbers = np.frombuffer(data[: 8 * len(keys)], "<f4").reshape(-1, 2)
    codes = data[8 * len(keys) :]
    total = len(codes) // 2
    low, high = codes[:total], codes[total:]
    first, last = widget.header["values"]
    found, at = {}, 0
    for key, pair in zip(keys, numbers, strict=True):
        rows = []
        for _ in range(key[3] + 1):
            value = slope = 0
            row = []
            for _ in range(SIDE):
                code = low[at] + 256 * high[at]
                slope += -((code + 1) // 2) if code % 2 else code // 2
                value += slope
                row.append(first + (last - first) * value / widget.header["valueSteps"])
                at += 1
            rows.append(row)
        found[key] = (np.array(rows[:-1]), np.array(rows[-1]), pair)
    assert at == total
    return found


@pytest.mark.parametrize("activation", list(ACTIVATIONS))
@pytest.mark.parametrize("target", ["물결", "계단", "봉우리"])
def test_table_is_the_network_solved_by_hand(unpacked, widget, target, activation):
    step = (widget.header["values"][1] - widget.header["values"][0]) / widget.header["valueSteps"]
    for steepness in (1.0, 8.0, 32.0):
        for units in (1, 4, 16):
            parts, total, (mse, bias) = unpacked[target, activation, steepness, units]
            expected, output, constant = by_hand(widget, target, activation, units, steepness)
            np.testing.assert_allclose(parts, expected, atol=step / 2 + 1e-4)
            np.testing.assert_allclose(total, output, atol=step / 2 + 1e-4)
            assert bias == pytest.approx(constant, abs=1e-4)
            wanted = np.array(widget.header["targets"][target])
            assert mse == pytest.approx(((output - wanted) ** 2).mean(), abs=1e-6)


def test_no_value_was_cut_at_the_end_of_the_scale(unpacked, widget):
    low, high = widget.header["values"]
    for parts, total, _ in unpacked.values():
        assert low < min(parts.min(), total.min()) <= max(parts.max(), total.max()) < high


def test_what_the_chapter_asks_readers_to_find(unpacked):
    x = np.linspace(-1, 1, SIDE)
    for steepness in STEEPNESS:  # without a bend, a line whatever the number of units
        for units in UNITS:
            total = unpacked["물결", "없음", steepness, units][1]
            assert np.abs(np.polyval(np.polyfit(x, total, 1), x) - total).max() < 0.006
    for units in UNITS:  # ReLU hardly minds the scale
        totals = [unpacked["물결", "ReLU", s, units][1] for s in STEEPNESS]
        assert np.ptp(totals, axis=0).max() < 0.1
    for activation in ("tanh", "시그모이드"):  # the best scale lies between
        errors = [unpacked["물결", activation, s, 8][2][0] for s in STEEPNESS]
        assert 0 < int(np.argmin(errors)) < len(STEEPNESS) - 1


def test_live_answer_is_exact(widget):
    question = {"id": 3, "kind": "bend", "target": "계단", "activation": "tanh"}
    (reply,) = conversation(widget, {**question, "units": 5, "steepness": 3.5})
    parts, total, bias = by_hand(widget, "계단", "tanh", 5, 3.5)
    assert (reply["id"], reply["kind"], reply["units"]) == (3, "answer", 5)
    np.testing.assert_allclose(reply["parts"], parts, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(reply["total"], total, rtol=1e-6, atol=1e-6)
    assert reply["bias"] == pytest.approx(bias, abs=1e-6)
    json.dumps(reply)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"units": 0}, "`units` 값은"),
        ({"units": 65}, "`units` 값은 64 이하"),
        ({"steepness": 0}, "`steepness` 값은"),
        ({"activation": "swish"}, "swish"),
        ({"target": None}, "None"),
    ],
)
def test_bad_question_gets_an_error_not_silence(widget, change, text):
    question = {"target": "물결", "activation": "ReLU", "units": 2, "steepness": 1}
    (reply,) = conversation(widget, {"id": 1, "kind": "bend", **question, **change})
    assert reply["kind"] == "error"
    assert text in reply["text"]


def test_unknown_choices_are_named():
    with pytest.raises(ValueError, match=r"`units` 값은 1, 2, .*받은 값: 5"):
        viz.widgets.BendExplorer(units=5)
    with pytest.raises(ValueError, match=r"`activation` 값은 ReLU"):
        viz.widgets.BendExplorer("swish")
