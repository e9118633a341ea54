r"""분류기가 낸 확률을 잽니다: 로그 손실, 브라이어 점수, 그리고 확률이 말한 만큼 맞는지(보정)."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import integer
from coursekit.metrics.labels import class_labels, class_probabilities

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Reliability:
    r"""확신을 구간으로 나누어, 구간마다 말한 확률과 맞힌 비율을 견준 표입니다.

    Parameters
    ----------
    edges : ndarray of shape (B + 1,)
        구간의 경계. b번 구간은 `edges[b]` 초과 `edges[b + 1]` 이하입니다.
    counts : ndarray of shape (B,)
        구간마다의 표본 수.
    confidence, accuracy : ndarray of shape (B,)
        구간마다의 평균 확신과 맞힌 비율. 빈 구간은 NaN입니다.
    """

    edges: Array
    counts: Array
    confidence: Array
    accuracy: Array

    @property
    def expected_calibration_error(self) -> float:
        r"""기대 보정 오차 :math:`\sum_b \frac{n_b}{N}\,|\text{acc}_b-\text{conf}_b|` (Guo et al. 2017, 식 3)."""
        filled = self.counts > 0
        gap = np.abs(self.accuracy - self.confidence)[filled]
        return float(np.average(gap, weights=self.counts[filled]))


def log_loss(y_true: ArrayLike, probabilities: ArrayLike) -> float:
    r"""정답 클래스에 준 확률의 로그에 음의 부호를 붙여 평균 냅니다.

    Parameters
    ----------
    y_true : array_like of shape (N,)
        정답 클래스의 번호, N ≥ 1.
    probabilities : array_like of shape (N, C)
        클래스마다의 확률. 줄마다 합이 1입니다.

    Returns
    -------
    float
        0 이상. 확률 0은 dtype의 `eps`로 올려 무한대가 되지 않게 합니다.

    Raises
    ------
    ValueError
        길이나 번호가 맞지 않거나 확률이 아닐 때.
    """
    truth, p = _check(y_true, probabilities)
    given = p[np.arange(len(p)), truth]
    return float(-np.log(np.clip(given, np.finfo(p.dtype).eps, 1)).mean())


def brier_score(y_true: ArrayLike, probabilities: ArrayLike) -> float:
    r"""확률과 원핫 정답의 제곱 거리 :math:`\frac1N\sum_n\sum_c (p_{nc}-y_{nc})^2`입니다.

    Parameters
    ----------
    y_true : array_like of shape (N,)
        정답 클래스의 번호, N ≥ 1.
    probabilities : array_like of shape (N, C)
        클래스마다의 확률. 줄마다 합이 1입니다.

    Returns
    -------
    float
        0에서 2 사이. 클래스가 둘일 때 흔히 쓰는 :math:`(p-y)^2`의 두 배입니다(Brier 1950의 정의).

    Raises
    ------
    ValueError
        길이나 번호가 맞지 않거나 확률이 아닐 때.
    """
    truth, p = _check(y_true, probabilities)
    error = p.copy()
    error[np.arange(len(p)), truth] -= 1
    return float((error**2).sum(axis=1).mean())


def reliability(y_true: ArrayLike, probabilities: ArrayLike, *, bins: int = 10) -> Reliability:
    r"""가장 높은 확률(확신)의 구간마다 실제로 맞힌 비율을 잽니다.

    Parameters
    ----------
    y_true : array_like of shape (N,)
        정답 클래스의 번호, N ≥ 1.
    probabilities : array_like of shape (N, C)
        클래스마다의 확률. 줄마다 합이 1입니다.
    bins : int
        0에서 1까지를 같은 폭으로 나눌 구간의 수 B, 1 이상.

    Returns
    -------
    Reliability
        구간마다의 수, 평균 확신, 맞힌 비율.

    Raises
    ------
    ValueError
        길이나 번호가 맞지 않거나, 확률이 아니거나, `bins`가 1보다 작을 때.
    """
    bins = integer("bins", bins, at_least=1)
    truth, p = _check(y_true, probabilities)
    confidence = p.max(axis=1)
    right = p.argmax(axis=1) == truth
    edges = np.linspace(0, 1, bins + 1)
    where = np.searchsorted(edges[1:-1], confidence)
    counts = np.bincount(where, minlength=bins)
    empty = np.where(counts > 0, 1.0, np.nan)
    size = np.maximum(counts, 1) * empty
    return Reliability(
        edges,
        counts,
        np.bincount(where, weights=confidence, minlength=bins) / size,
        np.bincount(where, weights=right, minlength=bins) / size,
    )


def _check(y_true: ArrayLike, probabilities: ArrayLike) -> tuple[Array, Array]:
    truth = class_labels("y_true", y_true)
    p = class_probabilities("probabilities", probabilities, samples=len(truth))
    class_labels("y_true", truth, classes=p.shape[1])
    return truth, p
