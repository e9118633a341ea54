"""IoU and GIoU: squares counted on paper, pycocotools, and formulas that must be rejected."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycocotools import mask as coco

from coursekit.boxes import box_area, box_iou, box_iou_naive, generalized_box_iou

NOTHING = np.zeros((0, 4))

whole = st.integers(0, 12)
whole_boxes = st.lists(
    st.tuples(whole, whole, whole, whole).map(
        lambda b: [min(b[0], b[2]), min(b[1], b[3]), max(b[0], b[2]), max(b[1], b[3])]
    ),
    max_size=6,
)


def squares(box):
    x1, y1, x2, y2 = box
    return {(x, y) for x in range(x1, x2) for y in range(y1, y2)}


def counted(a, b):
    """IoU and GIoU of boxes with whole corners, by counting unit squares."""
    A, B = squares(a), squares(b)
    hull = (max(a[2], b[2]) - min(a[0], b[0])) * (max(a[3], b[3]) - min(a[1], b[1]))
    union = len(A | B)
    iou = Fraction(len(A & B), union) if union else Fraction(0)
    return float(iou), float(iou - (Fraction(hull - union, hull) if hull else 0))


def assert_by_counting(iou):
    rng = np.random.default_rng(3)
    low = rng.integers(0, 9, (40, 2))
    boxes = np.hstack([low, low + rng.integers(1, 9, (40, 2)) * (1, 2)])
    a, b = boxes[:20], boxes[20:]
    expected = [[counted(p, q)[0] for q in b.tolist()] for p in a.tolist()]
    np.testing.assert_allclose(iou(a.astype(float), b.astype(float)), expected, rtol=1e-12)


@given(count=st.tuples(st.integers(0, 9), st.integers(0, 9)), seed=st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_the_fast_one_is_the_readable_one(count, seed):
    rng = np.random.default_rng(seed)
    low = [rng.integers(0, 5, (n, 2)) + rng.random((n, 1)) for n in count]
    a, b = (np.hstack([x, x + rng.integers(0, 5, x.shape)]) for x in low)
    assert (box_iou(a, b) == box_iou_naive(a, b)).all()
    single = a.astype(np.float32), b.astype(np.float32)
    assert (box_iou(*single) == box_iou_naive(*single)).all()
    assert box_iou_naive(*single).dtype == np.float32
    assert box_iou_naive(a, b).shape == count


@given(a=whole_boxes, b=whole_boxes, dtype=st.sampled_from([np.float32, np.float64]))
@settings(max_examples=80, deadline=None)
def test_overlap_is_what_counting_squares_gives(a, b, dtype):
    expected = np.array([[counted(p, q) for q in b] for p in a]).reshape(len(a), len(b), 2)
    a, b = np.array(a, dtype).reshape(-1, 4), np.array(b, dtype).reshape(-1, 4)
    before = a.copy(), b.copy()
    iou, giou = box_iou(a, b), generalized_box_iou(a, b)
    assert iou.dtype == giou.dtype == dtype
    assert iou.shape == giou.shape == (len(a), len(b))
    rtol = 4 * np.finfo(dtype).eps
    np.testing.assert_allclose(iou, expected[..., 0], rtol=rtol)
    np.testing.assert_allclose(giou, expected[..., 1], rtol=4 * rtol, atol=4 * rtol)
    assert (before[0] == a).all()
    assert (before[1] == b).all()


def test_it_is_pycocotools_on_thousands_of_pairs(scattered):
    a, b = scattered(230, seed=0), scattered(170, seed=1)
    as_xywh = [np.hstack([x[:, :2], x[:, 2:] - x[:, :2]]) for x in (a, b)]
    expected = coco.iou(*as_xywh, [0] * len(b))
    np.testing.assert_allclose(box_iou(a, b), expected, rtol=1e-9, atol=1e-12)
    single = box_iou(a.astype(np.float32), b.astype(np.float32))
    assert single.dtype == np.float32
    np.testing.assert_allclose(single, expected, rtol=2e-4, atol=2e-6)


def test_blocks_of_rows_change_nothing(scattered, monkeypatch):
    a, b = scattered(37, seed=2), scattered(11, seed=3)
    expected = box_iou(a, b), generalized_box_iou(a, b)
    monkeypatch.setattr("coursekit.boxes.overlap.PAIRS_AT_ONCE", 25)
    assert (box_iou(a, b) == expected[0]).all()
    assert (generalized_box_iou(a, b) == expected[1]).all()


def test_what_must_hold_whatever_the_boxes(scattered):
    a, b = scattered(60, seed=4), scattered(50, seed=5)
    for overlap in (box_iou, generalized_box_iou):
        value = overlap(a, b)
        assert (value == overlap(b, a).T).all()
        assert (np.diag(overlap(a, a)) == 1).all()
        np.testing.assert_allclose(overlap(a + 512, b + 512), value, atol=1e-9)
        np.testing.assert_allclose(overlap(a * 8, b * 8), value, atol=1e-12)
        mirrored = overlap(a[:, [1, 0, 3, 2]], b[:, [1, 0, 3, 2]])
        np.testing.assert_allclose(mirrored, value, atol=1e-12)
    iou, giou = box_iou(a, b), generalized_box_iou(a, b)
    assert ((iou >= 0) & (iou <= 1)).all()
    assert ((giou >= -1) & (giou <= iou)).all()


def test_giou_knows_how_far_apart():
    boxes = [[x, 0, x + 1, 1] for x in (1, 2, 9, 999)]
    np.testing.assert_allclose(
        generalized_box_iou([[0, 0, 1, 1]], boxes)[0], [0, -1 / 3, -0.8, -0.998], rtol=1e-12
    )


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_points_and_lines_overlap_nothing(dtype):
    flat = np.array([[3, 3, 3, 3], [2, 0, 2, 9], [0, 0, 9, 9]], dtype)
    assert box_area(flat).tolist() == [0, 0, 81]
    assert box_iou(flat, flat).tolist() == [[0, 0, 0], [0, 0, 0], [0, 0, 1]]
    assert np.isfinite(generalized_box_iou(flat, flat)).all()
    assert generalized_box_iou(flat[:1], flat[:1]).tolist() == [[0]]


def test_nothing_in_nothing_out(scattered):
    some = scattered(3, seed=0)
    for overlap in (box_iou, generalized_box_iou):
        assert overlap(NOTHING, some).shape == (0, 3)
        assert overlap(some, []).shape == (3, 0)
        assert overlap([], []).shape == (0, 0)
    assert box_iou(np.zeros((0, 4), np.float32), some.astype(np.float32)).dtype == np.float32


def test_half_precision_does_not_overflow():
    big = np.array([[0, 0, 1000, 1000]], np.float16)
    assert box_iou(big, big).tolist() == [[1]]
    assert box_area(big).tolist() == [1e6]


@pytest.mark.parametrize(
    ("a", "message"),
    [
        ([[0, 0, 1]], r"`a` 모양은 \(\*, 4\)"),
        ([0, 0, 1, 1], r"`a` 모양은 \(\*, 4\)"),
        (np.zeros((0, 5)), r"`a` 모양은 \(\*, 4\)"),
        ([[0, 0, 1, 1], [0, 0, 1]], "`a` 값은 실수 배열"),
        (None, "`a` 값은 실수 배열"),
        ([["0", "0", "1", "1"]], "`a` 값은 실수 배열"),
        ([[0, 0, 1, 1], [5, 5, 2, 2]], r"`a\[1\]` 상자는 x1 ≤ x2, y1 ≤ y2.*5\.0, 5\.0, 2\.0.*box_convert"),
        ([[0, 5, 1, 2]], r"`a\[0\]` 상자는"),
        ([[0, 0, np.nan, 1]], r"`a\[0, 2\]` 값은 유한해야"),
        ([[0, 0, np.inf, 1]], r"`a\[0, 2\]` 값은 유한해야"),
    ],
)  # fmt: skip
def test_bad_boxes_are_named(a, message):
    for call in (box_iou, generalized_box_iou):
        with pytest.raises(ValueError, match=message):
            call(a, [[0, 0, 1, 1]])
    with pytest.raises(ValueError, match=message.replace("`a", "`boxes")):
        box_area(a)


def sides(a, b, extra=0.0):
    low = np.maximum(a[:, None, :2], b[:, :2])
    high = np.minimum(a[:, None, 2:], b[:, 2:])
    return high - low + extra


def ratio(inter, a, b, extra=0.0):
    area = [np.prod(x[:, 2:] - x[:, :2] + extra, axis=1) for x in (a, b)]
    return inter / (area[0][:, None] + area[1] - inter)


REJECTED = {
    "one is added to each side": lambda a, b: ratio(
        np.prod(np.maximum(sides(a, b, 1), 0), axis=2), a, b, 1
    ),
    "one is added to the overlap only": lambda a, b: ratio(
        np.prod(np.maximum(sides(a, b, 1), 0), axis=2), a, b
    ),
    "two sides below 0 make an overlap": lambda a, b: ratio(np.prod(sides(a, b), axis=2), a, b),
    "the overlap stays in the union": lambda a, b: (
        np.prod(np.maximum(sides(a, b), 0), axis=2) / (box_area(a)[:, None] + box_area(b))
    ),
    "x and y of b are swapped": lambda a, b: box_iou(a, b[:, [1, 0, 3, 2]]),
    "divided by the smaller box": lambda a, b: (
        np.prod(np.maximum(sides(a, b), 0), axis=2)
        / np.minimum(box_area(a)[:, None], box_area(b))
    ),
}  # fmt: skip


def test_our_iou_passes_the_count():
    assert_by_counting(box_iou)


@pytest.mark.parametrize("wrong", REJECTED)
def test_a_wrong_iou_does_not(wrong):
    with pytest.raises(AssertionError):
        assert_by_counting(REJECTED[wrong])
