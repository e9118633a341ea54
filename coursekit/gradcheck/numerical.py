r"""함숫값의 차이로 기울기를 어림합니다.

중앙 차분(central difference)의 오차는 걸음 :math:`h`의 제곱에 비례하고,
반올림 오차는 :math:`\varepsilon/h`에 비례합니다. 둘이 비슷해지는 :math:`h \approx \varepsilon^{1/3}`이 기본값입니다.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, number


def numerical_gradient(
    fun: Callable[[NDArray[Any]], Any], x: ArrayLike, *, h: float = 6e-6
) -> NDArray[Any]:
    r"""중앙 차분으로 구한 수치 기울기입니다.

    .. math:: \frac{\partial f}{\partial x_i} \approx \frac{f(x + h e_i) - f(x - h e_i)}{2h}

    Parameters
    ----------
    fun : callable
        배열 하나를 받아 실수 하나를 돌려주는 함수.
    x : array_like
        기울기를 구할 자리. 모양은 자유이고 바뀌지 않습니다.
    h : float
        차분의 걸음, 0보다 큽니다.

    Returns
    -------
    ndarray
        `x`와 모양이 같은 float64 기울기.

    Raises
    ------
    ValueError
        `x`가 유한한 실수 배열이 아니거나, `h`가 0 이하이거나, `fun`이 유한한 실수 하나를 돌려주지 않을 때.
    """
    h = number("h", h, above=0)
    x = array("x", x).astype(np.float64)  # 사본: 부르는 쪽의 배열을 건드리지 않습니다
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        kept = x[i]
        x[i] = kept + h
        above = _scalar(fun(x.copy()))
        x[i] = kept - h
        below = _scalar(fun(x.copy()))
        x[i] = kept
        grad[i] = (above - below) / (2 * h)
    return grad


def _scalar(value: Any) -> float:
    value = np.asarray(value, dtype=np.float64)
    if value.size != 1 or not np.isfinite(value).all():
        raise ValueError(
            f"`fun` 값은 유한한 실수 하나여야 합니다(받은 모양: {value.shape}, 받은 값: {value})."
        )
    return float(value.reshape(()))


def relative_error(a: ArrayLike, b: ArrayLike) -> float:
    r"""두 배열이 상대적으로 얼마나 다른지를 하나의 수로 말합니다.

    .. math:: \max_i \frac{\lvert a_i - b_i \rvert}{\max(\lvert a_i \rvert + \lvert b_i \rvert,\; 10^{-8})}

    Parameters
    ----------
    a, b : array_like
        모양이 같은 두 배열.

    Returns
    -------
    float
        0이면 같고, 1이면 부호가 반대이거나 하나가 0입니다.

    Raises
    ------
    ValueError
        모양이 다르거나 유한하지 않은 값이 있을 때.
    """
    a = array("a", a)
    b = array("b", b, shape=a.shape)
    if a.size == 0:
        return 0.0
    return float((np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-8)).max())
