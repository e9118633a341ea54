r"""층의 크기를 보지 않는 초깃값: 상수, 고른 분포, 정규 분포."""

from typing import Any, Protocol

import numpy as np
from numpy.typing import DTypeLike, NDArray

from coursekit.arguments import generator, number

Array = NDArray[Any]


class Initializer(Protocol):
    r"""모양을 받아 처음 값을 뽑는 함수. `functools.partial(normal, std=0.01)`도 그런 함수입니다."""

    def __call__(
        self, shape: tuple[int, ...], *, rng: np.random.Generator, dtype: DTypeLike
    ) -> Array:
        r"""처음 값."""


def constant(
    shape: tuple[int, ...],
    val: float,
    *,
    rng: np.random.Generator | int | None = None,
    dtype: DTypeLike = np.float64,
) -> Array:
    r"""모두 같은 값으로 채웁니다.

    한 층의 가중치가 모두 같으면 그 층의 유닛도 모두 같고 기울기도 같아서, 학습해도 갈라지지 않습니다.

    Parameters
    ----------
    shape : tuple of int
        모양.
    val : float
        채울 값.
    rng : Generator or int, optional
        쓰지 않습니다. 다른 초깃값과 바꿔 끼울 수 있게 받기만 합니다.
    dtype : dtype
        실수 dtype.

    Returns
    -------
    ndarray
        처음 값.

    Raises
    ------
    ValueError
        `val`이 유한한 수가 아닐 때.
    """
    return np.full(shape, number("val", val), dtype)


def zeros(
    shape: tuple[int, ...],
    *,
    rng: np.random.Generator | int | None = None,
    dtype: DTypeLike = np.float64,
) -> Array:
    r"""0으로 채웁니다. 편향에는 알맞고, 가중치에 쓰면 유닛들이 갈라지지 않습니다.

    Parameters
    ----------
    shape : tuple of int
        모양.
    rng : Generator or int, optional
        쓰지 않습니다.
    dtype : dtype
        실수 dtype.

    Returns
    -------
    ndarray
        처음 값.
    """
    return constant(shape, 0.0, dtype=dtype)


def ones(
    shape: tuple[int, ...],
    *,
    rng: np.random.Generator | int | None = None,
    dtype: DTypeLike = np.float64,
) -> Array:
    r"""1로 채웁니다. 정규화 층의 배율이 이렇게 시작합니다.

    Parameters
    ----------
    shape : tuple of int
        모양.
    rng : Generator or int, optional
        쓰지 않습니다.
    dtype : dtype
        실수 dtype.

    Returns
    -------
    ndarray
        처음 값.
    """
    return constant(shape, 1.0, dtype=dtype)


def uniform(
    shape: tuple[int, ...],
    a: float = 0.0,
    b: float = 1.0,
    *,
    rng: np.random.Generator | int,
    dtype: DTypeLike = np.float64,
) -> Array:
    r"""고른 분포 :math:`U(a, b)`에서 뽑습니다.

    Parameters
    ----------
    shape : tuple of int
        모양.
    a, b : float
        두 끝, `a` ≤ `b`.
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
    a = number("a", a)
    return generator(rng).uniform(a, number("b", b, at_least=a), shape).astype(dtype)


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
