"""What detectors take and give: boxes, labels and masks of each image."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch

from coursekit.data import DataLoader
from coursekit.models import DetectionSet, collate_targets, to_numpy, to_targets

INSTANCES = np.array([[[1, 1, 0], [0, 2, 2]], [[0, 0, 0], [0, 0, 0]]])
SCENES = SimpleNamespace(
    boxes=[np.array([[0, 0, 2, 1], [1, 1, 3, 2]], dtype=np.float32), np.zeros((0, 4))],
    labels=[np.array([2, 0]), np.zeros(0, dtype=np.int64)],
    instances=INSTANCES,
)


def test_scenes_become_targets():
    first, empty = to_targets(SCENES)
    assert first["boxes"].tolist() == [[0, 0, 2, 1], [1, 1, 3, 2]]
    assert first["labels"].tolist() == [2, 0]
    assert first["masks"].dtype == torch.bool
    assert first["masks"].tolist() == (np.stack([INSTANCES[0] == 1, INSTANCES[0] == 2])).tolist()
    assert [tuple(empty[k].shape) for k in ("boxes", "labels", "masks")] == [
        (0, 4),
        (0,),
        (0, 2, 3),
    ]
    assert first["boxes"].dtype == torch.float32
    assert empty["labels"].dtype == torch.int64


def test_batches_keep_images_and_targets_together():
    targets = to_targets(SCENES)
    images = np.arange(2 * 3 * 2 * 3, dtype=np.float32).reshape(2, 3, 2, 3)
    data = DetectionSet(images, targets)
    order = []
    for batch, batch_targets in DataLoader(
        data, 2, shuffle=True, rng=3, collate_fn=collate_targets
    ):
        for image, target in zip(batch, batch_targets, strict=True):
            which = int(image[0, 0, 0]) // 18
            assert target is targets[which]
            order.append(which)
    assert sorted(order) == [0, 1]


def test_numpy_for_the_metrics():
    (back, _) = to_numpy(to_targets(SCENES))
    assert isinstance(back["boxes"], np.ndarray)
    np.testing.assert_array_equal(back["boxes"], SCENES.boxes[0])


def test_bad_input_is_named():
    with pytest.raises(ValueError, match=r"`images` 모양은 \(N, C, H, W\)"):
        DetectionSet(np.zeros((2, 3)), [])
    with pytest.raises(ValueError, match=r"`targets` 길이는 사진의 수 2"):
        DetectionSet(np.zeros((2, 3, 4, 4)), [])
    with pytest.raises(ValueError, match="받은 모양: 없음"):
        collate_targets([])
    with pytest.raises(ValueError, match="모양이 같은 사진"):
        collate_targets([(torch.zeros(3, 2, 2), {}), (torch.zeros(3, 2, 3), {})])
