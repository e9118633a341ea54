r"""표 계산기가 여는 CSV를 씁니다. 학생이 지은 글은 수식이 되지 못합니다."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from coursekit.grading.outcome import clean

# 전각 글자와 줄을 나누는 글자로 시작해도 수식으로 읽는 표 계산기가 있습니다.
_FORMULA = tuple("=+-@|%＝＋－＠\t\r\n")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*%?")


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    r"""줄을 CSV로 적습니다.

    Parameters
    ----------
    rows : iterable of sequence
        줄. 정수와 실수는 그대로, 글은 다듬어 적습니다.

    Returns
    -------
    str
        CRLF로 나눈 CSV. 파일에는 `utf-8-sig`로 적어야 엑셀이 한글을 바로 읽습니다.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    for row in rows:
        writer.writerow([value if _is_number(value) else safe_cell(value) for value in row])
    return stream.getvalue()


def returned_csv(rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    r"""남의 표를, 수식이 되는 칸만 막고 나머지는 글자 하나 바꾸지 않고 적습니다.

    Parameters
    ----------
    rows : iterable of sequence of str
        줄.
    delimiter : str
        칸을 나누는 글자.

    Returns
    -------
    str
        CRLF로 나눈 CSV. 줄바꿈이 든 칸은 따옴표로 묶입니다.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter)
    for row in rows:
        writer.writerow([_defused(cell) for cell in row])
    return stream.getvalue()


def _defused(cell: str) -> str:
    # 다른 과제의 점수(-3, +2.5)와 빈 점수(-)는 수식이 아니고, 바꾸면 LMS가 읽지 못합니다.
    if cell == "-" or _NUMBER.fullmatch(cell) or not cell.startswith(_FORMULA):
        return cell
    return "'" + cell


def safe_cell(value: object) -> str:
    r"""표 계산기가 수식으로 읽는 글 앞에 작은따옴표를 붙입니다.

    Parameters
    ----------
    value : object
        칸에 적을 것.

    Returns
    -------
    str
        제어 글자가 없고 수식이 아닌 한 줄.
    """
    text = clean(str(value), 1000)
    return "'" + text if text.startswith(_FORMULA) and text != "-" else text


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
