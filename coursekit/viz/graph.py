r"""계산 그래프를 그립니다: 점마다 값과 기울기를, 화살표마다 국소 미분을 적습니다."""

from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch

from coursekit.nn import Node
from coursekit.viz.canvas import open_axes
from coursekit.viz.style import COLORS, INK, PAPER


def plot_graph(
    output: Node, *, alt: str, ax: Axes | None = None, gradients: bool = True, digits: int = 3
) -> Axes:
    r"""한 점에 이르는 계산 그래프를 왼쪽에서 오른쪽으로 그립니다.

    Parameters
    ----------
    output : Node
        맨 오른쪽에 놓을 점. 기울기를 그리려면 먼저 `output.backward()`를 부릅니다.
    alt : str
        그림의 한국어 설명.
    ax : Axes, optional
        그릴 축. 없으면 새로 만듭니다.
    gradients : bool
        참이면 점 아래에 `output`을 그 점으로 미분한 값을, 화살표에 국소 미분을 적습니다.
    digits : int
        유효 숫자의 자릿수.

    Returns
    -------
    Axes
        그림을 그린 축.

    Raises
    ------
    ValueError
        설명이 한국어가 아닐 때.
    """
    ax = open_axes(ax, alt)
    nodes = output.order()
    places = _layout(nodes)
    xs, ys = zip(*places.values(), strict=True)

    def text(value: float) -> str:
        return f"{value:.{digits}g}".replace("-", "\N{MINUS SIGN}")

    for node in nodes:
        x, y = places[id(node)]
        for k, (parent, slope) in enumerate(zip(node.parents, node.slopes, strict=True)):
            start = places[id(parent)]
            # 같은 부모에게서 두 번 오는 화살표가 겹치지 않도록 휩니다.
            twice = sum(p is parent for p in node.parents) > 1
            bend = 0.25 * (1 - 2 * k) if twice else 0.0
            ax.add_patch(
                FancyArrowPatch(
                    start, (x, y), arrowstyle="-|>", mutation_scale=13, shrinkA=17, shrinkB=18,
                    connectionstyle=f"arc3,rad={bend}", color="#777777", linewidth=1.2,
                )
            )  # fmt: skip
            if gradients:
                middle = ((start[0] + x) / 2, (start[1] + y) / 2 - bend * 0.5 * (x - start[0]))
                ax.text(*middle, text(slope), color=COLORS[0], fontsize=10, ha="center",
                        va="center", bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1})  # fmt: skip
    for node in nodes:
        x, y = places[id(node)]
        ax.text(
            x, y, node.name or " ", ha="center", va="center", fontsize=12, color=INK, zorder=3,
            bbox={"boxstyle": "circle,pad=0.35" if node.parents else "square,pad=0.4",
                  "facecolor": "#eef3f7", "edgecolor": "#555555"},
        )  # fmt: skip
        ax.annotate(text(node.value), (x, y), (0, 17), textcoords="offset points",
                    ha="center", va="bottom", fontsize=10.5, color=INK)  # fmt: skip
        if gradients:
            ax.annotate(text(node.grad), (x, y), (0, -17), textcoords="offset points", ha="center",
                        va="top", fontsize=10.5, fontweight="bold", color=COLORS[1],
                        bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.5})  # fmt: skip
    ax.set(xlim=(min(xs) - 0.5, max(xs) + 0.5), ylim=(min(ys) - 0.6, max(ys) + 0.6))
    ax.axis("off")
    return ax


def _layout(nodes: list[Node]) -> dict[int, tuple[float, float]]:
    r"""점마다의 자리. 셈한 점은 부모보다 한 칸 오른쪽, 입력은 처음 쓰이는 곳의 한 칸 왼쪽입니다."""
    column: dict[int, int] = {}
    for node in nodes:
        column[id(node)] = 1 + max((column[id(p)] for p in node.parents), default=-1)
    for node in reversed(nodes):
        for parent in node.parents:
            if not parent.parents:
                used = [column[id(n)] for n in nodes if any(p is parent for p in n.parents)]
                column[id(parent)] = min(used) - 1
    rows: dict[int, list[Node]] = {}
    for node in nodes:
        rows.setdefault(column[id(node)], []).append(node)
    tallest = max(map(len, rows.values()))
    places = {}
    for x, members in rows.items():
        gap = tallest / len(members)
        for k, node in enumerate(members):
            places[id(node)] = (float(x), tallest - gap * (k + 0.5))
    return places
