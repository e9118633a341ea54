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
from coursekit.grading.outcome import clean
from coursekit.grading.outputs import by_exercise, file_stem, notes_of
from coursekit.grading.report import render
from coursekit.grading.roster import Roster, fill_canvas, fill_moodle
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
    """

    paths: tuple[Path, ...]
    unmatched: tuple[str, ...] = ()


def export(book: Gradebook, form: str, folder: Path, roster: Roster | None = None) -> Exported:
    r"""연습문제마다 내보냅니다. 채점하지 못한 학생은 0점이 아니라 빈칸이거나 없습니다.

    Parameters
    ----------
    book : Gradebook
        성적부.
    form : {"canvas", "classroom", "gradescope", "moodle", "nbgrader"}
        어느 도구에 맞출지.
    folder : Path
        쓸 폴더. 없으면 만듭니다.
    roster : Roster, optional
        LMS에서 내려받은 성적표. Canvas와 Moodle에서만 씁니다.

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
    if roster is not None and form not in ("canvas", "moodle"):
        raise UsageError(f"`--roster` 옵션은 canvas와 moodle에서만 씁니다(받은 꼴: {form}).")
    exercises = by_exercise(tuple(book.grades()))
    if not exercises:
        raise UsageError(f"성적부에 채점한 것이 없습니다: {book.path}")
    folder.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    unmatched: set[str] = set()
    for name, grades in exercises:
        done = FORMATS[form](name, grades, folder, roster)
        paths += done.paths
        unmatched |= set(done.unmatched)
    return Exported(tuple(paths), tuple(sorted(unmatched)))


def _result(grade: Grade) -> Assessment:
    assert grade.assessment is not None
    return grade.assessment


def _scores(grades: Sequence[Grade]) -> dict[str, int]:
    return {grade.student: _result(grade).earned for grade in grades}


def _canvas(name: str, grades: Sequence[Grade], folder: Path, roster: Roster | None) -> Exported:
    first = _result(grades[0])
    left: set[str] = set()
    rows: list[list[object]]
    if roster is not None:
        rows, left = fill_canvas(roster, first.title, first.points, _scores(grades))
    else:
        rows = [["Student", "ID", "SIS User ID", "SIS Login ID", "Section", first.title]]
        rows.append(["    Points Possible", "", "", "", "", first.points])
        rows += [[g.name, g.student, "", "", "", _result(g).earned] for g in grades]
    return Exported((_csv(folder / f"canvas-{name}.csv", rows),), tuple(left))


def _moodle(name: str, grades: Sequence[Grade], folder: Path, roster: Roster | None) -> Exported:
    comments = {grade.student: _comment(grade) for grade in grades}
    left: set[str] = set()
    rows: list[list[object]]
    if roster is not None:
        rows, left = fill_moodle(roster, _scores(grades), comments)
    else:
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
    return Exported((_csv(folder / f"moodle-{name}.csv", rows),), tuple(left))


def _comment(grade: Grade) -> str:
    lines = [
        f"{clean(verdict.title)}: {verdict.earned}/{verdict.points}점. "
        f"{verdict.misconception or verdict.reason}".strip()
        for verdict in _result(grade).verdicts
    ]
    # Moodle은 이 칸을 HTML로 읽습니다.
    return str(escape(clean(" ".join(lines), 1000)))


def _nbgrader(name: str, grades: Sequence[Grade], folder: Path, roster: Roster | None) -> Exported:
    header = ["assignment", "duedate", "timestamp", "student_id", "last_name", "first_name"]
    header += ["email", "raw_score", "late_submission_penalty", "score", "max_score"]
    rows: list[list[object]] = [[*header]]
    for grade in grades:
        earned = float(_result(grade).earned)
        row: list[object] = [name, "", "", grade.student, "", grade.name, "", earned, 0.0, earned]
        rows.append([*row, float(_result(grade).points)])
    return Exported((_csv(folder / f"nbgrader-{name}.csv", rows),))


def _gradescope(
    name: str, grades: Sequence[Grade], folder: Path, roster: Roster | None
) -> Exported:
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


def _classroom(name: str, grades: Sequence[Grade], folder: Path, roster: Roster | None) -> Exported:
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
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(csv_text(rows), encoding="utf-8-sig", newline="")
    return path


def _text(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


FORMATS: dict[str, Callable[[str, Sequence[Grade], Path, Roster | None], Exported]] = {
    "canvas": _canvas,
    "classroom": _classroom,
    "gradescope": _gradescope,
    "moodle": _moodle,
    "nbgrader": _nbgrader,
}
