r"""풀링의 창: 창 안의 자리마다, 그 자리를 모든 창에서 한꺼번에 집습니다.

창마다 도는 대신(`pool_naive`) 창 **안의 자리**마다 돕니다. 2×2 창이면 네 번이고, 한 번에 모든 창을 봅니다.
"""

from collections.abc import Iterator
from functools import reduce
from itertools import product
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from coursekit.nn.conv_shape import per_axis

Array = NDArray[Any]
Ints = int | tuple[int, ...]
# 모든 축의 자리: 출력에서, 입력에서
Place = tuple[tuple[Any, ...], tuple[Any, ...]]

# 한 번에 계산할 표본들의 크기(바이트). 이만큼이면 임시 배열들이 캐시에 머뭅니다.
BLOCK_BYTES = 2**20


class PoolWindow(NamedTuple):
    r"""한 축에서 창이 입력 위를 걷는 방법입니다.

    Parameters
    ----------
    size : int
        입력의 길이 n.
    kernel, stride, padding, dilation : int
        창의 길이 k, 보폭 s, 양쪽 패딩 p, 창의 자리 사이의 간격 d.
    output : int
        출력의 길이.
    """

    size: int
    kernel: int
    stride: int
    padding: int
    dilation: int
    output: int

    def tap(self, j: int) -> tuple[slice, slice]:
        r"""창의 `j`번째 자리를 모든 창에서 집습니다.

        출력 :math:`o`\ 의 창에서 그 자리는 입력의 :math:`os - p + jd`\ 번째입니다. 입력 밖(패딩)이면 뺍니다.

        Parameters
        ----------
        j : int
            0 이상 k 미만.

        Returns
        -------
        out, into : slice
            길이가 같은 두 조각: 출력의 자리들과, 그 창들이 보는 입력의 자리들.
        """
        first = j * self.dilation - self.padding
        start = max(0, -(first // self.stride))  # 이 자리가 입력 안에 드는 첫 창과
        stop = min(self.output, (self.size - 1 - first) // self.stride + 1)  # 마지막 창의 다음
        if stop <= start:
            return slice(0, 0), slice(0, 0)
        begin, end = start * self.stride + first, (stop - 1) * self.stride + first + 1
        return slice(start, stop), slice(begin, end, self.stride)

    def taps(self) -> list[tuple[slice, slice]]:
        r"""창의 자리를 차례로 집습니다.

        Returns
        -------
        list of (slice, slice)
            자리마다 `tap`이 돌려주는 것.
        """
        return [self.tap(j) for j in range(self.kernel)]

    def counts(self, *, include_pad: bool) -> Array:
        r"""창마다 몇 칸을 보는지 셉니다.

        Parameters
        ----------
        include_pad : bool
            참이면 패딩도 칸으로 셉니다. 패딩의 끝을 넘어간 칸은 어느 쪽에서도 세지 않습니다.

        Returns
        -------
        ndarray of shape (output,)
            칸의 수.
        """
        first = np.arange(self.output) * self.stride - self.padding
        last = np.minimum(first + self.kernel, self.size + self.padding)
        if include_pad:
            return last - first
        return np.minimum(last, self.size) - np.maximum(first, 0)


def pool_steps(
    dims: int, kernel_size: Ints, stride: Ints | None, padding: Ints, dilation: Ints
) -> tuple[tuple[int, ...], ...]:
    r"""정수 하나나 축마다의 정수를 축마다의 값으로 펴고 검사합니다.

    Parameters
    ----------
    dims : int
        공간 축의 수.
    kernel_size, stride, padding, dilation : int or tuple of int
        축마다의 값. `stride`가 `None`이면 `kernel_size`입니다.

    Returns
    -------
    kernel_size, stride, padding, dilation : tuple of int
        축마다의 값.

    Raises
    ------
    ValueError
        값이 범위를 벗어나거나, 패딩이 창이 덮는 길이의 반보다 클 때.
    """
    kernels = per_axis("kernel_size", kernel_size, dims, at_least=1)
    strides = kernels if stride is None else per_axis("stride", stride, dims, at_least=1)
    paddings = per_axis("padding", padding, dims, at_least=0)
    dilations = per_axis("dilation", dilation, dims, at_least=1)
    for k, p, d in zip(kernels, paddings, dilations, strict=True):
        reach = d * (k - 1) + 1
        if p > reach // 2:
            raise ValueError(
                f"`padding` 값은 창이 덮는 길이 {reach}의 반인 {reach // 2} 이하여야 합니다"
                f"(받은 값: {p}). 더 크면 패딩만 보는 창이 생깁니다."
            )
    return kernels, strides, paddings, dilations


def pool_windows(
    x: Array, kernel_size: Ints, stride: Ints | None, padding: Ints, dilation: Ints, ceil_mode: bool
) -> tuple[PoolWindow, ...]:
    r"""입력의 공간 축마다 창을 놓습니다.

    출력의 길이는 합성곱과 같은 :math:`\lfloor (n + 2p - d(k-1) - 1)/s \rfloor + 1`\ 입니다.
    `ceil_mode`이면 올림이고, 그래서 생긴 마지막 창은 입력이나 앞쪽 패딩에서 시작할 때만 둡니다.

    Parameters
    ----------
    x : ndarray of shape (N, C, ...)
        입력. 공간 축이 하나 이상입니다.
    kernel_size, stride, padding, dilation : int or tuple of int
        공간 축마다의 값.
    ceil_mode : bool
        참이면 출력의 길이를 올림합니다.

    Returns
    -------
    tuple of PoolWindow
        공간 축마다 하나.

    Raises
    ------
    ValueError
        값이 범위를 벗어나거나, 창이 패딩한 입력보다 클 때.
    """
    if x.ndim < 3:
        raise ValueError(
            f"`x` 모양은 (N, C, ...)이고 축이 셋 이상이어야 합니다(받은 모양: {x.shape})."
        )
    steps = pool_steps(x.ndim - 2, kernel_size, stride, padding, dilation)
    axes = zip(x.shape[2:], *steps, strict=True)
    return tuple(_window(n, k, s, p, d, ceil_mode) for n, k, s, p, d in axes)


def _window(n: int, k: int, s: int, p: int, d: int, ceil_mode: bool) -> PoolWindow:
    reach = d * (k - 1) + 1
    output = (n + 2 * p - reach + (s - 1 if ceil_mode else 0)) // s + 1
    if (output - 1) * s >= n + p:
        output -= 1
    if n < 1 or output < 1:
        raise ValueError(
            f"`kernel_size` {k}(`dilation` {d})의 창이 덮는 길이 {reach}이(가) "
            f"패딩한 입력의 길이 {n} + {p} + {p} = {n + 2 * p}보다 깁니다."
        )
    window = PoolWindow(n, k, s, p, d, output)
    seen = np.zeros(output, bool)
    for out, _ in window.taps():
        seen[out] = True
    if not seen.all():
        raise ValueError(
            f"`padding` {p}과(와) `dilation` {d}에서는 길이 {n}인 입력의 {int(seen.argmin())}번째 창이 "
            "패딩만 봅니다. 패딩이나 간격을 줄이세요."
        )
    return window


def window_places(windows: tuple[PoolWindow, ...]) -> list[Place]:
    r"""여러 축의 창에서 자리를 위에서 아래로, 왼쪽에서 오른쪽으로 집습니다.

    Parameters
    ----------
    windows : tuple of PoolWindow
        공간 축마다의 창.

    Returns
    -------
    list of (tuple, tuple)
        자리마다 출력의 색인과 입력의 색인.
    """
    taps = product(*(window.taps() for window in windows))
    return [((..., *(out for out, _ in tap)), (..., *(into for _, into in tap))) for tap in taps]


def fold_windows(ufunc: np.ufunc, x: Array, windows: tuple[PoolWindow, ...], start: float) -> Array:
    r"""창마다 `ufunc`으로 접습니다. 한 축씩 접으므로 k×k 창에 2k번이면 됩니다.

    창의 최댓값은 열마다 구한 최댓값들의 최댓값이고, 합도 그렇습니다.

    Parameters
    ----------
    ufunc : ufunc
        `np.maximum`이나 `np.add`.
    x : ndarray of shape (N, C, ...)
        입력.
    windows : tuple of PoolWindow
        공간 축마다의 창.
    start : float
        처음 값: 최댓값이면 :math:`-\infty`, 합이면 0. 패딩을 이 값으로 치는 셈입니다.

    Returns
    -------
    ndarray of shape (N, C, ...)
        창마다의 값.
    """
    y = np.empty((*x.shape[:2], *(window.output for window in windows)), x.dtype)
    for n in sample_blocks(x):
        part = x[n]
        for axis, window in enumerate(windows, start=2):
            part = _fold(ufunc, part, axis, window, start)
        y[n] = part
    return y


def _fold(ufunc: np.ufunc, x: Array, axis: int, window: PoolWindow, start: float) -> Array:
    before, taps = (slice(None),) * axis, window.taps()
    if all(out == slice(0, window.output) for out, _ in taps):  # 모든 창이 입력 안에 있으면
        folded: Array = reduce(ufunc, (x[*before, into] for _, into in taps))
        return folded
    y = np.full((*x.shape[:axis], window.output, *x.shape[axis + 1 :]), start, x.dtype)
    for out, into in taps:
        ufunc(y[*before, out], x[*before, into], out=y[*before, out])
    return y


def spread_windows(grad: Array, windows: tuple[PoolWindow, ...]) -> Array:
    r"""창마다의 값을 그 창이 본 자리 모두에 더합니다: 합으로 접는 `fold_windows`를 거꾸로 갑니다.

    Parameters
    ----------
    grad : ndarray of shape (N, C, ...)
        창마다의 값.
    windows : tuple of PoolWindow
        공간 축마다의 창.

    Returns
    -------
    ndarray of shape (N, C, ...)
        자리마다, 그 자리를 본 창들의 값의 합.
    """
    for axis, window in reversed(list(enumerate(windows, start=2))):
        x = np.zeros((*grad.shape[:axis], window.size, *grad.shape[axis + 1 :]), grad.dtype)
        before = (slice(None),) * axis
        for out, into in window.taps():
            x[*before, into] += grad[*before, out]
        grad = x
    return grad


def window_counts(windows: tuple[PoolWindow, ...], *, include_pad: bool) -> Array:
    r"""창마다 몇 칸을 보는지, 모든 축에서 셉니다.

    Parameters
    ----------
    windows : tuple of PoolWindow
        공간 축마다의 창.
    include_pad : bool
        참이면 패딩도 칸으로 셉니다.

    Returns
    -------
    ndarray
        모양이 출력의 공간 축과 같은 칸의 수.
    """
    along = [window.counts(include_pad=include_pad) for window in windows]
    counts: Array = reduce(np.multiply.outer, along)
    return counts


def sample_blocks(x: Array) -> Iterator[slice]:
    r"""표본의 축을 캐시에 머무를 만큼씩 끊습니다.

    Parameters
    ----------
    x : ndarray of shape (N, ...)
        입력.

    Yields
    ------
    slice
        첫 축의 조각. 하나에 표본이 하나 이상입니다.
    """
    step = max(1, BLOCK_BYTES // max(1, x[:1].nbytes))
    for start in range(0, len(x), step):
        yield slice(start, start + step)
