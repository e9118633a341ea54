r"""가중치의 처음 값을 뽑습니다. 모두 새 배열을 돌려주며 이름과 식은 `torch.nn.init`을 따릅니다.

`shape`는 `(out, in, ...)`입니다. 들어오는 수 fan_in은 `in`에, 나가는 수 fan_out은 `out`에 뒤쪽 축들의 곱을 곱한 것입니다.
"""

import math
from typing import Any, Protocol

import numpy as np
from numpy.typing import DTypeLike, NDArray

from coursekit.arguments import generator, integer, number

Array = NDArray[Any]


class Initializer(Protocol):
    r"""모양을 받아 처음 값을 뽑는 함수. `functools.partial(normal, std=0.01)`도 그런 함수입니다."""

    def __call__(
        self, shape: tuple[int, ...], *, rng: np.random.Generator, dtype: DTypeLike
    ) -> Array:
        r"""처음 값."""


def fans(shape: tuple[int, ...]) -> tuple[int, int]:
    r"""가중치 하나의 fan_in과 fan_out을 구합니다.

    Parameters
    ----------
    shape : tuple of int
        `(out, in, ...)`, 축이 둘 이상이고 길이는 1 이상.

    Returns
    -------
    fan_in : int
        출력 하나에 들어오는 입력의 수.
    fan_out : int
        입력 하나가 나가는 출력의 수.

    Raises
    ------
    ValueError
        축이 둘보다 적거나 길이가 1보다 작을 때.
    """
    if len(shape) < 2:
        raise ValueError(f"`shape` 축은 둘 이상이어야 합니다(받은 값: {tuple(shape)}).")
    out, into, *rest = (integer("shape", n, at_least=1) for n in shape)
    return into * math.prod(rest), out * math.prod(rest)


def normal(
    shape: tuple[int, ...],
    mean: float = 0.0,
    std: float = 1.0,
    *,
    rng: np.random.Generator | int,
    dtype: DTypeLike = np.float64,
) -> Array:
    r"""정규 분포 :math:`N(\text{mean}, \text{std}^2)`에서 뽑습니다.

    Parameters
    ----------
    shape : tuple of int
        모양.
    mean, std : float
        평균과 표준편차. 표준편차는 0 이상.
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
        인자가 범위를 벗어날 때.
    """
    mean, std = number("mean", mean), number("std", std, at_least=0)
    return generator(rng).normal(mean, std, shape).astype(dtype)


def _uniform(
    shape: tuple[int, ...], bound: float, rng: np.random.Generator | int, dtype: DTypeLike
) -> Array:
    return generator(rng).uniform(-bound, bound, shape).astype(dtype)


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
    return _uniform(shape, 1 / math.sqrt(fans(shape)[0]), rng, dtype)


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
    return _uniform(shape, bound, rng, dtype)


def kaiming_normal(
    shape: tuple[int, ...],
    *,
    rng: np.random.Generator | int,
    dtype: DTypeLike = np.float64,
) -> Array:
    r"""He 초깃값: ReLU에 맞춘 표준편차 :math:`\sqrt{2 / \text{fan\_in}}`인 정규 분포.

    He et al. (2015), 식 (10).

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
    return normal(shape, 0.0, math.sqrt(2 / fans(shape)[0]), rng=rng, dtype=dtype)


def kaiming_uniform(
    shape: tuple[int, ...],
    *,
    rng: np.random.Generator | int,
    dtype: DTypeLike = np.float64,
) -> Array:
    r"""He 초깃값: ReLU에 맞춘 반너비 :math:`\sqrt{6 / \text{fan\_in}}`인 고른 분포.

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
    return _uniform(shape, math.sqrt(6 / fans(shape)[0]), rng, dtype)
