"""The widget's table against fits made one by one, and bias and variance against resampling."""

import json
import zlib

import numpy as np
import pytest

from coursekit import viz
from coursekit.metrics import bias_variance
from coursekit.viz.widgets.bias_variance_table import COUNTS, DEGREES, GRID, REPEATS
from tests.viz.conversation import conversation


@pytest.fixture(scope="module")
def widget():
    return viz.widgets.BiasVarianceExplorer()


def points(n, noise, seed):
    x = np.linspace(-1, 1, n)
    return x, np.sin(np.pi * x) + noise * np.random.default_rng(seed).standard_normal(n)


def by_polyfit(degree, n, noise, seed):
    return np.polyval(np.polyfit(*points(n, noise, seed), degree), GRID)


@pytest.fixture(scope="module")
def unpacked(widget):
    """Read the table with plain loops, as the browser does."""
    data = zlib.decompress(widget.table)
    size = 4 * len(COUNTS) * len(DEGREES) * 2
    parts = np.frombuffer(data[:size], "<f4").reshape(len(COUNTS), len(DEGREES), 2)
    noise = np.frombuffer(data[size : size + 4 * sum(COUNTS)], "<f4")
    codes = data[size + 4 * sum(COUNTS) :]
    total = len(COUNTS) * len(DEGREES) * (REPEATS + 1) * len(GRID)
    low, high = codes[:total], codes[total:]
    values = []
    for start in range(0, total, len(GRID)):
        value = slope = 0
        for place in range(start, start + len(GRID)):
            code = low[place] + 256 * high[place]
            slope += -((code + 1) // 2) if code % 2 else code // 2
            value += slope
            values.append(value)
    first, last = widget.header["values"]
    curves = first + (last - first) * np.array(values) / widget.header["valueSteps"]
    shape = (len(COUNTS), len(DEGREES), REPEATS + 1, len(GRID))
    return parts, noise, curves.reshape(shape)


@pytest.mark.parametrize("noise", [0.1, 0.8])
@pytest.mark.parametrize(("place", "degree"), [(0, 0), (0, 10), (1, 3), (2, 7), (3, 10)])
def test_curves_of_the_table_are_the_fits(unpacked, place, degree, noise):
    mean, responses = unpacked[2][place, degree, 0], unpacked[2][place, degree, 1:]
    for seed in (0, 5, REPEATS - 1):
        expected = by_polyfit(degree, COUNTS[place], noise, seed)
        seen = np.abs(expected) < 2  # what the picture shows
        np.testing.assert_allclose(
            (mean + noise * responses[seed])[seen], expected[seen], atol=2e-3
        )


def test_points_of_the_table_are_those_of_the_first_fit(unpacked):
    at = 0
    for n in COUNTS:
        drawn = np.random.default_rng(0).standard_normal(n)
        np.testing.assert_allclose(unpacked[1][at : at + n], drawn, atol=1e-6)
        at += n


@pytest.mark.parametrize(("place", "degree"), [(0, 1), (1, 3), (2, 8)])
def test_bias_and_variance_are_those_of_resampling(unpacked, place, degree):
    n = COUNTS[place]
    measured = bias_variance(
        lambda x, y: lambda p: np.polyval(np.polyfit(x, y, degree), p),
        lambda rng: points(n, 0.5, int(rng.integers(2**31))),
        GRID,
        np.sin(np.pi * GRID),
        repeats=3000,
        rng=0,
    )
    bias, unit = unpacked[0][place, degree]
    assert bias == pytest.approx(measured.bias_squared.mean(), rel=0.05, abs=3e-4)
    assert 0.25 * unit == pytest.approx(measured.variance.mean(), rel=0.05)


def test_variance_is_nearly_four_times_smaller_with_four_times_the_points(unpacked):
    ratio = unpacked[0][1, 1:6, 1] / unpacked[0][3, 1:6, 1]
    np.testing.assert_allclose(ratio, 4, rtol=0.15)


def test_live_answer_is_exact(widget):
    question = {"kind": "measure", "id": 4, "degree": 6, "n": 33, "noise": 0.45}
    (reply,) = conversation(widget, question)
    assert (reply["id"], reply["kind"]) == (4, "answer")
    for seed in (0, 11):
        np.testing.assert_allclose(reply["fits"][seed], by_polyfit(6, 33, 0.45, seed), atol=1e-9)
    np.testing.assert_allclose(reply["mean"], by_polyfit(6, 33, 0.0, 0), atol=1e-9)
    np.testing.assert_allclose(reply["data"], points(33, 0.45, 0))
    expected = ((by_polyfit(6, 33, 0.0, 0) - np.sin(np.pi * GRID)) ** 2).mean()
    assert reply["bias"][6] == pytest.approx(expected, rel=1e-6)
    json.dumps(reply)


def test_few_points_answer_for_the_degrees_they_can_carry(widget):
    (reply,) = conversation(widget, {"kind": "measure", "id": 1, "degree": 2, "n": 3, "noise": 0.2})
    assert len(reply["bias"]) == len(reply["variance"]) == 3


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"degree": -1}, "`degree` 값은"),
        ({"degree": 11}, "`degree` 값은 10 이하"),
        ({"n": 5, "degree": 5}, "`degree` 값은 4 이하"),
        ({"n": 1}, "`n` 값은"),
        ({"n": 101}, "`n` 값은 100 이하"),
        ({"noise": -0.1}, "`noise` 값은"),
        ({"noise": 2}, "`noise` 값은"),
        ({"noise": None}, "`noise`"),
    ],
)
def test_bad_question_gets_an_error_not_silence(widget, change, text):
    question = {"kind": "measure", "id": 1, "degree": 3, "n": 20, "noise": 0.3, **change}
    (reply,) = conversation(widget, question)
    assert reply["kind"] == "error"
    assert text in reply["text"]


@pytest.mark.parametrize(
    ("arguments", "match"),
    [({"degree": 11}, "`degree`"), ({"n": 13}, "`n`"), ({"noise": 0.4}, "`noise`")],
)
def test_start_outside_the_table_is_refused(arguments, match):
    with pytest.raises(ValueError, match=match):
        viz.widgets.BiasVarianceExplorer(**arguments)
