"""The overlap of masks: box_iou where masks are boxes, sets of pixels where they are not."""

import numpy as np
import pytest

from coursekit.boxes import box_iou, mask_iou


def test_rectangles_overlap_as_their_boxes_do():
    rng = np.random.default_rng(0)
    corner = rng.integers(0, 12, (9, 2))
    boxes = np.hstack([corner, corner + rng.integers(1, 8, (9, 2))])
    y, x = np.indices((20, 22))
    masks = np.array([(x >= a) & (x < c) & (y >= b) & (y < d) for a, b, c, d in boxes])
    np.testing.assert_allclose(mask_iou(masks, masks[:4]), box_iou(boxes, boxes[:4]), atol=1e-12)


def test_any_masks_overlap_as_sets_of_pixels():
    masks = np.random.default_rng(1).random((5, 6, 7)) < 0.4
    sets = [set(map(tuple, np.argwhere(m).tolist())) for m in masks]
    expected = [[len(p & q) / len(p | q) for q in sets] for p in sets]
    np.testing.assert_allclose(mask_iou(masks, masks), expected)
    dice = [[2 * len(p & q) / (len(p) + len(q)) for q in sets] for p in sets]
    assert np.abs(mask_iou(masks, masks) - dice).max() > 0.1, "Dice would have passed"


def test_empty_ones():
    none, blank = np.zeros((0, 3, 4), dtype=bool), np.zeros((2, 3, 4), dtype=bool)
    assert mask_iou(none, blank).shape == (0, 2)
    assert mask_iou(blank, none).shape == (2, 0)
    assert (mask_iou(blank, blank) == 0).all()


@pytest.mark.parametrize(
    ("a", "b", "message"),
    [
        (np.zeros((1, 2, 2)), np.zeros((1, 2, 2), bool), "`a`"),
        (np.zeros((2, 2), bool), np.zeros((1, 2, 2), bool), r"\(2, 2\)"),
        (np.zeros((1, 2, 2), bool), np.zeros((1, 2, 3), bool), "높이와 너비"),
    ],
)
def test_what_is_refused(a, b, message):
    with pytest.raises(ValueError, match=message):
        mask_iou(a, b)
