"""Images full of boxes in which ties of scores and of overlaps are the rule."""

import numpy as np
import pytest

from coursekit.metrics import Detections, Truths


def draw_images(rng, *, images=6, classes=3, most=6, size=24, levels=8, flags=True):
    """Truths on an integer grid, and detections that are moved copies of them, or noise."""
    detections, truths = [], []
    for _ in range(images):
        boxes, labels = draw_boxes(rng, int(rng.integers(0, most + 1)), classes, size)
        marks = rng.random((2, len(boxes))) < (0.2 if flags else 0)
        truths.append(Truths(boxes, labels, difficult=marks[0], crowd=marks[1]))
        copies = rng.integers(0, max(len(boxes), 1), 2 * len(boxes))
        moved = boxes[copies] + rng.integers(-2, 3, (len(copies), 4))
        moved[:, 2:] = np.maximum(moved[:, 2:], moved[:, :2])
        noise, noise_labels = draw_boxes(rng, int(rng.integers(0, 4)), classes, size)
        found = np.concatenate([moved, noise])
        shuffled = rng.permutation(len(found))
        detections.append(
            Detections(
                found[shuffled],
                rng.integers(0, levels, len(found)) / levels,
                np.concatenate([labels[copies], noise_labels])[shuffled],
            )
        )
    return detections, truths


def draw_boxes(rng, count, classes, size):
    corner = rng.integers(0, size, (count, 2))
    boxes = np.concatenate([corner, corner + rng.integers(1, size // 2, (count, 2))], axis=1)
    return boxes, rng.integers(0, classes, count)


@pytest.fixture(scope="session")
def box_images():
    return draw_images
