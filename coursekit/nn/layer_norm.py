r"""층 정규화: 배치가 아니라 표본 하나의 특징들에 걸쳐 평균을 0, 분산을 1로 맞춥니다."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from coursekit.arguments import array, integer, number
from coursekit.nn.layer import Layer
from coursekit.parameter import Parameter

Array = NDArray[Any]


def layer_norm_forward(
    x: Array,
    normalized_shape: tuple[int, ...],
    weight: Array | None = None,
    bias: Array | None = None,
    *,
    eps: float = 1e-5,
) -> tuple[Array, Any]:
    r"""층 정규화의 출력을 구합니다. 식은 배치 정규화와 같고 평균 내는 축만 다릅니다.

    .. math:: \hat x = \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}}, \qquad y = \gamma\,\hat x + \beta

    Ba, Kiros & Hinton (2016), 식 (4).

    Parameters
    ----------
    x : ndarray of shape (..., *normalized_shape)
        입력.
    normalized_shape : tuple of int
        함께 정규화할 뒤쪽 축들의 모양.
    weight, bias : ndarray of shape normalized_shape, optional
        배율 :math:`\gamma`와 이동 :math:`\beta`.
    eps : float
        분산에 더하는 작은 수, 0보다 큽니다.

    Returns
    -------
    y : ndarray
        입력과 모양이 같은 새 배열.
    cache : tuple
        `layer_norm_backward`에 넘길 것.

    Raises
    ------
    ValueError
        모양이 맞지 않을 때.
    """
    if x.shape[x.ndim - len(normalized_shape) :] != normalized_shape:
        wanted = ", ".join(["...", *map(str, normalized_shape)])
        raise ValueError(f"`x` 모양은 ({wanted})이어야 합니다(받은 모양: {x.shape}).")
    size = math.prod(normalized_shape)
    rows = x.reshape(x.size // size, size)
    x_hat = rows - rows.mean(axis=1, keepdims=True)
    std_inv = 1 / np.sqrt((x_hat * x_hat).mean(axis=1, keepdims=True) + eps)
    x_hat *= std_inv
    y = x_hat.reshape(x.shape)
    y = (
        y.copy()
        if weight is None
        else y * array("weight", weight, shape=normalized_shape, finite=False)
    )
    if bias is not None:
        y += array("bias", bias, shape=normalized_shape, finite=False)
    return y, (x_hat, std_inv, weight, normalized_shape)


def layer_norm_backward(grad_output: Array, cache: Any) -> tuple[Array, Array, Array]:
    r"""층 정규화의 기울기를 구합니다.

    .. math:: \frac{\partial\mathcal L}{\partial x} = \frac{1}{\sqrt{\sigma^2 + \epsilon}}
        \left(H - \overline{H} - \hat x\,\overline{H\hat x}\right), \qquad H = \gamma\,G

    윗줄은 표본 하나의 특징에 걸친 평균입니다. 배치 정규화와 달리 :math:`\gamma`가 평균 내는 축을 따라
    바뀌므로 평균 안에 들어갑니다.

    Parameters
    ----------
    grad_output : ndarray of shape (..., *normalized_shape)
        출력의 기울기 :math:`G`.
    cache : tuple
        `layer_norm_forward`가 돌려준 것.

    Returns
    -------
    grad_x : ndarray of shape (..., *normalized_shape)
        입력의 기울기.
    grad_weight, grad_bias : ndarray of shape normalized_shape
        배율과 이동의 기울기.
    """
    x_hat, std_inv, weight, normalized_shape = cache
    rows = grad_output.reshape(x_hat.shape)
    grad_weight = (rows * x_hat).sum(axis=0).reshape(normalized_shape)
    grad_bias = rows.sum(axis=0).reshape(normalized_shape)
    scaled = rows if weight is None else rows * weight.reshape(-1)
    grad_x = scaled - scaled.mean(axis=1, keepdims=True)
    grad_x -= x_hat * (scaled * x_hat).mean(axis=1, keepdims=True)
    grad_x *= std_inv
    return grad_x.reshape(grad_output.shape), grad_weight, grad_bias


class LayerNorm(Layer):
    r"""표본마다 뒤쪽 축들을 함께 정규화하는 층입니다. 배치를 보지 않으므로 학습과 평가에서 하는 일이 같습니다.

    Parameters
    ----------
    normalized_shape : int or sequence of int
        함께 정규화할 뒤쪽 축들의 모양. 정수는 마지막 축 하나입니다.
    eps : float
        분산에 더하는 작은 수, 0보다 큽니다.
    elementwise_affine : bool
        거짓이면 배율과 이동을 배우지 않습니다.
    bias : bool
        거짓이면 이동을 배우지 않습니다.
    dtype : dtype
        매개변수의 실수 dtype.

    Attributes
    ----------
    weight, bias : Parameter of shape normalized_shape or None
        배율(1에서 시작)과 이동(0에서 시작).

    Raises
    ------
    ValueError
        인자가 범위를 벗어날 때.

    Examples
    --------
    >>> LayerNorm(2)([[1.0, 3.0], [10.0, 30.0]]).round(2)
    array([[-1.,  1.],
           [-1.,  1.]])
    """

    def __init__(
        self,
        normalized_shape: int | Sequence[int],
        eps: float = 1e-5,
        elementwise_affine: bool = True,
        bias: bool = True,
        *,
        dtype: DTypeLike = np.float64,
    ) -> None:
        super().__init__()
        sizes = normalized_shape if isinstance(normalized_shape, Sequence) else [normalized_shape]
        self.normalized_shape = tuple(integer("normalized_shape", n, at_least=1) for n in sizes)
        if not self.normalized_shape:
            raise ValueError("`normalized_shape` 축은 하나 이상이어야 합니다(받은 축: 0개).")
        self.eps = number("eps", eps, above=0)
        shape = self.normalized_shape
        self.weight = Parameter(np.ones(shape, dtype)) if elementwise_affine else None
        self.bias = Parameter(np.zeros(shape, dtype)) if elementwise_affine and bias else None

    def _forward(self, x: Array) -> tuple[Array, Any]:
        weight = None if self.weight is None else self.weight.data
        bias = None if self.bias is None else self.bias.data
        return layer_norm_forward(x, self.normalized_shape, weight, bias, eps=self.eps)

    def _backward(self, grad_output: Array, cache: Any) -> Array:
        grad_x, grad_weight, grad_bias = layer_norm_backward(grad_output, cache)
        if self.weight is not None:
            self.weight.grad += grad_weight
        if self.bias is not None:
            self.bias.grad += grad_bias
        return grad_x
