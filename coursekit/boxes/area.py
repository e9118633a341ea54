r"""상자 하나하나를 다룹니다: 넓이, 사진 안으로 자르기, 작은 것 버리기."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import number
from coursekit.boxes.arguments import corners, height_width

Array = NDArray[Any]


def box_area(boxes: ArrayLike) -> Array:
    r"""상자의 넓이 :math:`(x_2-x_1)(y_2-y_1)`입니다.

    Parameters
    ----------
    boxes : array_like of shape (M, 4)
        xyxy 상자.

    Returns
    -------
    ndarray of shape (M,)
        넓이. 점이나 선이 된 상자는 0입니다.

    Raises
    ------
    ValueError
        모양이 다르거나 x1 > x2 또는 y1 > y2일 때.

    Notes
    -----
    PASCAL VOC의 옛 코드는 픽셀을 세느라 너비를 x2 - x1 + 1로 잡습니다. 여기서는 1을 더하지 않습니다.
    """
    given = corners("boxes", boxes)
    area: Array = (given[:, 2] - given[:, 0]) * (given[:, 3] - given[:, 1])
    return area


def clip_boxes(boxes: ArrayLike, image_size: tuple[int, int]) -> Array:
    r"""사진 밖으로 나간 부분을 자릅니다.

    Parameters
    ----------
    boxes : array_like of shape (M, 4)
        xyxy 상자.
    image_size : tuple of int
        사진의 (높이, 너비). 배열의 `shape[-2:]` 차례입니다.

    Returns
    -------
    ndarray of shape (M, 4)
        x는 0과 너비, y는 0과 높이 사이로 자른 상자. 통째로 밖에 있던 상자는 넓이가 0이 됩니다.

    Raises
    ------
    ValueError
        상자가 아니거나 크기가 1 이상의 정수 둘이 아닐 때.
    """
    given = corners("boxes", boxes)
    H, W = height_width("image_size", image_size)
    return np.clip(given, 0, np.array([W, H, W, H], dtype=given.dtype))


def inside_image(boxes: ArrayLike, image_size: tuple[int, int]) -> Array:
    r"""통째로 사진 안에 있는 상자를 고릅니다.

    Parameters
    ----------
    boxes : array_like of shape (M, 4)
        xyxy 상자.
    image_size : tuple of int
        사진의 (높이, 너비).

    Returns
    -------
    ndarray of shape (M,), bool
        네 변이 모두 사진 안에 있거나 가장자리에 닿으면 참. Faster R-CNN은 이런 앵커로만 RPN을 가르칩니다.

    Raises
    ------
    ValueError
        상자가 아니거나 크기가 1 이상의 정수 둘이 아닐 때.
    """
    given = corners("boxes", boxes)
    H, W = height_width("image_size", image_size)
    low, high = given[:, :2] >= 0, given[:, 2:] <= (W, H)
    return np.asarray(np.hstack([low, high]).all(axis=1))


def remove_small_boxes(boxes: ArrayLike, min_size: float) -> Array:
    r"""너비와 높이가 모두 `min_size` 이상인 상자의 번호입니다.

    Parameters
    ----------
    boxes : array_like of shape (M, 4)
        xyxy 상자.
    min_size : float
        남길 가장 짧은 변, 0 이상.

    Returns
    -------
    ndarray of shape (K,), int64
        남은 상자의 번호, 받은 차례대로.

    Raises
    ------
    ValueError
        상자가 아니거나 `min_size`가 음수일 때.
    """
    given = corners("boxes", boxes)
    shorter_side = (given[:, 2:] - given[:, :2]).min(axis=1, initial=np.inf)
    return np.flatnonzero(shorter_side >= number("min_size", min_size, at_least=0))
