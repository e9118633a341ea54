r"""옵티마이저 경주 위젯이 커널 없이 쓸 자취의 표입니다.

지형과 학습률의 배율과 출발점마다, 그 옵티마이저가 보는 모멘텀과 제곱 평균의 비율만 바꾸어 담습니다.
자취 하나하나는 `coursekit.optim.descend`가 내는 것과 같습니다(테스트가 견줍니다).
"""

import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.data.toy import Objective, beale, bowl, rosenbrock, saddle
from coursekit.optim import (
    SGD,
    Adadelta,
    Adagrad,
    Adam,
    GradientDescent,
    Optimizer,
    RMSprop,
    Trajectory,
    descend,
)
from coursekit.parameter import Parameter
from coursekit.viz.widgets.packing import keep_inside, paint, squeeze, to_decades, to_grid

Array = NDArray[Any]
Make = Callable[[Iterable[Parameter], float], Optimizer]

STEPS = 75  # 한 자취의 걸음 수
FIELD = 64  # 지형을 칠할 격자의 한 변

# 표에 담을 손잡이의 값. 노트북에서는 그 사이의 아무 값이나 됩니다.
SCALES = (0.25, 0.5, 1.0, 2.0)
MOMENTA = (0.5, 0.9, 0.99)
BETAS = (0.9, 0.999)

# 정수로 적는 눈금. 위젯의 자바스크립트도 이 값을 받아 되돌립니다.
POINT_STEPS = 2**10 - 1
GAP_STEPS = 2**9 - 1
GAP_DECADES = (-6.0, 4.0)


@dataclass(frozen=True)
class Racer:
    r"""겨루는 옵티마이저 하나입니다.

    Parameters
    ----------
    name : str
        한국어 이름.
    make : callable
        `make(momentum, beta)`가 `(params, lr)`을 받아 옵티마이저를 만드는 것을 돌려줍니다.
    momentum, beta : bool
        그 손잡이를 보는지. 보지 않으면 표에 한 벌만 담습니다.
    """

    name: str
    make: Callable[[float, float], Make]
    momentum: bool = False
    beta: bool = False


RACERS = (
    Racer("경사하강법", lambda mu, beta: GradientDescent),
    Racer("모멘텀", lambda mu, beta: partial(SGD, momentum=mu), momentum=True),
    Racer("네스테로프", lambda mu, beta: partial(SGD, momentum=mu, nesterov=True), momentum=True),
    Racer("AdaGrad", lambda mu, beta: Adagrad),
    Racer("RMSProp", lambda mu, beta: partial(RMSprop, alpha=beta), beta=True),
    Racer("Adadelta", lambda mu, beta: Adadelta),
    Racer("Adam", lambda mu, beta: partial(Adam, betas=(mu, beta)), momentum=True, beta=True),
)


@dataclass(frozen=True)
class Course:
    r"""위젯에서 고를 수 있는 지형입니다.

    Parameters
    ----------
    key : str
        위젯 안에서 쓰는 이름.
    objective : Objective
        변수가 둘인 함수.
    bounds : pair of (float, float)
        보여 줄 구간.
    rates : tuple of float
        배율이 1일 때 `RACERS`마다의 학습률.
    xs, ys : tuple of float
        표에 있는 출발점의 좌표.
    start : (float, float)
        처음 출발점.
    """

    key: str
    objective: Objective
    bounds: tuple[tuple[float, float], tuple[float, float]]
    rates: tuple[float, ...]
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    start: tuple[float, float]

    @property
    def lowest(self) -> float:
        r"""알려진 최솟값. 손실 곡선은 여기서 잰 높이를 그립니다."""
        return float(self.objective(self.objective.minima).min())

    def frame(self) -> tuple[Array, Array]:
        r"""자취를 정수로 적을 상자의 두 모서리. 보여 줄 구간의 두 배입니다."""
        low, high = np.array(self.bounds, dtype=float).T
        half = (high - low) / 2
        return low - half, high + half

    def walk(
        self, racer: int, start: Sequence[float], scale: float, momentum: float, beta: float
    ) -> Trajectory:
        r"""옵티마이저 하나를 걷게 합니다.

        Parameters
        ----------
        racer : int
            `RACERS`의 번호.
        start : sequence of float
            출발점.
        scale : float
            학습률에 곱하는 배율.
        momentum, beta : float
            모멘텀(Adam에서는 :math:`\beta_1`)과 제곱 평균의 비율(:math:`\alpha, \beta_2`).

        Returns
        -------
        Trajectory
            지나온 자리.
        """
        make = RACERS[racer].make(momentum, beta)
        lr = scale * self.rates[racer]
        return descend(self.objective, start, lr=lr, steps=STEPS, optimizer=make)

    def gaps(self, walk: Trajectory) -> Array:
        r"""손실과 최솟값의 차이. 부동소수점의 찌꺼기로 0보다 작아진 것은 0입니다."""
        return np.maximum(walk.losses - self.lowest, 0.0)


def courses() -> tuple[Course, ...]:
    r"""위젯이 보여 주는 지형들, 고르는 차례로."""
    return (
        Course("bowl", bowl(), ((-10.0, 10.0), (-4.0, 4.0)),
               rates=(0.55, 0.1, 0.1, 1.5, 0.2, 40.0, 0.4),
               xs=(-7.0, 5.0), ys=(-3.0, 2.0), start=(-7.0, 2.0)),
        Course("beale", beale(), ((-1.0, 5.0), (-2.0, 2.5)),
               rates=(0.01, 0.002, 0.002, 0.8, 0.03, 20.0, 0.2),
               xs=(1.0, 2.5), ys=(-1.0, 1.5), start=(1.0, 1.5)),
        Course("rosenbrock", rosenbrock(), ((-2.0, 2.0), (-1.0, 3.0)),
               rates=(0.001, 0.0005, 0.0005, 0.3, 0.03, 20.0, 0.1),
               xs=(-1.0, 1.5), ys=(-0.5, 2.0), start=(-1.0, 2.0)),
        Course("saddle", saddle(), ((-2.0, 2.0), (-1.6, 1.6)),
               rates=(0.1, 0.05, 0.05, 0.2, 0.03, 5.0, 0.1),
               xs=(0.5, 1.5), ys=(0.001, 0.8), start=(1.5, 0.001)),
    )  # fmt: skip


def settings(racer: Racer) -> list[tuple[float, float]]:
    r"""그 옵티마이저가 표에 담을 (모멘텀, 비율)의 목록.

    Parameters
    ----------
    racer : Racer
        옵티마이저.

    Returns
    -------
    list of (float, float)
        보지 않는 손잡이는 첫 값 하나뿐입니다.
    """
    momenta = MOMENTA if racer.momentum else MOMENTA[:1]
    return list(product(momenta, BETAS if racer.beta else BETAS[:1]))


def pack(selection: Sequence[Course]) -> tuple[list[dict[str, Any]], bytes]:
    r"""지형들의 표를 만듭니다.

    Parameters
    ----------
    selection : sequence of Course
        담을 지형.

    Returns
    -------
    header : list of dict
        지형마다의 이름, 범위, 학습률, 출발점 등 JSON으로 보낼 것.
    data : bytes
        zlib으로 누른 것. 지형마다 차례로 높이 (FIELD, FIELD) uint8, 자취의 길이 uint8,
        그리고 x, y, 높이 차를 `squeeze`로 적은 것.
        자취는 옵티마이저, 모멘텀, 비율, 배율, y, x의 차례입니다.
    """
    header, blocks = [], []
    for course in selection:
        low, high = course.frame()
        walks = [
            course.walk(i, (x, y), scale, mu, beta)
            for i, racer in enumerate(RACERS)
            for mu, beta in settings(racer)
            for scale in SCALES
            for y in course.ys
            for x in course.xs
        ]
        points = [to_grid(keep_inside(w.points, low, high), low, high, POINT_STEPS) for w in walks]
        gaps = [to_decades(course.gaps(w), GAP_DECADES, GAP_STEPS) for w in walks]
        blocks += [
            paint(course.objective, course.bounds, FIELD),
            bytes(len(w.points) for w in walks),
            *(squeeze(column) for column in ([p[:, 0] for p in points], [p[:, 1] for p in points], gaps)),
        ]  # fmt: skip
        header.append(
            {
                "key": course.key,
                "name": course.objective.name,
                "bounds": [list(pair) for pair in course.bounds],
                "frame": [low.tolist(), high.tolist()],
                "minima": course.objective.minima.tolist(),
                "rates": list(course.rates),
                "xs": list(course.xs),
                "ys": list(course.ys),
                "start": list(course.start),
            }
        )
    return header, zlib.compress(b"".join(blocks), 9)
