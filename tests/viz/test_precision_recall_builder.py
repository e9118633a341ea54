"""The table of the AP figure against fractions counted by hand, scikit-learn and its own ties."""

import itertools
import json
import zlib
from fractions import Fraction

import numpy as np
import pytest
from sklearn.metrics import average_precision_score

from coursekit import viz
from coursekit.viz.widgets.precision_recall_table import (
    METHODS,
    SCORES,
    TIED,
    accepted,
    measure,
    ranking,
)
from tests.viz.conversation import conversation

EXAMPLE = [1, 0, 1, 1, 0, 0, 1, 0, 1, 0]


@pytest.fixture(scope="module")
def widget():
    return viz.widgets.PrecisionRecallBuilder()


@pytest.fixture(scope="module")
def table(widget):
    """The table read as the browser reads it: {(truths, hits so far): the four}."""
    values = iter(np.frombuffer(zlib.decompress(widget.table), "<f4").reshape(-1, 4).tolist())
    found = {
        (truths, hits): next(values)
        for truths in (10, 15)
        for many in range(11)
        for hits in itertools.product((0, 1), repeat=many)
    }
    assert next(values, None) is None
    return found


def by_fractions(hits, truths):
    """All-point, 11-point and without envelope, in whole numbers over whole numbers."""
    points, found = [], 0
    for k, hit in enumerate(hits, start=1):
        found += hit
        points.append((Fraction(found, truths), Fraction(found, k), hit))
    best = [max(p for _, p, _ in points[k:]) for k in range(len(points))]
    flat = sum((Fraction(hit, truths) * b for (_, _, hit), b in zip(points, best, strict=True)), Fraction(0))  # fmt: skip
    raw = sum((Fraction(hit, truths) * p for _, p, hit in points), Fraction(0))
    eleven = [max((p for r, p, _ in points if r >= Fraction(k, 10)), default=0) for k in range(11)]
    return {"all-point": flat, "11-point": Fraction(sum(eleven)) / 11, "no-envelope": raw}


def test_every_pattern_of_hits_agrees_with_fractions(table):
    assert len(table) == 2 * 2047
    for (truths, hits), four in table.items():
        row = dict(zip(METHODS, four, strict=True))
        for method, value in by_fractions(hits, truths).items():
            assert row[method] == pytest.approx(float(value), abs=1e-6), (truths, hits, method)
        # A grid of 101 reads of a falling curve: between its lowest and its highest sum.
        assert abs(row["101-point"] - row["all-point"]) <= 1 / 101 + 1e-6


def test_without_envelope_it_is_scikit_learns_where_all_truths_are_found(table):
    for hits in itertools.product((0, 1), repeat=10):
        if sum(hits):
            expected = average_precision_score(hits, SCORES) * sum(hits) / 10
            assert table[10, hits][METHODS.index("no-envelope")] == pytest.approx(
                expected, abs=1e-6
            )


def test_the_chapters_numbers_of_the_first_example(table):
    row = dict(zip(METHODS, table[10, tuple(EXAMPLE)], strict=True))
    assert row["all-point"] == pytest.approx((1 + 3 / 4 + 3 / 4 + 4 / 7 + 5 / 9) / 10, abs=1e-6)
    assert row["no-envelope"] == pytest.approx((1 + 2 / 3 + 3 / 4 + 4 / 7 + 5 / 9) / 10, abs=1e-6)
    assert len({round(v, 3) for v in row.values()}) == 4


def test_ties_are_three_and_three_and_let_each_other_in():
    assert TIED == (1.0, 0.9, 0.9, 0.9, 0.7, 0.7, 0.7, 0.6, 0.4, 0.3)
    assert [accepted(k, "none") for k in range(11)] == list(range(11))
    assert [accepted(k, "misses") for k in range(11)] == [0, 1, 4, 4, 4, 7, 7, 7, 8, 9, 10]
    assert ranking(EXAMPLE, "none") == list(range(10))
    assert ranking(EXAMPLE, "hits") == [0, 2, 3, 1, 6, 4, 5, 7, 8, 9]
    assert ranking(EXAMPLE, "misses") == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert ranking([0, 1, 1, 0, 1, 0, 0, 1, 1, 1], "misses") == [0, 3, 1, 2, 5, 6, 4, 7, 8, 9]
    best, worst = (measure([0, 1, 0, 0, 0, 0, 1, 0, 0, 0], 10, 10, t) for t in ("hits", "misses"))
    assert best["ap"] > worst["ap"]


def test_live_answer_is_the_answer_of_the_table(widget, table):
    rng = np.random.default_rng(1)
    for ties in ("none", "hits", "misses"):
        hits = rng.integers(0, 2, 10).tolist()
        asked = {"hits": hits, "truths": 15, "cut": 6, "ties": ties}
        (reply,) = conversation(widget, {"id": 4, "kind": "curve", **asked})
        assert (reply["id"], reply["kind"]) == (4, "answer")
        seen = tuple(hits[k] for k in reply["order"][: reply["accepted"]])
        np.testing.assert_allclose(reply["ap"], table[15, seen], atol=1e-7)
        assert len(reply["precision"]) == len(reply["recall"]) == len(reply["envelope"]) == len(seen)  # fmt: skip
        json.dumps(reply)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"hits": [1, 0]}, "`hits` 값은 0과 1 10개"),
        ({"hits": [2] * 10}, "`hits` 값은 0과 1 10개"),
        ({"truths": 9}, "`truths` 값은 10, 15"),
        ({"cut": 11}, "`cut` 값은 10 이하"),
        ({"cut": -1}, "`cut` 값은"),
        ({"ties": "file"}, "`ties` 값은 none, hits, misses"),
    ],
)
def test_bad_question_gets_an_error_not_silence(widget, change, text):
    question = {"hits": EXAMPLE, "truths": 10, "cut": 10, "ties": "none", **change}
    (reply,) = conversation(widget, {"id": 1, "kind": "curve", **question})
    assert reply["kind"] == "error"
    assert text in reply["text"]
    with pytest.raises(ValueError, match=f"`{next(iter(change))}` 값은"):
        viz.widgets.PrecisionRecallBuilder(**question)


def test_unknown_definition_is_named():
    with pytest.raises(ValueError, match="`method` 값은 all-point"):
        viz.widgets.PrecisionRecallBuilder(method="voc")


def test_nothing_accepted_still_has_a_picture():
    widget = viz.widgets.PrecisionRecallBuilder(cut=0, method="11-point")
    assert "11점 평균 0.0000" in widget._repr_mimebundle_()[1]["image/png"]["alt"]
