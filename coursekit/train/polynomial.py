r"""다항식을 최소제곱으로 맞춥니다. 차수가 모자랄 때와 넘칠 때를 보기에 가장 작은 모델입니다."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, number
from coursekit.data.polynomial import Basis, polynomial_features

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Polynomial:
    r"""맞춘 다항식입니다. 점을 주면 값을 냅니다.

    Parameters
    ----------
    coefficients : ndarray of shape (d + 1,)
        0차부터의 계수.
    basis : {"legendre", "monomial"}
        계수가 붙는 다항식.
    """

    coefficients: Array
    basis: Basis

    def __call__(self, x: ArrayLike) -> Array:
        r"""`x`에서의 값."""
        features = polynomial_features(x, len(self.coefficients) - 1, basis=self.basis)
        value: Array = features @ self.coefficients
        return value


def fit_polynomial(
    x: ArrayLike,
    y: ArrayLike,
    degree: int,
    *,
    basis: Basis = "legendre",
    weight_decay: float = 0.0,
) -> Polynomial:
    r"""제곱 오차와 계수의 크기를 함께 줄이는 다항식을 한 번에 구합니다.

    .. math:: \min_w \; \tfrac1N\|\Phi w - y\|^2 + \lambda\|w_{1:}\|^2

    해가 여럿이면(계수가 점보다 많고 :math:`\lambda=0`) 길이가 가장 짧은 것을 고릅니다.

    Parameters
    ----------
    x, y : array_like of shape (N,)
        점과 정답, N ≥ 1.
    degree : int
        가장 높은 차수 d, 0 이상.
    basis : {"legendre", "monomial"}
        펼칠 다항식. 벌점이 없으면 어느 쪽이든 같은 곡선입니다.
    weight_decay : float
        벌점의 세기 :math:`\lambda`, 0 이상. 상수항에는 벌점이 없습니다.

    Returns
    -------
    Polynomial
        맞춘 다항식.

    Raises
    ------
    ValueError
        길이가 다르거나 비었거나, 인자가 범위를 벗어날 때.
    """
    features = polynomial_features(x, degree, basis=basis)
    n, size = features.shape
    y = array("y", y, shape=(n,))
    if n == 0:
        raise ValueError("`x` 길이는 1 이상이어야 합니다(받은 길이: 0).")
    penalty = number("weight_decay", weight_decay, at_least=0)
    if penalty == 0:
        return Polynomial(np.linalg.lstsq(features, y)[0], basis)
    # 벌점도 제곱의 합이므로, 정답이 0인 가짜 표본 d개를 덧붙인 최소제곱과 같습니다.
    extra = np.sqrt(n * penalty) * np.eye(size)[1:]
    rows, targets = np.vstack([features, extra]), np.append(y, np.zeros(len(extra)))
    return Polynomial(np.linalg.lstsq(rows, targets)[0], basis)
