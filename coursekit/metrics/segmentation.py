r"""픽셀마다 클래스를 매긴 그림을 정답과 견줍니다: 픽셀 정확도, IoU와 mIoU, Dice."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import integer

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class SegmentationMetrics:
    r"""혼동 행렬 하나에서 나오는 분할의 지표입니다.

    정답에도 예측에도 한 픽셀도 없는 클래스는 IoU가 0/0이라 정해지지 않습니다.
    그런 클래스의 자리는 NaN이고, 평균에서는 뺍니다. 0이나 1로 치면 평균이 그 클래스의 수만큼 낮거나 높아집니다.
    정답에는 없는데 예측에 나온 클래스는 IoU가 0이며 평균에 들어갑니다.

    Parameters
    ----------
    confusion : ndarray of shape (C, C)
        `[i, j]`는 정답이 i인데 j라고 한 픽셀의 수.
    pixel_accuracy : float
        맞힌 픽셀의 비율 :math:`\sum_i n_{ii}/\sum_{ij} n_{ij}`.
    mean_accuracy : float
        클래스마다 맞힌 비율을, 정답에 있는 클래스에 걸쳐 평균 낸 것.
    iou : ndarray of shape (C,)
        클래스마다의 교집합/합집합 :math:`n_{ii}/(t_i + p_i - n_{ii})`. 없는 클래스는 NaN입니다.
    mean_iou : float
        `iou`를 나타난 클래스에 걸쳐 평균 낸 mIoU. NaN이 되지 않습니다.
    frequency_weighted_iou : float
        `iou`를 정답의 픽셀 비율로 가중해 평균 낸 것.
    dice : ndarray of shape (C,)
        클래스마다의 :math:`2n_{ii}/(t_i + p_i)`. 없는 클래스는 NaN입니다.
    mean_dice : float
        `dice`를 나타난 클래스에 걸쳐 평균 낸 것.
    """

    confusion: Array
    pixel_accuracy: float
    mean_accuracy: float
    iou: Array
    mean_iou: float
    frequency_weighted_iou: float
    dice: Array
    mean_dice: float


def segmentation_confusion(
    y_true: ArrayLike, y_pred: ArrayLike, *, classes: int, ignore_index: int | None = 255
) -> Array:
    r"""픽셀의 (정답, 예측) 짝을 셉니다. 배치마다 세어 더하면 전체의 혼동 행렬입니다.

    Parameters
    ----------
    y_true, y_pred : array_like of shape (...,)
        모양이 같은 정수 배열. 흔히 `(N, H, W)`이고 값은 0 이상 C 미만입니다.
    classes : int
        클래스의 수 C, 1 이상.
    ignore_index : int or None
        정답이 이 값인 픽셀은 세지 않으며, 거기 무엇을 예측했는지도 보지 않습니다.

    Returns
    -------
    ndarray of shape (C, C)
        int64. 줄이 정답, 열이 예측입니다.

    Raises
    ------
    ValueError
        모양이 다르거나, 정수가 아니거나, 세는 픽셀의 값이 0 이상 C 미만이 아닐 때.

    Examples
    --------
    >>> segmentation_confusion([[0, 1], [1, 255]], [[0, 0], [1, 0]], classes=2)
    array([[1, 0],
           [1, 1]])
    """
    C = integer("classes", classes, at_least=1)
    truth, guess = np.asarray(y_true), np.asarray(y_pred)
    if truth.shape != guess.shape:
        raise ValueError(
            f"`y_pred` 모양은 `y_true` 모양과 같아야 합니다(받은 모양: {guess.shape}, {truth.shape})."
        )
    for name, value in (("y_true", truth), ("y_pred", guess)):
        if value.dtype.kind not in "iub":
            raise ValueError(f"`{name}` 값은 정수 배열이어야 합니다(받은 dtype: {value.dtype}).")
    if ignore_index is not None:
        counted = truth != ignore_index
        truth, guess = truth[counted], guess[counted]
    for name, value in (("y_true", truth), ("y_pred", guess)):
        wrong = value[(value < 0) | (value >= C)]
        if wrong.size:
            raise ValueError(
                f"`{name}` 값은 0 이상 {C} 미만이어야 합니다"
                f"(받은 값: {wrong[0]}, ignore_index: {ignore_index})."
            )
    pairs = truth.astype(np.int64).ravel() * C + guess.ravel().astype(np.int64)
    return np.bincount(pairs, minlength=C * C).reshape(C, C)


def segmentation_metrics(confusion: ArrayLike) -> SegmentationMetrics:
    r"""혼동 행렬에서 분할의 지표를 셈합니다.

    .. math:: \text{IoU}_i = \frac{n_{ii}}{t_i + p_i - n_{ii}}, \qquad
              \text{Dice}_i = \frac{2n_{ii}}{t_i + p_i} = \frac{2\,\text{IoU}_i}{1 + \text{IoU}_i}

    (Long et al. 2015, 5절의 네 지표; Dice 1945)

    Parameters
    ----------
    confusion : array_like of shape (C, C)
        `[i, j]`는 정답이 i인데 j라고 한 픽셀의 수.

    Returns
    -------
    SegmentationMetrics
        픽셀 정확도, 클래스마다의 IoU와 Dice, 그 평균.

    Raises
    ------
    ValueError
        0 이상 정수의 정사각 행렬이 아니거나, 센 픽셀이 하나도 없을 때.
    """
    counts = np.asarray(confusion)
    square = counts.ndim == 2 and counts.shape[0] == counts.shape[1]
    if not square or counts.dtype.kind not in "iu" or (counts < 0).any():
        raise ValueError(
            "`confusion` 값은 0 이상 정수의 정사각 행렬이어야 합니다"
            f"(받은 모양: {counts.shape}, 받은 dtype: {counts.dtype})."
        )
    if not counts.any():
        raise ValueError("`confusion` 값에는 센 픽셀이 하나 이상 있어야 합니다(받은 픽셀: 0개).")
    right, truth, guess = np.diag(counts), counts.sum(axis=1), counts.sum(axis=0)
    iou = _ratio(right, truth + guess - right)
    dice = _ratio(2 * right, truth + guess)
    in_truth = truth > 0
    return SegmentationMetrics(
        confusion=counts,
        pixel_accuracy=float(right.sum() / counts.sum()),
        mean_accuracy=float((right[in_truth] / truth[in_truth]).mean()),
        iou=iou,
        mean_iou=float(np.nanmean(iou)),
        frequency_weighted_iou=float(np.average(iou[in_truth], weights=truth[in_truth])),
        dice=dice,
        mean_dice=float(np.nanmean(dice)),
    )


def evaluate_segmentation(
    y_true: ArrayLike, y_pred: ArrayLike, *, classes: int, ignore_index: int | None = 255
) -> SegmentationMetrics:
    r"""모든 그림의 픽셀을 한데 세어 분할의 지표를 냅니다.

    그림마다 IoU를 내어 평균하는 것과는 다릅니다. 작은 물체가 있는 그림도 픽셀의 수만큼만 셉니다.

    Parameters
    ----------
    y_true, y_pred : array_like of shape (...,)
        모양이 같은 정수 배열. 흔히 `(N, H, W)`이고 값은 0 이상 C 미만입니다.
    classes : int
        클래스의 수 C, 1 이상.
    ignore_index : int or None
        정답이 이 값인 픽셀은 세지 않습니다.

    Returns
    -------
    SegmentationMetrics
        픽셀 정확도, 클래스마다의 IoU와 Dice, 그 평균.

    Raises
    ------
    ValueError
        모양이나 값이 맞지 않거나, 센 픽셀이 하나도 없을 때.

    Examples
    --------
    >>> metrics = evaluate_segmentation([0, 0, 0, 1], [0, 0, 0, 0], classes=3)
    >>> metrics.pixel_accuracy, metrics.mean_iou
    (0.75, 0.375)
    """
    return segmentation_metrics(
        segmentation_confusion(y_true, y_pred, classes=classes, ignore_index=ignore_index)
    )


def _ratio(part: Array, whole: Array) -> Array:
    return np.where(whole > 0, part / np.maximum(whole, 1), np.nan)
