r"""분류기가 고른 클래스를 정답과 견줍니다: 혼동 행렬과, 거기서 나오는 정밀도와 재현율과 F1."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import integer
from coursekit.metrics.labels import class_labels, same_length

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class PrecisionRecall:
    r"""클래스마다의, 또는 평균 낸 정밀도와 재현율과 F1입니다.

    Parameters
    ----------
    precision : ndarray of shape (C,) or float
        그 클래스라고 한 것 가운데 맞은 비율.
    recall : ndarray of shape (C,) or float
        그 클래스인 것 가운데 찾아낸 비율.
    f1 : ndarray of shape (C,) or float
        둘의 조화평균.
    support : ndarray of shape (C,)
        클래스마다의 정답 수.
    """

    precision: Any
    recall: Any
    f1: Any
    support: Array


def accuracy_score(y_true: ArrayLike, y_pred: ArrayLike) -> float:
    r"""맞힌 표본의 비율입니다.

    Parameters
    ----------
    y_true, y_pred : array_like of shape (N,)
        정답과 예측한 클래스의 번호, N ≥ 1.

    Returns
    -------
    float
        0과 1 사이.

    Raises
    ------
    ValueError
        비었거나 길이가 다르거나 번호가 아닐 때.
    """
    truth, guess = class_labels("y_true", y_true), class_labels("y_pred", y_pred)
    same_length("y_pred", guess, "y_true", truth)
    return float((truth == guess).mean())


def confusion_matrix(y_true: ArrayLike, y_pred: ArrayLike, *, classes: int | None = None) -> Array:
    r"""정답과 예측의 짝을 셉니다.

    Parameters
    ----------
    y_true, y_pred : array_like of shape (N,)
        정답과 예측한 클래스의 번호, N ≥ 1.
    classes : int, optional
        클래스의 수 C. 기본은 나온 번호 가운데 가장 큰 것에 1을 더한 값입니다.

    Returns
    -------
    ndarray of shape (C, C)
        `[i, j]`는 정답이 i인데 j라고 한 표본의 수. 줄이 정답, 열이 예측입니다.

    Raises
    ------
    ValueError
        비었거나 길이가 다르거나 번호가 `classes` 이상일 때.

    Examples
    --------
    >>> confusion_matrix([0, 0, 1, 2], [0, 1, 1, 2])
    array([[1, 1, 0],
           [0, 1, 0],
           [0, 0, 1]])
    """
    truth = class_labels("y_true", y_true, classes=classes)
    guess = class_labels("y_pred", y_pred, classes=classes)
    same_length("y_pred", guess, "y_true", truth)
    C = int(max(truth.max(), guess.max())) + 1 if classes is None else integer("classes", classes)
    return np.bincount(truth * C + guess, minlength=C * C).reshape(C, C)


def precision_recall_f1(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    *,
    classes: int | None = None,
    average: Literal["macro", "micro"] | None = None,
    zero_division: float = 0.0,
) -> PrecisionRecall:
    r"""정밀도 :math:`\frac{TP}{TP+FP}`, 재현율 :math:`\frac{TP}{TP+FN}`, :math:`F_1=\frac{2TP}{2TP+FP+FN}`을 구합니다.

    Parameters
    ----------
    y_true, y_pred : array_like of shape (N,)
        정답과 예측한 클래스의 번호, N ≥ 1.
    classes : int, optional
        클래스의 수 C. 기본은 나온 번호 가운데 가장 큰 것에 1을 더한 값입니다.
    average : {None, "macro", "micro"}
        `None`이면 클래스마다, "macro"면 클래스마다의 값을 그대로 평균 내고,
        "micro"면 TP, FP, FN을 모두 더한 뒤 나눕니다. 클래스가 하나씩인 분류에서 "micro"는 정확도와 같습니다.
    zero_division : float
        0을 0으로 나누게 될 때 쓸 값. 한 번도 예측하지 않은 클래스의 정밀도와 정답에 없는 클래스의 재현율이 그렇습니다.
        `nan`이면 "macro" 평균에서 그 클래스를 뺍니다.

    Returns
    -------
    PrecisionRecall
        정밀도, 재현율, F1과 클래스마다의 정답 수.

    Raises
    ------
    ValueError
        비었거나 길이가 다르거나, 번호나 `average`가 범위를 벗어날 때.
    """
    if average not in (None, "macro", "micro"):
        raise ValueError(f'`average` 값은 None, "macro", "micro"여야 합니다(받은 값: {average!r}).')
    counts = confusion_matrix(y_true, y_pred, classes=classes)
    support = counts.sum(axis=1)
    tp, predicted, actual = np.diag(counts), counts.sum(axis=0), support
    if average == "micro":
        tp, predicted, actual = tp.sum(), predicted.sum(), actual.sum()
    precision = _ratio(tp, predicted, zero_division)
    recall = _ratio(tp, actual, zero_division)
    f1 = _ratio(2 * tp, predicted + actual, zero_division)
    if average is not None:
        precision, recall, f1 = _mean(precision), _mean(recall), _mean(f1)
    return PrecisionRecall(precision, recall, f1, support)


def _ratio(part: Any, whole: Any, empty: float) -> Any:
    return np.where(whole > 0, part / np.maximum(whole, 1), empty)


def _mean(scores: Array) -> float:
    defined = scores[~np.isnan(scores)]
    return float(defined.mean()) if defined.size else float("nan")
