r"""입력을 망가뜨립니다: 잡음을 더하거나 한 군데를 가립니다."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, generator, integer, number
from coursekit.data.augment.pixels import image_batch

Array = NDArray[Any]
Rng = np.random.Generator | int


def add_noise(images: ArrayLike, std: float, *, rng: Rng) -> Array:
    r"""모든 값에 정규 잡음을 더합니다. 그림이 아닌 입력에도 씁니다.

    Parameters
    ----------
    images : array_like
        입력.
    std : float
        잡음의 표준편차, 0 이상.
    rng : Generator or int
        난수 생성기나 씨앗.

    Returns
    -------
    ndarray
        모양이 같은 새 입력. [0, 1] 밖으로 나간 값을 자르지 않습니다.

    Raises
    ------
    ValueError
        인자가 범위를 벗어날 때.
    """
    x = array("images", images)
    noise = number("std", std, at_least=0) * generator(rng).standard_normal(x.shape)
    result: Array = x + noise.astype(x.dtype)
    return result


def cutout(images: ArrayLike, centers: ArrayLike, size: int, *, fill: float = 0.0) -> Array:
    r"""그림마다 한 변이 `size`인 정사각형을 가립니다(DeVries & Taylor 2017).

    Parameters
    ----------
    images : array_like of shape (N, H, W) or (N, C, H, W)
        그림.
    centers : array_like of shape (N, 2)
        그림마다 정사각형의 가운데 (줄, 열). `size`가 짝수면 위와 왼쪽으로 하나 더 갑니다. 그림 밖으로 나간 부분은 버립니다.
    size : int
        한 변의 픽셀 수, 0 이상.
    fill : float
        가린 자리의 값.

    Returns
    -------
    ndarray
        모양이 같은 새 그림.

    Raises
    ------
    ValueError
        모양이 맞지 않거나 인자가 범위를 벗어날 때.
    """
    x, size = image_batch(images), integer("size", size)
    start = array("centers", centers, shape=(len(x), 2)) - size // 2
    H, W = x.shape[-2:]
    rows = np.arange(H) - start[:, :1]
    columns = np.arange(W) - start[:, 1:]
    hidden = ((rows >= 0) & (rows < size))[:, :, None] & ((columns >= 0) & (columns < size))[
        :, None
    ]
    hidden = hidden[:, None] if x.ndim == 4 else hidden
    result: Array = np.where(hidden, x.dtype.type(number("fill", fill)), x)
    return result


def random_cutout(images: ArrayLike, size: int, *, fill: float = 0.0, rng: Rng) -> Array:
    r"""그림마다 아무 픽셀이나 가운데로 삼아 정사각형을 가립니다.

    Parameters
    ----------
    images : array_like of shape (N, H, W) or (N, C, H, W)
        그림.
    size : int
        한 변의 픽셀 수, 0 이상.
    fill : float
        가린 자리의 값.
    rng : Generator or int
        난수 생성기나 씨앗.

    Returns
    -------
    ndarray
        모양이 같은 새 그림.

    Raises
    ------
    ValueError
        인자가 범위를 벗어날 때.
    """
    x = image_batch(images)
    centers = generator(rng).integers(0, x.shape[-2:], (len(x), 2))
    return cutout(x, centers, size, fill=fill)
