r"""선형 층: 가중치를 곱하고 편향을 더합니다."""

import math
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from coursekit.arguments import array, generator, integer
from coursekit.nn.init import Initializer, fan_in_uniform
from coursekit.nn.layer import Layer
from coursekit.parameter import Parameter

Array = NDArray[Any]


def linear_forward(x: Array, weight: Array, bias: Array | None = None) -> tuple[Array, Any]:
    r"""선형 층의 출력 :math:`Y = X W^\top + b`를 구합니다.

    Parameters
    ----------
    x : ndarray of shape (..., I)
        입력.
    weight : ndarray of shape (O, I)
        가중치.
    bias : ndarray of shape (O,), optional
        편향.

    Returns
    -------
    y : ndarray of shape (..., O)
        출력.
    cache : tuple
        `linear_backward`에 넘길 것.

    Raises
    ------
    ValueError
        모양이 맞지 않을 때.
    """
    weight = array("weight", weight, shape=(None, None), finite=False)
    if x.ndim == 0 or x.shape[-1] != weight.shape[1]:
        raise ValueError(f"`x` 모양은 (..., {weight.shape[1]})이어야 합니다(받은 모양: {x.shape}).")
    y = x @ weight.T
    if bias is not None:
        y += array("bias", bias, shape=weight.shape[:1], finite=False)
    return y, (x, weight, bias is not None)


def linear_backward(grad_output: Array, cache: Any) -> tuple[Array, Array, Array | None]:
    r"""선형 층의 기울기를 구합니다.

    .. math:: \frac{\partial\mathcal L}{\partial X} = G W, \quad
        \frac{\partial\mathcal L}{\partial W} = G^\top X, \quad
        \frac{\partial\mathcal L}{\partial b} = \sum_n G_n

    Parameters
    ----------
    grad_output : ndarray of shape (..., O)
        출력의 기울기 :math:`G`.
    cache : tuple
        `linear_forward`가 돌려준 것.

    Returns
    -------
    grad_x : ndarray of shape (..., I)
        입력의 기울기.
    grad_weight : ndarray of shape (O, I)
        가중치의 기울기.
    grad_bias : ndarray of shape (O,) or None
        편향의 기울기. 편향이 없었으면 `None`입니다.
    """
    x, weight, has_bias = cache
    rows = grad_output.reshape(-1, weight.shape[0])
    grad_weight = rows.T @ x.reshape(-1, weight.shape[1])
    return grad_output @ weight, grad_weight, rows.sum(axis=0) if has_bias else None


class Linear(Layer):
    r"""선형 층 :math:`Y = X W^\top + b`입니다.

    Parameters
    ----------
    in_features, out_features : int
        입력의 수 I와 출력의 수 O, 1 이상.
    bias : bool
        거짓이면 편향이 없습니다.
    init : Initializer, optional
        가중치의 처음 값을 뽑는 함수(`coursekit.nn.init`). 주면 편향은 0에서 시작합니다.
        주지 않으면 `torch.nn.Linear`처럼 가중치와 편향을 모두 :math:`U(-1/\sqrt I, 1/\sqrt I)`에서 뽑습니다.
    rng : Generator or int
        난수 생성기나 씨앗.
    dtype : dtype
        매개변수의 실수 dtype.

    Attributes
    ----------
    weight : Parameter of shape (O, I)
        가중치.
    bias : Parameter of shape (O,) or None
        편향.

    Raises
    ------
    ValueError
        `in_features`나 `out_features`가 1보다 작을 때.

    Examples
    --------
    >>> layer = Linear(3, 2, rng=0)
    >>> layer(np.ones((5, 3))).shape
    (5, 2)
    """

    def __init__(
        self,
        in_features: int,
        out_features: int,
        bias: bool = True,
        *,
        init: Initializer | None = None,
        rng: np.random.Generator | int,
        dtype: DTypeLike = np.float64,
    ) -> None:
        super().__init__()
        self.in_features = integer("in_features", in_features, at_least=1)
        self.out_features = integer("out_features", out_features, at_least=1)
        rng = generator(rng)
        shape = (self.out_features, self.in_features)
        self.weight = Parameter((init or fan_in_uniform)(shape, rng=rng, dtype=dtype))
        start = np.zeros(self.out_features, dtype)
        if init is None:
            bound = 1 / math.sqrt(self.in_features)
            start = rng.uniform(-bound, bound, self.out_features).astype(dtype)
        self.bias = Parameter(start) if bias else None

    def _forward(self, x: Array) -> tuple[Array, Any]:
        return linear_forward(x, self.weight.data, None if self.bias is None else self.bias.data)

    def _backward(self, grad_output: Array, cache: Any) -> Array:
        grad_x, grad_weight, grad_bias = linear_backward(grad_output, cache)
        self.weight.grad += grad_weight
        if self.bias is not None:
            self.bias.grad += grad_bias
        return grad_x
