r"""검출의 가장 오래된 길: 크기와 모양이 정해진 창을 사진 위에서 조금씩 옮깁니다."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.arguments import integer, number
from coursekit.boxes.arguments import height_width

Array = NDArray[Any]


def sliding_windows(
    image_size: tuple[int, int],
    sizes: Sequence[float],
    ratios: Sequence[float] = (1.0,),
    *,
    stride: int = 1,
) -> Array:
    r"""사진 안에 온전히 들어가는 모든 창을 늘어놓습니다.

    넓이가 `size`의 제곱이고 높이 대 너비가 `ratio`인 창을 왼쪽 위에서부터 `stride`씩 옮깁니다.
    너비와 높이는 가까운 정수로 둡니다.

    Parameters
    ----------
    image_size : tuple of (int, int)
        사진의 높이 H와 너비 W, 각각 1 이상.
    sizes : sequence of float
        창의 크기, 각각 0보다 큽니다.
    ratios : sequence of float
        창의 높이 나누기 너비, 각각 0보다 큽니다.
    stride : int
        옮기는 간격, 1 이상.

    Returns
    -------
    ndarray of shape (M, 4), float64
        창 `(x1, y1, x2, y2)`. 크기, 비율, 행, 열의 차례입니다.

    Raises
    ------
    ValueError
        인자가 범위를 벗어날 때.
    """
    windows = [np.zeros((0, 4))]
    for width, height, rows, columns in _shapes(image_size, sizes, ratios, stride):
        y, x = np.indices((rows, columns)).reshape(2, -1) * stride
        windows.append(np.stack([x, y, x + width, y + height], axis=1).astype(np.float64))
    return np.concatenate(windows)


def count_sliding_windows(
    image_size: tuple[int, int],
    sizes: Sequence[float],
    ratios: Sequence[float] = (1.0,),
    *,
    stride: int = 1,
) -> int:
    r"""`sliding_windows`가 늘어놓을 창의 수를 만들지 않고 셉니다.

    .. math::

        \sum_{h,\,w} \Big(\Big\lfloor\frac{H - h}{s}\Big\rfloor + 1\Big)
        \Big(\Big\lfloor\frac{W - w}{s}\Big\rfloor + 1\Big)

    Parameters
    ----------
    image_size : tuple of (int, int)
        사진의 높이 H와 너비 W, 각각 1 이상.
    sizes : sequence of float
        창의 크기, 각각 0보다 큽니다.
    ratios : sequence of float
        창의 높이 나누기 너비, 각각 0보다 큽니다.
    stride : int
        옮기는 간격 :math:`s`, 1 이상.

    Returns
    -------
    int
        창의 수. 사진보다 큰 창은 세지 않습니다.

    Raises
    ------
    ValueError
        인자가 범위를 벗어날 때.
    """
    return sum(rows * columns for _, _, rows, columns in _shapes(image_size, sizes, ratios, stride))


def _shapes(
    image_size: tuple[int, int], sizes: Sequence[float], ratios: Sequence[float], stride: int
) -> list[tuple[int, int, int, int]]:
    height, width = height_width("image_size", image_size)
    stride = integer("stride", stride, at_least=1)
    found = []
    for size in sizes:
        size = number("sizes", size, above=0)
        for ratio in ratios:
            root = float(np.sqrt(number("ratios", ratio, above=0)))
            h, w = max(round(size * root), 1), max(round(size / root), 1)
            rows, columns = (height - h) // stride + 1, (width - w) // stride + 1
            if rows > 0 and columns > 0:
                found.append((w, h, rows, columns))
    return found
