r"""만지는 그림(위젯): 숫자는 파이썬이 셈하고 자바스크립트는 그리기만 합니다."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coursekit.viz.widgets.descent_explorer import DescentExplorer

__all__ = ["DescentExplorer"]


def __getattr__(name: str) -> Any:
    # 위젯은 ipywidgets를 통째로 불러오므로, 쓸 때까지 미룹니다.
    if name == "DescentExplorer":
        from coursekit.viz.widgets.descent_explorer import DescentExplorer

        return DescentExplorer
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
