r"""손실에 넣을 상자 고르기: 배경이 훨씬 많으므로 정한 수만큼만, 물체의 몫을 지켜 뽑습니다."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def sample_boxes(
    matched: Array, count: int, positive_fraction: float, rng: np.random.Generator
) -> tuple[Array, Array]:
    r"""짝지은 결과에서 물체와 배경을 무작위로 뽑습니다. 어중간해서 뺀 상자는 뽑지 않습니다.

    물체를 많아야 `count * positive_fraction`개 뽑고, 남은 자리를 배경으로 채웁니다.

    Parameters
    ----------
    matched : ndarray of shape (P,)
        `coursekit.boxes.assign`의 결과: 0 이상이면 짝지은 정답의 번호, -1은 배경, -2는 뺀 것.
    count : int
        뽑을 수, 1 이상.
    positive_fraction : float
        물체의 몫, [0, 1].
    rng : Generator
        난수 생성기.

    Returns
    -------
    positive : ndarray of shape (P1,), int64
        뽑은 물체의 번호, 오름차순.
    negative : ndarray of shape (P0,), int64
        뽑은 배경의 번호, 오름차순. `P1 + P0 <= count`입니다.
    """
    positive, negative = np.flatnonzero(matched >= 0), np.flatnonzero(matched == -1)
    most = int(count * positive_fraction)
    if len(positive) > most:
        positive = np.sort(rng.choice(positive, most, replace=False))
    rest = count - len(positive)
    if len(negative) > rest:
        negative = np.sort(rng.choice(negative, rest, replace=False))
    return positive, negative
