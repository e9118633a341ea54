r"""사진의 밝기를 가운데로 옮깁니다."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, number


def subtract_median(images: ArrayLike, *, scale: float = 4.0) -> NDArray[Any]:
    r"""사진마다, 채널마다 중앙값을 빼고 `scale`을 곱합니다.

    배경이 넓은 사진에서는 중앙값이 배경의 색이라, 배경이 0 가까이로 옵니다.

    Parameters
    ----------
    images : array_like of shape (N, C, H, W)
        사진.
    scale : float
        곱할 수, 0보다 큽니다.

    Returns
    -------
    ndarray of shape (N, C, H, W)
        새 배열. dtype은 그대로입니다.

    Raises
    ------
    ValueError
        모양이 (N, C, H, W)가 아니거나 `scale`이 0보다 크지 않을 때.
    """
    x = array("images", images, shape=(None, None, None, None))
    factor = x.dtype.type(number("scale", scale, above=0))
    centered: NDArray[Any] = (x - np.median(x, axis=(2, 3), keepdims=True)) * factor
    return centered
