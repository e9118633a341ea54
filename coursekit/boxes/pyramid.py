r"""공간 피라미드 풀링: 크기가 다른 특성 맵을 길이가 같은 벡터로 만듭니다. SPPNet의 층입니다."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import integer
from coursekit.boxes.regions import feature_maps
from coursekit.boxes.roi_pool import roi_pool_forward

Array = NDArray[Any]


def spatial_pyramid_pool(features: ArrayLike, levels: Sequence[int] = (4, 2, 1)) -> Array:
    r"""특성 맵을 l × l로 나누어 칸마다 가장 큰 값을 고르기를 단계마다 하고, 한 줄로 잇습니다.

    완전 연결 층은 길이가 정해진 벡터를 받으므로 사진의 크기도 정해져야 했습니다. 칸의 크기 대신 칸의 **수**를 정하면
    사진이 어떤 크기든 길이는 :math:`C\sum_l l^2`입니다.

    Parameters
    ----------
    features : array_like of shape (N, C, H, W)
        특성 맵. H와 W는 1 이상이고 `levels`보다 작아도 됩니다(칸이 겹칩니다).
    levels : sequence of int
        단계마다 한 변의 칸 수 l, 1 이상.

    Returns
    -------
    ndarray of shape (N, C * sum of squared levels)
        단계 차례로 이은 벡터. 한 단계 안에서는 (C, l, l)을 편 차례입니다.

    Raises
    ------
    ValueError
        모양이 다르거나, `levels`가 비었거나 1 이상의 정수가 아닐 때.

    Notes
    -----
    한 단계는 지도 전체를 상자로 준 RoI 풀링과 같고, torch의 `adaptive_max_pool2d`와도 같습니다.

    References
    ----------
    K. He et al., "Spatial Pyramid Pooling in Deep Convolutional Networks", ECCV 2014, section 2.2.

    Examples
    --------
    >>> spatial_pyramid_pool([[[[1, 2], [3, 4]]]], levels=(2, 1))
    array([[1., 2., 3., 4., 4.]])
    """
    features = feature_maps("features", features)
    if np.ndim(levels) != 1 or len(levels) == 0:
        raise ValueError(
            f"`levels` 값은 정수가 하나 이상인 목록이어야 합니다(받은 값: {levels!r})."
        )
    N, C, H, W = features.shape
    whole = [[[0, 0, W - 1, H - 1]]] * N  # both end cells belong to a region
    pooled = []
    for i, level in enumerate(levels):
        bins = integer(f"levels[{i}]", level, at_least=1)
        y, _ = roi_pool_forward(features, whole, bins)  # (N, C, l, l)
        pooled.append(y.reshape(N, C * bins * bins))
    return np.concatenate(pooled, axis=1)
