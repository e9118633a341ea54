r"""두 상자가 얼마나 겹치는지 모든 짝에 대해 셉니다: IoU와 GIoU."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.boxes.area import box_area
from coursekit.boxes.arguments import corners, same_dtype

Array = NDArray[Any]
PAIRS_AT_ONCE = 20_000  # 80 kB an array in float32: all of them stay in the second-level cache


def row_blocks(rows: int, columns: int) -> Iterator[slice]:
    r"""`rows`줄을, 한 덩이의 짝이 캐시에 들 만큼씩 나눕니다."""
    step = rows_at_once(columns)
    for start in range(0, rows, step):
        yield slice(start, start + step)


def rows_at_once(columns: int) -> int:
    r"""한 덩이의 줄 수입니다."""
    return max(1, PAIRS_AT_ONCE // max(1, columns))


def intersections(a: Array, b: Array) -> Array:
    r"""모든 짝의 교집합 넓이 (M, N)입니다. 떨어져 있으면 0입니다."""
    low = np.maximum(a[:, None, :2], b[:, :2])  # (M, N, 2)
    high = np.minimum(a[:, None, 2:], b[:, 2:])
    width, height = np.moveaxis(np.maximum(high - low, 0), 2, 0)  # (M, N) each
    overlap: Array = width * height
    return overlap


def box_iou_naive(a: ArrayLike, b: ArrayLike) -> Array:
    r"""IoU를 식에 적힌 대로 구합니다. 빠른 판은 `box_iou`이고 결과는 같습니다.

    Parameters
    ----------
    a : array_like of shape (M, 4)
        xyxy 상자.
    b : array_like of shape (N, 4)
        xyxy 상자.

    Returns
    -------
    ndarray of shape (M, N)
        0과 1 사이. 둘 가운데 하나라도 넓이가 0이면 0입니다.

    Raises
    ------
    ValueError
        모양이 다르거나 x1 > x2 또는 y1 > y2일 때.
    """
    a, b = same_dtype(corners("a", a), corners("b", b))
    overlap = intersections(a, b)  # (M, N)
    union = box_area(a)[:, None] + box_area(b) - overlap
    iou: Array = np.divide(overlap, union, out=np.zeros_like(overlap), where=union > 0)
    return iou


def box_iou(a: ArrayLike, b: ArrayLike) -> Array:
    r"""모든 짝의 IoU(intersection over union) :math:`\frac{|A\cap B|}{|A\cup B|}`입니다.

    식 그대로 읽히는 판은 `box_iou_naive`입니다. 여기서는 캐시에 드는 덩이마다 같은 배열을 다시 씁니다.

    Parameters
    ----------
    a : array_like of shape (M, 4)
        xyxy 상자.
    b : array_like of shape (N, 4)
        xyxy 상자.

    Returns
    -------
    ndarray of shape (M, N)
        0과 1 사이. 둘 가운데 하나라도 넓이가 0이면 0이고 NaN은 나오지 않습니다.
        M이나 N이 0이면 빈 배열입니다. 두 입력이 모두 float32면 float32입니다.

    Raises
    ------
    ValueError
        모양이 다르거나 x1 > x2 또는 y1 > y2일 때.

    Examples
    --------
    >>> box_iou([[0, 0, 4, 2]], [[2, 0, 6, 2], [0, 0, 4, 2], [4, 0, 8, 2]])
    array([[0.33333333, 1.        , 0.        ]])
    """
    a, b = same_dtype(corners("a", a), corners("b", b))
    area_a, area_b = box_area(a), box_area(b)
    area_a[area_a == 0] = 1  # its intersections are 0: any divisor but 0 gives 0
    iou = np.empty((len(a), len(b)), dtype=a.dtype)
    # NumPy is several times faster on arrays in full than on one column spread over rows.
    tall = min(len(a), rows_at_once(len(b)))
    b_low, b_high = np.repeat(b.T[:, None], tall, axis=1).reshape(2, 2, tall, len(b))
    areas_b = np.repeat(area_b[None], tall, axis=0)  # (tall, N)
    work, union_work = np.empty((2, 2, tall, len(b)), dtype=a.dtype), np.empty_like(areas_b)
    for rows in row_blocks(*iou.shape):
        m = len(a[rows])
        work[:, :, :m] = a[rows].T.reshape(2, 2, m, 1)
        (low, sides), union = work[:, :, :m], union_work[:m]
        np.maximum(low, b_low[:, :m], out=low)
        np.minimum(sides, b_high[:, :m], out=sides)
        np.maximum(sides, low, out=sides)
        sides -= low  # (2, m, N): widths and heights, 0 where apart
        overlap = np.multiply(sides[0], sides[1], out=sides[0])
        np.add(areas_b[:m], area_a[rows, None], out=union)
        union -= overlap
        np.divide(overlap, union, out=iou[rows])
    return iou


def generalized_box_iou(a: ArrayLike, b: ArrayLike) -> Array:
    r"""모든 짝의 GIoU :math:`\mathrm{IoU}-\frac{|C\setminus(A\cup B)|}{|C|}`입니다.

    C는 둘을 함께 감싸는 가장 작은 상자입니다. 떨어진 상자의 IoU는 멀든 가깝든 0이지만
    GIoU는 멀수록 -1로 다가가므로 손실로 쓸 수 있습니다.

    Parameters
    ----------
    a : array_like of shape (M, 4)
        xyxy 상자.
    b : array_like of shape (N, 4)
        xyxy 상자.

    Returns
    -------
    ndarray of shape (M, N)
        -1보다 크거나 같고 1보다 작거나 같습니다. C의 넓이가 0이면 IoU처럼 0입니다.

    Raises
    ------
    ValueError
        모양이 다르거나 x1 > x2 또는 y1 > y2일 때.

    References
    ----------
    H. Rezatofighi et al., "Generalized Intersection over Union", CVPR 2019, Algorithm 1.

    Examples
    --------
    >>> generalized_box_iou([[0, 0, 1, 1]], [[0, 0, 1, 1], [1, 0, 2, 1], [3, 0, 4, 1]])
    array([[ 1. ,  0. , -0.5]])
    """
    a, b = same_dtype(corners("a", a), corners("b", b))
    giou = box_iou(a, b)
    area_a, area_b = box_area(a), box_area(b)
    for rows in row_blocks(*giou.shape):
        union = area_a[rows, None] + area_b - intersections(a[rows], b)
        low = np.minimum(a[rows, None, :2], b[:, :2])  # (m, N, 2)
        high = np.maximum(a[rows, None, 2:], b[:, 2:])
        hull = np.prod(high - low, axis=2)  # (m, N)
        empty = np.maximum(hull - union, 0)  # rounding may put the union above its hull
        giou[rows] -= empty / np.where(hull == 0, 1, hull)
    return giou
