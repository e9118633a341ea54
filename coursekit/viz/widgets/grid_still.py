r"""수를 칸에 적은 바둑판을 그림에 그립니다: 합성곱 위젯들의 멈춘 그림이 함께 씁니다."""

from collections.abc import Collection

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from coursekit.viz.number_grids import number_text
from coursekit.viz.style import COLORS

Place = tuple[int, ...]


def open_board(ax: Axes, width: float, height: float) -> None:
    r"""칸의 한 변이 1인 빈 판을 준비합니다.

    Parameters
    ----------
    ax : Axes
        그릴 축.
    width, height : float
        판의 크기.
    """
    ax.set(xlim=(-0.2, width + 0.2), ylim=(height + 0.2, -1.0), aspect="equal")
    ax.axis("off")


def draw_grid(
    ax: Axes,
    values: NDArray[np.float64],
    corner: tuple[float, float],
    title: str,
    *,
    lit: Collection[Place] = (),
    used: Collection[Place] = (),
    pale: Collection[Place] = (),
) -> None:
    r"""바둑판 하나를 그립니다.

    Parameters
    ----------
    ax : Axes
        `open_board`로 준비한 축.
    values : ndarray of shape (H, W)
        적을 수.
    corner : (float, float)
        왼쪽 위 구석의 (x, y).
    title : str
        판 위에 적을 제목.
    lit, used, pale : collection of (int, int)
        고른 칸, 셈에 쓰는 칸, 흐리게 할 칸.
    """
    left, top = corner
    ax.text(left, top - 0.25, title, va="bottom", fontsize=12)
    order = [(i, j) for i in range(values.shape[0]) for j in range(values.shape[1])]
    faces = (("#f6d9c6", lit), ("#c5dff0", used), ("#ececea", pale))
    # 켠 칸의 테두리가 이웃에 가리지 않게 나중에 그립니다.
    for i, j in sorted(order, key=lambda place: place in lit):
        bright = (i, j) in lit
        face = next((c for c, some in faces if (i, j) in some), "none")
        edge = COLORS[1] if bright else "#b5b5b0"
        ax.add_patch(
            Rectangle(
                (left + j, top + i), 1, 1, facecolor=face, edgecolor=edge, lw=2 if bright else 1
            )
        )
        value = float(values[i, j])
        ax.text(
            left + j + 0.5,
            top + i + 0.52,
            number_text(value, 1),
            ha="center",
            va="center",
            fontsize=11,
            fontweight="bold" if bright else "normal",
        )
