r"""전치 합성곱 위젯입니다: 입력 칸마다 커널만 한 도장을 찍고, 겹친 수를 셉니다."""

from functools import lru_cache
from typing import Any

import numpy as np
import traitlets
from matplotlib.figure import Figure

from coursekit.viz.widgets.grid_still import draw_grid, open_board
from coursekit.viz.widgets.panel import Panel
from coursekit.viz.widgets.transposed_table import SIDE, measure, numbers, pack

_PLACE = (1, 2)  # 처음 고른 입력 칸
_ASKED = ("dimensions", "size", "stride", "padding")


class TransposedConvExplorer(Panel):
    r"""전치 합성곱의 도장을 보는 위젯.

    4×4 입력(1차원은 4칸)의 칸마다 커널만 한 도장을 찍습니다. 입력과 커널이 모두 1이어서 출력의 수가 곧
    도장이 겹친 수입니다. 입력 칸을 고르면 그 도장이, 출력 칸을 고르면 그 칸에 찍은 입력들이 켜집니다.
    커널이 없는 쪽에서는 미리 셈한 표를 쓰고, 노트북에서는 파이썬이 그 자리에서 셈합니다.

    Parameters
    ----------
    size : int
        처음 커널의 한 변, 1 이상 5 이하.
    stride : int
        처음 보폭, 1 이상 4 이하.
    padding : int
        처음 패딩(잘라 내는 칸의 수), 0 이상 2 이하.
    dimensions : {1, 2}
        처음 차원.

    Raises
    ------
    ValueError
        값이 범위를 벗어날 때.
    """

    asset = "transposed_conv_explorer"
    shared = ("number_grid.js", "number_grid.css")
    start = traitlets.Dict().tag(sync=True)
    header = traitlets.Dict().tag(sync=True)
    table = traitlets.Bytes().tag(sync=True)

    def __init__(
        self, size: int = 3, *, stride: int = 2, padding: int = 0, dimensions: int = 2
    ) -> None:
        start = {"dimensions": dimensions, "size": size, "stride": stride, "padding": padding}
        measure(**start)
        header, table = _packed()
        super().__init__(start=start, header=header, table=table)

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        r"""`{"dimensions", "size", "stride", "padding"}`에서 겹친 수를 구합니다.

        Parameters
        ----------
        question : dict
            차원, 커널의 한 변, 보폭, 패딩.

        Returns
        -------
        dict
            물음에 `transposed_table.measure`의 값을 더한 것.

        Raises
        ------
        KeyError
            물음에 빠진 것이 있을 때.
        ValueError
            값이 범위를 벗어날 때.
        """
        asked = {name: question[name] for name in _ASKED}
        return {**asked, **numbers(measure(**asked))}

    def draw_still(self, figure: Figure) -> str:
        r"""처음 상태의 입력과 자르기 전의 출력을 그리고, 고른 칸의 도장을 켭니다.

        Parameters
        ----------
        figure : Figure
            빈 그림.

        Returns
        -------
        str
            그림의 한국어 설명.
        """
        dimensions, k, s, p = (self.start[name] for name in _ASKED)
        found = measure(dimensions, k, s, p)
        wide, flat = found["wide"], dimensions == 1
        i, j = (0, _PLACE[1]) if flat else _PLACE
        rows, high = (1, 1) if flat else (SIDE, wide)
        down = range(1) if flat else range(i * s, i * s + k)
        stamp = [(r, c) for r in down for c in range(j * s, j * s + k)]
        edge = [
            (r, c)
            for r, c in np.ndindex(high, wide)
            if not (p <= c < wide - p and (flat or p <= r < wide - p))
        ]
        ax = figure.subplots()
        board = found["board"].reshape(high, wide)
        title = "겹친 수" + ("(흐린 칸은 잘라 냅니다)" if p else "")
        if flat:
            open_board(ax, wide, 8.5)
            draw_grid(ax, np.ones((rows, SIDE)), (0, 0), "입력", lit=[(i, j)])
            stamps = found["stamps"].reshape(SIDE, wide)
            draw_grid(ax, stamps, (0, 2), "입력 칸마다의 도장", lit=[(j, c) for _, c in stamp])
            draw_grid(ax, board, (0, 7.2), title, lit=stamp, pale=edge)
        else:
            open_board(ax, SIDE + 1 + wide, max(wide, SIDE))
            draw_grid(ax, np.ones((rows, SIDE)), (0, 0), "입력", lit=[(i, j)])
            draw_grid(ax, board, (SIDE + 1, 0), title, lit=stamp, pale=edge)
        where = f"{j}번" if flat else f"({i}, {j})"
        return (
            f"입력의 {where} 칸이 찍은 {'' if flat else f'{k}×'}{k}칸 도장이 켜져 있고, 출력의 칸마다 "
            f"겹친 도장의 수가 적혀 있다(가장 큰 수 {board.max():.0f}). {found['text']}"
        )


@lru_cache(maxsize=1)
def _packed() -> tuple[dict[str, Any], bytes]:
    return pack()
