r"""합성곱 층의 계산 세 가지: 출력, 가중치의 기울기, 입력의 기울기.

모두 이미지 한 장의 창을 열로 편 행렬(im2col)과의 행렬 곱입니다. 그 행렬의 자리는 한 번만 잡고 장마다 다시 씁니다.
배치 전체를 한꺼번에 펴면 커널 칸 수만큼 커진 배열이 캐시에 들지 않아 몇 배 느립니다(`conv_im2col`).
축이 하나든 셋이든 같은 코드입니다. 반복문으로 쓴 것은 `conv_naive`에 있습니다.
"""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from coursekit.nn.conv_shape import Geometry

Array = NDArray[Any]


def windows(padded: Array, geometry: Geometry) -> Array:
    r"""커널 칸마다 그 칸이 보는 값들: 복사하지 않고 같은 메모리를 다르게 읽습니다.

    Parameters
    ----------
    padded : ndarray of shape (C, ...)
        패딩한 이미지 한 장.
    geometry : Geometry
        커널이 걷는 방법.

    Returns
    -------
    ndarray of shape (C, *kernel, *output)
        `padded`를 보는 뷰. 서로 다른 칸이 같은 값을 겹쳐 봅니다.
    """
    dims = len(geometry.kernel)
    reach = tuple(r + 1 for r in geometry.reach)
    view = sliding_window_view(padded, reach, axis=tuple(range(1, dims + 1)), writeable=True)
    steps = [slice(None, None, step) for step in geometry.stride + geometry.dilation]
    view = view[:, *steps]
    return np.moveaxis(view, range(-dims, 0), range(1, dims + 1))


def columns(x: Array, geometry: Geometry) -> Iterator[Array]:
    r"""이미지마다 창을 열로 편 행렬을 차례로 내어 줍니다. 같은 자리를 다시 쓰므로 다음 것을 받기 전에 쓰세요.

    Parameters
    ----------
    x : ndarray of shape (N, C, ...)
        입력.
    geometry : Geometry
        커널이 걷는 방법.

    Yields
    ------
    ndarray of shape (G, C/G × 커널 칸 수, 출력 칸 수)
        그룹마다의 행렬.
    """
    channels, size = x.shape[1], x.shape[2:]
    rows = channels // geometry.groups * math.prod(geometry.kernel)
    shape = (geometry.groups, rows, math.prod(geometry.output(size)))
    if geometry.pointwise:  # 창이 칸 하나이므로 펼 것이 없습니다
        for image in x:
            yield image.reshape(shape)
        return
    padded = np.zeros((channels, *geometry.padded(size)), x.dtype)
    view = windows(padded, geometry)
    buffer = np.empty(view.shape, x.dtype)
    matrix, inside = buffer.reshape(shape), padded[geometry.inside]
    for image in x:
        inside[...] = image
        buffer[...] = view
        yield matrix


def correlate(x: Array, weight: Array, bias: Array | None, geometry: Geometry) -> Array:
    r"""출력: 그룹마다 (가중치 행렬) × (열 행렬)입니다.

    Parameters
    ----------
    x : ndarray of shape (N, C, ...)
        입력.
    weight : ndarray of shape (F, C/G, *kernel)
        가중치.
    bias : ndarray of shape (F,) or None
        편향.
    geometry : Geometry
        커널이 걷는 방법.

    Returns
    -------
    ndarray of shape (N, F, ...)
        출력.
    """
    output = geometry.output(x.shape[2:])
    per_group = len(weight) // geometry.groups
    matrix = weight.reshape(geometry.groups, per_group, math.prod(weight.shape[1:]))
    y = np.empty((len(x), geometry.groups, per_group, math.prod(output)), np.result_type(x, weight))
    for column, out in zip(columns(x, geometry), y, strict=True):
        np.matmul(matrix, column, out=out)
        if bias is not None:
            out += bias.reshape(geometry.groups, per_group, 1)
    return y.reshape(len(x), len(weight), *output)


def correlate_grad_weight(
    x: Array, grad_output: Array, weight_shape: tuple[int, ...], geometry: Geometry
) -> Array:
    r"""가중치의 기울기: 이미지마다 (열 행렬) × (출력의 기울기)를 모두 더합니다.

    Parameters
    ----------
    x : ndarray of shape (N, C, ...)
        입력.
    grad_output : ndarray of shape (N, F, ...)
        출력의 기울기.
    weight_shape : tuple of int
        `(F, C/G, *kernel)`.
    geometry : Geometry
        커널이 걷는 방법.

    Returns
    -------
    ndarray of shape (F, C/G, *kernel)
        가중치의 기울기.
    """
    groups, filters = geometry.groups, weight_shape[0]
    cells = math.prod(grad_output.shape[2:])
    grads = grad_output.reshape(len(x), groups, filters // groups, cells)
    total = np.zeros(
        (groups, math.prod(weight_shape[1:]), filters // groups), np.result_type(x, grad_output)
    )
    part = np.empty_like(total)
    for column, grad in zip(columns(x, geometry), grads, strict=True):
        total += np.matmul(column, grad.swapaxes(1, 2), out=part)
    return np.ascontiguousarray(total.swapaxes(1, 2)).reshape(weight_shape)


def correlate_grad_input(
    grad_output: Array, weight: Array, size: tuple[int, ...], geometry: Geometry
) -> Array:
    r"""입력의 기울기: 보폭이 1이면 뒤집은 커널로 모으고, 아니면 커널 칸마다 흩어 더합니다.

    두 길의 값은 같습니다. 모으는 쪽은 출력 채널을, 흩는 쪽은 입력 채널을 펴므로 채널이 적은 쪽이 빠릅니다.

    Parameters
    ----------
    grad_output : ndarray of shape (N, F, ...)
        출력의 기울기.
    weight : ndarray of shape (F, C/G, *kernel)
        가중치.
    size : tuple of int
        입력의 축마다의 길이.
    geometry : Geometry
        커널이 걷는 방법.

    Returns
    -------
    ndarray of shape (N, C, *size)
        입력의 기울기.
    """
    few_filters = len(weight) <= 2 * weight.shape[1] * geometry.groups
    if geometry.pointwise or (set(geometry.stride) == {1} and few_filters):
        back = geometry.turned()
        if all(side >= 0 for sides in back.padding for side in sides):
            return correlate(grad_output, turn(weight, geometry.groups), None, back)
    return _scatter(grad_output, weight, size, geometry)


def turn(weight: Array, groups: int = 1) -> Array:
    r"""커널을 모든 축에서 뒤집고 입력과 출력의 채널을 맞바꿉니다.

    Parameters
    ----------
    weight : ndarray of shape (F, C/G, *kernel)
        가중치.
    groups : int
        그룹의 수 G.

    Returns
    -------
    ndarray of shape (C, F/G, *kernel)
        새 배열.
    """
    filters, per_group, *kernel = weight.shape
    grouped = weight.reshape(groups, filters // groups, per_group, *kernel).swapaxes(1, 2)
    flipped = np.flip(grouped, axis=tuple(range(3, grouped.ndim)))
    return np.ascontiguousarray(flipped).reshape(groups * per_group, filters // groups, *kernel)


def _scatter(grad_output: Array, weight: Array, size: tuple[int, ...], geometry: Geometry) -> Array:
    r"""열 행렬의 기울기를 구해, 커널 칸마다 그 칸이 보았던 자리에 더합니다(col2im)."""
    groups, (filters, per_group) = geometry.groups, weight.shape[:2]
    channels, cells = groups * per_group, math.prod(grad_output.shape[2:])
    grads = grad_output.reshape(len(grad_output), groups, filters // groups, cells)
    transposed = weight.reshape(groups, filters // groups, math.prod(weight.shape[1:])).swapaxes(
        1, 2
    )
    dtype = np.result_type(grad_output, weight)
    padded = np.empty((channels, *geometry.padded(size)), dtype)
    view = windows(padded, geometry)
    buffer = np.empty(view.shape, dtype)
    matrix = buffer.reshape(groups, -1, cells)
    inside = padded[geometry.inside]
    # 칸 하나가 본 자리들은 서로 겹치지 않으므로 한꺼번에 더할 수 있습니다
    taps = [(view[:, *tap], buffer[:, *tap]) for tap in np.ndindex(geometry.kernel)]
    grad_x = np.empty((len(grad_output), channels, *size), dtype)
    for grad, out in zip(grads, grad_x, strict=True):
        np.matmul(transposed, grad, out=matrix)
        padded[...] = 0
        for seen, part in taps:
            seen += part
        out[...] = inside
    return grad_x
