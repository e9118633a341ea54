r"""반복문으로 쓴 이미지 합성곱: 정의 그대로라 읽기 쉽고, 빠른 `conv`가 맞는지 재는 잣대입니다."""

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.nn.conv_shape import Geometry

Array = NDArray[Any]
Place = tuple[int, int, int, int]


def conv2d_naive_forward(
    x: Array,
    weight: Array,
    bias: Array | None = None,
    *,
    stride: int | tuple[int, ...] = 1,
    padding: int | tuple[int, ...] | str = 0,
    dilation: int | tuple[int, ...] = 1,
    groups: int = 1,
) -> tuple[Array, Any]:
    r"""출력 칸마다, 그 칸이 보는 입력과 가중치를 하나씩 곱해 더합니다. `conv2d_forward`와 값이 같습니다.

    Parameters
    ----------
    x : ndarray of shape (N, C, H, W)
        입력.
    weight : ndarray of shape (F, C/G, kH, kW)
        가중치.
    bias : ndarray of shape (F,), optional
        편향.
    stride, padding, dilation, groups : int, tuple of int or str
        `conv2d_forward`와 같습니다.

    Returns
    -------
    y : ndarray of shape (N, F, oH, oW)
        출력.
    cache : tuple
        `conv2d_naive_backward`에 넘길 것.

    Raises
    ------
    ValueError
        커널이 패딩한 입력보다 클 때.
    """
    geometry = Geometry.of(weight.shape[2:], stride, padding, dilation, groups)
    y = np.zeros((len(x), len(weight), *geometry.output(x.shape[2:])), np.result_type(x, weight))
    for output, tap, source in links(x.shape, weight.shape, geometry):
        y[output] += weight[tap] * x[source]
    if bias is not None:
        y += bias[:, np.newaxis, np.newaxis]
    return y, (x, weight, bias is not None, geometry)


def conv2d_naive_backward(grad_output: Array, cache: Any) -> tuple[Array, Array, Array | None]:
    r"""곱 하나하나에 연쇄 법칙을 씁니다. `conv2d_backward`와 값이 같습니다.

    앞으로 갈 때 :math:`y`에 :math:`wx`를 더했으므로,
    :math:`w`의 기울기에는 :math:`gx`를, :math:`x`의 기울기에는 :math:`gw`를 더합니다.

    Parameters
    ----------
    grad_output : ndarray of shape (N, F, oH, oW)
        출력의 기울기 :math:`g`.
    cache : tuple
        `conv2d_naive_forward`가 돌려준 것.

    Returns
    -------
    grad_x : ndarray of shape (N, C, H, W)
        입력의 기울기.
    grad_weight : ndarray of shape (F, C/G, kH, kW)
        가중치의 기울기.
    grad_bias : ndarray of shape (F,) or None
        편향의 기울기. 편향이 없었으면 `None`입니다.
    """
    x, weight, has_bias, geometry = cache
    grad_x, grad_weight = np.zeros_like(x), np.zeros_like(weight)
    for output, tap, source in links(x.shape, weight.shape, geometry):
        grad_weight[tap] += grad_output[output] * x[source]
        grad_x[source] += grad_output[output] * weight[tap]
    return grad_x, grad_weight, grad_output.sum(axis=(0, 2, 3)) if has_bias else None


def links(
    x_shape: tuple[int, ...], weight_shape: tuple[int, ...], geometry: Geometry
) -> Iterator[tuple[Place, Place, Place]]:
    r"""출력 칸, 가중치 칸, 입력 칸이 만나는 모든 경우를 하나씩 내어 줍니다.

    Parameters
    ----------
    x_shape : tuple of int
        `(N, C, H, W)`.
    weight_shape : tuple of int
        `(F, C/G, kH, kW)`.
    geometry : Geometry
        커널이 걷는 방법.

    Yields
    ------
    output, tap, source : tuple of int
        출력의 `(n, f, i, j)`, 가중치의 `(f, c, u, v)`, 입력의 `(n, c, h, w)`.
    """
    N, _, H, W = x_shape
    F, per_group, kH, kW = weight_shape
    oH, oW = geometry.output((H, W))
    (sH, sW), (dH, dW) = geometry.stride, geometry.dilation
    (top, _), (left, _) = geometry.padding
    for n, f, i, j in itertools.product(range(N), range(F), range(oH), range(oW)):
        first = f // (F // geometry.groups) * per_group  # 필터 f가 보는 첫 채널
        for c, u, v in itertools.product(range(per_group), range(kH), range(kW)):
            h, w = i * sH + u * dH - top, j * sW + v * dW - left
            if 0 <= h < H and 0 <= w < W:  # 패딩의 0은 더할 것이 없습니다
                yield (n, f, i, j), (f, c, u, v), (n, first + c, h, w)
