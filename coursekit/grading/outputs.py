r"""성적부에서 결과 폴더를 씁니다: `grades.csv`, 제출물마다의 JSON, 학생마다의 HTML, 반 보고서.

같은 성적부에서는 늘 같은 바이트가 나옵니다: 시각이나 채점한 차례는 들어가지 않습니다.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path

from coursekit.grading.classreport import class_page
from coursekit.grading.feedback import feedback_page
from coursekit.grading.grade import Grade
from coursekit.grading.judge import Verdict
from coursekit.grading.series import Series
from coursekit.grading.store import Gradebook
from coursekit.grading.tables import csv_text

_UNSAFE = re.compile(r"[^\w가-힣.-]+")
_OURS = re.compile(r"-[0-9a-f]{8}\.(?:json|html)$")
_HEADER = ("학생", "이름", "파일", "상태", "연습문제", "점수", "배점", "칸별 점수", "알림")


def write_outputs(book: Gradebook, folder: Path, *, with_expected: bool = False) -> Path:
    r"""결과 폴더를 씁니다.

    Parameters
    ----------
    book : Gradebook
        성적부.
    folder : Path
        결과 폴더. 없으면 만들고, 우리가 쓰는 이름의 파일은 새로 씁니다.
    with_expected : bool
        참이면 기대한 값의 그림을 넣은 쪽을 `instructor`에 따로 쓰고 반 보고서에도 넣습니다.
        **학생에게 보내면 안 됩니다.**

    Returns
    -------
    Path
        `grades.csv`의 자리.
    """
    grades = tuple(book.grades())
    for name in ("records", "feedback", "class"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    records = {f"{_record_stem(grade)}.json": _record(grade) for grade in grades}

    _replace(folder / "records", records)
    _replace(folder / "feedback", _pages(grades, None))
    if with_expected:
        # 학생에게 보낼 폴더와 섞이지 않게 따로 둡니다.
        (folder / "instructor").mkdir(exist_ok=True)
        _replace(folder / "instructor", _pages(grades, book))
    _write_classes(book, grades, folder / "class", with_expected)
    table = folder / "grades.csv"
    rows = [_HEADER, *map(_row, grades)]
    table.write_text(csv_text(rows), encoding="utf-8-sig", newline="")
    return table


def file_stem(student: str, *more: str, name: str = "") -> str:
    r"""학생마다 하나뿐인, 어디서나 쓸 수 있는 파일 이름을 짓습니다.

    Parameters
    ----------
    student : str
        학생의 열쇠.
    *more : str
        함께 가릴 것(연습문제의 이름, 파일의 자리). 이름에는 보이지 않습니다.
    name : str
        열쇠와 다르면 파일 이름에 함께 보일 이름.

    Returns
    -------
    str
        글자와 수, `-`, `_`, `.`만 든 이름. 뒤의 여덟 자리가 서로 다르게 합니다.
    """
    shown = f"{student}_{name}" if name not in ("", student) else student
    plain = _UNSAFE.sub("_", shown)[:40].strip("._") or "student"
    digest = hashlib.sha256("\0".join((student, *more)).encode("utf-8")).hexdigest()[:8]
    return f"{plain}-{digest}"


def by_exercise(grades: Sequence[Grade]) -> list[tuple[str, list[Grade]]]:
    r"""채점한 성적을 연습문제마다 묶습니다.

    Parameters
    ----------
    grades : sequence of Grade
        성적.

    Returns
    -------
    list of tuple of str and list
        연습문제의 이름과 성적. 이름 차례입니다.
    """
    scored = [grade for grade in grades if grade.assessment is not None]
    ordered = sorted(scored, key=lambda grade: (grade.exercise_id, grade.student))
    groups = groupby(ordered, key=lambda grade: grade.exercise_id)
    return [(name, list(theirs)) for name, theirs in groups]


def notes_of(grade: Grade) -> tuple[str, ...]:
    r"""학생에게 알릴 일을 모읍니다.

    Parameters
    ----------
    grade : Grade
        성적.

    Returns
    -------
    tuple of str
        제출에서 생긴 것과 채점에서 생긴 것.
    """
    return (*grade.notes, *(grade.assessment.notes if grade.assessment else ()))


def _pages(grades: Sequence[Grade], book: Gradebook | None) -> dict[str, str]:
    def expected(grade: Grade, verdict: Verdict, series: Series) -> Series | None:
        if book is None or grade.assessment is None:
            return None
        found = book.expected(grade.exercise_id, grade.exercise_digest, grade.assessment.seed)
        wanted = [one for one in found.get(verdict.grade_id, ()) if one.name == series.name]
        return wanted[0] if wanted else None

    return {
        f"{file_stem(student, name=theirs[0].name)}.html": feedback_page(theirs, expected)
        for student, theirs in _by_student(grades)
    }


def _by_student(grades: Sequence[Grade]) -> list[tuple[str, list[Grade]]]:
    ordered = sorted(grades, key=lambda grade: (grade.student, grade.exercise_id, grade.label))
    groups = groupby(ordered, key=lambda grade: grade.student)
    return [(student, list(theirs)) for student, theirs in groups]


def _write_classes(
    book: Gradebook, grades: Sequence[Grade], folder: Path, with_expected: bool
) -> None:
    for name, theirs in by_exercise(grades):
        failures = [g for g in grades if g.assessment is None and g.exercise_id in ("", name)]
        first = theirs[0].assessment
        found = (
            book.expected(name, theirs[0].exercise_digest, first.seed)
            if with_expected and first
            else {}
        )
        expected = [(key, series) for key in sorted(found) for series in found[key]]
        _write(folder / f"{name}.html", class_page(theirs, failures, expected))


def _record_stem(grade: Grade) -> str:
    return file_stem(grade.student, grade.exercise_id, grade.label, name=grade.name)


def _record(grade: Grade) -> str:
    record = {
        "student": grade.student,
        "name": grade.name,
        "label": grade.label,
        "exercise": grade.exercise_id,
        "exercise_digest": grade.exercise_digest,
        "problem": grade.problem,
        "earned": grade.assessment.earned if grade.assessment else None,
        "points": grade.assessment.points if grade.assessment else None,
        "notes": grade.notes,
        "assessment": asdict(grade.assessment) if grade.assessment else None,
    }
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def _row(grade: Grade) -> tuple[object, ...]:
    result = grade.assessment
    who = grade.student, grade.name, grade.label
    if result is None:
        notes = " ".join((grade.problem, *notes_of(grade)))
        return (*who, "채점하지 못함", grade.exercise_id, "", "", "", notes)
    parts = "; ".join(f"{v.grade_id}={v.earned}" for v in result.verdicts)
    notes = " ".join(notes_of(grade))
    scores = result.earned, result.points
    return (*who, "채점함", result.exercise_id, *scores, parts, notes)


def _replace(folder: Path, texts: Mapping[str, str]) -> None:
    # 지난번에 쓴 것 가운데 이제 없는 것을 지웁니다: 낡은 결과가 학생에게 가면 안 됩니다.
    for path in folder.iterdir():
        if _OURS.search(path.name) and path.name not in texts:
            path.unlink()
    for name, text in texts.items():
        _write(folder / name, text)


def _write(target: Path, text: str) -> None:
    target.write_text(text, encoding="utf-8", newline="\n")
