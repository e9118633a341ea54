r"""층의 크기에 맞춘 초깃값: 신호의 눈금이 층을 지나도 그대로이게 표준편차를 고릅니다."""

import math
from typing import Any, Literal

import numpy as np
from numpy.typing import DTypeLike, NDArray

from coursekit.arguments import number
from coursekit.nn.init.basic import normal, uniform
from coursekit.nn.init.fan import calculate_gain, fans

Array = NDArray[Any]
Mode = Literal["fan_in", "fan_out"]


def fan_in_uniform(
    shape: tuple[int, ...], *, rng: np.random.Generator | int, dtype: DTypeLike = np.float64
) -> Array:
    r"""`torch.nn.Linear`의 기본값: :math:`U(-1/\sqrt{\text{fan\_in}},\; 1/\sqrt{\text{fan\_in}})`에서 뽑습니다.

    Parameters
    ----------
    shape : tuple of int
        `(out, in, ...)`.
    rng : Generator or int
        난수 생성기나 씨앗.
    dtype : dtype
        실수 dtype.

    Returns
    -------
    ndarray
        처음 값.

    Raises
    ------
    ValueError
        `shape`의 축이 둘보다 적을 때.
    """
    bound = 1 / math.sqrt(fans(shape)[0])
    return uniform(shape, -bound, bound, rng=rng, dtype=dtype)


def xavier_normal(
    shape: tuple[int, ...],
    gain: float = 1.0,
    *,
    rng: np.random.Generator | int,
    dtype: DTypeLike = np.float64,
) -> Array:
    r"""Xavier 초깃값: 표준편차 :math:`\text{gain}\sqrt{2 / (\text{fan\_in} + \text{fan\_out})}`인 정규 분포.

    Glorot & Bengio (2010), 식 (12).

    Parameters
    ----------
    shape : tuple of int
        `(out, in, ...)`.
    gain : float
        활성화 함수에 맞춘 배율, 0보다 큽니다.
    rng : Generator or int
        난수 생성기나 씨앗.
    dtype : dtype
        실수 dtype.

    Returns
    -------
    ndarray
        처음 값.

    Raises
    ------
    ValueError
        `shape`의 축이 둘보다 적거나 `gain`이 0 이하일 때.
    """
    std = number("gain", gain, above=0) * math.sqrt(2 / sum(fans(shape)))
    return normal(shape, 0.0, std, rng=rng, dtype=dtype)


def xavier_uniform(
    shape: tuple[int, ...],
    gain: float = 1.0,
    *,
    rng: np.random.Generator | int,
    dtype: DTypeLike = np.float64,
) -> Array:
    r"""Xavier 초깃값: 반너비 :math:`\text{gain}\sqrt{6 / (\text{fan\_in} + \text{fan\_out})}`인 고른 분포.

    Glorot & Bengio (2010), 식 (16).

    Parameters
    ----------
    shape : tuple of int
        `(out, in, ...)`.
    gain : float
        활성화 함수에 맞춘 배율, 0보다 큽니다.
    rng : Generator or int
        난수 생성기나 씨앗.
    dtype : dtype
        실수 dtype.

    Returns
    -------
    ndarray
        처음 값.

    Raises
    ------
    ValueError
        `shape`의 축이 둘보다 적거나 `gain`이 0 이하일 때.
    """
    bound = number("gain", gain, above=0) * math.sqrt(6 / sum(fans(shape)))
    return uniform(shape, -bound, bound, rng=rng, dtype=dtype)


def _kaiming_std(shape: tuple[int, ...], a: float, mode: Mode, nonlinearity: str) -> float:
    if mode not in ("fan_in", "fan_out"):
        raise ValueError(f'`mode` 값은 "fan_in"이나 "fan_out"이어야 합니다(받은 값: {mode!r}).')
    fan = fans(shape)[0 if mode == "fan_in" else 1]
    return calculate_gain(nonlinearity, a) / math.sqrt(fan)


def kaiming_normal(
    shape: tuple[int, ...],
    a: float = 0.0,
    mode: Mode = "fan_in",
    nonlinearity: str = "leaky_relu",
    *,
    rng: np.random.Generator | int,
    dtype: DTypeLike = np.float64,
) -> Array:
    r"""He 초깃값: 표준편차 :math:`\text{gain}/\sqrt{\text{fan}}`인 정규 분포. ReLU이면 :math:`\sqrt{2/\text{fan\_in}}`입니다.

    He et al. (2015), 식 (10)과 식 (15).

    Parameters
    ----------
    shape : tuple of int
        `(out, in, ...)`.
    a : float
        "leaky_relu"의 음수 쪽 기울기. 0이면 ReLU입니다.
    mode : {"fan_in", "fan_out"}
        앞으로 가는 신호의 눈금을 지킬지, 뒤로 가는 기울기의 눈금을 지킬지.
    nonlinearity : str
        뒤에 올 활성화 함수. `calculate_gain`이 아는 이름입니다.
    rng : Generator or int
        난수 생성기나 씨앗.
    dtype : dtype
        실수 dtype.

    Returns
    -------
    ndarray
        처음 값.

    Raises
    ------
    ValueError
        `shape`의 축이 둘보다 적거나, `mode`나 `nonlinearity`가 모르는 것일 때.
    """
    return normal(shape, 0.0, _kaiming_std(shape, a, mode, nonlinearity), rng=rng, dtype=dtype)


def kaiming_uniform(
    shape: tuple[int, ...],
    a: float = 0.0,
    mode: Mode = "fan_in",
    nonlinearity: str = "leaky_relu",
    *,
    rng: np.random.Generator | int,
    dtype: DTypeLike = np.float64,
) -> Array:
    r"""He 초깃값: `kaiming_normal`과 표준편차가 같은 고른 분포. ReLU이면 반너비가 :math:`\sqrt{6/\text{fan\_in}}`입니다.

    Parameters
    ----------
    shape : tuple of int
        `(out, in, ...)`.
    a : float
        "leaky_relu"의 음수 쪽 기울기. 0이면 ReLU입니다.
    mode : {"fan_in", "fan_out"}
        앞으로 가는 신호의 눈금을 지킬지, 뒤로 가는 기울기의 눈금을 지킬지.
    nonlinearity : str
        뒤에 올 활성화 함수. `calculate_gain`이 아는 이름입니다.
    rng : Generator or int
        난수 생성기나 씨앗.
    dtype : dtype
        실수 dtype.

    Returns
    -------
    ndarray
        처음 값.

    Raises
    ------
    ValueError
        `shape`의 축이 둘보다 적거나, `mode`나 `nonlinearity`가 모르는 것일 때.
    """
    bound = math.sqrt(3) * _kaiming_std(shape, a, mode, nonlinearity)
    return uniform(shape, -bound, bound, rng=rng, dtype=dtype)
