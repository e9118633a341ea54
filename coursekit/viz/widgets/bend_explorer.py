r"""은닉 유닛 위젯입니다: 활성화 함수와 유닛의 수를 바꾸며 유닛마다의 몫과 그 합을 봅니다."""

from functools import lru_cache
from typing import Any

import traitlets
from matplotlib.figure import Figure

from coursekit.arguments import integer, number
from coursekit.viz.style import COLORS
from coursekit.viz.widgets.bend_table import ACTIVATIONS, UNITS, bend, grid, pack, targets
from coursekit.viz.widgets.panel import Panel

_STEEPNESS = 4.0
_MOST_UNITS = 64


class BendExplorer(Panel):
    r"""은닉 유닛과 그 합의 위젯.

    구간에 고르게 놓은 은닉 유닛의 출력층을 최소제곱으로 풀어, 유닛마다의 몫과 그 합을 그립니다.
    커널이 없는 쪽에서는 미리 셈한 유닛 수와 가파르기만 고를 수 있고,
    노트북에서는 그 사이의 값도 파이썬이 그 자리에서 셈합니다.

    Parameters
    ----------
    activation : {"ReLU", "tanh", "시그모이드", "없음"}
        처음 활성화 함수.
    units : int
        처음 유닛의 수. 1, 2, 3, 4, 6, 8, 12, 16 가운데 하나.

    Raises
    ------
    ValueError
        그런 활성화 함수나 유닛의 수가 없을 때.
    """

    asset = "bend_explorer"
    activation = traitlets.Unicode().tag(sync=True)
    units = traitlets.Int().tag(sync=True)
    header = traitlets.Dict().tag(sync=True)
    table = traitlets.Bytes().tag(sync=True)

    def __init__(self, activation: str = "ReLU", units: int = 4) -> None:
        for name, value, allowed in (
            ("activation", activation, tuple(ACTIVATIONS)),
            ("units", units, UNITS),
        ):
            if value not in allowed:
                raise ValueError(
                    f"`{name}` 값은 {', '.join(map(str, allowed))} 가운데 하나여야 합니다"
                    f"(받은 값: {value!r})."
                )
        header, table = _packed()
        super().__init__(activation=activation, units=units, header=header, table=table)

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        r"""`{"target", "activation", "units", "steepness"}`의 유닛과 그 합을 셈합니다.

        Parameters
        ----------
        question : dict
            곡선과 활성화 함수의 이름, 유닛의 수(1 이상 64 이하), 은닉층의 가중치.

        Returns
        -------
        dict
            물음에 `parts`(유닛마다의 몫), `total`(출력), `bias`, `mse`를 더한 것.

        Raises
        ------
        KeyError
            그런 곡선이나 활성화 함수가 없거나 물음에 빠진 것이 있을 때.
        ValueError
            유닛의 수나 가중치가 옳지 않을 때.
        """
        units = integer("units", question["units"], at_least=1)
        if units > _MOST_UNITS:
            raise ValueError(f"`units` 값은 {_MOST_UNITS} 이하여야 합니다(받은 값: {units}).")
        steepness = number("steepness", question["steepness"], above=0)
        chosen = {"target": question["target"], "activation": question["activation"]}
        made = bend(**chosen, units=units, steepness=steepness)
        return {
            **chosen,
            "units": units,
            "steepness": steepness,
            "parts": made["parts"].tolist(),
            "total": made["total"].tolist(),
            "bias": made["bias"],
            "mse": made["mse"],
        }

    def draw_still(self, figure: Figure) -> str:
        r"""처음 상태의 출력과 유닛마다의 몫을 나란히 그립니다.

        Parameters
        ----------
        figure : Figure
            빈 그림.

        Returns
        -------
        str
            그림의 한국어 설명.
        """
        name, wanted = next(iter(targets().items()))
        made = bend(name, self.activation, self.units, _STEEPNESS)
        x = grid()[:, 0]
        left, right = figure.subplots(1, 2)
        left.plot(x[::2], wanted[::2, 0], "o", color="#888888", markersize=4)
        left.plot(x, made["total"], color=COLORS[1], linestyle="-", linewidth=2.5)
        left.set(xlabel="$x$", title="데이터와 출력")
        right.plot(x, made["parts"].T)
        right.set(xlabel="$x$", title="유닛마다의 몫")
        return (
            f"왼쪽은 {name} 모양의 데이터와 은닉 유닛 {self.units}개인 신경망의 출력"
            f"(활성화 함수: {self.activation}), 오른쪽은 유닛마다의 몫. "
            f"평균 제곱 오차는 {made['mse']:.4f}."
        )


@lru_cache(maxsize=1)
def _packed() -> tuple[dict[str, Any], bytes]:
    return pack()
