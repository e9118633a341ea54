r"""그림을 옮기고, 돌리고, 뒤집습니다."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, generator, integer, number
from coursekit.data.augment.pixels import image_batch, read_pixels

Array = NDArray[Any]
Rng = np.random.Generator | int


def shift(images: ArrayLike, offsets: ArrayLike, *, fill: float = 0.0) -> Array:
    r"""그림마다 아래와 오른쪽으로 옮깁니다.

    Parameters
    ----------
    images : array_like of shape (N, H, W) or (N, C, H, W)
        그림.
    offsets : array_like of shape (N, 2)
        그림마다 아래로, 오른쪽으로 옮길 픽셀 수. 정수이고 음수면 반대쪽입니다.
    fill : float
        비는 자리에 채울 값.

    Returns
    -------
    ndarray
        모양이 같은 새 그림. 밖으로 나간 픽셀은 사라집니다.

    Raises
    ------
    ValueError
        모양이 맞지 않거나 옮길 수가 정수가 아닐 때.
    """
    x = image_batch(images)
    moves = array("offsets", offsets, shape=(len(x), 2))
    if (moves != np.round(moves)).any():
        raise ValueError("`offsets` 값은 정수여야 합니다.")
    H, W = x.shape[-2:]
    rows = np.arange(H)[None, :, None] - moves[:, 0, None, None]
    columns = np.arange(W)[None, None, :] - moves[:, 1, None, None]
    return read_pixels(x, rows.astype(int), columns.astype(int), number("fill", fill))


def random_shift(images: ArrayLike, limit: int, *, fill: float = 0.0, rng: Rng) -> Array:
    r"""그림마다 위아래와 양옆으로 많아야 `limit`픽셀 옮깁니다.

    Parameters
    ----------
    images : array_like of shape (N, H, W) or (N, C, H, W)
        그림.
    limit : int
        옮길 거리의 상한, 0 이상.
    fill : float
        비는 자리에 채울 값.
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
    x, limit = image_batch(images), integer("limit", limit)
    return shift(x, generator(rng).integers(-limit, limit + 1, (len(x), 2)), fill=fill)


def rotate(images: ArrayLike, degrees: ArrayLike, *, fill: float = 0.0) -> Array:
    r"""그림마다 한가운데를 축으로 시계 반대 방향으로 돌립니다.

    돌린 그림의 픽셀마다 원래 그림의 어느 점에서 왔는지 거꾸로 찾아, 이웃한 네 픽셀을 거리대로 섞습니다(쌍선형 보간).

    Parameters
    ----------
    images : array_like of shape (N, H, W) or (N, C, H, W)
        그림.
    degrees : array_like of shape (N,)
        그림마다의 각도.
    fill : float
        그림 밖의 값.

    Returns
    -------
    ndarray
        모양이 같은 새 그림.

    Raises
    ------
    ValueError
        모양이 맞지 않거나 유한하지 않은 값이 있을 때.
    """
    x, fill = image_batch(images), number("fill", fill)
    angle = np.deg2rad(array("degrees", degrees, shape=(len(x),)))[:, None, None]
    H, W = x.shape[-2:]
    dy = np.arange(H)[None, :, None] - (H - 1) / 2
    dx = np.arange(W)[None, None, :] - (W - 1) / 2
    row = np.cos(angle) * dy + np.sin(angle) * dx + (H - 1) / 2
    column = np.cos(angle) * dx - np.sin(angle) * dy + (W - 1) / 2
    top, left = np.floor(row).astype(int), np.floor(column).astype(int)
    down, right = row - top, column - left
    result = np.zeros(x.shape)
    for i, share_i in ((0, 1 - down), (1, down)):
        for j, share_j in ((0, 1 - right), (1, right)):
            share = share_i * share_j
            share = share[:, None] if x.ndim == 4 else share
            result += share * read_pixels(x, top + i, left + j, fill)
    return result.astype(x.dtype)


def random_rotation(images: ArrayLike, limit: float, *, fill: float = 0.0, rng: Rng) -> Array:
    r"""그림마다 어느 쪽으로든 많아야 `limit`도 돌립니다.

    Parameters
    ----------
    images : array_like of shape (N, H, W) or (N, C, H, W)
        그림.
    limit : float
        각도의 상한, 0 이상.
    fill : float
        그림 밖의 값.
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
    x, limit = image_batch(images), number("limit", limit, at_least=0)
    return rotate(x, generator(rng).uniform(-limit, limit, len(x)), fill=fill)


def flip(images: ArrayLike, which: ArrayLike) -> Array:
    r"""고른 그림의 왼쪽과 오른쪽을 바꿉니다.

    Parameters
    ----------
    images : array_like of shape (N, H, W) or (N, C, H, W)
        그림.
    which : array_like of bool, shape (N,)
        뒤집을 그림.

    Returns
    -------
    ndarray
        모양이 같은 새 그림.

    Raises
    ------
    ValueError
        모양이 맞지 않거나 `which`가 bool이 아닐 때.
    """
    x, which = image_batch(images), np.asarray(which)
    if which.dtype != np.bool_ or which.shape != (len(x),):
        raise ValueError(
            f"`which` 값은 길이가 {len(x)}인 bool 배열이어야 합니다"
            f"(받은 모양: {which.shape}, 받은 dtype: {which.dtype})."
        )
    result = x.copy()
    result[which] = x[which][..., ::-1]
    return result


def random_flip(images: ArrayLike, p: float = 0.5, *, rng: Rng) -> Array:
    r"""그림마다 확률 `p`로 왼쪽과 오른쪽을 바꿉니다. 숫자처럼 뒤집으면 뜻이 달라지는 그림에는 쓰지 않습니다.

    Parameters
    ----------
    images : array_like of shape (N, H, W) or (N, C, H, W)
        그림.
    p : float
        뒤집을 확률, 0에서 1 사이.
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
    x, p = image_batch(images), number("p", p, at_least=0, at_most=1)
    return flip(x, generator(rng).random(len(x)) < p)
