"""Boxes to test with: scattered ones, and ones that crowd around a few objects."""

import numpy as np
import pytest


def scattered_boxes(count, *, seed, extent=100.0):
    rng = np.random.default_rng(seed)
    low = rng.uniform(0, extent, (count, 2))
    return np.hstack([low, low + rng.uniform(0.05, 0.4, (count, 2)) * extent])


def crowded_boxes(count, *, seed, objects=10):
    rng = np.random.default_rng(seed)
    around = scattered_boxes(objects, seed=rng)[rng.integers(0, objects, count)]
    boxes = around + rng.normal(0, 2, (count, 4))
    return np.hstack([boxes[:, :2], np.maximum(boxes[:, 2:], boxes[:, :2])])


@pytest.fixture(scope="session")
def scattered():
    return scattered_boxes


@pytest.fixture(scope="session")
def crowded():
    return crowded_boxes
