r"""이차 함수에서 경사하강법과 모멘텀이 얼마나 빨리 가까워지는지를 고윳값으로 말합니다.

:math:`f(x) = \tfrac12 x^\top A x`의 한 걸음은 :math:`x \leftarrow (I - \eta A)\,x`이므로,
고유벡터 방향마다 :math:`1 - \eta\lambda`가 곱해집니다.
모멘텀은 두 걸음을 함께 보므로 방향마다 곱해지는 것이 수 하나가 아니라 2×2 행렬이고,
그 행렬의 고윳값 가운데 가장 큰 크기가 배율이 됩니다.
Boyd & Vandenberghe, Convex Optimization, §9.3;
Polyak (1964), "Some methods of speeding up the convergence of iteration methods";
Nesterov (2004), Introductory Lectures on Convex Optimization, 2.2절.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, number

Array = NDArray[Any]


def _eigenvalues(A: ArrayLike) -> Array:
    A = array("A", A)
    if A.ndim != 2 or A.shape[0] != A.shape[1] or A.size == 0:
        raise ValueError(f"`A` 모양은 (D, D)이어야 합니다(받은 모양: {A.shape}).")
    if not np.allclose(A, A.T, rtol=1e-10, atol=0):
        raise ValueError("`A` 값은 대칭 행렬이어야 합니다(A와 A의 전치가 다릅니다).")
    eigenvalues = np.linalg.eigvalsh(A)
    if eigenvalues[0] <= 0:
        raise ValueError(
            f"`A` 고윳값은 모두 0보다 커야 합니다(가장 작은 고윳값: {eigenvalues[0]:.6g})."
        )
    return eigenvalues


def condition_number(A: ArrayLike) -> float:
    r"""조건수(condition number) :math:`\kappa = \lambda_{\max} / \lambda_{\min}`를 구합니다.

    Parameters
    ----------
    A : array_like of shape (D, D)
        대칭이고 고윳값이 모두 양수인 행렬.

    Returns
    -------
    float
        1 이상의 값. 1이면 등고선이 동그랗고, 클수록 길쭉합니다.

    Raises
    ------
    ValueError
        정사각 대칭 행렬이 아니거나 고윳값이 0 이하일 때.
    """
    eigenvalues = _eigenvalues(A)
    return float(eigenvalues[-1] / eigenvalues[0])


def contraction_rate(A: ArrayLike, lr: float) -> float:
    r"""한 걸음에 오차가 가장 느리게 줄어드는 방향의 배율을 구합니다.

    .. math:: \rho = \max_i \lvert 1 - \eta\lambda_i \rvert

    Parameters
    ----------
    A : array_like of shape (D, D)
        대칭이고 고윳값이 모두 양수인 행렬.
    lr : float
        학습률 :math:`\eta > 0`.

    Returns
    -------
    float
        1보다 작으면 수렴하고, 1보다 크면 발산합니다.

    Raises
    ------
    ValueError
        `A`가 양의 정부호 대칭 행렬이 아니거나 `lr`이 0 이하일 때.
    """
    lr = number("lr", lr, above=0)
    return float(np.abs(1 - lr * _eigenvalues(A)).max())


def largest_lr(A: ArrayLike) -> float:
    r"""수렴하는 학습률의 상한 :math:`2/L`을 구합니다(:math:`L = \lambda_{\max}`).

    Parameters
    ----------
    A : array_like of shape (D, D)
        대칭이고 고윳값이 모두 양수인 행렬.

    Returns
    -------
    float
        이 값보다 작은 학습률은 어디서 출발해도 수렴합니다. 이 값 자체는 수렴하지 않습니다.

    Raises
    ------
    ValueError
        `A`가 양의 정부호 대칭 행렬이 아닐 때.
    """
    return float(2 / _eigenvalues(A)[-1])


def optimal_lr(A: ArrayLike) -> float:
    r"""배율이 가장 작은 학습률 :math:`2/(\lambda_{\min} + \lambda_{\max})`을 구합니다.

    Parameters
    ----------
    A : array_like of shape (D, D)
        대칭이고 고윳값이 모두 양수인 행렬.

    Returns
    -------
    float
        이 학습률에서 배율은 :math:`(\kappa - 1)/(\kappa + 1)`입니다.

    Raises
    ------
    ValueError
        `A`가 양의 정부호 대칭 행렬이 아닐 때.
    """
    eigenvalues = _eigenvalues(A)
    return float(2 / (eigenvalues[0] + eigenvalues[-1]))


def heavy_ball_rate(A: ArrayLike, lr: float, momentum: float) -> float:
    r"""모멘텀(heavy ball)으로 오차가 한 걸음에 줄어드는 배율을 구합니다.

    고윳값 :math:`\lambda`의 방향에서 오차는
    :math:`e_{t+1} = (1 + \mu - \eta\lambda)\,e_t - \mu\,e_{t-1}`을 따르므로, 배율은 두 근
    :math:`z^2 - (1 + \mu - \eta\lambda)\,z + \mu = 0`의 크기 가운데 가장 큰 것입니다.

    Parameters
    ----------
    A : array_like of shape (D, D)
        대칭이고 고윳값이 모두 양수인 행렬.
    lr : float
        학습률 :math:`\eta > 0`.
    momentum : float
        모멘텀 :math:`\mu \ge 0`. 0이면 `contraction_rate`와 같습니다.

    Returns
    -------
    float
        1보다 작으면 수렴하고, 1보다 크면 발산합니다.

    Raises
    ------
    ValueError
        `A`가 양의 정부호 대칭 행렬이 아니거나 `lr`이나 `momentum`이 범위를 벗어날 때.

    Notes
    -----
    걸음을 많이 걸었을 때의 배율입니다. 처음 몇 걸음에는 오차가 오히려 커질 수 있습니다.
    """
    lr, momentum = number("lr", lr, above=0), number("momentum", momentum, at_least=0)
    return _largest_root(1 + momentum - lr * _eigenvalues(A), momentum)


def nesterov_rate(A: ArrayLike, lr: float, momentum: float) -> float:
    r"""네스테로프 모멘텀으로 오차가 한 걸음에 줄어드는 배율을 구합니다.

    고윳값 :math:`\lambda`의 방향에서 두 근
    :math:`z^2 - (1 + \mu)(1 - \eta\lambda)\,z + \mu (1 - \eta\lambda) = 0`의 크기 가운데 가장 큰 것입니다.

    Parameters
    ----------
    A : array_like of shape (D, D)
        대칭이고 고윳값이 모두 양수인 행렬.
    lr : float
        학습률 :math:`\eta > 0`.
    momentum : float
        모멘텀 :math:`\mu \ge 0`.

    Returns
    -------
    float
        1보다 작으면 수렴하고, 1보다 크면 발산합니다.
        :math:`\eta = 1/L`, :math:`\mu = (\sqrt\kappa - 1)/(\sqrt\kappa + 1)`이면
        :math:`1 - 1/\sqrt\kappa`입니다.

    Raises
    ------
    ValueError
        `A`가 양의 정부호 대칭 행렬이 아니거나 `lr`이나 `momentum`이 범위를 벗어날 때.
    """
    lr, momentum = number("lr", lr, above=0), number("momentum", momentum, at_least=0)
    shrink = 1 - lr * _eigenvalues(A)
    return _largest_root((1 + momentum) * shrink, momentum * shrink)


def optimal_heavy_ball(A: ArrayLike) -> tuple[float, float]:
    r"""배율이 가장 작은 학습률과 모멘텀을 구합니다.

    .. math::

        \eta = \frac{4}{(\sqrt{\lambda_{\max}} + \sqrt{\lambda_{\min}})^2}, \qquad
        \mu = \left(\frac{\sqrt\kappa - 1}{\sqrt\kappa + 1}\right)^2

    Parameters
    ----------
    A : array_like of shape (D, D)
        대칭이고 고윳값이 모두 양수인 행렬.

    Returns
    -------
    lr : float
        학습률.
    momentum : float
        모멘텀. 이때 배율은 :math:`\sqrt\mu = (\sqrt\kappa - 1)/(\sqrt\kappa + 1)`입니다.

    Raises
    ------
    ValueError
        `A`가 양의 정부호 대칭 행렬이 아닐 때.
    """
    eigenvalues = _eigenvalues(A)
    low, high = np.sqrt(eigenvalues[0]), np.sqrt(eigenvalues[-1])
    return float(4 / (high + low) ** 2), float(((high - low) / (high + low)) ** 2)


def _largest_root(trace: Array, determinant: Array | float) -> float:
    r"""이차 방정식 z² - trace·z + determinant = 0들의 근 가운데 가장 큰 크기."""
    discriminant = trace**2 - 4 * determinant
    real = (np.abs(trace) + np.sqrt(np.maximum(discriminant, 0))) / 2
    pair = np.sqrt(np.maximum(determinant, 0))  # 켤레 복소수의 크기는 곱의 제곱근입니다
    return float(np.where(discriminant >= 0, real, pair).max())
