r"""예측이 얼마나 좋은지, 그 수를 얼마나 믿을 수 있는지 잽니다."""

from coursekit.metrics.average_precision import (
    average_precision,
    precision_envelope,
    precision_recall,
)
from coursekit.metrics.bias_variance import BiasVariance, bias_variance
from coursekit.metrics.bootstrap import BootstrapInterval, bootstrap_interval
from coursekit.metrics.classification import (
    PrecisionRecall,
    accuracy_score,
    confusion_matrix,
    precision_recall_f1,
)
from coursekit.metrics.coco import CocoMetrics, coco_metrics
from coursekit.metrics.detection import DetectionCurve, DetectionMetrics, evaluate_detections
from coursekit.metrics.image_boxes import Detections, Truths
from coursekit.metrics.padilla import padilla_example
from coursekit.metrics.probability import Reliability, brier_score, log_loss, reliability
from coursekit.metrics.segmentation import (
    SegmentationMetrics,
    evaluate_segmentation,
    segmentation_confusion,
    segmentation_metrics,
)
from coursekit.metrics.thresholds import (
    PrecisionRecallCurve,
    ROCCurve,
    precision_recall_curve,
    roc_curve,
)

__all__ = [
    "BiasVariance",
    "BootstrapInterval",
    "CocoMetrics",
    "DetectionCurve",
    "DetectionMetrics",
    "Detections",
    "PrecisionRecall",
    "PrecisionRecallCurve",
    "ROCCurve",
    "Reliability",
    "SegmentationMetrics",
    "Truths",
    "accuracy_score",
    "average_precision",
    "bias_variance",
    "bootstrap_interval",
    "brier_score",
    "coco_metrics",
    "confusion_matrix",
    "evaluate_detections",
    "evaluate_segmentation",
    "log_loss",
    "padilla_example",
    "precision_envelope",
    "precision_recall",
    "precision_recall_curve",
    "precision_recall_f1",
    "reliability",
    "roc_curve",
    "segmentation_confusion",
    "segmentation_metrics",
]
