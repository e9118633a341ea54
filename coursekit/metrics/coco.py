r"""COCO의 검출 지표 열두 개: AP와 AR를 IoU 문턱 .50:.05:.95, 물체의 크기, 검출의 수마다 냅니다."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.metrics.average_precision import precision_envelope
from coursekit.metrics.coco_matching import IOU_THRESHOLDS, Matching, match_coco
from coursekit.metrics.image_boxes import Detections, Truths
from coursekit.metrics.overlaps import flatten

Array = NDArray[Any]

_RECALLS = np.linspace(0.0, 1.0, 101)
_EPS = np.spacing(1)


@dataclass(frozen=True, eq=False)
class CocoMetrics:
    r"""COCO의 열두 수와 클래스마다의 AP, AR입니다.

    열두 수는 정답이 있는 클래스에 걸친 평균이고, 그런 클래스가 없으면 COCO의 규약대로 -1입니다.
    크기는 정답의 넓이로 나눕니다: 작은 것은 32², 중간은 96² 이하이고, 경계는 양쪽에 듭니다.

    Parameters
    ----------
    ap : float
        IoU 문턱 0.50, 0.55, …, 0.95에 걸친 AP(101-point)의 평균. 흔히 mAP50:95라 부릅니다.
    ap50, ap75 : float
        문턱 0.50, 0.75에서의 AP.
    ap_small, ap_medium, ap_large : float
        크기마다의 AP.
    ar1, ar10, ar100 : float
        그림과 클래스마다 검출을 1개, 10개, 100개까지 볼 때의 재현율을 문턱에 걸쳐 평균 낸 것.
    ar_small, ar_medium, ar_large : float
        크기마다의 AR(100개까지).
    class_ap, class_ap50, class_ar : ndarray of shape (C,)
        클래스마다의 `ap`, `ap50`, `ar100`. 정답이 없는 클래스는 NaN입니다.
    """

    ap: float
    ap50: float
    ap75: float
    ap_small: float
    ap_medium: float
    ap_large: float
    ar1: float
    ar10: float
    ar100: float
    ar_small: float
    ar_medium: float
    ar_large: float
    class_ap: Array
    class_ap50: Array
    class_ar: Array

    def twelve(self) -> Array:
        r"""열두 수를 pycocotools가 찍는 차례로 늘어놓습니다.

        Returns
        -------
        ndarray of shape (12,)
            `ap`, `ap50`, `ap75`, 크기별 AP, `ar1`, `ar10`, `ar100`, 크기별 AR.
        """
        precision = self.ap, self.ap50, self.ap75, self.ap_small, self.ap_medium, self.ap_large
        recall = self.ar1, self.ar10, self.ar100, self.ar_small, self.ar_medium, self.ar_large
        return np.array(precision + recall)


def coco_metrics(
    detections: Sequence[Detections], truths: Sequence[Truths], *, classes: int | None = None
) -> CocoMetrics:
    r"""COCO의 규칙(Lin et al. 2014; pycocotools의 `COCOeval`)으로 열두 수를 냅니다.

    클래스마다 따로, 그림마다 점수가 높은 100개까지만 보고, 점수의 차례로 짝짓습니다.

    - 검출은 아직 비어 있는 정답 가운데 IoU가 가장 크고 문턱 이상인 것을 차지합니다(같으면 뒤의 것).
      VOC와 달리 가장 겹치는 정답이 이미 찼으면 다음 것을 차지할 수 있습니다.
    - 무리(crowd), `difficult`, 크기 범위 밖의 정답은 세지 않습니다. 그런 정답은 셀 정답이 없을 때만 차지하며,
      차지한 검출도 세지 않습니다. 무리와의 IoU는 교집합을 검출의 넓이로 나눈 것이고, 여럿이 차지해도 됩니다.
    - 아무것도 차지하지 못한 검출은 틀린 것이지만, 그 크기가 범위 밖이면 세지 않습니다.
    - 점수가 같으면 그림의 차례, 그림 안에서는 받은 차례입니다(안정 정렬).

    pycocotools와 마지막 비트까지 같은 수를 냅니다. 상자는 `(x1, y1, x2 - x1, y2 - y1)`로 바꾸어 견준 것입니다.

    Parameters
    ----------
    detections : sequence of Detections
        그림마다의 검출.
    truths : sequence of Truths
        같은 차례의 정답. `area`를 주면 크기를 그 넓이로 나눕니다(COCO는 마스크의 넓이를 씁니다).
    classes : int, optional
        클래스의 수 C. 기본은 나온 번호 가운데 가장 큰 것에 1을 더한 값입니다.

    Returns
    -------
    CocoMetrics
        열두 수와 클래스마다의 AP, AR.

    Raises
    ------
    ValueError
        그림의 수나 번호가 맞지 않을 때.

    Examples
    --------
    >>> found = Detections([[0, 0, 10, 10], [0, 0, 8, 10]], [0.9, 0.8], [0, 1])
    >>> truth = Truths([[0, 0, 10, 10], [0, 0, 10, 10]], [0, 1])
    >>> metrics = coco_metrics([found], [truth])
    >>> metrics.class_ap.round(2).tolist(), round(metrics.ap, 2), metrics.ap_large
    ([1.0, 0.7], 0.85, -1.0)
    """
    flat = flatten(detections, truths, classes)
    found = match_coco(flat)
    precision, recall = _accumulate(found, flat.classes)
    few = [_recall_of_first(found, most, flat.classes) for most in (1, 10)]
    everything = precision[0]  # (T, 101, C)
    return CocoMetrics(
        ap=_mean(everything),
        ap50=_mean(everything[IOU_THRESHOLDS == 0.5]),
        ap75=_mean(everything[IOU_THRESHOLDS == 0.75]),
        ap_small=_mean(precision[1]),
        ap_medium=_mean(precision[2]),
        ap_large=_mean(precision[3]),
        ar1=_mean(few[0]),
        ar10=_mean(few[1]),
        ar100=_mean(recall[0]),
        ar_small=_mean(recall[1]),
        ar_medium=_mean(recall[2]),
        ar_large=_mean(recall[3]),
        class_ap=everything.mean(axis=(0, 1)),
        class_ap50=everything[0].mean(axis=0),
        class_ar=recall[0].mean(axis=0),
    )


def _accumulate(found: Matching, classes: int) -> tuple[Array, Array]:
    r"""넓이 범위, 문턱, 클래스마다 재현율 101점의 정밀도 (A, T, 101, C)와 마지막 재현율 (A, T, C)."""
    A, T, _ = found.hits.shape
    precision = np.full((A, T, len(_RECALLS), classes), np.nan)
    recall = np.full((A, T, classes), np.nan)
    bounds = np.searchsorted(found.labels, np.arange(classes + 1))
    for c, a in np.argwhere(found.truths.T):
        one = slice(bounds[c], bounds[c + 1])
        tp = np.cumsum(found.hits[a, :, one], axis=1, dtype=np.float64)
        fp = np.cumsum(found.misses[a, :, one], axis=1, dtype=np.float64)
        r = tp / found.truths[a, c]
        recall[a, :, c] = r.max(axis=1, initial=0)
        # pycocotools의 분모에는 아주 작은 수가 더해져 있어, 하나 가운데 하나를 맞히면 1보다 한 비트 작습니다.
        envelope = precision_envelope(tp / (fp + tp + _EPS))
        for t in range(T):
            read = np.append(envelope[t], 0.0)
            precision[a, t, :, c] = read[np.searchsorted(r[t], _RECALLS, side="left")]
    return precision, recall


def _recall_of_first(found: Matching, most: int, classes: int) -> Array:
    r"""그림과 클래스마다 앞의 `most`개만 볼 때의 재현율 (T, C). 정답이 없는 클래스는 NaN입니다."""
    first = found.rank < most
    labels, truths = found.labels[first], found.truths[0]
    tp = np.stack(
        [np.bincount(labels, weights=hit[first], minlength=classes) for hit in found.hits[0]]
    )
    return np.where(truths > 0, tp / np.maximum(truths, 1), np.nan)


def _mean(values: Array) -> float:
    defined = values[~np.isnan(values)]
    return float(defined.mean()) if defined.size else -1.0
