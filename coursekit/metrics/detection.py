r"""PASCAL VOC 방식의 검출 평가: 검출과 정답을 짝짓고, 클래스마다 AP를 내어 평균합니다(mAP)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.arguments import number
from coursekit.metrics.average_precision import Method, average_precision, precision_recall
from coursekit.metrics.image_boxes import Detections, Truths
from coursekit.metrics.overlaps import Flattened, flatten, overlapping_pairs

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class DetectionCurve:
    r"""한 클래스의 검출을 점수의 차례로 늘어놓은 것과 그 정밀도-재현율 곡선입니다.

    Parameters
    ----------
    scores : ndarray of shape (M,)
        점수. 내려가는 차례이고, 같은 점수는 그림의 차례, 그림 안에서는 받은 차례입니다.
    hits : ndarray of shape (M,)
        맞았으면(TP) 참, 틀렸으면(FP) 거짓. 세지 않는 검출은 빠져 있습니다.
    truths : int
        찾아야 할 물체의 수.
    precision, recall : ndarray of shape (M,)
        k개를 받아들였을 때의 정밀도와 재현율. `truths`가 0이면 재현율은 NaN입니다.
    """

    scores: Array
    hits: Array
    truths: int
    precision: Array
    recall: Array


@dataclass(frozen=True, eq=False)
class DetectionMetrics:
    r"""IoU 문턱 하나에서의 검출 지표입니다.

    Parameters
    ----------
    mean_average_precision : float
        `average_precision`을 정답이 있는 클래스에 걸쳐 평균 낸 mAP.
    average_precision : ndarray of shape (C,)
        클래스마다의 AP. 정답이 하나도 없는 클래스는 NaN입니다.
    curves : tuple of DetectionCurve
        클래스마다의 곡선.
    """

    mean_average_precision: float
    average_precision: Array
    curves: tuple[DetectionCurve, ...]


def evaluate_detections(
    detections: Sequence[Detections],
    truths: Sequence[Truths],
    *,
    classes: int | None = None,
    iou_threshold: float = 0.5,
    method: Method = "all-point",
) -> DetectionMetrics:
    r"""PASCAL VOC 방식으로 클래스마다 AP를 내고 평균합니다(Everingham et al. 2010, 4.2절).

    클래스마다 **모든 그림의** 검출을 점수의 차례로 늘어놓고 하나씩 봅니다.

    1. 같은 그림에서 IoU가 가장 큰 정답을 고릅니다(같으면 앞의 것). 이미 짝이 있는 정답도 후보입니다.
    2. 그 IoU가 문턱 이상이고 정답이 비어 있으면 맞은 것(TP)이고, 정답은 그 검출의 것이 됩니다.
    3. 이미 짝이 있거나 문턱에 못 미치면 틀린 것(FP)입니다. 한 물체를 두 번 찾아도 한 번만 맞습니다.
    4. 그 정답이 `difficult`나 `crowd`면 검출도 정답도 세지 않습니다.

    점수가 같으면 차례가 결과를 바꿉니다. 여기서는 그림의 차례, 그림 안에서는 받은 차례를 지킵니다(안정 정렬).

    Parameters
    ----------
    detections : sequence of Detections
        그림마다의 검출.
    truths : sequence of Truths
        같은 차례의 정답.
    classes : int, optional
        클래스의 수 C. 기본은 나온 번호 가운데 가장 큰 것에 1을 더한 값입니다.
    iou_threshold : float
        맞았다고 볼 IoU, 0보다 크고 1 이하.
    method : {"all-point", "11-point", "101-point", "no-envelope"}
        AP의 정의. `average_precision`을 보세요.

    Returns
    -------
    DetectionMetrics
        mAP, 클래스마다의 AP와 곡선. 정답이 없는 클래스는 평균에서 빠집니다.

    Raises
    ------
    ValueError
        그림의 수나 번호가 맞지 않거나, 문턱이 범위를 벗어나거나, 셀 정답이 하나도 없을 때.

    Examples
    --------
    >>> found = Detections([[0, 0, 10, 10], [0, 0, 9, 10]], [0.9, 0.8], [0, 0])
    >>> truth = Truths([[0, 0, 10, 10], [20, 20, 30, 30]], [0, 0])
    >>> evaluate_detections([found], [truth]).mean_average_precision
    0.5
    """
    threshold = number("iou_threshold", iou_threshold, above=0, at_most=1)
    flat = flatten(detections, truths, classes)
    ignored_truth = flat.difficult | flat.crowd
    counted = np.bincount(flat.truth_labels[~ignored_truth], minlength=flat.classes)
    if not counted.any():
        raise ValueError("`truths` 값에는 셀 정답이 하나 이상 있어야 합니다(받은 정답: 0개).")
    order = np.lexsort((-flat.scores, flat.labels))  # 안정 정렬: 같은 점수는 받은 차례
    hits, ignored = _match(flat, order, threshold, ignored_truth)
    label = flat.labels[order]
    curves = []
    for c in range(flat.classes):
        kept = (label == c) & ~ignored
        curves.append(_curve(flat.scores[order][kept], hits[kept], int(counted[c])))
    ap = np.array(
        [
            average_precision(curve.recall, curve.precision, method) if curve.truths else np.nan
            for curve in curves
        ]
    )
    return DetectionMetrics(float(np.nanmean(ap)), ap, tuple(curves))


def _match(
    flat: Flattened, order: Array, threshold: float, ignored_truth: Array
) -> tuple[Array, Array]:
    r"""점수의 차례로 놓인 검출마다 맞았는지와 세지 않을지를 정합니다."""
    place, truth, iou = overlapping_pairs(flat, order, at_least=threshold)
    best_first = np.lexsort((-iou, place))
    place, truth = place[best_first], truth[best_first]
    place, first = np.unique(place, return_index=True)
    truth = truth[first]  # 검출마다 IoU가 가장 큰 정답
    ignored = np.zeros(len(order), bool)
    ignored[place] = ignored_truth[truth]
    hits = np.zeros(len(order), bool)
    real = ~ignored_truth[truth]
    # 한 정답을 고른 검출이 여럿이면 점수의 차례로 첫째만 맞습니다.
    _, winner = np.unique(truth[real], return_index=True)
    hits[place[real][winner]] = True
    return hits, ignored


def _curve(scores: Array, hits: Array, truths: int) -> DetectionCurve:
    if truths:
        precision, recall = precision_recall(hits, truths=truths)
    else:
        precision, recall = np.zeros(len(hits)), np.full(len(hits), np.nan)
    return DetectionCurve(scores, hits, truths, precision, recall)
