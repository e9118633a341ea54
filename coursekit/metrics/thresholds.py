r"""문턱을 옮기며 재는 지표입니다: ROC 곡선과 AUC, 정밀도-재현율 곡선과 평균 정밀도."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array
from coursekit.metrics.labels import class_labels, same_length

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class ROCCurve:
    r"""문턱을 낮추며 잰 거짓 양성률과 참 양성률입니다. (0, 0)에서 (1, 1)까지 갑니다.

    Parameters
    ----------
    fpr, tpr : ndarray of shape (K,)
        음성 가운데 양성이라고 한 비율과, 양성 가운데 찾아낸 비율(재현율).
    thresholds : ndarray of shape (K,)
        점수가 이 값 이상이면 양성이라고 합니다. 첫 값은 무한대입니다.
    """

    fpr: Array
    tpr: Array
    thresholds: Array

    @property
    def auc(self) -> float:
        r"""곡선 아래 넓이: 양성 하나가 음성 하나보다 높은 점수를 받을 확률. 같은 점수는 절반으로 셉니다."""
        return float(np.trapezoid(self.tpr, self.fpr))


@dataclass(frozen=True, eq=False)
class PrecisionRecallCurve:
    r"""문턱을 낮추며 잰 정밀도와 재현율입니다. 재현율 0, 정밀도 1에서 시작합니다.

    Parameters
    ----------
    precision, recall : ndarray of shape (K,)
        정밀도와 재현율. 재현율은 줄지 않습니다.
    thresholds : ndarray of shape (K,)
        점수가 이 값 이상이면 양성이라고 합니다. 첫 값은 무한대입니다.
    """

    precision: Array
    recall: Array
    thresholds: Array

    @property
    def average_precision(self) -> float:
        r"""평균 정밀도 :math:`\sum_k (R_k - R_{k-1}) P_k`. 곡선을 매끄럽게 고치지 않습니다."""
        return float(np.sum(np.diff(self.recall) * self.precision[1:]))


def roc_curve(y_true: ArrayLike, scores: ArrayLike) -> ROCCurve:
    r"""점수의 문턱마다 거짓 양성률과 참 양성률을 잽니다.

    Parameters
    ----------
    y_true : array_like of shape (N,)
        1이면 양성, 0이면 음성. 둘 다 있어야 합니다.
    scores : array_like of shape (N,)
        클수록 양성. 확률이 아니어도 됩니다.

    Returns
    -------
    ROCCurve
        서로 다른 점수마다 점 하나와 출발점.

    Raises
    ------
    ValueError
        길이가 다르거나, 0과 1 말고 다른 번호가 있거나, 양성이나 음성이 하나도 없을 때.
    """
    tp, fp, thresholds = _counts(y_true, scores)
    if not fp[-1]:
        raise ValueError("`y_true` 값에는 음성(0)이 하나 이상 있어야 합니다(받은 음성: 0개).")
    return ROCCurve(fp / fp[-1], tp / tp[-1], thresholds)


def precision_recall_curve(y_true: ArrayLike, scores: ArrayLike) -> PrecisionRecallCurve:
    r"""점수의 문턱마다 정밀도와 재현율을 잽니다.

    Parameters
    ----------
    y_true : array_like of shape (N,)
        1이면 양성, 0이면 음성. 양성이 있어야 합니다.
    scores : array_like of shape (N,)
        클수록 양성. 확률이 아니어도 됩니다.

    Returns
    -------
    PrecisionRecallCurve
        서로 다른 점수마다 점 하나와 출발점.

    Raises
    ------
    ValueError
        길이가 다르거나, 0과 1 말고 다른 번호가 있거나, 양성이 하나도 없을 때.
    """
    tp, fp, thresholds = _counts(y_true, scores)
    # 출발점에서는 아무것도 양성이라 하지 않습니다. 그 정밀도 0/0은 1로 적는 것이 관례입니다.
    precision = np.append(1.0, tp[1:] / (tp + fp)[1:])
    return PrecisionRecallCurve(precision, tp / tp[-1], thresholds)


def _counts(y_true: ArrayLike, scores: ArrayLike) -> tuple[Array, Array, Array]:
    r"""점수의 차례로 양성이라 할 때의 TP와 FP. 같은 점수는 한꺼번에 넘어갑니다."""
    truth = class_labels("y_true", y_true, classes=2)
    score = array("scores", scores, shape=(None,))
    same_length("scores", score, "y_true", truth)
    if not truth.any():
        raise ValueError("`y_true` 값에는 양성(1)이 하나 이상 있어야 합니다(받은 양성: 0개).")
    order = np.argsort(-score, kind="stable")
    truth, score = truth[order], score[order]
    last = np.append(np.flatnonzero(np.diff(score)), len(score) - 1)
    tp = np.append(0, np.cumsum(truth)[last])
    fp = np.append(0, np.cumsum(1 - truth)[last])
    return tp, fp, np.append(np.inf, score[last])
