r"""경사하강법 위젯이 커널 없이 쓸 자취의 표입니다: 지형마다 출발점의 격자와 학습률의 목록.

쪽의 무게를 줄이려고 좌표를 정수로 바꾸고, 한 걸음 앞선 차이의 차이만 적어 눌러 담습니다.
지형의 자취 하나하나는 `coursekit.optim.descend`가 내는 것과 같습니다(테스트가 견줍니다).
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.data.toy import Objective, bowl, himmelblau, rosenbrock, saddle
from coursekit.optim import Trajectory, descend
from coursekit.viz.widgets.packing import keep_inside, paint, squeeze, to_decades, to_grid

Array = NDArray[Any]

STEPS = 60  # 한 자취의 걸음 수
TOLERANCE = 1e-3  # 기울기의 길이가 이보다 작으면 닿은 것으로 봅니다
STARTS = 7  # 출발점 격자의 한 변
FIELD = 64  # 지형을 칠할 격자의 한 변

# 정수로 적는 눈금. 위젯의 자바스크립트도 이 값을 받아 되돌립니다.
POINT_STEPS = 2**13 - 1
GAP_STEPS = 2**12 - 1
GAP_DECADES = (-8.0, 8.0)

OUTCOMES = ("converged", "stalled", "steps", "diverged", "leaving")


@dataclass(frozen=True)
class Terrain:
    r"""위젯에서 고를 수 있는 지형입니다.

    Parameters
    ----------
    key : str
        위젯 안에서 쓰는 이름.
    objective : Objective
        변수가 둘인 함수.
    rates : tuple of float
        표에 담을 학습률, 작은 것부터. 끝의 것에서는 발산하거나 떠돌게 합니다.
    start : (float, float)
        처음 출발점.
    lr : float
        처음 학습률.
    """

    key: str
    objective: Objective
    rates: tuple[float, ...]
    start: tuple[float, float]
    lr: float

    @property
    def lowest(self) -> float:
        r"""알려진 최솟값. 손실 곡선은 여기서 잰 높이를 그립니다."""
        return float(self.objective(self.objective.minima).min())

    def starts(self) -> tuple[Array, Array]:
        r"""표에 있는 출발점의 x와 y, (STARTS,)씩."""
        middle = (np.arange(STARTS) + 0.5) / STARTS
        (x0, x1), (y0, y1) = self.objective.bounds
        return x0 + (x1 - x0) * middle, y0 + (y1 - y0) * middle

    def frame(self) -> tuple[Array, Array]:
        r"""자취를 정수로 적을 상자의 낮은 모서리와 높은 모서리. 그릴 구간의 두 배입니다."""
        low, high = np.array(self.objective.bounds, dtype=float).T
        half = (high - low) / 2
        return low - half, high + half

    def walk(self, start: Sequence[float], lr: float) -> Trajectory:
        r"""출발점 하나에서 걷습니다.

        Parameters
        ----------
        start : sequence of float
            출발점.
        lr : float
            학습률.

        Returns
        -------
        Trajectory
            지나온 자리.
        """
        return descend(self.objective, start, lr=lr, steps=STEPS, tol=TOLERANCE)

    def gaps(self, walk: Trajectory) -> Array:
        r"""손실과 최솟값의 차이. 부동소수점의 찌꺼기로 0보다 작아진 것은 0입니다."""
        return np.maximum(walk.losses - self.lowest, 0.0)

    def verdict(self, walk: Trajectory) -> str:
        r"""자취의 결말을 `OUTCOMES`의 이름 하나로 말합니다.

        Parameters
        ----------
        walk : Trajectory
            이 지형을 걸은 자취.

        Returns
        -------
        str
            `descend`의 셋에 둘을 더합니다: 극소점이 아닌 정류점에 멈춘 `stalled`,
            아직 한계에 닿지 않았으나 처음보다 높아진 `leaving`.
        """
        if walk.outcome == "converged":
            distance = np.linalg.norm(self.objective.minima - walk.points[-1], axis=1).min()
            return "converged" if distance < 0.05 else "stalled"
        if walk.outcome == "steps" and walk.losses[-1] > walk.losses[0]:
            return "leaving"
        return walk.outcome


def terrains() -> tuple[Terrain, ...]:
    r"""위젯이 보여 주는 지형들, 고르는 차례로."""
    return (
        Terrain(
            "bowl",
            bowl(),
            rates=(0.02, 0.05, 0.1, 0.3, 0.6, 0.9, 0.95, 0.99, 1.05),
            start=(-60 / 7, 16 / 7),
            lr=0.9,
        ),
        Terrain(
            "himmelblau",
            himmelblau(),
            rates=(0.001, 0.002, 0.004, 0.007, 0.01, 0.015, 0.02, 0.025, 0.04),
            start=(0.0, 0.0),
            lr=0.01,
        ),
        Terrain(
            "rosenbrock",
            rosenbrock(),
            rates=(0.0002, 0.0005, 0.001, 0.0015, 0.002, 0.003, 0.004, 0.006, 0.01),
            start=(-8 / 7, 15 / 7),
            lr=0.001,
        ),
        Terrain(
            "saddle",
            saddle(),
            rates=(0.02, 0.05, 0.1, 0.2, 0.5, 0.9, 1.05, 1.3, 1.6),
            start=(12 / 7, 0.0),
            lr=0.2,
        ),
    )


def pack(selection: Sequence[Terrain]) -> tuple[list[dict[str, Any]], bytes]:
    r"""지형들의 표를 만듭니다.

    Parameters
    ----------
    selection : sequence of Terrain
        담을 지형.

    Returns
    -------
    header : list of dict
        지형마다의 이름, 범위, 학습률, 출발점, 극소점 등 JSON으로 보낼 것.
    data : bytes
        zlib으로 누른 것. 지형마다 차례로 높이 (FIELD, FIELD) uint8, 자취의 길이 uint8, 결말 uint8,
        그리고 x, y, 높이 차의 두 번 차분을 지그재그로 적은 uint16의 아래 바이트들과 위 바이트들.
        자취는 학습률, y, x의 차례입니다.
    """
    header, blocks = [], []
    for terrain in selection:
        low, high = terrain.frame()
        xs, ys = terrain.starts()
        walks = [terrain.walk((x, y), lr) for lr in terrain.rates for y in ys for x in xs]
        points = [to_grid(keep_inside(w.points, low, high), low, high, POINT_STEPS) for w in walks]
        gaps = [to_decades(terrain.gaps(w), GAP_DECADES, GAP_STEPS) for w in walks]
        columns = [[p[:, 0] for p in points], [p[:, 1] for p in points], gaps]
        blocks += [
            paint(terrain.objective, terrain.objective.bounds, FIELD),
            bytes(len(w.points) for w in walks),
            bytes(OUTCOMES.index(terrain.verdict(w)) for w in walks),
            *(squeeze(column) for column in columns),
        ]
        header.append(
            {
                "key": terrain.key,
                "name": terrain.objective.name,
                "bounds": [list(map(float, pair)) for pair in terrain.objective.bounds],
                "frame": [low.tolist(), high.tolist()],
                "minima": terrain.objective.minima.tolist(),
                "lowest": terrain.lowest,
                "rates": list(terrain.rates),
                "xs": xs.tolist(),
                "ys": ys.tolist(),
                "start": list(terrain.start),
                "lr": terrain.lr,
            }
        )
    return header, zlib.compress(b"".join(blocks), 9)
