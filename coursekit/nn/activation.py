r"""활성화 함수: 원소마다 휘어 놓는 층입니다."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.arguments import number
from coursekit.nn.layer import Layer

Array = NDArray[Any]


def relu_forward(x: Array) -> tuple[Array, Any]:
    r"""ReLU :math:`\max(x, 0)`을 구합니다.

    Parameters
    ----------
    x : ndarray
        입력.

    Returns
    -------
    y : ndarray
        출력. 새 배열입니다.
    cache : ndarray
        `relu_backward`에 넘길 것.
    """
    y = np.maximum(x, 0)
    return y, y


def relu_backward(grad_output: Array, cache: Any) -> Array:
    r"""ReLU의 기울기를 구합니다. 0에서의 기울기는 0으로 둡니다.

    Parameters
    ----------
    grad_output : ndarray
        출력의 기울기.
    cache : ndarray
        `relu_forward`가 돌려준 것.

    Returns
    -------
    ndarray
        입력의 기울기.
    """
    grad: Array = grad_output * (cache > 0)
    return grad


def leaky_relu_forward(x: Array, negative_slope: float = 0.01) -> tuple[Array, Any]:
    r"""LeakyReLU를 구합니다: 음수 쪽에서도 조금은 흐르게 합니다.

    .. math:: y = \begin{cases} x & x > 0 \\ a x & x \le 0 \end{cases}

    Parameters
    ----------
    x : ndarray
        입력.
    negative_slope : float
        음수 쪽의 기울기 :math:`a`.

    Returns
    -------
    y : ndarray
        출력. 새 배열입니다.
    cache : ndarray
        원소마다의 배율. `leaky_relu_backward`에 넘길 것.
    """
    scale = (x > 0).astype(x.dtype)
    scale += negative_slope * (1 - scale)
    return x * scale, scale


def leaky_relu_backward(grad_output: Array, cache: Any) -> Array:
    r"""LeakyReLU의 기울기를 구합니다. 0에서의 기울기는 음수 쪽의 것입니다.

    Parameters
    ----------
    grad_output : ndarray
        출력의 기울기.
    cache : ndarray
        `leaky_relu_forward`가 돌려준 것.

    Returns
    -------
    ndarray
        입력의 기울기.
    """
    grad: Array = grad_output * cache
    return grad


def sigmoid_forward(x: Array) -> tuple[Array, Any]:
    r"""시그모이드 :math:`\sigma(x) = 1/(1 + e^{-x})`를 구합니다.

    지수가 늘 0 이하가 되게 나누어 계산하므로 넘치지 않습니다.

    Parameters
    ----------
    x : ndarray
        입력.

    Returns
    -------
    y : ndarray
        출력, 0과 1 사이.
    cache : ndarray
        `sigmoid_backward`에 넘길 것.
    """
    small = np.exp(-np.abs(x))
    y = np.where(x >= 0, 1, small) / (1 + small)
    return y, y


def sigmoid_backward(grad_output: Array, cache: Any) -> Array:
    r"""시그모이드의 기울기 :math:`G\,\sigma(1 - \sigma)`를 구합니다.

    Parameters
    ----------
    grad_output : ndarray
        출력의 기울기 :math:`G`.
    cache : ndarray
        `sigmoid_forward`가 돌려준 것.

    Returns
    -------
    ndarray
        입력의 기울기.
    """
    grad: Array = grad_output * cache * (1 - cache)
    return grad


def tanh_forward(x: Array) -> tuple[Array, Any]:
    r"""쌍곡탄젠트 :math:`\tanh(x)`를 구합니다.

    Parameters
    ----------
    x : ndarray
        입력.

    Returns
    -------
    y : ndarray
        출력, -1과 1 사이.
    cache : ndarray
        `tanh_backward`에 넘길 것.
    """
    y = np.tanh(x)
    return y, y


def tanh_backward(grad_output: Array, cache: Any) -> Array:
    r"""쌍곡탄젠트의 기울기 :math:`G\,(1 - \tanh^2)`을 구합니다.

    Parameters
    ----------
    grad_output : ndarray
        출력의 기울기 :math:`G`.
    cache : ndarray
        `tanh_forward`가 돌려준 것.

    Returns
    -------
    ndarray
        입력의 기울기.
    """
    grad: Array = grad_output * (1 - cache * cache)
    return grad


class ReLU(Layer):
    r"""음수를 0으로 자르는 층 :math:`\max(x, 0)`입니다."""

    def _forward(self, x: Array) -> tuple[Array, Any]:
        return relu_forward(x)

    def _backward(self, grad_output: Array, cache: Any) -> Array:
        return relu_backward(grad_output, cache)


class LeakyReLU(Layer):
    r"""음수를 버리지 않고 조금만 남기는 층 :math:`\max(x, 0) + a\min(x, 0)`입니다.

    Parameters
    ----------
    negative_slope : float
        음수 쪽의 기울기 :math:`a`.

    Raises
    ------
    ValueError
        `negative_slope`가 유한한 수가 아닐 때.
    """

    def __init__(self, negative_slope: float = 0.01) -> None:
        super().__init__()
        self.negative_slope = number("negative_slope", negative_slope)

    def _forward(self, x: Array) -> tuple[Array, Any]:
        return leaky_relu_forward(x, self.negative_slope)

    def _backward(self, grad_output: Array, cache: Any) -> Array:
        return leaky_relu_backward(grad_output, cache)


class Sigmoid(Layer):
    r"""0과 1 사이로 누르는 층 :math:`1/(1 + e^{-x})`입니다."""

    def _forward(self, x: Array) -> tuple[Array, Any]:
        return sigmoid_forward(x)

    def _backward(self, grad_output: Array, cache: Any) -> Array:
        return sigmoid_backward(grad_output, cache)


class Tanh(Layer):
    r"""-1과 1 사이로 누르는 층 :math:`\tanh(x)`입니다."""

    def _forward(self, x: Array) -> tuple[Array, Any]:
        return tanh_forward(x)

    def _backward(self, grad_output: Array, cache: Any) -> Array:
        return tanh_backward(grad_output, cache)
