r"""상자 위젯이 쓰는 숫자입니다: 두 상자의 겹침, 그리고 문턱마다 비최대 억제에서 남고 지워지는 상자.

넓이와 IoU와 GIoU, 억제는 모두 `coursekit.boxes`가 셉니다.
"""

import zlib
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.arguments import integer
from coursekit.boxes import box_area, box_iou, generalized_box_iou, nms
from coursekit.boxes.overlap import intersections

Array = NDArray[Any]

WIDTH, HEIGHT = 40, 28  # 판의 크기. 상자의 모서리는 정수에만 놓습니다.
STEPS = 20  # 문턱은 1/20의 배수
KEPT, BELOW = -1, -2
# 왼쪽의 두 물체는 서로 겹칩니다(IoU 0.45). 그래서 문턱이 낮으면 하나를 잃습니다.
OBJECTS = ((8, 4, 19, 25), (27, 10, 37, 21), (4, 5, 15, 25))
SCORED = (
    (0.95, (8, 4, 19, 25)),
    (0.92, (27, 10, 37, 21)),
    (0.88, (4, 5, 15, 25)),
    (0.81, (9, 5, 19, 24)),
    (0.76, (26, 11, 36, 22)),
    (0.70, (4, 7, 14, 25)),
    (0.63, (7, 3, 20, 24)),
    (0.55, (28, 9, 39, 19)),
    (0.47, (5, 5, 18, 26)),
    (0.34, (29, 12, 35, 27)),
    (0.22, (22, 2, 28, 8)),
    (0.12, (2, 12, 12, 27)),
)


def overlap(a: Sequence[int], b: Sequence[int]) -> dict[str, Any]:
    r"""두 상자의 넓이와 IoU와 GIoU를 구합니다.

    Parameters
    ----------
    a, b : sequence of 4 int
        판 안의 xyxy 상자. 모서리는 정수이고 변은 1 이상입니다.

    Returns
    -------
    dict
        교집합 `intersection`, 합집합 `union`, 둘을 감싸는 상자 `hull`의 넓이, 그리고 `iou`, `giou`.

    Raises
    ------
    ValueError
        상자가 판을 벗어나거나 넓이가 없을 때.
    """
    for name, box in (("a", a), ("b", b)):
        _inside(name, box)
    pair = np.array([a, b], dtype=np.float64)
    corners = np.concatenate([pair[:, :2].min(axis=0), pair[:, 2:].max(axis=0)])
    shared = intersections(pair[:1], pair[1:])[0, 0]
    return {
        "intersection": int(shared),
        "union": int(box_area(pair).sum() - shared),
        "hull": int(box_area(corners[np.newaxis])[0]),
        "iou": float(box_iou(pair[:1], pair[1:])[0, 0]),
        "giou": float(generalized_box_iou(pair[:1], pair[1:])[0, 0]),
    }


def suppress(iou_step: int, score_step: int) -> list[int]:
    r"""문턱 둘에서 상자마다의 운명을 구합니다.

    Parameters
    ----------
    iou_step : int
        IoU 문턱의 20배, 0 이상 20 이하.
    score_step : int
        점수 문턱의 20배, 0 이상 20 이하.

    Returns
    -------
    list of int
        상자마다, 남으면 `KEPT`(-1), 점수가 문턱보다 낮아 보지도 않으면 `BELOW`(-2),
        지워지면 그것을 지운 상자의 번호. 남은 상자 여럿이 지울 수 있으면 점수가 가장 높은 것입니다.

    Raises
    ------
    ValueError
        값이 범위를 벗어날 때.
    """
    for name, step in (("iou_step", iou_step), ("score_step", score_step)):
        if integer(name, step) > STEPS:
            raise ValueError(f"`{name}` 값은 {STEPS} 이하여야 합니다(받은 값: {step}).")
    boxes, scores = scene()
    threshold = iou_step / STEPS
    seen = np.flatnonzero(scores >= score_step / STEPS)
    kept = seen[nms(boxes[seen], scores[seen], threshold)]
    fate = np.full(len(boxes), BELOW)
    fate[kept] = KEPT
    iou = box_iou(boxes, boxes)
    for j in np.setdiff1d(seen, kept):
        fate[j] = next(i for i in kept if iou[i, j] > threshold)
    return [int(f) for f in fate]


def scene() -> tuple[Array, Array]:
    r"""한 장면의 상자와 점수를 점수가 높은 차례로 줍니다.

    Returns
    -------
    boxes : ndarray of shape (12, 4)
        xyxy 상자.
    scores : ndarray of shape (12,)
        점수.
    """
    return np.array([box for _, box in SCORED], dtype=np.float64), np.array([s for s, _ in SCORED])


@cache
def pack() -> tuple[dict[str, Any], bytes]:
    r"""억제의 표를 만들어 누릅니다.

    Returns
    -------
    header : dict
        판의 크기, 물체, 상자와 점수, 서로의 IoU(소수 넷째 자리까지), 문턱의 눈금.
    table : bytes
        zlib으로 누른 int8. IoU 문턱, 점수 문턱, 상자의 차례로 `suppress`의 값입니다.
    """
    steps = range(STEPS + 1)
    fates = [suppress(i, s) for i in steps for s in steps]
    boxes, scores = scene()
    header = {
        "width": WIDTH,
        "height": HEIGHT,
        "steps": STEPS,
        "objects": [list(box) for box in OBJECTS],
        "boxes": boxes.astype(int).tolist(),
        "scores": scores.tolist(),
        "ious": box_iou(boxes, boxes).round(4).tolist(),
    }
    return header, zlib.compress(np.array(fates, dtype=np.int8).tobytes(), 9)


def _inside(name: str, box: Sequence[int]) -> None:
    if len(box) == 4 and all(float(v).is_integer() for v in box):
        x1, y1, x2, y2 = box
        if 0 <= x1 < x2 <= WIDTH and 0 <= y1 < y2 <= HEIGHT:
            return
    raise ValueError(
        f"`{name}` 값은 {WIDTH}×{HEIGHT} 판 안의 정수 상자 (x1, y1, x2, y2)여야 합니다"
        f"(받은 값: {list(box)})."
    )
