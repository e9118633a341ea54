"""ROC and precision-recall: scikit-learn, every pair of a positive and a negative, and a hand count."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics as theirs

from coursekit.metrics import precision_recall_curve, roc_curve


@st.composite
def rankings(draw):
    """Few different scores, so that ties are the rule."""
    n = draw(st.integers(2, 30))
    truth = draw(st.lists(st.integers(0, 1), min_size=n, max_size=n))
    truth[0], truth[1] = 0, 1
    scores = draw(st.lists(st.integers(0, 6), min_size=n, max_size=n))
    return np.array(truth), np.array(scores) / 7


def auc_by_pairs(truth, scores):
    pairs = [(p > n) + 0.5 * (p == n) for p in scores[truth == 1] for n in scores[truth == 0]]
    return np.mean(pairs)


@given(rankings())
@settings(max_examples=60, deadline=None)
def test_the_roc_is_scikit_learns_and_its_area_counts_pairs(ranking):
    truth, scores = ranking
    curve = roc_curve(truth, scores)
    fpr, tpr, thresholds = theirs.roc_curve(truth, scores, drop_intermediate=False)
    np.testing.assert_allclose(curve.fpr, fpr, atol=1e-14)
    np.testing.assert_allclose(curve.tpr, tpr, atol=1e-14)
    assert np.array_equal(curve.thresholds, thresholds)
    assert curve.auc == pytest.approx(auc_by_pairs(truth, scores), abs=1e-12)


@given(rankings())
@settings(max_examples=60, deadline=None)
def test_precision_recall_is_scikit_learns(ranking):
    truth, scores = ranking
    curve = precision_recall_curve(truth, scores)
    precision, recall, thresholds = theirs.precision_recall_curve(truth, scores)
    np.testing.assert_allclose(curve.precision[::-1], precision, atol=1e-14)
    np.testing.assert_allclose(curve.recall[::-1], recall, atol=1e-14)
    assert np.array_equal(curve.thresholds[:0:-1], thresholds)
    expected = theirs.average_precision_score(truth, scores)
    assert curve.average_precision == pytest.approx(expected, abs=1e-12)


def test_four_scores_by_hand():
    truth, scores = [1, 0, 1, 0], [0.9, 0.8, 0.7, 0.1]
    roc, pr = roc_curve(truth, scores), precision_recall_curve(truth, scores)
    assert roc.auc == 0.75  # three of the four pairs are in order
    assert pr.precision.tolist() == [1, 1, 1 / 2, 2 / 3, 1 / 2]
    assert pr.recall.tolist() == [0, 1 / 2, 1 / 2, 1, 1]
    assert pr.average_precision == pytest.approx(1 / 2 * 1 + 1 / 2 * 2 / 3)


def test_equal_scores_taken_one_by_one_would_flatter():
    truth, scores = np.array([1, 0, 1, 0]), np.zeros(4)
    assert roc_curve(truth, scores).auc == 0.5
    one_by_one = np.trapezoid(np.cumsum(truth) / 2, np.cumsum(1 - truth) / 2)
    assert one_by_one != 0.5


def test_the_trapezoid_would_not_be_the_average_precision():
    rng = np.random.default_rng(0)
    truth, scores = rng.integers(0, 2, 50), rng.random(50)
    curve = precision_recall_curve(truth, scores)
    trapezoid = np.trapezoid(curve.precision, curve.recall)
    assert trapezoid != pytest.approx(curve.average_precision, rel=1e-3)


def test_rare_positives_are_hidden_by_the_roc_alone():
    rng = np.random.default_rng(0)
    truth = np.repeat([0, 1], [9900, 100])
    scores = rng.normal(size=10_000) + 2 * truth
    assert roc_curve(truth, scores).auc > 0.9
    assert precision_recall_curve(truth, scores).average_precision < 0.5


@pytest.mark.parametrize("curve", [roc_curve, precision_recall_curve])
@pytest.mark.parametrize(
    ("truth", "scores", "message"),
    [
        ([0, 0], [0.1, 0.2], "양성"),
        ([0, 2], [0.1, 0.2], "0 이상 2 미만"),
        ([0, 1], [0.1], "`scores` 길이"),
        ([0, 1], [0.1, np.nan], r"`scores\[1\]` 값은 유한"),
        ([0, 1], [[0.1, 0.2]], "`scores` 모양"),
    ],
)
def test_bad_input_is_named(curve, truth, scores, message):
    with pytest.raises(ValueError, match=message):
        curve(truth, scores)


def test_an_roc_needs_a_negative_too():
    assert precision_recall_curve([1, 1], [0.1, 0.2]).average_precision == 1
    with pytest.raises(ValueError, match="음성"):
        roc_curve([1, 1], [0.1, 0.2])
