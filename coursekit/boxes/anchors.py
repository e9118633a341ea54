r"""앵커(anchor): 특성 맵의 칸마다 미리 놓아 두는, 크기와 비율이 여럿인 기준 상자입니다."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, number
from coursekit.boxes.arguments import four_columns, height_width

Array = NDArray[Any]


def anchor_boxes(sizes: Sequence[float], ratios: Sequence[float]) -> Array:
    r"""원점이 중심인 앵커를 크기 × 비율만큼 만듭니다.

    비율 r는 높이 ÷ 너비이고 넓이는 크기 s의 제곱으로 같습니다: :math:`w=s/\sqrt r`, :math:`h=s\sqrt r`.

    Parameters
    ----------
    sizes : sequence of float
        넓이의 제곱근(픽셀), 0보다 큰 수들.
    ratios : sequence of float
        높이 ÷ 너비, 0보다 큰 수들. 2면 세로로 깁니다.

    Returns
    -------
    ndarray of shape (A, 4), float64
        xyxy 상자, A = `len(ratios) * len(sizes)`. 비율이 바깥, 크기가 안쪽 차례입니다.

    Raises
    ------
    ValueError
        비었거나 0보다 크지 않은 값이 있을 때.

    Notes
    -----
    torchvision은 이 좌표를 정수로 반올림합니다. 여기서는 하지 않으므로 넓이가 정확히 같습니다.

    References
    ----------
    S. Ren et al., "Faster R-CNN", NeurIPS 2015, section 3.1.1.

    Examples
    --------
    >>> anchor_boxes([16, 32], [1])
    array([[ -8.,  -8.,   8.,   8.],
           [-16., -16.,  16.,  16.]])
    """
    for name, values in (("sizes", sizes), ("ratios", ratios)):
        if np.ndim(values) != 1 or len(values) == 0:
            raise ValueError(
                f"`{name}` 값은 수가 하나 이상인 목록이어야 합니다(받은 값: {values!r})."
            )
        for i, value in enumerate(values):
            number(f"{name}[{i}]", value, above=0)
    root = np.sqrt(np.asarray(ratios, dtype=np.float64))[:, None]
    width = (np.asarray(sizes) / root).ravel()  # (A,)
    height = (np.asarray(sizes) * root).ravel()
    return np.stack([-width, -height, width, height], axis=1) / 2


def grid_anchors(
    feature_size: tuple[int, int],
    stride: float | tuple[float, float],
    base: ArrayLike,
    *,
    offset: float = 0.5,
) -> Array:
    r"""특성 맵의 칸마다 앵커 한 벌을 놓습니다.

    줄 i, 열 j인 칸의 중심은 사진에서 :math:`x=(j+0.5)\,s_x`, :math:`y=(i+0.5)\,s_y`입니다.

    Parameters
    ----------
    feature_size : tuple of int
        특성 맵의 (높이 H, 너비 W). 정사각형이 아니어도 됩니다.
    stride : float or tuple of float
        한 칸이 차지하는 사진의 픽셀 수. 둘이면 (세로, 가로)입니다.
    base : array_like of shape (A, 4)
        원점이 중심인 앵커 한 벌. `anchor_boxes`가 만듭니다.
    offset : float
        칸 안에서 중심의 자리. 0.5면 가운데이고 0이면 왼쪽 위 모서리(torchvision)입니다. 0 이상 1 이하.

    Returns
    -------
    ndarray of shape (H * W * A, 4)
        xyxy 상자. 줄이 가장 바깥, 열이 그다음, 앵커가 가장 안쪽 차례이고 dtype은 `base`의 것입니다.
        그래서 `reshape(H, W, A, 4)`를 할 수 있습니다.

    Raises
    ------
    ValueError
        크기가 1 이상의 정수 둘이 아니거나, `stride`가 0보다 크지 않을 때.

    Examples
    --------
    >>> grid_anchors((1, 2), 16, [[-8, -8, 8, 8]])
    array([[ 0.,  0., 16., 16.],
           [16.,  0., 32., 16.]])
    """
    H, W = height_width("feature_size", feature_size)
    base = four_columns("base", base)
    both = stride if np.ndim(stride) else (stride, stride)
    steps = array("stride", both, shape=(2,))
    stride_y, stride_x = (number("stride", float(step), above=0) for step in steps)
    inside = number("offset", offset, at_least=0, at_most=1)
    y = ((np.arange(H) + inside) * stride_y).astype(base.dtype)
    x = ((np.arange(W) + inside) * stride_x).astype(base.dtype)
    centers = np.stack(np.broadcast_arrays(x, y[:, None], x, y[:, None]), axis=-1)  # (H, W, 4)
    anchors: Array = centers[:, :, None] + base  # (H, W, A, 4)
    return anchors.reshape(-1, 4)
