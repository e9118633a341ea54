r"""연습문제가 약속을 지키는지 증명합니다.

정답은 모두 얻고, 배포본은 하나도 얻지 못하며, 오답은 `LOSES`에 적은 것만 잃고 제 설명을 되먹임으로
받아야 합니다. 배점이 있는 칸마다 그 칸을 잃는 오답이 셋 이상이어야 합니다.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from coursekit.grading.assessment import Assessment, assess
from coursekit.grading.exercise import Exercise
from coursekit.grading.judge import judge
from coursekit.grading.outcome import Outcome
from coursekit.grading.references import SOLUTION, ReferenceValues, compute_references
from coursekit.grading.source import read_exercise
from coursekit.grading.submission import Submission, SubmittedCell
from coursekit.grading.wrong import WrongAnswer, read_wrong_answers

RELEASE = "배포본"
LEAST_WRONG_ANSWERS = 3


@dataclass(frozen=True)
class ProofRow:
    r"""증명 표의 한 줄: 답 하나를 씨앗 하나로 채점한 것입니다.

    Parameters
    ----------
    answer : str
        답의 이름.
    seed : int
        씨앗.
    lost : tuple of str
        잃은 칸.
    should_lose : tuple of str
        잃어야 하는 칸.
    path : {"커널", "직접"}
        진짜 채점 경로를 지났는지, 미리 계산한 값으로 판정했는지.
    caught : bool
        보이는 점검이 이 답을 잡아내면 참.
    problems : tuple of str
        약속과 다른 점.
    """

    answer: str
    seed: int
    lost: tuple[str, ...]
    should_lose: tuple[str, ...]
    path: str
    caught: bool
    problems: tuple[str, ...]


@dataclass(frozen=True)
class Proof:
    r"""연습문제 하나의 증명입니다.

    Parameters
    ----------
    exercise : Exercise
        연습문제.
    rows : tuple of ProofRow
        답과 씨앗마다의 줄.
    problems : tuple of str
        약속과 다른 점 전부. 비어 있으면 증명된 것입니다.
    """

    exercise: Exercise
    rows: tuple[ProofRow, ...]
    problems: tuple[str, ...]

    @property
    def holds(self) -> bool:
        r"""약속이 모두 지켜지면 참입니다."""
        return not self.problems


def prove(
    folder: Path | str, *, seeds: Sequence[int] = (1, 20), all_in_kernel: bool = False
) -> Proof:
    r"""연습문제를 증명합니다.

    Parameters
    ----------
    folder : Path or str
        연습문제 폴더.
    seeds : sequence of int
        씨앗. 정답과 배포본은 씨앗마다 진짜 커널에서 채점합니다.
    all_in_kernel : bool
        참이면 오답도 첫 씨앗으로 진짜 커널에서 채점합니다. 거짓이면 오답은 미리 계산한 값으로 판정합니다.

    Returns
    -------
    Proof
        표와 약속에서 벗어난 점.

    Raises
    ------
    UsageError
        원본이나 오답 파일이 형식을 어겼을 때.
    """
    exercise = read_exercise(folder)
    wrong_answers = read_wrong_answers(exercise)
    references = [compute_references(exercise, seed, wrong_answers) for seed in seeds]
    jobs = [
        (values, _submissions(exercise, wrong_answers if all_in_kernel and not i else ()))
        for i, values in enumerate(references)
    ]
    # 씨앗마다 엔진 하나: 칸이 도는 동안 이 프로세스는 기다리기만 하므로 스레드로 충분합니다.
    with ThreadPoolExecutor(max_workers=len(jobs)) as pool:
        graded = list(pool.map(lambda job: list(assess(*job, trusted=True)), jobs))
    rows: list[ProofRow] = []
    for values, assessments in zip(references, graded, strict=True):
        rows += [_kernel_row(values, assessment) for assessment in assessments]
        rows += [_direct_row(values, answer) for answer in wrong_answers]
    problems = [f"{row.answer}(씨앗 {row.seed}): {text}" for row in rows for text in row.problems]
    problems += _bank_problems(exercise, wrong_answers)
    slowest = max(values.seconds for values in references)
    if slowest > exercise.time_limit / 2:
        problems.append(
            f"정답이 {slowest:.1f}초 걸립니다: 제한 시간 {exercise.time_limit:g}초의 절반을 넘습니다."
        )
    return Proof(exercise, tuple(rows), tuple(problems))


def _submissions(
    exercise: Exercise, wrong_answers: tuple[WrongAnswer, ...]
) -> tuple[Submission, ...]:
    right = {cell.grade_id or "": cell.solution_code for cell in exercise.solutions}
    released = {cell.grade_id or "": cell.stub for cell in exercise.solutions}
    answers = {SOLUTION: right, RELEASE: released}
    answers |= {answer.name: {**right, **answer.sources} for answer in wrong_answers}
    return tuple(
        Submission(name, exercise.id, tuple(SubmittedCell(*pair) for pair in sources.items()))
        for name, sources in answers.items()
    )


def _kernel_row(references: ReferenceValues, assessment: Assessment) -> ProofRow:
    name = assessment.label
    graded = tuple(verdict.grade_id for verdict in assessment.verdicts)
    bank = {answer.name: answer for answer in references.wrong_answers}
    should_lose = {SOLUTION: (), RELEASE: graded}.get(name) or (
        bank[name].loses if name in bank else ()
    )
    return _row(references, name, should_lose, assessment, "커널")


def _direct_row(references: ReferenceValues, answer: WrongAnswer) -> ProofRow:
    outcomes = references.outcomes[answer.name]
    exercise = references.exercise
    assessment = Assessment(
        answer.name,
        exercise.id,
        exercise.title,
        references.seed,
        judge(references, outcomes, {}),
        (),
    )
    return _row(references, answer.name, answer.loses, assessment, "직접")


def _row(
    references: ReferenceValues,
    name: str,
    should_lose: tuple[str, ...],
    assessment: Assessment,
    path: str,
) -> ProofRow:
    lost = {v.grade_id: v for v in assessment.verdicts if v.earned < v.points}
    problems = [
        f"`{grade_id}` 칸을 잃었습니다: {verdict.reason}"
        for grade_id, verdict in lost.items()
        if grade_id not in should_lose
    ]
    problems += [f"`{g}` 칸을 잃어야 하는데 얻었습니다." for g in should_lose if g not in lost]
    if name not in (SOLUTION, RELEASE):
        problems += [
            f"`{grade_id}` 칸에서 제 설명이 나오지 않습니다(나온 것: "
            f"{verdict.mistake or verdict.reason})."
            for grade_id, verdict in lost.items()
            if grade_id in should_lose and verdict.mistake != name
        ]
    if name == RELEASE:
        caught = True
    else:
        failed = list(_failed_visible(references.exercise, references.outcomes[name]))
        caught = bool(failed)
        if name == SOLUTION and failed:
            problems.append(f"보이는 점검 `{failed[0]}` 칸이 정답을 통과시키지 않습니다.")
    return ProofRow(name, references.seed, tuple(lost), should_lose, path, caught, tuple(problems))


def _failed_visible(exercise: Exercise, outcomes: Mapping[str, Outcome]) -> Iterator[str]:
    for cell in exercise.cells:
        if cell.kind == "visible" and cell.grade_id and outcomes[cell.grade_id].status != "passed":
            yield cell.grade_id


def _bank_problems(exercise: Exercise, wrong_answers: tuple[WrongAnswer, ...]) -> Iterator[str]:
    for cell in exercise.graded:
        losing = sum(cell.grade_id in answer.loses for answer in wrong_answers)
        if losing < LEAST_WRONG_ANSWERS:
            yield (
                f"`{cell.grade_id}` 칸을 잃는 오답이 {losing}개입니다: "
                f"{LEAST_WRONG_ANSWERS}개 이상이어야 합니다."
            )
