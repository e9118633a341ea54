r"""편향과 분산 위젯입니다: 차수, 점의 수, 잡음을 바꾸며 다시 뽑아 맞춘 곡선들과 과녁을 봅니다."""

from typing import Any

import numpy as np
import traitlets
from matplotlib.figure import Figure

from coursekit.arguments import integer, number
from coursekit.data import sine
from coursekit.viz.style import COLORS
from coursekit.viz.widgets.bias_variance_table import (
    COUNTS,
    DEGREES,
    GRID,
    MAX_COUNT,
    MAX_NOISE,
    NOISES,
    REPEATS,
    measure,
    pack,
)
from coursekit.viz.widgets.panel import Panel


class BiasVarianceExplorer(Panel):
    r"""편향과 분산 위젯.

    사인 곡선에 잡음을 더한 점들을 다시 뽑을 때마다 다항식을 맞추어 겹쳐 그리고, 두 자리의 예측을 과녁에,
    차수마다의 편향²과 분산을 막대에 그립니다. 커널이 없는 쪽에서는 미리 셈한 점의 수와 잡음만 고를 수 있고,
    노트북에서는 파이썬이 그 자리에서 셈합니다.

    Parameters
    ----------
    degree : int
        처음 차수, 0 이상 10 이하.
    n : int
        처음 점의 수. 12, 20, 40, 80 가운데 하나.
    noise : float
        처음 잡음의 표준편차. 0.1, 0.2, 0.3, 0.5, 0.8 가운데 하나.

    Raises
    ------
    ValueError
        그런 값이 없을 때.
    """

    asset = "bias_variance_explorer"
    degree = traitlets.Int().tag(sync=True)
    n = traitlets.Int().tag(sync=True)
    noise = traitlets.Float().tag(sync=True)
    header = traitlets.Dict().tag(sync=True)
    table = traitlets.Bytes().tag(sync=True)

    def __init__(self, degree: int = 3, n: int = 20, noise: float = 0.3) -> None:
        for name, value, allowed in (
            ("degree", degree, DEGREES),
            ("n", n, COUNTS),
            ("noise", noise, NOISES),
        ):
            if value not in allowed:
                raise ValueError(
                    f"`{name}` 값은 {', '.join(map(str, allowed))} 가운데 하나여야 합니다"
                    f"(받은 값: {value!r})."
                )
        header, table = pack()
        super().__init__(degree=degree, n=n, noise=noise, header=header, table=table)

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        r"""`{"degree", "n", "noise"}`에서 곡선들과 편향², 분산을 셈합니다.

        Parameters
        ----------
        question : dict
            차수, 점의 수, 잡음의 표준편차.

        Returns
        -------
        dict
            `fits`(다시 뽑아 맞춘 곡선들), `mean`(그 평균), `data`(첫 번째 점들),
            `bias`와 `variance`(차수마다).

        Raises
        ------
        KeyError
            물음에 빠진 것이 있을 때.
        ValueError
            값이 범위를 벗어날 때.
        """
        n = integer("n", question["n"], at_least=2)
        if n > MAX_COUNT:
            raise ValueError(f"`n` 값은 {MAX_COUNT} 이하여야 합니다(받은 값: {n}).")
        degree = integer("degree", question["degree"])
        if degree > min(n - 1, DEGREES[-1]):
            raise ValueError(
                f"`degree` 값은 {min(n - 1, DEGREES[-1])} 이하여야 합니다(받은 값: {degree})."
            )
        noise = number("noise", question["noise"], at_least=0, at_most=MAX_NOISE)
        return measure(degree, n, noise)

    def draw_still(self, figure: Figure) -> str:
        r"""처음 상태의 곡선들과 차수마다의 막대를 나란히 그립니다.

        Parameters
        ----------
        figure : Figure
            빈 그림.

        Returns
        -------
        str
            그림의 한국어 설명.
        """
        seen = measure(self.degree, self.n, self.noise)
        left, right = figure.subplots(1, 2)
        left.plot(GRID, np.transpose(seen["fits"]), "-", color=COLORS[1], alpha=0.25, linewidth=1)
        left.plot(GRID, seen["mean"], "-", color=COLORS[1], linewidth=2.5, label="예측의 평균")
        left.plot(GRID, sine(GRID), "--", color="#444444", label="참 곡선")
        left.plot(*seen["data"], "o", color=COLORS[0], markersize=4, label="점들(한 번)")
        left.set(xlabel="$x$", ylabel="$y$", ylim=(-2, 2), title=f"{self.degree}차, 점 {self.n}개")
        left.legend(fontsize=8)
        places = np.arange(len(seen["bias"]))
        noise = np.full(len(places), self.noise**2)
        right.bar(places, noise, color="#bbbbbb", label="잡음")
        right.bar(places, seen["bias"], bottom=noise, color=COLORS[0], label="편향²")
        right.bar(
            places, seen["variance"], bottom=noise + seen["bias"], color=COLORS[1], label="분산"
        )
        right.set(xlabel="차수", ylabel="제곱 오차", ylim=(0, self.noise**2 + 0.6))
        right.legend(fontsize=8)
        return (
            f"왼쪽은 점 {self.n}개를 {REPEATS}번 다시 뽑아 맞춘 {self.degree}차 다항식들과 그 평균, 참 곡선. "
            "오른쪽은 차수마다의 잡음, 편향², 분산을 쌓은 막대."
        )
