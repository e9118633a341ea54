r"""미니배치의 지형 위젯입니다: 배치 크기를 바꾸고 다시 뽑으며 전체의 지형과 견줍니다."""

from functools import lru_cache
from typing import Any

import traitlets
from matplotlib.figure import Figure

from coursekit.arguments import array, integer
from coursekit.viz.batches import plot_batch_surface
from coursekit.viz.style import COLORS
from coursekit.viz.widgets.batch_table import (
    DRAWS,
    LR,
    POINTS,
    SIZES,
    bowl,
    data,
    draw,
    pack,
    spread,
    surface,
)
from coursekit.viz.widgets.panel import Panel


class BatchExplorer(Panel):
    r"""미니배치의 지형 위젯.

    점 64개에 직선을 맞추는 손실을 :math:`(w, b)`의 지형으로 놓고, 미니배치의 등고선과 기울기를 겹칩니다.
    커널이 없는 쪽에서는 미리 셈한 배치와 자리만 고를 수 있고,
    노트북에서는 아무 배치 크기와 자리나 파이썬이 그 자리에서 셈합니다.

    Parameters
    ----------
    size : int
        처음 배치 크기. 1, 2, 4, 8, 16, 32, 64 가운데 하나.

    Raises
    ------
    ValueError
        그런 배치 크기가 없을 때.
    """

    asset = "batch_explorer"
    shared = ("terrain.js",)
    size = traitlets.Int().tag(sync=True)
    header = traitlets.Dict().tag(sync=True)
    table = traitlets.Bytes().tag(sync=True)

    def __init__(self, size: int = 4) -> None:
        if size not in SIZES:
            raise ValueError(
                f"`size` 값은 {', '.join(map(str, SIZES))} 가운데 하나여야 합니다(받은 값: {size!r})."
            )
        header, table = _packed()
        super().__init__(size=size, header=header, table=table)

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        r"""`{"size", "seed", "point"}`에서 뽑은 미니배치를 셈합니다.

        Parameters
        ----------
        question : dict
            배치 크기, 섞을 씨앗, 기울기를 잴 자리.

        Returns
        -------
        dict
            `indices`(뽑힌 번호), `bowl`(지형의 모양), `gradient`와 `full`(미니배치와 전체의 기울기),
            `cloud`(다른 씨앗들의 기울기), `spread`(기울기의 표준편차).

        Raises
        ------
        KeyError
            물음에 빠진 것이 있을 때.
        ValueError
            배치 크기, 씨앗, 자리가 옳지 않을 때.
        """
        size = integer("size", question["size"], at_least=1)
        if size > POINTS:
            raise ValueError(f"`size` 값은 {POINTS} 이하여야 합니다(받은 값: {size}).")
        seed = integer("seed", question["seed"])
        point = array("point", question["point"], shape=(2,))
        indices = draw(size, seed)
        batch = surface(indices)
        return {
            "indices": indices.tolist(),
            "bowl": bowl(batch).numbers(),
            "gradient": batch.gradient(point).tolist(),
            "full": surface().gradient(point).tolist(),
            "cloud": [surface(draw(size, k)).gradient(point).tolist() for k in range(DRAWS)],
            "spread": float(spread(size, point)),
        }

    def draw_still(self, figure: Figure) -> str:
        r"""처음 상태의 두 지형과 뽑힌 점들을 나란히 그립니다.

        Parameters
        ----------
        figure : Figure
            빈 그림.

        Returns
        -------
        str
            그림의 한국어 설명.
        """
        indices = draw(self.size, 0)
        left, right = figure.subplots(1, 2)
        alt = (
            f"왼쪽은 직선 맞추기의 전체 지형에 배치 크기 {self.size}인 미니배치의 등고선과 두 기울기를 "
            f"겹친 그림, 오른쪽은 점 {POINTS}개 가운데 뽑힌 점 {self.size}개."
        )
        point = self.header["start"]
        plot_batch_surface(
            surface(), surface(indices), alt=alt, at=point, lr=LR, ax=left,
            title=f"B = {self.size}",
        )  # fmt: skip
        x, y = data()
        right.plot(x, y, "o", color=COLORS[0], alpha=0.35, markeredgewidth=0)
        right.plot(x[indices], y[indices], "o", color=COLORS[1])
        right.axline((0.0, point[1]), slope=point[0], color=COLORS[5], linewidth=1.5, linestyle="-")
        right.set(xlabel="$x$", ylabel="$y$", title="뽑힌 점")
        return alt


@lru_cache(maxsize=1)
def _packed() -> tuple[dict[str, Any], bytes]:
    return pack()
