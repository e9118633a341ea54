r"""RoIAlign: 좌표를 반올림하지 않고, 상자 안의 점들을 쌍선형 보간으로 읽습니다. Mask R-CNN의 층입니다."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import integer, number
from coursekit.boxes.regions import bins_of, feature_maps, incoming, rois_in_line

Array = NDArray[Any]


class RoIAlignCache(NamedTuple):
    r"""`roi_align_backward`가 쓸 것: 점마다 어느 칸 넷을 얼마씩 읽었는가.

    Parameters
    ----------
    image : ndarray of shape (M,), int64
        상자가 놓인 영상의 번호.
    corners : ndarray of shape (4, M, P), int64
        점마다 둘레의 칸 넷. 한 줄로 편 H * W 안에서의 번호입니다.
    weights : ndarray of shape (4, M, P)
        그 칸 넷의 몫. 한 점의 합은 1이고, 특성 맵에서 한 칸 넘게 벗어난 점은 0입니다.
    output_shape : tuple of int
        출력의 모양 (M, C, oh, ow).
    feature_shape : tuple of int
        `features`의 모양 (N, C, H, W).
    """

    image: Array
    corners: Array
    weights: Array
    output_shape: tuple[int, ...]
    feature_shape: tuple[int, ...]


def roi_align_forward(
    features: ArrayLike,
    boxes: Sequence[ArrayLike],
    output_size: int | tuple[int, int],
    *,
    spatial_scale: float = 1.0,
    sampling_ratio: int = 2,
    aligned: bool = True,
) -> tuple[Array, RoIAlignCache]:
    r"""상자를 oh × ow로 나누고, 칸마다 고르게 놓은 점들의 값을 쌍선형 보간으로 읽어 평균 냅니다.

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
    sampling_ratio : int
        칸의 한 변에 놓는 점의 수 s. 칸마다 s²개의 점을 읽습니다.
    aligned : bool
        참이면 칸의 값이 칸 한가운데의 것이라고 보고 좌표에서 0.5를 뺍니다.
        거짓이면 빼지 않고 상자의 변을 1 이상으로 합니다(처음 나온 코드).

    Returns
    -------
    y : ndarray of shape (M, C, oh, ow)
        영상 차례, 상자 차례로 놓은 조각. 특성 맵에서 한 칸 넘게 벗어난 점은 0을 읽습니다.
    cache : RoIAlignCache
        `roi_align_backward`에 줄 것.

    Raises
    ------
    ValueError
        모양이 다르거나, 상자의 목록이 영상의 수와 다르거나, 인자가 범위를 벗어날 때.

    References
    ----------
    K. He et al., "Mask R-CNN", ICCV 2017, section 3, "RoIAlign".
    """
    features = feature_maps("features", features)
    rois, image = rois_in_line(boxes, features)
    oh, ow = bins_of(output_size)
    samples = integer("sampling_ratio", sampling_ratio, at_least=1)
    scaled = rois * number("spatial_scale", spatial_scale, above=0) - (0.5 if aligned else 0)
    x1, y1, x2, y2 = scaled.T  # (M,) each
    height, width = y2 - y1, x2 - x1
    if not aligned:
        height, width = np.maximum(height, 1), np.maximum(width, 1)
    N, C, H, W = features.shape
    y_low, y_weight = neighbours(y1, height, oh * samples, H)  # (M, oh * s), (2, M, oh * s)
    x_low, x_weight = neighbours(x1, width, ow * samples, W)
    M, P = len(rois), oh * samples * ow * samples
    corners = np.empty((4, M, P), dtype=np.int64)
    weights = np.empty((4, M, P), dtype=features.dtype)
    for k, (down, right) in enumerate([(0, 0), (0, 1), (1, 0), (1, 1)]):
        row = np.minimum(y_low + down, H - 1)
        column = np.minimum(x_low + right, W - 1)
        corners[k] = (row[:, :, None] * W + column[:, None]).reshape(M, P)
        weights[k] = (y_weight[down][:, :, None] * x_weight[right][:, None]).reshape(M, P)
    cells = features.reshape(N, C, H * W)
    y = np.empty((M, C, oh, ow), dtype=features.dtype)
    for m, n in enumerate(image):
        read = (cells[n][:, corners[:, m]] * weights[:, m]).sum(axis=1)  # (C, P)
        y[m] = read.reshape(C, oh, samples, ow, samples).mean(axis=(2, 4))
    return y, RoIAlignCache(image, corners, weights, y.shape, features.shape)


def roi_align_backward(grad_output: ArrayLike, cache: RoIAlignCache) -> Array:
    r"""기울기를 점마다 읽었던 칸 넷에 그 몫대로 돌려보냅니다.

    Parameters
    ----------
    grad_output : array_like of shape (M, C, oh, ow)
        출력에 대한 손실의 기울기.
    cache : RoIAlignCache
        `roi_align_forward`가 준 것.

    Returns
    -------
    ndarray of shape (N, C, H, W)
        `features`에 대한 손실의 기울기. 상자로는 기울기를 보내지 않습니다.

    Raises
    ------
    ValueError
        `grad_output`의 모양이 출력과 다를 때.
    """
    grad = incoming(grad_output, cache.output_shape)
    M, C, oh, ow = cache.output_shape
    P = cache.weights.shape[2]
    samples = round((P / (oh * ow)) ** 0.5)
    share = grad[:, :, :, None, :, None] / samples**2
    each = np.broadcast_to(share, (M, C, oh, samples, ow, samples)).reshape(M, C, P)
    N, _, H, W = cache.feature_shape
    grad_features = np.zeros((N, H * W, C), dtype=grad.dtype)
    for corner, weight in zip(cache.corners, cache.weights, strict=True):
        given = weight[:, :, None] * each.transpose(0, 2, 1)  # (M, P, C)
        np.add.at(grad_features, (cache.image[:, None], corner), given)
    return grad_features.transpose(0, 2, 1).reshape(cache.feature_shape)


def neighbours(start: Array, extent: Array, count: int, length: int) -> tuple[Array, Array]:
    r"""고르게 놓은 점 `count`개마다 앞 칸의 번호와, 앞뒤 두 칸의 몫입니다.

    가장자리에서 한 칸까지 벗어난 점은 가장자리의 값을 읽고, 더 벗어난 점은 0을 읽습니다.
    """
    place = start[:, None] + (np.arange(count) + 0.5) / count * extent[:, None]  # (M, count)
    inside = (place >= -1) & (place <= length)
    place = np.clip(place, 0, length - 1)
    low = np.floor(place).astype(np.int64)
    share = place - low
    return low, np.stack([1 - share, share]) * inside
