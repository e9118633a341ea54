r"""층마다의 값을 작은 히스토그램으로 늘어놓습니다: 행은 조건, 열은 층입니다."""

from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, integer
from coursekit.viz.description import describe, require_alt
from coursekit.viz.style import COLORS

Array = NDArray[Any]

# 막대의 높이를 정하는 값의 비율의 바닥
_FEW = 0.002


def plot_layer_histograms(
    rows: Mapping[str, Sequence[ArrayLike]],
    *,
    alt: str,
    span: tuple[float, float],
    bins: int = 30,
    drop_zeros: bool = False,
    title: str | None = None,
) -> Figure:
    r"""조건마다 한 행, 층마다 한 열로 히스토그램을 그립니다. 칸마다 표준편차를 적습니다.

    모든 칸의 가로축이 같아서 눈금이 달라진 것이 그대로 보입니다. `span` 밖의 값은 세어서 적습니다.

    Parameters
    ----------
    rows : mapping of str to sequence of array_like
        행의 이름과 층마다의 값. 층의 수는 모두 같고 1 이상입니다.
    alt : str
        그림의 한국어 설명.
    span : (float, float)
        가로축의 두 끝.
    bins : int
        막대의 수, 2 이상.
    drop_zeros : bool
        참이면 정확히 0인 값은 막대에서 빼고 비율만 적습니다. ReLU의 절반이 나머지를 납작하게 누르지 않습니다.
    title : str, optional
        그림 전체의 제목.

    Returns
    -------
    Figure
        그린 그림.

    Raises
    ------
    ValueError
        행이 없거나, 층의 수가 서로 다르거나, `span`이나 `bins`가 옳지 않을 때.
    """
    require_alt(alt)
    low, high = array("span", span, shape=(2,))
    bins = integer("bins", bins, at_least=2)
    depths = {len(values) for values in rows.values()}
    if len(depths) != 1 or depths == {0}:
        raise ValueError(
            "`rows` 값은 층의 수가 같고 1 이상인 행이 하나 이상 있어야 합니다"
            f"(받은 층의 수: {[len(values) for values in rows.values()]})."
        )
    if not low < high:
        raise ValueError(f"`span` 값은 앞이 뒤보다 작아야 합니다(받은 값: {span}).")
    (depth,) = depths
    fig, axes = plt.subplots(
        len(rows),
        depth,
        figsize=(1.7 * depth + 0.4, 1.45 * len(rows) + 0.5),
        layout="constrained",
        sharex=True,
        squeeze=False,
    )
    for (name, layers), line, color in zip(rows.items(), axes, _colors(len(rows)), strict=True):
        line[0].set_ylabel(name)
        for ax, values in zip(line, layers, strict=True):
            _panel(
                ax,
                np.asarray(values, dtype=float).ravel(),
                (float(low), float(high)),
                bins,
                color,
                drop_zeros,
            )
    for k, ax in enumerate(axes[0]):
        ax.set_title(f"{k + 1}층", fontsize=11)
    if title is not None:
        fig.suptitle(title)
    describe(fig, alt)
    return fig


def _colors(n: int) -> list[str]:
    return [COLORS[k % len(COLORS)] for k in range(n)]


def _panel(
    ax: Any, values: Array, span: tuple[float, float], bins: int, color: str, drop_zeros: bool
) -> None:
    inside = values[(values >= span[0]) & (values <= span[1])]
    outside = 1 - inside.size / values.size
    zeros = float((values == 0).mean())
    if drop_zeros:
        inside = inside[inside != 0]
    counts, edges = np.histogram(inside, bins=bins, range=span)
    ax.bar(edges[:-1], counts, np.diff(edges), align="edge", color=color, linewidth=0)
    # 거의 모두가 밖에 있는 칸에서 남은 몇 개가 높은 막대로 보이지 않게 합니다.
    ax.set(xlim=span, ylim=(0, 1.05 * max(counts.max(), _FEW * values.size)), yticks=[])
    ax.grid(visible=False)
    notes = [f"σ = {values.std():.2g}".replace("-", "\N{MINUS SIGN}")]
    if outside > 0.005:
        notes.append(f"밖 {100 * outside:.0f} %")
    if drop_zeros:
        notes.append(f"0인 값 {100 * zeros:.0f} %")
    ax.text(
        0.97, 0.95, "\n".join(notes), transform=ax.transAxes, ha="right", va="top", fontsize=9,
        bbox={"facecolor": "#fcfcfa", "edgecolor": "none", "alpha": 0.8, "pad": 1.5},
    )  # fmt: skip
