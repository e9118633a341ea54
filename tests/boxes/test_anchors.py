"""Anchors: numbers of the papers, where each one stands, and the usual slips."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit.boxes import anchor_boxes, box_area, box_convert, grid_anchors, inside_image

positive = st.floats(0.1, 1000)


def assert_base(make):
    """A ratio is height over width; the area is the square of the size; ratios come outermost."""
    base = make([16, 32], [0.25, 1, 4])
    sides = [[32, 8], [64, 16], [16, 16], [32, 32], [8, 32], [16, 64]]
    np.testing.assert_allclose(base[:, 2:] - base[:, :2], sides, rtol=1e-12)
    np.testing.assert_allclose(base[:, 2:] + base[:, :2], 0, atol=1e-12)


@given(
    sizes=st.lists(positive, min_size=1, max_size=3),
    ratios=st.lists(positive, min_size=1, max_size=3),
)
@settings(max_examples=60, deadline=None)
def test_area_is_the_square_of_the_size(sizes, ratios):
    base = anchor_boxes(sizes, ratios)
    np.testing.assert_allclose(box_area(base), np.square(sizes * len(ratios)), rtol=1e-9)
    width, height = (base[:, 2:] - base[:, :2]).T
    np.testing.assert_allclose(height / width, np.repeat(ratios, len(sizes)), rtol=1e-9)


def slip(width, height):
    def make(sizes, ratios):
        pairs = [(width(s, r), height(s, r)) for r in ratios for s in sizes]
        half = np.array(pairs, dtype=float) / 2
        return np.hstack([-half, half])

    return make


def test_sides_by_hand():
    assert_base(anchor_boxes)
    assert_base(slip(lambda s, r: s / r**0.5, lambda s, r: s * r**0.5))


@pytest.mark.parametrize(
    "wrong",
    [
        slip(lambda s, r: s * r**0.5, lambda s, r: s * r**0.5),
        slip(lambda s, r: s * r**0.5, lambda s, r: s / r**0.5),
        slip(lambda s, r: s, lambda s, r: s * r),
        slip(lambda s, r: s / r, lambda s, r: s * r),
        lambda sizes, ratios: anchor_boxes(ratios, sizes),
        lambda sizes, ratios: anchor_boxes(sizes, ratios) + 8,
    ],
    ids=["height for both", "width over height", "area grows", "no root", "swapped", "at a corner"],
)
def test_wrong_sides_are_rejected(wrong):
    with pytest.raises(AssertionError):
        assert_base(wrong)


def assert_grid(grid):
    """2 rows, 3 columns, steps of 10 down and 4 across: every corner worked out on paper."""
    base = np.array([[-2, -3, 2, 3], [-1, -1, 1, 1]], dtype=float)
    anchors = grid((2, 3), (10, 4), base)
    assert anchors.shape == (12, 4)
    expected = []
    for y in (5, 15):
        for x in (2, 6, 10):
            expected += [[x - 2, y - 3, x + 2, y + 3], [x - 1, y - 1, x + 1, y + 1]]
    assert anchors.tolist() == expected


def test_where_each_anchor_stands():
    assert_grid(grid_anchors)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda size, stride, base: grid_anchors(size, stride, base, offset=0),
        lambda size, stride, base: grid_anchors(size[::-1], stride[::-1], base),
        lambda size, stride, base: grid_anchors(size, stride[::-1], base),
        lambda size, stride, base: grid_anchors(size, stride[0], base),
        lambda size, stride, base: grid_anchors(size, stride, base[:, [1, 0, 3, 2]]),
        lambda size, stride, base: grid_anchors(size, stride, base[::-1]),
        lambda size, stride, base: (
            grid_anchors(size, stride, base).reshape(6, 2, 4).swapaxes(0, 1).reshape(12, 4)
        ),
    ],
    ids=["half a cell missing", "height and width swapped", "steps swapped", "one step for both",
         "anchors turned", "anchors reversed", "anchors outermost"],
)  # fmt: skip
def test_a_wrong_grid_is_rejected(wrong):
    with pytest.raises(AssertionError):
        assert_grid(wrong)


def test_faster_rcnn_has_twenty_thousand_of_which_eight_stay_inside():
    """An image of 600 x 1000 at stride 16; the paper says "roughly 20000" and "roughly 6000"."""
    base = anchor_boxes([128, 256, 512], [0.5, 1, 2])
    anchors = grid_anchors((600 // 16, 1000 // 16), 16, base)
    assert len(anchors) == 37 * 62 * 9 == 20_646
    assert inside_image(anchors, (600, 1000)).sum() == 8_044
    assert inside_image(anchors, (1000, 600)).sum() != 8_044


@pytest.mark.parametrize(
    ("maps", "total"),
    [
        # side of the map, anchors in each place: SSD300, SSD512, YOLOv2, YOLOv3 at 416
        ([(38, 4), (19, 6), (10, 6), (5, 6), (3, 4), (1, 4)], 8_732),
        ([(64, 4), (32, 6), (16, 6), (8, 6), (4, 6), (2, 4), (1, 4)], 24_564),
        ([(13, 5)], 845),
        ([(52, 3), (26, 3), (13, 3)], 10_647),
    ],
)
def test_counts_that_the_papers_state(maps, total):
    made = [grid_anchors((s, s), 8, anchor_boxes(range(1, n + 1), [1])) for s, n in maps]
    assert sum(map(len, made)) == total


def test_centers_and_dtype():
    base = anchor_boxes([8], [1]).astype(np.float32)
    anchors = grid_anchors((3, 5), 2.5, base)
    assert anchors.dtype == np.float32
    centers = box_convert(anchors, "xyxy", "cxcywh").reshape(3, 5, 4)
    np.testing.assert_allclose(centers[2, 4, :2], [11.25, 6.25])
    assert grid_anchors((2, 2), 4, []).shape == (0, 4)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: anchor_boxes([], [1]), "`sizes` 값은 수가 하나 이상인 목록"),
        (lambda: anchor_boxes(16, [1]), "`sizes` 값은 수가 하나 이상인 목록"),
        (lambda: anchor_boxes([16], [1, 0]), r"`ratios\[1\]` 값은 0보다 큰"),
        (lambda: anchor_boxes([-16], [1]), r"`sizes\[0\]` 값은 0보다 큰.*-16"),
        (lambda: grid_anchors(3, 8, [[0, 0, 1, 1]]), r"`feature_size` 값은 \(높이, 너비\)"),
        (lambda: grid_anchors((3, 0), 8, [[0, 0, 1, 1]]), r"`feature_size\[1\]` 값은 1 이상"),
        (lambda: grid_anchors((3, 3), 0, [[0, 0, 1, 1]]), "`stride` 값은 0보다 큰"),
        (lambda: grid_anchors((3, 3), (1, 2, 3), [[0, 0, 1, 1]]), r"`stride` 모양은 \(2,\)"),
        (lambda: grid_anchors((3, 3), 8, [[0, 0, 1]]), r"`base` 모양은 \(\*, 4\)"),
        (lambda: grid_anchors((3, 3), 8, [[0, 0, 1, 1]], offset=2), "`offset` 값은"),
    ],
)
def test_bad_arguments_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
