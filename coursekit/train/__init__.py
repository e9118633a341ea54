r"""학습 루프와 그 기록입니다.

torch를 쓰는 이름(`fit_torch` 등)은 처음 쓸 때 불러옵니다.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from coursekit.train.batch_statistics import update_bn
from coursekit.train.cross_validation import cross_validate
from coursekit.train.curvature import hessian_vector_product, largest_curvature
from coursekit.train.early_stopping import EarlyStopping
from coursekit.train.evaluation import accuracy, average_loss
from coursekit.train.gradients import loss_gradient, sample_gradients
from coursekit.train.hidden_units import (
    fit_output_layer,
    hidden_contributions,
    place_hidden_units,
)
from coursekit.train.history import History
from coursekit.train.interpolation import along_line
from coursekit.train.line import LineFit, fit_line, line_loss
from coursekit.train.loop import fit
from coursekit.train.nearest import fit_nearest
from coursekit.train.polynomial import Polynomial, fit_polynomial
from coursekit.train.propagation import root_mean_square, signal_scales, weight_gradient_norms
from coursekit.train.random_features import RandomFeatures, fit_random_features
from coursekit.train.record import Training

if TYPE_CHECKING:
    from coursekit.train.checkpoint import load_checkpoint, save_checkpoint
    from coursekit.train.detection import fit_detector
    from coursekit.train.torch_loop import fit_torch, predict_torch

_HOMES = {
    "fit_detector": "detection",
    "fit_torch": "torch_loop",
    "load_checkpoint": "checkpoint",
    "predict_torch": "torch_loop",
    "save_checkpoint": "checkpoint",
}

__all__ = [
    "EarlyStopping",
    "History",
    "LineFit",
    "Polynomial",
    "RandomFeatures",
    "Training",
    "accuracy",
    "along_line",
    "average_loss",
    "cross_validate",
    "fit",
    "fit_detector",
    "fit_line",
    "fit_nearest",
    "fit_output_layer",
    "fit_polynomial",
    "fit_random_features",
    "fit_torch",
    "hessian_vector_product",
    "hidden_contributions",
    "largest_curvature",
    "line_loss",
    "load_checkpoint",
    "loss_gradient",
    "place_hidden_units",
    "predict_torch",
    "root_mean_square",
    "sample_gradients",
    "save_checkpoint",
    "signal_scales",
    "update_bn",
    "weight_gradient_norms",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"coursekit.train.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__]
