r"""회귀 손실: 예측한 수와 정답인 수의 거리를 잽니다."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import number
from coursekit.nn.loss import Loss, Reduction
from coursekit.nn.target import matching_target

Array = NDArray[Any]


def mse_forward(prediction: Array, target: ArrayLike) -> tuple[Array, Any]:
    r"""원소마다의 제곱 오차 :math:`(\hat y - y)^2`를 구합니다.

    Parameters
    ----------
    prediction : ndarray
        예측.
    target : array_like
        예측과 모양이 같은 정답.

    Returns
    -------
    loss : ndarray
        예측과 모양이 같은 손실.
    cache : ndarray
        `mse_backward`에 넘길 것.

    Raises
    ------
    ValueError
        모양이 다를 때. (N, 1)과 (N,)을 몰래 펼쳐 (N, N)으로 만들지 않습니다.
    """
    error = prediction - matching_target(prediction, target)
    return error * error, error


def mse_backward(grad_output: Array, cache: Any) -> Array:
    r"""제곱 오차의 기울기 :math:`2G(\hat y - y)`를 구합니다.

    Parameters
    ----------
    grad_output : ndarray
        원소마다의 손실의 기울기 :math:`G`.
    cache : ndarray
        `mse_forward`가 돌려준 것.

    Returns
    -------
    ndarray
        예측의 기울기.
    """
    grad: Array = 2 * grad_output * cache
    return grad


def l1_forward(prediction: Array, target: ArrayLike) -> tuple[Array, Any]:
    r"""원소마다의 절대 오차 :math:`|\hat y - y|`를 구합니다.

    Parameters
    ----------
    prediction : ndarray
        예측.
    target : array_like
        예측과 모양이 같은 정답.

    Returns
    -------
    loss : ndarray
        예측과 모양이 같은 손실.
    cache : ndarray
        `l1_backward`에 넘길 것.

    Raises
    ------
    ValueError
        모양이 다를 때.
    """
    error = prediction - matching_target(prediction, target)
    return np.abs(error), error


def l1_backward(grad_output: Array, cache: Any) -> Array:
    r"""절대 오차의 기울기 :math:`G\operatorname{sign}(\hat y - y)`를 구합니다. 오차가 0이면 0입니다.

    Parameters
    ----------
    grad_output : ndarray
        원소마다의 손실의 기울기 :math:`G`.
    cache : ndarray
        `l1_forward`가 돌려준 것.

    Returns
    -------
    ndarray
        예측의 기울기.
    """
    grad: Array = grad_output * np.sign(cache)
    return grad


def smooth_l1_forward(
    prediction: Array, target: ArrayLike, *, beta: float = 1.0
) -> tuple[Array, Any]:
    r"""가까우면 제곱, 멀면 절댓값인 오차를 구합니다. 두 조각은 값과 기울기가 이어집니다.

    .. math:: \ell = \begin{cases} e^2 / (2\beta) & |e| < \beta \\ |e| - \beta/2 & |e| \ge \beta \end{cases}
        \qquad e = \hat y - y

    Girshick (2015), 식 (3)은 :math:`\beta = 1`입니다.

    Parameters
    ----------
    prediction : ndarray
        예측.
    target : array_like
        예측과 모양이 같은 정답.
    beta : float
        제곱에서 절댓값으로 바뀌는 오차, 0보다 큽니다.

    Returns
    -------
    loss : ndarray
        예측과 모양이 같은 손실.
    cache : tuple
        `smooth_l1_backward`에 넘길 것.

    Raises
    ------
    ValueError
        모양이 다르거나 `beta`가 0 이하일 때.
    """
    beta = number("beta", beta, above=0)
    error = prediction - matching_target(prediction, target)
    near = np.clip(error, -beta, beta)  # |e| < β이면 e, 아니면 ±β
    return (error - near / 2) * near / beta, near / beta


def smooth_l1_backward(grad_output: Array, cache: Any) -> Array:
    r"""오차를 :math:`\beta`로 나누어 -1과 1 사이로 자른 것이 기울기입니다.

    Parameters
    ----------
    grad_output : ndarray
        원소마다의 손실의 기울기.
    cache : tuple
        `smooth_l1_forward`가 돌려준 것.

    Returns
    -------
    ndarray
        예측의 기울기.
    """
    grad: Array = grad_output * cache
    return grad


class MSELoss(Loss):
    r"""평균 제곱 오차(mean squared error)입니다. "mean"은 **모든 원소**의 평균입니다.

    Parameters
    ----------
    reduction : {"mean", "sum", "none"}
        손실들을 평균할지, 더할지, 그대로 둘지.

    Examples
    --------
    >>> loss = MSELoss()
    >>> loss([1.0, 3.0], [0.0, 0.0])
    5.0
    >>> loss.backward()
    array([1., 3.])
    """

    def _forward(self, prediction: Array, target: ArrayLike) -> tuple[Array, Any]:
        return mse_forward(prediction, target)

    def _backward(self, grad_output: Array, cache: Any) -> Array:
        return mse_backward(grad_output, cache)


class L1Loss(Loss):
    r"""평균 절대 오차(mean absolute error)입니다. 크게 벗어난 점 하나에 제곱 오차보다 덜 끌려갑니다.

    Parameters
    ----------
    reduction : {"mean", "sum", "none"}
        손실들을 평균할지, 더할지, 그대로 둘지.
    """

    def _forward(self, prediction: Array, target: ArrayLike) -> tuple[Array, Any]:
        return l1_forward(prediction, target)

    def _backward(self, grad_output: Array, cache: Any) -> Array:
        return l1_backward(grad_output, cache)


class SmoothL1Loss(Loss):
    r"""가까우면 제곱, 멀면 절댓값인 손실입니다. 상자의 위치를 맞출 때 씁니다.

    Parameters
    ----------
    reduction : {"mean", "sum", "none"}
        손실들을 평균할지, 더할지, 그대로 둘지.
    beta : float
        제곱에서 절댓값으로 바뀌는 오차, 0보다 큽니다.

    Raises
    ------
    ValueError
        `beta`가 0 이하일 때.
    """

    def __init__(self, reduction: Reduction = "mean", *, beta: float = 1.0) -> None:
        super().__init__(reduction)
        self.beta = number("beta", beta, above=0)

    def _forward(self, prediction: Array, target: ArrayLike) -> tuple[Array, Any]:
        return smooth_l1_forward(prediction, target, beta=self.beta)

    def _backward(self, grad_output: Array, cache: Any) -> Array:
        return smooth_l1_backward(grad_output, cache)
