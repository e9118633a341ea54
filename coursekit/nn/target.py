r"""손실이 받는 정답: 예측과 같은 모양의 값이거나, 클래스의 번호나 확률입니다."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, number

Array = NDArray[Any]


def matching_target(prediction: Array, target: ArrayLike) -> Array:
    r"""정답을 예측과 같은 모양, 같은 dtype의 배열로 받습니다.

    (N, 1)과 (N,)을 몰래 펼쳐 (N, N)으로 만들지 않습니다.

    Parameters
    ----------
    prediction : ndarray
        예측.
    target : array_like
        예측과 모양이 같은 정답.

    Returns
    -------
    ndarray
        정답.

    Raises
    ------
    ValueError
        모양이 다르거나 실수 배열이 아닐 때.
    """
    values = array("target", target, shape=prediction.shape, finite=False)
    return values.astype(prediction.dtype, copy=False)


def target_distribution(
    scores: Array,
    target: ArrayLike,
    *,
    weight: ArrayLike | None = None,
    ignore_index: int = -100,
    label_smoothing: float = 0.0,
) -> tuple[Array, Array]:
    r"""정답을 클래스마다의 무게 :math:`q`로 펴서, 손실을 :math:`-\sum_c q_c \log p_c` 하나로 쓸 수 있게 합니다.

    .. math:: q_c = w_c\left((1 - \epsilon)\,[c = y] + \epsilon / C\right)

    :math:`\epsilon`만큼의 몫은 **정답을 포함한** C개 클래스가 똑같이 나눕니다. Szegedy et al. (2016), 7절.

    Parameters
    ----------
    scores : ndarray of shape (N, C, ...)
        점수나 로그 확률. 모양과 dtype만 봅니다.
    target : array_like of shape (N, ...) or (N, C, ...)
        정답 클래스의 번호(정수)나, 클래스마다의 확률(실수).
    weight : array_like of shape (C,), optional
        클래스마다의 무게 :math:`w`, 0 이상.
    ignore_index : int
        이 번호가 붙은 표본은 손실에서 뺍니다.
    label_smoothing : float
        라벨 스무딩 :math:`\epsilon`, 0 이상 1 이하.

    Returns
    -------
    q : ndarray of shape (N, C, ...)
        클래스마다의 무게.
    sample_weight : ndarray of shape (N, ...)
        표본이 평균에서 갖는 무게. 번호이면 :math:`w_y`, 확률이면 1입니다.

    Raises
    ------
    ValueError
        모양이나 범위가 맞지 않을 때.
    """
    if scores.ndim < 2 or scores.shape[1] == 0:
        raise ValueError(f"`prediction` 모양은 (N, C)이어야 합니다(받은 모양: {scores.shape}).")
    classes = scores.shape[1]
    smoothing = number("label_smoothing", label_smoothing, at_least=0, at_most=1)
    w = np.ones(classes, scores.dtype)
    if weight is not None:
        w = array("weight", weight, shape=(classes,)).astype(scores.dtype)
        number("min(weight)", w.min(), at_least=0)
    labels = np.asarray(target)
    if labels.dtype.kind == "f" and labels.shape == scores.shape:
        q = _checked_probabilities(labels).astype(scores.dtype)
        counted = np.ones(labels.shape[:1] + labels.shape[2:], bool)
        sample_weight = counted.astype(scores.dtype)
    else:
        counted = _checked_labels(labels, scores.shape, ignore_index)
        safe = np.where(counted, labels, 0)
        q = np.zeros_like(scores)
        np.put_along_axis(q, safe[:, None], counted[:, None].astype(scores.dtype), axis=1)
        sample_weight = w[safe] * counted
    if smoothing:
        q *= 1 - smoothing
        q += smoothing / classes * counted[:, None]
    if weight is not None:
        q *= w.reshape(-1, *[1] * (scores.ndim - 2))
    return q, sample_weight


def _checked_labels(labels: Array, shape: tuple[int, ...], ignore_index: int) -> Array:
    r"""번호를 검사하고, 세는 표본이면 참인 배열을 돌려줍니다."""
    classes, wanted = shape[1], shape[:1] + shape[2:]
    if labels.dtype.kind not in "iu":
        raise ValueError(
            f"`target` 값은 클래스 번호(정수)이거나 모양이 {shape}인 확률(실수)이어야 합니다"
            f"(받은 dtype: {labels.dtype}, 받은 모양: {labels.shape})."
        )
    if labels.shape != wanted:
        raise ValueError(f"`target` 모양은 {wanted}이어야 합니다(받은 모양: {labels.shape}).")
    counted: Array = labels != ignore_index
    used = labels[counted]
    if used.size and not 0 <= used.min() <= used.max() < classes:
        raise ValueError(
            f"`target` 값은 0 이상 {classes} 미만이어야 합니다"
            f"(받은 범위: {used.min()}부터 {used.max()}까지)."
        )
    return counted


def _checked_probabilities(target: Array) -> Array:
    if target.size and not (target.min() >= 0 and np.allclose(target.sum(axis=1), 1, atol=1e-4)):
        raise ValueError(
            "`target` 확률은 0 이상이고 클래스에 걸친 합이 1이어야 합니다"
            f"(받은 가장 작은 값: {target.min():g}, 합의 범위: "
            f"{target.sum(axis=1).min():g}부터 {target.sum(axis=1).max():g}까지)."
        )
    return target
