r"""부트스트랩: 가진 표본에서 다시 뽑아, 한 수가 표본에 따라 얼마나 흔들리는지 어림합니다."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import generator, integer, number

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class BootstrapInterval:
    r"""통계량 하나와, 다시 뽑아 얻은 분포와 구간입니다.

    Parameters
    ----------
    estimate : float
        가진 표본에서 잰 값.
    low, high : float
        신뢰 구간의 두 끝.
    standard_error : float
        분포의 표준편차.
    distribution : ndarray of shape (R,)
        다시 뽑은 표본마다 잰 값.
    """

    estimate: float
    low: float
    high: float
    standard_error: float
    distribution: Array


def bootstrap_interval(
    statistic: Callable[..., float],
    *data: ArrayLike,
    level: float = 0.95,
    resamples: int = 2000,
    rng: np.random.Generator | int,
) -> BootstrapInterval:
    r"""백분위수 부트스트랩으로 통계량의 신뢰 구간을 구합니다.

    표본 N개에서 N개를 복원 추출해 통계량을 다시 재기를 되풀이하고, 그 분포의 양 끝을 잘라 냅니다
    (Efron 1979; Efron & Tibshirani 1993, 13장). 배열이 여럿이면 같은 번호끼리 함께 뽑습니다.

    Parameters
    ----------
    statistic : callable
        배열들을 받아 수 하나를 돌려주는 함수. 예를 들면 `accuracy_score`.
    *data : array_like of shape (N, ...)
        하나 이상, 길이가 같은 배열. N ≥ 1.
    level : float
        구간이 참값을 담기를 바라는 비율, 0과 1 사이.
    resamples : int
        다시 뽑을 횟수 R, 2 이상.
    rng : Generator or int
        난수 생성기나 씨앗.

    Returns
    -------
    BootstrapInterval
        잰 값, 구간, 표준 오차, 분포.

    Raises
    ------
    ValueError
        배열이 없거나 비었거나 길이가 다르거나, `level`이나 `resamples`가 범위를 벗어나거나,
        통계량이 유한한 수가 아닐 때.

    Examples
    --------
    >>> interval = bootstrap_interval(np.mean, [1.0, 2.0, 3.0, 4.0], rng=0)
    >>> interval.estimate
    2.5
    >>> bool(interval.low < 2.5 < interval.high)
    True
    """
    arrays = [np.asarray(a) for a in data]
    if not arrays or any(a.ndim == 0 for a in arrays) or len({len(a) for a in arrays}) != 1:
        shapes = ", ".join(str(a.shape) for a in arrays) or "없음"
        raise ValueError(
            f"`data` 값은 길이가 같은 배열 하나 이상이어야 합니다(받은 모양: {shapes})."
        )
    n = len(arrays[0])
    if n == 0:
        raise ValueError("`data` 길이는 1 이상이어야 합니다(받은 길이: 0).")
    if not 0 < number("level", level) < 1:
        raise ValueError(f"`level` 값은 0과 1 사이여야 합니다(받은 값: {level:g}).")
    resamples = integer("resamples", resamples, at_least=2)
    rng = generator(rng)
    estimate = number("statistic(*data)", statistic(*arrays))
    distribution = np.empty(resamples)
    for r in range(resamples):
        rows = rng.integers(n, size=n)
        distribution[r] = number("statistic(다시 뽑은 표본)", statistic(*(a[rows] for a in arrays)))
    tail = (1 - level) / 2
    low, high = np.quantile(distribution, [tail, 1 - tail])
    return BootstrapInterval(
        estimate, float(low), float(high), float(distribution.std(ddof=1)), distribution
    )
