r"""합성곱 역전파 위젯이 쓰는 숫자입니다: 입력 픽셀과 가중치마다, 어느 출력이 얼마를 보내는지.

기울기는 `coursekit.nn`의 `conv1d_backward`와 `conv2d_backward`가 구하고,
만나는 자리는 반복문으로 쓴 합성곱의 `links`가 내어 줍니다.
"""

import json
import zlib
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.arguments import integer
from coursekit.nn import conv1d_backward, conv1d_forward, conv2d_backward, conv2d_forward
from coursekit.nn.conv_naive import links
from coursekit.nn.conv_shape import Geometry

Array = NDArray[Any]

SIDE = 5  # 입력의 한 변
KERNEL = 3
DIMENSIONS = (1, 2)
STRIDES, PADDINGS = (1, 2, 3), (0, 1, 2)
_ROOM = SIDE + 2 * max(PADDINGS) - KERNEL + 1  # 가장 긴 출력

# 1차원의 처음 숫자. 2차원의 것과 다시 뽑은 것은 씨앗에서 나옵니다.
_SIGNAL = (1.0, 3.0, 2.0, -1.0, 4.0)
_NONZERO = (-3.0, -2.0, -1.0, 1.0, 2.0, 3.0)
_WEIGHTS = (2.0, -1.0, 3.0)
_GRADIENT = (1.0, -2.0, 2.0, 3.0, -1.0, 1.0, 2.0)


def draw(dimensions: int, seed: int = 0) -> tuple[Array, Array, Array]:
    r"""입력과 가중치와, 출력의 기울기를 잘라 올 정수들을 줍니다.

    Parameters
    ----------
    dimensions : {1, 2}
        신호인지 그림인지.
    seed : int
        씨앗. 1차원의 씨앗 0은 손으로 고른 숫자입니다.

    Returns
    -------
    x : ndarray of shape (H, 5)
        입력. 1차원이면 H는 1입니다.
    weight : ndarray of shape (h, 3)
        커널. 1차원이면 h는 1입니다.
    gradient : ndarray of shape (G, 7)
        출력의 기울기. 출력의 모양만큼 왼쪽 위를 잘라 씁니다.

    Raises
    ------
    ValueError
        1차원도 2차원도 아닐 때.
    """
    if integer("dimensions", dimensions) not in DIMENSIONS:
        raise ValueError(f"`dimensions` 값은 1이나 2여야 합니다(받은 값: {dimensions}).")
    if dimensions == 1 and seed == 0:
        return tuple(np.array([row]) for row in (_SIGNAL, _WEIGHTS, _GRADIENT))  # type: ignore[return-value]
    rng = np.random.default_rng((dimensions, integer("seed", seed)))
    high, tall, wide = (1, 1, 1) if dimensions == 1 else (SIDE, KERNEL, _ROOM)
    x = rng.integers(-4, 6, (high, SIDE)).astype(np.float64)
    # 0을 곱하면 누가 보냈는지 보이지 않으므로, 커널과 기울기에는 0을 두지 않습니다.
    weight, gradient = (rng.choice(_NONZERO, shape) for shape in ((tall, KERNEL), (wide, _ROOM)))
    return x, weight, gradient


def measure(dimensions: int, stride: int, padding: int, seed: int = 0) -> dict[str, Any]:
    r"""한 설정의 기울기를 모두 구합니다.

    Parameters
    ----------
    dimensions : {1, 2}
        신호인지 그림인지.
    stride : int
        보폭, 1 이상 3 이하.
    padding : int
        패딩, 0 이상 2 이하.
    seed : int
        씨앗.

    Returns
    -------
    dict
        입력 `x`, 가중치 `weight`, 출력의 기울기 `delta`, 두 기울기 `grad_x`와 `grad_weight`(모두 2차원 배열),
        만나는 자리마다 한 행인 `links` (K, 5): 출력, 가중치, 입력의 번호, 그리고
        입력에 보내는 :math:`w\delta`와 가중치에 보내는 :math:`x\delta`.

    Raises
    ------
    ValueError
        차원, 보폭, 패딩, 씨앗이 범위를 벗어날 때.
    """
    x, weight, gradient = draw(dimensions, seed)
    for name, value, allowed in (("stride", stride, STRIDES), ("padding", padding, PADDINGS)):
        if integer(name, value) not in allowed:
            raise ValueError(
                f"`{name}` 값은 {', '.join(map(str, allowed))} 가운데 하나여야 합니다(받은 값: {value})."
            )
    steps, sides = (stride, (0, padding)) if dimensions == 1 else (stride, (padding, padding))
    geometry = Geometry.of(weight.shape, steps, sides, 1, 1)
    rows, columns = geometry.output(x.shape)
    delta = gradient[:rows, :columns]
    grad_x, grad_weight = _backward(dimensions, x, weight, delta, stride, padding)
    met = []
    for (_, _, i, j), (_, _, u, v), (_, _, h, w) in links(
        (1, 1, *x.shape), (1, 1, *weight.shape), geometry
    ):
        send = delta[i, j]
        places = (i * columns + j, u * KERNEL + v, h * SIDE + w)
        met.append((*places, weight[u, v] * send, x[h, w] * send))
    return {
        "x": x,
        "weight": weight,
        "delta": delta,
        "grad_x": grad_x,
        "grad_weight": grad_weight,
        "links": np.array(met),
    }


def _backward(
    dimensions: int, x: Array, weight: Array, delta: Array, stride: int, padding: int
) -> tuple[Array, Array]:
    # 배치와 채널의 축을 붙입니다. 1차원은 배치의 축만 더하면 됩니다: (1, 5) → (1, 1, 5).
    forward, backward = (
        (conv1d_forward, conv1d_backward) if dimensions == 1 else (conv2d_forward, conv2d_backward)
    )
    lift = (np.newaxis,) if dimensions == 1 else (np.newaxis, np.newaxis)
    _, cache = forward(x[lift], weight[lift], stride=stride, padding=padding)
    grad_x, grad_weight, _ = backward(delta[lift], cache)
    assert grad_x is not None
    return grad_x.reshape(x.shape), grad_weight.reshape(weight.shape)


def numbers(found: dict[str, Any]) -> dict[str, Any]:
    r"""브라우저로 보낼 수 있는 꼴: 배열은 한 줄로 펴고, 행과 열의 수를 붙입니다.

    Parameters
    ----------
    found : dict
        `measure`가 준 것.

    Returns
    -------
    dict
        정수의 목록들. `links`는 행마다 다섯 정수입니다.
    """
    flat: dict[str, Any] = {
        name: [int(v) for v in found[name].ravel()]
        for name in ("x", "weight", "delta", "grad_x", "grad_weight")
    }
    flat["links"] = found["links"].astype(int).tolist()
    flat["shapes"] = {name: list(found[name].shape) for name in ("x", "weight", "delta")}
    return flat


def pack() -> tuple[dict[str, Any], bytes]:
    r"""표를 만들어 누릅니다.

    Returns
    -------
    header : dict
        고를 수 있는 것.
    table : bytes
        zlib으로 누른 JSON: 차원, 보폭, 패딩의 차례로 `numbers`의 목록.
    """
    header = {
        "dimensions": list(DIMENSIONS),
        "strides": list(STRIDES),
        "paddings": list(PADDINGS),
    }
    answers = [numbers(measure(*way)) for way in product(DIMENSIONS, STRIDES, PADDINGS)]
    return header, zlib.compress(json.dumps(answers, separators=(",", ":")).encode(), 9)
