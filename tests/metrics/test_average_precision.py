"""AP in its four definitions: loops over the definition, scikit-learn, hand numbers, and a bank of mistakes."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score

from coursekit.metrics import average_precision, precision_envelope, precision_recall


@st.composite
def rankings(draw):
    hits = draw(st.lists(st.booleans(), max_size=25))
    return hits, sum(hits) + draw(st.integers(0, 10)) + (not any(hits))


def points(hits, truths):
    """(recall, precision) as exact fractions after each detection."""
    found = [sum(hits[: k + 1]) for k in range(len(hits))]
    return [(Fraction(tp, truths), Fraction(tp, k + 1)) for k, tp in enumerate(found)]


def best_from(curve, least):
    return max((p for r, p in curve if r >= least), default=Fraction(0))


def by_definition(hits, truths, method):
    """The sums of the papers in exact arithmetic, without arrays."""
    curve = points(hits, truths)
    if method == "11-point":
        return float(sum(best_from(curve, Fraction(k, 10)) for k in range(11)) / 11)
    if method == "101-point":  # COCO's thresholds are the floating-point numbers k · 0.01
        rounded = [(float(r), p) for r, p in curve]
        return (
            float(sum(best_from(rounded, k * 0.01) for k in range(100)) + best_from(curve, 1)) / 101
        )
    total, before = Fraction(0), Fraction(0)
    for r, p in curve:
        total += (r - before) * (best_from(curve, r) if method == "all-point" else p)
        before = r
    return float(total)


METHODS = ["all-point", "11-point", "101-point", "no-envelope"]


@pytest.mark.parametrize("method", METHODS)
@given(rankings())
@settings(max_examples=60, deadline=None)
def test_each_definition_is_its_sum(method, ranking):
    hits, truths = ranking
    precision, recall = precision_recall(hits, truths=truths)
    found = average_precision(recall, precision, method)
    assert found == pytest.approx(by_definition(hits, truths, method), abs=1e-12)
    assert 0 <= found <= 1


@given(rankings().filter(lambda ranking: any(ranking[0])))
@settings(max_examples=40, deadline=None)
def test_without_the_envelope_it_is_scikit_learns(ranking):
    hits, _ = ranking
    precision, recall = precision_recall(hits, truths=sum(hits))  # every truth is in the list
    expected = average_precision_score(hits, -np.arange(len(hits), dtype=float))
    assert average_precision(recall, precision, "no-envelope") == pytest.approx(expected)


def test_five_detections_by_hand():
    precision, recall = precision_recall([True, False, True, True, False], truths=4)
    assert precision.tolist() == [1, 1 / 2, 2 / 3, 3 / 4, 3 / 5]
    assert recall.tolist() == [1 / 4, 1 / 4, 2 / 4, 3 / 4, 3 / 4]
    assert precision_envelope(precision).tolist() == [1, 3 / 4, 3 / 4, 3 / 4, 3 / 5]
    found = {m: average_precision(recall, precision, m) for m in METHODS}
    assert found["all-point"] == pytest.approx((1 + 3 / 4 + 3 / 4) / 4)
    assert found["no-envelope"] == pytest.approx((1 + 2 / 3 + 3 / 4) / 4)
    assert found["11-point"] == pytest.approx((3 * 1 + 5 * 3 / 4) / 11)  # 0–0.2 and 0.3–0.7
    assert found["101-point"] == pytest.approx((26 * 1 + 50 * 3 / 4) / 101)  # 0–0.25 and 0.26–0.75


def test_a_recall_that_is_a_grid_point_is_read_there():
    """> instead of ≥, and 0.1 × 3 instead of 3 / 10, would each lose a point."""
    precision, recall = precision_recall([True] * 3, truths=10)
    assert average_precision(recall, precision, "11-point") == 4 / 11
    strict = np.mean([max(precision[recall > k / 10], default=0) for k in range(11)])
    multiplied = np.mean([max(precision[recall >= r], default=0) for r in np.linspace(0, 1, 11)])
    assert strict == multiplied == 3 / 11


@pytest.mark.parametrize("found", [35, 57, 95])
def test_coco_reads_at_its_own_rounded_thresholds(found):
    """0.01 × 57 is a bit above 57/100, so that a recall of 57 in 100 does not reach it; ours must not either."""
    precision, recall = precision_recall([True] * found, truths=100)
    assert np.linspace(0, 1, 101)[found] > found / 100
    assert average_precision(recall, precision, "101-point") == pytest.approx(found / 101)


@pytest.mark.parametrize("method", METHODS[:3])
def test_the_envelope_is_needed(method):
    precision, recall = precision_recall([False, True, True, True], truths=3)
    without = {
        "all-point": average_precision(recall, precision, "no-envelope"),
        "11-point": np.mean(np.append(precision, 0)[np.searchsorted(recall, np.arange(11) / 10)]),
        "101-point": np.mean(
            np.append(precision, 0)[np.searchsorted(recall, np.arange(101) / 100)]
        ),
    }[method]
    assert average_precision(recall, precision, method) == pytest.approx(3 / 4)
    assert without < 3 / 4 - 0.05


def test_the_order_of_equal_scores_is_the_callers_and_matters():
    precision, recall = precision_recall([True, False], truths=1)
    other_precision, other_recall = precision_recall([False, True], truths=1)
    assert average_precision(recall, precision) == 1
    assert average_precision(other_recall, other_precision) == 1 / 2


@pytest.mark.parametrize("method", METHODS)
def test_nothing_found_is_zero_and_everything_found_is_one(method):
    for hits, expected in (([], 0), ([False] * 3, 0), ([True] * 3, 1)):
        precision, recall = precision_recall(hits, truths=3)
        assert average_precision(recall, precision, method) == expected


def test_the_envelope_works_along_the_last_axis():
    rows = np.random.default_rng(0).random((2, 3, 7))
    for row, found in zip(rows.reshape(6, 7), precision_envelope(rows).reshape(6, 7), strict=True):
        assert found.tolist() == [row[k:].max() for k in range(7)]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: precision_recall([1, 0], truths=2), "`hits` 값은 참과 거짓"),
        (lambda: precision_recall([[True]], truths=2), "`hits` 값은 참과 거짓"),
        (lambda: precision_recall([True], truths=0), "`truths` 값"),
        (lambda: precision_recall([True, True], truths=1), "두 번 맞힌"),
        (lambda: average_precision([0.5], [1.0, 1.0]), "`precision` 모양"),
        (lambda: average_precision([0.5, 0.4], [1, 1]), "`recall` 값은 줄지 않아야"),
        (lambda: average_precision([0.5], [1.5]), "`precision` 값은 0 이상 1 이하"),
        (lambda: average_precision([-0.5], [0.5]), "`recall` 값은 0 이상 1 이하"),
        (lambda: average_precision([np.nan], [0.5]), r"`recall\[0\]` 값은 유한"),
        (lambda: average_precision([0.5], [0.5], "coco"), "`method` 값"),
        (lambda: precision_envelope(["a"]), "`precision` 값은 실수"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
