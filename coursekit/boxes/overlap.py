r"""두 상자가 얼마나 겹치는지 모든 짝에 대해 셉니다: IoU와 GIoU."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.boxes.area import box_area
from coursekit.boxes.arguments import corners, same_dtype

Array = NDArray[Any]
PAIRS_AT_ONCE = 16_384  # intermediate arrays of 64-128 kB stay in the second-level cache


def row_blocks(rows: int, columns: int) -> Iterator[slice]:
    r"""`rows`줄을, 한 덩이의 짝이 캐시에 들 만큼씩 나눕니다."""
    step = max(1, PAIRS_AT_ONCE // max(1, columns))
    for start in range(0, rows, step):
        yield slice(start, start + step)


def intersections(a: Array, b: Array) -> Array:
    r"""모든 짝의 교집합 넓이 (M, N)입니다. 떨어져 있으면 0입니다."""
    ax1, ay1, ax2, ay2 = a.T[:, :, None]  # (M, 1) each
    bx1, by1, bx2, by2 = np.ascontiguousarray(b.T)  # (N,) each
    width = np.minimum(ax2, bx2) - np.maximum(ax1, bx1)  # (M, N)
    height = np.minimum(ay2, by2) - np.maximum(ay1, by1)
    overlap: Array = np.maximum(width, 0) * np.maximum(height, 0)
    return overlap


def box_iou(a: ArrayLike, b: ArrayLike) -> Array:
    r"""모든 짝의 IoU(intersection over union) :math:`\frac{|A\cap B|}{|A\cup B|}`입니다.

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
    for rows in row_blocks(*iou.shape):
        overlap = intersections(a[rows], b)
        union = area_a[rows, None] + area_b - overlap
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
