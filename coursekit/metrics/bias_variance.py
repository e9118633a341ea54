r"""편향과 분산: 학습 데이터를 여러 번 새로 뽑아, 예측이 어디에 모이고 얼마나 흩어지는지 잽니다."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, generator, integer, number

Array = NDArray[Any]
Predict = Callable[[Array], ArrayLike]


@dataclass(frozen=True, eq=False)
class BiasVariance:
    r"""제곱 오차를 세 조각으로 나눈 것입니다. 시험점마다의 값이고, 평균은 `.mean()`으로 냅니다.

    Parameters
    ----------
    bias_squared : ndarray of shape (M,)
        예측의 평균이 참값에서 벗어난 거리의 제곱.
    variance : ndarray of shape (M,)
        학습 데이터가 바뀔 때 예측이 흔들리는 정도.
    noise : float
        정답 자체의 분산. 어떤 모델도 줄일 수 없습니다.
    error : ndarray of shape (M,)
        새로 뽑은 정답에서 직접 잰 제곱 오차의 평균. 세 조각의 합과는 뽑기의 오차만큼 다릅니다.
    predictions : ndarray of shape (R, M)
        학습마다의 예측.
    """

    bias_squared: Array
    variance: Array
    noise: float
    error: Array
    predictions: Array


def bias_variance(
    fit: Callable[[Array, Array], Predict],
    draw: Callable[[np.random.Generator], tuple[ArrayLike, ArrayLike]],
    x: ArrayLike,
    truth: ArrayLike,
    *,
    noise: float = 0.0,
    repeats: int = 200,
    rng: np.random.Generator | int,
) -> BiasVariance:
    r"""학습 데이터를 `repeats`번 새로 뽑아 학습하고 편향²과 분산을 잽니다.

    .. math:: \mathbb E(y-\hat f(x))^2 = (f(x)-\mathbb E\hat f(x))^2 + \operatorname{Var}\hat f(x) + \sigma^2

    (Geman et al. 1992, 식 3.1과 3.2)

    Parameters
    ----------
    fit : callable
        학습 데이터 `(x, y)`를 받아 예측 함수를 돌려주는 함수.
    draw : callable
        난수 생성기를 받아 새 학습 데이터 `(x, y)`를 돌려주는 함수.
    x : array_like of shape (M, ...)
        예측할 점.
    truth : array_like of shape (M,)
        그 점에서의 참값 :math:`f(x)`.
    noise : float
        정답에 붙는 정규 잡음의 표준편차 :math:`\sigma`, 0 이상.
    repeats : int
        학습 데이터를 새로 뽑을 횟수 R, 2 이상.
    rng : Generator or int
        난수 생성기나 씨앗.

    Returns
    -------
    BiasVariance
        시험점마다의 편향², 분산, 직접 잰 오차와 예측.

    Raises
    ------
    ValueError
        길이가 맞지 않거나, `noise`나 `repeats`가 범위를 벗어나거나, 예측이 유한하지 않을 때.
    """
    points, target = array("x", x), array("truth", truth, shape=(None,))
    if points.ndim == 0 or len(points) != len(target) or not len(target):
        raise ValueError(
            "`x`와 `truth`의 길이는 같고 1 이상이어야 합니다"
            f"(받은 모양: {points.shape}, {target.shape})."
        )
    sigma = number("noise", noise, at_least=0)
    repeats = integer("repeats", repeats, at_least=2)
    rng = generator(rng)
    predictions = np.empty((repeats, len(target)))
    error = np.zeros(len(target))
    for r in range(repeats):
        x_train, y_train = draw(rng)
        predict = fit(np.asarray(x_train), np.asarray(y_train))
        predictions[r] = array("fit(x, y)(x)", predict(points), shape=target.shape)
        observed = target + sigma * rng.standard_normal(len(target))
        error += (observed - predictions[r]) ** 2 / repeats
    return BiasVariance(
        bias_squared=(target - predictions.mean(axis=0)) ** 2,
        variance=predictions.var(axis=0),
        noise=sigma**2,
        error=error,
        predictions=predictions,
    )
