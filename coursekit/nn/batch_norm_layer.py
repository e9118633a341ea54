r"""배치 정규화 층: 매개변수와 이동 평균을 들고, 학습과 평가를 가릅니다. 식은 `batch_norm`에 있습니다."""

from abc import abstractmethod
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from coursekit.arguments import integer, number
from coursekit.nn.batch_norm import batch_norm_backward, batch_norm_forward
from coursekit.nn.layer import Layer
from coursekit.parameter import Parameter

Array = NDArray[Any]


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
    running_mean, running_var : ndarray of shape (C,)
        이동 평균. 0과 1에서 시작합니다. `track_running_stats`가 거짓이면 없습니다.
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

    Parameters
    ----------
    num_features : int
        채널의 수 C, 1 이상.
    eps : float
        분산에 더하는 작은 수, 0보다 큽니다.
    momentum : float or None
        이동 평균에서 **새것**의 무게, 0 이상 1 이하. `None`이면 지금까지 본 배치의 고른 평균입니다.
    affine : bool
        거짓이면 배율과 이동을 배우지 않습니다.
    track_running_stats : bool
        거짓이면 이동 평균이 없고, 평가할 때도 배치의 통계를 씁니다.
    dtype : dtype
        매개변수와 이동 평균의 실수 dtype.

    Raises
    ------
    ValueError
        인자가 범위를 벗어나거나, 입력의 모양이 맞지 않을 때.

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

    Parameters
    ----------
    num_features : int
        채널의 수 C, 1 이상.
    eps : float
        분산에 더하는 작은 수, 0보다 큽니다.
    momentum : float or None
        이동 평균에서 **새것**의 무게, 0 이상 1 이하. `None`이면 지금까지 본 배치의 고른 평균입니다.
    affine : bool
        거짓이면 배율과 이동을 배우지 않습니다.
    track_running_stats : bool
        거짓이면 이동 평균이 없고, 평가할 때도 배치의 통계를 씁니다.
    dtype : dtype
        매개변수와 이동 평균의 실수 dtype.

    Raises
    ------
    ValueError
        인자가 범위를 벗어나거나, 입력의 모양이 맞지 않을 때.
    """

    def _check_shape(self, x: Array) -> None:
        if x.ndim != 4 or x.shape[1] != self.num_features:
            raise ValueError(
                f"`x` 모양은 (N, {self.num_features}, H, W)이어야 합니다(받은 모양: {x.shape})."
            )
