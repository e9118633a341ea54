r"""검출의 지표가 받는 것: 그림 하나에서 찾은 상자와, 그 그림의 정답 상자."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Detections:
    r"""그림 하나에서 찾은 상자들입니다. 하나도 없어도 됩니다.

    Parameters
    ----------
    boxes : array_like of shape (M, 4)
        `(x1, y1, x2, y2)`, `x1 <= x2`, `y1 <= y2`.
    scores : array_like of shape (M,)
        클수록 확신하는 점수.
    labels : array_like of shape (M,)
        0 이상의 클래스 번호.

    Raises
    ------
    ValueError
        모양이나 길이가 맞지 않거나, 상자가 뒤집혔거나, 번호가 0 이상의 정수가 아닐 때.
    """

    boxes: Array
    scores: Array
    labels: Array

    def __post_init__(self) -> None:
        boxes = _boxes(self.boxes)
        _keep(self, "boxes", boxes)
        _keep(self, "scores", array("scores", self.scores, shape=(len(boxes),)))
        _keep(self, "labels", _labels(self.labels, len(boxes)))


@dataclass(frozen=True, eq=False)
class Truths:
    r"""그림 하나의 정답 상자들입니다. 하나도 없어도 됩니다.

    Parameters
    ----------
    boxes : array_like of shape (G, 4)
        `(x1, y1, x2, y2)`, `x1 <= x2`, `y1 <= y2`.
    labels : array_like of shape (G,)
        0 이상의 클래스 번호.
    difficult : array_like of shape (G,), optional
        참이면 찾아도 못 찾아도 세지 않습니다(VOC의 difficult). 기본은 모두 거짓입니다.
    crowd : array_like of shape (G,), optional
        참이면 한 상자가 여러 물체의 무리이고 세지 않습니다(COCO의 iscrowd). 기본은 모두 거짓입니다.
    area : array_like of shape (G,), optional
        크기를 나눌 때 쓰는 넓이. COCO는 마스크의 넓이를 씁니다. 기본은 상자의 넓이입니다.

    Raises
    ------
    ValueError
        모양이나 길이가 맞지 않거나, 상자가 뒤집혔거나, 번호가 0 이상의 정수가 아니거나, 넓이가 음수일 때.
    """

    boxes: Array
    labels: Array
    difficult: Array | None = None
    crowd: Array | None = None
    area: Array | None = None

    def __post_init__(self) -> None:
        boxes = _boxes(self.boxes)
        _keep(self, "boxes", boxes)
        _keep(self, "labels", _labels(self.labels, len(boxes)))
        _keep(self, "difficult", _flags("difficult", self.difficult, len(boxes)))
        _keep(self, "crowd", _flags("crowd", self.crowd, len(boxes)))
        size = boxes[:, 2:] - boxes[:, :2]
        area = size[:, 0] * size[:, 1] if self.area is None else self.area
        area = array("area", area, shape=(len(boxes),)).astype(np.float64, copy=False)
        if (area < 0).any():
            raise ValueError(f"`area` 값은 0 이상이어야 합니다(받은 값: {area.min():g}).")
        _keep(self, "area", area)


def _keep(target: object, name: str, value: Array) -> None:
    object.__setattr__(target, name, value)  # 얼린 자료형이라 처음 한 번만 이렇게 씁니다


def _boxes(value: ArrayLike) -> Array:
    # pycocotools처럼 배정밀도로 셈합니다. float32 상자의 IoU는 문턱 근처에서 달라집니다.
    boxes = array("boxes", value, shape=(None, 4)).astype(np.float64, copy=False)
    flipped = np.flatnonzero((boxes[:, 2:] < boxes[:, :2]).any(axis=1))
    if flipped.size:
        raise ValueError(
            f"`boxes[{flipped[0]}]` 값은 x1 <= x2, y1 <= y2여야 합니다"
            f"(받은 값: {boxes[flipped[0]].tolist()}). (x, y, 너비, 높이)라면 먼저 바꾸세요."
        )
    return boxes


def _labels(value: ArrayLike, length: int) -> Array:
    labels = np.asarray(value)
    if labels.shape != (length,) or (labels.size and labels.dtype.kind not in "iu"):
        raise ValueError(
            f"`labels` 값은 상자의 수 {length}만큼의 1차원 정수 배열이어야 합니다"
            f"(받은 모양: {labels.shape}, 받은 dtype: {labels.dtype})."
        )
    if labels.size and labels.min() < 0:
        raise ValueError(f"`labels` 값은 0 이상이어야 합니다(받은 값: {labels.min()}).")
    return labels.astype(np.int64)


def _flags(name: str, value: ArrayLike | None, length: int) -> Array:
    if value is None:
        return np.zeros(length, bool)
    flags = np.asarray(value)
    if flags.shape != (length,) or not np.isin(flags, (0, 1)).all():
        raise ValueError(
            f"`{name}` 값은 상자의 수 {length}만큼의 참과 거짓(또는 1과 0)이어야 합니다"
            f"(받은 모양: {flags.shape}, 받은 dtype: {flags.dtype})."
        )
    return flags.astype(bool)
