r"""상자 함수들이 받는 인자를 한곳에서 검사합니다: 상자 (M, 4), 점수 (M,), 사진의 크기 (H, W)."""

from collections.abc import Sized
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, integer, number

Array = NDArray[Any]


def four_columns(name: str, value: ArrayLike) -> Array:
    r"""`value`를 (M, 4) 실수 배열로 바꿉니다. 빈 목록은 (0, 4)가 됩니다.

    넓이는 좌표의 제곱이라 float16으로는 256픽셀에서 넘치므로 float32로 바꿉니다.
    """
    nothing = isinstance(value, Sized) and len(value) == 0 and np.ndim(value) == 1
    boxes = np.zeros((0, 4)) if nothing else array(name, value, shape=(None, 4))
    return boxes.astype(np.float32) if boxes.dtype == np.float16 else boxes


def corners(name: str, value: ArrayLike) -> Array:
    r"""`value`가 x1 ≤ x2, y1 ≤ y2인 상자인지까지 봅니다."""
    boxes = four_columns(name, value)
    upside_down = (boxes[:, 2] < boxes[:, 0]) | (boxes[:, 3] < boxes[:, 1])
    if upside_down.any():
        i = int(upside_down.argmax())
        raise ValueError(
            f"`{name}[{i}]` 상자는 x1 ≤ x2, y1 ≤ y2여야 합니다(받은 값: {boxes[i].tolist()}). "
            "(x, y, w, h)라면 `box_convert`로 먼저 바꾸세요."
        )
    return boxes


def same_dtype(a: Array, b: Array) -> tuple[Array, Array]:
    r"""두 배열을 둘 다 담을 수 있는 dtype으로 맞춥니다."""
    dtype = np.result_type(a, b)
    return a.astype(dtype, copy=False), b.astype(dtype, copy=False)


def one_per_box(name: str, value: ArrayLike, count: int) -> Array:
    r"""`value`가 상자마다 하나인 실수인지 봅니다."""
    given = np.asarray(value)
    return array(name, given.astype(np.float64) if given.size == 0 else given, shape=(count,))


def whole_numbers(name: str, value: ArrayLike, count: int) -> Array:
    r"""`value`가 상자마다 하나인 0 이상의 정수인지 봅니다."""
    given = np.asarray(value)
    if given.size == 0:
        given = given.astype(np.int64)
    if given.dtype.kind not in "iu" or given.shape != (count,) or (given < 0).any():
        raise ValueError(
            f"`{name}` 값은 0 이상의 정수 {count}개여야 합니다"
            f"(받은 dtype: {given.dtype}, 모양: {given.shape})."
        )
    return given.astype(np.int64)


def fraction(name: str, value: Any) -> float:
    r"""`value`가 0 이상 1 이하의 수인지 봅니다."""
    return number(name, value, at_least=0, at_most=1)


def height_width(name: str, value: Any) -> tuple[int, int]:
    r"""`value`가 (높이, 너비)로 읽을 1 이상의 정수 둘인지 봅니다."""
    if np.ndim(value) != 1 or len(value) != 2:
        raise ValueError(f"`{name}` 값은 (높이, 너비)여야 합니다(받은 값: {value!r}).")
    return integer(f"{name}[0]", value[0], at_least=1), integer(f"{name}[1]", value[1], at_least=1)
