r"""그림의 배치를 검사하고, 그림마다 다른 자리의 픽셀을 읽습니다."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array

Array = NDArray[Any]


def image_batch(images: ArrayLike) -> Array:
    r"""그림의 배치인지 검사합니다.

    Parameters
    ----------
    images : array_like of shape (N, H, W) or (N, C, H, W)
        그림.

    Returns
    -------
    ndarray
        실수 배열.

    Raises
    ------
    ValueError
        모양이 다르거나 빈 축이 있거나 유한하지 않은 값이 있을 때.
    """
    x = array("images", images)
    if x.ndim not in (3, 4) or 0 in x.shape[1:]:
        raise ValueError(
            f"`images` 모양은 (N, H, W)나 (N, C, H, W)이어야 합니다(받은 모양: {x.shape})."
        )
    return x


def read_pixels(x: Array, rows: Array, columns: Array, fill: float) -> Array:
    r"""그림마다 (줄, 열)의 픽셀을 읽고, 그림 밖이면 `fill`을 씁니다.

    Parameters
    ----------
    x : ndarray of shape (N, H, W) or (N, C, H, W)
        그림.
    rows, columns : ndarray of int
        읽을 자리. (N, H, W)로 펼쳐지는 모양입니다.
    fill : float
        그림 밖의 값.

    Returns
    -------
    ndarray
        읽은 픽셀.
    """
    H, W = x.shape[-2:]
    inside = (rows >= 0) & (rows < H) & (columns >= 0) & (columns < W)
    where = np.clip(rows, 0, H - 1), np.clip(columns, 0, W - 1)
    n = np.arange(len(x))[:, None, None]
    if x.ndim == 4:
        # 채널을 맨 뒤에 두고 읽은 다음 제자리로 옮깁니다.
        picked = np.moveaxis(np.moveaxis(x, 1, -1)[n, *where], -1, 1)
        inside = inside[:, None]
    else:
        picked = x[n, *where]
    result: Array = np.where(inside, picked, x.dtype.type(fill))
    return result
