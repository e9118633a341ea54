"""Dots that only a far ring tells apart: the two classes look alike close by and differ far away."""

import numpy as np
import pytest

from coursekit.data import make_pupils


def brightness_steps(scenes, radius):
    """How much the picture changes between `radius` and the picture's own level, by class."""
    found = {0: [], 1: []}
    rows, columns = np.mgrid[:64, :64] + 0.5
    for scene in scenes:
        background = np.median(scene.image, axis=(1, 2))[:, None]
        for box, label in zip(scene.boxes, scene.labels, strict=True):
            x, y = (box[:2] + box[2:]) / 2
            shell = np.abs(np.hypot(columns - x, rows - y) - radius) < 2.5
            found[int(label)].append(np.abs(scene.image[:, shell] - background).mean())
    return {label: np.mean(values) for label, values in found.items()}


def test_only_the_far_ring_tells_the_classes_apart():
    scenes = make_pupils(300, rng=0)
    near, far = brightness_steps(scenes, 6), brightness_steps(scenes, 22)
    assert far[0] > 2 * far[1]
    assert near[0] < 1.2 * near[1]
    size = {0: [], 1: []}
    for boxes, labels in zip(scenes.boxes, scenes.labels, strict=True):
        for box, label in zip(boxes, labels, strict=True):
            size[int(label)].append((box[2:] - box[:2]).mean())
    assert abs(np.mean(size[0]) - np.mean(size[1])) < 0.1


def test_truth_fits_the_pixels():
    scenes = make_pupils(40, rng=1)
    assert scenes.images.shape == (40, 3, 64, 64)
    assert scenes.images.dtype == np.float32
    for scene in scenes:
        assert 2 <= len(scene.boxes) <= 4
        assert (scene.areas > 20).all()
        for k, mask in enumerate(scene.masks):
            rows, columns = np.nonzero(mask)
            box = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
            assert scene.boxes[k].tolist() == box
            assert (scene.semantic[mask] == scene.labels[k] + 1).all()


def test_the_seed_decides():
    first, again, other = (make_pupils(3, rng=seed) for seed in (5, 5, 6))
    np.testing.assert_array_equal(first.images, again.images)
    assert not np.array_equal(first.images, other.images)


@pytest.mark.parametrize("bad", [{"count": 0}, {"count": 1, "size": 32}])
def test_bad_input_is_named(bad):
    with pytest.raises(ValueError, match=f"`{list(bad)[-1]}`"):
        make_pupils(**bad, rng=0)
