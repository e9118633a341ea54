r"""읽은 제출물에서 채점할 것을 고릅니다: 학생과 연습문제마다 하나입니다.

여러 번 낸 것은 LMS의 제출 번호, 고친 시각, 파일 자리 차례로 보아 **읽을 수 있고 답을 쓴 마지막 것**을 채점합니다.
나머지도 버리지 않고 성적부의 제출 기록에 남으며, 무엇을 채점했는지 학생에게 말합니다.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from coursekit.errors import UsageError
from coursekit.grading.exercise import Exercise
from coursekit.grading.inputs import NOT_A_NOTEBOOK, Input
from coursekit.grading.source import read_exercise
from coursekit.grading.submission import Submission, parse_submission

RULE = (
    "같은 학생이 여러 번 냈으면 LMS의 제출 번호, 고친 시각, 파일 이름 차례로 보아 "
    "읽을 수 있고 답을 쓴 마지막 것을 채점합니다."
)

_MAX_NOTED = 5


@dataclass(frozen=True)
class Work:
    r"""채점할 제출물 하나입니다.

    Parameters
    ----------
    student, name : str
        같은 학생인지 보는 열쇠와 보여 줄 이름.
    label : str
        파일의 자리.
    exercise_id : str
        연습문제의 이름.
    submission : Submission
        칸의 이름과 내용. 이름표(`label`)는 파일의 자리입니다.
    digest : str
        파일 내용의 SHA-256.
    notes : tuple of str
        학생에게 알릴 일(여러 번 냄, 늦음, 읽지 못한 다른 파일).
    """

    student: str
    name: str
    label: str
    exercise_id: str
    submission: Submission
    digest: str
    notes: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        r"""한 판에서 이 제출물을 가리키는 하나뿐인 이름입니다."""
        return f"{self.exercise_id}/{self.student}"


@dataclass(frozen=True)
class Receipt:
    r"""받은 파일 하나의 기록입니다. 채점하지 않은 것도 모두 남습니다.

    Parameters
    ----------
    student, name, label : str
        누가 낸 어느 파일인지.
    exercise_id : str
        연습문제의 이름. 모르면 빈 글.
    digest : str
        파일 내용의 SHA-256. 읽지 못했으면 빈 글.
    attempt : int
        LMS의 제출 번호.
    modified : float
        고친 시각(초).
    chosen : bool
        채점할 것으로 골랐으면 참.
    problem : str
        읽지 못한 까닭.
    """

    student: str
    name: str
    label: str
    exercise_id: str
    digest: str
    attempt: int
    modified: float
    chosen: bool
    problem: str


@dataclass(frozen=True)
class Intake:
    r"""고른 결과입니다.

    Parameters
    ----------
    works : tuple of Work
        채점할 것. 학생, 연습문제 차례입니다.
    receipts : tuple of Receipt
        받은 파일 모두. 파일 자리 차례입니다.
    """

    works: tuple[Work, ...]
    receipts: tuple[Receipt, ...]

    @property
    def failures(self) -> tuple[Receipt, ...]:
        r"""채점할 것이 하나도 없는 학생의, 읽지 못한 파일입니다."""
        graded = {work.student for work in self.works}
        return tuple(r for r in self.receipts if r.problem and r.student not in graded)


def take_in(inputs: Iterable[Input], exercises: Mapping[str, Path]) -> Intake:
    r"""읽은 제출물을 풀어 보고, 학생과 연습문제마다 채점할 것을 하나 고릅니다.

    Parameters
    ----------
    inputs : iterable of Input
        `read_inputs`가 낸 것. 하나씩 읽고 내용은 곧 버립니다.
    exercises : mapping of str to Path
        연습문제의 이름과 폴더. 하나뿐이면 모든 노트북을 그 연습문제로 봅니다.

    Returns
    -------
    Intake
        채점할 것과, 받은 파일의 기록.
    """
    sources = {name: read_exercise(folder) for name, folder in exercises.items()}
    by_student: dict[str, list[_Opened]] = {}
    for given in inputs:
        by_student.setdefault(given.student, []).append(_open(given, sources))
    works: list[Work] = []
    receipts: list[Receipt] = []
    for student in sorted(by_student):
        opened = sorted(by_student[student], key=_order)
        latest = {file.exercise_id: file for file in opened if file.submission is not None}
        works += [_work(latest[name], opened) for name in sorted(latest)]
        receipts += [_receipt(file, latest.get(file.exercise_id) is file) for file in opened]
    return Intake(tuple(works), tuple(sorted(receipts, key=lambda receipt: receipt.label)))


@dataclass(frozen=True)
class _Opened:
    r"""풀어 본 파일."""

    given: Input
    submission: Submission | None
    exercise_id: str
    digest: str
    answered: bool = False


def _open(given: Input, exercises: Mapping[str, Exercise]) -> _Opened:
    small = replace(given, data=b"")
    if given.problem:
        return _Opened(small, None, "", "")
    digest = hashlib.sha256(given.data).hexdigest()
    try:
        submission = parse_submission(given.data, given.label)
        exercise_id = _exercise_id(submission, given, exercises)
    except UsageError as error:
        problem = str(error).removeprefix(f"{given.label}: ")
        return _Opened(replace(small, problem=problem), None, "", digest)
    answered = _answered(submission, exercises[exercise_id])
    return _Opened(small, submission, exercise_id, digest, answered)


def _answered(submission: Submission, exercise: Exercise) -> bool:
    stubs = {cell.grade_id: cell.stub.strip() for cell in exercise.solutions}
    return any(
        cell.grade_id in stubs and cell.source.strip() not in ("", stubs[cell.grade_id])
        for cell in submission.cells
    )


def _exercise_id(submission: Submission, given: Input, exercises: Mapping[str, Exercise]) -> str:
    if len(exercises) == 1:
        return next(iter(exercises))
    stem = PurePosixPath(given.file).stem
    for name in (submission.exercise_id, stem):
        if name in exercises:
            return name
    raise UsageError("어느 연습문제의 답인지 알 수 없습니다: `--exercise`로 알려 주세요.")


def _order(file: _Opened) -> tuple[bool, int, float, str]:
    # 손대지 않은 배포본을 함께 냈다고 답을 잃지 않습니다.
    return file.answered, file.given.attempt, file.given.modified, file.given.label


def _work(file: _Opened, opened: list[_Opened]) -> Work:
    given = file.given
    assert file.submission is not None
    notes = ["LMS에 늦은 제출로 적혀 있습니다."] if given.late else []
    same = [other for other in opened if other.submission and other.exercise_id == file.exercise_id]
    if len(same) > 1:
        notes.append(
            f"제출물이 {len(same)}개 있습니다: 답을 쓴 마지막 것을 채점했습니다({given.label})."
        )
    unread = [other.given for other in opened if other.given.problem]
    for other in unread[:_MAX_NOTED]:
        if other.problem == NOT_A_NOTEBOOK:
            notes.append(f"노트북이 아닌 파일은 보지 않았습니다: {other.label}")
        else:
            notes.append(f"읽지 못한 파일이 있습니다: {other.label}: {other.problem}")
    if len(unread) > _MAX_NOTED:
        notes.append(f"보지 않은 파일이 {len(unread) - _MAX_NOTED}개 더 있습니다.")
    return Work(
        given.student,
        given.name,
        given.label,
        file.exercise_id,
        file.submission,
        file.digest,
        tuple(notes),
    )


def _receipt(file: _Opened, chosen: bool) -> Receipt:
    given = file.given
    return Receipt(
        given.student,
        given.name,
        given.label,
        file.exercise_id,
        file.digest,
        given.attempt,
        given.modified,
        chosen,
        given.problem,
    )


def exercise_digest(exercise: Exercise) -> str:
    r"""연습문제 원본과 오답 모음의 지문입니다. 이것이 바뀌면 다시 채점합니다.

    Parameters
    ----------
    exercise : Exercise
        연습문제.

    Returns
    -------
    str
        SHA-256.
    """
    folder = exercise.path.parent
    paths = [exercise.path, *sorted((folder / "wrong").glob("*.py"))]
    state = hashlib.sha256()
    for path in paths:
        for part in (path.relative_to(folder).as_posix().encode("utf-8"), path.read_bytes()):
            state.update(len(part).to_bytes(8, "big") + part)
    return state.hexdigest()
