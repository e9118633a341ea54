r"""걸음마다 잰 값의 곡선입니다. 발산하는 곡선이 나머지를 납작하게 만들지 않습니다."""

from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, number
from coursekit.viz.canvas import open_axes

Array = NDArray[Any]

# 기준(모든 곡선의 첫 값 중 가장 큰 것)의 몇 배까지를 축에 담을지
_HEADROOM, _HEADROOM_LOG = 3.0, 1e3


@runtime_checkable
class Record(Protocol):
    r"""이름으로 열을 꺼내는 기록. `coursekit.train.History`가 그런 기록입니다."""

    def keys(self) -> Any:
        r"""열의 이름."""

    def __getitem__(self, name: str, /) -> NDArray[Any]:
        r"""이름이 `name`인 열."""


def plot_curves(
    curves: Mapping[str, ArrayLike | Record],
    *,
    alt: str,
    ax: Axes | None = None,
    xlabel: str = "걸음",
    ylabel: str = "손실",
    title: str | None = None,
    log: bool = False,
    column: str = "loss",
    x: ArrayLike | None = None,
    ceiling: float | None = None,
) -> Axes:
    r"""이름 붙은 곡선들을 한 축에 그립니다.

    Parameters
    ----------
    curves : mapping of str to array_like or Record
        범례의 이름과 값. (T,) 배열은 선 하나, (S, T) 배열은 씨앗 S개(2 이상)의 평균과 표준편차 띠,
        기록(History)은 그 안의 열 `column`입니다.
    alt : str
        그림의 한국어 설명.
    ax : Axes, optional
        그릴 축. 없으면 새로 만듭니다.
    xlabel, ylabel : str
        축의 이름.
    title : str, optional
        제목.
    log : bool
        참이면 세로축이 로그 눈금입니다. 0 이하의 값은 바닥에 ▼로 표시합니다.
    column : str
        기록에서 꺼낼 열의 이름.
    x : array_like of shape (T,), optional
        가로축의 값. 없으면 0, 1, 2, ...입니다.
    ceiling : float, optional
        세로축의 위 끝. 없으면 무한대이거나 첫 값보다 훨씬 커지는 곡선이 있을 때만 스스로 정합니다.
        이 끝을 넘는 곳에는 ▲를 그립니다.

    Returns
    -------
    Axes
        그림을 그린 축.

    Raises
    ------
    ValueError
        곡선이 없거나, 값이 실수 배열이 아니거나, 유한한 값이 하나도 없거나, 길이가 `x`와 다를 때.
    """
    if not curves:
        raise ValueError("`curves` 값은 곡선이 하나 이상 있어야 합니다(받은 곡선: 0개).")
    series = {name: _runs(name, value, column) for name, value in curves.items()}
    steps = {name: _steps(name, runs.shape[1], x) for name, runs in series.items()}
    top = _ceiling(series, log) if ceiling is None else number("ceiling", ceiling)
    floor = _floor(series, name_of_axis=ylabel) if log else None

    ax = open_axes(ax, alt)
    if log:
        ax.set_yscale("log")
    escaped = sunk = False
    for name, runs in series.items():
        middle, spread = _summary(runs)
        line = _clip(middle, floor, top)
        few = runs.shape[1] <= 25
        (drawn,) = ax.plot(
            steps[name], line, label=name, marker="o" if few else None, markersize=4.5, zorder=3
        )
        color = drawn.get_color()
        if spread is not None:
            ax.fill_between(
                steps[name],
                _clip(middle - spread, floor, top),
                _clip(middle + spread, floor, top),
                color=color,
                alpha=0.18,
                linewidth=0,
            )
        escaped |= _mark(ax, steps[name], middle, over=top, color=color)
        sunk |= _mark(ax, steps[name], middle, under=floor, color=color)
    if top is not None:
        ax.set_ylim(top=top)
        if not log:  # 자동 범위는 그림 밖의 값까지 세므로 아래 끝도 다시 정합니다
            lowest = _lowest(series)
            ax.set_ylim(bottom=lowest - 0.05 * (top - lowest))
    if floor is not None:
        ax.set_ylim(bottom=floor / 2)
    ax.set(xlabel=xlabel, ylabel=ylabel)
    if title is not None:
        ax.set_title(title)
    if x is None:
        ax.xaxis.set_major_locator(MaxNLocator(nbins="auto", integer=True))
    _legend(ax, escaped, sunk)
    return ax


def _runs(name: str, value: ArrayLike | Record, column: str) -> Array:
    if isinstance(value, Record) and not isinstance(value, np.ndarray):
        value = value[column]
    runs = array(f"curves[{name!r}]", value, finite=False)
    if runs.ndim not in (1, 2) or runs.size == 0 or (runs.ndim == 2 and len(runs) < 2):
        raise ValueError(
            f"`curves[{name!r}]` 모양은 (T,)이거나 씨앗이 둘 이상인 (S, T)이어야 합니다"
            f"(받은 모양: {runs.shape})."
        )
    if not np.isfinite(runs).any():
        raise ValueError(f"`curves[{name!r}]` 값에는 유한한 수가 하나는 있어야 합니다.")
    return np.atleast_2d(runs).astype(np.float64)


def _steps(name: str, length: int, x: ArrayLike | None) -> Array:
    if x is None:
        return np.arange(length)
    values = array("x", x)
    if values.shape != (length,):
        raise ValueError(
            f"`x` 모양은 `curves[{name!r}]`에 맞는 ({length},)이어야 합니다"
            f"(받은 모양: {values.shape})."
        )
    return values


def _ceiling(series: Mapping[str, Array], log: bool) -> float | None:
    r"""발산하는 곡선이 있으면 축의 위 끝을, 없으면 None을 돌려줍니다."""
    firsts = [abs(first) for runs in series.values() for first in runs[:, 0] if np.isfinite(first)]
    reference = max(firsts, default=0.0)
    limit = reference * (_HEADROOM_LOG if log else _HEADROOM)
    everything = np.concatenate([runs.ravel() for runs in series.values()])
    finite = everything[np.isfinite(everything)]
    if np.isfinite(everything).all() and (reference == 0 or finite.max() <= limit):
        return None
    calm = finite[finite <= limit] if limit > 0 else finite
    if not calm.size or calm.max() <= 0:
        return limit or None
    return float(calm.max() * (3.0 if log else 1.15))


def _floor(series: Mapping[str, Array], *, name_of_axis: str) -> float:
    r"""로그 축의 바닥: 0 이하의 값이 놓일 자리입니다."""
    everything = np.concatenate([runs.ravel() for runs in series.values()])
    positive = everything[np.isfinite(everything) & (everything > 0)]
    if not positive.size:
        raise ValueError(
            f"`log` 값이 참이면 0보다 큰 값이 하나는 있어야 합니다({name_of_axis} 값이 모두 0 이하)."
        )
    return float(positive.min())


def _lowest(series: Mapping[str, Array]) -> float:
    everything = np.concatenate([runs.ravel() for runs in series.values()])
    return float(min(0.0, everything[np.isfinite(everything)].min()))


def _summary(runs: Array) -> tuple[Array, Array | None]:
    if len(runs) == 1:
        return runs[0], None
    with np.errstate(invalid="ignore", over="ignore"):
        return runs.mean(axis=0), runs.std(axis=0, ddof=1)


def _clip(values: Array, floor: float | None, top: float | None) -> Array:
    r"""축 밖으로 조금만 나가게 자릅니다. 선이 위 끝을 뚫고 나가는 모습은 남습니다."""
    shown = np.where(np.isposinf(values), np.inf if top is None else top * 1e3, values)
    if top is not None:
        shown = np.minimum(shown, top * 1e3)
    if floor is not None:
        shown = np.maximum(shown, floor)
    return np.where(np.isfinite(shown), shown, np.nan)


def _mark(
    ax: Axes,
    steps: Array,
    values: Array,
    *,
    color: Any,
    over: float | None = None,
    under: float | None = None,
) -> bool:
    r"""축을 처음 벗어나는 걸음의 테두리에 세모를 그립니다."""
    if over is not None:
        outside, edge, marker = ~(values <= over), 1.0, "^"
    elif under is not None:
        outside, edge, marker = values <= 0, 0.0, "v"
    else:
        return False
    if not outside.any():
        return False
    ax.plot(
        [steps[int(np.argmax(outside))]],
        [edge],
        marker=marker,
        markersize=9,
        color=color,
        linestyle="none",
        transform=ax.get_xaxis_transform(),
        clip_on=False,
        zorder=5,
        label="_nolegend_",
    )
    return True


def _legend(ax: Axes, escaped: bool, sunk: bool) -> None:
    for happened, marker, text in ((escaped, "^", "그림 밖으로 나감"), (sunk, "v", "0 이하")):
        if happened:
            ax.plot([], [], marker=marker, color="#555555", linestyle="none", label=text)
    handles, labels = ax.get_legend_handles_labels()
    unique = dict(zip(labels, handles, strict=True))
    if len(unique) > 1:
        ax.legend(list(unique.values()), list(unique))
