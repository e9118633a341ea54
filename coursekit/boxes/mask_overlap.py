r"""마스크의 겹침: 상자 대신 픽셀을 세는 IoU입니다."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]


def mask_iou(a: ArrayLike, b: ArrayLike) -> Array:
    r"""마스크의 모든 짝의 IoU입니다.

    .. math:: \mathrm{IoU}(A, B) = \frac{|A \cap B|}{|A \cup B|}

    Parameters
    ----------
    a : array_like of shape (M, H, W)
        bool 마스크.
    b : array_like of shape (N, H, W)
        bool 마스크. 높이와 너비가 `a`와 같습니다.

    Returns
    -------
    ndarray of shape (M, N), float64
        [0, 1]의 값. 둘 다 비었으면 0입니다.

    Raises
    ------
    ValueError
        bool이 아니거나 모양이 맞지 않을 때.

    Examples
    --------
    >>> left, right = [[True, True, False]], [[False, True, True]]
    >>> mask_iou([left], [left, right]).round(2).tolist()
    [[1.0, 0.33]]
    """
    a, b = _masks("a", a), _masks("b", b)
    if a.shape[1:] != b.shape[1:]:
        raise ValueError(f"`b` 높이와 너비는 `a`와 같아야 합니다(받은 모양: {a.shape}, {b.shape}).")
    if not (len(a) and len(b)):
        return np.zeros((len(a), len(b)))
    pixels_a, pixels_b = (m.reshape(len(m), -1).astype(np.float64) for m in (a, b))
    shared = pixels_a @ pixels_b.T  # (M, N), whole numbers
    union = pixels_a.sum(axis=1)[:, None] + pixels_b.sum(axis=1) - shared
    overlap: Array = shared / np.maximum(union, 1)
    return overlap


def _masks(name: str, value: ArrayLike) -> Array:
    masks = np.asarray(value)
    if masks.ndim != 3 or masks.dtype != np.bool_:
        raise ValueError(
            f"`{name}` 값은 모양이 (M, H, W)인 bool 배열이어야 합니다"
            f"(받은 모양과 dtype: {masks.shape}, {masks.dtype})."
        )
    return masks
