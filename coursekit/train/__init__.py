r"""학습 루프와 그 기록입니다."""

from coursekit.train.history import History
from coursekit.train.line import LineFit, fit_line, line_loss

__all__ = ["History", "LineFit", "fit_line", "line_loss"]
