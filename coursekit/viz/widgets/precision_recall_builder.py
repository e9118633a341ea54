r"""정밀도-재현율 위젯입니다: 검출을 하나씩 맞고 틀리게 바꾸며 곡선과 AP가 어떻게 달라지는지 봅니다."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import traitlets
from matplotlib.figure import Figure

from coursekit.viz.style import COLORS
from coursekit.viz.widgets.panel import Panel
from coursekit.viz.widgets.precision_recall_table import COUNT, METHODS, measure, pack

_ASKED = ("hits", "truths", "cut", "ties")
_HITS = (1, 0, 1, 1, 0, 0, 1, 0, 1, 0)
_NAMES = {
    "all-point": "누른 넓이",
    "11-point": "11점 평균",
    "101-point": "101점 평균",
    "no-envelope": "누르지 않은 넓이",
}


class PrecisionRecallBuilder(Panel):
    r"""정밀도-재현율 곡선을 짓는 위젯.

    점수가 높은 차례로 늘어선 검출 열 개를 눌러 맞음과 틀림을 바꾸고, 점수의 문턱을 옮깁니다.
    있는 그대로의 톱니와 누른 계단, 고른 정의가 더하는 넓이나 읽는 점, 네 정의의 AP가 따라 바뀝니다.
    점수를 반올림해 동점을 만들고 그 차례를 정할 수도 있습니다.

    노트북에서는 파이썬이 그 자리에서 셈합니다. 커널이 없는 쪽에서 AP는 미리 셈한 표를 쓰고, 점을 찍을
    정밀도와 재현율은 자바스크립트의 함수 `curveOf`가 세어 나눕니다. 그 함수가 `coursekit.metrics`와 같다는
    것은 테스트(`tests/browser/test_precision_recall_builder.py`)가 모든 판정에서 지킵니다.

    Parameters
    ----------
    hits : sequence of 10 {0, 1}
        처음 판정, 점수가 높은 차례로. 맞았으면 1입니다.
    truths : {10, 15}
        정답의 수.
    cut : int
        처음에 받아들인 검출의 수, 0 이상 10 이하.
    ties : {"none", "hits", "misses"}
        동점 없음, 동점에서 맞은 것 먼저, 틀린 것 먼저.
    method : {"all-point", "11-point", "101-point", "no-envelope"}
        처음에 그릴 AP의 정의.

    Raises
    ------
    ValueError
        값이 범위를 벗어나거나 그런 정의가 없을 때.
    """

    asset = "precision_recall_builder"
    start = traitlets.Dict().tag(sync=True)
    header = traitlets.Dict().tag(sync=True)
    table = traitlets.Bytes().tag(sync=True)

    def __init__(
        self,
        hits: Sequence[int] = _HITS,
        *,
        truths: int = 10,
        cut: int = COUNT,
        ties: str = "none",
        method: str = "all-point",
    ) -> None:
        measure(hits, truths, cut, ties)
        if method not in METHODS:
            raise ValueError(
                f"`method` 값은 {', '.join(METHODS)} 가운데 하나여야 합니다(받은 값: {method!r})."
            )
        header, table = pack()
        start = {"hits": [int(h) for h in hits], "truths": truths, "cut": cut, "ties": ties}
        names = {"names": [_NAMES[name] for name in METHODS]}
        super().__init__(start={**start, "method": method}, header={**header, **names}, table=table)

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        r"""`{"hits", "truths", "cut", "ties"}`의 곡선과 AP를 구합니다.

        Parameters
        ----------
        question : dict
            판정, 정답의 수, 받아들이려는 수, 동점의 차례.

        Returns
        -------
        dict
            물음에 `precision_recall_table.measure`의 값을 더한 것.

        Raises
        ------
        KeyError
            물음에 빠진 것이 있을 때.
        ValueError
            값이 범위를 벗어날 때.
        """
        asked = {name: question[name] for name in _ASKED}
        return {**asked, **measure(**asked)}

    def draw_still(self, figure: Figure) -> str:
        r"""처음 상태의 톱니와 누른 계단을 그립니다.

        Parameters
        ----------
        figure : Figure
            빈 그림.

        Returns
        -------
        str
            그림의 한국어 설명.
        """
        found = measure(*(self.start[name] for name in _ASKED))
        recall, envelope = np.append(0, found["recall"]), found["envelope"]
        ax = figure.subplots()
        ax.plot(found["recall"], found["precision"], "o-", color=COLORS[1], label="있는 그대로")
        if envelope:
            steps = np.append(envelope[0], envelope)
            ax.step(recall, steps, color=COLORS[0], label="누른 것")
            ax.fill_between(recall, steps, step="pre", color=COLORS[0], alpha=0.15)
            ax.legend(loc="lower left")
        ax.set(xlabel="재현율", ylabel="정밀도", xlim=(-0.02, 1.02), ylim=(-0.02, 1.05))
        at = METHODS.index(self.start["method"])
        ax.set_title(f"AP({_NAMES[METHODS[at]]}) = {found['ap'][at]:.4f}")
        listed = ", ".join(
            f"{_NAMES[name]} {value:.4f}" for name, value in zip(METHODS, found["ap"], strict=True)
        )
        return (
            f"검출 {found['accepted']}개와 정답 {self.start['truths']}개의 정밀도-재현율 곡선. 톱니 모양의 점들과 "
            f"그것을 오른쪽에서 누른 계단이 있다. AP는 {listed}."
        )
