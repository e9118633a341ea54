r"""그래프로 하는 과분할: 이웃한 픽셀을 색이 비슷한 순서로 이어 조각을 만듭니다.

Felzenszwalb & Huttenlocher (2004), "Efficient graph-based image segmentation".
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, integer, number

Array = NDArray[Any]


def graph_segmentation(
    image: ArrayLike, *, scale: float = 0.5, min_size: int = 16, smooth: int = 1
) -> NDArray[np.int64]:
    r"""이웃한 픽셀을 색이 비슷한 것부터 이어 사진을 조각으로 나눕니다.

    상하좌우의 픽셀을 색의 거리가 :math:`w`인 변으로 잇고, 변을 짧은 것부터 살핍니다.
    두 끝이 다른 조각 :math:`A, B`에 있을 때, 각 조각 안에서 가장 긴 변
    :math:`\mathrm{Int}`보다 그리 길지 않으면 두 조각을 합칩니다(식 3–5).

    .. math::

        w \le \min\!\Big(\mathrm{Int}(A) + \frac{k}{|A|},\ \mathrm{Int}(B) + \frac{k}{|B|}\Big)

    마지막에 `min_size`보다 작은 조각을 가장 비슷한 이웃에 붙입니다.

    Parameters
    ----------
    image : array_like of shape (C, H, W)
        값이 [0, 1]인 사진.
    scale : float
        조각의 크기를 정하는 :math:`k`, 0 이상. 클수록 조각이 커집니다.
    min_size : int
        가장 작은 조각의 픽셀 수, 1 이상.
    smooth : int
        먼저 [1, 2, 1]/4 필터로 흐리는 횟수, 0 이상. 잡음을 줄입니다.

    Returns
    -------
    ndarray of shape (H, W), int64
        픽셀마다 조각의 번호. 위에서 아래로 처음 나온 차례로 0, 1, 2, …입니다.

    Raises
    ------
    ValueError
        사진이 비었거나 유한하지 않을 때, 인자가 범위를 벗어날 때.
    """
    image = array("image", image, shape=(None, None, None))
    if not image.size:
        raise ValueError(f"`image` 모양에는 0이 없어야 합니다(받은 모양: {image.shape}).")
    scale = number("scale", scale, at_least=0)
    min_size = integer("min_size", min_size, at_least=1)
    for _ in range(integer("smooth", smooth)):
        image = _blur(_blur(image, axis=1), axis=2)
    starts, ends, lengths = _edges(image)
    pixels = image.shape[1] * image.shape[2]
    parent, size = list(range(pixels)), [1] * pixels
    limit = [scale] * pixels  # Int(A) + k/|A|: 픽셀 하나짜리 조각은 Int가 0입니다

    def root(pixel: int) -> int:
        while parent[pixel] != pixel:
            parent[pixel] = parent[parent[pixel]]  # 다음번에는 더 빨리 오르도록 줄입니다
            pixel = parent[pixel]
        return pixel

    def join(a: int, b: int, length: float) -> None:
        if size[a] < size[b]:
            a, b = b, a
        parent[b] = a
        size[a] += size[b]
        limit[a] = length + scale / size[a]  # 오름차순이므로 이 변이 조각에서 가장 깁니다

    for start, end, length in zip(starts, ends, lengths, strict=True):
        a, b = root(start), root(end)
        if a != b and length <= min(limit[a], limit[b]):
            join(a, b, length)
    for start, end, length in zip(starts, ends, lengths, strict=True):
        a, b = root(start), root(end)
        if a != b and min(size[a], size[b]) < min_size:
            join(a, b, length)
    roots = np.array([root(pixel) for pixel in range(pixels)])
    _, first, number_of = np.unique(roots, return_index=True, return_inverse=True)
    in_order = np.argsort(np.argsort(first))
    return in_order[number_of].reshape(image.shape[1:]).astype(np.int64)


def _blur(image: Array, axis: int) -> Array:
    before, after = np.roll(image, 1, axis), np.roll(image, -1, axis)
    ends = [slice(None)] * 3
    for edge, neighbours in ((0, before), (-1, after)):
        ends[axis] = slice(edge, edge + 1 or None)
        neighbours[tuple(ends)] = image[tuple(ends)]  # 가장자리는 자기 자신을 이웃으로 삼습니다
    blurred: Array = (before + 2 * image + after) / 4
    return blurred


def _edges(image: Array) -> tuple[list[int], list[int], list[float]]:
    index = np.arange(image[0].size).reshape(image.shape[1:])
    starts = np.concatenate([index[:, :-1].ravel(), index[:-1].ravel()])
    ends = np.concatenate([index[:, 1:].ravel(), index[1:].ravel()])
    across = np.sqrt(((image[:, :, 1:] - image[:, :, :-1]) ** 2).sum(axis=0))
    down = np.sqrt(((image[:, 1:] - image[:, :-1]) ** 2).sum(axis=0))
    lengths = np.concatenate([across.ravel(), down.ravel()])
    order = np.argsort(lengths, kind="stable")
    return starts[order].tolist(), ends[order].tolist(), lengths[order].tolist()
