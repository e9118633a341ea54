r"""장면의 배경: 천천히 변하는 색과, 물체로 잘못 보기 쉬운 가는 막대들입니다."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.data.scenes.canvas import Pose, local_coordinates

Array = NDArray[Any]


def paint_background(
    rng: np.random.Generator, count: int, height: int, width: int
) -> tuple[Array, Array]:
    r"""한 색에서 시작해 기울기와 물결을 더합니다.

    Parameters
    ----------
    rng : Generator
        난수 생성기.
    count : int
        그림의 수 B.
    height, width : int
        그림의 크기.

    Returns
    -------
    images : ndarray of shape (B, 3, H, W)
        배경, float32.
    colors : ndarray of shape (B, 3)
        바탕색.
    """
    colors = rng.uniform(0.1, 0.9, (count, 3))
    slopes = rng.uniform(-0.15, 0.15, (count, 3, 2))
    waves = rng.uniform(-6, 6, (count, 3))
    y = np.linspace(-0.5, 0.5, height, dtype=np.float32)[:, None]
    x = np.linspace(-0.5, 0.5, width, dtype=np.float32)
    c, g, w = (a.astype(np.float32)[..., None, None] for a in (colors, slopes, waves))
    ripple = 0.08 * np.sin(w[:, 0] * x + w[:, 1] * y + w[:, 2])  # (B, H, W)
    images = c + g[:, :, 0] * x + g[:, :, 1] * y + ripple[:, None]  # (B, 3, H, W)
    return images, colors


def scatter_strokes(rng: np.random.Generator, images: Array, most: int) -> None:
    r"""그림마다 0개부터 `most`개까지 가는 막대를 흩어 놓습니다. `images`를 그 자리에서 바꿉니다.

    Parameters
    ----------
    rng : Generator
        난수 생성기.
    images : ndarray of shape (B, 3, H, W)
        배경, float32.
    most : int
        가장 많은 막대의 수.
    """
    count, _, height, width = images.shape
    short = min(height, width)
    wanted = rng.integers(0, most + 1, count)
    for stroke in range(most):
        rows = np.flatnonzero(wanted > stroke)
        if not rows.size:
            return
        length = rng.uniform(0.08, 0.2, rows.size) * short
        thickness = np.maximum(0.5, rng.uniform(0.008, 0.02, rows.size) * short)
        pose = Pose(
            kinds=np.zeros(rows.size, np.int64),
            centers=rng.uniform(0, (width, height), (rows.size, 2)),
            radii=np.ones(rows.size),  # 좌표가 픽셀 그대로입니다
            angles=rng.uniform(0, np.pi, rows.size),
            squashes=np.ones(rows.size),
        )
        colors = rng.uniform(0, 1, (rows.size, 3, 1, 1)).astype(np.float32)
        u, v = local_coordinates(pose, height, width)
        along = np.abs(u) - length.astype(np.float32)[:, None, None]
        across = np.abs(v) - thickness.astype(np.float32)[:, None, None]
        alpha = np.clip(0.5 - np.maximum(along, across), 0, 1)[:, None]  # (R, 1, H, W)
        beneath = images[rows]
        images[rows] = beneath + alpha * (colors - beneath)
