r"""배치 정규화: 배치에 걸쳐 채널마다 평균을 0, 분산을 1로 맞추고, 배운 배율과 이동을 겁니다.

표본 (N, C, ...)을 (N, C, L)로 펴서 N과 L을 함께 접으므로 1차원과 2차원의 식이 같습니다.
"""

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from coursekit.arguments import array

Array = NDArray[Any]


class BatchNormCache(NamedTuple):
    r"""`batch_norm_backward`가 쓸 것과, 이동 평균에 넣을 배치의 통계.

    Parameters
    ----------
    x_hat : ndarray of shape (N, C, L)
        정규화한 입력.
    std_inv : ndarray of shape (C,)
        :math:`1/\sqrt{\sigma^2 + \epsilon}`.
    weight : ndarray of shape (C,) or None
        배율.
    mean, var : ndarray of shape (C,)
        정규화에 쓴 평균과 (N으로 나눈) 분산.
    from_batch : bool
        평균과 분산을 이 배치에서 구했으면 참. 그때는 둘도 입력의 함수입니다.
    """

    x_hat: Array
    std_inv: Array
    weight: Array | None
    mean: Array
    var: Array
    from_batch: bool


def batch_norm_forward(
    x: Array,
    weight: Array | None = None,
    bias: Array | None = None,
    *,
    mean: Array | None = None,
    var: Array | None = None,
    eps: float = 1e-5,
) -> tuple[Array, BatchNormCache]:
    r"""배치 정규화의 출력을 구합니다.

    .. math:: \hat x = \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}}, \qquad y = \gamma\,\hat x + \beta

    Ioffe & Szegedy (2015), 알고리즘 1.

    Parameters
    ----------
    x : ndarray of shape (N, C, ...)
        입력.
    weight, bias : ndarray of shape (C,), optional
        배율 :math:`\gamma`와 이동 :math:`\beta`.
    mean, var : ndarray of shape (C,), optional
        평가할 때 쓸 평균과 분산. 주지 않으면 이 배치에서 구합니다.
    eps : float
        분산에 더하는 작은 수, 0보다 큽니다.

    Returns
    -------
    y : ndarray of shape (N, C, ...)
        출력. 새 배열입니다.
    cache : BatchNormCache
        `batch_norm_backward`에 넘길 것.

    Raises
    ------
    ValueError
        모양이 맞지 않거나, 배치에서 통계를 구해야 하는데 채널마다 값이 둘보다 적을 때.
    """
    if x.ndim < 2:
        raise ValueError(f"`x` 모양은 (N, C, ...)이어야 합니다(받은 모양: {x.shape}).")
    channels = x.shape[1]
    rows = x.reshape(len(x), channels, math.prod(x.shape[2:]))
    from_batch = mean is None or var is None
    if mean is None or var is None:
        count = rows.shape[0] * rows.shape[2]
        if count < 2:
            raise ValueError(
                "배치 정규화는 학습할 때 채널마다 값이 둘 이상 있어야 평균과 분산을 구합니다"
                f"(받은 모양: {x.shape}, 채널마다 {count}개). 값이 하나면 x − 평균이 늘 0이라 입력이 사라집니다. "
                "배치를 키우거나, 평가하는 중이면 `eval()`을 먼저 부르세요."
            )
        mean = rows.mean(axis=(0, 2))
        x_hat = rows - mean[:, None]
        var = np.einsum("ncl,ncl->c", x_hat, x_hat) / count
    else:
        mean = array("mean", mean, shape=(channels,), finite=False)
        var = array("var", var, shape=(channels,), finite=False)
        x_hat = rows - mean[:, None]
    std_inv = 1 / np.sqrt(var + eps)
    x_hat *= std_inv[:, None]
    y = x_hat.copy() if weight is None else x_hat * _channel("weight", weight, channels)
    if bias is not None:
        y += _channel("bias", bias, channels)
    return y.reshape(x.shape), BatchNormCache(x_hat, std_inv, weight, mean, var, from_batch)


def _channel(name: str, value: Array, channels: int) -> Array:
    return array(name, value, shape=(channels,), finite=False)[:, None]


def batch_norm_backward(grad_output: Array, cache: BatchNormCache) -> tuple[Array, Array, Array]:
    r"""배치 정규화의 기울기를 구합니다.

    .. math:: \frac{\partial\mathcal L}{\partial\beta} = \sum G, \quad
        \frac{\partial\mathcal L}{\partial\gamma} = \sum G\hat x, \quad
        \frac{\partial\mathcal L}{\partial x} = \frac{\gamma}{\sqrt{\sigma^2 + \epsilon}}
        \left(G - \frac1m\sum G - \hat x\,\frac1m\sum G\hat x\right)

    합은 채널의 값 :math:`m`\ 개에 걸칩니다. 빼는 두 항은 평균과 분산도 입력의 함수라서 생깁니다.
    평균과 분산을 밖에서 받았으면(평가) 두 항이 없습니다.

    Parameters
    ----------
    grad_output : ndarray of shape (N, C, ...)
        출력의 기울기 :math:`G`.
    cache : BatchNormCache
        `batch_norm_forward`가 돌려준 것.

    Returns
    -------
    grad_x : ndarray of shape (N, C, ...)
        입력의 기울기.
    grad_weight, grad_bias : ndarray of shape (C,)
        배율과 이동의 기울기.
    """
    x_hat = cache.x_hat
    rows = grad_output.reshape(x_hat.shape)
    grad_bias = rows.sum(axis=(0, 2))
    grad_weight = np.einsum("ncl,ncl->c", rows, x_hat)
    if cache.from_batch:
        count = x_hat.shape[0] * x_hat.shape[2]
        grad_x = x_hat * (-grad_weight / count)[:, None]
        grad_x += rows
        grad_x -= (grad_bias / count)[:, None]
    else:
        grad_x = rows.copy()
    scale = cache.std_inv if cache.weight is None else cache.std_inv * cache.weight
    grad_x *= scale[:, None]
    return grad_x.reshape(grad_output.shape), grad_weight, grad_bias
