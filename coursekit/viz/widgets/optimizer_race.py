r"""옵티마이저 경주 위젯: 한 지형에 모든 옵티마이저를 함께 세우고 자취와 손실을 견줍니다."""

from functools import lru_cache
from typing import Any

import traitlets
from matplotlib.figure import Figure

from coursekit.arguments import array, number
from coursekit.viz.curves import plot_curves
from coursekit.viz.landscape import path_cycle, plot_landscape
from coursekit.viz.widgets.panel import Panel
from coursekit.viz.widgets.race_table import (
    BETAS,
    FIELD,
    GAP_DECADES,
    GAP_STEPS,
    MOMENTA,
    POINT_STEPS,
    RACERS,
    SCALES,
    STEPS,
    courses,
    pack,
)


class OptimizerRace(Panel):
    r"""옵티마이저 경주 위젯.

    커널이 없는 쪽에서는 미리 셈한 표의 출발점과 손잡이만 고를 수 있고,
    노트북에서는 아무 값이나 파이썬이 그 자리에서 셈합니다.
    어느 쪽이든 숫자는 `coursekit.optim.descend`에서 나옵니다.

    Parameters
    ----------
    terrain : {"bowl", "beale", "rosenbrock", "saddle"}
        처음에 보일 지형.

    Raises
    ------
    ValueError
        그런 지형이 없을 때.
    """

    asset = "optimizer_race"
    shared = ("terrain.js",)
    terrain = traitlets.Unicode().tag(sync=True)
    header = traitlets.Dict().tag(sync=True)
    table = traitlets.Bytes().tag(sync=True)

    def __init__(self, terrain: str = "bowl") -> None:
        self._courses = {course.key: course for course in courses()}
        if terrain not in self._courses:
            raise ValueError(
                f"`terrain` 값은 {', '.join(self._courses)} 가운데 하나여야 합니다"
                f"(받은 값: {terrain!r})."
            )
        header, table = _packed()
        super().__init__(terrain=terrain, header=header, table=table)

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        r"""`{"terrain", "start", "scale", "momentum", "beta"}`에서 겨룬 자취를 셈합니다.

        Parameters
        ----------
        question : dict
            지형의 이름, 출발점 두 수, 학습률의 배율, 모멘텀, 제곱 평균의 비율.

        Returns
        -------
        dict
            `walks`: 옵티마이저마다 `points`와 `gaps`(손실과 최솟값의 차이).

        Raises
        ------
        KeyError
            그런 지형이 없을 때.
        ValueError
            출발점이나 손잡이의 값이 옳지 않을 때.
        """
        course = self._courses[question["terrain"]]
        start = array("start", question["start"], shape=(2,)).tolist()
        scale = number("scale", question["scale"], above=0)
        momentum = number("momentum", question["momentum"], above=0, at_most=0.9999)
        beta = number("beta", question["beta"], above=0, at_most=0.9999)
        walks = [course.walk(i, start, scale, momentum, beta) for i in range(len(RACERS))]
        return {
            "walks": [{"points": w.points.tolist(), "gaps": course.gaps(w).tolist()} for w in walks]
        }

    def draw_still(self, figure: Figure) -> str:
        r"""처음 상태의 자취와 손실 곡선을 나란히 그립니다.

        Parameters
        ----------
        figure : Figure
            빈 그림.

        Returns
        -------
        str
            그림의 한국어 설명.
        """
        course = self._courses[self.terrain]
        walks = {
            racer.name: course.walk(i, course.start, 1.0, MOMENTA[1], BETAS[0])
            for i, racer in enumerate(RACERS)
        }
        gaps = {name: course.gaps(walk) for name, walk in walks.items()}
        order = sorted(walks, key=lambda name: gaps[name][-1])
        alt = (
            f"{course.objective.name}에서 옵티마이저 {len(walks)}개가 겨룬 자취와 손실 곡선. "
            f"{STEPS}걸음 뒤 손실이 낮은 차례: {', '.join(order)}."
        )
        left, right = figure.subplots(1, 2)
        plot_landscape(course.objective, walks, alt=alt, ax=left, bounds=course.bounds,
                       title=course.objective.name)  # fmt: skip
        left.get_legend().remove()
        right.set_prop_cycle(path_cycle())
        plot_curves(gaps, alt=alt, ax=right, log=True, ylabel="손실 − 최솟값", title="손실 곡선")
        right.get_legend().remove()
        figure.legend(*right.get_legend_handles_labels(), loc="outside lower center", ncols=4)
        return alt


@lru_cache(maxsize=1)
def _packed() -> tuple[dict[str, Any], bytes]:
    entries, table = pack(courses())
    header = {
        "courses": entries,
        "racers": [
            {"name": racer.name, "momentum": racer.momentum, "beta": racer.beta} for racer in RACERS
        ],
        "steps": STEPS,
        "field": FIELD,
        "scales": list(SCALES),
        "momenta": list(MOMENTA),
        "betas": list(BETAS),
        "pointSteps": POINT_STEPS,
        "gapSteps": GAP_STEPS,
        "gapDecades": list(GAP_DECADES),
    }
    return header, table
