r"""R-CNN의 첫 걸음: 상자마다 사진을 오려 내어 한 크기로 늘이거나 줄입니다."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, integer
from coursekit.boxes.arguments import corners

Array = NDArray[Any]


def warp_crops(image: ArrayLike, boxes: ArrayLike, size: int | tuple[int, int]) -> Array:
    r"""상자 안의 사진을 모양을 따지지 않고 `size`로 늘이거나 줄입니다.

    출력 픽셀의 중심을 상자 안의 자리로 옮긴 다음, 가까운 네 픽셀을 거리로 가중해 더합니다
    (쌍선형 보간, bilinear interpolation). 픽셀 `(i, j)`의 중심은 좌표 `(j + 0.5, i + 0.5)`입니다.
    사진 밖의 자리는 가장 가까운 가장자리 픽셀의 값입니다.

    Parameters
    ----------
    image : array_like of shape (C, H, W)
        사진 하나.
    boxes : array_like of shape (M, 4)
        오려 낼 상자 `(x1, y1, x2, y2)`, 픽셀 단위. x2 ≥ x1, y2 ≥ y1입니다.
    size : int or tuple of (int, int)
        결과의 높이와 너비, 각각 1 이상. 정수 하나면 정사각형입니다.

    Returns
    -------
    ndarray of shape (M, C, height, width)
        오려 내어 크기를 맞춘 사진들. dtype은 `image`의 것입니다.

    Raises
    ------
    ValueError
        사진이나 상자의 모양이 다르거나, 상자의 두 끝이 뒤바뀌었거나, `size`가 1보다 작을 때.
    """
    image = array("image", image, shape=(None, None, None))
    if not image.size:
        raise ValueError(f"`image` 모양에는 0이 없어야 합니다(받은 모양: {image.shape}).")
    boxes = corners("boxes", boxes)
    height, width = size if isinstance(size, tuple) else (size, size)
    height = integer("size", height, at_least=1)
    width = integer("size", width, at_least=1)
    top, bottom, down = _places(boxes[:, 1], boxes[:, 3], height, image.shape[1])
    left, right, across = _places(boxes[:, 0], boxes[:, 2], width, image.shape[2])
    rows = np.stack([top, bottom])[:, :, :, None]  # (2, M, height, 1)
    columns = np.stack([left, right])[:, :, None, :]  # (2, M, 1, width)
    (a, b), (c, d) = ([image[:, y, x] for x in columns] for y in rows)  # 모두 (C, M, height, width)
    down, across = down[..., None].astype(image.dtype), across[:, None].astype(image.dtype)
    warped = (1 - down) * ((1 - across) * a + across * b) + down * ((1 - across) * c + across * d)
    return np.ascontiguousarray(np.moveaxis(warped, 0, 1))


def _places(low: Array, high: Array, count: int, length: int) -> tuple[Array, Array, Array]:
    """For each output pixel: the two pixels around it and how far it is from the first."""
    step = (high - low)[:, None] / count
    place = low[:, None] + (np.arange(count) + 0.5) * step - 0.5
    place = np.clip(place, 0, length - 1)
    first = np.floor(place).astype(np.int64)
    return first, np.minimum(first + 1, length - 1), place - first
