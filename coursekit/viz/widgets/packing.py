r"""위젯의 표를 정수로 눌러 담습니다. 자바스크립트의 `inflate`와 `unsqueeze`가 되돌립니다.

좌표와 손실은 화면에서 가려 볼 수 있는 만큼의 눈금으로 적고, 한 걸음 앞선 차이의 차이만 담습니다.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.viz.landscape import log_height

Array = NDArray[Any]


def keep_inside(points: Array, low: Array, high: Array) -> Array:
    r"""상자를 처음 벗어나는 점은 걸음의 방향을 지켜 테두리로 당기고, 그 뒤는 테두리에 눌러 둡니다.

    Parameters
    ----------
    points : ndarray of shape (T + 1, D)
        자취. 첫 점은 상자 안에 있습니다.
    low, high : ndarray of shape (D,)
        상자의 낮은 모서리와 높은 모서리.

    Returns
    -------
    ndarray of shape (T + 1, D)
        상자 안의 자취. 벗어나지 않았으면 받은 그대로입니다.
    """
    inside = ((points >= low) & (points <= high)).all(axis=1)
    if inside.all():
        return points
    first = int(np.argmin(inside))
    start, step = points[first - 1], points[first] - points[first - 1]
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = np.where(step > 0, (high - start) / step, (low - start) / step)
    kept = np.clip(points, low, high)
    kept[first] = start + np.min(np.where(step == 0, np.inf, reach)) * step
    return kept


def to_grid(values: Array, low: Array | float, high: Array | float, steps: int) -> Array:
    r"""`low`부터 `high`까지를 `steps`칸으로 나눈 눈금의 번호로 바꿉니다.

    Parameters
    ----------
    values : ndarray
        바꿀 값.
    low, high : ndarray or float
        눈금의 두 끝.
    steps : int
        칸의 수.

    Returns
    -------
    ndarray
        모양이 같은 int64 배열. 되돌렸을 때의 오차는 반 칸입니다.
    """
    return np.asarray(np.round((values - low) / (high - low) * steps), dtype=np.int64)


def to_decades(values: Array, decades: tuple[float, float], steps: int) -> Array:
    r"""0 이상의 값을 로그 눈금의 번호로 바꿉니다. 눈금 밖의 값은 두 끝에 놓습니다.

    Parameters
    ----------
    values : ndarray
        바꿀 값.
    decades : (float, float)
        눈금의 두 끝, 10의 거듭제곱으로.
    steps : int
        칸의 수.

    Returns
    -------
    ndarray
        모양이 같은 int64 배열.
    """
    first, last = decades
    logs = np.clip(np.log10(np.maximum(values, 10.0**first)), first, last)
    return to_grid(logs, first, last, steps)


def squeeze(columns: Sequence[Array]) -> bytes:
    r"""정수열마다 두 번 차분해 지그재그로 적고, 아래 바이트들과 위 바이트들로 나눕니다.

    Parameters
    ----------
    columns : sequence of ndarray of shape (T,)
        눈금의 번호. 길이는 서로 달라도 됩니다.

    Returns
    -------
    bytes
        값마다 두 바이트.

    Raises
    ------
    OverflowError
        두 번 차분한 값이 16비트를 넘을 때.
    """
    twice = np.concatenate([np.diff(np.diff(c, prepend=0), prepend=0) for c in columns])
    zigzag = np.where(twice >= 0, 2 * twice, -2 * twice - 1).astype("<u4")
    if zigzag.max() > 0xFFFF:
        raise OverflowError("두 번 차분한 값이 16비트를 넘었습니다. 눈금을 줄이십시오.")
    low, high = zigzag & 0xFF, zigzag >> 8
    return low.astype(np.uint8).tobytes() + high.astype(np.uint8).tobytes()


def paint(
    surface: Callable[[Array], Array], bounds: Sequence[tuple[float, float]], side: int
) -> bytes:
    r"""칠할 높이를 격자에서 셈합니다.

    Parameters
    ----------
    surface : callable
        `(..., 2)`를 받아 값 `(...)`을 돌려주는 함수.
    bounds : sequence of (float, float)
        칠할 구간, x와 y.
    side : int
        격자의 한 변.

    Returns
    -------
    bytes
        높이 (side, side) uint8. 맨 윗줄이 y의 큰 쪽입니다.
    """
    (x0, x1), (y0, y1) = bounds
    X, Y = np.meshgrid(np.linspace(x0, x1, side), np.linspace(y1, y0, side))
    height = log_height(surface(np.stack([X, Y], axis=-1)))
    return bytes(np.round(height * 255).astype(np.uint8).tobytes())
