r"""다항식 특징: 수 하나를 차수마다의 값으로 펼쳐, 곡선을 직선처럼 맞추게 합니다."""

from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, integer

Array = NDArray[Any]
Basis = Literal["monomial", "legendre"]


def polynomial_features(x: ArrayLike, degree: int, *, basis: Basis = "legendre") -> Array:
    r"""점마다 0차부터 `degree`차까지의 값을 늘어놓습니다.

    단항식 :math:`x^k`들은 차수가 오를수록 서로 닮아 최소제곱이 불안정해집니다.
    르장드르 다항식은 [-1, 1]에서 서로 직교해 같은 곡선을 훨씬 안정되게 맞춥니다. 점화식은

    .. math:: (k+1)P_{k+1}(x) = (2k+1)\,x\,P_k(x) - k\,P_{k-1}(x)

    Parameters
    ----------
    x : array_like of shape (N,)
        점. 르장드르 다항식이면 [-1, 1] 안에 두는 것이 좋습니다.
    degree : int
        가장 높은 차수 d, 0 이상.
    basis : {"legendre", "monomial"}
        펼칠 다항식.

    Returns
    -------
    ndarray of shape (N, d + 1)
        열마다 한 차수. 첫 열은 1입니다.

    Raises
    ------
    ValueError
        `x`가 1차원이 아니거나, `degree`나 `basis`가 틀렸을 때.
    """
    x = array("x", x, shape=(None,))
    degree = integer("degree", degree)
    if basis not in ("legendre", "monomial"):
        raise ValueError(f'`basis` 값은 "legendre"나 "monomial"이어야 합니다(받은 값: {basis!r}).')
    columns = [np.ones_like(x), x]
    for k in range(1, degree):
        if basis == "monomial":
            columns.append(x * columns[k])
        else:
            columns.append(((2 * k + 1) * x * columns[k] - k * columns[k - 1]) / (k + 1))
    return np.stack(columns[: degree + 1], axis=1)
