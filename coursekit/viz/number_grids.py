r"""작은 행렬을 칸마다 수를 적어 나란히 그립니다: 창과 커널의 셈을 눈으로 따라가는 그림."""

from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, integer
from coursekit.viz.description import describe, require_alt

Array = NDArray[Any]
_WIDTH = 6.4  # 본문의 너비(인치)
_GAP = 1.2  # 행렬 사이의 틈(칸)
_LARGEST = 0.46  # 칸 하나의 가장 큰 너비(인치)
_FILL = {"plain": "#fcfcfa", "marked": "#ffd79a", "faded": "#eeeeea"}
_INK = {"plain": "#222222", "marked": "#222222", "faded": "#767676"}


def plot_number_grids(
    grids: Mapping[str, ArrayLike],
    *,
    alt: str,
    signs: Sequence[str] = (),
    marks: Mapping[str, ArrayLike] | None = None,
    faded: Mapping[str, ArrayLike] | None = None,
    digits: int = 2,
) -> Figure:
    r"""이름 붙은 행렬들을 한 줄에 그립니다.

    Parameters
    ----------
    grids : mapping of str to array_like of shape (H, W) or (W,)
        제목과 행렬.
    alt : str
        그림의 한국어 설명.
    signs : sequence of str
        행렬 사이에 적을 기호. 비었거나 행렬보다 하나 적어야 합니다.
    marks, faded : mapping of str to array_like of bool, optional
        제목마다, 눈에 띄게 할 칸과 흐리게 할 칸(사이에 끼운 0 등). 행렬과 모양이 같습니다.
    digits : int
        소수점 아래에 많아야 이만큼 적습니다.

    Returns
    -------
    Figure
        그린 그림.

    Raises
    ------
    ValueError
        행렬이 없거나, 모양이나 기호의 수가 맞지 않거나, 모르는 제목이 있을 때.
    """
    require_alt(alt)
    digits = integer("digits", digits)
    tables = {name: _table(f"grids[{name!r}]", grid) for name, grid in grids.items()}
    if not tables:
        raise ValueError("`grids` 값은 행렬이 하나 이상 있어야 합니다(받은 행렬: 0개).")
    if len(signs) not in (0, len(tables) - 1):
        raise ValueError(
            f"`signs` 길이는 0이나 {len(tables) - 1}이어야 합니다(받은 길이: {len(signs)})."
        )
    marked = _masks("marks", marks, tables)
    pale = _masks("faded", faded, tables)

    rows = max(len(table) for table in tables.values())
    columns = sum(table.shape[1] for table in tables.values()) + _GAP * (len(tables) - 1)
    side = min(_LARGEST, _WIDTH / (columns + 0.4))
    fig, ax = plt.subplots(figsize=(_WIDTH, side * (rows + 0.2) + 0.4), layout="constrained")
    left = 0.0
    for k, (name, table) in enumerate(tables.items()):
        height, width = table.shape
        top = -(rows - height) / 2  # 낮은 행렬은 가운데에 놓습니다
        for i, j in np.ndindex(height, width):
            look = "marked" if marked[name][i, j] else "faded" if pale[name][i, j] else "plain"
            corner = (left + j, top - i - 1)
            ax.add_patch(Rectangle(corner, 1, 1, facecolor=_FILL[look], edgecolor="#666666"))
            ax.text(
                *(left + j + 0.5, top - i - 0.5, number_text(float(table[i, j]), digits)),
                ha="center",
                va="center_baseline",
                fontsize=11,
                color=_INK[look],
                fontweight="bold" if look == "marked" else "normal",
            )
        ax.text(left + width / 2, top + 0.15, name, ha="center", va="bottom", fontsize=11.5)
        left += width
        if k < len(signs):
            ax.text(left + _GAP / 2, -rows / 2, signs[k], ha="center", va="center", fontsize=15)
        left += _GAP
    middle, half = columns / 2, max(columns, _WIDTH / side) / 2
    ax.set(xlim=(middle - half, middle + half), ylim=(-rows - 0.1, 0.1 + 0.4 / side))
    ax.set_aspect("equal")
    ax.axis("off")
    describe(fig, alt)
    return fig


def number_text(value: float, digits: int) -> str:
    r"""수를 칸에 적을 글자로 바꿉니다: 끝의 0은 떼고, 음수의 부호는 빼기표로.

    Parameters
    ----------
    value : float
        적을 수.
    digits : int
        소수점 아래에 많아야 이만큼 적습니다.

    Returns
    -------
    str
        칸에 적을 글자.
    """
    rounded = round(float(value), digits) + 0.0  # -0.0을 0으로
    text = f"{rounded:.{digits}f}"
    if digits:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", "\N{MINUS SIGN}")


def _table(name: str, grid: ArrayLike) -> Array:
    table = np.atleast_2d(array(name, grid))
    if table.ndim != 2 or not table.size:
        raise ValueError(f"`{name}` 모양은 (H, W)여야 합니다(받은 모양: {table.shape}).")
    return table


def _masks(
    name: str, given: Mapping[str, ArrayLike] | None, tables: Mapping[str, Array]
) -> dict[str, Array]:
    masks = {title: np.zeros(table.shape, bool) for title, table in tables.items()}
    for title, mask in (given or {}).items():
        if title not in tables:
            raise ValueError(
                f"`{name}`의 제목은 `grids`에 있어야 합니다"
                f"(받은 값: {title!r}, 있는 것: {', '.join(tables)})."
            )
        grid = np.atleast_2d(np.asarray(mask, bool))
        if grid.shape != tables[title].shape:
            raise ValueError(
                f"`{name}[{title!r}]` 모양은 행렬과 같아야 합니다"
                f"(받은 모양: {grid.shape}, 행렬: {tables[title].shape})."
            )
        masks[title] = grid
    return masks
