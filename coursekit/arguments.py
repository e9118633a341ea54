r"""공개 함수가 인자를 받을 때 하는 검사입니다: 이름, 받은 값, 기대한 값을 한 문장으로 말합니다."""

import math
import numbers
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]


def number(
    name: str,
    value: Any,
    *,
    above: float = -math.inf,
    at_least: float = -math.inf,
    at_most: float = math.inf,
) -> float:
    r"""`value`가 범위 안의 유한한 실수인지 검사하고 그대로 돌려줍니다.

    Parameters
    ----------
    name : str
        오류 문장에 나올 인자 이름.
    value : Any
        검사할 값. bool은 수로 치지 않습니다.
    above : float
        이 값보다 커야 합니다(경계는 빠짐).
    at_least, at_most : float
        닫힌 구간의 두 끝.

    Returns
    -------
    float
        검사를 통과한 값.

    Raises
    ------
    ValueError
        유한한 실수가 아니거나 범위를 벗어날 때.
    """
    is_real = isinstance(value, numbers.Real) and not isinstance(value, (bool, np.bool_))
    if is_real and math.isfinite(value) and value > above and at_least <= value <= at_most:
        return float(value)
    limits = []
    if above > -math.inf:
        limits.append(f"{above:g}보다 큰")
    if at_least > -math.inf:
        limits.append(f"{at_least:g} 이상인")
    if at_most < math.inf:
        limits.append(f"{at_most:g} 이하인")
    expected = " ".join([*limits, "유한한 수"])
    raise ValueError(f"`{name}` 값은 {expected}여야 합니다(받은 값: {value!r}).")


def integer(name: str, value: Any, *, at_least: int = 0) -> int:
    r"""`value`가 `at_least` 이상의 정수인지 검사하고 `int`로 돌려줍니다.

    Parameters
    ----------
    name : str
        오류 문장에 나올 인자 이름.
    value : Any
        검사할 값. NumPy 정수도 받으며 bool은 받지 않습니다.
    at_least : int
        허용하는 가장 작은 값.

    Returns
    -------
    int
        검사를 통과한 값.

    Raises
    ------
    ValueError
        정수가 아니거나 너무 작을 때.
    """
    is_integer = isinstance(value, numbers.Integral) and not isinstance(value, (bool, np.bool_))
    if is_integer and value >= at_least:
        return int(value)
    raise ValueError(f"`{name}` 값은 {at_least} 이상의 정수여야 합니다(받은 값: {value!r}).")


def array(
    name: str, value: ArrayLike, *, shape: tuple[int | None, ...] | None = None, finite: bool = True
) -> Array:
    r"""`value`를 실수 배열로 바꾸고 모양과 유한함을 검사합니다.

    Parameters
    ----------
    name : str
        오류 문장에 나올 인자 이름.
    value : array_like
        검사할 값. 정수는 float64로 바꾸고 실수의 dtype은 지킵니다.
    shape : tuple of int or None, optional
        기대하는 모양. `None`인 축은 길이가 자유롭습니다.
    finite : bool
        참이면 NaN과 무한대를 거절합니다.

    Returns
    -------
    ndarray
        실수 dtype의 배열. 이미 그런 배열이면 복사하지 않습니다.

    Raises
    ------
    ValueError
        실수 배열이 아니거나, 모양이 다르거나, 유한하지 않은 값이 있을 때.
    """
    try:
        result = np.asarray(value)
    except ValueError:
        result = np.asarray(None)
    if result.dtype.kind in "iu":
        result = result.astype(np.float64)
    if result.dtype.kind != "f":
        raise ValueError(f"`{name}` 값은 실수 배열이어야 합니다(받은 dtype: {result.dtype}).")
    if shape is not None:
        same_ndim = result.ndim == len(shape)
        if not same_ndim or any(
            want is not None and want != got for want, got in zip(shape, result.shape, strict=True)
        ):
            wanted = "(" + ", ".join("*" if n is None else str(n) for n in shape)
            wanted += ",)" if len(shape) == 1 else ")"
            raise ValueError(f"`{name}` 모양은 {wanted}이어야 합니다(받은 모양: {result.shape}).")
    if finite and not np.isfinite(result).all():
        where = np.argwhere(~np.isfinite(result))[0]
        place = f"[{', '.join(map(str, where))}]" if where.size else ""
        raise ValueError(f"`{name}{place}` 값은 유한해야 합니다(받은 값: {result[tuple(where)]}).")
    return result


def generator(rng: np.random.Generator | int) -> np.random.Generator:
    r"""씨앗(seed)이나 난수 생성기를 난수 생성기로 바꿉니다.

    Parameters
    ----------
    rng : Generator or int
        0 이상의 정수면 새 생성기의 씨앗이 되고, 생성기면 그대로 씁니다.

    Returns
    -------
    Generator
        NumPy 난수 생성기.

    Raises
    ------
    ValueError
        생성기도 0 이상의 정수도 아닐 때.
    """
    if isinstance(rng, np.random.Generator):
        return rng
    return np.random.default_rng(integer("rng", rng))
