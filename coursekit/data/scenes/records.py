r"""장면과 그 정답: 그림 하나에 상자, 클래스, 픽셀마다의 클래스와 물체 번호가 함께 있습니다."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Scene:
    r"""장면 하나와 그 정답입니다. 물체는 M개이고 M은 0일 수도 있습니다.

    Parameters
    ----------
    image : ndarray of shape (3, H, W)
        밝기, [0, 1].
    boxes : ndarray of shape (M, 4)
        *보이는* 부분을 꼭 두르는 상자 :math:`(x_1, y_1, x_2, y_2)`, 픽셀.
        열 3부터 5까지 보이면 :math:`x_1 = 3, x_2 = 6`이어서 너비가 3입니다.
    labels : ndarray of shape (M,)
        클래스 번호 0, ..., K-1, int64. 배경의 번호는 없습니다.
    semantic : ndarray of shape (H, W)
        픽셀의 클래스, int64. 0은 배경이고 클래스 k는 k+1입니다.
    instances : ndarray of shape (H, W)
        픽셀이 속한 물체, int64. 0은 배경이고 `boxes[i]`의 물체는 i+1입니다.
    areas : ndarray of shape (M,)
        보이는 픽셀의 수, int64.
    full_boxes : ndarray of shape (M, 4)
        가려진 부분까지 두르는 상자.
    covered : ndarray of shape (M,)
        다른 물체에 가려진 픽셀의 비율, [0, 1).
    classes : tuple of str
        클래스 번호마다의 이름.
    """

    image: Array
    boxes: Array
    labels: Array
    semantic: Array
    instances: Array
    areas: Array
    full_boxes: Array
    covered: Array
    classes: tuple[str, ...]

    @property
    def masks(self) -> Array:
        r"""물체마다의 마스크 `(M, H, W)`, bool. 서로 겹치지 않습니다."""
        numbers = np.arange(1, len(self.labels) + 1)
        masks: Array = self.instances == numbers[:, None, None]  # (M, H, W)
        return masks


@dataclass(frozen=True, eq=False)
class Scenes:
    r"""장면 N개와 그 정답입니다. 번호로 꺼내면 `Scene`, 조각(slice)으로 꺼내면 `Scenes`입니다.

    `DataLoader`에 그대로 줄 수 있습니다. 물체의 수가 그림마다 달라 상자는 쌓지 못하므로
    `collate_fn=Scenes.collate`를 함께 주면 배치도 `Scenes`로 나옵니다.

    Parameters
    ----------
    images : ndarray of shape (N, 3, H, W)
        밝기, [0, 1].
    boxes : tuple of ndarray of shape (M_i, 4)
        그림마다의 상자 :math:`(x_1, y_1, x_2, y_2)`. 보이는 부분을 꼭 두릅니다.
    labels : tuple of ndarray of shape (M_i,)
        그림마다의 클래스 번호 0, ..., K-1, int64.
    semantic : ndarray of shape (N, H, W)
        픽셀의 클래스, int64. 0은 배경이고 클래스 k는 k+1입니다.
    instances : ndarray of shape (N, H, W)
        픽셀이 속한 물체, int64. 0은 배경입니다.
    areas : tuple of ndarray of shape (M_i,)
        보이는 픽셀의 수, int64.
    full_boxes : tuple of ndarray of shape (M_i, 4)
        가려진 부분까지 두르는 상자.
    covered : tuple of ndarray of shape (M_i,)
        가려진 비율, [0, 1).
    classes : tuple of str
        클래스 번호마다의 이름.
    source : str
        데이터를 만든 곳.
    licence : str
        이용허락.

    Raises
    ------
    ValueError
        그림의 수가 항목마다 다를 때.

    Examples
    --------
    >>> from coursekit.data import DataLoader, Scenes, make_scenes
    >>> scenes = make_scenes(8, size=32, rng=0)
    >>> scenes[:3].images.shape, scenes[0].masks.shape[1:]
    ((3, 3, 32, 32), (32, 32))
    >>> batch = next(iter(DataLoader(scenes, batch_size=4, collate_fn=Scenes.collate)))
    >>> len(batch.boxes)
    4
    """

    images: Array
    boxes: tuple[Array, ...]
    labels: tuple[Array, ...]
    semantic: Array
    instances: Array
    areas: tuple[Array, ...]
    full_boxes: tuple[Array, ...]
    covered: tuple[Array, ...]
    classes: tuple[str, ...]
    source: str = "coursekit.data.make_scenes"
    licence: str = "CC BY 4.0"

    def __post_init__(self) -> None:
        for name in _PER_IMAGE:
            if len(getattr(self, name)) != len(self.images):
                raise ValueError(
                    f"`{name}` 길이는 `images`의 그림 수와 같아야 합니다"
                    f"(받은 길이: images {len(self.images)}, {name} {len(getattr(self, name))})."
                )

    def __len__(self) -> int:
        r"""장면의 수 N."""
        return len(self.images)

    @overload
    def __getitem__(self, index: int) -> Scene: ...
    @overload
    def __getitem__(self, index: slice) -> "Scenes": ...
    def __getitem__(self, index: int | slice) -> "Scene | Scenes":
        if isinstance(index, slice):
            return replace(self, **{name: getattr(self, name)[index] for name in _PER_IMAGE})
        values = {name: getattr(self, name)[index] for name in _PER_IMAGE}
        return Scene(image=values.pop("images"), classes=self.classes, **values)

    def __iter__(self) -> Iterator[Scene]:
        for index in range(len(self)):
            yield self[index]

    def take(self, indices: Sequence[int] | Array) -> "Scenes":
        r"""고른 순서대로의 장면을 담은 새 모음을 만듭니다.

        Parameters
        ----------
        indices : sequence of int
            고를 번호.

        Returns
        -------
        Scenes
            고른 장면의 사본.
        """
        chosen = np.asarray(indices, dtype=np.intp)
        values: dict[str, Any] = {name: getattr(self, name)[chosen] for name in _STACKED}
        values |= {name: tuple(getattr(self, name)[i] for i in chosen) for name in _RAGGED}
        return replace(self, **values)

    @staticmethod
    def collate(samples: Sequence[Scene]) -> "Scenes":
        r"""장면의 목록을 모음 하나로 쌓습니다. `DataLoader`의 `collate_fn`으로 씁니다.

        Parameters
        ----------
        samples : sequence of Scene
            크기와 클래스가 같은 장면, 하나 이상.

        Returns
        -------
        Scenes
            순서대로 쌓은 모음.

        Raises
        ------
        ValueError
            장면이 없거나 크기나 클래스가 서로 다를 때.
        """
        if not samples:
            raise ValueError("`samples` 값은 하나 이상이어야 합니다(받은 장면: 0개).")
        first = samples[0]
        for other in samples:
            if other.image.shape != first.image.shape or other.classes != first.classes:
                raise ValueError(
                    "`samples` 크기와 클래스는 모두 같아야 합니다"
                    f"(받은 것: {first.image.shape} {first.classes}, {other.image.shape} {other.classes})."
                )
        values: dict[str, Any] = {n: np.stack([getattr(s, n) for s in samples]) for n in _MASKS}
        values |= {n: tuple(getattr(s, n) for s in samples) for n in _RAGGED}
        images = np.stack([s.image for s in samples])
        return Scenes(images=images, classes=first.classes, **values)


_MASKS = ("semantic", "instances")
_STACKED = ("images", *_MASKS)
_RAGGED = ("boxes", "labels", "areas", "full_boxes", "covered")
_PER_IMAGE = tuple(f.name for f in fields(Scenes) if f.name in _STACKED + _RAGGED)
