r"""글과 표의 견줌: 낱말은 그대로 같아야 하고, 숫자는 허용 오차 안이면 됩니다."""

import re
from dataclasses import dataclass
from enum import IntEnum
from itertools import zip_longest

# 부호는 앞이 글자나 수가 아닐 때에만 수의 것입니다: `0.1-0.2`는 두 수의 사이입니다.
_NUMBER = re.compile(
    r"(?<![A-Za-z_.\d])(?:(?<![\w)\]])[-+−])?\d[\d,]*(?:\.\d+)?(?:[eE][-+]?\d+)?(?![A-Za-z_\d])"
)
_TIMED_LINE = re.compile(r"시간|\d초 이내")
_TIMED_COLUMN = re.compile(r"시간|\((?:ms|초)\)")
_ADDRESS = re.compile(r"\b0x[0-9a-f]{6,}\b")


class Verdict(IntEnum):
    r"""견준 결과. 큰 것이 더 나쁩니다."""

    SAME = 0
    TIMING = 1
    WITHIN = 2
    BEYOND = 3


@dataclass(frozen=True)
class Finding:
    r"""출력 하나를 견준 결과와, 달라진 것을 한 줄로 적은 글."""

    verdict: Verdict
    note: str = ""


def close(old: str, new: str, tolerance: float) -> bool:
    r"""적힌 두 수가 허용 오차 안인지 봅니다.

    소수로 적은 수는 반올림의 끝자리 하나까지 봐줍니다: 0.07649와 0.07651은 0.076과 0.077로 적힙니다.

    Parameters
    ----------
    old, new : str
        적힌 수.
    tolerance : float
        큰 쪽에 대한 비율로 나타낸 허용 오차.

    Returns
    -------
    bool
        허용 오차 안이면 참.
    """
    a, b = (float(one.replace(",", "").replace("−", "-")) for one in (old, new))
    last = max(_last_place(old), _last_place(new))
    return abs(a - b) <= max(tolerance * max(abs(a), abs(b)), last * (1 + 1e-9))


def _last_place(written: str) -> float:
    mantissa, _, exponent = written.lower().partition("e")
    decimals = len(mantissa.partition(".")[2])
    if not decimals and not exponent:
        return 0.0  # 세어서 적은 수입니다.
    return float(10.0 ** (int(exponent or 0) - decimals))


def compare_text(old: str, new: str, tolerance: float, *, timed: bool = False) -> Finding:
    r"""글이나 표(탭으로 나눈 글) 둘을 견줍니다.

    Parameters
    ----------
    old, new : str
        두 글.
    tolerance : float
        숫자의 허용 오차(비율).
    timed : bool
        모든 수가 잰 시간에서 나왔으면 참.

    Returns
    -------
    Finding
        가장 나쁜 줄의 결과.
    """
    before, after = (_ADDRESS.sub("0x", one).split("\n") for one in (old.rstrip(), new.rstrip()))
    worst = Finding(Verdict.SAME)
    table = "\t" in before[0]
    heads = before[0].split("\t")
    for first, second in zip_longest(before, after):
        if first == second:
            continue
        if first is None or second is None:
            return Finding(Verdict.BEYOND, f"줄 수: {len(before)} → {len(after)}")
        cells = [first.split("\t"), second.split("\t")] if table else [[first], [second]]
        for column, (left, right) in enumerate(zip_longest(*cells, fillvalue="")):
            if left == right:
                continue
            marked = (
                _TIMED_COLUMN.search(heads[column] if column < len(heads) else "")
                if table
                else _TIMED_LINE.search(left)
            )
            found = _compare(left, right, tolerance, timed=timed or bool(marked))
            worst = max(worst, found, key=lambda one: one.verdict)
    return worst


def _compare(old: str, new: str, tolerance: float, *, timed: bool) -> Finding:
    if _NUMBER.sub("#", old).split() != _NUMBER.sub("#", new).split():
        return Finding(Verdict.BEYOND, f"{old.strip()} → {new.strip()}")
    pairs = zip(_NUMBER.findall(old), _NUMBER.findall(new), strict=True)
    changed = [(a, b) for a, b in pairs if a != b]
    far = [(a, b) for a, b in changed if not close(a, b, tolerance)]
    if not changed:
        return Finding(Verdict.SAME)  # 빈칸만 다릅니다.
    a, b = (far or changed)[0]
    verdict = Verdict.TIMING if timed else Verdict.BEYOND if far else Verdict.WITHIN
    return Finding(verdict, f"{a} → {b}")
