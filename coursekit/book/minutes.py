r"""읽는 데 걸리는 시간입니다.

장의 시간은 개요에 글쓴이가 적은 「읽는 데 50분, 연습문제에 60분쯤」이 전부입니다.
절의 시간은 장의 시간을 절의 무게대로 나누어 분으로 반올림한 것이며, 적어도 1분입니다.
무게는 글의 글자 수(공백 제외)에 코드의 글자 수의 절반을 더하고, 번호 있는 식 하나를 80자, 그림 하나를 300자로 칩니다.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_STATED = re.compile(r"읽는 데 (\d+)분, 연습문제에 (\d+)분쯤 걸립니다\.")
FORMULA, FIGURE, CODE = 80, 300, 0.5


@dataclass(frozen=True)
class Minutes:
    r"""장 하나에 드는 시간(분).

    Parameters
    ----------
    reading, exercises : int
        읽는 시간과 연습문제를 푸는 시간.
    """

    reading: int
    exercises: int


def stated_minutes(text: str) -> Minutes | None:
    r"""장의 원본에서 글쓴이가 적은 시간을 찾습니다.

    Parameters
    ----------
    text : str
        장의 원본.

    Returns
    -------
    Minutes or None
        적힌 시간. 적지 않았으면 `None`입니다.
    """
    found = _STATED.search(text)
    return Minutes(int(found[1]), int(found[2])) if found else None


def weight(prose: str, code: str, formulas: int, figures: int) -> float:
    r"""절 하나의 무게를 계산합니다.

    Parameters
    ----------
    prose, code : str
        읽는 글과 코드.
    formulas, figures : int
        번호 있는 식과 그림의 수.

    Returns
    -------
    float
        글자 수로 친 무게.
    """
    letters, symbols = len(re.sub(r"\s", "", prose)), len(re.sub(r"\s", "", code))
    return letters + CODE * symbols + FORMULA * formulas + FIGURE * figures


def share(total: int, weights: Sequence[float]) -> list[int]:
    r"""장의 시간을 절에 나눕니다.

    Parameters
    ----------
    total : int
        장을 읽는 시간(분).
    weights : sequence of float
        절마다의 무게.

    Returns
    -------
    list of int
        절마다의 시간(분), 적어도 1.
    """
    whole = sum(weights)
    return [max(1, round(total * one / whole)) if whole else 1 for one in weights]
