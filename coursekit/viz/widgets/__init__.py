r"""만지는 그림(위젯): 숫자는 파이썬이 셈하고 자바스크립트는 그리기만 합니다."""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coursekit.viz.widgets.batch_explorer import BatchExplorer
    from coursekit.viz.widgets.bend_explorer import BendExplorer
    from coursekit.viz.widgets.bias_variance_explorer import BiasVarianceExplorer
    from coursekit.viz.widgets.box_explorer import BoxExplorer
    from coursekit.viz.widgets.conv_backward_stepper import ConvBackwardStepper
    from coursekit.viz.widgets.conv_stepper import ConvStepper
    from coursekit.viz.widgets.descent_explorer import DescentExplorer
    from coursekit.viz.widgets.init_explorer import InitExplorer
    from coursekit.viz.widgets.optimizer_race import OptimizerRace
    from coursekit.viz.widgets.precision_recall_builder import PrecisionRecallBuilder
    from coursekit.viz.widgets.transposed_conv_explorer import TransposedConvExplorer

__all__ = [
    "BatchExplorer",
    "BendExplorer",
    "BiasVarianceExplorer",
    "BoxExplorer",
    "ConvBackwardStepper",
    "ConvStepper",
    "DescentExplorer",
    "InitExplorer",
    "OptimizerRace",
    "PrecisionRecallBuilder",
    "TransposedConvExplorer",
]

# 위젯은 ipywidgets를 통째로 불러오므로, 쓸 때까지 미룹니다.
_HOMES = {
    "BatchExplorer": "batch_explorer",
    "BendExplorer": "bend_explorer",
    "BiasVarianceExplorer": "bias_variance_explorer",
    "BoxExplorer": "box_explorer",
    "ConvBackwardStepper": "conv_backward_stepper",
    "ConvStepper": "conv_stepper",
    "DescentExplorer": "descent_explorer",
    "InitExplorer": "init_explorer",
    "OptimizerRace": "optimizer_race",
    "PrecisionRecallBuilder": "precision_recall_builder",
    "TransposedConvExplorer": "transposed_conv_explorer",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
