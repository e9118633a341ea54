r"""제출물의 무리를 채점하는 한 번의 판입니다: 다시 만들고, 일꾼에게 보내고, 여기서 판정합니다.

정답의 값은 이 프로세스에만 있습니다. 일꾼은 칸을 실행해 낸 값을 돌려줄 뿐입니다.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from distributed import Client

from coursekit.grading.assessment import Assessment
from coursekit.grading.cluster import run_jobs
from coursekit.grading.exercise import Exercise
from coursekit.grading.judge import judge
from coursekit.grading.references import ReferenceValues
from coursekit.grading.sanitise import Sanitised, imported_modules, sanitise
from coursekit.grading.submission import Submission
from coursekit.grading.workplace import Job, Outcomes


@dataclass(frozen=True)
class Ticket:
    r"""채점을 기다리는 제출물 하나입니다.

    Parameters
    ----------
    key : str
        성적부에서 이 제출물을 가리키는 이름. 한 판에서 하나뿐이어야 합니다.
    exercise : str
        연습문제의 이름.
    submission : Submission
        제출물.
    """

    key: str
    exercise: str
    submission: Submission


@dataclass(frozen=True)
class Graded:
    r"""채점이 끝난 제출물 하나입니다.

    Parameters
    ----------
    ticket : Ticket
        기다리던 것.
    assessment : Assessment or None
        결과. 채점하지 못했으면 `None`이고, 0점이 아닙니다.
    problem : str
        채점하지 못한 까닭. 채점했으면 빈 글.
    seconds : float
        실행하는 데 걸린 시간.
    """

    ticket: Ticket
    assessment: Assessment | None
    problem: str = ""
    seconds: float = 0.0


def preloaded(exercise: Exercise) -> tuple[str, ...]:
    r"""엔진이 미리 불러 두면 좋은 모듈입니다: 정답과 점검 칸이 불러오는 것입니다.

    Parameters
    ----------
    exercise : Exercise
        연습문제.

    Returns
    -------
    tuple of str
        맨 위 모듈의 이름. 이름 차례입니다.
    """
    found: set[str] = set()
    for cell in exercise.cells:
        if cell.is_code:
            found |= set(imported_modules(cell.solution_code))
    return tuple(sorted(found - {"coursekit"}))


def grade_tickets(
    tickets: Iterable[Ticket], references: Mapping[str, ReferenceValues], client: Client
) -> Iterator[Graded]:
    r"""제출물을 일꾼에게 나누어 채점하고 끝나는 대로 냅니다.

    Parameters
    ----------
    tickets : iterable of Ticket
        기다리는 제출물.
    references : mapping of str to ReferenceValues
        연습문제의 이름마다 정답과 오답의 값.
    client : Client
        `open_cluster`가 준 것.

    Yields
    ------
    Graded
        제출물마다 꼭 하나. 차례는 정해져 있지 않습니다.
    """
    sent: dict[str, Ticket] = {}
    preload = {name: preloaded(values.exercise) for name, values in references.items()}

    def jobs() -> Iterator[Job]:
        for ticket in tickets:
            values = references[ticket.exercise]
            notebook = sanitise(values.exercise, ticket.submission, values.seed)
            sent[ticket.key] = ticket
            yield Job(ticket.key, notebook, values.exercise.time_limit, preload[ticket.exercise])

    for done in run_jobs(jobs(), client):
        ticket = sent.pop(done.job.key)
        if done.report.failure:
            yield Graded(ticket, None, done.report.failure, done.report.seconds)
        else:
            values = references[ticket.exercise]
            assessment = _assessment(values, done.job.notebook, done.report.outcomes)
            yield Graded(ticket, assessment, "", done.report.seconds)


def _assessment(values: ReferenceValues, notebook: Sanitised, outcomes: Outcomes) -> Assessment:
    exercise = values.exercise
    verdicts = judge(values, outcomes, notebook.refused)
    return Assessment(
        notebook.label, exercise.id, exercise.title, values.seed, verdicts, notebook.notes
    )
