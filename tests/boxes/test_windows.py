"""Windows and warped crops: counted and read by slow loops, and by torch."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit.boxes import count_sliding_windows, sliding_windows, warp_crops


def slow_windows(height, width, sides, stride):
    return [
        [x, y, x + w, y + h]
        for h, w in sides
        for y in range(0, height, stride)
        for x in range(0, width, stride)
        if y + h <= height and x + w <= width
    ]


@given(st.integers(1, 20), st.integers(1, 20), st.integers(1, 6), st.integers(1, 25))
@settings(max_examples=60, deadline=None)
def test_square_windows_are_those_of_a_double_loop(height, width, stride, size):
    boxes = sliding_windows((height, width), [size], stride=stride)
    assert boxes.tolist() == slow_windows(height, width, [(size, size)], stride)
    assert boxes.shape == (count_sliding_windows((height, width), [size], stride=stride), 4)


def test_ratios_keep_the_area_and_are_height_over_width():
    boxes = sliding_windows((40, 40), [12], [4.0, 0.25, 1.0], stride=7)
    assert boxes.tolist() == slow_windows(40, 40, [(24, 6), (6, 24), (12, 12)], 7)


def test_the_count_of_a_photograph_by_hand():
    """500 x 375, three sizes, every 8 pixels: a number to be frightened by."""
    sides = [(64, 64), (128, 128), (256, 256)]
    by_hand = sum(((375 - h) // 8 + 1) * ((500 - w) // 8 + 1) for h, w in sides)
    assert count_sliding_windows((375, 500), [64, 128, 256], stride=8) == by_hand == 4067
    assert count_sliding_windows((375, 500), [64, 128, 256], stride=1) > 50 * by_hand


def test_windows_larger_than_the_image_are_none():
    assert sliding_windows((10, 10), [11]).shape == (0, 4)
    assert count_sliding_windows((10, 10), [11, 10]) == 1


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: sliding_windows((0, 5), [3]), "image_size"),
        (lambda: sliding_windows((5, 5), [0]), "`sizes`"),
        (lambda: sliding_windows((5, 5), [3], [-1.0]), "`ratios`"),
        (lambda: count_sliding_windows((5, 5), [3], stride=0), "`stride`"),
        (lambda: warp_crops(np.zeros((3, 4)), [[0, 0, 1, 1]], 2), "`image` 모양"),
        (lambda: warp_crops(np.zeros((3, 0, 4)), [[0, 0, 1, 1]], 2), "`image` 모양"),
        (lambda: warp_crops(np.zeros((3, 4, 4)), [[2, 0, 1, 1]], 2), "x1 ≤ x2"),
        (lambda: warp_crops(np.zeros((3, 4, 4)), [[0, 0, 1, 1]], 0), "`size`"),
    ],
)
def test_what_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def slow_warp(image, box, height, width):
    out = np.zeros((len(image), height, width))
    x1, y1, x2, y2 = box
    for i in range(height):
        for j in range(width):
            y = y1 + (i + 0.5) / height * (y2 - y1) - 0.5
            x = x1 + (j + 0.5) / width * (x2 - x1) - 0.5
            y, x = np.clip(y, 0, image.shape[1] - 1), np.clip(x, 0, image.shape[2] - 1)
            for r in range(image.shape[1]):
                for c in range(image.shape[2]):
                    out[:, i, j] += image[:, r, c] * max(0, 1 - abs(y - r)) * max(0, 1 - abs(x - c))
    return out


def test_a_crop_is_what_the_slow_loop_reads():
    rng = np.random.default_rng(0)
    image = rng.random((2, 7, 9))
    boxes = np.array([[0, 0, 9, 7], [1.3, 2.2, 6.9, 3.1], [-2, 5, 4, 9.5], [3, 3, 3, 3.0]])
    got = warp_crops(image, boxes, (4, 5))
    assert got.shape == (4, 2, 4, 5)
    for crop, box in zip(got, boxes, strict=True):
        np.testing.assert_allclose(crop, slow_warp(image, box, 4, 5), atol=1e-12)


@pytest.mark.parametrize("size", [(3, 8), (14, 18), (20, 5)])
def test_the_whole_image_is_resized_as_torch_resizes_it(size):
    image = np.random.default_rng(1).random((3, 7, 9))
    expected = torch.nn.functional.interpolate(
        torch.tensor(image)[None], size=size, mode="bilinear", align_corners=False
    )[0]
    np.testing.assert_allclose(warp_crops(image, [[0, 0, 9, 7]], size)[0], expected, atol=1e-12)


def test_a_crop_at_its_own_size_is_a_slice_and_keeps_the_dtype():
    image = np.random.default_rng(2).random((3, 7, 9)).astype(np.float32)
    got = warp_crops(image, np.array([[2, 1, 6, 5]], dtype=np.float64), 4)
    assert got.dtype == np.float32
    np.testing.assert_array_equal(got[0], image[:, 1:5, 2:6])
    assert warp_crops(image, np.zeros((0, 4)), 4).shape == (0, 3, 4, 4)


@pytest.mark.parametrize("wrong", ["x and y swapped", "corners of pixels", "one size too wide"])
def test_wrong_crops_are_noticed(wrong):
    image = np.random.default_rng(3).random((1, 8, 8))
    box = np.array([[1.0, 2, 6, 5]])
    bad = {
        "x and y swapped": box[:, [1, 0, 3, 2]],
        "corners of pixels": box + 0.5,
        "one size too wide": box + np.array([0.0, 0, 1, 1]),
    }[wrong]
    assert np.abs(warp_crops(image, bad, 4)[0] - slow_warp(image, box[0], 4, 4)).max() > 0.01
