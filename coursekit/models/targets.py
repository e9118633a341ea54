r"""검출기가 주고받는 것의 생김새입니다. 사진마다 물체의 수가 다르므로 사진마다 사전 하나입니다.

정답(target)    `boxes` (M, 4) float32, `labels` (M,) int64, 0..K-1, `masks` (M, H, W) bool
검출(detection) `boxes` (M, 4) float32, `scores` (M,) float32, 점수가 큰 것부터, `labels` (M,) int64

상자는 모두 픽셀로 잰 (x1, y1, x2, y2)입니다. 배경은 클래스로 세지 않습니다. 이름은 torchvision의 검출기와 같습니다.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor

from coursekit import metrics
from coursekit.arguments import number
from coursekit.data import Dataset

Target = dict[str, Tensor]
Detections = dict[str, Tensor]


def to_targets(scenes: Any) -> list[Target]:
    r"""합성 장면들의 정답을 검출기가 받는 사전으로 바꿉니다.

    Parameters
    ----------
    scenes : Scenes
        `boxes`(사진마다 (M, 4)), `labels`(사진마다 (M,), 0..K-1), `instances`((N, H, W), 0은 배경,
        k는 k번째 물체)가 있는 것.

    Returns
    -------
    list of dict
        사진마다 `boxes`, `labels`, `masks`.
    """
    targets = []
    for boxes, labels, instances in zip(scenes.boxes, scenes.labels, scenes.instances, strict=True):
        numbers = np.arange(1, len(labels) + 1)
        targets.append(
            {
                "boxes": torch.as_tensor(np.asarray(boxes), dtype=torch.float32).reshape(-1, 4),
                "labels": torch.as_tensor(np.asarray(labels), dtype=torch.int64),
                "masks": torch.as_tensor(np.asarray(instances) == numbers[:, None, None]),
            }
        )
    return targets


class DetectionSet(Dataset):
    r"""사진과 정답의 사전을 짝지은 데이터입니다. `DataLoader(..., collate_fn=collate_targets)`로 묶습니다.

    Parameters
    ----------
    images : array_like of shape (N, C, H, W)
        사진. float32로 둡니다.
    targets : sequence of dict
        사진마다의 정답, N개.

    Raises
    ------
    ValueError
        사진의 모양이 (N, C, H, W)가 아니거나 정답의 수가 다를 때.
    """

    def __init__(self, images: ArrayLike, targets: Sequence[Target]) -> None:
        self.images = torch.as_tensor(np.asarray(images), dtype=torch.float32)
        if self.images.ndim != 4:
            raise ValueError(
                f"`images` 모양은 (N, C, H, W)이어야 합니다(받은 모양: {tuple(self.images.shape)})."
            )
        if len(targets) != len(self.images):
            raise ValueError(
                f"`targets` 길이는 사진의 수 {len(self.images)}이어야 합니다(받은 길이: {len(targets)})."
            )
        self.targets = list(targets)

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, index: int) -> tuple[Tensor, Target]:
        return self.images[index], self.targets[index]


def collate_targets(samples: Sequence[tuple[Any, Target]]) -> tuple[Tensor, list[Target]]:
    r"""(사진, 정답)의 목록을 배치로 묶습니다. 사진은 쌓고, 길이가 다른 정답은 목록으로 둡니다.

    Parameters
    ----------
    samples : sequence of (image, target)
        모양이 같은 사진 (C, H, W)와 그 정답, 하나 이상.

    Returns
    -------
    images : Tensor of shape (B, C, H, W)
        쌓은 사진.
    targets : list of dict
        정답, B개.

    Raises
    ------
    ValueError
        표본이 없거나 사진의 모양이 서로 다를 때.
    """
    shapes = {tuple(np.shape(image)) for image, _ in samples}
    if len(shapes) != 1:
        raise ValueError(
            "`samples` 값은 모양이 같은 사진 하나 이상이어야 합니다"
            f"(받은 모양: {sorted(shapes) or '없음'})."
        )
    return torch.stack([torch.as_tensor(image) for image, _ in samples]), [t for _, t in samples]


def to_numpy(detections: Sequence[dict[str, Tensor]]) -> list[dict[str, NDArray[Any]]]:
    r"""사진마다의 사전을 `coursekit.metrics`가 받는 NumPy 배열로 바꿉니다.

    Parameters
    ----------
    detections : sequence of dict
        검출이나 정답.

    Returns
    -------
    list of dict
        이름은 그대로이고 값이 배열인 것.
    """
    return [{k: v.detach().cpu().numpy() for k, v in one.items()} for one in detections]


def to_metrics(
    detections: Sequence[Detections], targets: Sequence[Target], *, scale: float = 1.0
) -> tuple[list[metrics.Detections], list[metrics.Truths]]:
    r"""검출과 정답의 사전을 `coursekit.metrics`의 자료형으로 바꿉니다.

    Parameters
    ----------
    detections, targets : sequence of dict
        같은 차례의 검출과 정답.
    scale : float
        모든 상자에 곱할 수, 0보다 큽니다. IoU는 그대로이므로, 작은 사진의 물체를
        COCO의 크기 경계(32픽셀과 96픽셀)로 나누고 싶을 때 씁니다.

    Returns
    -------
    detections : list of coursekit.metrics.Detections
        사진마다의 검출.
    truths : list of coursekit.metrics.Truths
        사진마다의 정답.

    Raises
    ------
    ValueError
        `scale`이 0보다 크지 않을 때.
    """
    k = number("scale", scale, above=0)
    found = [
        metrics.Detections(k * d["boxes"], d["scores"], d["labels"]) for d in to_numpy(detections)
    ]
    truths = [metrics.Truths(k * t["boxes"], t["labels"]) for t in to_numpy(targets)]
    return found, truths
