r"""학습 루프와 그 기록입니다."""

from coursekit.train.curvature import hessian_vector_product, largest_curvature
from coursekit.train.early_stopping import EarlyStopping
from coursekit.train.evaluation import accuracy, average_loss
from coursekit.train.gradients import loss_gradient, sample_gradients
from coursekit.train.history import History
from coursekit.train.interpolation import along_line
from coursekit.train.line import LineFit, fit_line, line_loss
from coursekit.train.loop import fit
from coursekit.train.polynomial import Polynomial, fit_polynomial
from coursekit.train.record import Training

__all__ = [
    "EarlyStopping",
    "History",
    "LineFit",
    "Polynomial",
    "Training",
    "accuracy",
    "along_line",
    "average_loss",
    "fit",
    "fit_line",
    "fit_polynomial",
    "hessian_vector_product",
    "largest_curvature",
    "line_loss",
    "loss_gradient",
    "sample_gradients",
]
