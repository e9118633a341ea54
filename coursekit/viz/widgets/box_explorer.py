r"""상자 위젯입니다: 두 상자를 끌어 IoU와 GIoU를 보고, 문턱을 움직여 비최대 억제를 봅니다."""

from collections.abc import Sequence
from typing import Any

import traitlets
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from coursekit.viz.style import COLORS
from coursekit.viz.widgets.box_table import (
    HEIGHT,
    KEPT,
    OBJECTS,
    SCORED,
    STEPS,
    WIDTH,
    overlap,
    pack,
    suppress,
)
from coursekit.viz.widgets.panel import Panel

_VIEWS = ("overlap", "nms")


class BoxExplorer(Panel):
    r"""상자의 겹침과 비최대 억제를 만지는 위젯.

    겹침에서는 두 상자를 끌어 옮기거나 모서리를 끌어 늘이고, 글쇠로도 합니다. 교집합과 합집합, 감싸는 상자와
    IoU, GIoU가 따라 바뀝니다. 억제에서는 한 장면의 상자 열둘에서 IoU 문턱과 점수 문턱을 움직여
    무엇이 남고 무엇이 무엇을 지웠는지 봅니다.

    노트북에서는 파이썬이 그 자리에서 셈합니다. 커널이 없는 쪽에서 억제는 미리 셈한 표를 쓰고, 겹침은
    상자의 짝이 너무 많아 자바스크립트의 함수 `overlapOf` 하나가 정수 모서리에서 같은 식을 셈합니다.
    그 함수의 값이 `coursekit.boxes`와 같다는 것은 테스트(`tests/browser/test_box_explorer.py`)가 지킵니다.

    Parameters
    ----------
    view : {"overlap", "nms"}
        처음 볼 것.
    a, b : sequence of 4 int
        처음의 두 상자, 40×28 판 안의 xyxy 정수.
    iou_threshold : float
        처음 IoU 문턱, 0 이상 1 이하이고 0.05의 배수로 맞춥니다.
    score_threshold : float
        처음 점수 문턱, 0 이상 1 이하이고 0.05의 배수로 맞춥니다.

    Raises
    ------
    ValueError
        그런 보기가 없거나, 상자가 판을 벗어나거나, 문턱이 범위를 벗어날 때.
    """

    asset = "box_explorer"
    start = traitlets.Dict().tag(sync=True)
    header = traitlets.Dict().tag(sync=True)
    table = traitlets.Bytes().tag(sync=True)

    def __init__(
        self,
        view: str = "overlap",
        *,
        a: Sequence[int] = (6, 5, 22, 17),
        b: Sequence[int] = (14, 9, 32, 23),
        iou_threshold: float = 0.5,
        score_threshold: float = 0.0,
    ) -> None:
        if view not in _VIEWS:
            raise ValueError(
                f"`view` 값은 {', '.join(_VIEWS)} 가운데 하나여야 합니다(받은 값: {view!r})."
            )
        overlap(a, b)
        steps = {
            "iou_step": _step("iou_threshold", iou_threshold),
            "score_step": _step("score_threshold", score_threshold),
        }
        header, table = pack()
        start = {"view": view, "a": [int(v) for v in a], "b": [int(v) for v in b], **steps}
        super().__init__(start=start, header=header, table=table)

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        r"""겹침의 물음 `{"view": "overlap", "a", "b"}`나 억제의 물음 `{"view": "nms", "iou_step", "score_step"}`에 답합니다.

        Parameters
        ----------
        question : dict
            볼 것과 두 상자, 또는 문턱 둘의 20배.

        Returns
        -------
        dict
            물음에 `box_table.overlap`의 값이나, 상자마다의 운명 `fate`(`box_table.suppress`)를 더한 것.

        Raises
        ------
        KeyError
            물음에 빠진 것이 있을 때.
        ValueError
            값이 범위를 벗어날 때.
        """
        if question["view"] == "overlap":
            pair = {"a": question["a"], "b": question["b"]}
            return {"view": "overlap", **pair, **overlap(**pair)}
        steps = {"iou_step": question["iou_step"], "score_step": question["score_step"]}
        return {"view": "nms", **steps, "fate": suppress(**steps)}

    def draw_still(self, figure: Figure) -> str:
        r"""처음 상태의 두 상자와 감싸는 상자를, 또는 남은 상자와 지워진 상자를 그립니다.

        Parameters
        ----------
        figure : Figure
            빈 그림.

        Returns
        -------
        str
            그림의 한국어 설명.
        """
        ax = figure.subplots()
        ax.set(xlim=(-0.5, WIDTH + 0.5), ylim=(HEIGHT + 0.5, -0.5), aspect="equal")
        ax.axis("off")
        if self.start["view"] == "overlap":
            a, b = self.start["a"], self.start["b"]
            found = overlap(a, b)
            hull = [min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])]
            _draw(ax, hull, edgecolor="#595959", linestyle="--", facecolor="none")
            for name, box, color in (("A", a, COLORS[0]), ("B", b, COLORS[1])):
                _draw(ax, box, edgecolor=color, linewidth=2, facecolor=(*_rgb(color), 0.15))
                ax.text(box[0] + 0.5, box[1] + 1.8, name, color=color, fontweight="bold")
            words = f"교집합 {found['intersection']}, 합집합 {found['union']}, 감싸는 상자 {found['hull']}"
            value = f"IoU {found['iou']:.3f}, GIoU {found['giou']:.3f}".replace("-", "−")
            ax.set_title(value)
            return f"겹쳐 놓은 두 상자 A, B와 점선으로 그린 감싸는 상자. {words}, {value}."
        i, s = self.start["iou_step"], self.start["score_step"]
        fate = suppress(i, s)
        for box in OBJECTS:
            _draw(ax, box, edgecolor="none", facecolor="#e4e4e0")
        for (_, box), end in zip(SCORED, fate, strict=True):
            color = COLORS[0] if end == KEPT else "#9a9a94"
            style = "-" if end == KEPT else ":"
            _draw(ax, box, edgecolor=color, linestyle=style, linewidth=2, facecolor="none")
        kept = [k + 1 for k, end in enumerate(fate) if end == KEPT]
        for k in kept:
            x, y = SCORED[k - 1][1][:2]
            ax.text(x + 0.4, y + 1.8, str(k), color=COLORS[0], fontweight="bold")
        ax.set_title(f"IoU 문턱 {i / STEPS:.2f}, 점수 문턱 {s / STEPS:.2f}")
        return (
            f"상자 {len(fate)}개에 비최대 억제를 한 장면. IoU 문턱 {i / STEPS:.2f}, 점수 문턱 {s / STEPS:.2f}에서 "
            f"{len(kept)}개가 남는다: {', '.join(map(str, kept))}번. 나머지는 점선이다."
        )


def _draw(ax: Axes, box: Sequence[int], **look: Any) -> None:
    ax.add_patch(Rectangle((box[0], box[1]), box[2] - box[0], box[3] - box[1], **look))


def _rgb(color: str) -> tuple[float, ...]:
    return tuple(int(color[k : k + 2], 16) / 255 for k in (1, 3, 5))


def _step(name: str, value: float) -> int:
    if not 0 <= value <= 1:
        raise ValueError(f"`{name}` 값은 0 이상 1 이하여야 합니다(받은 값: {value}).")
    return round(value * STEPS)
