r"""배치 정규화: 배치에 걸쳐 채널마다 평균을 0, 분산을 1로 맞추고, 배운 배율과 이동을 겁니다.

표본 (N, C, ...)을 (N, C, L)로 펴서 N과 L을 함께 접으므로 1차원과 2차원의 식이 같습니다.
"""

import math
from abc import abstractmethod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import DTypeLike, NDArray

from coursekit.arguments import array, integer, number
from coursekit.nn.layer import Layer
from coursekit.parameter import Parameter

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


class BatchNorm(Layer):
    r"""차원과 상관없는 배치 정규화의 공통 부분입니다.

    학습할 때는 배치의 평균과 분산으로 정규화하면서 이동 평균(running statistics)을 고치고,
    평가할 때는 그 이동 평균으로 정규화합니다.

    .. math:: \text{running} \leftarrow (1 - \text{momentum})\,\text{running} + \text{momentum}\,\text{batch}

    `momentum`은 **새것**의 무게입니다. 정규화에는 N으로 나눈 분산을, 이동 평균에는 N − 1로 나눈 분산을 씁니다.

    Parameters
    ----------
    num_features : int
        채널의 수 C, 1 이상.
    eps : float
        분산에 더하는 작은 수, 0보다 큽니다.
    momentum : float or None
        이동 평균에서 새것의 무게, 0 이상 1 이하. `None`이면 지금까지 본 배치의 고른 평균입니다.
    affine : bool
        거짓이면 배율과 이동을 배우지 않습니다.
    track_running_stats : bool
        거짓이면 이동 평균이 없고, 평가할 때도 배치의 통계를 씁니다.
    dtype : dtype
        매개변수와 이동 평균의 실수 dtype.

    Attributes
    ----------
    weight, bias : Parameter of shape (C,) or None
        배율 :math:`\gamma`(1에서 시작)와 이동 :math:`\beta`(0에서 시작).
    running_mean, running_var : ndarray of shape (C,) or None
        이동 평균. 0과 1에서 시작합니다.
    num_batches_tracked : int
        이동 평균에 넣은 배치의 수.

    Raises
    ------
    ValueError
        인자가 범위를 벗어날 때.
    """

    def __init__(
        self,
        num_features: int,
        eps: float = 1e-5,
        momentum: float | None = 0.1,
        affine: bool = True,
        track_running_stats: bool = True,
        *,
        dtype: DTypeLike = np.float64,
    ) -> None:
        super().__init__()
        self.num_features = integer("num_features", num_features, at_least=1)
        self.eps = number("eps", eps, above=0)
        if momentum is not None:
            momentum = number("momentum", momentum, at_least=0, at_most=1)
        self.momentum = momentum
        self.weight = Parameter(np.ones(num_features, dtype)) if affine else None
        self.bias = Parameter(np.zeros(num_features, dtype)) if affine else None
        self.track_running_stats = track_running_stats
        if track_running_stats:
            self._buffers = ("running_mean", "running_var", "num_batches_tracked")
            self.running_mean: Array = np.zeros(num_features, dtype)
            self.running_var: Array = np.ones(num_features, dtype)
            self.num_batches_tracked = 0

    def _forward(self, x: Array) -> tuple[Array, Any]:
        self._check_shape(x)
        weight = None if self.weight is None else self.weight.data
        bias = None if self.bias is None else self.bias.data
        if not self.training and self.track_running_stats:
            return batch_norm_forward(
                x, weight, bias, mean=self.running_mean, var=self.running_var, eps=self.eps
            )
        y, cache = batch_norm_forward(x, weight, bias, eps=self.eps)
        if self.training and self.track_running_stats:
            self._track(cache.mean, cache.var, count=x.size // self.num_features)
        return y, cache

    def _track(self, mean: Array, var: Array, count: int) -> None:
        self.num_batches_tracked += 1
        new = 1 / self.num_batches_tracked if self.momentum is None else self.momentum
        unbiased = var * (count / (count - 1))
        self.running_mean = (1 - new) * self.running_mean + new * mean.astype(
            self.running_mean.dtype
        )
        self.running_var = (1 - new) * self.running_var + new * unbiased.astype(
            self.running_var.dtype
        )

    def _backward(self, grad_output: Array, cache: Any) -> Array:
        grad_x, grad_weight, grad_bias = batch_norm_backward(grad_output, cache)
        if self.weight is not None and self.bias is not None:
            self.weight.grad += grad_weight
            self.bias.grad += grad_bias
        return grad_x

    @abstractmethod
    def _check_shape(self, x: Array) -> None:
        r"""입력의 모양이 맞지 않으면 `ValueError`."""


class BatchNorm1d(BatchNorm):
    r"""표본 (N, C)나 신호 (N, C, L)를 채널마다 정규화하는 층입니다.

    인자와 속성은 `BatchNorm`의 것입니다.

    Examples
    --------
    >>> layer = BatchNorm1d(1)
    >>> layer([[1.0], [3.0]]).round(4)
    array([[-1.],
           [ 1.]])
    >>> layer.running_mean, layer.running_var            # 0.9·0 + 0.1·2, 0.9·1 + 0.1·2
    (array([0.2]), array([1.1]))
    """

    def _check_shape(self, x: Array) -> None:
        if x.ndim not in (2, 3) or x.shape[1] != self.num_features:
            c = self.num_features
            raise ValueError(
                f"`x` 모양은 (N, {c})이나 (N, {c}, L)이어야 합니다(받은 모양: {x.shape})."
            )


class BatchNorm2d(BatchNorm):
    r"""영상 (N, C, H, W)를 채널마다 정규화하는 층입니다. 평균과 분산은 N, H, W에 걸쳐 구합니다.

    인자와 속성은 `BatchNorm`의 것입니다.
    """

    def _check_shape(self, x: Array) -> None:
        if x.ndim != 4 or x.shape[1] != self.num_features:
            raise ValueError(
                f"`x` 모양은 (N, {self.num_features}, H, W)이어야 합니다(받은 모양: {x.shape})."
            )
