r"""전역 평균 풀링: 채널마다 영상 전체의 평균 하나만 남깁니다.

Lin, Chen, Yan (2014), "Network in network", 3.2절. 마지막의 큰 선형 층을 대신합니다.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.nn.layer import Layer

Array = NDArray[Any]


def global_avg_pool2d_forward(x: Array) -> tuple[Array, Any]:
    r"""채널마다 평균을 구합니다: :math:`y_{n,c} = \frac{1}{HW} \sum_{i,j} x_{n,c,i,j}`.

    Parameters
    ----------
    x : ndarray of shape (N, C, H, W)
        입력.

    Returns
    -------
    y : ndarray of shape (N, C)
        출력. 선형 층에 바로 넣을 수 있습니다. torch에서는 `AdaptiveAvgPool2d(1)`과 `Flatten`입니다.
    cache : tuple
        `global_avg_pool2d_backward`에 넘길 것.

    Raises
    ------
    ValueError
        모양이 맞지 않을 때.
    """
    if x.ndim != 4 or 0 in x.shape[2:]:
        raise ValueError(
            f"`x` 모양은 (N, C, H, W)이고 H와 W가 1 이상이어야 합니다(받은 모양: {x.shape})."
        )
    y: Array = x.mean(axis=(2, 3))
    return y, x.shape


def global_avg_pool2d_backward(grad_output: Array, cache: Any) -> Array:
    r"""전역 평균 풀링의 기울기를 구합니다: 모든 자리가 :math:`G/HW`\ 씩 가져갑니다.

    Parameters
    ----------
    grad_output : ndarray of shape (N, C)
        출력의 기울기 :math:`G`.
    cache : tuple
        `global_avg_pool2d_forward`가 돌려준 것.

    Returns
    -------
    ndarray of shape (N, C, H, W)
        입력의 기울기.
    """
    share = grad_output / math.prod(cache[2:])
    return np.broadcast_to(share[:, :, None, None], cache).copy()


class GlobalAvgPool2d(Layer):
    r"""영상 (N, C, H, W)를 채널마다의 평균 (N, C)로 줄이는 층입니다.

    Raises
    ------
    ValueError
        입력의 모양이 맞지 않을 때.

    Examples
    --------
    >>> GlobalAvgPool2d()(np.ones((2, 3, 4, 4))).shape
    (2, 3)
    """

    def _forward(self, x: Array) -> tuple[Array, Any]:
        return global_avg_pool2d_forward(x)

    def _backward(self, grad_output: Array, cache: Any) -> Array:
        return global_avg_pool2d_backward(grad_output, cache)
