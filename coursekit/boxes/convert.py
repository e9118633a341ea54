r"""상자를 적는 세 방식 사이를 오갑니다. 이 꾸러미의 다른 함수는 모두 xyxy를 받습니다."""

from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.boxes.arguments import corners, four_columns

Array = NDArray[Any]
Format = Literal["xyxy", "xywh", "cxcywh"]
FORMATS = ("xyxy", "xywh", "cxcywh")


def box_convert(boxes: ArrayLike, in_format: Format, out_format: Format) -> Array:
    r"""상자를 적는 방식을 바꿉니다.

    Parameters
    ----------
    boxes : array_like of shape (M, 4)
        상자들. M은 0이어도 됩니다.
    in_format, out_format : {"xyxy", "xywh", "cxcywh"}
        "xyxy"는 왼쪽 위와 오른쪽 아래 꼭짓점(이 책), "xywh"는 왼쪽 위와 크기(COCO),
        "cxcywh"는 중심과 크기(YOLO). 너비는 x2 - x1이고 1을 더하지 않습니다.

    Returns
    -------
    ndarray of shape (M, 4)
        바꾼 상자. 새 배열이고 dtype은 그대로입니다.

    Raises
    ------
    ValueError
        모르는 방식이거나, 모양이 다르거나, 너비나 높이가 음수일 때.

    Examples
    --------
    >>> box_convert([[10, 20, 30, 60]], "xyxy", "cxcywh")
    array([[20., 40., 20., 40.]])
    """
    for name, value in (("in_format", in_format), ("out_format", out_format)):
        if value not in FORMATS:
            raise ValueError(
                f"`{name}` 값은 {', '.join(FORMATS)} 가운데 하나여야 합니다(받은 값: {value!r})."
            )
    if in_format == "xyxy":
        given = corners("boxes", boxes)
    else:
        given = four_columns("boxes", boxes)
        if (given[:, 2:] < 0).any():
            i = int((given[:, 2:] < 0).any(axis=1).argmax())
            raise ValueError(
                f"`boxes[{i}]` 너비와 높이는 0 이상이어야 합니다(받은 값: {given[i].tolist()})."
            )
    if in_format == out_format:
        return given.copy()
    first, second = given[:, :2], given[:, 2:]
    if in_format == "xyxy":
        low, size = first, second - first
    elif in_format == "xywh":
        low, size = first, second
    else:
        low, size = first - second / 2, second
    if out_format == "xyxy":
        return np.hstack([low, second if in_format == "xyxy" else low + size])
    if out_format == "xywh":
        return np.hstack([low, size])
    return np.hstack([low + size / 2, size])
