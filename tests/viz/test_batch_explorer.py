import json
import zlib

import numpy as np
import pytest

from coursekit import viz
from coursekit.data import line_surface, toy
from coursekit.viz.widgets import batch_table
from coursekit.viz.widgets.batch_table import DRAWS, FIELD, POINTS, SIDE, SIZES
from tests.viz.conversation import conversation


@pytest.fixture(scope="module")
def widget():
    return viz.widgets.BatchExplorer()


@pytest.fixture(scope="module")
def points():
    x, y = toy.line(64, slope=1.6, intercept=0.2, noise=0.5, rng=0)
    return 2 * x - 1, y


def by_loop(points, indices, theta):
    """The gradient of a batch written out sample by sample."""
    total = np.zeros(2)
    for i in indices:
        x, y = points[0][i], points[1][i]
        error = theta[0] * x + theta[1] - y
        total += 2 * error * np.array([x, 1.0])
    return total / len(indices)


@pytest.fixture(scope="module")
def unpacked(widget):
    """Read the table with plain loops, as the browser does."""
    data, at = zlib.decompress(widget.table), 0

    def take(n):
        nonlocal at
        at += n
        return data[at - n : at]

    field = np.frombuffer(take(FIELD**2), np.uint8).reshape(FIELD, FIELD)
    orders = np.frombuffer(take(DRAWS * POINTS), np.uint8).reshape(DRAWS, POINTS)
    bowls = np.frombuffer(take(4 * len(SIZES) * DRAWS * 5), "<f4").reshape(len(SIZES), DRAWS, 5)
    spreads = np.frombuffer(take(4 * len(SIZES) * SIDE**2), "<f4").reshape(len(SIZES), SIDE, SIDE)
    total = len(SIZES) * DRAWS * SIDE * 2 * SIDE
    low, high = take(total), take(total)
    assert at == len(data)
    slopes = []
    for start in range(0, total, SIDE):
        value = slope = 0
        for place in range(start, start + SIDE):
            code = low[place] + 256 * high[place]
            slope += -((code + 1) // 2) if code % 2 else code // 2
            value += slope
            slopes.append(value)
    first, last = widget.header["slopes"]
    slopes = first + (last - first) * np.array(slopes) / widget.header["slopeSteps"]
    return field, orders, bowls, spreads, slopes.reshape(len(SIZES), DRAWS, SIDE, 2, SIDE)


def test_table_holds_the_gradients_of_the_batches(unpacked, widget, points):
    _, orders, _, _, slopes = unpacked
    half = (
        (widget.header["slopes"][1] - widget.header["slopes"][0]) / widget.header["slopeSteps"] / 2
    )
    for s, size in enumerate(SIZES):
        for seed in (0, 7, DRAWS - 1):
            indices = np.random.default_rng(seed).permutation(POINTS)[:size]
            np.testing.assert_array_equal(orders[seed][:size], indices)
            for j in (0, 4, 8):
                for i in (0, 3, 8):
                    theta = (widget.header["xs"][i], widget.header["ys"][j])
                    expected = by_loop(points, indices, theta)
                    np.testing.assert_allclose(slopes[s, seed, j, :, i], expected, atol=half + 1e-9)


def test_no_gradient_was_cut_at_the_end_of_the_scale(unpacked, widget):
    slopes = unpacked[4]
    assert slopes.min() > widget.header["slopes"][0]
    assert slopes.max() < widget.header["slopes"][1]


def test_ellipses_are_level_lines(unpacked, points):
    _, orders, bowls, _, _ = unpacked
    turn = np.linspace(0, 2 * np.pi, 9)
    for s, size in enumerate(SIZES):
        for seed in range(DRAWS):
            cx, cy, angle, soft, steep = bowls[s, seed].astype(float)
            surface = line_surface(points[0][orders[seed][:size]], points[1][orders[seed][:size]])
            if soft < 0.01:  # a valley: along the gentle direction nothing changes
                along = np.array([np.cos(angle), np.sin(angle)])
                ends = np.array([cx, cy]) + np.outer([-2, 0, 2], along)
                assert np.ptp(surface(ends)) < 0.03
                continue
            ring = np.stack(
                [np.sqrt(2 / soft) * np.cos(turn), np.sqrt(2 / steep) * np.sin(turn)], axis=-1
            )
            turned = ring @ [[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]
            heights = surface(np.array([cx, cy]) + turned) - surface([cx, cy])
            np.testing.assert_allclose(heights, 1.0, rtol=1e-3)  # 높이 1의 등고선


def test_spread_is_that_of_many_draws(unpacked, widget, points):
    spreads = unpacked[3]
    theta = (widget.header["xs"][2], widget.header["ys"][6])
    rng = np.random.default_rng(1)
    full = by_loop(points, range(POINTS), theta)
    for s, size in enumerate(SIZES):
        gaps = [by_loop(points, rng.permutation(POINTS)[:size], theta) - full for _ in range(1500)]
        measured = np.sqrt((np.array(gaps) ** 2).sum(axis=1).mean())
        assert spreads[s, 6, 2] == pytest.approx(measured, rel=0.08, abs=1e-6)


def test_field_is_lowest_at_the_minimum(unpacked, widget):
    field = unpacked[0]
    rows, columns = np.where(field == field.min())
    (x0, x1), (y0, y1) = widget.header["bounds"]
    seen = [
        x0 + columns.mean() / (FIELD - 1) * (x1 - x0),
        y1 - rows.mean() / (FIELD - 1) * (y1 - y0),
    ]
    np.testing.assert_allclose(seen, widget.header["minimum"], atol=0.1)


def test_hello_makes_it_live():
    widget = viz.widgets.BatchExplorer(16)
    assert not widget.live
    assert conversation(widget, {"kind": "hello"}) == [{"kind": "hello"}]
    assert (widget.live, widget.size) == (True, 16)


def test_live_answer_is_exact(widget, points):
    question = {"kind": "draw", "id": 3, "size": 11, "seed": 99, "point": [0.123, 1.9]}
    (reply,) = conversation(widget, question)
    indices = np.random.default_rng(99).permutation(POINTS)[:11]
    assert (reply["id"], reply["kind"]) == (3, "answer")
    assert reply["indices"] == indices.tolist()
    np.testing.assert_allclose(reply["gradient"], by_loop(points, indices, question["point"]))
    np.testing.assert_allclose(reply["full"], by_loop(points, range(POINTS), question["point"]))
    assert len(reply["cloud"]) == DRAWS
    json.dumps(reply)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"size": 0}, "`size` 값은"),
        ({"size": 65}, "`size` 값은 64 이하"),
        ({"seed": -1}, "`seed` 값은"),
        ({"point": [0]}, "`point` 모양은"),
        ({"point": None}, "`point`"),
    ],
)
def test_bad_question_gets_an_error_not_silence(widget, change, text):
    question = {"kind": "draw", "id": 1, "size": 4, "seed": 0, "point": [1, 1], **change}
    (reply,) = conversation(widget, question)
    assert reply["kind"] == "error"
    assert text in reply["text"]


def test_unknown_size_is_named():
    with pytest.raises(ValueError, match=r"`size` 값은 1, 2, .*받은 값: 3"):
        viz.widgets.BatchExplorer(3)


def test_a_single_sample_is_a_valley():
    bowl = batch_table.bowl(batch_table.surface([5]))
    assert bowl.curvatures[0] == batch_table.FLAT
    assert batch_table.surface([5])(bowl.center) == pytest.approx(0, abs=1e-9)
