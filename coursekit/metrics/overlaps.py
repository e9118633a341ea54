r"""모든 그림의 상자를 한 줄로 잇고, 같은 그림 같은 클래스에서 겹치는 (검출, 정답) 짝을 한꺼번에 찾습니다."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.arguments import integer
from coursekit.metrics.image_boxes import Detections, Truths

Array = NDArray[Any]

_BLOCK = 1 << 18  # 한 번에 재는 짝의 수: 중간 배열들이 캐시에 머뭅니다


@dataclass(frozen=True, eq=False)
class Flattened:
    r"""모든 그림을 이은 검출과 정답입니다.

    Parameters
    ----------
    boxes : ndarray of shape (D, 4)
        검출의 상자. 그림의 차례, 그림 안에서는 받은 차례입니다.
    scores, labels, image : ndarray of shape (D,)
        검출의 점수, 클래스, 그림의 번호.
    truth_boxes : ndarray of shape (G, 4)
        정답의 상자. 같은 차례입니다.
    truth_labels, truth_image, difficult, crowd, area : ndarray of shape (G,)
        정답의 클래스, 그림의 번호, 세지 않는 표시, 무리 표시, 넓이.
    classes : int
        클래스의 수.
    images : int
        그림의 수.
    """

    boxes: Array
    scores: Array
    labels: Array
    image: Array
    truth_boxes: Array
    truth_labels: Array
    truth_image: Array
    difficult: Array
    crowd: Array
    area: Array
    classes: int
    images: int


def flatten(
    detections: Sequence[Detections], truths: Sequence[Truths], classes: int | None
) -> Flattened:
    r"""그림마다의 상자를 한 줄로 잇습니다.

    Parameters
    ----------
    detections : sequence of Detections
        그림마다의 검출.
    truths : sequence of Truths
        같은 차례의 정답.
    classes : int or None
        클래스의 수. 없으면 나온 번호 가운데 가장 큰 것에 1을 더합니다.

    Returns
    -------
    Flattened
        이은 배열들.

    Raises
    ------
    ValueError
        그림의 수가 다르거나, 그림이 없거나, 번호가 `classes` 이상일 때.
    """
    if len(detections) != len(truths) or not len(truths):
        raise ValueError(
            "`detections`와 `truths` 길이(그림의 수)는 같고 1 이상이어야 합니다"
            f"(받은 길이: {len(detections)}, {len(truths)})."
        )
    for name, kind, items in (
        ("detections", Detections, detections),
        ("truths", Truths, truths),
    ):
        for n, item in enumerate(items):
            if not isinstance(item, kind):
                raise ValueError(
                    f"`{name}[{n}]` 값은 {kind.__name__}여야 합니다(받은 값: {type(item).__name__})."
                )
    labels = np.concatenate([d.labels for d in detections])
    truth_labels = np.concatenate([t.labels for t in truths])
    most = max(labels.max(initial=-1), truth_labels.max(initial=-1))
    C = int(most) + 1 if classes is None else integer("classes", classes, at_least=1)
    if most >= C:
        name = "detections" if labels.max(initial=-1) == most else "truths"
        raise ValueError(f"`{name}`의 `labels` 값은 {C} 미만이어야 합니다(받은 값: {most}).")
    numbers = np.arange(len(truths))
    return Flattened(
        boxes=np.concatenate([d.boxes for d in detections]),
        scores=np.concatenate([d.scores for d in detections]),
        labels=labels,
        image=np.repeat(numbers, [len(d.labels) for d in detections]),
        truth_boxes=np.concatenate([t.boxes for t in truths]),
        truth_labels=truth_labels,
        truth_image=np.repeat(numbers, [len(t.labels) for t in truths]),
        difficult=np.concatenate([np.asarray(t.difficult) for t in truths]),
        crowd=np.concatenate([np.asarray(t.crowd) for t in truths]),
        area=np.concatenate([np.asarray(t.area) for t in truths]),
        classes=C,
        images=len(truths),
    )


def overlapping_pairs(
    flat: Flattened, chosen: Array, *, at_least: float, crowd: Array | None = None
) -> tuple[Array, Array, Array]:
    r"""같은 그림 같은 클래스이고 IoU가 `at_least` 이상인 짝을 모두 찾습니다.

    Parameters
    ----------
    flat : Flattened
        이은 검출과 정답.
    chosen : ndarray of shape (D',)
        볼 검출의 번호.
    at_least : float
        IoU의 문턱.
    crowd : ndarray of shape (G,), optional
        참인 정답과는 IoU 대신 교집합/검출의 넓이를 씁니다.

    Returns
    -------
    place : ndarray of shape (P,)
        `chosen`의 몇째 검출인지. 늘어나는 차례입니다.
    truth : ndarray of shape (P,)
        정답의 번호. 검출 하나 안에서는 늘어나는 차례입니다.
    iou : ndarray of shape (P,)
        둘의 IoU.
    """
    truth_key = flat.truth_labels * flat.images + flat.truth_image
    by_key = np.argsort(truth_key, kind="stable")
    truth_key = truth_key[by_key]
    key = flat.labels[chosen] * flat.images + flat.image[chosen]
    first = np.searchsorted(truth_key, key, side="left")
    count = np.searchsorted(truth_key, key, side="right") - first
    found: list[tuple[Array, Array, Array]] = []
    end = np.cumsum(count)
    start = 0
    while start < len(chosen):
        before = end[start] - count[start]
        stop = max(start + 1, int(np.searchsorted(end, before + _BLOCK, side="right")))
        n = count[start:stop]
        place = np.repeat(np.arange(start, stop), n)
        within = np.arange(len(place)) - np.repeat(end[start:stop] - n - before, n)
        truth = by_key[first[place] + within]
        iou = _paired_iou(
            flat.boxes[chosen[place]],
            flat.truth_boxes[truth],
            None if crowd is None else crowd[truth],
        )
        near = iou >= at_least
        found.append((place[near], truth[near], iou[near]))
        start = stop
    if not found:
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
    place, truth, iou = (np.concatenate(part) for part in zip(*found, strict=True))
    return place, truth, iou


def _paired_iou(a: Array, b: Array, crowd: Array | None) -> Array:
    r"""줄마다의 IoU. 셈의 차례까지 pycocotools와 같아 마지막 비트까지 같습니다."""
    size_a, size_b = a[:, 2:] - a[:, :2], b[:, 2:] - b[:, :2]
    # (x, y, 너비, 높이)로 적힌 상자의 오른쪽 끝은 x + 너비입니다. 반올림 탓에 x2와 다를 수 있습니다.
    side = np.minimum(a[:, :2] + size_a, b[:, :2] + size_b) - np.maximum(a[:, :2], b[:, :2])
    shared = np.where((side > 0).all(axis=1), side[:, 0] * side[:, 1], 0.0)
    area_a, area_b = size_a[:, 0] * size_a[:, 1], size_b[:, 0] * size_b[:, 1]
    union = area_a + area_b - shared
    if crowd is not None:
        union = np.where(crowd, area_a, union)
    iou: Array = np.divide(shared, union, out=np.zeros_like(shared), where=shared > 0)
    return iou
