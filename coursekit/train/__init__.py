r"""학습 루프와 그 기록입니다."""

from coursekit.train.evaluation import accuracy, average_loss
from coursekit.train.history import History
from coursekit.train.line import LineFit, fit_line, line_loss
from coursekit.train.loop import Schedule, fit
from coursekit.train.record import Training

__all__ = [
    "History",
    "LineFit",
    "Schedule",
    "Training",
    "accuracy",
    "average_loss",
    "fit",
    "fit_line",
    "line_loss",
]
