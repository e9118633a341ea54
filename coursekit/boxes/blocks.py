r"""`nms`의 빠른 속: 점수 차례로 늘어놓은 상자를 묶음으로 정합니다. 결과는 `nms_naive`와 똑같습니다.

1. 살아 있는 상자를 `BLOCK`개 뽑아 그 안에서 누가 남는지 정합니다.
2. 남은 것들로 그 뒤의 상자를 지웁니다. 중심의 x가 멀면 IoU가 문턱을 넘을 수 없으므로, 모든 상자를 x로 줄 세워
   두고 가까운 구간만 봅니다.
3. 짝마다 나누지 않고 거른 다음, 걸린 짝만 정말로 나누어 봅니다.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
BLOCK = 128  # boxes that are settled at once
NEIGHBOURS = 8  # winners with nearby centers that share one interval of x
SLACK = 16  # units of rounding by which the filters err on the side of letting pass


def settle_in_blocks(boxes: Array, threshold: float) -> Array:
    r"""점수 차례로 놓인 상자 (M, 4) 가운데 남는 것의 자리 (K,)를 차례대로 돌려줍니다."""
    rounding = SLACK * float(np.finfo(boxes.dtype).eps)
    rows = six_rows(boxes, threshold, rounding)
    center = (rows[0] + rows[2]) / 2
    left, right = within_reach(rows, center, threshold, rounding)
    by_x = np.argsort(center)
    rows_by_x, center_by_x = rows[:, by_x], center[by_x]
    alive = np.ones(len(boxes), dtype=bool)
    rest, keep = np.arange(len(boxes)), [np.zeros(0, dtype=np.int64)]
    while rest.size:
        head, rest = rest[:BLOCK], rest[BLOCK:]
        block = rows[:, head]
        winners = head[first_come(overlapping_pairs(block, block, threshold), len(head))]
        keep.append(winners)
        alive[head] = False
        winners = winners[np.argsort(center[winners])]
        start = np.searchsorted(center_by_x, left[winners])
        stop = np.searchsorted(center_by_x, right[winners], side="right")
        for i in range(0, len(winners), NEIGHBOURS):
            near = slice(start[i : i + NEIGHBOURS].min(), stop[i : i + NEIGHBOURS].max())
            group = rows[:, winners[i : i + NEIGHBOURS]]
            losers = overlapping_pairs(group, rows_by_x[:, near], threshold)[1]
            alive[by_x[near][losers]] = False
        rest = rest[alive[rest]]
        living = alive[by_x]
        by_x, rows_by_x, center_by_x = by_x[living], rows_by_x[:, living], center_by_x[living]
    return np.concatenate(keep)


def six_rows(boxes: Array, threshold: float, rounding: float) -> Array:
    r"""x1, y1, x2, y2, 넓이, 넓이의 t/(1+t)배를 한 줄씩 (6, M)으로 놓습니다."""
    rows = np.empty((6, len(boxes)), dtype=boxes.dtype)
    rows[:4] = boxes.T
    rows[4] = (rows[2] - rows[0]) * (rows[3] - rows[1])
    rows[5] = rows[4] * (threshold / (1 + threshold) * (1 - rounding))
    return rows


def within_reach(
    rows: Array, center: Array, threshold: float, rounding: float
) -> tuple[Array, Array]:
    r"""IoU가 문턱 t를 넘을 수 있는 상대의 중심 x가 놓일 구간의 두 끝입니다.

    IoU는 x축에 내린 두 선분의 IoU보다 클 수 없고, 선분의 IoU가 t를 넘으려면 두 중심이
    :math:`w\frac{1-t}{2t}`보다 가까워야 합니다.
    """
    if threshold < 0.01:  # nearly everything is within reach
        return np.full_like(center, -np.inf), np.full_like(center, np.inf)
    width = rows[2] - rows[0]
    blur = rounding * (1 + np.abs(rows[:4]).max(initial=0))
    reach = width * ((1 - threshold) / (2 * threshold) + rounding) + blur
    return center - reach, center + reach


def overlapping_pairs(a: Array, b: Array, threshold: float) -> tuple[Array, Array]:
    r"""`six_rows`로 놓인 (6, m)과 (6, n)에서 IoU가 문턱 t보다 큰 짝 (i, j)를 모두 찾습니다.

    :math:`\frac{I}{A+B-I}>t`는 :math:`I>\frac{t}{1+t}A+\frac{t}{1+t}B`와 같으므로 나누지 않고 거르고,
    걸린 짝만 나눕니다. 그래야 IoU가 문턱과 똑같은 짝이 반올림에 갈리지 않습니다.
    """
    ax1, ay1, ax2, ay2, _, share_a = a[:, :, None]  # (m, 1) each
    bx1, by1, bx2, by2, area_b, share_b = b  # (n,) each
    overlap = np.minimum(ax2, bx2)  # (m, n)
    overlap -= np.maximum(ax1, bx1)
    height = np.minimum(ay2, by2)
    height -= np.maximum(ay1, by1)
    np.maximum(height, np.zeros_like(bx1), out=height)  # far faster than with the number 0
    # a width below 0 may stay: what it makes is below 0 too, and above no share
    overlap *= height
    passed = np.flatnonzero(overlap > share_a + share_b)  # far faster than nonzero on two axes
    i, j = np.divmod(passed, max(1, len(area_b)))
    shared = overlap.ravel()[passed]
    sure = shared / (a[4, i] + area_b[j] - shared) > threshold
    return i[sure], j[sure]


def first_come(pairs: tuple[Array, Array], count: int) -> Array:
    r"""차례로 보면서, 앞에서 남은 상자에게 지워지지 않은 상자를 남깁니다.

    한 상자가 지우는 것들을 정수 하나의 비트로 두면, 지워진 것을 모으는 일이 OR 한 번입니다.
    """
    suppresses = [0] * count
    for i, j in zip(pairs[0].tolist(), pairs[1].tolist(), strict=True):
        suppresses[i] |= 1 << j
    removed, winners = 0, []
    for i in range(count):
        if not removed >> i & 1:
            winners.append(i)
            removed |= suppresses[i]
    return np.array(winners, dtype=np.int64)
