r"""여러 번의 학습을 한 축에 견줍니다. 학습마다 가로축의 값이 달라도 됩니다."""

from collections.abc import Mapping, Sequence
from itertools import cycle
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from coursekit.viz.canvas import open_axes
from coursekit.viz.curves import Record
from coursekit.viz.style import COLORS, DASHES

Array = NDArray[Any]


def plot_progress(
    runs: Mapping[str, Record | Sequence[Record]],
    *,
    x: str,
    y: str,
    alt: str,
    ax: Axes | None = None,
    xlabel: str,
    ylabel: str = "손실",
    title: str | None = None,
    log: bool = False,
    log_x: bool = False,
) -> Axes:
    r"""기록의 열 하나를 다른 열에 대하여 그립니다.

    Parameters
    ----------
    runs : mapping of str to Record or sequence of Record
        범례의 이름과 기록. 씨앗마다의 기록을 여럿 주면 가는 선으로 모두 그립니다.
    x, y : str
        가로축과 세로축에 놓을 열의 이름.
    alt : str
        그림의 한국어 설명.
    ax : Axes, optional
        그릴 축. 없으면 새로 만듭니다.
    xlabel, ylabel : str
        축의 이름.
    title : str, optional
        제목.
    log : bool
        참이면 세로축이 로그 눈금입니다.
    log_x : bool
        참이면 가로축이 로그 눈금이고, 0 이하인 자리의 점은 그리지 않습니다.

    Returns
    -------
    Axes
        그림을 그린 축.

    Raises
    ------
    ValueError
        기록이 없거나, 로그 눈금인데 세로축의 값이 0 이하일 때.
    KeyError
        기록에 그런 열이 없을 때.
    """
    if not runs:
        raise ValueError("`runs` 값은 기록이 하나 이상 있어야 합니다(받은 기록: 0개).")
    lines: dict[str, list[tuple[Array, Array]]] = {}
    for name, given in runs.items():
        records = [given] if isinstance(given, Record) else list(given)
        if not records:
            raise ValueError(
                f"`runs[{name!r}]` 값은 기록이 하나 이상 있어야 합니다(받은 기록: 0개)."
            )
        lines[name] = [(np.asarray(r[x]), np.asarray(r[y])) for r in records]
        if log and any((values <= 0).any() for _, values in lines[name]):
            raise ValueError(f"`runs[{name!r}]`의 {y} 값은 로그 눈금에서 모두 0보다 커야 합니다.")

    ax = open_axes(ax, alt)
    for (name, curves), color, dash in zip(lines.items(), cycle(COLORS), cycle(DASHES)):
        thin = len(curves) > 1
        for k, (steps, values) in enumerate(curves):
            kept = steps > 0 if log_x else np.ones(len(steps), dtype=bool)
            ax.plot(
                steps[kept],
                values[kept],
                color=color,
                linestyle=dash,
                linewidth=1.1 if thin else 2.0,
                alpha=0.75 if thin else 1.0,
                label="_nolegend_" if k else name,
            )
    if log:
        ax.set_yscale("log")
    if log_x:
        ax.set_xscale("log")
    ax.set(xlabel=xlabel, ylabel=ylabel)
    if title is not None:
        ax.set_title(title)
    if len(runs) > 1:
        legend = ax.legend()
        for handle in legend.get_lines():
            handle.set(linewidth=2.2, alpha=1.0)
    return ax
