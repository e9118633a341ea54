r"""경사하강법을 손으로 걸어 보는 위젯입니다: 지형, 학습률, 출발점을 바꾸며 자취와 손실을 봅니다."""

from functools import lru_cache
from typing import Any

import traitlets
from matplotlib.figure import Figure

from coursekit.arguments import array, number
from coursekit.viz.curves import plot_curves
from coursekit.viz.landscape import plot_landscape
from coursekit.viz.widgets.descent_table import (
    FIELD,
    GAP_DECADES,
    GAP_STEPS,
    OUTCOMES,
    POINT_STEPS,
    STEPS,
    pack,
    terrains,
)
from coursekit.viz.widgets.panel import Panel

_VERDICTS = {
    "converged": "수렴",
    "stalled": "극소점이 아닌 정류점에 멈춤",
    "steps": "걸음을 다 씀",
    "diverged": "발산",
    "leaving": "발산하는 중",
}


class DescentExplorer(Panel):
    r"""경사하강법 위젯.

    커널이 없는 쪽에서는 미리 셈한 표의 출발점과 학습률만 고를 수 있고,
    노트북에서는 아무 출발점과 학습률이나 파이썬이 그 자리에서 셈합니다.
    어느 쪽이든 숫자는 `coursekit.optim.descend`에서 나옵니다.

    Parameters
    ----------
    terrain : {"bowl", "himmelblau", "rosenbrock", "saddle"}
        처음에 보일 지형.

    Raises
    ------
    ValueError
        그런 지형이 없을 때.
    """

    asset = "descent_explorer"
    shared = ("terrain.js",)
    terrain = traitlets.Unicode().tag(sync=True)
    header = traitlets.Dict().tag(sync=True)
    table = traitlets.Bytes().tag(sync=True)

    def __init__(self, terrain: str = "bowl") -> None:
        self._terrains = {entry.key: entry for entry in terrains()}
        if terrain not in self._terrains:
            raise ValueError(
                f"`terrain` 값은 {', '.join(self._terrains)} 가운데 하나여야 합니다"
                f"(받은 값: {terrain!r})."
            )
        header, table = _packed()
        super().__init__(terrain=terrain, header=header, table=table)

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        r"""`{"terrain", "start", "lr"}`에서 걸은 자취를 셈합니다.

        Parameters
        ----------
        question : dict
            지형의 이름, 출발점 두 수, 학습률.

        Returns
        -------
        dict
            `points`, `gaps`(손실과 최솟값의 차이), `outcome`.

        Raises
        ------
        KeyError
            그런 지형이 없을 때.
        ValueError
            출발점이나 학습률이 옳지 않을 때.
        """
        chosen = self._terrains[question["terrain"]]
        start = array("start", question["start"], shape=(2,))
        walk = chosen.walk(start.tolist(), number("lr", question["lr"], above=0))
        return {
            "points": walk.points.tolist(),
            "gaps": chosen.gaps(walk).tolist(),
            "outcome": chosen.verdict(walk),
        }

    def draw_still(self, figure: Figure) -> str:
        r"""처음 상태의 지형과 손실 곡선을 나란히 그립니다.

        Parameters
        ----------
        figure : Figure
            빈 그림.

        Returns
        -------
        str
            그림의 한국어 설명.
        """
        chosen = self._terrains[self.terrain]
        walk = chosen.walk(chosen.start, chosen.lr)
        left, right = figure.subplots(1, 2)
        x, y = chosen.start
        alt = (
            f"{chosen.objective.name}의 등고선 위를 ({x:.2f}, {y:.2f})에서 출발한 "
            f"경사하강법의 자취(학습률 {chosen.lr:g})와, 걸음마다 손실과 최솟값의 차이를 그린 곡선. "
            f"결과: {_VERDICTS[chosen.verdict(walk)]}, {walk.steps}걸음."
        )
        title = f"{chosen.objective.name}, $\\eta$ = {chosen.lr:g}"
        plot_landscape(chosen.objective, walk, alt=alt, ax=left, title=title)
        plot_curves({"경사하강법": chosen.gaps(walk)}, alt=alt, ax=right, log=True,
                    ylabel="손실 − 최솟값", title="손실 곡선")  # fmt: skip
        return alt


@lru_cache(maxsize=1)
def _packed() -> tuple[dict[str, Any], bytes]:
    entries, table = pack(terrains())
    header = {
        "terrains": entries,
        "steps": STEPS,
        "field": FIELD,
        "pointSteps": POINT_STEPS,
        "gapSteps": GAP_STEPS,
        "gapDecades": list(GAP_DECADES),
        "outcomes": list(OUTCOMES),
    }
    return header, table
