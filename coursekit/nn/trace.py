r"""층마다 무엇이 지나가는지 봅니다: 앞으로는 출력을, 뒤로는 기울기를 하나하나 남깁니다."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.nn.layer import Layer

Array = NDArray[Any]


def layer_outputs(layers: Iterable[Layer], x: ArrayLike) -> list[Array]:
    r"""층을 차례로 지나며 층마다의 출력을 남깁니다.

    Parameters
    ----------
    layers : iterable of Layer
        차례로 지날 층. `Sequential`이면 그 안의 층입니다.
    x : array_like
        입력.

    Returns
    -------
    list of ndarray
        층의 차례로 늘어선 출력. 마지막이 모델의 출력입니다.

    Examples
    --------
    >>> from coursekit.nn import mlp
    >>> [y.shape for y in layer_outputs(mlp([4, 8, 3], rng=0), np.ones((2, 4)))]
    [(2, 8), (2, 8), (2, 3)]
    """
    outputs = []
    y = np.asarray(x)
    for layer in layers:
        y = layer.forward(y)
        outputs.append(y)
    return outputs


def layer_gradients(layers: Iterable[Layer], grad_output: ArrayLike) -> list[Array]:
    r"""층을 거꾸로 지나며 층마다의 **출력**의 기울기를 남깁니다. 매개변수의 기울기도 쌓입니다.

    Parameters
    ----------
    layers : iterable of Layer
        `layer_outputs`로 앞으로 지난 바로 그 층.
    grad_output : array_like
        모델 출력의 기울기.

    Returns
    -------
    list of ndarray
        `layer_outputs`와 같은 차례, 같은 모양의 기울기. 마지막이 `grad_output`입니다.

    Raises
    ------
    RuntimeError
        `layer_outputs`보다 먼저 불렀을 때.
    """
    gradients = []
    grad = np.asarray(grad_output)
    for layer in reversed(list(layers)):
        gradients.append(grad)
        grad = layer.backward(grad)
    return gradients[::-1]
