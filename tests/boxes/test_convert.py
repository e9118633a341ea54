"""One box at a time: formats, area, clipping, the ones too small."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit.boxes import box_area, box_convert, clip_boxes, inside_image, remove_small_boxes

FORMATS = ["xyxy", "xywh", "cxcywh"]
BY_HAND = {
    "xyxy": [[10, 20, 30, 60], [0, 0, 5, 1]],
    "xywh": [[10, 20, 20, 40], [0, 0, 5, 1]],
    "cxcywh": [[20, 40, 20, 40], [2.5, 0.5, 5, 1]],
}


@pytest.mark.parametrize("source", FORMATS)
@pytest.mark.parametrize("target", FORMATS)
def test_each_format_of_the_same_box(source, target):
    given_boxes = np.array(BY_HAND[source], np.float32)
    got = box_convert(given_boxes, source, target)
    assert got.dtype == np.float32
    assert got.tolist() == BY_HAND[target]
    assert given_boxes.tolist() == BY_HAND[source]
    assert not np.shares_memory(got, given_boxes)


numbers = st.floats(-1e4, 1e4)
sizes = st.floats(0, 1e4)


@given(
    boxes=st.lists(st.tuples(numbers, numbers, sizes, sizes), max_size=5),
    through=st.sampled_from(FORMATS),
)
@settings(max_examples=60, deadline=None)
def test_there_and_back(boxes, through):
    boxes = np.array(boxes, dtype=float).reshape(-1, 4)
    there = box_convert(boxes, "xywh", through)
    assert there.shape == boxes.shape
    np.testing.assert_allclose(box_convert(there, through, "xywh"), boxes, atol=1e-8)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: box_convert([[0, 0, 1, 1]], "xyxy", "yolo"), "`out_format` 값은 xyxy, xywh, cxcywh.*'yolo'"),
        (lambda: box_convert([[0, 0, 1, 1]], "XYXY", "xywh"), "`in_format` 값은"),
        (lambda: box_convert([[9, 0, 1, 1]], "xyxy", "xywh"), r"`boxes\[0\]` 상자는 x1 ≤ x2"),
        (lambda: box_convert([[0, 0, 1, 1], [0, 0, 1, -1]], "xywh", "xyxy"), r"`boxes\[1\]` 너비와 높이는 0 이상"),
        (lambda: clip_boxes([[0, 0, 1, 1]], 5), r"`image_size` 값은 \(높이, 너비\)"),
        (lambda: clip_boxes([[0, 0, 1, 1]], (5, 0)), r"`image_size\[1\]` 값은 1 이상의 정수"),
        (lambda: inside_image([[0, 0, 1, 1]], (5.5, 3)), r"`image_size\[0\]` 값은 1 이상의 정수"),
        (lambda: remove_small_boxes([[0, 0, 1, 1]], -1), "`min_size` 값은 0 이상"),
    ],
)  # fmt: skip
def test_bad_arguments_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_nothing_in_nothing_out():
    assert box_convert([], "xywh", "xyxy").shape == (0, 4)
    assert box_area([]).shape == (0,)
    assert clip_boxes([], (3, 4)).shape == (0, 4)
    assert inside_image([], (3, 4)).shape == (0,)
    assert remove_small_boxes([], 1).shape == (0,)
    assert remove_small_boxes([], 1).dtype == np.int64


def assert_clip(clip):
    """Height 5 and width 9; a box over each side, one inside, one quite outside."""
    boxes = np.array(
        [[-3, 1, 4, 2], [1, -3, 2, 4], [6, 1, 12, 2], [1, 3, 2, 8], [2, 2, 3, 3], [20, 20, 30, 30]]
    )
    expected = [
        [0, 1, 4, 2], [1, 0, 2, 4], [6, 1, 9, 2], [1, 3, 2, 5], [2, 2, 3, 3], [9, 5, 9, 5],
    ]  # fmt: skip
    assert np.asarray(clip(boxes, (5, 9))).tolist() == expected


def test_boxes_are_cut_at_the_sides_of_the_image():
    assert_clip(clip_boxes)
    boxes = np.array([[-1, 0, 2, 2]], np.float32)
    assert clip_boxes(boxes, (3, 3)).dtype == np.float32
    assert boxes[0, 0] == -1
    assert box_area(clip_boxes([[20, 20, 30, 30]], (5, 9))).tolist() == [0]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda boxes, size: np.clip(boxes, 0, [size[0], size[1]] * 2),
        lambda boxes, size: np.clip(boxes, 0, [size[1] - 1, size[0] - 1] * 2),
        lambda boxes, size: np.minimum(boxes, [size[1], size[0]] * 2),
    ],
    ids=["height for width", "last pixel for the border", "only above"],
)
def test_a_wrong_clip_is_seen(wrong):
    with pytest.raises(AssertionError):
        assert_clip(wrong)


def test_inside_is_what_clipping_leaves_alone():
    boxes = np.array([[0, 0, 9, 5], [0, 0, 9.1, 5], [-0.1, 0, 3, 3], [0, 0, 5, 9], [2, 2, 3, 3]])
    inside = inside_image(boxes, (5, 9))
    assert inside.tolist() == [True, False, False, False, True]
    assert inside.tolist() == (clip_boxes(boxes, (5, 9)) == boxes).all(axis=1).tolist()


def test_the_shorter_side_decides():
    boxes = [[0, 0, 9, 1], [0, 0, 2, 2], [0, 0, 1, 9], [0, 0, 3, 2], [4, 4, 4, 4]]
    assert remove_small_boxes(boxes, 2).tolist() == [1, 3]
    assert remove_small_boxes(boxes, 0).tolist() == [0, 1, 2, 3, 4]
