"""Suppression: loops over pairs as oracle, properties of the survivors, wrong rules rejected."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit.boxes import batched_nms, box_iou, nms, nms_naive
from coursekit.boxes.blocks import BLOCK

whole = st.integers(0, 8)
cases = st.lists(
    st.tuples(whole, whole, whole, whole, st.integers(0, 3), st.integers(0, 2)), max_size=12
)


def iou_of(a, b):
    width = max(0, min(a[2], b[2]) - max(a[0], b[0]))
    height = max(0, min(a[3], b[3]) - max(a[1], b[1]))
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - width * height
    return width * height / union if union > 0 else 0.0


def slow_nms(boxes, scores, threshold, labels=None):
    """Keeps a box unless one that was kept before it covers it: pair by pair in Python."""
    labels = [0] * len(boxes) if labels is None else labels
    order = sorted(range(len(boxes)), key=lambda i: (-scores[i], i))
    kept = []
    for i in order:
        if all(labels[i] != labels[k] or iou_of(boxes[i], boxes[k]) <= threshold for k in kept):
            kept.append(i)
    return kept


@given(case=cases, threshold=st.sampled_from([0, 0.1, 0.25, 1 / 3, 0.5, 0.7, 1]))
@settings(max_examples=150, deadline=None)
def test_survivors_of_the_slow_loop(case, threshold):
    x, y, w, h, scores, labels = np.array(case, dtype=float).reshape(-1, 6).T
    boxes = np.stack([x, y, x + w, y + h], axis=1)
    expected = slow_nms(boxes.tolist(), scores.tolist(), threshold)
    for kept in (nms(boxes, scores, threshold), nms_naive(boxes, scores, threshold)):
        assert kept.dtype == np.int64
        assert kept.tolist() == expected
    by_class = batched_nms(boxes, scores, labels.astype(int), threshold)
    assert by_class.dtype == np.int64
    assert by_class.tolist() == slow_nms(boxes.tolist(), scores.tolist(), threshold, labels)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("threshold", [0.0, 0.005, 0.3, 0.5, 0.75, 1.0])
@pytest.mark.parametrize("layout", ["scattered", "crowded", "tied", "far away", "one object"])
def test_the_fast_one_is_the_readable_one(layout, threshold, dtype, scattered, crowded):
    count = 4 * BLOCK + 37
    rng = np.random.default_rng(8)
    scores = rng.random(count)
    boxes = scattered(count, seed=9)
    if layout in ("crowded", "one object"):
        boxes = crowded(count, seed=9, objects=30 if layout == "crowded" else 1)
    elif layout == "tied":
        scores, boxes = rng.integers(0, 4, count), np.round(boxes / 8) * 8
    elif layout == "far away":
        boxes = boxes / 50 + 1e5
    boxes = boxes.astype(dtype)
    kept = nms(boxes, scores, threshold)
    assert kept.tolist() == nms_naive(boxes, scores, threshold).tolist()


def test_survivors_are_apart_and_the_removed_were_covered(crowded):
    boxes, scores = crowded(700, seed=1, objects=60), np.random.default_rng(2).random(700)
    kept = nms(boxes, scores, 0.4)
    iou = box_iou(boxes, boxes)
    among_kept = iou[np.ix_(kept, kept)]
    assert (among_kept[~np.eye(len(kept), dtype=bool)] <= 0.4).all()
    assert (np.diff(scores[kept]) <= 0).all()
    for gone in sorted(set(range(700)) - set(kept.tolist())):
        better = kept[scores[kept] > scores[gone]]
        assert iou[gone, better].max() > 0.4
    assert nms(boxes[kept], scores[kept], 0.4).tolist() == list(range(len(kept)))


def test_an_overlap_equal_to_the_threshold_survives():
    """IoU is 29/50 here: as a product, 0.58 * 50 falls below 29."""
    boxes = np.array([[0, 0, 50, 1], [0, 0, 29, 1]], float)
    assert 29 > 0.58 * 50
    assert (
        nms(boxes, [1, 0.5], 0.58).tolist() == nms_naive(boxes, [1, 0.5], 0.58).tolist() == [0, 1]
    )
    assert nms(boxes, [1, 0.5], 0.57).tolist() == [0]


def test_scores_may_be_below_zero_and_whole():
    boxes = [[0, 0, 2, 2], [0, 0, 2, 2], [5, 5, 6, 6]]
    assert nms(boxes, [-3, -1, -2], 0.5).tolist() == [1, 2]


def test_arguments_are_left_alone(scattered):
    boxes, scores, labels = scattered(50, seed=0), np.linspace(0, 1, 50), np.arange(50) % 3
    copies = boxes.copy(), scores.copy(), labels.copy()
    nms(boxes, scores, 0.5)
    batched_nms(boxes, scores, labels, 0.5)
    assert all((a == b).all() for a, b in zip(copies, (boxes, scores, labels), strict=True))


def test_nothing_in_nothing_out():
    for kept in (nms([], [], 0.5), nms_naive([], [], 0.5), batched_nms([], [], [], 0.5)):
        assert kept.shape == (0,)
        assert kept.dtype == np.int64


def test_no_offset_rounds_the_corners_of_a_later_class(crowded):
    """Pushing the classes apart and suppressing once is common, and wrong in float32."""
    rng = np.random.default_rng(5)
    boxes = (crowded(300, seed=6, objects=8) / 50 + 900).astype(np.float32)
    scores, labels = rng.random(300), rng.integers(0, 80, 300) // 40 * 79
    expected = slow_nms(boxes.astype(float).tolist(), scores.tolist(), 0.5, labels)
    assert batched_nms(boxes, scores, labels, 0.5).tolist() == expected
    offset = (labels * (boxes.max() + 1)).astype(np.float32)[:, None]
    assert nms(boxes + offset, scores, 0.5).tolist() != expected


ONE = [[0, 0, 1, 1]]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: nms(ONE, [0.5, 0.4], 0.5), r"`scores` 모양은 \(1,\)이어야.*\(2,\)"),
        (lambda: nms(ONE, [], 0.5), r"`scores` 모양은 \(1,\)"),
        (lambda: nms(ONE, [np.nan], 0.5), r"`scores\[0\]` 값은 유한해야"),
        (lambda: nms_naive(ONE, [0.5], 1.5), "`iou_threshold` 값은 0 이상인 1 이하인"),
        (lambda: nms(ONE, [0.5], -0.1), "`iou_threshold` 값은"),
        (lambda: nms([[3, 0, 1, 1]], [0.5], 0.5), r"`boxes\[0\]` 상자는"),
        (lambda: batched_nms(ONE, [0.5], [0.5], 0.5), "`labels` 값은 0 이상의 정수 1개"),
        (lambda: batched_nms(ONE, [0.5], [-1], 0.5), "`labels` 값은"),
        (lambda: batched_nms(ONE, [0.5], [0, 1], 0.5), "`labels` 값은"),
        (lambda: batched_nms([], [], [], 2), "`iou_threshold` 값은"),
    ],
)  # fmt: skip
def test_bad_arguments_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def assert_rules(rule):
    """Three rules at once: ties, the strictness of the threshold, classes."""
    boxes = [[0, 0, 4, 2], [0, 0, 4, 2], [2, 0, 6, 2], [0, 0, 4, 1], [20, 0, 24, 2], [20, 0, 24, 2]]
    scores, labels = [0.9, 0.9, 0.8, 0.7, 0.6, 0.95], [0, 0, 0, 0, 1, 0]
    kept = rule(np.array(boxes, float), np.array(scores), np.array(labels), 0.5)
    assert list(kept) == [5, 0, 2, 3, 4]  # box 3 is half of box 0: equal to the threshold


def variant(*, key=lambda s, i: (-s, i), strict=True, classes=True, compare="kept"):
    def rule(boxes, scores, labels, threshold):
        kept, seen = [], []
        for i in sorted(range(len(boxes)), key=lambda i: key(scores[i], i)):
            pool = kept if compare == "kept" else seen
            near = [k for k in pool if not classes or labels[k] == labels[i]]
            ious = [iou_of(boxes[i], boxes[k]) for k in near]
            if all(v <= threshold if strict else v < threshold for v in ious):
                kept.append(i)
            seen.append(i)
        return kept

    return rule


def test_ours_follows_the_rules():
    assert_rules(batched_nms)
    assert_rules(variant())


@pytest.mark.parametrize(
    "wrong",
    [
        variant(key=lambda s, i: (-s, -i)),
        variant(key=lambda s, i: (s, i)),
        variant(strict=False),
        variant(classes=False),
        lambda boxes, scores, labels, threshold: nms(boxes, scores, threshold),
        lambda boxes, scores, labels, threshold: sorted(
            batched_nms(boxes, scores, labels, threshold).tolist()
        ),
    ],
    ids=["ties the other way", "lowest score first", "at the threshold too", "across classes",
         "labels forgotten", "in the order of the input"],
)  # fmt: skip
def test_wrong_rules_are_rejected(wrong):
    with pytest.raises(AssertionError):
        assert_rules(wrong)


def test_a_box_that_was_removed_removes_nothing():
    """A chain: the first covers the second, the second the third, the first not the third."""
    boxes, scores = np.array([[0, 0, 10, 1], [4, 0, 14, 1], [8, 0, 18, 1]], float), [3, 2, 1]
    assert nms(boxes, scores, 0.4).tolist() == nms_naive(boxes, scores, 0.4).tolist() == [0, 2]
    labels = [0] * 3
    assert variant(compare="seen")(boxes, scores, labels, 0.4) == [0]
