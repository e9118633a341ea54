r"""사인 곡선 위의 점들: 참 곡선을 아는, 과소적합과 과적합의 놀이터입니다."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, generator, integer, number

Array = NDArray[Any]


def sine(x: ArrayLike) -> Array:
    r"""참 곡선 :math:`f(x) = \sin(\pi x)`.

    Parameters
    ----------
    x : array_like
        점.

    Returns
    -------
    ndarray
        모양이 같은 값.
    """
    value: Array = np.sin(np.pi * array("x", x))
    return value


def noisy_sine(
    n: int = 20, *, noise: float = 0.3, rng: np.random.Generator | int
) -> tuple[Array, Array]:
    r"""[-1, 1]에 고르게 놓인 점에서 참 곡선에 잡음을 더합니다.

    점의 자리는 늘 같고 잡음만 다시 뽑으므로, 편향과 분산을 닫힌 식과 견줄 수 있습니다.

    Parameters
    ----------
    n : int
        점의 수 N, 2 이상.
    noise : float
        정규 잡음의 표준편차, 0 이상.
    rng : Generator or int
        난수 생성기나 씨앗.

    Returns
    -------
    x : ndarray of shape (N,)
        점.
    y : ndarray of shape (N,)
        정답.

    Raises
    ------
    ValueError
        인자가 범위를 벗어날 때.
    """
    x = np.linspace(-1, 1, integer("n", n, at_least=2))
    noise = number("noise", noise, at_least=0)
    return x, sine(x) + noise * generator(rng).standard_normal(len(x))
