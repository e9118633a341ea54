r"""torch로 쓴 모델입니다: 분류, 분할, 검출.

이름은 처음 쓸 때 불러옵니다: torch가 필요 없는 이름이 torch를 끌어오지 않게 하려는 것입니다.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coursekit.models.receptive import receptive_field
    from coursekit.models.summary import LayerSummary, Summary, summarize
    from coursekit.models.targets import (
        Detections,
        DetectionSet,
        Target,
        collate_targets,
        to_numpy,
        to_targets,
    )

_HOMES = {
    "DetectionSet": "targets",
    "Detections": "targets",
    "LayerSummary": "summary",
    "Summary": "summary",
    "Target": "targets",
    "collate_targets": "targets",
    "receptive_field": "receptive",
    "summarize": "summary",
    "to_numpy": "targets",
    "to_targets": "targets",
}

__all__ = [
    "DetectionSet",
    "Detections",
    "LayerSummary",
    "Summary",
    "Target",
    "collate_targets",
    "receptive_field",
    "summarize",
    "to_numpy",
    "to_targets",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"coursekit.models.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__]
