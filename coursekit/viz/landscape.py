r"""손실의 지형과 그 위를 걸은 자취입니다: 2차원은 등고선, 1차원은 곡선."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np
from cycler import Cycler, cycler
from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, integer
from coursekit.viz.canvas import open_axes
from coursekit.viz.style import COLORS, DASHES, INK, PAPER

Array = NDArray[Any]
Bounds = Sequence[tuple[float, float]]

# 낮은 곳이 짙고 높은 곳이 종이색인 파랑. 어느 높이에서나 자취의 색이 도드라집니다.
TERRAIN = LinearSegmentedColormap.from_list(
    "coursekit_terrain", ["#7fa8cc", "#a9c5de", "#cddded", "#e6eef5", "#f8f9f8"]
)
_HALO = [patheffects.Stroke(linewidth=4.2, foreground=PAPER), patheffects.Normal()]
# 파란 지형 위에서 도드라지는 차례. 일곱째는 옵티마이저 일곱을 함께 그릴 때 씁니다.
_PATH_COLORS = (COLORS[1], COLORS[3], COLORS[2], COLORS[5], COLORS[4], COLORS[0], "#C1121F")


class Surface(Protocol):
    r"""그릴 수 있는 함수. `coursekit.data.toy.Objective`가 그런 함수입니다."""

    @property
    def minima(self) -> NDArray[Any]:
        r"""알려진 극소점, (M, D)."""

    @property
    def bounds(self) -> tuple[tuple[float, float], ...]:
        r"""좌표마다 그릴 구간, D개."""

    def __call__(self, x: ArrayLike, /) -> NDArray[Any]:
        r"""`(..., D)`를 받아 `(...)`을 돌려줍니다."""


class Walked(Protocol):
    r"""지나온 자리. `coursekit.optim.Trajectory`가 그런 것입니다."""

    @property
    def points(self) -> NDArray[Any]:
        r"""지나온 점, (T + 1, D)."""


Path = Walked | ArrayLike


def plot_landscape(
    objective: Surface,
    trajectories: Mapping[str, Path] | Path | None = None,
    *,
    alt: str,
    ax: Axes | None = None,
    bounds: Bounds | None = None,
    levels: int = 16,
    grid: int = 201,
    title: str | None = None,
    xlabel: str = "$x$",
    ylabel: str = "$y$",
    minima: bool = True,
) -> Axes:
    r"""변수가 둘인 함수의 등고선 위에 걸어온 자취를 그립니다.

    등고선의 높이는 가장 낮은 곳에서 잰 로그 간격입니다.
    그래서 바닥 가까이의 모양과 먼 비탈이 한 그림에 보입니다.

    Parameters
    ----------
    objective : Surface
        그릴 함수. 변수가 둘이어야 합니다.
    trajectories : Trajectory, array_like of shape (T + 1, 2), or mapping of str to them, optional
        자취 하나, 또는 범례의 이름과 자취. 시작은 ○, 끝은 ■입니다.
        그림 밖에서 끝난 자취는 처음 벗어난 자리(✕)까지만 그립니다.
    alt : str
        그림의 한국어 설명.
    ax : Axes, optional
        그릴 축. 없으면 새로 만듭니다.
    bounds : pair of (float, float), optional
        그릴 구간 ((x의 끝), (y의 끝)). 없으면 함수의 것입니다.
    levels : int
        높이를 나누는 칸의 수, 2 이상.
    grid : int
        한 변의 격자점 수, 2 이상.
    title : str, optional
        제목.
    xlabel, ylabel : str
        축의 이름.
    minima : bool
        참이면 극소점에 ★을 그립니다.

    Returns
    -------
    Axes
        그림을 그린 축.

    Raises
    ------
    ValueError
        함수의 변수가 둘이 아니거나, 자취의 모양이 (T + 1, 2)가 아니거나, 그릴 구간이 비었을 때.
    """
    levels, grid = integer("levels", levels, at_least=2), integer("grid", grid, at_least=2)
    (x0, x1), (y0, y1) = _bounds(objective, bounds, dim=2)
    paths = _paths(trajectories, dim=2)

    X, Y = np.meshgrid(np.linspace(x0, x1, grid), np.linspace(y0, y1, grid))
    height = log_height(objective(np.stack([X, Y], axis=-1)))

    ax = open_axes(ax, alt)
    edges = np.linspace(0.0, 1.0, levels + 1)
    ax.contourf(X, Y, height, levels=edges, cmap=TERRAIN, extend="both", zorder=0)
    ax.contour(
        X, Y, height, levels=edges[1:-1], colors="#5d7f9f", linewidths=0.5, alpha=0.55, zorder=1
    )
    ax.set(xlim=(x0, x1), ylim=(y0, y1), xlabel=xlabel, ylabel=ylabel)
    for k, (name, points) in enumerate(paths.items()):
        _draw_path(ax, name, points, color=_PATH_COLORS[k % len(_PATH_COLORS)])
    if minima:
        _draw_minima(ax, objective.minima, (x0, x1), (y0, y1))
    ax.grid(visible=False)
    if title is not None:
        ax.set_title(title)
    if ax.get_legend_handles_labels()[0]:
        ax.legend(loc="best", handlelength=1.6)
    return ax


def plot_slope(
    objective: Surface,
    trajectories: Mapping[str, Path] | Path | None = None,
    *,
    alt: str,
    ax: Axes | None = None,
    bounds: tuple[float, float] | None = None,
    title: str | None = None,
    xlabel: str = "$x$",
    ylabel: str = "$f(x)$",
    minima: bool = True,
) -> Axes:
    r"""변수가 하나인 함수의 곡선 위에 걸음을 그립니다.

    Parameters
    ----------
    objective : Surface
        그릴 함수. 변수가 하나여야 합니다.
    trajectories : Trajectory, array_like of shape (T + 1, 1), or mapping of str to them, optional
        자취 하나, 또는 범례의 이름과 자취. 시작은 ○, 끝은 ■입니다.
        그림 밖에서 끝난 자취는 처음 벗어난 자리(✕)까지만 그립니다.
    alt : str
        그림의 한국어 설명.
    ax : Axes, optional
        그릴 축. 없으면 새로 만듭니다.
    bounds : (float, float), optional
        그릴 구간. 없으면 함수의 것입니다.
    title : str, optional
        제목.
    xlabel, ylabel : str
        축의 이름.
    minima : bool
        참이면 극소점에 ★을 그립니다.

    Returns
    -------
    Axes
        그림을 그린 축.

    Raises
    ------
    ValueError
        함수의 변수가 하나가 아니거나, 자취의 모양이 (T + 1, 1)이 아니거나, 그릴 구간이 비었을 때.
    """
    ((x0, x1),) = _bounds(objective, None if bounds is None else (bounds,), dim=1)
    paths = _paths(trajectories, dim=1)
    line = np.linspace(x0, x1, 401)
    curve = np.asarray(objective(line[:, None]), dtype=float)
    margin = 0.06 * float(np.ptp(curve)) or 1.0
    y0, y1 = float(curve.min()) - margin, float(curve.max()) + margin

    ax = open_axes(ax, alt)
    ax.plot(line, curve, color=COLORS[0], linestyle="-", linewidth=2.2, zorder=1)
    ax.set(xlim=(x0, x1), ylim=(y0, y1), xlabel=xlabel, ylabel=ylabel)
    for k, (name, points) in enumerate(paths.items()):
        heights = np.asarray(objective(points), dtype=float)
        on_curve = np.stack([points[:, 0], heights], axis=-1)
        _draw_path(ax, name, on_curve, color=_PATH_COLORS[k % len(_PATH_COLORS)])
    if minima:
        bottoms = np.asarray(objective.minima, dtype=float).reshape(-1, 1)
        marks = np.column_stack([bottoms[:, 0], objective(bottoms)]) if len(bottoms) else bottoms
        _draw_minima(ax, marks, (x0, x1), (y0, y1))
    if title is not None:
        ax.set_title(title)
    if ax.get_legend_handles_labels()[0]:
        ax.legend(loc="best", handlelength=1.6)
    return ax


def path_cycle() -> Cycler[str, Any]:
    r"""자취와 같은 차례의 색과 선 모양입니다.

    지형 옆에 손실 곡선을 놓을 때 `ax.set_prop_cycle(path_cycle())`로 두 그림의 색을 맞춥니다.

    Returns
    -------
    Cycler
        자취의 색과, 색을 가려 보지 못해도 알 수 있는 선 모양.
    """
    dashes = [DASHES[k % len(DASHES)] for k in range(len(_PATH_COLORS))]
    return cycler(color=_PATH_COLORS) + cycler(linestyle=dashes)


def log_height(values: ArrayLike) -> Array:
    r"""함숫값을 가장 낮은 곳에서 잰 로그 높이로 바꿉니다.

    Parameters
    ----------
    values : array_like
        격자 위의 함숫값.

    Returns
    -------
    ndarray
        모양은 `values`와 같고 0(가장 낮은 곳) 이상 1(가장 높은 곳) 이하입니다. 모두 같은 값이면 0입니다.
    """
    z = np.asarray(values, dtype=float)
    rise = z - np.nanmin(z)
    top = float(np.nanmax(rise))
    if top == 0:
        return np.zeros_like(rise)
    # 아래 몇 %의 높이를 한 칸의 크기로 삼아, 바닥에서는 선형이고 위로 갈수록 로그가 됩니다.
    unit = max(float(np.nanpercentile(rise, 3)), top * 1e-6)
    return np.asarray(np.log1p(rise / unit) / np.log1p(top / unit))


def _bounds(
    objective: Surface, bounds: Bounds | None, *, dim: int
) -> tuple[tuple[float, float], ...]:
    if len(objective.bounds) != dim:
        raise ValueError(
            f"`objective` 값은 변수가 {dim}개인 함수여야 합니다(받은 변수: {len(objective.bounds)}개)."
        )
    chosen = array("bounds", objective.bounds if bounds is None else bounds, shape=(dim, 2))
    if (chosen[:, 0] >= chosen[:, 1]).any():
        raise ValueError(f"`bounds` 구간은 왼쪽 끝이 더 작아야 합니다(받은 값: {chosen.tolist()}).")
    return tuple((float(low), float(high)) for low, high in chosen)


def _paths(trajectories: Mapping[str, Path] | Path | None, *, dim: int) -> dict[str, Array]:
    if trajectories is None:
        return {}
    if isinstance(trajectories, Mapping):
        return {
            name: _points(f"trajectories[{name!r}]", path, dim=dim)
            for name, path in trajectories.items()
        }
    # 밑줄로 시작하는 이름은 범례에 오르지 않습니다.
    return {"_nolegend_": _points("trajectories", trajectories, dim=dim)}


def _points(name: str, path: Path, *, dim: int) -> Array:
    raw = path.points if hasattr(path, "points") else path
    points = array(name, raw, shape=(None, dim), finite=False)
    finite = np.isfinite(points).all(axis=1)
    # 유한하지 않은 점부터는 자리가 없으므로 그 앞까지만 그립니다.
    points = points if finite.all() else points[: int(np.argmin(finite))]
    if not len(points):
        raise ValueError(f"`{name}` 첫 점은 유한해야 합니다(받은 점: {raw!r}).")
    return points


def _draw_path(ax: Axes, name: str, points: Array, *, color: str) -> None:
    shown, left = _until_exit(points, ax)
    crowded = len(shown) > 60
    ax.plot(
        shown[:, 0],
        shown[:, 1],
        color=color,
        linestyle="-",
        linewidth=1.8,
        marker=None if crowded else "o",
        markersize=3.6,
        markevery=None if crowded else list(range(len(shown) - left)),
        path_effects=_HALO,
        label=name,
        zorder=4,
    )
    ends = [("o", 9.0, PAPER, color, shown[0])]
    ends.append(
        ("X", 11.0, color, PAPER, shown[-1]) if left else ("s", 7.5, color, PAPER, shown[-1])
    )
    for marker, size, face, edge, point in ends:
        ax.plot(
            *point,
            marker=marker,
            markersize=size,
            markerfacecolor=face,
            markeredgecolor=edge,
            markeredgewidth=2 if face == PAPER else 1,
            linestyle="none",
            clip_on=False,
            label="_nolegend_",
            zorder=6,
        )


def _until_exit(points: Array, ax: Axes) -> tuple[Array, bool]:
    r"""그림 밖에서 끝난 자취를 처음 벗어난 테두리까지로 자릅니다. 잘랐는지도 돌려줍니다."""
    low, high = np.array([ax.get_xlim(), ax.get_ylim()]).T
    inside = ((points >= low) & (points <= high)).all(axis=1)
    if inside[-1] or not inside[0]:
        return points, False
    last = int(np.argmin(inside)) - 1
    start, step = points[last], points[last + 1] - points[last]
    with np.errstate(divide="ignore", invalid="ignore"):
        fractions = np.where(step > 0, (high - start) / step, (low - start) / step)
    nearest = np.min(np.where(step == 0, np.inf, fractions))
    return np.vstack([points[: last + 1], start + nearest * step]), True


def _draw_minima(
    ax: Axes, minima: Array, x_range: tuple[float, float], y_range: tuple[float, float]
) -> None:
    seen = [
        p for p in minima if x_range[0] <= p[0] <= x_range[1] and y_range[0] <= p[1] <= y_range[1]
    ]
    if seen:
        marks = np.array(seen)
        ax.plot(
            marks[:, 0],
            marks[:, 1],
            marker="*",
            markersize=15,
            color="#ffd43b",
            linestyle="none",
            markeredgecolor=INK,
            markeredgewidth=1,
            label="극소점",
            zorder=5,
        )
