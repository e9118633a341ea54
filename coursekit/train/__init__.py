r"""학습 루프와 그 기록입니다."""

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
    "fit_line",
    "fit_nearest",
    "fit_output_layer",
    "fit_polynomial",
    "fit_random_features",
    "hessian_vector_product",
    "hidden_contributions",
    "largest_curvature",
    "line_loss",
    "loss_gradient",
    "place_hidden_units",
    "root_mean_square",
    "sample_gradients",
    "signal_scales",
    "update_bn",
    "weight_gradient_norms",
]
