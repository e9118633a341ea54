r"""그림: 한 가지 모양, 한국어 글꼴과 설명, 곡선과 지형, 움직이는 그림과 만지는 그림."""

from typing import TYPE_CHECKING, Any

from coursekit.viz.animation import Animation, animate
from coursekit.viz.curves import plot_curves
from coursekit.viz.description import alt_of, describe
from coursekit.viz.landscape import plot_landscape, plot_slope
from coursekit.viz.regression import plot_line_fit
from coursekit.viz.source import Source, show_source
from coursekit.viz.style import style, use_style

if TYPE_CHECKING:
    from coursekit.viz.widgets.descent_explorer import DescentExplorer

__all__ = [
    "Animation",
    "DescentExplorer",
    "Source",
    "alt_of",
    "animate",
    "describe",
    "plot_curves",
    "plot_landscape",
    "plot_line_fit",
    "plot_slope",
    "show_source",
    "style",
    "use_style",
]


def __getattr__(name: str) -> Any:
    # 위젯은 ipywidgets를 통째로 불러오므로, 쓸 때까지 미룹니다.
    if name == "DescentExplorer":
        from coursekit.viz.widgets.descent_explorer import DescentExplorer

        return DescentExplorer
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
