r"""최대 풀링: 창마다 가장 큰 값만 남기고, 기울기는 그 값이 온 자리로만 돌려보냅니다."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.nn.pool_window import (
    Ints,
    fold_windows,
    pool_windows,
    sample_blocks,
    window_places,
)

Array = NDArray[Any]


def max_pool_forward(
    x: Array,
    kernel_size: Ints,
    *,
    stride: Ints | None = None,
    padding: Ints = 0,
    dilation: Ints = 1,
    ceil_mode: bool = False,
) -> tuple[Array, Any]:
    r"""창마다 최댓값을 구합니다. 신호든 영상이든 부피든 공간 축의 수와 상관없이 같습니다.

    .. math:: y_{n,c,i,j} = \max_{u,v}\; x_{n,c,\;is-p+ud,\;js-p+vd}

    패딩은 :math:`-\infty`\ 로 칩니다. 0으로 치면 음수뿐인 창의 답이 틀립니다.

    Parameters
    ----------
    x : ndarray of shape (N, C, ...)
        입력. NaN이 든 창의 답은 NaN입니다.
    kernel_size : int or tuple of int
        창의 길이 k. 정수 하나면 모든 공간 축에 씁니다.
    stride : int or tuple of int, optional
        보폭 s. 주지 않으면 `kernel_size`이고, 그때 창이 겹치지 않습니다.
    padding : int or tuple of int
        양쪽 패딩 p, 창이 덮는 길이의 반 이하.
    dilation : int or tuple of int
        창의 자리 사이의 간격 d.
    ceil_mode : bool
        참이면 출력의 길이를 올림하여, 입력의 끝을 넘어가는 창도 둡니다.

    Returns
    -------
    y : ndarray of shape (N, C, ...)
        출력. 새 배열입니다.
    cache : tuple
        `max_pool_backward`에 넘길 것.

    Raises
    ------
    ValueError
        값이 범위를 벗어나거나, 창이 패딩한 입력보다 클 때.

    See Also
    --------
    max_pool2d_naive_forward : 같은 것을 창마다 도는 반복문으로 쓴 것.
    """
    windows = pool_windows(x, kernel_size, stride, padding, dilation, ceil_mode)
    y = fold_windows(np.maximum, x, windows, start=-np.inf)
    return y, (x, y, windows)


def max_pool_backward(grad_output: Array, cache: Any) -> Array:
    r"""최대 풀링의 기울기를 구합니다: 창마다 최댓값이 온 자리 하나가 모두 가져갑니다.

    최댓값이 여럿이면 맨 먼저(위에서 아래로, 왼쪽에서 오른쪽으로) 나오는 것이 가져갑니다. torch와 같습니다.

    Parameters
    ----------
    grad_output : ndarray of shape (N, C, ...)
        출력의 기울기.
    cache : tuple
        `max_pool_forward`가 돌려준 것.

    Returns
    -------
    ndarray of shape (N, C, ...)
        입력의 기울기. 창이 겹치면 창마다의 몫을 더합니다.

    See Also
    --------
    max_pool2d_naive_backward : 같은 것을 창마다 도는 반복문으로 쓴 것.
    """
    x, y, windows = cache
    grad_x: Array = np.empty_like(x)
    *places, last = window_places(windows)
    overlap = any(w.stride <= w.dilation * (w.kernel - 1) for w in windows)
    # 창이 입력을 빈틈없이 나누면 모든 자리에 한 번씩 씁니다.
    tiled = all(
        (w.stride, w.padding, w.dilation, w.size) == (w.kernel, 0, 1, w.output * w.kernel)
        for w in windows
    )

    def give(n: slice, into: Any, part: Array) -> None:
        if overlap:
            grad_x[n][into] += part
        else:
            grad_x[n][into] = part  # 더할 것이 없으면 읽지 않고 씁니다

    for n in sample_blocks(x):
        if not tiled:
            grad_x[n] = 0  # 토막마다 지우면 캐시 안에서 끝납니다
        rest = grad_output[n].copy()  # 창마다 아직 나누어 주지 않은 기울기
        parts = np.empty_like(rest)
        for out, into in places:
            part = parts[out]
            np.equal(x[n][into], y[n][out], out=part)  # 참이면 1, 거짓이면 0
            part *= rest[out]
            rest[out] -= part  # 한 번 주고 나면 0이므로, 뒤에 같은 값이 또 나와도 받지 못합니다
            give(n, into, part)
        out, into = last  # 여기까지 남았으면 마지막 자리의 것입니다
        give(n, into, rest[out])
    return grad_x
