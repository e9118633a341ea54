"""Masks are cropped, learned and pasted where they belong."""

import math

import numpy as np
import pytest
import torch

from coursekit.models import MaskHead, crop_masks, mask_loss, paste_masks

torch.set_num_threads(1)


def triangle(height=20, width=30):
    """A mask that no flip or swap of axes leaves as it is, and its box."""
    mask = torch.zeros(height, width, dtype=torch.bool)
    for row in range(4, 12):
        mask[row, 6 : 6 + 2 * (row - 3)] = True
    return mask, torch.tensor([[6.0, 4, 22, 12]])


def test_a_crop_at_the_masks_own_size_is_a_slice():
    mask, _ = triangle()
    crop = crop_masks(mask[None], torch.tensor([[6.0, 4, 14, 12]]), 8)
    assert crop.dtype == torch.bool
    assert crop[0].tolist() == mask[4:12, 6:14].tolist()
    assert crop_masks(torch.zeros(0, 20, 30), torch.zeros(0, 4), 8).shape == (0, 8, 8)


def test_each_box_crops_its_own_mask():
    mask, box = triangle()
    other = torch.zeros_like(mask)
    crops = crop_masks(torch.stack([mask, other]), box.repeat(2, 1), 8)
    assert crops[0].any()
    assert not crops[1].any()


def swaps_axes(probabilities, boxes, image_size):
    return paste_masks(probabilities.transpose(1, 2), boxes, image_size)


def swaps_box(probabilities, boxes, image_size):
    return paste_masks(probabilities, boxes[:, [1, 0, 3, 2]], image_size)


def forgets_the_box(probabilities, boxes, image_size):
    whole = torch.tensor([[0.0, 0, image_size[1], image_size[0]]]).expand(len(boxes), 4)
    return paste_masks(probabilities, whole, image_size)


def iou(a, b):
    return (a & b).sum().item() / (a | b).sum().item()


def test_what_is_cropped_is_pasted_back_and_wrong_ways_are_not():
    mask, box = triangle()
    probabilities = crop_masks(mask[None], box, 16).float()
    assert iou(paste_masks(probabilities, box, (20, 30))[0], mask) > 0.93
    for wrong in (swaps_axes, swaps_box, forgets_the_box):
        assert iou(wrong(probabilities, box, (20, 30))[0], mask) < 0.75, wrong.__name__


def test_pasting_is_torchs_interpolation_inside_the_box():
    rng = np.random.default_rng(0)
    probabilities = torch.tensor(rng.random((2, 6, 6)))
    boxes = torch.tensor([[3.0, 2, 17, 11], [0, 5, 4, 20]], dtype=torch.float64)
    pasted = paste_masks(probabilities, boxes, (20, 24))
    for one, (x1, y1, x2, y2), got in zip(
        probabilities, boxes.long().tolist(), pasted, strict=True
    ):
        expected = torch.zeros(20, 24, dtype=torch.bool)
        resized = torch.nn.functional.interpolate(
            one[None, None], size=(y2 - y1, x2 - x1), mode="bilinear", align_corners=False
        )
        expected[y1:y2, x1:x2] = resized[0, 0] >= 0.5
        assert torch.equal(got, expected)


def test_boxes_between_pixels_own_the_pixels_whose_centre_they_hold():
    ones = torch.ones(3, 4, 4)
    boxes = torch.tensor([[1.4, 1.6, 3.6, 3.5], [-3, -3, 1, 1], [2, 2, 2, 2]])
    pasted = paste_masks(ones, boxes, (5, 5))
    assert pasted[0].nonzero().tolist() == [[2, 1], [2, 2], [2, 3]]
    assert pasted[1].nonzero().tolist() == [[0, 0]]
    assert not pasted[2].any()
    assert paste_masks(torch.zeros(0, 4, 4), torch.zeros(0, 4), (5, 5)).shape == (0, 5, 5)


@pytest.mark.parametrize(
    ("probabilities", "threshold", "message"),
    [
        (torch.ones(2, 4, 4), 0.5, r"\(1, S, S\)"),
        (torch.ones(4, 4), 0.5, "`probabilities`"),
        (torch.ones(1, 4, 4), 1.5, "`threshold`"),
    ],
)
def test_what_is_refused(probabilities, threshold, message):
    with pytest.raises(ValueError, match=message):
        paste_masks(probabilities, torch.zeros(1, 4), (5, 5), threshold=threshold)


def test_loss_counts_the_own_class_only_and_by_hand():
    mask = torch.zeros(1, 8, 8, dtype=torch.bool)
    mask[0, :, :4] = True
    box = torch.tensor([[0.0, 0, 8, 8]])
    logits = torch.full((1, 3, 4, 4), 0.7, requires_grad=True)
    loss = mask_loss(logits, torch.tensor([2]), box, mask)
    by_hand = (math.log1p(math.exp(-0.7)) + math.log1p(math.exp(0.7))) / 2
    assert loss.item() == pytest.approx(by_hand, rel=1e-6)
    loss.backward()
    assert (logits.grad[0, 2] != 0).all()
    assert (logits.grad[0, :2] == 0).all(), "classes were made to compete"
    assert (logits.grad[0, 2, :, :2] < 0).all(), "the mask's left half was not raised"
    assert (logits.grad[0, 2, :, 2:] > 0).all()
    none = mask_loss(torch.zeros(0, 3, 4, 4), torch.zeros(0, dtype=torch.int64), box[:0], mask[:0])
    assert none.item() == 0


def test_head_doubles_the_size():
    head = MaskHead(5, 3, hidden=4)
    assert head(torch.zeros(2, 5, 7, 7)).shape == (2, 3, 14, 14)
    assert head(torch.zeros(0, 5, 7, 7)).shape == (0, 3, 14, 14)
