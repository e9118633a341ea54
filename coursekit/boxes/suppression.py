r"""같은 물체를 두 번 세지 않도록 겹치는 상자를 지웁니다: 비최대 억제(NMS)."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.boxes.area import box_area
from coursekit.boxes.arguments import corners, fraction, one_per_box, whole_numbers
from coursekit.boxes.overlap import PAIRS_AT_ONCE, box_iou

Array = NDArray[Any]
BLOCK = 128  # survivors that are settled at once


def falling(scores: Array) -> Array:
    r"""점수가 높은 것부터의 차례입니다. 같으면 번호가 낮은 것이 먼저입니다."""
    return np.argsort(-scores, kind="stable")


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

    점수 차례로 `BLOCK`개씩 뽑아 그 안에서 먼저 정하고, 남은 것들로 뒤의 상자를 한꺼번에 지웁니다.
    한 번에 하나씩 견주는 읽기 쉬운 판은 `nms_naive`입니다.

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
    rest = falling(scores)
    ordered, keep = boxes[rest], [rest[:0]]
    while rest.size:
        block = ordered[:BLOCK]
        winners = first_come(suppression_pairs(block, block, threshold), len(block))
        keep.append(rest[:BLOCK][winners])
        alive = np.ones(len(rest) - len(block), dtype=bool)
        alive[suppression_pairs(block[winners], ordered[BLOCK:], threshold)[1]] = False
        rest, ordered = rest[BLOCK:][alive], ordered[BLOCK:][alive]
    return np.concatenate(keep).astype(np.int64)


def first_come(pairs: tuple[Array, Array], count: int) -> Array:
    r"""차례로 보면서, 앞에서 남은 상자에게 지워지지 않은 상자를 남깁니다.

    한 줄을 정수의 비트로 두면 "이 상자가 지우는 것 모두"를 더하는 일이 OR 한 번입니다.
    """
    suppresses = [0] * count
    for i, j in zip(*(index.tolist() for index in pairs), strict=True):
        suppresses[i] |= 1 << j
    removed, winners = 0, []
    for i in range(count):
        if not removed >> i & 1:
            winners.append(i)
            removed |= suppresses[i]
    return np.array(winners, dtype=np.int64)


def suppression_pairs(a: Array, b: Array, threshold: float) -> tuple[Array, Array]:
    r"""IoU가 문턱 t보다 큰 짝 (i, j)를 모두 찾습니다.

    :math:`\frac{I}{A+B-I}>t`는 :math:`I>\frac{t}{1+t}A+\frac{t}{1+t}B`와 같으므로 나누지 않고 거르고,
    걸린 몇 짝만 정말로 나누어 봅니다(그래야 IoU가 문턱과 똑같은 짝을 반올림이 가르지 않습니다).
    """
    area_a, area_b = box_area(a), box_area(b)
    share = threshold / (1 + threshold) * (1 - 16 * float(np.finfo(a.dtype).eps))
    share_a, share_b = share * area_a[:, None], share * area_b
    ax1, ay1, ax2, ay2 = a.T[:, :, None]  # (m, 1) each
    bx1, by1, bx2, by2 = np.ascontiguousarray(b.T)  # (n,) each
    found = [np.zeros((2, 0), dtype=np.int64)]
    step = max(1, PAIRS_AT_ONCE // max(1, len(a)))
    for start in range(0, len(b), step):
        part = slice(start, start + step)
        overlap = np.minimum(ax2, bx2[part])  # (m, step), and so all below
        overlap -= np.maximum(ax1, bx1[part])
        height = np.minimum(ay2, by2[part])
        height -= np.maximum(ay1, by1[part])
        np.maximum(height, 0, out=height)  # one side is enough: a width below 0 makes it negative
        overlap *= height
        i, j = np.nonzero(overlap > share_a + share_b[part])
        shared = overlap[i, j]
        j += start
        sure = shared / (area_a[i] + area_b[j] - shared) > threshold
        found.append(np.stack([i[sure], j[sure]]))
    i, j = np.concatenate(found, axis=1)
    return i, j


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
    kept = np.zeros(len(boxes), dtype=bool)
    for label in np.unique(labels):
        members = np.flatnonzero(labels == label)
        kept[members[nms(boxes[members], scores[members], iou_threshold)]] = True
    order = falling(scores)
    return order[kept[order]]
