r"""미니배치 위젯이 커널 없이 쓸 표입니다: 배치마다의 번호와 그릇의 모양, 격자점마다의 기울기.

이차 함수의 등고선은 타원이므로 가운데와 두 곡률과 방향이면 지형을 다 적은 것입니다.
번호는 `DataLoader`가 섞어 낸 첫 배치이고 기울기는 `line_surface`의 것입니다(테스트가 견줍니다).
"""

import math
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.data import ArrayDataset, DataLoader, line_surface, toy
from coursekit.data.objective import Objective
from coursekit.viz.widgets.packing import paint, squeeze, to_grid

Array = NDArray[Any]

POINTS = 64  # 데이터의 수
SIZES = (1, 2, 4, 8, 16, 32, 64)  # 표에 담을 배치 크기
DRAWS = 24  # 배치 크기마다 뽑는 횟수
SIDE = 9  # 기울기를 잴 격자의 한 변
FIELD = 48  # 지형을 칠할 격자의 한 변
BOUNDS = ((-1.0, 2.5), (-0.3, 2.5))
LR = 0.3  # 화살표는 이 학습률의 한 걸음입니다

# 기울기를 정수로 적는 눈금.
SLOPES = (-10.0, 10.0)
SLOPE_STEPS = 2**14 - 1

# 표본이 하나면 한쪽 곡률이 0이라 타원이 끝없이 깁니다. 화면에서는 이만한 곡률과 가려 볼 수 없습니다.
FLAT = 1e-6


@dataclass(frozen=True)
class Bowl:
    r"""이차 함수의 모양입니다.

    Parameters
    ----------
    center : ndarray of shape (2,)
        가운데. 골짜기면 전체의 최소점에서 가장 가까운 바닥입니다.
    angle : float
        완만한 방향의 각(라디안).
    curvatures : (float, float)
        완만한 방향과 가파른 방향의 곡률.
    """

    center: Array
    angle: float
    curvatures: tuple[float, float]

    def numbers(self) -> list[float]:
        r"""`[cx, cy, angle, 완만한 곡률, 가파른 곡률]`."""
        return [*map(float, self.center), self.angle, *self.curvatures]


@lru_cache(maxsize=1)
def data() -> tuple[Array, Array]:
    r"""위젯이 쓰는 점들, 입력은 [-1, 1)."""
    x, y = toy.line(POINTS, slope=1.6, intercept=0.2, noise=0.5, rng=0)
    return 2 * x - 1, y


def draw(size: int, seed: int) -> Array:
    r"""미니배치 하나를 뽑습니다.

    Parameters
    ----------
    size : int
        배치 크기, 1 이상 `POINTS` 이하.
    seed : int
        섞을 씨앗. 씨앗이 같으면 작은 배치는 큰 배치의 앞부분입니다.

    Returns
    -------
    ndarray of shape (size,)
        뽑힌 번호.
    """
    loader = DataLoader(ArrayDataset(np.arange(POINTS)), batch_size=size, shuffle=True, rng=seed)
    (first,) = next(iter(loader))
    return np.asarray(first)


def surface(indices: ArrayLike | None = None) -> Objective:
    r"""번호로 고른 점들의 손실 지형을 만듭니다.

    Parameters
    ----------
    indices : array_like of int, optional
        고를 번호. 없으면 모든 점입니다.

    Returns
    -------
    Objective
        :math:`(w, b)`의 이차 함수.
    """
    x, y = data()
    chosen = slice(None) if indices is None else np.asarray(indices)
    return line_surface(x[chosen], y[chosen], bounds=BOUNDS)


def bowl(objective: Objective) -> Bowl:
    r"""이차 함수의 모양을 기울기만으로 구합니다.

    Parameters
    ----------
    objective : Objective
        변수가 둘인 이차 함수.

    Returns
    -------
    Bowl
        등고선인 타원의 가운데, 방향, 두 곡률. 곡률은 `FLAT` 이상으로 올려 둡니다.
    """
    zero = objective.gradient(np.zeros(2))
    hessian = objective.gradient(np.eye(2)) - zero
    values, vectors = np.linalg.eigh((hessian + hessian.T) / 2)
    values = np.maximum(values, FLAT)
    start = surface().minima[0]
    center = start - vectors @ ((vectors.T @ objective.gradient(start)) / values)
    angle = math.atan2(vectors[1, 0], vectors[0, 0])
    return Bowl(center, angle, (float(values[0]), float(values[1])))


def spread(size: int, point: ArrayLike) -> Array:
    r"""비복원으로 뽑은 미니배치 기울기의 표준편차를 구합니다.

    .. math::

        \sqrt{\frac{\sigma^2}{B} \cdot \frac{N - B}{N - 1}}

    Parameters
    ----------
    size : int
        배치 크기 :math:`B`.
    point : array_like of shape (..., 2)
        잴 자리.

    Returns
    -------
    ndarray of shape (...)
        기울기와 전체의 기울기 사이 거리의 제곱평균제곱근.
    """
    each = np.stack([surface([i]).gradient(point) for i in range(POINTS)])
    sigma2 = ((each - each.mean(axis=0)) ** 2).sum(axis=-1).mean(axis=0)
    return np.asarray(np.sqrt(sigma2 / size * (POINTS - size) / (POINTS - 1)))


def grid() -> tuple[Array, Array]:
    r"""표에 있는 자리의 w와 b, (SIDE,)씩."""
    middle = (np.arange(SIDE) + 0.5) / SIDE
    return tuple(low + (high - low) * middle for low, high in BOUNDS)  # type: ignore[return-value]


def pack() -> tuple[dict[str, Any], bytes]:
    r"""위젯의 표를 만듭니다.

    Returns
    -------
    header : dict
        점들, 범위, 배치 크기, 눈금 등 JSON으로 보낼 것.
    data : bytes
        zlib으로 누른 것. 차례로 칠할 높이 (FIELD, FIELD) uint8, 씨앗마다의 차례 (DRAWS, POINTS) uint8,
        그릇의 모양 (SIZES, DRAWS, 5)와 흩어짐 (SIZES, SIDE, SIDE) float32,
        그리고 배치 크기, 뽑기, b, 축의 차례로 w를 따라 잰 기울기를 누른 uint16.
    """
    xs, ys = grid()
    points = np.stack(np.meshgrid(xs, ys), axis=-1)  # (b, w, 2)
    full = surface()
    shapes, slopes = [], []
    for size in SIZES:
        for seed in range(DRAWS):
            batch = surface(draw(size, seed))
            shapes.append(bowl(batch).numbers())
            coded = to_grid(batch.gradient(points), *SLOPES, SLOPE_STEPS)
            slopes += [coded[j, :, axis] for j in range(SIDE) for axis in range(2)]
    blocks = [
        paint(full, BOUNDS, FIELD),
        np.stack([draw(POINTS, seed) for seed in range(DRAWS)]).astype(np.uint8).tobytes(),
        np.array(shapes, dtype="<f4").tobytes(),
        np.stack([spread(size, points) for size in SIZES]).astype("<f4").tobytes(),
        squeeze(slopes),
    ]
    x, y = data()
    header = {
        "bounds": [list(pair) for pair in BOUNDS],
        "data": [np.round(x, 5).tolist(), np.round(y, 5).tolist()],
        "minimum": full.minima[0].tolist(),
        "sizes": list(SIZES),
        "draws": DRAWS,
        "xs": xs.tolist(),
        "ys": ys.tolist(),
        "field": FIELD,
        "slopes": list(SLOPES),
        "slopeSteps": SLOPE_STEPS,
        "lr": LR,
        "start": [float(xs[-2]), float(ys[-2])],
    }
    return header, zlib.compress(b"".join(blocks), 9)
