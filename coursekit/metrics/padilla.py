r"""공개된 AP 예제: 그림 7장, 정답 15개, 검출 24개, 클래스 하나.

두 가지 관례가 이 예제의 AP를 바꿉니다. 점수가 같은 검출(0.95, 0.45, 0.44가 둘씩)을 어느 차례로 놓는지와,
상자의 너비를 `x2 - x1`로 보는지 `x2 - x1 + 1`로 보는지(VOC의 옛 코드)입니다. 점수 0.18인 검출의 IoU는
앞의 것으로 0.2953, 뒤의 것으로 0.3034여서 문턱 0.3의 양쪽에 놓입니다.

상자의 수치는 Rafael Padilla의 Object-Detection-Metrics(MIT, Copyright 2018 Rafael Padilla,
https://github.com/rafaelpadilla/Object-Detection-Metrics)의 `detections`와 `groundtruths`에서 왔습니다.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.metrics.image_boxes import Detections, Truths

Array = NDArray[Any]

# 그림마다 (점수, x, y, 너비, 높이)
_DETECTIONS = (
    ((0.88, 5, 67, 31, 48), (0.70, 119, 111, 40, 67), (0.80, 124, 9, 49, 67)),
    ((0.71, 64, 111, 64, 58), (0.54, 26, 140, 60, 47), (0.74, 19, 18, 43, 35)),
    (
        (0.18, 109, 15, 77, 39),
        (0.67, 86, 63, 46, 45),
        (0.38, 160, 62, 36, 53),
        (0.91, 105, 131, 47, 47),
        (0.44, 18, 148, 40, 44),
    ),
    (
        (0.35, 83, 28, 28, 26),
        (0.78, 28, 68, 42, 67),
        (0.45, 87, 89, 25, 39),
        (0.14, 10, 155, 60, 26),
    ),
    (
        (0.62, 50, 38, 28, 46),
        (0.44, 95, 11, 53, 28),
        (0.95, 29, 131, 72, 29),
        (0.23, 29, 163, 72, 29),
    ),
    ((0.45, 43, 48, 74, 38), (0.84, 17, 155, 29, 35), (0.43, 95, 110, 25, 42)),
    ((0.48, 16, 20, 101, 88), (0.95, 33, 116, 37, 49)),
)

# 그림마다 (x, y, 너비, 높이)
_TRUTHS = (
    ((25, 16, 38, 56), (129, 123, 41, 62)),
    ((123, 11, 43, 55), (38, 132, 59, 45)),
    ((16, 14, 35, 48), (123, 30, 49, 44), (99, 139, 47, 47)),
    ((53, 42, 40, 52), (154, 43, 31, 34)),
    ((59, 31, 44, 51), (48, 128, 34, 52)),
    ((36, 89, 52, 76), (62, 58, 44, 67)),
    ((28, 31, 55, 63), (58, 67, 50, 58)),
)


def padilla_example(*, inclusive: bool = True) -> tuple[tuple[Detections, ...], tuple[Truths, ...]]:
    r"""그림 7장의 검출 24개와 정답 15개를 돌려줍니다.

    IoU 문턱 0.3에서 AP는 24.57 %(all-point), 26.84 %(11-point)로 발표되어 있습니다.

    Parameters
    ----------
    inclusive : bool
        참이면 발표된 평가처럼 x2와 y2가 가리키는 픽셀까지 상자에 넣습니다(오른쪽과 아래 끝이 1씩 커집니다).
        거짓이면 적힌 수 그대로의 상자이고, 맞은 검출이 하나 줄어 AP가 달라집니다.

    Returns
    -------
    detections : tuple of Detections
        그림마다의 검출. 차례는 원래 파일의 줄 차례입니다.
    truths : tuple of Truths
        그림마다의 정답.

    Examples
    --------
    >>> detections, truths = padilla_example()
    >>> sum(len(d.boxes) for d in detections), sum(len(t.boxes) for t in truths)
    (24, 15)
    """
    detections = []
    for rows in _DETECTIONS:
        table = np.array(rows, dtype=np.float64)
        boxes = _corners(table[:, 1:], inclusive)
        detections.append(Detections(boxes, table[:, 0], np.zeros(len(boxes), np.int64)))
    truths = []
    for sides in _TRUTHS:
        boxes = _corners(np.array(sides, dtype=np.float64), inclusive)
        truths.append(Truths(boxes, np.zeros(len(boxes), np.int64)))
    return tuple(detections), tuple(truths)


def _corners(boxes: Array, inclusive: bool) -> Array:
    return np.concatenate([boxes[:, :2], boxes[:, :2] + boxes[:, 2:] + inclusive], axis=1)
