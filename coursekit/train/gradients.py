r"""모델의 기울기를 벡터 하나로 봅니다: 데이터 전체의 것과 표본마다의 것."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.nn import Layer, Loss, parameters_to_vector
from coursekit.parameter import Parameter

Array = NDArray[Any]


def loss_gradient(model: Layer, loss: Loss, inputs: ArrayLike, targets: ArrayLike) -> Array:
    r"""손실을 모델의 매개변수 모두로 미분한 벡터를 구합니다.

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
    ndarray of shape (P,)
        기울기. 늘어선 차례는 `parameters_to_vector`와 같습니다.

    Raises
    ------
    ValueError
        표본이 없거나, 수가 서로 다르거나, 모델에 매개변수가 없거나, `reduction`이 "none"일 때.
    """
    if loss.reduction == "none":
        raise ValueError('`loss.reduction` 값은 "mean"이나 "sum"이어야 합니다(받은 값: \'none\').')
    params = model.parameters()
    kept = [p.grad for p in params]
    model.zero_grad()
    try:
        loss(model(inputs), targets)
        model.backward(loss.backward())
        return parameters_to_vector(Parameter(p.grad) for p in params)
    finally:
        for p, grad in zip(params, kept, strict=True):
            p.grad = grad


def sample_gradients(model: Layer, loss: Loss, inputs: ArrayLike, targets: ArrayLike) -> Array:
    r"""표본 하나하나의 기울기를 줄마다 담습니다. 평균은 `loss_gradient`와 같습니다.

    Parameters
    ----------
    model : Layer
        표본을 따로따로 보는 모델. 매개변수의 값과 쌓아 둔 기울기는 바뀌지 않습니다.
    loss : Loss
        `reduction`이 "mean"이나 "sum"인 손실.
    inputs : array_like of shape (N, ...)
        입력, N ≥ 1.
    targets : array_like of shape (N, ...)
        정답.

    Returns
    -------
    ndarray of shape (N, P)
        표본마다의 기울기. 표본의 수만큼 앞뒤로 오가므로 한꺼번에 구하는 것보다 느립니다.

    Raises
    ------
    ValueError
        표본이 없거나 수가 서로 다를 때, 그리고 `loss_gradient`의 경우.
    """
    inputs, targets = np.asarray(inputs), np.asarray(targets)
    if not len(inputs) or len(inputs) != len(targets):
        raise ValueError(
            "`inputs`와 `targets`의 표본 수는 같고 1 이상이어야 합니다"
            f"(받은 모양: {inputs.shape}, {targets.shape})."
        )
    return np.stack(
        [
            loss_gradient(model, loss, inputs[i : i + 1], targets[i : i + 1])
            for i in range(len(inputs))
        ]
    )
