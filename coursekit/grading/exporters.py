r"""성적부를 다른 도구가 읽는 꼴로 내보냅니다: Canvas, Moodle, Gradescope, nbgrader, GitHub Classroom."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import escape

from coursekit.errors import UsageError
from coursekit.grading.assessment import Assessment
from coursekit.grading.grade import Grade
from coursekit.grading.gradesheet import fill_canvas, fill_moodle
from coursekit.grading.moodle_feedback import write_feedback_zip
from coursekit.grading.outcome import clean
from coursekit.grading.outputs import by_exercise, file_stem, notes_of
from coursekit.grading.report import render
from coursekit.grading.roster import Matched, Roster
from coursekit.grading.store import Gradebook
from coursekit.grading.tables import csv_text

_TICKS = re.compile(r"`+")


@dataclass(frozen=True)
class Exported:
    r"""내보낸 결과입니다.

    Parameters
    ----------
    paths : tuple of Path
        쓴 파일.
    unmatched : tuple of str
        성적표에서 찾지 못한 학생.
    ambiguous : tuple of str
        성적표에서 어느 줄인지 가리지 못한 학생. 적지 않았습니다.
    """

    paths: tuple[Path, ...]
    unmatched: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    r"""LMS에서 내려받은 성적표와, 그것을 채우는 방법입니다.

    Parameters
    ----------
    roster : Roster
        성적표.
    column : str, optional
        과제의 이름이 연습문제의 제목과 다를 때, 채울 열의 이름(Canvas).
    scale : bool
        참이면 LMS의 만점이 배점과 다를 때 비례로 바꿉니다.
    """

    roster: Roster
    column: str | None = None
    scale: bool = False


def export(
    book: Gradebook,
    form: str,
    folder: Path,
    sheet: Sheet | None = None,
    *,
    exercise: str | None = None,
) -> Exported:
    r"""연습문제마다 내보냅니다. 채점하지 못한 학생은 0점이 아니라 빈칸이거나 없습니다.

    Parameters
    ----------
    book : Gradebook
        성적부.
    form : {"canvas", "classroom", "gradescope", "moodle", "nbgrader"}
        어느 도구에 맞출지.
    folder : Path
        쓸 폴더. 없으면 만듭니다.
    sheet : Sheet, optional
        LMS에서 내려받은 성적표. Canvas와 Moodle에서만, 연습문제 하나에만 씁니다.
    exercise : str, optional
        이 연습문제만 내보냅니다.

    Returns
    -------
    Exported
        쓴 파일과, 성적표에서 찾지 못한 학생.

    Raises
    ------
    UsageError
        모르는 꼴이거나, 채점한 것이 없거나, 성적표를 쓸 수 없는 꼴일 때.
    """
    if form not in FORMATS:
        raise UsageError(f"{form!r} 꼴은 없습니다(있는 이름: {', '.join(FORMATS)}).")
    if sheet is not None and form not in ("canvas", "moodle"):
        raise UsageError(f"`--roster` 옵션은 canvas와 moodle에서만 씁니다(받은 꼴: {form}).")
    exercises = by_exercise(tuple(book.grades()))
    if not exercises:
        raise UsageError(f"성적부에 채점한 것이 없습니다: {book.path}")
    known = ", ".join(name for name, _ in exercises)
    if exercise is not None:
        exercises = [(name, grades) for name, grades in exercises if name == exercise]
        if not exercises:
            raise UsageError(f"{exercise!r} 연습문제는 성적부에 없습니다(있는 이름: {known}).")
    if sheet is not None and len(exercises) > 1:
        raise UsageError(
            f"성적표는 연습문제 하나에만 채울 수 있습니다: `--exercise`로 고르세요({known})."
        )
    folder.mkdir(parents=True, exist_ok=True)
    done = [FORMATS[form](name, grades, folder, sheet) for name, grades in exercises]
    return Exported(
        tuple(path for one in done for path in one.paths),
        tuple(sorted({student for one in done for student in one.unmatched})),
        tuple(sorted({student for one in done for student in one.ambiguous})),
    )


def _result(grade: Grade) -> Assessment:
    assert grade.assessment is not None
    return grade.assessment


def _scores(grades: Sequence[Grade]) -> dict[str, int]:
    return {grade.student: _result(grade).earned for grade in grades}


def _canvas(name: str, grades: Sequence[Grade], folder: Path, sheet: Sheet | None) -> Exported:
    first = _result(grades[0])
    path = folder / f"canvas-{name}.csv"
    if sheet is not None:
        filled = fill_canvas(
            sheet.roster,
            first.title,
            first.points,
            _scores(grades),
            column=sheet.column,
            scale=sheet.scale,
        )
        return _filled([_sheet(path, filled.text)], filled.matched)
    rows: list[list[object]]
    rows = [["Student", "ID", "SIS User ID", "SIS Login ID", "Section", first.title]]
    rows.append(["    Points Possible", "", "", "", "", first.points])
    rows += [[g.name, g.student, "", "", "", _result(g).earned] for g in grades]
    return Exported((_csv(path, rows),))


def _moodle(name: str, grades: Sequence[Grade], folder: Path, sheet: Sheet | None) -> Exported:
    comments = {grade.student: _comment(grade) for grade in grades}
    path, pages = folder / f"moodle-{name}.csv", folder / f"moodle-{name}-feedback.zip"
    if sheet is not None:
        if sheet.column is not None:
            raise UsageError("`--column` 옵션은 canvas에서만 씁니다.")
        points = _result(grades[0]).points
        filled = fill_moodle(sheet.roster, points, _scores(grades), comments, scale=sheet.scale)
        paths = [_sheet(path, filled.text)]
        # 점수를 적지 못한 학생에게는 되먹임도 보내지 않습니다.
        placed = set(filled.matched.rows.values())
        zipped = write_feedback_zip(pages, [g for g in grades if g.student in placed])
        return _filled([*paths, *([zipped] if zipped else [])], filled.matched)
    rows: list[list[object]]
    rows = [["Identifier", "Full name", "Grade", "Maximum Grade", "Last modified (grade)"]]
    rows[0].append("Feedback comments")
    rows += [
        [
            f"Participant {g.student}",
            g.name,
            _result(g).earned,
            _result(g).points,
            "-",
            comments[g.student],
        ]
        for g in grades
    ]
    zipped = write_feedback_zip(pages, grades)
    return Exported((_csv(path, rows), *([zipped] if zipped else [])))


def _filled(paths: Sequence[Path], matched: Matched) -> Exported:
    return Exported(tuple(paths), matched.unmatched, matched.ambiguous)


def _comment(grade: Grade) -> str:
    lines = [
        f"{clean(verdict.title)}: {verdict.earned}/{verdict.points}점. "
        f"{verdict.misconception or verdict.reason}".strip()
        for verdict in _result(grade).verdicts
    ]
    # Moodle은 이 칸을 HTML로 읽습니다.
    return str(escape(clean(" ".join(lines), 1000)))


def _nbgrader(name: str, grades: Sequence[Grade], folder: Path, sheet: Sheet | None) -> Exported:
    header = ["assignment", "duedate", "timestamp", "student_id", "last_name", "first_name"]
    header += ["email", "raw_score", "late_submission_penalty", "score", "max_score"]
    rows: list[list[object]] = [[*header]]
    for grade in grades:
        earned = float(_result(grade).earned)
        row: list[object] = [name, "", "", grade.student, "", grade.name, "", earned, 0.0, earned]
        rows.append([*row, float(_result(grade).points)])
    return Exported((_csv(folder / f"nbgrader-{name}.csv", rows),))


def _gradescope(name: str, grades: Sequence[Grade], folder: Path, sheet: Sheet | None) -> Exported:
    paths = []
    for grade in grades:
        result = _result(grade)
        tests = [
            {
                "name": clean(verdict.title),
                "number": str(number),
                "score": verdict.earned,
                "max_score": verdict.points,
                "status": "passed" if verdict.earned == verdict.points else "failed",
                "output": clean(verdict.misconception or verdict.reason, 1000),
                "output_format": "text",
                "visibility": "visible",
            }
            for number, verdict in enumerate(result.verdicts, start=1)
        ]
        record = {
            "score": result.earned,
            "output": clean(" ".join(notes_of(grade)), 1000),
            "output_format": "text",
            "visibility": "visible",
            "tests": tests,
        }
        path = (
            folder
            / f"gradescope-{name}"
            / file_stem(grade.student, name=grade.name)
            / "results.json"
        )
        paths.append(_text(path, json.dumps(record, ensure_ascii=False, indent=1) + "\n"))
    return Exported(tuple(paths))


def _classroom(name: str, grades: Sequence[Grade], folder: Path, sheet: Sheet | None) -> Exported:
    paths = []
    for grade in grades:
        text = render(_result(grade))
        # 학생의 글이 울타리를 닫지 못하게, 글 속의 가장 긴 것보다 길게 두릅니다.
        fence = "`" * max(3, 1 + max(map(len, _TICKS.findall(text)), default=0))
        path = folder / f"classroom-{name}" / f"{file_stem(grade.student, name=grade.name)}.md"
        paths.append(_text(path, f"{fence}text\n{text}\n{fence}\n"))
    index: list[list[object]] = [["student", "file"]]
    index += [[g.student, path.name] for g, path in zip(grades, paths, strict=True)]
    return Exported((*paths, _csv(folder / f"classroom-{name}" / "index.csv", index)))


def _csv(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    return _sheet(path, csv_text(rows))


def _sheet(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8-sig", newline="")
    return path


def _text(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


FORMATS: dict[str, Callable[[str, Sequence[Grade], Path, Sheet | None], Exported]] = {
    "canvas": _canvas,
    "classroom": _classroom,
    "gradescope": _gradescope,
    "moodle": _moodle,
    "nbgrader": _nbgrader,
}
