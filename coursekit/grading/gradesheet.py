r"""LMS의 성적표에서 점수와 되먹임 칸만 채웁니다. 나머지 칸과 제출하지 않은 학생의 줄은 그대로입니다.

LMS는 내려받은 표의 열 이름과 번호가 그대로 돌아오기를 바랍니다. 열 이름은 LMS의 언어에 따라 다릅니다.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coursekit.errors import UsageError
from coursekit.grading.roster import Matched, Roster, key_of, match, scaled
from coursekit.grading.tables import returned_csv

_DIGITS = re.compile(r"\d+$")
# LMS가 정한 번호. 이름은 학생이 바꿀 수 있으므로 번호로 쓰지 않습니다.
_CANVAS_NUMBERS = ("ID", "SIS User ID", "SIS Login ID")
_CANVAS_SECTION = "Section"
_POINTS_ROW = "Points Possible"
_READ_ONLY = "read only"
_MOODLE_IDENTIFIERS = ("Identifier", "식별자")
_MOODLE_GRADES = ("Grade", "성적", "점수", "평점")
_MOODLE_MAXIMA = ("Maximum Grade", "Maximum grade", "최고 성적", "최고 점수")
_MOODLE_COMMENTS = ("Feedback comments", "피드백 댓글", "의견")


@dataclass(frozen=True)
class Filled:
    r"""채운 성적표입니다.

    Parameters
    ----------
    text : str
        CSV. 파일에는 `utf-8-sig`로 적습니다.
    matched : Matched
        어느 줄에 누구의 점수를 적었는지.
    """

    text: str
    matched: Matched


def fill_canvas(
    roster: Roster,
    title: str,
    points: int,
    scores: Mapping[str, int],
    *,
    column: str | None = None,
    scale: bool = False,
) -> Filled:
    r"""Canvas 성적표에서 과제 하나의 점수를 채웁니다.

    Parameters
    ----------
    roster : Roster
        Canvas에서 내보낸 성적표.
    title : str
        과제의 이름. 열 이름이 이것이거나 `이름 (번호)`인 열을 씁니다.
    points : int
        배점.
    scores : mapping of str to int
        학생의 열쇠와 점수.
    column : str, optional
        과제의 이름이 연습문제의 제목과 다를 때, 채울 열의 이름.
    scale : bool
        참이면 만점이 다를 때 비례로 바꿉니다.

    Returns
    -------
    Filled
        채운 표와, 찾지 못한 학생.

    Raises
    ------
    UsageError
        Canvas의 성적표가 아니거나, 채울 열이 없거나 여럿이거나, 읽기 전용이거나, 만점이 다를 때.
    """
    numbers = [roster.header.index(name) for name in _CANVAS_NUMBERS if name in roster.header]
    if not numbers:
        raise UsageError(f"{roster.path}: Canvas 성적표의 열(`ID` 등)이 없습니다.")
    place = _canvas_column(roster, title, column)
    name = roster.column(("Student",))
    maximum, keys = "", []
    rows = [list(row) for row in roster.rows]
    for row in rows:
        if _POINTS_ROW in row[0]:
            if _READ_ONLY in row[place]:
                raise UsageError(f"{roster.path}: {roster.header[place]!r} 열은 읽기 전용입니다.")
            maximum = row[place]
            row[place] = maximum or str(points)
            keys.append(frozenset[str]())
            continue
        mine = frozenset[str]().union(*(key_of(row[number]) for number in numbers))
        if name is not None:
            mine |= {key for key in key_of(row[name]) if not key.isdecimal()}
        keys.append(mine)
    matched = match(scores, keys)
    for index, student in matched.rows.items():
        rows[index][place] = scaled(roster, scores[student], points, maximum, scale=scale)
    return Filled(returned_csv([roster.header, *rows], roster.delimiter), matched)


def _canvas_column(roster: Roster, title: str, column: str | None) -> int:
    if column is not None:
        found = [i for i, name in enumerate(roster.header) if name.strip() == column.strip()]
        wanted = column
    else:
        pattern = re.compile(re.escape(title) + r"(?: \(\d+\))?")
        found = [i for i, name in enumerate(roster.header) if pattern.fullmatch(name.strip())]
        wanted = title
    if len(found) == 1:
        return found[0]
    start = 1 + roster.header.index(_CANVAS_SECTION) if _CANVAS_SECTION in roster.header else 0
    known = ", ".join(roster.header[start:][:20]) or "없음"
    count = "여럿입니다" if found else "없습니다"
    raise UsageError(
        f"{roster.path}: {wanted!r} 과제의 열이 {count}. `--column`으로 열 이름을 알려 주세요"
        f"(있는 열: {known})."
    )


def fill_moodle(
    roster: Roster,
    points: int,
    scores: Mapping[str, int],
    comments: Mapping[str, str],
    *,
    scale: bool = False,
) -> Filled:
    r"""Moodle의 오프라인 채점표에서 점수와 되먹임을 채웁니다.

    Parameters
    ----------
    roster : Roster
        Moodle에서 내려받은 채점표.
    points : int
        배점.
    scores : mapping of str to int
        참가자 번호와 점수.
    comments : mapping of str to str
        참가자 번호와 되먹임 글.
    scale : bool
        참이면 만점이 다를 때 비례로 바꿉니다.

    Returns
    -------
    Filled
        채운 표와, 찾지 못한 학생.

    Raises
    ------
    UsageError
        점수를 적을 열이 없거나, 만점이 다를 때.
    """
    place = roster.column(_MOODLE_GRADES)
    if place is None:
        raise UsageError(f"{roster.path}: 점수를 적을 열(`Grade`)이 없습니다.")
    who = roster.column(_MOODLE_IDENTIFIERS) or 0
    comment = roster.column(_MOODLE_COMMENTS)
    maximum = roster.column(_MOODLE_MAXIMA)
    # "Participant 1234"처럼 언어에 따라 다른 말 뒤에 번호가 있습니다.
    numbers = [_DIGITS.search(row[who].strip()) for row in roster.rows]
    matched = match(scores, [frozenset({found[0]} if found else ()) for found in numbers])
    rows: list[Sequence[str]] = [roster.header]
    for index, given in enumerate(roster.rows):
        row = [*given]
        student = matched.rows.get(index)
        if student is not None:
            top = "" if maximum is None else row[maximum]
            row[place] = scaled(roster, scores[student], points, top, scale=scale)
            if comment is not None:
                row[comment] = comments.get(student, "")
        rows.append(row)
    return Filled(returned_csv(rows, roster.delimiter), matched)
