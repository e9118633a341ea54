r"""장면에 놓는 모양들: 모양 하나는 경계까지의 거리를 말하는 짧은 함수입니다.

모두 반지름 1인 원에 꼭 들어가게 만들었습니다. 거리는 안에서 음수, 밖에서 양수이고,
그 값이 0을 지나는 곳에서 밝기를 한 픽셀에 걸쳐 섞으면 계단 없는 가장자리가 됩니다.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def disc(u: Array, v: Array) -> Array:
    r"""원: :math:`\sqrt{u^2 + v^2} - 1`.

    Parameters
    ----------
    u, v : ndarray
        모양의 중심에서 잰 좌표. 반지름이 1입니다.

    Returns
    -------
    ndarray
        경계까지의 거리. 안에서 음수입니다.
    """
    distance: Array = np.sqrt(u * u + v * v) - 1
    return distance


def polygon(u: Array, v: Array, sides: int) -> Array:
    r"""정다각형: 변마다의 반평면 가운데 가장 많이 벗어난 것입니다.

    Parameters
    ----------
    u, v : ndarray
        모양의 중심에서 잰 좌표. 꼭짓점이 반지름 1인 원 위에 있습니다.
    sides : int
        변의 수.

    Returns
    -------
    ndarray
        경계까지의 거리. 안에서 음수이고, 꼭짓점 바깥에서는 실제보다 조금 작습니다.
    """
    turn = 2 * np.pi / sides
    farthest = u.copy()
    for side in range(1, sides):
        c, s = float(np.cos(side * turn)), float(np.sin(side * turn))
        np.maximum(farthest, c * u + s * v, out=farthest)
    return farthest - float(np.cos(turn / 2))


def cross(u: Array, v: Array) -> Array:
    r"""십자: 길쭉한 직사각형 둘을 합친 것입니다.

    Parameters
    ----------
    u, v : ndarray
        모양의 중심에서 잰 좌표.

    Returns
    -------
    ndarray
        경계까지의 거리. 안에서 음수입니다.
    """
    half = 0.3
    reach = float(np.sqrt(1 - half**2))
    a, b = np.abs(u), np.abs(v)
    return np.minimum(np.maximum(a - reach, b - half), np.maximum(a - half, b - reach))


def ring(u: Array, v: Array) -> Array:
    r"""고리: 반지름 0.5와 1 사이입니다. 가운데가 비어 있어 상자의 중심이 물체 밖입니다.

    Parameters
    ----------
    u, v : ndarray
        모양의 중심에서 잰 좌표.

    Returns
    -------
    ndarray
        경계까지의 거리. 안에서 음수입니다.
    """
    distance: Array = np.abs(np.sqrt(u * u + v * v) - 0.75) - 0.25
    return distance


def star(u: Array, v: Array) -> Array:
    r"""꼭짓점이 다섯인 별: 각을 접어 변 하나만 봅니다.

    Parameters
    ----------
    u, v : ndarray
        모양의 중심에서 잰 좌표.

    Returns
    -------
    ndarray
        경계까지의 거리. 안에서 음수입니다.
    """
    sector, inner = 2 * np.pi / 5, 0.45
    folded = np.abs(np.mod(np.arctan2(v, u), sector) - sector / 2)  # 골이 0, 꼭짓점이 π/5
    radius = np.sqrt(u * u + v * v)
    normal = np.array([np.sin(sector / 2), inner - np.cos(sector / 2)])
    a, b = (float(c) for c in normal / np.hypot(*normal))
    distance: Array = (radius * np.cos(folded) - inner) * a + radius * np.sin(folded) * b
    return distance


SHAPES: Mapping[str, Callable[[Array, Array], Array]] = {
    "원": disc,
    "네모": lambda u, v: polygon(u, v, 4),
    "세모": lambda u, v: polygon(u, v, 3),
    "십자": cross,
    "고리": ring,
    "별": star,
}
