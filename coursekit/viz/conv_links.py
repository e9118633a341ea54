r"""1차원 합성곱에서 입력과 출력이 어느 가중치로 이어지는지 그립니다."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from coursekit.arguments import integer
from coursekit.nn import conv_output_size
from coursekit.viz.description import describe, require_alt
from coursekit.viz.style import COLORS

_PLAIN, _PALE = "#8a8a86", "#c9c9c4"


def conv_links(
    size: int, kernel_size: int, *, stride: int = 1, padding: int = 0, dilation: int = 1
) -> list[tuple[int, int, int]]:
    r"""출력, 가중치, 입력이 만나는 모든 경우를 늘어놓습니다. 자리는 0부터 셉니다.

    Parameters
    ----------
    size, kernel_size : int
        입력과 커널의 길이, 1 이상.
    stride, padding, dilation : int
        `conv_output_size`와 같습니다.

    Returns
    -------
    list of (output, tap, source)
        출력 `output`이 가중치 `tap`으로 입력 `source`를 봅니다. 패딩을 보는 것은 없습니다.

    Raises
    ------
    ValueError
        커널이 패딩한 입력보다 길 때.

    Examples
    --------
    >>> conv_links(3, 2)
    [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 2)]
    """
    outputs = conv_output_size(size, kernel_size, stride, padding, dilation)
    every = [
        (output, tap, output * stride + tap * dilation - padding)
        for output in range(outputs)
        for tap in range(kernel_size)
    ]
    return [link for link in every if 0 <= link[2] < size]


def plot_conv_links(
    size: int,
    kernel_size: int,
    *,
    alt: str,
    source: int | None = None,
    tap: int | None = None,
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
) -> Figure:
    r"""입력을 아래에, 출력을 위에 놓고 이은 그림을 그립니다. 이름의 번호는 1부터입니다.

    Parameters
    ----------
    size, kernel_size : int
        입력과 커널의 길이, 1 이상.
    alt : str
        그림의 한국어 설명.
    source : int, optional
        굵게 그릴 입력의 자리, 0부터.
    tap : int, optional
        굵게 그릴 가중치의 자리, 0부터. `source`와 함께 주지 않습니다.
    stride, padding, dilation : int
        `conv_output_size`와 같습니다.

    Returns
    -------
    Figure
        그린 그림.

    Raises
    ------
    ValueError
        자리가 범위를 벗어나거나, `source`와 `tap`을 함께 주거나, 커널이 패딩한 입력보다 길 때.
    """
    require_alt(alt)
    links = conv_links(size, kernel_size, stride=stride, padding=padding, dilation=dilation)
    if source is not None and tap is not None:
        raise ValueError(f"`source`와 `tap`은 하나만 줍니다(받은 값: source={source}, tap={tap}).")
    for name, value, end in (("source", source, size), ("tap", tap, kernel_size)):
        if value is not None and integer(name, value) >= end:
            raise ValueError(f"`{name}` 값은 {end}보다 작아야 합니다(받은 값: {value}).")
    outputs = conv_output_size(size, kernel_size, stride, padding, dilation)
    center = (np.arange(outputs) * stride + dilation * (kernel_size - 1) / 2) - padding
    fig, ax = plt.subplots(figsize=(6.4, 3.0), layout="constrained")
    for output, weight, place in links:
        strong = place == source or weight == tap
        ax.plot(
            *([place, center[output]], [0, 1]),
            color=COLORS[weight % len(COLORS)] if strong else _PALE,
            linestyle="-",
            linewidth=2.6 if strong else 1.0,
            zorder=2 if strong else 1,
        )
        if strong:
            ax.text(
                *(place + 0.6 * (center[output] - place), 0.6, f"$w_{{{weight + 1}}}$"),
                ha="center",
                va="center",
                fontsize=13,
                color=COLORS[weight % len(COLORS)],
                bbox={"facecolor": ax.get_facecolor(), "edgecolor": "none", "pad": 1},
                zorder=3,
            )
    touched = {link[0] for link in links if link[2] == source or link[1] == tap}
    for letter, places, level, strong_ones in (
        ("x", np.arange(size), 0, {source}),
        ("o", center, 1, touched),
    ):
        for k, place in enumerate(places):
            strong = k in strong_ones
            ax.text(
                *(place, level, f"${letter}_{{{k + 1}}}$"),
                ha="center",
                va="center",
                fontsize=14,
                bbox={
                    "boxstyle": "circle,pad=0.35",
                    "facecolor": "#ffd79a" if strong else "#fcfcfa",
                    "edgecolor": "#222222" if strong else _PLAIN,
                },
                zorder=4,
            )
    ax.set(xlim=(-0.6, size - 0.4), ylim=(-0.25, 1.25))
    ax.axis("off")
    describe(fig, alt)
    return fig
