r"""채점의 차례를 한 함수로 잇습니다: 제출물 → 다시 만든 노트북 → 결과 → 판정.

각 단계의 형이 다음 단계의 입력이므로 차례를 바꿀 수 없습니다.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from coursekit.grading.judge import Verdict, judge
from coursekit.grading.outcome import Outcome
from coursekit.grading.references import ReferenceValues
from coursekit.grading.run import run_notebooks
from coursekit.grading.sanitise import Sanitised, sanitise
from coursekit.grading.submission import Submission

# 학생이 여는 노트북의 씨앗은 0입니다. 채점은 다른 입력으로 합니다.
DEFAULT_SEED = 1


@dataclass(frozen=True)
class Assessment:
    r"""제출물 하나의 채점 결과입니다.

    Parameters
    ----------
    label : str
        제출물의 이름.
    exercise_id : str
        연습문제의 이름.
    title : str
        연습문제의 제목.
    seed : int
        점검 칸이 입력을 뽑은 씨앗.
    verdicts : tuple of Verdict
        배점이 있는 칸마다의 판정.
    notes : tuple of str
        학생에게 알릴 일.
    ran : bool
        준비 칸이 실행되었으면 참. 거짓이면 점수는 학생의 것이 아니라 채점기의 탓입니다.
    """

    label: str
    exercise_id: str
    title: str
    seed: int
    verdicts: tuple[Verdict, ...]
    notes: tuple[str, ...]
    ran: bool = True

    @property
    def earned(self) -> int:
        r"""얻은 점수의 합입니다."""
        return sum(verdict.earned for verdict in self.verdicts)

    @property
    def points(self) -> int:
        r"""배점의 합입니다."""
        return sum(verdict.points for verdict in self.verdicts)


def assess(
    references: ReferenceValues, submissions: Sequence[Submission], *, trusted: bool = False
) -> Iterator[Assessment]:
    r"""제출물을 차례로 채점하고 끝나는 대로 냅니다.

    Parameters
    ----------
    references : ReferenceValues
        정답과 오답의 값. 씨앗도 여기에 있습니다.
    submissions : sequence of Submission
        제출물.
    trusted : bool
        참이면 모래 상자 없이 실행합니다. 자기 파일에만 씁니다.

    Yields
    ------
    Assessment
        받은 차례대로의 결과.
    """
    exercise = references.exercise
    notebooks = [sanitise(exercise, submission, references.seed) for submission in submissions]
    for index, outcomes in run_notebooks(notebooks, exercise.time_limit, trusted=trusted):
        yield assessment_of(references, notebooks[index], outcomes)


def assessment_of(
    references: ReferenceValues, notebook: Sanitised, outcomes: Mapping[str, Outcome]
) -> Assessment:
    r"""실행한 결과 하나를 판정합니다. 준비 칸이 실행되지 않았으면 `ran`이 거짓입니다.

    Parameters
    ----------
    references : ReferenceValues
        정답과 오답의 값.
    notebook : Sanitised
        다시 만든 제출물.
    outcomes : mapping of str to Outcome
        칸의 이름마다의 결과.

    Returns
    -------
    Assessment
        채점 결과.
    """
    exercise = references.exercise
    return Assessment(
        notebook.label,
        exercise.id,
        exercise.title,
        references.seed,
        judge(references, outcomes, notebook.refused),
        notebook.notes,
        ran="setup" in outcomes and outcomes["setup"].status == "passed",
    )
