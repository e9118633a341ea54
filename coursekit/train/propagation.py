r"""신호가 깊이를 지나며 얼마나 커지고 작아지는지 잽니다: 앞으로는 출력, 뒤로는 기울기."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.nn import Layer, Loss, layer_gradients, layer_outputs

Array = NDArray[Any]


def root_mean_square(values: ArrayLike) -> float:
    r"""제곱 평균 제곱근 :math:`\sqrt{\operatorname{mean}(x^2)}`. 신호의 눈금을 수 하나로 말합니다.

    Parameters
    ----------
    values : array_like
        값. 하나 이상.

    Returns
    -------
    float
        0 이상. 평균이 0이면 표준편차와 같습니다.

    Raises
    ------
    ValueError
        값이 없을 때.

    Examples
    --------
    >>> root_mean_square([3.0, -4.0]) == 12.5**0.5
    True
    """
    x = np.asarray(values, dtype=np.float64)
    if not x.size:
        raise ValueError("`values` 값은 하나 이상이어야 합니다(받은 값: 0개).")
    return float(np.sqrt(np.mean(np.square(x))))


def signal_scales(
    layers: Iterable[Layer], x: ArrayLike, grad_output: ArrayLike
) -> tuple[Array, Array]:
    r"""층마다 출력과 그 기울기의 눈금(제곱 평균 제곱근)을 잽니다.

    Parameters
    ----------
    layers : iterable of Layer
        차례로 지날 L개의 층. `Sequential`이면 그 안의 층입니다. 매개변수의 기울기가 쌓입니다.
    x : array_like
        입력.
    grad_output : array_like
        마지막 출력의 기울기.

    Returns
    -------
    forward : ndarray of shape (L,)
        층의 차례로 늘어선 출력의 눈금.
    backward : ndarray of shape (L,)
        같은 차례로 늘어선, 그 출력의 기울기의 눈금. 마지막은 `grad_output`의 것입니다.
    """
    kept = list(layers)
    forward = [root_mean_square(y) for y in layer_outputs(kept, x)]
    backward = [root_mean_square(g) for g in layer_gradients(kept, grad_output)]
    return np.array(forward), np.array(backward)


def weight_gradient_norms(
    model: Layer, loss: Loss, inputs: ArrayLike, targets: ArrayLike
) -> dict[str, float]:
    r"""가중치 행렬마다 손실의 기울기의 길이를 잽니다. 편향은 세지 않습니다.

    Parameters
    ----------
    model : Layer
        모델. 매개변수의 값과 쌓아 둔 기울기는 바뀌지 않습니다.
    loss : Loss
        `reduction`이 "mean"이나 "sum"인 손실.
    inputs : array_like of shape (N, ...)
        입력, N ≥ 1.
    targets : array_like of shape (N, ...)
        정답.

    Returns
    -------
    dict of str to float
        가중치의 이름("0.weight" 같은)과 기울기의 프로베니우스 노름. 입력에서 출력의 차례입니다.
    """
    named = model.named_parameters()
    kept = [p.grad for _, p in named]
    model.zero_grad()
    try:
        loss(model(inputs), targets)
        model.backward(loss.backward())
        return {name: float(np.linalg.norm(p.grad)) for name, p in named if p.data.ndim > 1}
    finally:
        for (_, p), grad in zip(named, kept, strict=True):
            p.grad = grad
