r"""그림으로 그릴 만한 값을 작은 수의 목록으로 줄입니다. 판정 기록에는 큰 배열 대신 이것이 남습니다."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from coursekit.grading.outcome import clean

MAX_SERIES = 2
MAX_NUMBERS = 256
# 수 몇 개는 그림보다 글이 낫습니다.
_MIN_NUMBERS = 8
_MAX_SIDE = 16


@dataclass(frozen=True)
class Series:
    r"""그릴 값 하나입니다.

    Parameters
    ----------
    name : str
        `emit`에서 쓴 이름.
    shape : tuple of int
        본디 모양.
    size : tuple of int
        그릴 모양: `(길이,)`이나 `(행, 열)`.
    numbers : tuple of float or None
        행부터 차례로 적은 수. 유한하지 않으면 `None`.
    """

    name: str
    shape: tuple[int, ...]
    size: tuple[int, ...]
    numbers: tuple[float | None, ...]


def series_of(values: Mapping[str, Any]) -> tuple[Series, ...]:
    r"""그림이 말보다 나은 값(수가 여덟 이상인 1차원, 2차원 배열과 목록)을 고릅니다.

    Parameters
    ----------
    values : mapping of str to Any
        `decode`가 돌려준 이름과 값.

    Returns
    -------
    tuple of Series
        많아야 `MAX_SERIES`개. 긴 것은 고르게 솎습니다.
    """
    found = (_series(name, value) for name, value in sorted(values.items()))
    return tuple(series for series in found if series is not None)[:MAX_SERIES]


def _series(name: str, value: Any) -> Series | None:
    if isinstance(value, list | tuple):
        numeric = all(type(number) in (int, float) for number in value)
        try:
            value = np.array(value, dtype=np.float64) if numeric and value else None
        except OverflowError:
            return None
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "iuf":
        return None
    shape = tuple(value.shape)
    if value.size < _MIN_NUMBERS or value.ndim > 2:
        return None
    if value.ndim == 2 and 1 in shape:
        value = value.reshape(-1)
    if value.ndim == 1:
        thin = value[:: math.ceil(value.size / MAX_NUMBERS)]
    else:
        thin = value[
            :: math.ceil(value.shape[0] / _MAX_SIDE), :: math.ceil(value.shape[1] / _MAX_SIDE)
        ]
    numbers = tuple(
        # 여섯 자리면 그리기에 넉넉합니다: 기록도 늘 같은 글이 됩니다.
        float(f"{number:.6g}") if math.isfinite(number) else None
        for number in thin.astype(np.float64).reshape(-1).tolist()
    )
    return Series(clean(name, 60), shape, tuple(thin.shape), numbers)
