r"""성적부를 터미널에 보일 글로 씁니다: 지금의 성적, 한 학생의 지난 채점과 받은 파일."""

from collections.abc import Iterator

from coursekit.errors import UsageError
from coursekit.grading.layout import identity
from coursekit.grading.outcome import clean
from coursekit.grading.store import Gradebook


def grades_lines(book: Gradebook) -> Iterator[str]:
    r"""지금의 성적을 한 줄씩 냅니다.

    Parameters
    ----------
    book : Gradebook
        성적부.

    Yields
    ------
    str
        학생과 연습문제마다 한 줄. 마지막 줄은 셈입니다.
    """
    scored = failed = 0
    for grade in book.grades():
        # LMS의 번호만으로는 누구인지 모릅니다.
        name = "" if grade.name in ("", grade.student) else f" {clean(grade.name)}"
        who = f"{clean(grade.student)}{name}  {clean(grade.exercise_id) or '-'}"
        if grade.assessment is None:
            failed += 1
            yield f"{who}  채점하지 못함: {clean(grade.problem)}"
        else:
            scored += 1
            yield f"{who}  {grade.assessment.earned} / {grade.assessment.points}점"
    yield f"채점함 {scored}개, 채점하지 못함 {failed}개"


def history_lines(book: Gradebook, student: str) -> Iterator[str]:
    r"""한 학생의 지난 채점과 받은 파일을 한 줄씩 냅니다.

    Parameters
    ----------
    book : Gradebook
        성적부.
    student : str
        학생의 열쇠. NFC로 맞추어 찾습니다.

    Yields
    ------
    str
        지난 채점, 그다음 받은 파일.

    Raises
    ------
    UsageError
        그런 학생이 없을 때.
    """
    student = identity(student)
    runs = book.history(student)
    receipts = [receipt for receipt in book.receipts() if receipt.student == student]
    if not runs and not receipts:
        raise UsageError(f"성적부에 없는 학생입니다: {student}")
    for run in runs:
        mark = "지금 성적" if run.current else "지난 결과"
        yield (
            f"{run.recorded_at}  {clean(run.exercise_id)}  {run.earned} / {run.points}점  "
            f"{mark}  씨앗 {run.seed}  문제 {run.exercise_digest[:8]}  "
            f"제출물 {run.submission_digest[:8]}  {clean(run.label)}"
        )
    for receipt in receipts:
        state = receipt.problem or (
            "채점할 것으로 고름" if receipt.chosen else "더 늦은 제출이 있음"
        )
        yield f"받은 파일  {clean(receipt.label)}  {clean(state)}"
