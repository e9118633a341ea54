"""Soft-NMS: scores by hand, a slow loop, and hard suppression as its limit."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit.boxes import nms, soft_nms

BOXES = [[0, 0, 4, 2], [2, 0, 6, 2], [3, 0, 7, 2], [20, 0, 24, 2]]  # IoU 1/3, 1/7, then 3/5
SCORES = [0.9, 0.8, 0.7, 0.1]


def slow_soft_nms(boxes, scores, decay, floor):
    left = {i: s for i, s in enumerate(scores) if s >= floor}
    kept = []
    while left:
        best = max(left, key=lambda i: (left[i], -i))
        kept.append((best, left.pop(best)))
        for i in left:
            a, b = boxes[best], boxes[i]
            width = max(0, min(a[2], b[2]) - max(a[0], b[0]))
            height = max(0, min(a[3], b[3]) - max(a[1], b[1]))
            both = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1])
            left[i] *= decay(width * height / max(both - width * height, 1e-300))
        left = {i: s for i, s in left.items() if s >= floor}
    return [i for i, _ in kept], [s for _, s in kept]


def test_scores_by_hand():
    keep, scores = soft_nms(BOXES, SCORES, method="linear", iou_threshold=0.3)
    # box 1 falls to 0.8 * 2/3 and box 2 stays at 0.7; then box 2 takes 3/5 from box 1
    assert keep.tolist() == [0, 2, 1, 3]
    np.testing.assert_allclose(scores, [0.9, 0.7, 0.8 * 2 / 3 * 2 / 5, 0.1], rtol=1e-12)
    keep, scores = soft_nms(BOXES[:2], SCORES[:2], sigma=0.5)
    np.testing.assert_allclose(scores, [0.9, 0.8 * math.exp(-((1 / 3) ** 2) / 0.5)], rtol=1e-12)


@given(
    seed=st.integers(0, 10**6),
    count=st.integers(0, 12),
    method=st.sampled_from(["gaussian", "linear"]),
)
@settings(max_examples=60, deadline=None)
def test_it_is_the_slow_loop(seed, count, method):
    rng = np.random.default_rng(seed)
    low = rng.uniform(0, 9, (count, 2))
    boxes, scores = np.hstack([low, low + rng.uniform(1, 9, (count, 2))]), rng.random(count)
    decay = {
        "gaussian": lambda v: math.exp(-v * v / 0.3),
        "linear": lambda v: 1 - v if v > 0.25 else 1,
    }[method]
    expected = slow_soft_nms(boxes.tolist(), scores.tolist(), decay, 0.05)
    keep, new = soft_nms(
        boxes, scores, method=method, sigma=0.3, iou_threshold=0.25, score_threshold=0.05
    )
    assert keep.tolist() == expected[0]
    assert keep.dtype == np.int64
    np.testing.assert_allclose(new, expected[1], rtol=1e-10)
    assert (np.diff(new) <= 0).all()
    assert (new <= scores[keep]).all()


def test_a_narrow_gaussian_is_hard_suppression(crowded):
    boxes, scores = crowded(150, seed=3), np.random.default_rng(4).uniform(0.1, 1, 150)
    keep, new = soft_nms(boxes, scores, sigma=1e-9, score_threshold=0.05)
    assert keep.tolist() == nms(boxes, scores, 1e-3).tolist()
    assert (new == scores[keep]).all()


def test_ties_take_the_lower_index_and_arguments_stay(scattered):
    boxes, scores = scattered(20, seed=0), np.full(20, 0.5)
    keep, _ = soft_nms(boxes, scores)
    assert keep[0] == 0
    assert (scores == 0.5).all()
    assert soft_nms([], [])[0].tolist() == soft_nms([], [])[1].tolist() == []
    assert soft_nms(boxes.astype(np.float32), scores.astype(np.float32))[1].dtype == np.float32


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"method": "hard"}, '`method` 값은 "gaussian"이나 "linear"여야 합니다.*hard'),
        ({"sigma": 0}, "`sigma` 값은 0보다 큰"),
        ({"iou_threshold": 2}, "`iou_threshold` 값은"),
        ({"score_threshold": -1}, "`score_threshold` 값은 0 이상"),
    ],
)
def test_bad_arguments_are_named(options, message):
    with pytest.raises(ValueError, match=message):
        soft_nms(BOXES, SCORES, **options)


def test_a_score_below_zero_would_grow():
    with pytest.raises(ValueError, match=r"`scores` 값은 0 이상이어야.*-0\.5"):
        soft_nms(BOXES, [0.9, -0.5, 0.7, 0.1])


@pytest.mark.parametrize(
    "decay",
    [
        lambda v: 1 - v,
        lambda v: v if v > 0.3 else 1,
        lambda v: 0 if v > 0.3 else 1,
        lambda v: math.exp(-v / 0.5),
    ],
    ids=["threshold forgotten", "overlap for one minus it", "hard", "no square"],
)
def test_another_decay_is_seen(decay):
    ours = soft_nms(BOXES, SCORES, method="linear")[1], soft_nms(BOXES, SCORES)[1]
    wrong = slow_soft_nms(BOXES, SCORES, decay, 0.001)[1]
    assert all(len(a) != len(wrong) or not np.allclose(a, wrong) for a in ours)
