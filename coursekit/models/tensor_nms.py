r"""텐서의 비최대 억제: 고르는 일에는 기울기가 없으므로 `coursekit.boxes`의 NumPy 판에 맡깁니다."""

import torch
from torch import Tensor

from coursekit import boxes as numpy_boxes


def nms(boxes: Tensor, scores: Tensor, iou_threshold: float) -> Tensor:
    r"""점수가 더 높은 상자와 많이 겹치는 상자를 지웁니다.

    Parameters
    ----------
    boxes : Tensor of shape (M, 4)
        상자 `(x1, y1, x2, y2)`.
    scores : Tensor of shape (M,)
        점수.
    iou_threshold : float
        남은 상자와의 IoU가 이 값보다 크면 지웁니다. 0 이상 1 이하.

    Returns
    -------
    Tensor of shape (K,), int64
        남은 상자의 번호, 점수가 높은 것부터. 같으면 번호가 낮은 것부터입니다.

    Raises
    ------
    ValueError
        상자와 점수의 수가 다르거나 문턱이 범위를 벗어날 때.
    """
    keep = numpy_boxes.nms(boxes.detach().numpy(), scores.detach().numpy(), iou_threshold)
    return torch.from_numpy(keep)


def batched_nms(boxes: Tensor, scores: Tensor, labels: Tensor, iou_threshold: float) -> Tensor:
    r"""클래스마다 따로 하는 비최대 억제입니다.

    Parameters
    ----------
    boxes : Tensor of shape (M, 4)
        상자 `(x1, y1, x2, y2)`.
    scores : Tensor of shape (M,)
        점수.
    labels : Tensor of shape (M,)
        클래스 번호, 0 이상의 정수.
    iou_threshold : float
        클래스가 같고 남은 상자와의 IoU가 이 값보다 크면 지웁니다. 0 이상 1 이하.

    Returns
    -------
    Tensor of shape (K,), int64
        남은 상자의 번호, 점수가 높은 것부터. 같으면 번호가 낮은 것부터입니다.

    Raises
    ------
    ValueError
        수가 다르거나 문턱이 범위를 벗어날 때.
    """
    keep = numpy_boxes.batched_nms(
        boxes.detach().numpy(), scores.detach().numpy(), labels.numpy(), iou_threshold
    )
    return torch.from_numpy(keep)
