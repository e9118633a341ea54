r"""같은 물체를 두 번 세지 않도록 겹치는 상자를 지웁니다: 비최대 억제(NMS)."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.boxes.arguments import corners, fraction, one_per_box, whole_numbers
from coursekit.boxes.blocks import settle_in_blocks
from coursekit.boxes.overlap import box_iou

Array = NDArray[Any]


def falling(scores: Array) -> Array:
    r"""점수가 높은 것부터의 차례입니다. 같으면 번호가 낮은 것이 먼저입니다."""
    order = np.argsort(-scores)  # five times faster than the stable sort, which only ties need
    in_order = scores[order]
    if (in_order[1:] == in_order[:-1]).any():
        order = np.argsort(-scores, kind="stable")
    return order


def nms_naive(boxes: ArrayLike, scores: ArrayLike, iou_threshold: float) -> Array:
    r"""비최대 억제를 글로 적은 차례 그대로 합니다. 빠른 판은 `nms`이고 결과는 같습니다.

    Parameters
    ----------
    boxes : array_like of shape (M, 4)
        xyxy 상자.
    scores : array_like of shape (M,)
        점수.
    iou_threshold : float
        남은 상자와의 IoU가 이 값보다 **크면** 지웁니다. 0 이상 1 이하.

    Returns
    -------
    ndarray of shape (K,), int64
        남은 상자의 번호, 점수가 높은 것부터.

    Raises
    ------
    ValueError
        상자와 점수의 수가 다르거나, 값이 유한하지 않거나, 문턱이 범위를 벗어날 때.
    """
    boxes = corners("boxes", boxes)
    scores = one_per_box("scores", scores, len(boxes))
    threshold = fraction("iou_threshold", iou_threshold)
    rest = falling(scores)
    keep = []
    while rest.size:
        best, rest = rest[0], rest[1:]
        keep.append(best)
        rest = rest[box_iou(boxes[[best]], boxes[rest])[0] <= threshold]
    return np.array(keep, dtype=np.int64)


def nms(boxes: ArrayLike, scores: ArrayLike, iou_threshold: float) -> Array:
    r"""비최대 억제(non-maximum suppression): 점수가 더 높은 상자와 많이 겹치는 상자를 지웁니다.

    한 번에 하나씩 견주는 읽기 쉬운 판은 `nms_naive`이고, 여기서는 여럿을 한꺼번에 견줍니다(`boxes/blocks.py`).

    Parameters
    ----------
    boxes : array_like of shape (M, 4)
        xyxy 상자.
    scores : array_like of shape (M,)
        점수.
    iou_threshold : float
        남은 상자와의 IoU가 이 값보다 **크면** 지웁니다(같으면 남깁니다). 0 이상 1 이하.

    Returns
    -------
    ndarray of shape (K,), int64
        남은 상자의 번호, 점수가 높은 것부터. 점수가 같으면 번호가 낮은 상자가 이깁니다.

    Raises
    ------
    ValueError
        상자와 점수의 수가 다르거나, 값이 유한하지 않거나, 문턱이 범위를 벗어날 때.

    Examples
    --------
    >>> nms([[0, 0, 10, 10], [1, 0, 11, 10], [20, 0, 30, 10]], [0.8, 0.9, 0.7], 0.5)
    array([1, 2])
    """
    boxes = corners("boxes", boxes)
    scores = one_per_box("scores", scores, len(boxes))
    threshold = fraction("iou_threshold", iou_threshold)
    order = falling(scores)
    return order[settle_in_blocks(boxes[order], threshold)]


def batched_nms(
    boxes: ArrayLike, scores: ArrayLike, labels: ArrayLike, iou_threshold: float
) -> Array:
    r"""클래스마다 따로 하는 비최대 억제입니다. 클래스가 다른 상자는 서로 지우지 않습니다.

    Parameters
    ----------
    boxes : array_like of shape (M, 4)
        xyxy 상자.
    scores : array_like of shape (M,)
        점수.
    labels : array_like of shape (M,)
        클래스의 번호, 0 이상의 정수.
    iou_threshold : float
        클래스가 같고 남은 상자와의 IoU가 이 값보다 **크면** 지웁니다. 0 이상 1 이하.

    Returns
    -------
    ndarray of shape (K,), int64
        남은 상자의 번호, 클래스와 상관없이 점수가 높은 것부터(같으면 번호가 낮은 것부터).

    Raises
    ------
    ValueError
        `nms`와 같고, `labels`가 상자마다 하나인 0 이상의 정수가 아닐 때.

    Notes
    -----
    클래스마다 상자를 멀리 밀어 놓고 한 번에 지우는 방법도 널리 쓰이지만, 큰 수를 더하면 float32 좌표의
    아래 자리가 잘려 IoU가 달라집니다. 여기서는 좌표를 건드리지 않고 클래스마다 따로 합니다.
    """
    boxes = corners("boxes", boxes)
    scores = one_per_box("scores", scores, len(boxes))
    labels = whole_numbers("labels", labels, len(boxes))
    threshold = fraction("iou_threshold", iou_threshold)
    kept = np.zeros(len(boxes), dtype=bool)
    for label in np.unique(labels):
        members = np.flatnonzero(labels == label)
        kept[members[nms(boxes[members], scores[members], threshold)]] = True
    order = falling(scores)
    return order[kept[order]]
