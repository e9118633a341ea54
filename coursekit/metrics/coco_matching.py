r"""COCO의 짝짓기: 넓이 범위와 IoU 문턱마다 검출과 정답을 짝짓습니다. 모든 그림과 클래스를 한꺼번에 합니다.

한 그림 한 클래스 안에서는 점수의 차례로 정답을 차지하므로 차례를 건너뛸 수 없지만, 서로 다른 그림이나
클래스는 남남입니다. 그래서 반복문은 그림이 아니라 **순위**를 돕니다: 모든 그림의 첫째 검출을 한꺼번에, 다음에
둘째 검출을 한꺼번에 짝짓습니다. 정답과 가장 낮은 문턱만큼도 겹치지 않는 검출은 볼 것이 없으므로 미리 뺍니다.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.metrics.overlaps import Flattened, overlapping_pairs

Array = NDArray[Any]

IOU_THRESHOLDS = np.linspace(0.5, 0.95, 10)
AREA_RANGES = np.array([[0, 1e5], [0, 32], [32, 96], [96, 1e5]]) ** 2
MOST_DETECTIONS = 100


@dataclass(frozen=True, eq=False)
class Matching:
    r"""남은 검출 D개가 넓이 범위 A개, 문턱 T개에서 맞았는지와 셀 것인지입니다.

    Parameters
    ----------
    labels : ndarray of shape (D,)
        클래스의 번호. 늘어나는 차례이고, 한 클래스 안에서는 점수가 내려가는 차례입니다.
    rank : ndarray of shape (D,)
        그 그림 그 클래스에서 몇째로 점수가 높은지. 0부터 셉니다.
    hits, misses : ndarray of shape (A, T, D)
        맞은 검출(TP)과 틀린 검출(FP). 둘 다 거짓이면 세지 않습니다.
    truths : ndarray of shape (A, C)
        넓이 범위와 클래스마다 찾아야 할 물체의 수.
    """

    labels: Array
    rank: Array
    hits: Array
    misses: Array
    truths: Array


def match_coco(flat: Flattened) -> Matching:
    r"""모든 그림의 검출을 COCO의 규칙으로 짝짓습니다.

    Parameters
    ----------
    flat : Flattened
        이은 검출과 정답.

    Returns
    -------
    Matching
        검출마다의 결과.
    """
    # 그림과 클래스마다 점수가 높은 100개만 봅니다. 넓이를 가리기 **전에** 자릅니다.
    grouped = np.lexsort((-flat.scores, flat.image, flat.labels))
    rank = _rank_in_group(flat.labels[grouped] * flat.images + flat.image[grouped])
    kept = rank < MOST_DETECTIONS
    grouped, rank = grouped[kept], rank[kept]
    # 클래스마다 모든 그림을 점수로 줄 세웁니다. 같은 점수는 그림의 차례, 받은 차례입니다.
    in_class = np.lexsort((-flat.scores[grouped], flat.labels[grouped]))
    order, rank = grouped[in_class], rank[in_class]

    low, high = AREA_RANGES[:, :1], AREA_RANGES[:, 1:]
    ignored_truth = (flat.area < low) | (flat.area > high) | flat.crowd | flat.difficult
    size = flat.boxes[order, 2:] - flat.boxes[order, :2]
    area = size[:, 0] * size[:, 1]
    outside = (area < low) | (area > high)

    pairs = overlapping_pairs(flat, order, at_least=IOU_THRESHOLDS[0], crowd=flat.crowd)
    claims = [_claim(rank, pairs, ignored, flat.crowd) for ignored in ignored_truth]
    return Matching(
        labels=flat.labels[order],
        rank=rank,
        hits=np.stack([hits for hits, _ in claims]),
        misses=np.stack([~(used | out) for (_, used), out in zip(claims, outside, strict=True)]),
        truths=np.stack(
            [np.bincount(flat.truth_labels[~i], minlength=flat.classes) for i in ignored_truth]
        ),
    )


def _claim(
    rank: Array, pairs: tuple[Array, Array, Array], ignored: Array, crowd: Array
) -> tuple[Array, Array]:
    r"""넓이 범위 하나에서, 순위의 차례로 검출이 정답을 차지합니다.

    검출은 비어 있는 정답 가운데 세는 것을 먼저, 그다음 IoU가 큰 것을, 그다음 뒤에 온 것을 고릅니다.
    무리(crowd)는 여러 검출이 함께 차지할 수 있고, 세지 않는 정답을 차지한 검출도 세지 않습니다.

    Parameters
    ----------
    rank : ndarray of shape (D,)
        검출의 순위.
    pairs : tuple of ndarray of shape (P,)
        겹치는 짝: 검출의 자리, 정답의 번호, IoU.
    ignored, crowd : ndarray of shape (G,)
        세지 않는 정답, 그 가운데 무리.

    Returns
    -------
    hits, used : ndarray of shape (T, D)
        세는 정답을 차지한 검출과, 무엇이든 차지한 검출.
    """
    place, truth, iou = pairs
    preference = np.lexsort((-truth, -iou, ignored[truth], place, rank[place]))
    place, truth, iou = place[preference], truth[preference], iou[preference]
    reached = iou >= np.minimum(IOU_THRESHOLDS, 1 - 1e-10)[:, None]
    hits = np.zeros((len(IOU_THRESHOLDS), len(rank)), bool)
    used, taken = np.zeros_like(hits), np.zeros((len(hits), len(ignored)), bool)
    bounds = np.searchsorted(rank[place], np.arange(MOST_DETECTIONS + 1))
    for start, stop in pairwise(bounds):
        if start == stop:
            continue
        free = reached[:, start:stop] & ~taken[:, truth[start:stop]]
        begins = np.flatnonzero(np.diff(place[start:stop], prepend=-1))  # 검출마다 첫 후보
        choice = np.where(free, np.arange(start, stop), stop)
        choice = np.minimum.reduceat(choice, begins, axis=1)  # 검출마다 비어 있는 첫 후보
        t, d = np.nonzero(choice < stop)
        pair = choice[t, d]
        taken[t, truth[pair]] = ~crowd[truth[pair]]
        used[t, place[pair]] = True
        hits[t, place[pair]] = ~ignored[truth[pair]]
    return hits, used


def _rank_in_group(key: Array) -> Array:
    r"""줄 선 열쇠가 같은 것끼리 0부터 매긴 번호."""
    start = np.flatnonzero(np.diff(key, prepend=-1))
    length = np.diff(start, append=len(key))
    return np.arange(len(key)) - np.repeat(start, length)
