r"""예측이 얼마나 좋은지, 그 수를 얼마나 믿을 수 있는지 잽니다."""

from coursekit.metrics.bias_variance import BiasVariance, bias_variance
from coursekit.metrics.bootstrap import BootstrapInterval, bootstrap_interval
from coursekit.metrics.classification import (
    PrecisionRecall,
    accuracy_score,
    confusion_matrix,
    precision_recall_f1,
)
from coursekit.metrics.probability import Reliability, brier_score, log_loss, reliability
from coursekit.metrics.thresholds import (
    PrecisionRecallCurve,
    ROCCurve,
    precision_recall_curve,
    roc_curve,
)

__all__ = [
    "BiasVariance",
    "BootstrapInterval",
    "PrecisionRecall",
    "PrecisionRecallCurve",
    "ROCCurve",
    "Reliability",
    "accuracy_score",
    "bias_variance",
    "bootstrap_interval",
    "brier_score",
    "confusion_matrix",
    "log_loss",
    "precision_recall_curve",
    "precision_recall_f1",
    "reliability",
    "roc_curve",
]
