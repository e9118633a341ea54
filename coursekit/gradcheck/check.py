r"""손으로 구한 기울기를 수치 기울기와 비교합니다."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, number
from coursekit.gradcheck.numerical import numerical_gradient


@dataclass(frozen=True)
class GradientCheck:
    r"""기울기 검사의 결과입니다.

    Parameters
    ----------
    ok : bool
        모든 자리에서 허용 오차 안이면 참.
    max_error : float
        두 기울기의 차이 가운데 가장 큰 것(절댓값).
    worst : tuple of int
        허용 오차에 견주어 가장 크게 어긋난 자리.
    analytic, numerical : ndarray
        손으로 구한 기울기와 수치 기울기.
    vacuous : bool
        검사가 헛돌았으면 참: 기울기로 0만 내놓았어도 통과했을 것입니다. 이때 `ok`는 아무것도 말해 주지 않습니다.
    """

    ok: bool
    max_error: float
    worst: tuple[int, ...]
    analytic: NDArray[Any]
    numerical: NDArray[Any]
    vacuous: bool


def gradcheck(
    fun: Callable[[NDArray[Any]], Any],
    gradient: Callable[[NDArray[Any]], ArrayLike],
    x: ArrayLike,
    *,
    h: float = 6e-6,
    rtol: float = 1e-6,
    atol: float = 1e-7,
) -> GradientCheck:
    r"""손으로 구한 기울기를 수치 기울기와 비교합니다.

    모든 자리에서 :math:`\lvert a_i - n_i \rvert \le \text{atol} + \text{rtol}\,\lvert n_i \rvert`이면 통과합니다.
    절대 허용 오차가 있어서 기울기가 0인 자리에서도 반올림 오차 때문에 떨어지지 않습니다.

    Parameters
    ----------
    fun : callable
        배열 하나를 받아 실수 하나를 돌려주는 함수.
    gradient : callable
        같은 배열을 받아 기울기를 돌려주는 함수.
    x : array_like
        비교할 자리.
    h : float
        차분의 걸음, 0보다 큽니다.
    rtol, atol : float
        상대 허용 오차와 절대 허용 오차, 0 이상.

    Returns
    -------
    GradientCheck
        통과했는지, 얼마나 다른지, 어디가 가장 다른지.

    Raises
    ------
    ValueError
        기울기의 모양이 `x`와 다르거나, 유한하지 않은 값이 있거나, `h`, `rtol`, `atol`이 범위를 벗어날 때.
    """
    rtol, atol = number("rtol", rtol, at_least=0), number("atol", atol, at_least=0)
    x = array("x", x)
    numerical = numerical_gradient(fun, x, h=h)
    analytic = array("gradient(x)", gradient(x.copy()), shape=x.shape)
    difference = np.abs(analytic - numerical)
    excess = difference - (atol + rtol * np.abs(numerical))
    worst = np.unravel_index(int(excess.argmax()), x.shape) if x.size else ()
    return GradientCheck(
        ok=bool((excess <= 0).all()),
        max_error=float(difference.max(initial=0.0)),
        worst=tuple(int(k) for k in worst),
        analytic=analytic,
        numerical=numerical,
        vacuous=bool((np.abs(numerical) <= atol + rtol * np.abs(numerical)).all()),
    )
