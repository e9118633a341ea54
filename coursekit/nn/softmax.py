r"""소프트맥스와 그 로그를 넘치지 않게 계산합니다.

셋 모두 가장 큰 점수를 먼저 뺍니다. 답은 바뀌지 않고, 지수가 1을 넘지 않습니다.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.nn.layer import Layer

Array = NDArray[Any]


def logsumexp(x: Array, dim: int = -1, *, keepdims: bool = False) -> Array:
    r"""지수의 합의 로그 :math:`\log\sum_c e^{x_c}`를 넘치지 않게 구합니다.

    .. math:: \log\sum_c e^{x_c} = m + \log\sum_c e^{x_c - m}, \qquad m = \max_c x_c

    Parameters
    ----------
    x : ndarray
        점수. 음의 무한대는 없는 것으로 칩니다.
    dim : int
        더할 축.
    keepdims : bool
        참이면 더한 축을 길이 1로 남깁니다.

    Returns
    -------
    ndarray
        로그의 값.
    """
    largest = x.max(axis=dim, keepdims=True)
    m = np.where(np.isfinite(largest), largest, 0)  # ∞ − ∞를 피합니다
    with np.errstate(divide="ignore"):  # 모두 −∞면 답도 −∞입니다
        total: Array = np.log(np.exp(x - m).sum(axis=dim, keepdims=True)) + m
    return total if keepdims else total.squeeze(axis=dim)


def softmax_forward(x: Array, dim: int = -1) -> tuple[Array, Any]:
    r"""소프트맥스 :math:`p_c = e^{x_c - m} / \sum_k e^{x_k - m}`를 구합니다(:math:`m`은 가장 큰 점수).

    Parameters
    ----------
    x : ndarray
        점수.
    dim : int
        합이 1이 될 축.

    Returns
    -------
    p : ndarray
        확률. 새 배열입니다.
    cache : tuple
        `softmax_backward`에 넘길 것.
    """
    p = x - x.max(axis=dim, keepdims=True)
    np.exp(p, out=p)
    p /= p.sum(axis=dim, keepdims=True)
    return p, (p, dim)


def softmax_backward(grad_output: Array, cache: Any) -> Array:
    r"""소프트맥스의 기울기 :math:`p_c\,(G_c - \sum_k p_k G_k)`를 구합니다.

    Parameters
    ----------
    grad_output : ndarray
        출력의 기울기 :math:`G`.
    cache : tuple
        `softmax_forward`가 돌려준 것.

    Returns
    -------
    ndarray
        입력의 기울기. 축을 따라 더하면 0입니다.
    """
    p, dim = cache
    grad: Array = p * (grad_output - (p * grad_output).sum(axis=dim, keepdims=True))
    return grad


def log_softmax_forward(x: Array, dim: int = -1) -> tuple[Array, Any]:
    r"""소프트맥스의 로그 :math:`x_c - \log\sum_k e^{x_k}`를 구합니다.

    확률을 거치지 않으므로, 확률이 0으로 떨어질 만큼 작아도 로그는 남습니다.

    Parameters
    ----------
    x : ndarray
        점수.
    dim : int
        확률의 합이 1이 될 축.

    Returns
    -------
    y : ndarray
        로그 확률.
    cache : tuple
        `log_softmax_backward`에 넘길 것.
    """
    y = x - x.max(axis=dim, keepdims=True)
    y -= np.log(np.exp(y).sum(axis=dim, keepdims=True))
    return y, (y, dim)


def log_softmax_backward(grad_output: Array, cache: Any) -> Array:
    r"""소프트맥스의 로그의 기울기 :math:`G_c - p_c\sum_k G_k`를 구합니다.

    Parameters
    ----------
    grad_output : ndarray
        출력의 기울기 :math:`G`.
    cache : tuple
        `log_softmax_forward`가 돌려준 것.

    Returns
    -------
    ndarray
        입력의 기울기.
    """
    y, dim = cache
    grad: Array = grad_output - np.exp(y) * grad_output.sum(axis=dim, keepdims=True)
    return grad


def softmax(x: Array, dim: int = -1) -> Array:
    r"""점수를 확률로 바꿉니다. 기울기가 필요 없을 때 씁니다.

    Parameters
    ----------
    x : ndarray
        점수.
    dim : int
        합이 1이 될 축.

    Returns
    -------
    ndarray
        확률.

    Examples
    --------
    >>> softmax(np.array([1000.0, 1000.0]))
    array([0.5, 0.5])
    """
    return softmax_forward(x, dim)[0]


def log_softmax(x: Array, dim: int = -1) -> Array:
    r"""점수를 로그 확률로 바꿉니다. 기울기가 필요 없을 때 씁니다.

    Parameters
    ----------
    x : ndarray
        점수.
    dim : int
        확률의 합이 1이 될 축.

    Returns
    -------
    ndarray
        로그 확률.
    """
    return log_softmax_forward(x, dim)[0]


class Softmax(Layer):
    r"""점수를 확률로 바꾸는 층입니다. 손실이 `CrossEntropyLoss`이면 앞에 놓지 않습니다: 그 안에 들어 있습니다.

    Parameters
    ----------
    dim : int
        합이 1이 될 축.
    """

    def __init__(self, dim: int = -1) -> None:
        super().__init__()
        self.dim = dim

    def _forward(self, x: Array) -> tuple[Array, Any]:
        return softmax_forward(x, self.dim)

    def _backward(self, grad_output: Array, cache: Any) -> Array:
        return softmax_backward(grad_output, cache)


class LogSoftmax(Layer):
    r"""점수를 로그 확률로 바꾸는 층입니다. `NLLLoss` 앞에 놓으면 둘이 합쳐 교차 엔트로피가 됩니다.

    Parameters
    ----------
    dim : int
        확률의 합이 1이 될 축.
    """

    def __init__(self, dim: int = -1) -> None:
        super().__init__()
        self.dim = dim

    def _forward(self, x: Array) -> tuple[Array, Any]:
        return log_softmax_forward(x, self.dim)

    def _backward(self, grad_output: Array, cache: Any) -> Array:
        return log_softmax_backward(grad_output, cache)
