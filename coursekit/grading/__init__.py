r"""연습문제를 만들고 채점하는 꾸러미입니다. 딥러닝은 모르며, 어느 과목에나 쓸 수 있습니다.

이름은 처음 쓸 때 불러옵니다: 노트북의 `from coursekit.grading import emit` 한 줄이
pytest나 nbval을 끌어오지 않게 하려는 것입니다.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coursekit.grading.exercise import Cell, Exercise, Item
    from coursekit.grading.release import build_exercise, release_notebook
    from coursekit.grading.source import read_exercise
    from coursekit.grading.values import emit

_HOMES = {
    "Cell": "exercise",
    "Exercise": "exercise",
    "Item": "exercise",
    "build_exercise": "release",
    "emit": "values",
    "read_exercise": "source",
    "release_notebook": "release",
}

__all__ = [
    "Cell",
    "Exercise",
    "Item",
    "build_exercise",
    "emit",
    "read_exercise",
    "release_notebook",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"coursekit.grading.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__]
