r"""im2col: 창을 열로 펴면 합성곱이 행렬 곱 하나가 됩니다(Chellapilla et al., 2006).

여기 있는 것은 배치 전체를 한꺼번에 펴는 교과서의 모습입니다. 같은 생각을 이미지 한 장씩, 한 자리를 다시 쓰며 하는
`conv2d_forward`가 더 빠르고 기억 공간도 N배 덜 씁니다.
"""

import itertools
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.nn.conv_shape import Geometry, per_axis

Array = NDArray[Any]
Steps = int | tuple[int, ...]


def im2col(
    x: Array, kernel_size: Steps, *, stride: Steps = 1, padding: Steps = 0, dilation: Steps = 1
) -> Array:
    r"""이미지의 창 하나하나를 열 하나로 폅니다. `torch.nn.functional.unfold`와 같습니다.

    Parameters
    ----------
    x : ndarray of shape (N, C, H, W)
        입력.
    kernel_size : int or tuple of int
        커널의 길이.
    stride, padding, dilation : int or tuple of int
        `conv2d_forward`와 같습니다.

    Returns
    -------
    ndarray of shape (N, C·kH·kW, oH·oW)
        열마다 창 하나. 겹치는 창의 값은 여러 번 나타납니다.

    Raises
    ------
    ValueError
        커널이 패딩한 입력보다 클 때.

    Examples
    --------
    >>> im2col(np.arange(9.0).reshape(1, 1, 3, 3), 2)[0]
    array([[0., 1., 3., 4.],
           [1., 2., 4., 5.],
           [3., 4., 6., 7.],
           [4., 5., 7., 8.]])
    """
    geometry, (kH, kW), (oH, oW) = _walk(x.shape[2:], kernel_size, stride, padding, dilation)
    N, C = x.shape[:2]
    padded = np.pad(x, ((0, 0), (0, 0), *geometry.padding))
    columns = np.empty((N, C, kH, kW, oH, oW), x.dtype)
    for u, v in itertools.product(range(kH), range(kW)):
        columns[:, :, u, v] = padded[:, :, *_seen(u, v, (oH, oW), geometry)]
    return columns.reshape(N, C * kH * kW, oH * oW)


def col2im(
    columns: Array,
    size: tuple[int, int],
    kernel_size: Steps,
    *,
    stride: Steps = 1,
    padding: Steps = 0,
    dilation: Steps = 1,
) -> Array:
    r"""열을 제자리에 도로 더합니다: `im2col`의 전치(transpose)이지 역이 아닙니다. `torch.nn.functional.fold`와 같습니다.

    Parameters
    ----------
    columns : ndarray of shape (N, C·kH·kW, oH·oW)
        `im2col`과 같은 모양의 배열.
    size : (int, int)
        이미지의 크기 (H, W).
    kernel_size : int or tuple of int
        커널의 길이.
    stride, padding, dilation : int or tuple of int
        `im2col`과 같습니다.

    Returns
    -------
    ndarray of shape (N, C, H, W)
        여러 창에 든 칸에는 그만큼 여러 번 더한 값.

    Raises
    ------
    ValueError
        커널이 패딩한 입력보다 클 때.
    """
    geometry, (kH, kW), (oH, oW) = _walk(size, kernel_size, stride, padding, dilation)
    N, C = len(columns), columns.shape[1] // (kH * kW)
    columns = columns.reshape(N, C, kH, kW, oH, oW)
    padded = np.zeros((N, C, *geometry.padded(size)), columns.dtype)
    for u, v in itertools.product(range(kH), range(kW)):
        padded[:, :, *_seen(u, v, (oH, oW), geometry)] += columns[:, :, u, v]
    (top, _), (left, _) = geometry.padding
    return padded[:, :, top : top + size[0], left : left + size[1]].copy()


def conv2d_im2col(
    x: Array,
    weight: Array,
    bias: Array | None = None,
    *,
    stride: Steps = 1,
    padding: Steps = 0,
    dilation: Steps = 1,
) -> Array:
    r"""배치 전체를 열로 펴고 행렬 곱 한 번으로 합성곱을 구합니다.

    Parameters
    ----------
    x : ndarray of shape (N, C, H, W)
        입력.
    weight : ndarray of shape (F, C, kH, kW)
        가중치.
    bias : ndarray of shape (F,), optional
        편향.
    stride, padding, dilation : int or tuple of int
        `conv2d_forward`와 같습니다.

    Returns
    -------
    ndarray of shape (N, F, oH, oW)
        출력.

    Raises
    ------
    ValueError
        커널이 패딩한 입력보다 클 때.
    """
    kernel = weight.shape[2:]
    _, _, output = _walk(x.shape[2:], kernel, stride, padding, dilation)
    columns = im2col(x, kernel, stride=stride, padding=padding, dilation=dilation)
    rows = columns.transpose(0, 2, 1).reshape(-1, columns.shape[1])  # (N·oH·oW, C·kH·kW)
    y = rows @ weight.reshape(len(weight), -1).T
    if bias is not None:
        y += bias
    return np.ascontiguousarray(y.reshape(len(x), *output, len(weight)).transpose(0, 3, 1, 2))


def _walk(
    size: tuple[int, ...], kernel_size: Steps, stride: Steps, padding: Steps, dilation: Steps
) -> tuple[Geometry, tuple[int, ...], tuple[int, ...]]:
    kernel = per_axis("kernel_size", kernel_size, 2, at_least=1)
    geometry = Geometry.of(kernel, stride, padding, dilation, 1)
    return geometry, kernel, geometry.output(size)


def _seen(u: int, v: int, output: tuple[int, ...], geometry: Geometry) -> tuple[slice, ...]:
    r"""커널의 칸 (u, v)가 걸음마다 보는 자리."""
    starts = (u * geometry.dilation[0], v * geometry.dilation[1])
    steps = zip(starts, output, geometry.stride, strict=True)
    return tuple(slice(start, start + s * (n - 1) + 1, s) for start, n, s in steps)
