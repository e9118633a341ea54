r"""그림 여러 장에 물체를 하나씩 얹는 화판입니다. 뒤에서 앞으로 그리므로 나중 것이 앞의 것을 가립니다."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.data.scenes.shapes import SHAPES

Array = NDArray[Any]


@dataclass(frozen=True)
class Pose:
    r"""물체 R개의 클래스와 자리입니다. 그림 하나에 물체 하나씩입니다.

    Parameters
    ----------
    kinds : ndarray of shape (R,)
        클래스 번호.
    centers : ndarray of shape (R, 2)
        중심 (x, y), 픽셀. 왼쪽 위 픽셀의 한가운데가 (0.5, 0.5)입니다.
    radii : ndarray of shape (R,)
        물체를 두르는 원의 반지름, 픽셀.
    angles : ndarray of shape (R,)
        돌린 각, 라디안.
    squashes : ndarray of shape (R,)
        돌리기 전에 세로로 줄인 배율, (0, 1].
    """

    kinds: Array
    centers: Array
    radii: Array
    angles: Array
    squashes: Array

    def take(self, rows: Array) -> "Pose":
        r"""일부 물체만 고릅니다.

        Parameters
        ----------
        rows : ndarray
            고를 번호나 bool.

        Returns
        -------
        Pose
            고른 물체.
        """
        return Pose(
            self.kinds[rows],
            self.centers[rows],
            self.radii[rows],
            self.angles[rows],
            self.squashes[rows],
        )


def local_coordinates(pose: Pose, height: int, width: int) -> tuple[Array, Array]:
    r"""픽셀의 한가운데를 물체의 좌표로 옮깁니다: 중심을 빼고, 되돌리고, 반지름으로 나눕니다.

    Parameters
    ----------
    pose : Pose
        물체 R개.
    height, width : int
        그림의 크기.

    Returns
    -------
    u, v : ndarray of shape (R, H, W)
        물체의 좌표, float32.
    """
    columns = {
        "x": pose.centers[:, 0],
        "y": pose.centers[:, 1],
        "c": np.cos(pose.angles) / pose.radii,
        "s": np.sin(pose.angles) / pose.radii,
        "q": 1 / pose.squashes,
    }
    at = {name: value.astype(np.float32)[:, None, None] for name, value in columns.items()}
    dx = np.arange(0.5, width, dtype=np.float32)[None, None, :] - at["x"]  # (R, 1, W)
    dy = np.arange(0.5, height, dtype=np.float32)[None, :, None] - at["y"]  # (R, H, 1)
    u = dx * at["c"] + dy * at["s"]  # (R, H, W)
    v = dy * (at["c"] * at["q"]) - dx * (at["s"] * at["q"])
    return u, v


def coverage(pose: Pose, u: Array, v: Array, classes: tuple[str, ...]) -> Array:
    r"""물체가 픽셀을 덮는 정도입니다. 가장자리에서 한 픽셀에 걸쳐 0부터 1로 바뀝니다.

    Parameters
    ----------
    pose : Pose
        물체 R개.
    u, v : ndarray of shape (R, H, W)
        `local_coordinates`의 좌표.
    classes : tuple of str
        클래스 번호마다의 모양 이름.

    Returns
    -------
    ndarray of shape (R, H, W)
        덮는 정도, [0, 1]. 0.5보다 크면 물체의 픽셀로 칩니다.
    """
    distance = np.empty_like(u)
    for kind, name in enumerate(classes):
        rows = np.flatnonzero(pose.kinds == kind)
        if rows.size:
            distance[rows] = SHAPES[name](u[rows], v[rows])
    distance *= -pose.radii.astype(np.float32)[:, None, None]
    distance += 0.5
    return np.clip(distance, 0, 1, out=distance)


def extent(masks: Array) -> Array:
    r"""마스크를 꼭 두르는 상자입니다.

    Parameters
    ----------
    masks : ndarray of shape (R, H, W)
        bool. 참이 하나도 없는 마스크의 상자는 뜻이 없습니다.

    Returns
    -------
    ndarray of shape (R, 4)
        (x1, y1, x2, y2), int64. 끝은 마지막 픽셀의 바깥쪽 가장자리입니다.
    """
    height, width = masks.shape[1:]
    columns: Array = np.any(masks, axis=1)  # (R, W)
    rows: Array = np.any(masks, axis=2)  # (R, H)
    return np.stack(
        [
            columns.argmax(axis=1),
            rows.argmax(axis=1),
            width - columns[:, ::-1].argmax(axis=1),
            height - rows[:, ::-1].argmax(axis=1),
        ],
        axis=1,
    )


@dataclass
class Canvas:
    r"""그림 B장과 지금까지 얹은 물체입니다. 물체는 그림마다 K개까지 얹습니다.

    Parameters
    ----------
    images : ndarray of shape (B, 3, H, W)
        배경이 그려진 그림, float32. 그 자리에서 바뀝니다.
    classes : tuple of str
        클래스 번호마다의 모양 이름.
    slots : int
        그림마다 얹을 수 있는 물체의 수 K.
    """

    images: Array
    classes: tuple[str, ...]
    slots: int
    instances: Array = field(init=False)
    labels: Array = field(init=False)
    full_areas: Array = field(init=False)
    full_boxes: Array = field(init=False)
    counts: Array = field(init=False)

    def __post_init__(self) -> None:
        batch, _, height, width = self.images.shape
        self.instances = np.zeros((batch, height, width), np.int64)
        self.labels = np.zeros((batch, self.slots), np.int64)
        self.full_areas = np.zeros((batch, self.slots), np.int64)
        self.full_boxes = np.zeros((batch, self.slots, 4), np.int64)
        self.counts = np.zeros(batch, np.int64)

    def clear(self, rows: Array, images: Array) -> None:
        r"""고른 그림에서 물체를 모두 치웁니다.

        Parameters
        ----------
        rows : ndarray of shape (R,)
            그림의 번호.
        images : ndarray of shape (R, 3, H, W)
            물체를 놓기 전의 그림.
        """
        self.images[rows] = images
        self.instances[rows] = 0
        self.counts[rows] = 0

    def try_to_place(
        self, rows: Array, pose: Pose, colors: Array, textures: Array, *, occlusion: float
    ) -> Array:
        r"""고른 그림마다 물체 하나를 얹어 보고, 앞서 얹은 것을 너무 가리면 그 그림은 그대로 둡니다.

        Parameters
        ----------
        rows : ndarray of shape (R,)
            그림의 번호. 얹은 물체의 수가 모두 같아야 합니다.
        pose : Pose
            물체 R개.
        colors : ndarray of shape (R, 3)
            물체의 색.
        textures : ndarray of shape (R, 4)
            줄무늬의 세기, 물체 좌표에서의 두 진동수, 위상.
        occlusion : float
            앞서 얹은 물체가 가려져도 되는 가장 큰 비율.

        Returns
        -------
        ndarray of shape (R,)
            얹었는지, bool.
        """
        height, width = self.images.shape[2:]
        slot = int(self.counts[rows[0]])
        u, v = local_coordinates(pose, height, width)
        alpha = coverage(pose, u, v, self.classes)
        inside = alpha > 0.5
        fits: Array = np.any(inside, axis=(1, 2))
        below = self.instances[rows]
        for earlier in range(slot):
            visible = ((below == earlier + 1) & ~inside).sum(axis=(1, 2))
            full = self.full_areas[rows, earlier]
            fits &= (full - visible) / full <= occlusion
        rows, inside, alpha = rows[fits], inside[fits], alpha[fits]
        strength, *waves = np.moveaxis(textures[fits, :, None, None].astype(np.float32), 1, 0)
        shade = strength * np.sin(waves[0] * u[fits] + waves[1] * v[fits] + waves[2])
        paint = colors[fits, :, None, None].astype(np.float32) + shade[:, None]  # (R, 3, H, W)
        beneath = self.images[rows]
        self.images[rows] = beneath + alpha[:, None] * (paint - beneath)
        self.instances[rows] = np.where(inside, slot + 1, below[fits])
        self.labels[rows, slot] = pose.kinds[fits]
        self.full_areas[rows, slot] = inside.sum(axis=(1, 2))
        self.full_boxes[rows, slot] = extent(inside)
        self.counts[rows] += 1
        return fits
