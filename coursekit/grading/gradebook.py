r"""폴더에 든 제출물을 모두 채점하고 `grades.csv`와 제출물마다의 JSON을 씁니다.

폴더의 모든 파일이 결과에 나옵니다: 채점하지 못한 것도 까닭과 함께 한 줄이 됩니다.
"""

import csv
import io
import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from coursekit.errors import UsageError
from coursekit.grading.assessment import Assessment, assess
from coursekit.grading.folders import exercise_folders
from coursekit.grading.outcome import clean
from coursekit.grading.references import compute_references
from coursekit.grading.source import read_exercise
from coursekit.grading.submission import Submission, read_submission


@dataclass(frozen=True)
class Entry:
    r"""성적표의 한 줄입니다.

    Parameters
    ----------
    label : str
        폴더 안에서의 파일 자리.
    assessment : Assessment or None
        채점 결과. 채점하지 못했으면 `None`.
    problem : str
        채점하지 못한 까닭. 채점했으면 빈 글.
    """

    label: str
    assessment: Assessment | None
    problem: str = ""


def submitted_files(folder: Path, output: Path) -> tuple[Path, ...]:
    r"""채점할 폴더의 파일을 자리 차례로 늘어놓습니다.

    Parameters
    ----------
    folder : Path
        제출물 폴더.
    output : Path
        결과 폴더. 제출물 폴더 안에 있으면 그 안의 파일은 뺍니다.

    Returns
    -------
    tuple of Path
        모든 파일과 심볼릭 링크.

    Raises
    ------
    UsageError
        폴더가 없거나 비어 있을 때.
    """
    if not folder.is_dir():
        raise UsageError(f"제출물 폴더가 아닙니다: {folder}")
    inside = output.absolute()
    files = tuple(
        path
        for path in sorted(folder.rglob("*"))
        if (path.is_symlink() or not path.is_dir()) and inside not in path.absolute().parents
    )
    if not files:
        raise UsageError(f"제출물 폴더가 비어 있습니다: {folder}")
    return files


def grade_files(
    files: Sequence[Path],
    folder: Path,
    exercises: Mapping[str, Path],
    seed: int,
    *,
    trusted: bool = False,
) -> Iterator[Entry]:
    r"""파일을 모두 채점합니다.

    Parameters
    ----------
    files : sequence of Path
        `submitted_files`가 늘어놓은 파일.
    folder : Path
        제출물 폴더.
    exercises : mapping of str to Path
        연습문제의 이름과 폴더. 하나뿐이면 모든 노트북을 그 연습문제로 채점합니다.
    seed : int
        씨앗.
    trusted : bool
        참이면 모래 상자 없이 실행합니다. 자기 파일에만 씁니다.

    Yields
    ------
    Entry
        파일마다 하나. 채점하지 못한 것이 먼저 나옵니다.

    Raises
    ------
    UsageError
        연습문제 원본이 틀렸을 때.
    """
    groups: dict[str, list[Submission]] = {}
    for path in files:
        label = unicodedata.normalize("NFC", path.relative_to(folder).as_posix())
        try:
            submission = _read(path, label)
            name = _exercise_name(submission, path, exercises)
        except UsageError as error:
            yield Entry(label, None, str(error).removeprefix(f"{label}: "))
        else:
            groups.setdefault(name, []).append(submission)
    for name, submissions in groups.items():
        references = compute_references(read_exercise(exercises[name]), seed)
        for assessment in assess(references, submissions, trusted=trusted):
            problem = "" if assessment.ran else "준비 칸이 실행되지 않았습니다."
            yield Entry(assessment.label, assessment if assessment.ran else None, problem)


def known_exercises(root: Path) -> dict[str, Path]:
    r"""뿌리 폴더에 있는 연습문제의 이름과 폴더입니다.

    Parameters
    ----------
    root : Path
        책의 뿌리 폴더.

    Returns
    -------
    dict of str to Path
        이름과 폴더.
    """
    return {folder.name: folder for folder in exercise_folders(root)}


def _read(path: Path, label: str) -> Submission:
    if path.is_symlink():
        raise UsageError("심볼릭 링크는 따라가지 않습니다.")
    if ".ipynb_checkpoints" in path.parts:
        raise UsageError("편집기가 자동으로 저장한 사본입니다.")
    if path.suffix.lower() != ".ipynb":
        raise UsageError("노트북(.ipynb)이 아닙니다.")
    if not path.is_file():
        raise UsageError("보통 파일이 아닙니다.")
    return read_submission(path, label)


def _exercise_name(submission: Submission, path: Path, exercises: Mapping[str, Path]) -> str:
    if len(exercises) == 1:
        return next(iter(exercises))
    for name in (submission.exercise_id, path.stem):
        if name in exercises:
            return name
    raise UsageError("어느 연습문제의 답인지 알 수 없습니다: `--exercise`로 알려 주세요.")


def write_grades(entries: Sequence[Entry], output: Path) -> Path:
    r"""성적표와 제출물마다의 JSON을 씁니다.

    Parameters
    ----------
    entries : sequence of Entry
        채점 결과.
    output : Path
        결과 폴더. 없으면 만듭니다.

    Returns
    -------
    Path
        `grades.csv`의 자리. 엑셀이 한글을 바로 읽도록 BOM을 붙입니다.
    """
    output.mkdir(parents=True, exist_ok=True)
    ordered = sorted(entries, key=lambda entry: entry.label)
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(["파일", "상태", "연습문제", "점수", "배점", "칸별 점수", "알림"])
    for number, entry in enumerate(ordered, start=1):
        writer.writerow(map(_csv_text, _row(entry)))
        record = {
            "label": entry.label,
            "problem": entry.problem,
            "earned": entry.assessment.earned if entry.assessment else None,
            "assessment": asdict(entry.assessment) if entry.assessment else None,
        }
        # 자리 번호를 앞에 붙입니다: 폴더가 다른 같은 이름의 파일이 서로 덮어쓰지 않습니다.
        name = f"{number:04d}-{clean(Path(entry.label).stem, 60)}.json"
        text = json.dumps(record, ensure_ascii=False, indent=1)
        (output / name).write_text(text + "\n", encoding="utf-8")
    target = output / "grades.csv"
    target.write_text(table.getvalue(), encoding="utf-8-sig", newline="")
    return target


def _row(entry: Entry) -> tuple[object, ...]:
    assessment = entry.assessment
    if assessment is None:
        return (entry.label, "채점하지 못함", "", "", "", "", entry.problem)
    parts = "; ".join(f"{v.grade_id}={v.earned}" for v in assessment.verdicts)
    notes = " ".join(assessment.notes)
    return (
        entry.label,
        "채점함",
        assessment.exercise_id,
        assessment.earned,
        assessment.points,
        parts,
        notes,
    )


def _csv_text(value: object) -> str:
    # 표 계산기가 수식으로 읽는 첫 글자를 글로 만듭니다: 파일 이름은 학생이 짓습니다.
    text = clean(str(value), 1000)
    return "'" + text if text.startswith(("=", "+", "-", "@")) else text
