r"""관심 영역(RoI)의 최대 풀링: 크기가 다른 상자에서 크기가 같은 조각을 뽑습니다. Fast R-CNN의 층입니다."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import number
from coursekit.boxes.regions import bins_of, feature_maps, incoming, rois_in_line

Array = NDArray[Any]


class RoIPoolCache(NamedTuple):
    r"""`roi_pool_backward`가 쓸 것: 어느 자리가 가장 컸는가.

    Parameters
    ----------
    winners : ndarray of shape (M, C, oh, ow), int64
        가장 큰 값이 있던 자리, `features`를 한 줄로 폈을 때의 번호.
    feature_shape : tuple of int
        `features`의 모양 (N, C, H, W).
    """

    winners: Array
    feature_shape: tuple[int, ...]


def roi_pool_forward(
    features: ArrayLike,
    boxes: Sequence[ArrayLike],
    output_size: int | tuple[int, int],
    *,
    spatial_scale: float = 1.0,
) -> tuple[Array, RoIPoolCache]:
    r"""상자를 특성 맵의 칸에 맞추어 한 번 반올림하고 지도 안으로 자른 뒤, oh × ow로 나누어 칸마다 가장 큰 값을 고릅니다.

    두 끝의 칸을 모두 품으므로 높이가 :math:`h=y_2-y_1+1`이고, i번째 칸은 그 안에서
    :math:`\lfloor ih/o_h\rfloor`줄부터 :math:`\lceil(i+1)h/o_h\rceil`줄 앞까지입니다. 이웃한 칸은 한 줄 겹칠 수 있습니다.

    Parameters
    ----------
    features : array_like of shape (N, C, H, W)
        특성 맵.
    boxes : sequence of array_like of shape (M_i, 4)
        영상마다의 xyxy 상자(사진의 픽셀).
    output_size : int or tuple of int
        칸의 수 (높이 oh, 너비 ow). 정수면 둘이 같습니다.
    spatial_scale : float
        사진의 좌표에 곱해 특성 맵의 좌표로 바꾸는 수, 보통 1/보폭.

    Returns
    -------
    y : ndarray of shape (M, C, oh, ow)
        영상 차례, 상자 차례로 놓은 조각.
    cache : RoIPoolCache
        `roi_pool_backward`에 줄 것.

    Raises
    ------
    ValueError
        모양이 다르거나, 상자의 목록이 영상의 수와 다르거나, `spatial_scale`이 0보다 크지 않을 때.

    Notes
    -----
    Mask R-CNN이 말하는 "두 번의 반올림"은 상자를 칸에 맞추는 것과 상자를 정수 칸들로 나누는 것입니다.
    사진의 좌표를 먼저 반올림하고 특성 맵의 좌표를 또 반올림하면 논문과 다른 층이 됩니다.
    공개된 코드와 torchvision은 자르지 않고 나눈 다음 지도 밖의 칸을 0으로 채웁니다. 지도 안의 상자에서는 같습니다.

    References
    ----------
    R. Girshick, "Fast R-CNN", ICCV 2015, section 2.1.
    """
    features = feature_maps("features", features)
    rois, image = rois_in_line(boxes, features)
    oh, ow = bins_of(output_size)
    scale = number("spatial_scale", spatial_scale, above=0)
    C, H, W = features.shape[1:]
    cells = np.floor(rois * scale + 0.5).astype(np.int64)  # the only rounding of the box
    cells = np.clip(cells, 0, np.array([W, H, W, H]) - 1)
    y = np.empty((len(rois), C, oh, ow), dtype=features.dtype)
    winners = np.empty(y.shape, dtype=np.int64)
    channel = np.arange(C)
    for m, (n, (x1, y1, x2, y2)) in enumerate(zip(image, cells.tolist(), strict=True)):
        for i, (top, bottom) in enumerate(split(y1, y2, oh)):
            for j, (left, right) in enumerate(split(x1, x2, ow)):
                part = features[n, :, top:bottom, left:right].reshape(C, -1)
                best = part.argmax(axis=1)  # (C,), the first of equals
                y[m, :, i, j] = part[channel, best]
                row, column = np.divmod(best, right - left)
                place = (n * C + channel) * H * W + (top + row) * W + left + column
                winners[m, :, i, j] = place
    return y, RoIPoolCache(winners, features.shape)


def roi_pool_backward(grad_output: ArrayLike, cache: RoIPoolCache) -> Array:
    r"""기울기를 가장 컸던 자리로만 돌려보냅니다. 여러 상자나 칸이 같은 자리를 골랐으면 더합니다.

    Parameters
    ----------
    grad_output : array_like of shape (M, C, oh, ow)
        출력에 대한 손실의 기울기.
    cache : RoIPoolCache
        `roi_pool_forward`가 준 것.

    Returns
    -------
    ndarray of shape (N, C, H, W)
        `features`에 대한 손실의 기울기. 상자로는 기울기가 흐르지 않습니다.

    Raises
    ------
    ValueError
        `grad_output`의 모양이 출력과 다를 때.
    """
    grad = incoming(grad_output, cache.winners.shape)
    grad_features = np.zeros(cache.feature_shape, dtype=grad.dtype)
    np.add.at(grad_features.reshape(-1), cache.winners, grad)
    return grad_features


def split(first: int, last: int, bins: int) -> list[tuple[int, int]]:
    r"""`first`부터 `last`까지의 칸을 `bins`개로 나눈 (시작, 끝)들. 칸이 모자라면 서로 겹칩니다."""
    extent = last - first + 1
    starts = [first + i * extent // bins for i in range(bins)]
    stops = [first - (-(i + 1) * extent // bins) for i in range(bins)]  # -(-a // b) rounds up
    return list(zip(starts, stops, strict=True))
