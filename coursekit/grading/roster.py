r"""LMS에서 내려받은 성적표(CSV)를 읽어, 다른 칸은 그대로 두고 점수만 채웁니다.

LMS는 내려받은 표의 열 이름과 번호가 그대로 돌아오기를 바랍니다. 열 이름은 LMS의 언어에 따라 다릅니다.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from coursekit.errors import UsageError
from coursekit.grading.layout import identity

_DIGITS = re.compile(r"\d+$")
_CANVAS_KEYS = ("ID", "SIS User ID", "SIS Login ID", "Student")
_MOODLE_GRADES = ("Grade", "성적", "점수", "평점")


@dataclass(frozen=True)
class Roster:
    r"""내려받은 성적표입니다.

    Parameters
    ----------
    path : Path
        파일.
    header : tuple of str
        열 이름.
    rows : tuple of tuple of str
        나머지 줄. 열의 수는 `header`와 같습니다.
    """

    path: Path
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def read_roster(path: Path) -> Roster:
    r"""성적표를 읽습니다.

    Parameters
    ----------
    path : Path
        CSV 파일(UTF-8 또는 cp949).

    Returns
    -------
    Roster
        열 이름과 줄.

    Raises
    ------
    UsageError
        파일이 없거나 CSV로 읽을 수 없을 때.
    """
    try:
        data = path.read_bytes()
    except OSError:
        raise UsageError(f"성적표를 열 수 없습니다: {path}") from None
    for encoding in ("utf-8-sig", "cp949"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise UsageError(f"{path}: 글자를 읽을 수 없습니다(UTF-8로 저장하세요).")
    try:
        rows = [row for row in csv.reader(text.splitlines(), strict=True) if row]
    except csv.Error:
        raise UsageError(f"{path}: CSV로 읽을 수 없습니다.") from None
    if not rows:
        raise UsageError(f"{path}: 성적표가 비어 있습니다.")
    header = tuple(rows[0])
    width = len(header)
    body = tuple((*row, *[""] * (width - len(row)))[:width] for row in rows[1:])
    return Roster(path, header, body)


def fill_canvas(
    roster: Roster, title: str, points: int, scores: Mapping[str, int]
) -> tuple[list[list[object]], set[str]]:
    r"""Canvas 성적표에 과제 하나의 점수를 채웁니다.

    Parameters
    ----------
    roster : Roster
        Canvas에서 내보낸 성적표.
    title : str
        과제의 이름. 열 이름이 이것이거나 `이름 (번호)`이면 그 열을, 없으면 새 열을 씁니다.
    points : int
        배점.
    scores : mapping of str to int
        학생의 열쇠와 점수.

    Returns
    -------
    tuple of list and set
        줄과, 표에서 찾지 못한 학생.

    Raises
    ------
    UsageError
        학생을 가리키는 열이 하나도 없을 때.
    """
    keys = [roster.header.index(name) for name in _CANVAS_KEYS if name in roster.header]
    if not keys:
        raise UsageError(f"{roster.path}: Canvas 성적표의 열(`ID` 등)이 없습니다.")
    pattern = re.compile(re.escape(title) + r"( \(\d+\))?")
    place = next((i for i, name in enumerate(roster.header) if pattern.fullmatch(name)), None)
    header: list[object] = [*roster.header]
    if place is None:
        place = len(header)
        header.append(title)
    rows: list[list[object]] = [header]
    left = set(scores)
    for given in roster.rows:
        row: list[object] = [*given, *[""] * (len(header) - len(given))]
        if given[0].strip() == "Points Possible":
            row[place] = points
        found = next((identity(given[i]) for i in keys if identity(given[i]) in scores), None)
        if found is not None:
            row[place] = scores[found]
            left.discard(found)
        rows.append(row)
    return rows, left


def fill_moodle(
    roster: Roster, scores: Mapping[str, int], comments: Mapping[str, str]
) -> tuple[list[list[object]], set[str]]:
    r"""Moodle 오프라인 채점표에 점수를 채웁니다.

    Parameters
    ----------
    roster : Roster
        Moodle에서 내려받은 채점표.
    scores : mapping of str to int
        참가자 번호와 점수.
    comments : mapping of str to str
        참가자 번호와 되먹임 글.

    Returns
    -------
    tuple of list and set
        줄과, 표에서 찾지 못한 학생.

    Raises
    ------
    UsageError
        점수를 적을 열이 없을 때.
    """
    place = _column(roster, _MOODLE_GRADES)
    if place is None:
        raise UsageError(f"{roster.path}: 점수를 적을 열(`Grade`)이 없습니다.")
    comment = _column(roster, ("Feedback comments", "피드백 댓글", "의견"))
    rows: list[list[object]] = [[*roster.header]]
    left = set(scores)
    for given in roster.rows:
        row: list[object] = [*given]
        # 첫 열은 "Participant 1234"처럼 언어에 따라 다른 말과 번호입니다.
        number = _DIGITS.search(given[0].strip())
        if number and number[0] in scores:
            row[place] = scores[number[0]]
            left.discard(number[0])
            if comment is not None:
                row[comment] = comments.get(number[0], "")
        rows.append(row)
    return rows, left


def _column(roster: Roster, names: Sequence[str]) -> int | None:
    return next((roster.header.index(name) for name in names if name in roster.header), None)
