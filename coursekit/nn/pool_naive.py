r"""풀링을 반복문으로: 창을 하나씩 들여다봅니다. 느리지만 식 그대로이고, 빠른 쪽을 검사하는 기준입니다."""

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.nn.conv_shape import conv_output_size
from coursekit.nn.pool_window import Ints, pool_steps

Array = NDArray[Any]
Steps = tuple[tuple[int, ...], ...]
Place = tuple[int, int, int, int]


def max_pool2d_naive_forward(
    x: Array,
    kernel_size: Ints,
    *,
    stride: Ints | None = None,
    padding: Ints = 0,
    dilation: Ints = 1,
) -> tuple[Array, Any]:
    r"""창을 하나씩 들여다보며 최댓값을 구합니다. `max_pool_forward`와 값이 같습니다.

    Parameters
    ----------
    x : ndarray of shape (N, C, H, W)
        입력.
    kernel_size : int or tuple of int
        창의 길이.
    stride : int or tuple of int, optional
        보폭. 주지 않으면 `kernel_size`입니다.
    padding, dilation : int or tuple of int
        패딩과, 창의 자리 사이의 간격. 패딩은 들여다보지 않습니다.

    Returns
    -------
    y : ndarray of shape (N, C, oH, oW)
        출력.
    cache : tuple
        `max_pool2d_naive_backward`에 넘길 것.
    """
    steps = pool_steps(2, kernel_size, stride, padding, dilation)
    y = np.empty(_output_shape(x.shape, steps), x.dtype)
    for output, window in windows(x.shape, steps):
        y[output] = max(x[place] for place in window)
    return y, (x, steps)


def max_pool2d_naive_backward(grad_output: Array, cache: Any) -> Array:
    r"""창마다 맨 먼저 나온 최댓값의 자리에 기울기를 더합니다. `max_pool_backward`와 값이 같습니다.

    Parameters
    ----------
    grad_output : ndarray of shape (N, C, oH, oW)
        출력의 기울기.
    cache : tuple
        `max_pool2d_naive_forward`가 돌려준 것.

    Returns
    -------
    ndarray of shape (N, C, H, W)
        입력의 기울기.
    """
    x, steps = cache
    grad_x: Array = np.zeros_like(x)
    for output, window in windows(x.shape, steps):
        first = max(window, key=x.__getitem__)  # 같은 값이면 먼저 나온 것입니다
        grad_x[first] += grad_output[output]
    return grad_x


def avg_pool2d_naive_forward(
    x: Array,
    kernel_size: Ints,
    *,
    stride: Ints | None = None,
    padding: Ints = 0,
    count_include_pad: bool = True,
) -> tuple[Array, Any]:
    r"""창을 하나씩 들여다보며 평균을 구합니다. `avg_pool_forward`와 값이 같습니다.

    Parameters
    ----------
    x : ndarray of shape (N, C, H, W)
        입력.
    kernel_size : int or tuple of int
        창의 길이.
    stride : int or tuple of int, optional
        보폭. 주지 않으면 `kernel_size`입니다.
    padding : int or tuple of int
        패딩. 0이므로 합에는 없는 것과 같습니다.
    count_include_pad : bool
        참이면 패딩도 칸으로 세어 언제나 창의 넓이로 나눕니다.

    Returns
    -------
    y : ndarray of shape (N, C, oH, oW)
        출력.
    cache : tuple
        `avg_pool2d_naive_backward`에 넘길 것.
    """
    steps = pool_steps(2, kernel_size, stride, padding, 1)
    y = np.empty(_output_shape(x.shape, steps), x.dtype)
    for output, window in windows(x.shape, steps):
        count = np.prod(steps[0]) if count_include_pad else len(window)
        y[output] = sum(x[place] for place in window) / count
    return y, (x, steps, count_include_pad)


def avg_pool2d_naive_backward(grad_output: Array, cache: Any) -> Array:
    r"""창의 모든 자리에 기울기를 고르게 나누어 더합니다. `avg_pool_backward`와 값이 같습니다.

    Parameters
    ----------
    grad_output : ndarray of shape (N, C, oH, oW)
        출력의 기울기.
    cache : tuple
        `avg_pool2d_naive_forward`가 돌려준 것.

    Returns
    -------
    ndarray of shape (N, C, H, W)
        입력의 기울기.
    """
    x, steps, count_include_pad = cache
    grad_x: Array = np.zeros_like(x)
    for output, window in windows(x.shape, steps):
        count = np.prod(steps[0]) if count_include_pad else len(window)
        for place in window:
            grad_x[place] += grad_output[output] / count
    return grad_x


def windows(shape: tuple[int, ...], steps: Steps) -> Iterator[tuple[Place, list[Place]]]:
    r"""출력 칸마다, 그 창이 보는 입력 칸을 내어 줍니다. 패딩은 뺍니다.

    Parameters
    ----------
    shape : tuple of int
        입력의 `(N, C, H, W)`.
    steps : tuple of tuple of int
        축마다의 창의 길이, 보폭, 패딩, 간격.

    Yields
    ------
    output : tuple of int
        출력의 `(n, c, i, j)`.
    window : list of tuple of int
        입력의 `(n, c, h, w)`, 위에서 아래로, 왼쪽에서 오른쪽으로.
    """
    H, W = shape[2:]
    (kH, kW), (sH, sW), (pH, pW), (dH, dW) = steps
    for n, c, i, j in np.ndindex(_output_shape(shape, steps)):
        rows = [i * sH - pH + u * dH for u in range(kH)]
        columns = [j * sW - pW + v * dW for v in range(kW)]
        inside = [(h, w) for h, w in itertools.product(rows, columns) if 0 <= h < H and 0 <= w < W]
        yield (n, c, i, j), [(n, c, h, w) for h, w in inside]


def _output_shape(shape: tuple[int, ...], steps: Steps) -> tuple[int, ...]:
    return (*shape[:2], *map(conv_output_size, shape[2:], *steps))
