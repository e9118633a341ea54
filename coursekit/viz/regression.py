r"""점들과 그것에 맞춘 직선입니다."""

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from coursekit.arguments import array, number
from coursekit.viz.canvas import open_axes
from coursekit.viz.style import COLORS


def plot_line_fit(
    x: ArrayLike,
    y: ArrayLike,
    w: float,
    b: float,
    *,
    alt: str,
    ax: Axes | None = None,
    residuals: bool = False,
    truth: tuple[float, float] | None = None,
    xlabel: str = "$x$",
    ylabel: str = "$y$",
    title: str | None = None,
) -> Axes:
    r"""데이터의 점들 위에 직선 :math:`y = wx + b`를 그립니다.

    Parameters
    ----------
    x, y : array_like of shape (N,)
        데이터, N ≥ 1.
    w, b : float
        직선의 기울기와 절편.
    alt : str
        그림의 한국어 설명.
    ax : Axes, optional
        그릴 축. 없으면 새로 만듭니다.
    residuals : bool
        참이면 점에서 직선까지의 오차를 세로선으로 그립니다.
    truth : (float, float), optional
        데이터를 만든 직선의 기울기와 절편. 점선으로 그립니다.
    xlabel, ylabel : str
        축의 이름.
    title : str, optional
        제목.

    Returns
    -------
    Axes
        그림을 그린 축. 축의 범위는 데이터로 정해져 직선이 움직여도 그대로입니다.

    Raises
    ------
    ValueError
        `x`와 `y`의 모양이 다르거나, 비었거나, 유한하지 않은 값이 있을 때.
    """
    x, y = array("x", x, shape=(None,)), array("y", y, shape=(None,))
    if x.shape != y.shape or not x.size:
        raise ValueError(
            f"`x`와 `y` 모양은 같고 비어 있지 않아야 합니다(받은 모양: {x.shape}, {y.shape})."
        )
    w, b = number("w", w), number("b", b)
    ax = open_axes(ax, alt)
    x_range, y_range = _padded(x), _padded(y)
    ends = np.array(x_range)
    if residuals:
        ax.vlines(x, y, w * x + b, color=COLORS[5], linewidth=1, alpha=0.45, label="오차", zorder=1)
    ax.plot(x, y, "o", markersize=5, color=COLORS[0], alpha=0.75, markeredgewidth=0, label="데이터")
    if truth is not None:
        slope, intercept = number("truth[0]", truth[0]), number("truth[1]", truth[1])
        ax.plot(
            ends, slope * ends + intercept, color=COLORS[2], linestyle=(0, (4, 2)), label="참 직선"
        )
    ax.plot(ends, w * ends + b, color=COLORS[1], linestyle="-", linewidth=2.6, label="맞춘 직선")
    ax.set(xlim=x_range, ylim=y_range, xlabel=xlabel, ylabel=ylabel)
    if title is not None:
        ax.set_title(title)
    ax.legend(loc="best")
    return ax


def _padded(values: np.ndarray) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    pad = 0.08 * (high - low) or 0.5
    return low - pad, high + pad
