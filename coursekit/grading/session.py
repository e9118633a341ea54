r"""제출물의 무리를 채점하는 한 번의 판입니다: 다시 만들고, 일꾼에게 보내고, 여기서 판정합니다.

정답의 값은 이 프로세스에만 있습니다. 일꾼은 칸을 실행해 낸 값을 돌려줄 뿐입니다.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from distributed import Client

from coursekit.grading.assembly import assemble
from coursekit.grading.assessment import Assessment, assessment_of
from coursekit.grading.cluster import open_cluster
from coursekit.grading.dispatch import run_jobs
from coursekit.grading.intake import Intake, Work
from coursekit.grading.references import ReferenceValues, compute_references
from coursekit.grading.run import preload_for, require_sandbox
from coursekit.grading.sanitise import Sanitised, sanitise
from coursekit.grading.source import read_exercise
from coursekit.grading.store import Gradebook
from coursekit.grading.workplace import NOT_PREPARED, EngineFactory, Job


@dataclass(frozen=True)
class Graded:
    r"""채점이 끝난 제출물 하나입니다.

    Parameters
    ----------
    work : Work
        채점할 것이었던 제출물.
    assessment : Assessment or None
        결과. 채점하지 못했으면 `None`이고, 0점이 아닙니다.
    problem : str
        채점하지 못한 까닭. 채점했으면 빈 글.
    seconds : float
        실행하는 데 걸린 시간.
    """

    work: Work
    assessment: Assessment | None
    problem: str = ""
    seconds: float = 0.0


def grade_works(
    works: Iterable[Work], references: Mapping[str, ReferenceValues], client: Client
) -> Iterator[Graded]:
    r"""제출물을 일꾼에게 나누어 채점하고 끝나는 대로 냅니다.

    Parameters
    ----------
    works : iterable of Work
        채점할 제출물.
    references : mapping of str to ReferenceValues
        연습문제의 이름마다 정답과 오답의 값.
    client : Client
        `open_cluster`가 준 것.

    Yields
    ------
    Graded
        제출물마다 꼭 하나. 차례는 정해져 있지 않습니다.
    """
    sent: dict[str, Work] = {}
    preload = {name: _preload(values) for name, values in references.items()}

    def jobs() -> Iterator[Job]:
        for work in works:
            values = references[work.exercise_id]
            notebook = sanitise(values.exercise, work.submission, values.seed)
            sent[work.key] = work
            yield Job(work.key, notebook, values.exercise.time_limit, preload[work.exercise_id])

    for done in run_jobs(jobs(), client):
        work, report = sent.pop(done.job.key), done.report
        problem, assessment = report.failure, None
        if not problem:
            values = references[work.exercise_id]
            assessment = assessment_of(values, done.job.notebook, report.outcomes)
            if not assessment.ran:
                # 저자의 칸이 실행되지 않은 것은 학생의 0점이 아닙니다.
                problem, assessment = NOT_PREPARED, None
        yield Graded(work, assessment, problem, report.seconds)


def _preload(values: ReferenceValues) -> tuple[str, ...]:
    cells = assemble(values.exercise, {}, values.seed)
    return preload_for([Sanitised("", cells, (), {})])


@dataclass(frozen=True)
class Summary:
    r"""한 판의 셈입니다.

    Parameters
    ----------
    kept : int
        이미 채점되어 있어 다시 하지 않은 것.
    graded : int
        이번에 채점한 것.
    failed : tuple of Graded
        채점하지 못한 것. 다음에 다시 합니다.
    """

    kept: int
    graded: int
    failed: tuple[Graded, ...]


def grade_all(
    intake: Intake,
    exercises: Mapping[str, Path],
    seed: int,
    gradebook: Gradebook,
    *,
    scheduler: str | None = None,
    workers: int | None = None,
    trusted: bool = False,
    factory: EngineFactory | None = None,
    watch: Callable[[Iterable[Graded], int], Iterable[Graded]] | None = None,
) -> Summary:
    r"""아직 채점하지 않은 것을 모두 채점해 성적부에 남깁니다.

    하나가 끝날 때마다 성적부에 적으므로 언제 멈추어도 됩니다. 다시 부르면 남은 것만 합니다.

    Parameters
    ----------
    intake : Intake
        `take_in`이 고른 것.
    exercises : mapping of str to Path
        연습문제의 이름과 폴더.
    seed : int
        씨앗.
    gradebook : Gradebook
        쓸 수 있게 연 성적부. 이 프로세스만 씁니다.
    scheduler : str, optional
        스케줄러의 주소. 없으면 이 컴퓨터에서 합니다.
    workers : int, optional
        이 컴퓨터에 띄울 일꾼의 수.
    trusted : bool
        참이면 모래 상자 없이 실행합니다.
    factory : callable, optional
        엔진을 만드는 함수.
    watch : callable, optional
        지나가는 결과와 전체 개수를 받아 그대로 내는 함수(`progress.shown`).

    Returns
    -------
    Summary
        몇 개를 채점했고 몇 개를 못 했는지.

    Raises
    ------
    UsageError
        연습문제 원본이 틀렸거나, 일꾼이나 스케줄러를 잃었을 때. 그때까지의 결과는 남아 있습니다.
    """
    gradebook.receive(intake)
    references: dict[str, ReferenceValues] = {}
    left: list[Work] = []
    for name in sorted({work.exercise_id for work in intake.works}):
        values = compute_references(read_exercise(exercises[name]), seed)
        gradebook.register(values)
        references[name] = values
        left += gradebook.pending(intake.works, values)
    kept = len(intake.works) - len(left)
    if not left:
        return Summary(kept, 0, ())
    if scheduler is None and factory is None and not trusted:
        require_sandbox()
    if scheduler is None:
        # 두 사람의 제출물에 일꾼 여덟은 필요 없습니다.
        workers = min(workers or os.cpu_count() or 1, len(left))
    failed: list[Graded] = []
    with open_cluster(scheduler, workers, trusted=trusted, factory=factory) as client:
        stream: Iterable[Graded] = grade_works(left, references, client)
        for one in watch(stream, len(left)) if watch else stream:
            if one.assessment is None:
                gradebook.fail(one.work, one.problem)
                failed.append(one)
            else:
                gradebook.record(one.work, references[one.work.exercise_id], one.assessment)
    return Summary(kept, len(left) - len(failed), tuple(failed))
