r"""사진 위에 상자와 마스크를 얹습니다: 검출과 분할의 정답과 예측을 같은 모양으로 봅니다."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, number
from coursekit.viz.canvas import open_axes
from coursekit.viz.style import COLORS, PAPER

Array = NDArray[Any]

# 사진 위에서 서로, 그리고 배경에서 가려지는 색입니다.
OBJECT_COLORS = ("#E69F00", "#0072B2", "#CC79A7", "#009E73", "#D55E00", "#56B4E9", "#F0E442", "#7B3FA0")  # fmt: skip


def plot_scene(
    image: ArrayLike,
    *,
    alt: str,
    boxes: ArrayLike | None = None,
    masks: ArrayLike | None = None,
    semantic: ArrayLike | None = None,
    names: Sequence[str] | None = None,
    colors: Sequence[int] | None = None,
    dashed: bool = False,
    strength: float = 0.7,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    r"""사진에 상자, 물체마다의 마스크, 픽셀마다의 클래스를 얹어 그립니다.

    Parameters
    ----------
    image : array_like of shape (3, H, W), (1, H, W) or (H, W)
        사진. 밝기는 [0, 1]로 자릅니다.
    alt : str
        그림의 한국어 설명.
    boxes : array_like of shape (M, 4), optional
        (x1, y1, x2, y2) 상자, 픽셀. 왼쪽 위 구석이 (0, 0)입니다.
    masks : array_like of shape (M, H, W), optional
        물체마다의 마스크, bool. 물체마다 다른 색으로 칠합니다.
    semantic : array_like of shape (H, W), optional
        픽셀의 클래스. 0은 배경이라 칠하지 않고 k는 k번째 색으로 칠합니다.
    names : sequence of str, optional
        상자마다 왼쪽 위에 적을 글자, M개. `boxes`가 있어야 합니다.
    colors : sequence of int, optional
        물체마다의 색 번호(0부터), M개. 없으면 물체의 차례입니다. 클래스 번호를 주면 클래스마다 한 색입니다.
    dashed : bool
        참이면 상자를 파선으로 그립니다.
    strength : float
        칠하는 세기, [0, 1].
    title : str, optional
        제목.
    ax : Axes, optional
        그릴 축. 없으면 새로 만듭니다.

    Returns
    -------
    Axes
        그림을 그린 축.

    Raises
    ------
    ValueError
        모양이 맞지 않거나, `names`나 `colors`의 수가 물체의 수와 다를 때.
    """
    strength = number("strength", strength, at_least=0, at_most=1)
    picture = _channels_last(image)
    height, width = picture.shape[:2]
    rectangles = np.zeros((0, 4)) if boxes is None else array("boxes", boxes, shape=(None, 4))
    painted = np.zeros((0, height, width), bool)
    if masks is not None:
        painted = np.asarray(masks, bool)
        if painted.ndim != 3 or painted.shape[1:] != (height, width):
            raise ValueError(
                f"`masks` 모양은 (M, {height}, {width})여야 합니다(받은 모양: {painted.shape})."
            )
    count = max(len(rectangles), len(painted))
    if boxes is not None and masks is not None and len(rectangles) != len(painted):
        raise ValueError(
            f"`boxes`와 `masks`의 길이는 같아야 합니다"
            f"(받은 길이: {len(rectangles)}, {len(painted)})."
        )
    chosen = range(count) if colors is None else colors
    for name, given, wanted in (("names", names, len(rectangles)), ("colors", colors, count)):
        if given is not None and len(given) != wanted:
            raise ValueError(
                f"`{name}` 길이는 물체의 수 {wanted}이어야 합니다(받은 길이: {len(given)})."
            )
    if semantic is not None:
        classes = array("semantic", semantic, shape=(height, width))
        for k in np.unique(classes[classes > 0]):
            picture = _paint(picture, classes == k, int(k) - 1, strength)
    for mask, which in zip(painted, chosen, strict=False):
        picture = _paint(picture, mask, int(which), strength)

    ax = open_axes(ax, alt)
    ax.imshow(picture, extent=(0, width, height, 0), interpolation="nearest")
    for k, (x1, y1, x2, y2) in enumerate(rectangles):
        color = OBJECT_COLORS[int(chosen[k]) % len(OBJECT_COLORS)]
        edge = Rectangle(
            (x1, y1), x2 - x1, y2 - y1, fill=False, edgecolor=color, linewidth=2,
            linestyle="--" if dashed else "-",
        )  # fmt: skip
        edge.set_path_effects([withStroke(linewidth=3.5, foreground=PAPER)])
        ax.add_patch(edge)
        if names is not None:
            ax.text(
                *(x1, y1, names[k]),
                fontsize=11, color=PAPER, va="bottom", ha="left", clip_on=True,
                bbox={"facecolor": COLORS[-1], "edgecolor": color, "pad": 1.5},
            )  # fmt: skip
    ax.set(xlim=(0, width), ylim=(height, 0))
    ax.axis("off")
    if title is not None:
        ax.set_title(title, fontsize=12)
    return ax


def _paint(picture: Array, mask: Array, color: int, strength: float) -> Array:
    painted = picture.copy()
    rgb = np.array(to_rgb(OBJECT_COLORS[color % len(OBJECT_COLORS)]))
    # 사진의 색이 비치면 같은 클래스가 다른 색으로 보이므로 밝기만 남깁니다.
    light = painted[mask].mean(axis=1, keepdims=True)
    painted[mask] = (1 - strength) * light + strength * rgb
    return painted


def _channels_last(image: ArrayLike) -> Array:
    values = np.clip(array("image", image), 0, 1)
    if values.ndim == 2:
        values = values[None]
    if values.ndim != 3 or len(values) not in (1, 3) or not values.size:
        raise ValueError(
            f"`image` 모양은 (3, H, W)나 (1, H, W)나 (H, W)여야 합니다(받은 모양: {np.shape(image)})."
        )
    return np.moveaxis(np.repeat(values, 3 // len(values), axis=0), 0, -1).astype(float)
