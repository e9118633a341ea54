r"""초깃값 위젯입니다: 표준편차와 활성화 함수를 바꾸며 신호가 서른 층을 어떻게 지나는지 봅니다."""

from functools import lru_cache
from typing import Any

import numpy as np
import traitlets
from matplotlib.figure import Figure

from coursekit.arguments import integer, number
from coursekit.viz.style import COLORS
from coursekit.viz.widgets.init_table import BINS, DEPTH, STDS, find, measure, pack
from coursekit.viz.widgets.panel import Panel


class InitExplorer(Panel):
    r"""가중치 초기화 위젯.

    유닛 100개의 층을 서른 개 쌓고 입력 100개를 흘려보낸 다음, 고른 층의 히스토그램과
    층마다의 신호의 크기를 그립니다. 커널이 없는 쪽에서는 미리 셈한 표준편차만 고를 수 있고,
    노트북에서는 아무 표준편차와 씨앗이나 파이썬이 그 자리에서 셈합니다.

    Parameters
    ----------
    activation : {"sigmoid", "tanh", "relu"}
        처음 활성화 함수.
    layer : int
        처음 보일 층, 1 이상 30 이하.

    Raises
    ------
    ValueError
        그런 활성화 함수나 층이 없을 때.
    """

    asset = "init_explorer"
    activation = traitlets.Unicode().tag(sync=True)
    layer = traitlets.Int().tag(sync=True)
    header = traitlets.Dict().tag(sync=True)
    table = traitlets.Bytes().tag(sync=True)

    def __init__(self, activation: str = "relu", layer: int = 5) -> None:
        find(activation)
        if integer("layer", layer, at_least=1) > DEPTH:
            raise ValueError(f"`layer` 값은 {DEPTH} 이하여야 합니다(받은 값: {layer}).")
        header, table = _packed()
        super().__init__(activation=activation, layer=layer, header=header, table=table)

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        r"""`{"activation", "std", "seed"}`에서 서른 층의 신호를 셈합니다.

        Parameters
        ----------
        question : dict
            활성화 함수, 표준편차(0 초과 10 이하), 씨앗.

        Returns
        -------
        dict
            `forward`와 `backward`(크기의 상용로그), `bars`(막대의 비율), `zeros`와 `outside`(비율).

        Raises
        ------
        KeyError
            물음에 빠진 것이 있을 때.
        ValueError
            활성화 함수, 표준편차, 씨앗이 옳지 않을 때.
        """
        bend = find(question["activation"])
        std = number("std", question["std"], above=0, at_most=10)
        return measure(bend, std, integer("seed", question["seed"])).numbers()

    def draw_still(self, figure: Figure) -> str:
        r"""처음 상태의 히스토그램과 층마다의 크기를 나란히 그립니다.

        Parameters
        ----------
        figure : Figure
            빈 그림.

        Returns
        -------
        str
            그림의 한국어 설명.
        """
        bend, std = find(self.activation), START
        signal = measure(bend, std, 0)
        left, right = figure.subplots(1, 2)
        edges = np.linspace(*bend.span, BINS + 1)
        bars = 100 * signal.bars[self.layer - 1]
        left.bar(edges[:-1], bars, np.diff(edges), align="edge", color=COLORS[0], linewidth=0)
        left.set(xlabel="활성화 값", ylabel="비율(%)", title=f"{self.layer}층")
        layers = np.arange(1, DEPTH + 1)
        right.semilogy(layers, 10**signal.forward, label="활성화 값")
        right.semilogy(layers, 10**signal.backward, label="기울기")
        right.axvline(self.layer, color=COLORS[5], linewidth=1, linestyle=":")
        right.set(xlabel="층", title="신호의 크기")
        right.legend()
        return (
            f"{bend.name}와 표준편차 {std:g}로 시작한 서른 층 신경망. 왼쪽은 {self.layer}층의 활성화 값 히스토그램, "
            "오른쪽은 층마다 활성화 값과 기울기의 크기를 로그 축에 그린 곡선."
        )


START = STDS[12]  # Xavier: 1/√100


@lru_cache(maxsize=1)
def _packed() -> tuple[dict[str, Any], bytes]:
    return pack()
