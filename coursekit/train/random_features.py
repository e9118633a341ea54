r"""무작위 특징: 첫 층은 뽑은 채로 두고 마지막 층만 최소제곱으로 맞춘 신경망입니다.

Rahimi & Recht (2007), "Random features for large-scale kernel machines".
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, generator, integer, number

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class RandomFeatures:
    r"""맞춘 모델입니다. 입력을 주면 출력을 냅니다.

    Parameters
    ----------
    projection : ndarray of shape (P, D)
        무작위로 뽑아 고정한 첫 층의 가중치.
    weight : ndarray of shape (P, K)
        최소제곱으로 구한 마지막 층의 가중치.
    """

    projection: Array
    weight: Array

    def __call__(self, X: ArrayLike) -> Array:
        r"""`X`의 출력, (N, K)."""
        output: Array = np.maximum(np.asarray(X) @ self.projection.T, 0) @ self.weight
        return output


def fit_random_features(
    X: ArrayLike,
    target: ArrayLike,
    features: int,
    *,
    weight_decay: float = 0.0,
    rng: np.random.Generator | int,
) -> RandomFeatures:
    r"""무작위 ReLU 특징 위에서 제곱 오차를 가장 작게 하는 마지막 층을 구합니다.

    .. math:: \min_W \; \tfrac1N\|\max(XV^\top, 0)\,W - T\|^2 + \lambda\|W\|^2

    해가 여럿이면(특징이 표본보다 많고 :math:`\lambda=0`) 길이가 가장 짧은 것을 고릅니다.

    Parameters
    ----------
    X : array_like of shape (N, D)
        입력, N ≥ 1.
    target : array_like of shape (N, K)
        맞힐 값. 분류면 원핫입니다.
    features : int
        특징의 수 P, 1 이상.
    weight_decay : float
        벌점의 세기 :math:`\lambda`, 0 이상.
    rng : Generator or int
        첫 층을 뽑을 난수 생성기나 씨앗.

    Returns
    -------
    RandomFeatures
        맞춘 모델.

    Raises
    ------
    ValueError
        모양이 맞지 않거나 인자가 범위를 벗어날 때.
    """
    X = array("X", X, shape=(None, None))
    target = array("target", target, shape=(len(X), None))
    if not X.size:
        raise ValueError(f"`X` 모양에는 0이 없어야 합니다(받은 모양: {X.shape}).")
    features = integer("features", features, at_least=1)
    penalty = number("weight_decay", weight_decay, at_least=0)
    projection = generator(rng).standard_normal((features, X.shape[1])) / np.sqrt(X.shape[1])
    hidden = np.maximum(X @ projection.T, 0)
    if penalty > 0:
        # 벌점도 제곱의 합이므로, 정답이 0인 가짜 표본 P개를 덧붙인 최소제곱과 같습니다.
        extra = np.sqrt(len(X) * penalty) * np.eye(features)
        hidden = np.vstack([hidden, extra])
        target = np.vstack([target, np.zeros((features, target.shape[1]))])
    return RandomFeatures(projection, np.linalg.lstsq(hidden, target)[0])
