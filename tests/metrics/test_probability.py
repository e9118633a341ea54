"""Stated probabilities: scikit-learn and slow loops as oracles, a calibrated source as the ideal."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import calibration
from sklearn import metrics as theirs

from coursekit.metrics import brier_score, log_loss, reliability


def draw(seed, n=40, classes=4):
    rng = np.random.default_rng(seed)
    return rng.integers(0, classes, n), rng.dirichlet(np.full(classes, 0.4), n)


@given(seed=st.integers(0, 9999), n=st.integers(1, 50), classes=st.integers(2, 6))
@settings(max_examples=50, deadline=None)
def test_log_loss_and_brier_are_scikit_learns(seed, n, classes):
    truth, p = draw(seed, n, classes)
    labels = range(classes)
    assert log_loss(truth, p) == pytest.approx(theirs.log_loss(truth, p, labels=labels), rel=1e-10)
    expected = theirs.brier_score_loss(truth, p, labels=labels, scale_by_half=False)
    assert brier_score(truth, p) == pytest.approx(expected, rel=1e-10)


def test_by_hand():
    truth, p = [0, 1], [[0.5, 0.5], [0.25, 0.75]]
    assert log_loss(truth, p) == pytest.approx((math.log(2) + math.log(4 / 3)) / 2)
    assert brier_score(truth, p) == pytest.approx((0.5 + 0.125) / 2)


def test_certain_and_wrong_is_large_but_finite():
    assert log_loss([0], [[0.0, 1.0]]) == pytest.approx(-math.log(np.finfo(float).eps))
    assert brier_score([0], [[0.0, 1.0]]) == 2


def slow_ece(truth, p, bins):
    total = 0.0
    for b in range(bins):
        inside = [
            (row.max(), int(row.argmax() == y))
            for y, row in zip(truth, p, strict=True)
            if b / bins < row.max() <= (b + 1) / bins
        ]
        if inside:
            stated, right = map(sum, zip(*inside, strict=True))
            total += abs(right - stated)
    return total / len(truth)


@given(seed=st.integers(0, 9999), bins=st.integers(1, 15))
@settings(max_examples=40, deadline=None)
def test_the_table_is_scikit_learns_and_the_error_a_slow_loops(seed, bins):
    truth, p = draw(seed)
    table = reliability(truth, p, bins=bins)
    right, stated = calibration.calibration_curve(
        p.argmax(axis=1) == truth, p.max(axis=1), n_bins=bins
    )
    filled = table.counts > 0
    assert table.counts.sum() == len(truth)
    np.testing.assert_allclose(table.accuracy[filled], right)
    np.testing.assert_allclose(table.confidence[filled], stated)
    assert np.isnan(table.accuracy[~filled]).all()
    assert table.expected_calibration_error == pytest.approx(slow_ece(truth, p, bins), abs=1e-12)


def test_a_source_that_tells_the_truth_is_calibrated_and_a_boaster_is_not():
    rng = np.random.default_rng(0)
    p = rng.dirichlet([1, 1, 1], 20_000)
    truth = (rng.random((20_000, 1)) > p.cumsum(axis=1)).sum(axis=1)
    assert reliability(truth, p).expected_calibration_error < 0.01
    boast = p**3 / (p**3).sum(axis=1, keepdims=True)
    assert reliability(truth, boast).expected_calibration_error > 0.1
    assert theirs.accuracy_score(truth, boast.argmax(axis=1)) == theirs.accuracy_score(
        truth, p.argmax(axis=1)
    )


def test_bins_not_weighted_by_their_size_would_be_another_error():
    truth, p = draw(0)
    table = reliability(truth, p)
    unweighted = np.nanmean(np.abs(table.accuracy - table.confidence))
    assert unweighted != pytest.approx(table.expected_calibration_error, rel=1e-2)


@pytest.mark.parametrize("measure", [log_loss, brier_score, reliability])
@pytest.mark.parametrize(
    ("truth", "p", "message"),
    [
        ([0, 1], [[1.0, 0.0]], r"`probabilities` 모양은 \(2, \*\)"),
        ([2], [[0.5, 0.5]], "`y_true` 값은 0 이상 2 미만"),
        ([0], [[1.5, -0.5]], "`probabilities` 값은 0 이상"),
        ([0], [[3.0, 1.0]], r"`probabilities\[0\]` 값은 합이 1.*소프트맥스"),
        ([0], [[np.nan, 1.0]], "유한"),
    ],
)
def test_bad_input_is_named(measure, truth, p, message):
    with pytest.raises(ValueError, match=message):
        measure(truth, p)


def test_float32_softmax_is_taken():
    p = np.random.default_rng(0).dirichlet(np.ones(10), 100).astype(np.float32)
    assert log_loss(np.zeros(100, int), p) > 0
    with pytest.raises(ValueError, match="`bins`"):
        reliability([0], [[0.5, 0.5]], bins=0)
