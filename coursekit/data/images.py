r"""그림과 이름표의 모음: 어디서 왔고 어떤 조건으로 쓸 수 있는지를 늘 함께 들고 다닙니다."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

Array = NDArray[Any]


def scale(images: Array, largest: float, dtype: DTypeLike) -> Array:
    r"""밝기를 `largest`로 나누어 [0, 1]로 옮깁니다.

    Parameters
    ----------
    images : ndarray
        0부터 `largest`까지의 밝기.
    largest : float
        가장 밝은 값.
    dtype : dtype
        돌려줄 실수 dtype.

    Returns
    -------
    ndarray
        새 배열.

    Raises
    ------
    ValueError
        `dtype`이 실수가 아닐 때. 정수면 밝기가 0과 1로 뭉개집니다.
    """
    wanted = np.dtype(dtype)
    if wanted.kind != "f":
        raise ValueError(f"`dtype` 값은 실수 dtype이어야 합니다(받은 값: {wanted}).")
    scaled = images.astype(wanted)
    scaled /= largest
    return scaled


@dataclass(frozen=True, eq=False)
class LabelledImages:
    r"""이름표가 붙은 그림들입니다.

    Parameters
    ----------
    images : ndarray of shape (N, H, W)
        밝기, [0, 1].
    labels : ndarray of shape (N,)
        클래스 번호, int64.
    names : tuple of str
        클래스 번호마다의 이름.
    source : str
        데이터를 만든 곳.
    licence : str
        이용허락.

    Raises
    ------
    ValueError
        그림과 이름표의 수가 다르거나 이름표가 `names`의 범위를 벗어날 때.
    """

    images: Array
    labels: Array
    names: tuple[str, ...]
    source: str
    licence: str

    def __post_init__(self) -> None:
        if self.images.ndim != 3 or self.labels.shape != self.images.shape[:1]:
            raise ValueError(
                "`labels` 길이는 `images`의 그림 수와 같아야 합니다"
                f"(받은 모양: images {self.images.shape}, labels {self.labels.shape})."
            )
        if self.labels.size and not 0 <= self.labels.min() <= self.labels.max() < len(self.names):
            raise ValueError(
                f"`labels` 값은 0 이상 {len(self.names)} 미만이어야 합니다"
                f"(받은 범위: {self.labels.min()}부터 {self.labels.max()}까지)."
            )

    def __len__(self) -> int:
        return len(self.images)

    @property
    def flat(self) -> Array:
        r"""그림마다 한 줄로 편 `(N, H·W)` 배열. 복사하지 않습니다."""
        return self.images.reshape(len(self.images), -1)

    def take(self, indices: Sequence[int] | Array) -> "LabelledImages":
        r"""일부만 담은 새 모음을 만듭니다.

        Parameters
        ----------
        indices : sequence of int
            고를 번호.

        Returns
        -------
        LabelledImages
            고른 순서대로의 그림과 이름표.
        """
        chosen = np.asarray(indices, dtype=np.intp)
        return replace(self, images=self.images[chosen], labels=self.labels[chosen])
