r"""은닉층이 하나인 신경망을 들여다봅니다: 유닛마다의 몫과, 학습하지 않고 놓은 유닛."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, integer, number
from coursekit.nn import Layer, Linear, Sequential

Array = NDArray[Any]


def place_hidden_units(
    units: int, *, activation: Callable[[], Layer], steepness: float = 1.0
) -> Sequential:
    r"""입력이 하나인 신경망의 은닉 유닛을 구간 [−1, 1]에 고르게 놓습니다.

    유닛 k는 :math:`\varphi(s\,(x - c_k))`이고, 휘는 자리 :math:`c_k = -1 + (2k + 1)/K`는 구간을
    K등분한 칸의 가운데입니다. 출력층은 0입니다.

    Parameters
    ----------
    units : int
        은닉 유닛의 수 K, 1 이상.
    activation : callable
        활성화 함수의 층을 만드는 것.
    steepness : float
        은닉층의 가중치 :math:`s`, 0보다 큽니다.

    Returns
    -------
    Sequential
        `Linear(1, K), activation, Linear(K, 1)`.

    Raises
    ------
    ValueError
        `units`가 1보다 작거나 `steepness`가 0 이하일 때.
    """
    units = integer("units", units, at_least=1)
    steepness = number("steepness", steepness, above=0)
    hidden, output = Linear(1, units, rng=0), Linear(units, 1, rng=0)
    hidden.weight.data[...] = steepness
    hidden.bias.data[...] = -steepness * (-1 + (2 * np.arange(units) + 1) / units)  # type: ignore[union-attr]
    for p in output.parameters():
        p.data[...] = 0
    return Sequential(hidden, activation(), output)


def fit_output_layer(
    model: Sequential, x: ArrayLike, y: ArrayLike, *, ridge: float = 1e-6
) -> float:
    r"""은닉층은 두고 마지막 선형 층만 최소제곱으로 맞춥니다. 모델의 마지막 층이 바뀝니다.

    .. math:: \min_{V, a}\; \frac1N \sum_n \lVert V h_n + b - y_n \rVert^2 + \lambda \lVert V \rVert^2

    은닉층이 정해지면 출력은 매개변수의 일차식이라 걷지 않고 한 번에 풉니다.
    작은 벌점 :math:`\lambda`는 유닛들이 서로 닮았을 때 가중치가 한없이 커지는 것을 막습니다.

    Parameters
    ----------
    model : Sequential
        마지막이 편향이 있는 `Linear`인 모델.
    x : array_like of shape (N, I)
        입력.
    y : array_like of shape (N, O)
        정답.
    ridge : float
        벌점의 세기 :math:`\lambda`, 0 이상.

    Returns
    -------
    float
        맞춘 뒤의 평균 제곱 오차.

    Raises
    ------
    ValueError
        마지막 층이 편향이 있는 `Linear`가 아니거나 모양이 맞지 않을 때.
    """
    last = model[len(model) - 1]
    if not isinstance(last, Linear) or last.bias is None:
        raise ValueError(
            f"`model` 마지막 층은 편향이 있는 Linear여야 합니다(받은 형: {type(last).__name__})."
        )
    ridge = number("ridge", ridge, at_least=0)
    hidden = _hidden(model, array("x", x, shape=(None, None)))
    target = array("y", y, shape=(len(hidden), last.out_features))
    middle, mean = hidden.mean(axis=0), target.mean(axis=0)
    # 벌점을 √(λN)배한 단위 행렬의 행으로 덧붙이면 보통의 최소제곱 문제가 됩니다.
    extra = np.sqrt(ridge * len(hidden)) * np.eye(last.in_features)
    rows = np.concatenate([hidden - middle, extra])
    wanted = np.concatenate([target - mean, np.zeros((last.in_features, last.out_features))])
    weight = np.linalg.lstsq(rows, wanted, rcond=None)[0].T
    last.weight.data[...] = weight
    last.bias.data[...] = mean - weight @ middle
    return float(((model(x) - target) ** 2).mean())


def hidden_contributions(model: Sequential, x: ArrayLike) -> Array:
    r"""출력을 은닉 유닛마다의 몫 :math:`v_k h_k(x)`로 나눕니다. 모두 더하고 편향을 더하면 출력입니다.

    Parameters
    ----------
    model : Sequential
        마지막이 출력이 하나인 `Linear`인 모델.
    x : array_like of shape (N, I)
        입력.

    Returns
    -------
    ndarray of shape (K, N)
        유닛마다의 몫.

    Raises
    ------
    ValueError
        마지막 층이 출력이 하나인 `Linear`가 아닐 때.
    """
    last = model[len(model) - 1]
    if not isinstance(last, Linear) or last.out_features != 1:
        raise ValueError(
            f"`model` 마지막 층은 출력이 하나인 Linear여야 합니다(받은 형: {type(last).__name__})."
        )
    parts: Array = last.weight.data.T * _hidden(model, array("x", x, shape=(None, None))).T
    return parts


def _hidden(model: Sequential, x: Array) -> Array:
    for layer in list(model)[:-1]:
        x = layer(x)
    return x
