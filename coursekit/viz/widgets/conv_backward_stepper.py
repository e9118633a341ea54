r"""합성곱 역전파 위젯입니다: 입력 픽셀이나 가중치를 고르면 어느 출력이 기울기를 보내는지 보입니다."""

from functools import lru_cache
from typing import Any

import traitlets
from matplotlib.figure import Figure

from coursekit.viz.widgets.conv_backward_table import measure, numbers, pack
from coursekit.viz.widgets.grid_still import draw_grid, open_board
from coursekit.viz.widgets.panel import Panel

_TARGETS = {"x": "입력", "weight": "가중치"}


class ConvBackwardStepper(Panel):
    r"""합성곱의 기울기를 한 칸씩 보는 위젯.

    입력의 칸이나 커널의 칸을 고르면, 그 칸에 기울기를 보내는 출력과 곱해지는 짝이 켜지고 합이 적힙니다.
    1차원은 길이 5인 입력과 길이 3인 커널, 2차원은 5×5와 3×3이고 보폭과 패딩을 바꿀 수 있습니다.
    커널이 없는 쪽에서는 미리 셈한 표를 쓰고, 노트북에서는 숫자를 다시 뽑아 파이썬이 그 자리에서 셈합니다.

    Parameters
    ----------
    dimensions : {1, 2}
        처음 차원.
    target : {"x", "weight"}
        처음 고를 것: 입력 또는 가중치. 처음에는 가운데 칸이 골라져 있습니다.
    stride : int
        처음 보폭, 1 이상 3 이하.
    padding : int
        처음 패딩, 0 이상 2 이하.

    Raises
    ------
    ValueError
        값이 범위를 벗어날 때.
    """

    asset = "conv_backward_stepper"
    shared = ("number_grid.js", "number_grid.css")
    start = traitlets.Dict().tag(sync=True)
    header = traitlets.Dict().tag(sync=True)
    table = traitlets.Bytes().tag(sync=True)

    def __init__(
        self, dimensions: int = 1, *, target: str = "x", stride: int = 1, padding: int = 0
    ) -> None:
        if target not in _TARGETS:
            raise ValueError(
                f"`target` 값은 {', '.join(_TARGETS)} 가운데 하나여야 합니다(받은 값: {target!r})."
            )
        walk = {"dimensions": dimensions, "stride": stride, "padding": padding}
        measure(**walk)
        header, table = _packed()
        super().__init__(start={**walk, "target": target}, header=header, table=table)

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        r"""`{"dimensions", "stride", "padding", "seed"}`의 기울기를 모두 구합니다.

        Parameters
        ----------
        question : dict
            차원, 보폭, 패딩, 숫자를 뽑는 씨앗.

        Returns
        -------
        dict
            물음에 `conv_backward_table.numbers`의 값을 더한 것.

        Raises
        ------
        KeyError
            물음에 빠진 것이 있을 때.
        ValueError
            값이 범위를 벗어날 때.
        """
        asked = {name: question[name] for name in ("dimensions", "stride", "padding", "seed")}
        return {**asked, **numbers(measure(**asked))}

    def draw_still(self, figure: Figure) -> str:
        r"""처음 상태의 입력, 커널, 출력의 기울기와 구한 기울기를 그립니다.

        Parameters
        ----------
        figure : Figure
            빈 그림.

        Returns
        -------
        str
            그림의 한국어 설명.
        """
        target = self.start["target"]
        found = measure(*(self.start[name] for name in ("dimensions", "stride", "padding")))
        gradient = found[f"grad_{target}"]
        rows, columns = gradient.shape
        place = (rows // 2, columns // 2)
        at = place[0] * columns + place[1]
        toward, column, partner = (2, 1, "weight") if target == "x" else (1, 2, "x")
        met = found["links"][found["links"][:, toward] == at].astype(int)
        used = {"delta": met[:, 0], partner: met[:, column], target: []}
        boards = {
            "x": "입력 x",
            "weight": "커널 w",
            "delta": "출력의 기울기 δ",
        }
        heights = [found[name].shape[0] for name in boards]
        # 한 줄짜리는 위아래로, 그림은 옆으로 늘어놓습니다.
        tall = max(heights) > 1
        ax = figure.subplots()
        spots = _spots([found[name].shape for name in boards] + [gradient.shape], tall)
        open_board(ax, *spots.pop())
        for (name, title), spot in zip(boards.items(), spots, strict=False):
            places = [divmod(int(k), found[name].shape[1]) for k in used[name]]
            draw_grid(
                ax, found[name], spot, title, lit=[place] if name == target else [], used=places
            )
        draw_grid(ax, gradient, spots[3], f"{_TARGETS[target]}의 기울기", lit=[place])
        where = f"{place[1] + 1}번째" if not tall else f"({place[0]}, {place[1]})번째"
        pairs = " + ".join(
            f"{_factor(found[partner].ravel()[p])}·{_factor(found['delta'].ravel()[o])}"
            for o, p in zip(met[:, 0], met[:, column], strict=True)
        )
        return (
            f"{_TARGETS[target]}의 {where} 칸에 기울기를 보내는 출력 {len(met)}개와 그 짝이 켜져 있다. "
            f"합은 {pairs} = {_signed(gradient.ravel()[at])}."
        )


def _signed(value: float) -> str:
    return f"{value:.0f}".replace("-", "−")


def _factor(value: float) -> str:
    return f"({_signed(value)})" if value < 0 else _signed(value)


def _spots(shapes: list[tuple[int, int]], tall: bool) -> list[tuple[float, float]]:
    # 판마다 왼쪽 위 구석, 그리고 마지막에 전체의 크기.
    (_, wide), (_, kernel), (height, reach), (_, result) = shapes
    if not tall:
        right = max(wide, reach) + 2.0
        return [(0, 0), (right, 0), (0, 2.2), (right, 2.2), (right + max(kernel, result), 3.4)]
    middle = wide + 1.0
    last = middle + max(kernel, reach) + 1
    return [
        (0, 0),
        (middle, 0),
        (middle, 4.4),
        (last, 0),
        (last + result, max(float(wide), 4.4 + height)),
    ]


@lru_cache(maxsize=1)
def _packed() -> tuple[dict[str, Any], bytes]:
    return pack()
