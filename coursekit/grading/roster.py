r"""LMS에서 내려받은 성적표(CSV)를 읽고, 어느 줄이 누구의 줄인지 가립니다.

한 사람의 점수가 다른 사람의 줄에 적히는 일은 없어야 합니다: 가릴 수 없으면 채우지 않고 알립니다.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from coursekit.errors import UsageError
from coursekit.grading.layout import identity

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


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
    delimiter : str
        칸을 나누는 글자. 돌려줄 때도 이것으로 나눕니다.
    """

    path: Path
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str = ","

    def column(self, names: Sequence[str]) -> int | None:
        r"""이름이 `names` 가운데 하나인 첫 열의 자리를 찾습니다.

        Parameters
        ----------
        names : sequence of str
            열 이름. 앞의 것을 먼저 찾습니다.

        Returns
        -------
        int or None
            열의 자리. 없으면 `None`.
        """
        plain = [name.strip() for name in self.header]
        return next((plain.index(name) for name in names if name in plain), None)


@dataclass(frozen=True)
class Matched:
    r"""점수와 성적표의 줄을 맞춘 결과입니다.

    Parameters
    ----------
    rows : dict of int to str
        줄의 자리와 학생의 열쇠.
    unmatched : tuple of str
        성적표에 없는 학생.
    ambiguous : tuple of str
        맞는 줄이 여럿이거나, 한 줄을 다른 학생과 다투는 학생.
    """

    rows: dict[int, str]
    unmatched: tuple[str, ...]
    ambiguous: tuple[str, ...]


def read_roster(path: Path) -> Roster:
    r"""성적표를 읽습니다.

    Parameters
    ----------
    path : Path
        CSV 파일(UTF-8 또는 cp949). 칸은 쉼표나 쌍반점(;)으로 나뉘어 있습니다.

    Returns
    -------
    Roster
        열 이름과 줄.

    Raises
    ------
    UsageError
        파일이 없거나, CSV로 읽을 수 없거나, 열 이름이 없는 칸이 있을 때.
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
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    try:
        # 따옴표로 묶은 칸 안의 줄바꿈도 그 칸의 글이므로, 줄로 미리 나누지 않습니다.
        stream = io.StringIO(text, newline="")
        rows = [row for row in csv.reader(stream, delimiter=delimiter, strict=True) if row]
    except csv.Error:
        raise UsageError(f"{path}: CSV로 읽을 수 없습니다.") from None
    if not rows:
        raise UsageError(f"{path}: 성적표가 비어 있습니다.")
    header = tuple(rows[0])
    body = []
    for number, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row[len(header) :]):
            raise UsageError(f"{path}: {number}번째 줄에 열 이름이 없는 칸이 있습니다.")
        body.append((*row, *[""] * (len(header) - len(row)))[: len(header)])
    return Roster(path, header, tuple(body), delimiter)


def match(students: Iterable[str], keys: Sequence[frozenset[str]]) -> Matched:
    r"""학생마다 꼭 하나인 줄을 찾습니다.

    Parameters
    ----------
    students : iterable of str
        학생의 열쇠.
    keys : sequence of frozenset of str
        줄마다, 그 줄의 사람을 가리키는 값. 학생의 줄이 아니면 비어 있습니다.

    Returns
    -------
    Matched
        맞춘 줄과, 맞추지 못한 학생.
    """
    found = {
        student: [place for place, names in enumerate(keys) if student in names]
        for student in students
    }
    claims: dict[int, list[str]] = {}
    for student, places in found.items():
        for place in places:
            claims.setdefault(place, []).append(student)
    rows = {
        places[0]: student
        for student, places in found.items()
        if len(places) == 1 and len(claims[places[0]]) == 1
    }
    placed = set(rows.values())
    missing = sorted(student for student, places in found.items() if not places)
    unclear = sorted(
        student for student, places in found.items() if places and student not in placed
    )
    return Matched(rows, tuple(missing), tuple(unclear))


def key_of(cell: str) -> frozenset[str]:
    r"""칸 하나가 가리키는 학생의 열쇠입니다.

    Parameters
    ----------
    cell : str
        성적표의 칸.

    Returns
    -------
    frozenset of str
        NFC로 맞춘 값 하나. 빈칸이면 비어 있습니다.
    """
    return frozenset({identity(cell)} if cell.strip() else ())


def scaled(roster: Roster, earned: int, points: int, cell: str, *, scale: bool) -> str:
    r"""연습문제의 점수를 LMS의 만점에 맞춥니다.

    Parameters
    ----------
    roster : Roster
        성적표. 오류 문장에 씁니다.
    earned, points : int
        얻은 점수와 연습문제의 배점.
    cell : str
        LMS의 만점이 적힌 칸. 비었으면 배점과 같다고 봅니다.
    scale : bool
        참이면 만점이 다를 때 비례로 바꿉니다.

    Returns
    -------
    str
        적을 점수. 바꾸었으면 소수 둘째 자리까지입니다.

    Raises
    ------
    UsageError
        만점이 수가 아니거나, 배점과 다른데 `scale`이 거짓일 때.
    """
    if not cell.strip():
        return str(earned)
    if not _NUMBER.fullmatch(cell.strip()):
        raise UsageError(
            f"{roster.path}: 만점 칸에 수가 아닌 것이 있어 채우지 않았습니다(받은 값: {cell.strip()!r})."
        )
    top = float(cell.strip().replace(",", "."))
    if top == points:
        return str(earned)
    if not scale:
        raise UsageError(
            f"{roster.path}: LMS의 만점은 {top:g}점인데 연습문제는 {points}점 만점입니다. "
            f"LMS의 만점을 {points}점으로 고치거나, 비례로 바꾸려면 `--scale`을 붙이세요."
        )
    return f"{earned * top / points:.2f}".rstrip("0").rstrip(".")
