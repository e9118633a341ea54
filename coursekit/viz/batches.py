r"""미니배치의 지형을 전체의 지형 위에 겹쳐 그립니다: 배치마다 목적 함수가 다르다는 것을 봅니다."""

from typing import Any, Protocol

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, integer, number
from coursekit.viz.landscape import Surface, plot_landscape
from coursekit.viz.style import COLORS, INK, PAPER

Array = NDArray[Any]


class Slope(Surface, Protocol):
    r"""기울기도 아는 함수. `coursekit.data.line_surface`가 만드는 것이 그렇습니다."""

    def gradient(self, x: ArrayLike, /) -> NDArray[Any]:
        r"""기울기를 구합니다.

        Parameters
        ----------
        x : array_like of shape (..., D)
            점 하나 또는 여럿.

        Returns
        -------
        ndarray of shape (..., D)
            점마다의 기울기.
        """


def plot_batch_surface(
    full: Slope,
    batch: Slope,
    *,
    alt: str,
    at: ArrayLike,
    lr: float,
    ax: Axes | None = None,
    levels: int = 7,
    title: str | None = None,
    xlabel: str = "$w$",
    ylabel: str = "$b$",
) -> Axes:
    r"""전체의 지형을 칠하고, 미니배치의 등고선과 두 기울기의 걸음을 겹칩니다.

    Parameters
    ----------
    full, batch : Slope
        데이터 전체와 미니배치의 목적 함수. 변수가 둘이어야 합니다.
    alt : str
        그림의 한국어 설명.
    at : array_like of shape (2,)
        두 기울기를 견줄 점.
    lr : float
        화살표의 길이를 정하는 학습률, 0보다 큽니다. 화살표는 한 걸음 :math:`-\eta\nabla`입니다.
    ax : Axes, optional
        그릴 축. 없으면 새로 만듭니다.
    levels : int
        미니배치의 등고선 수, 2 이상.
    title : str, optional
        제목.
    xlabel, ylabel : str
        축의 이름.

    Returns
    -------
    Axes
        그림을 그린 축.

    Raises
    ------
    ValueError
        함수의 변수가 둘이 아니거나, `at`이나 `lr`이 옳지 않을 때.
    """
    point, lr = array("at", at, shape=(2,)), number("lr", lr, above=0)
    levels = integer("levels", levels, at_least=2)
    ax = plot_landscape(full, alt=alt, ax=ax, title=title, xlabel=xlabel, ylabel=ylabel)
    (x0, x1), (y0, y1) = full.bounds
    X, Y = np.meshgrid(np.linspace(x0, x1, 201), np.linspace(y0, y1, 201))
    height = batch(np.stack([X, Y], axis=-1))
    # 등고선의 간격이 제곱근에서 고르면 그릇의 타원도 고르게 늘어섭니다.
    heights = height.min() + np.linspace(0.12, 1.0, levels) ** 2 * 0.5 * np.ptp(height)
    ax.contour(X, Y, height, levels=heights, colors=COLORS[1], linewidths=1.1, linestyles="-")
    inside = [p for p in batch.minima if x0 <= p[0] <= x1 and y0 <= p[1] <= y1]
    if inside:
        ax.plot(*np.array(inside).T, "P", color=COLORS[1], markersize=11, markeredgecolor=PAPER)
    for objective, color in ((full, INK), (batch, COLORS[1])):
        step = -lr * objective.gradient(point)
        ax.annotate(
            "",
            xy=tuple(point + step),
            xytext=tuple(point),
            arrowprops={
                "arrowstyle": "-|>",
                "color": color,
                "linewidth": 2.2,
                "mutation_scale": 16,
                "shrinkA": 0,
                "shrinkB": 0,
            },
            zorder=7,
        )
    ax.plot(*point, "o", color=PAPER, markeredgecolor=INK, markeredgewidth=2, zorder=8)
    if legend := ax.get_legend():
        legend.remove()
    return ax
