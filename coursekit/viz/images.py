r"""그림을 바둑판으로 늘어놓습니다: 필터를 거친 사진, 특성 맵, 작은 영상들."""

import math
from collections.abc import Mapping
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, integer
from coursekit.viz.description import describe, require_alt

Array = NDArray[Any]
_WIDTH = 6.4  # 본문의 너비(인치)


def plot_images(
    images: Mapping[str, ArrayLike],
    *,
    alt: str,
    columns: int = 2,
    limits: tuple[float, float] | None = (0.0, 1.0),
    cmap: str = "gray",
    colorbar: str | None = None,
) -> Figure:
    r"""이름 붙은 그림들을 행마다 `columns`장씩 늘어놓습니다.

    Parameters
    ----------
    images : mapping of str to array_like of shape (H, W), (1, H, W) or (3, H, W)
        제목과 그림. 채널이 셋이면 빨강, 초록, 파랑이고 값은 [0, 1]로 자릅니다.
    alt : str
        그림의 한국어 설명.
    columns : int
        한 행에 놓을 그림의 수, 1 이상.
    limits : (float, float) or None
        가장 어두운 값과 가장 밝은 값. `None`이면 그림마다 제 최솟값과 최댓값을 씁니다.
        밝기를 서로 견주려면 하나로 주어야 합니다.
    cmap : str
        채널이 하나인 그림의 색.
    colorbar : str, optional
        주면 모든 그림이 함께 쓰는 색 막대를 아래에 그리고 이 이름을 붙입니다. `limits`가 있어야 합니다.

    Returns
    -------
    Figure
        그린 그림.

    Raises
    ------
    ValueError
        그림이 없거나, 모양이 맞지 않거나, `limits`가 옳지 않을 때.
    """
    require_alt(alt)
    columns = integer("columns", columns, at_least=1)
    pictures = {name: _channels_last(name, image) for name, image in images.items()}
    if not pictures:
        raise ValueError("`images` 값은 그림이 하나 이상 있어야 합니다(받은 그림: 0장).")
    if limits is not None and not limits[0] < limits[1]:
        raise ValueError(f"`limits` 값은 앞이 뒤보다 작아야 합니다(받은 값: {limits}).")
    if colorbar is not None and limits is None:
        raise ValueError("`colorbar`를 그리려면 `limits` 값이 있어야 합니다(받은 값: None).")
    columns = min(columns, len(pictures))
    rows = math.ceil(len(pictures) / columns)
    side = _WIDTH / columns
    tallest = max(picture.shape[0] / picture.shape[1] for picture in pictures.values())
    height = rows * (side * tallest + 0.34) + (0.7 if colorbar else 0)
    fig, axes = plt.subplots(
        rows, columns, figsize=(_WIDTH, height), layout="constrained", squeeze=False
    )
    low, high = limits or (None, None)
    shown = None
    for ax, (name, picture) in zip(axes.flat, pictures.items(), strict=False):
        if picture.ndim == 3:
            ax.imshow(np.clip(picture, 0, 1))
        else:
            shown = ax.imshow(picture, cmap=cmap, vmin=low, vmax=high)
        ax.set_title(name, fontsize=11)
    for ax in axes.flat:
        ax.axis("off")
    if colorbar is not None and shown is not None:
        fig.colorbar(
            shown, ax=axes, location="bottom", label=colorbar, aspect=40, shrink=0.8, extend="both"
        )
    describe(fig, alt)
    return fig


def _channels_last(name: str, image: ArrayLike) -> Array:
    picture = array(f"images[{name!r}]", image)
    if picture.ndim == 2 and picture.size:
        return picture
    if picture.ndim == 3 and len(picture) in (1, 3) and picture.size:
        return picture[0] if len(picture) == 1 else np.moveaxis(picture, 0, -1)
    raise ValueError(
        f"`images[{name!r}]` 모양은 (H, W)나 (1, H, W)나 (3, H, W)여야 합니다"
        f"(받은 모양: {picture.shape})."
    )
