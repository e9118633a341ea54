r"""정밀도-재현율 위젯이 쓰는 숫자입니다: 검출 열 개의 판정마다 곡선과, 네 정의의 AP.

모두 `coursekit.metrics`가 셉니다.
"""

import zlib
from collections.abc import Sequence
from functools import cache
from itertools import product
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from coursekit.arguments import integer
from coursekit.metrics import average_precision, precision_envelope, precision_recall
from coursekit.metrics.average_precision import Method

Array = NDArray[Any]

SCORES = (0.98, 0.93, 0.91, 0.86, 0.74, 0.72, 0.68, 0.56, 0.41, 0.3)
TIED = tuple(round(score, 1) for score in SCORES)  # 반올림하면 셋씩 두 번 같아집니다.
COUNT = len(SCORES)
TRUTHS = (10, 15)
METHODS: tuple[str, ...] = get_args(Method)
TIES = ("none", "hits", "misses")
# AP를 읽는 재현율. `average_precision`의 격자와 같은 실수여야 같은 점에 닿습니다.
GRIDS = {"11-point": np.arange(11) / 10, "101-point": np.linspace(0.0, 1.0, 101)}


def ranking(hits: Sequence[int], ties: str) -> list[int]:
    r"""검출을 받아들이는 차례를 줍니다.

    Parameters
    ----------
    hits : sequence of 10 {0, 1}
        적힌 차례로, 맞았으면 1.
    ties : {"none", "hits", "misses"}
        동점 없음, 또는 점수를 반올림하고 동점에서 맞은 것이나 틀린 것을 먼저.

    Returns
    -------
    list of int
        검출의 번호.

    Raises
    ------
    ValueError
        모르는 `ties`일 때.
    """
    if ties not in TIES:
        raise ValueError(
            f"`ties` 값은 {', '.join(TIES)} 가운데 하나여야 합니다(받은 값: {ties!r})."
        )
    if ties == "none":
        return list(range(COUNT))
    first = np.array(hits) if ties == "misses" else 1 - np.array(hits)
    return [int(k) for k in np.lexsort((np.arange(COUNT), first, -np.array(TIED)))]


def accepted(cut: int, ties: str) -> int:
    r"""점수의 문턱이 받아들이는 검출의 수. 동점은 함께 들어오므로 그 끝까지 늡니다.

    Parameters
    ----------
    cut : int
        받아들이려는 수, 0 이상 10 이하.
    ties : {"none", "hits", "misses"}
        `ranking`과 같습니다.

    Returns
    -------
    int
        받아들인 수.

    Raises
    ------
    ValueError
        `cut`이 범위를 벗어날 때.

    Examples
    --------
    >>> accepted(2, "none"), accepted(2, "hits")
    (2, 4)
    """
    if integer("cut", cut) > COUNT:
        raise ValueError(f"`cut` 값은 {COUNT} 이하여야 합니다(받은 값: {cut}).")
    if ties == "none" or cut == 0:
        return cut
    return sum(score >= TIED[cut - 1] for score in TIED)


def measure(hits: Sequence[int], truths: int, cut: int, ties: str) -> dict[str, Any]:
    r"""한 설정의 곡선과 네 AP를 구합니다.

    Parameters
    ----------
    hits : sequence of 10 {0, 1}
        적힌 차례로, 맞았으면 1.
    truths : {10, 15}
        정답의 수.
    cut : int
        받아들이려는 수.
    ties : {"none", "hits", "misses"}
        `ranking`과 같습니다.

    Returns
    -------
    dict
        차례 `order`, 받아들인 수 `accepted`, 그만큼의 `precision`, `recall`, 누른 정밀도 `envelope`,
        `METHODS`의 차례로 `ap`.

    Raises
    ------
    ValueError
        판정이 열 개의 0과 1이 아니거나 다른 값이 범위를 벗어날 때.
    """
    if len(hits) != COUNT or any(hit not in (0, 1) for hit in hits):
        raise ValueError(f"`hits` 값은 0과 1 {COUNT}개여야 합니다(받은 값: {list(hits)}).")
    if truths not in TRUTHS:
        allowed = ", ".join(map(str, TRUTHS))
        raise ValueError(f"`truths` 값은 {allowed} 가운데 하나여야 합니다(받은 값: {truths}).")
    order, many = ranking(hits, ties), accepted(cut, ties)
    precision, recall = precision_recall(np.array(hits, dtype=bool)[order[:many]], truths=truths)
    return {
        "order": order,
        "accepted": many,
        "precision": precision.tolist(),
        "recall": recall.tolist(),
        "envelope": precision_envelope(precision).tolist(),
        "ap": _all_four(precision, recall),
    }


@cache
def pack() -> tuple[dict[str, Any], bytes]:
    r"""AP의 표를 만들어 누릅니다.

    Returns
    -------
    header : dict
        점수, 반올림한 점수, 정답의 수, 정의의 차례, 읽는 재현율.
    table : bytes
        zlib으로 누른 float32. 정답의 수마다, 받아들인 k개(0에서 10)의 판정을 높은 점수가 윗자리인
        이진수로 읽은 차례로, `METHODS`의 AP 넷입니다.
    """
    values = [
        _all_four(*precision_recall(np.array(hits, dtype=bool), truths=truths))
        for truths in TRUTHS
        for many in range(COUNT + 1)
        for hits in product((0, 1), repeat=many)
    ]
    header = {
        "scores": list(SCORES),
        "tied": list(TIED),
        "truths": list(TRUTHS),
        "methods": list(METHODS),
        "grids": {name: grid.tolist() for name, grid in GRIDS.items()},
    }
    return header, zlib.compress(np.array(values, dtype="<f4").tobytes(), 9)


def _all_four(precision: Array, recall: Array) -> list[float]:
    return [average_precision(recall, precision, method) for method in get_args(Method)]
