"""Images full of boxes in which ties of scores and of overlaps are the rule."""

import numpy as np
import pytest

from coursekit.metrics import Detections, Truths


def draw_images(
    rng,
    *,
    images=6,
    classes=3,
    most=6,
    size=24,
    levels=8,
    scale=1.0,
    difficult=0.2,
    crowd=0.2,
    areas=False,
):
    """Truths on an integer grid times `scale`, and detections that are moved copies of them, or noise."""
    detections, truths = [], []
    for _ in range(images):
        boxes, labels = draw_boxes(rng, int(rng.integers(0, most + 1)), classes, size)
        truths.append(
            Truths(
                boxes * scale,
                labels,
                difficult=rng.random(len(boxes)) < difficult,
                crowd=rng.random(len(boxes)) < crowd,
                area=rng.choice([10, 1024, 2000, 9216, 1e6], len(boxes)) if areas else None,
            )
        )
        copies = rng.integers(0, max(len(boxes), 1), 2 * len(boxes))
        moved = boxes[copies] + rng.integers(-2, 3, (len(copies), 4))
        moved[:, 2:] = np.maximum(moved[:, 2:], moved[:, :2])
        noise, noise_labels = draw_boxes(rng, int(rng.integers(0, 4)), classes, size)
        found = np.concatenate([moved, noise])
        shuffled = rng.permutation(len(found))
        detections.append(
            Detections(
                found[shuffled] * scale,
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
