r"""적응 풀링: 창의 크기가 아니라 출력의 크기를 정합니다. 입력의 크기가 달라도 출력이 같습니다."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.arguments import integer
from coursekit.nn.layer import Layer

Array = NDArray[Any]
Sizes = int | tuple[int | None, int | None]


def adaptive_bins(size: int, output_size: int) -> list[slice]:
    r"""길이 `size`\ 를 `output_size`\ 개의 칸으로 나눕니다. 나누어떨어지지 않으면 이웃한 칸이 겹칩니다.

    :math:`i`\ 번째 칸은 :math:`\lfloor i n/m \rfloor`\ 에서 :math:`\lceil (i+1) n/m \rceil`\ 의 앞까지입니다. torch와 같습니다.

    Parameters
    ----------
    size : int
        입력의 길이 n, 1 이상.
    output_size : int
        칸의 수 m, 1 이상. n보다 커도 됩니다.

    Returns
    -------
    list of slice
        칸마다의 조각. 비어 있는 것은 없습니다.

    Raises
    ------
    ValueError
        인자가 1보다 작을 때.

    Examples
    --------
    >>> [(cell.start, cell.stop) for cell in adaptive_bins(7, 3)]
    [(0, 3), (2, 5), (4, 7)]
    """
    n, m = integer("size", size, at_least=1), integer("output_size", output_size, at_least=1)
    return [slice(i * n // m, -(-(i + 1) * n // m)) for i in range(m)]


def _sizes(output_size: Any) -> tuple[int | None, int | None]:
    pair = output_size if isinstance(output_size, (tuple, list)) else (output_size, output_size)
    if len(pair) != 2:
        raise ValueError(
            f"`output_size` 값은 정수나 정수 둘이어야 합니다(받은 값: {output_size!r})."
        )
    rows, columns = (m if m is None else integer("output_size", m, at_least=1) for m in pair)
    return rows, columns


def _bins(
    x_shape: tuple[int, ...], y_shape: tuple[int, ...]
) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    r"""칸마다 출력의 자리와 입력의 조각."""
    rows, columns = map(adaptive_bins, x_shape[2:], y_shape[2:])
    for (i, a), (j, b) in product(enumerate(rows), enumerate(columns)):
        yield (..., i, j), (..., a, b)


def _output(x: Array, output_size: Sizes) -> Array:
    if x.ndim != 4 or 0 in x.shape[2:]:
        raise ValueError(
            f"`x` 모양은 (N, C, H, W)이고 H와 W가 1 이상이어야 합니다(받은 모양: {x.shape})."
        )
    size = (n if m is None else m for n, m in zip(x.shape[2:], _sizes(output_size), strict=True))
    return np.empty((*x.shape[:2], *size), x.dtype)


def adaptive_avg_pool2d_forward(x: Array, output_size: Sizes) -> tuple[Array, Any]:
    r"""영상을 정해진 수의 칸으로 나누고 칸마다 평균을 냅니다.

    Parameters
    ----------
    x : ndarray of shape (N, C, H, W)
        입력.
    output_size : int or tuple of (int or None, int or None)
        칸의 수. `None`이면 그 축은 그대로 둡니다.

    Returns
    -------
    y : ndarray of shape (N, C, H', W')
        출력. 새 배열입니다.
    cache : tuple
        `adaptive_avg_pool2d_backward`에 넘길 것.

    Raises
    ------
    ValueError
        모양이 맞지 않거나 `output_size`가 1보다 작을 때.
    """
    y = _output(x, output_size)
    for at, cell in _bins(x.shape, y.shape):
        y[at] = x[cell].mean(axis=(2, 3))
    return y, x.shape


def adaptive_avg_pool2d_backward(grad_output: Array, cache: Any) -> Array:
    r"""적응 평균 풀링의 기울기를 구합니다: 칸의 모든 자리가 고르게 나누어 가집니다.

    Parameters
    ----------
    grad_output : ndarray of shape (N, C, H', W')
        출력의 기울기.
    cache : tuple
        `adaptive_avg_pool2d_forward`가 돌려준 것.

    Returns
    -------
    ndarray of shape (N, C, H, W)
        입력의 기울기. 칸이 겹친 자리는 두 몫을 더합니다.
    """
    grad_x = np.zeros(cache, grad_output.dtype)
    for at, cell in _bins(cache, grad_output.shape):
        part = grad_x[cell]
        part += grad_output[at][..., None, None] / (part.shape[2] * part.shape[3])
    return grad_x


def adaptive_max_pool2d_forward(x: Array, output_size: Sizes) -> tuple[Array, Any]:
    r"""영상을 정해진 수의 칸으로 나누고 칸마다 최댓값을 구합니다.

    Parameters
    ----------
    x : ndarray of shape (N, C, H, W)
        입력.
    output_size : int or tuple of (int or None, int or None)
        칸의 수. `None`이면 그 축은 그대로 둡니다.

    Returns
    -------
    y : ndarray of shape (N, C, H', W')
        출력. 새 배열입니다.
    cache : tuple
        `adaptive_max_pool2d_backward`에 넘길 것.

    Raises
    ------
    ValueError
        모양이 맞지 않거나 `output_size`가 1보다 작을 때.
    """
    y = _output(x, output_size)
    for at, cell in _bins(x.shape, y.shape):
        y[at] = x[cell].max(axis=(2, 3))
    return y, (x, y)


def adaptive_max_pool2d_backward(grad_output: Array, cache: Any) -> Array:
    r"""적응 최대 풀링의 기울기를 구합니다: 칸마다 맨 먼저 나온 최댓값이 모두 가져갑니다.

    Parameters
    ----------
    grad_output : ndarray of shape (N, C, H', W')
        출력의 기울기.
    cache : tuple
        `adaptive_max_pool2d_forward`가 돌려준 것.

    Returns
    -------
    ndarray of shape (N, C, H, W)
        입력의 기울기.
    """
    x, y = cache
    grad_x: Array = np.zeros_like(x)
    n, c = np.indices(x.shape[:2])
    for at, cell in _bins(x.shape, y.shape):
        height, width = x[cell].shape[2:]
        first = x[cell].reshape(*n.shape, height * width).argmax(axis=2)
        grad_x[cell][n, c, first // width, first % width] += grad_output[at]
    return grad_x


class AdaptiveAvgPool2d(Layer):
    r"""영상의 크기가 어떻든 정해진 수의 칸마다 평균을 내는 층입니다.

    Parameters
    ----------
    output_size : int or tuple of (int or None, int or None)
        칸의 수. `None`이면 그 축은 그대로 둡니다.

    Raises
    ------
    ValueError
        `output_size`가 1보다 작거나, 입력의 모양이 맞지 않을 때.

    Examples
    --------
    >>> AdaptiveAvgPool2d((2, None))(np.ones((1, 3, 9, 5))).shape
    (1, 3, 2, 5)
    """

    def __init__(self, output_size: Sizes) -> None:
        super().__init__()
        self.output_size = _sizes(output_size)

    def _forward(self, x: Array) -> tuple[Array, Any]:
        return adaptive_avg_pool2d_forward(x, self.output_size)

    def _backward(self, grad_output: Array, cache: Any) -> Array:
        return adaptive_avg_pool2d_backward(grad_output, cache)


class AdaptiveMaxPool2d(Layer):
    r"""영상의 크기가 어떻든 정해진 수의 칸마다 최댓값을 남기는 층입니다.

    Parameters
    ----------
    output_size : int or tuple of (int or None, int or None)
        칸의 수. `None`이면 그 축은 그대로 둡니다.

    Raises
    ------
    ValueError
        `output_size`가 1보다 작거나, 입력의 모양이 맞지 않을 때.
    """

    def __init__(self, output_size: Sizes) -> None:
        super().__init__()
        self.output_size = _sizes(output_size)

    def _forward(self, x: Array) -> tuple[Array, Any]:
        return adaptive_max_pool2d_forward(x, self.output_size)

    def _backward(self, grad_output: Array, cache: Any) -> Array:
        return adaptive_max_pool2d_backward(grad_output, cache)
