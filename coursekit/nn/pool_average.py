r"""평균 풀링: 창마다 평균을 내고, 기울기는 창의 모든 자리에 고르게 나누어 돌려보냅니다."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.nn.pool_window import (
    Ints,
    fold_windows,
    pool_windows,
    spread_windows,
    window_counts,
)

Array = NDArray[Any]


def avg_pool_forward(
    x: Array,
    kernel_size: Ints,
    *,
    stride: Ints | None = None,
    padding: Ints = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> tuple[Array, Any]:
    r"""창마다 평균을 구합니다. 공간 축의 수와 상관없이 같습니다.

    .. math:: y_{n,c,i,j} = \frac1m \sum_{u,v} x_{n,c,\;is-p+u,\;js-p+v}

    패딩은 0으로 더합니다. 나누는 칸 수 :math:`m`\ 에 패딩을 넣으면(기본값) 가장자리의 평균이 작아집니다.

    Parameters
    ----------
    x : ndarray of shape (N, C, ...)
        입력.
    kernel_size : int or tuple of int
        창의 길이 k. 정수 하나면 모든 공간 축에 씁니다.
    stride : int or tuple of int, optional
        보폭 s. 주지 않으면 `kernel_size`입니다.
    padding : int or tuple of int
        양쪽 패딩 p, k의 반 이하.
    ceil_mode : bool
        참이면 출력의 길이를 올림하여, 입력의 끝을 넘어가는 창도 둡니다. 패딩 너머는 칸으로 세지 않습니다.
    count_include_pad : bool
        거짓이면 패딩을 칸으로 세지 않고, 창 안의 진짜 값만의 평균을 냅니다.

    Returns
    -------
    y : ndarray of shape (N, C, ...)
        출력. 새 배열입니다.
    cache : tuple
        `avg_pool_backward`에 넘길 것.

    Raises
    ------
    ValueError
        값이 범위를 벗어나거나, 창이 패딩한 입력보다 클 때.

    See Also
    --------
    avg_pool2d_naive_forward : 같은 것을 창마다 도는 반복문으로 쓴 것.
    """
    windows = pool_windows(x, kernel_size, stride, padding, 1, ceil_mode)
    y = fold_windows(np.add, x, windows, start=0)
    counts = window_counts(windows, include_pad=count_include_pad).astype(x.dtype)
    y /= counts
    return y, (windows, counts)


def avg_pool_backward(grad_output: Array, cache: Any) -> Array:
    r"""평균 풀링의 기울기를 구합니다: 창의 모든 자리가 :math:`G/m`\ 씩 가져갑니다.

    Parameters
    ----------
    grad_output : ndarray of shape (N, C, ...)
        출력의 기울기 :math:`G`.
    cache : tuple
        `avg_pool_forward`가 돌려준 것.

    Returns
    -------
    ndarray of shape (N, C, ...)
        입력의 기울기. 창이 겹치면 창마다의 몫을 더합니다.

    See Also
    --------
    avg_pool2d_naive_backward : 같은 것을 창마다 도는 반복문으로 쓴 것.
    """
    windows, counts = cache
    return spread_windows(grad_output / counts, windows)
