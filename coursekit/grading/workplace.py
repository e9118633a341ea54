r"""다른 프로세스나 다른 컴퓨터에서 하는 일입니다: 제출물 하나를 실행하고 결과를 글로 돌려줍니다.

오가는 것은 JSON 글뿐입니다. 일꾼(worker)에는 정답도 허용 오차도 성적부도 없고, 판정은 보낸 쪽이 합니다.
일꾼은 스레드를 쓰므로 그 안에서 fork하지 않습니다: 플러그인이 엔진의 프로세스를 하나 띄워 두고 되씁니다.
"""

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from distributed import Scheduler, SchedulerPlugin, Worker, WorkerPlugin, get_worker

from coursekit.errors import UsageError
from coursekit.grading.assembly import RunCell
from coursekit.grading.outcome import Outcome, clean
from coursekit.grading.run import require_sandbox
from coursekit.grading.sanitise import Sanitised

PLUGIN = "coursekit-engine"
KEY_PREFIX = "coursekit-submission-"
NOT_PREPARED = "준비 칸이 실행되지 않았습니다."
_PAUSE_SECONDS = 1.0

Outcomes = dict[str, Outcome]


class RunsSubmissions(Protocol):
    r"""제출물을 실행하는 것: `Engine`이나 시험의 대역."""

    def run(self, sanitised: Sanitised, time_limit: float) -> Outcomes:
        r"""제출물 하나를 실행합니다."""


EngineFactory = Callable[[tuple[str, ...], bool], AbstractContextManager[RunsSubmissions]]


@dataclass(frozen=True)
class Job:
    r"""실행할 제출물 하나입니다.

    Parameters
    ----------
    key : str
        성적부에서 이 일을 가리키는 이름. 한 번의 채점에서 하나뿐이어야 합니다.
    notebook : Sanitised
        다시 만든 제출물.
    time_limit : float
        노트북 하나의 제한 시간(초).
    preload : tuple of str
        엔진이 미리 불러올 모듈.
    """

    key: str
    notebook: Sanitised
    time_limit: float
    preload: tuple[str, ...] = ()

    def to_text(self) -> str:
        r"""일꾼에게 보낼 JSON 글입니다. 이름과 알릴 일은 보내지 않습니다."""
        return json.dumps(
            {
                "cells": [asdict(cell) for cell in self.notebook.cells],
                "time_limit": self.time_limit,
                "preload": self.preload,
            }
        )


@dataclass(frozen=True)
class Report:
    r"""일꾼이 돌려준 것입니다.

    Parameters
    ----------
    outcomes : dict of str to Outcome
        칸의 이름마다의 결과.
    seconds : float
        실행하는 데 걸린 시간.
    failure : str
        실행하지 못한 까닭. 학생의 탓이 아니며, 실행했으면 빈 글입니다.
    """

    outcomes: Outcomes
    seconds: float = 0.0
    failure: str = ""

    @classmethod
    def from_text(cls, text: str) -> "Report":
        r"""일꾼이 보낸 JSON 글을 읽습니다.

        Parameters
        ----------
        text : str
            `run_text`가 돌려준 글.

        Returns
        -------
        Report
            결과.
        """
        data = json.loads(text)
        outcomes = {
            row["grade_id"]: Outcome(
                row["grade_id"], row["status"], tuple(row["emissions"]), row["error"]
            )
            for row in data["outcomes"]
        }
        return cls(outcomes, float(data["seconds"]), data["failure"])


class EnginePlugin(WorkerPlugin):
    r"""일꾼 하나에 엔진 하나: 일꾼이 뜰 때 생기고 질 때 끝납니다.

    Parameters
    ----------
    factory : callable
        미리 불러올 모듈과 믿는지를 받아 엔진을 만드는 함수.
    trusted : bool
        참이면 모래 상자 없이 실행합니다.
    """

    name = PLUGIN

    def __init__(self, factory: EngineFactory, trusted: bool) -> None:
        self.factory = factory
        self.trusted = trusted
        self.problem = ""
        self._versions = versions()
        self._engine: AbstractContextManager[RunsSubmissions] | None = None
        self._running: RunsSubmissions | None = None
        self._preload: tuple[str, ...] = ()

    def setup(self, worker: Worker) -> None:
        r"""일꾼에 붙을 때 불립니다. 늦게 온 일꾼도 여기서 자기를 살펴봅니다.

        Parameters
        ----------
        worker : Worker
            붙은 일꾼.
        """
        self.problem = misfit(introduce(self.trusted), self._versions)

    def engine(self, preload: Sequence[str]) -> RunsSubmissions:
        r"""모듈을 미리 불러 둔 엔진입니다. 다른 모듈이 필요하면 새로 띄웁니다.

        Parameters
        ----------
        preload : sequence of str
            미리 불러올 모듈.

        Returns
        -------
        RunsSubmissions
            실행할 수 있는 엔진.
        """
        if self._running is None or self._preload != tuple(preload):
            self.close()
            self._preload = tuple(preload)
            self._engine = self.factory(self._preload, self.trusted)
            self._running = self._engine.__enter__()
        return self._running

    def close(self) -> None:
        r"""엔진의 프로세스를 끝냅니다."""
        engine, self._engine, self._running = self._engine, None, None
        if engine is not None:
            engine.__exit__(None, None, None)

    def teardown(self, worker: Worker) -> None:
        r"""일꾼이 질 때 불립니다.

        Parameters
        ----------
        worker : Worker
            지는 일꾼.
        """
        self.close()


class BlameOnce(SchedulerPlugin):
    r"""일꾼이 죽으면 그 일꾼의 일을 다른 일꾼에게 몰래 넘기지 않고 우리에게 알리게 합니다.

    몇 번 다시 할지는 보낸 쪽이 셉니다. 남의 일에는 손대지 않습니다.
    """

    name = "coursekit-blame-once"

    def __init__(self) -> None:
        self._scheduler: Any = None

    async def start(self, scheduler: Scheduler) -> None:
        r"""스케줄러에 붙을 때 불립니다.

        Parameters
        ----------
        scheduler : Scheduler
            우리가 붙은 스케줄러.
        """
        self._scheduler = scheduler

    def transition(self, key: Any, start: Any, finish: Any, *args: Any, **kwargs: Any) -> None:
        r"""일이 일꾼에게 갈 때, 죽음을 한 번도 참지 않는 일로 적어 둡니다.

        Parameters
        ----------
        key : Any
            일의 이름.
        start, finish : str
            앞과 뒤의 상태.
        *args, **kwargs : Any
            쓰지 않습니다.
        """
        if finish == "processing" and str(key).startswith(KEY_PREFIX):
            task = self._scheduler.tasks.get(key)
            if task is not None:
                task.suspicious = max(task.suspicious, self._scheduler.allowed_failures)


def introduce(trusted: bool) -> str:
    r"""일꾼이 있는 환경을 말합니다. 판이 다르면 같은 값이 나온다는 약속이 없습니다.

    Parameters
    ----------
    trusted : bool
        참이면 모래 상자를 묻지 않습니다.

    Returns
    -------
    str
        판(version)과, 모래 상자를 만들 수 없는 까닭의 JSON 글.
    """
    problem = ""
    if not trusted:
        try:
            require_sandbox()
        except UsageError as error:
            problem = str(error)
    return json.dumps({"versions": versions(), "problem": problem})


def versions() -> dict[str, str]:
    r"""값이 달라질 수 있는 것의 판(version)입니다.

    Returns
    -------
    dict of str to str
        이름과 판.
    """
    import numpy as np

    import coursekit

    return {
        "python": ".".join(map(str, sys.version_info[:2])),
        "coursekit": coursekit.__version__,
        "numpy": np.__version__,
    }


def misfit(told: str, ours: Mapping[str, str]) -> str:
    r"""일꾼에게 일을 주면 안 되는 까닭입니다.

    Parameters
    ----------
    told : str
        그 일꾼에서 부른 `introduce`의 글.
    ours : mapping of str to str
        채점을 시작한 쪽의 `versions`.

    Returns
    -------
    str
        까닭. 주어도 되면 빈 글.
    """
    answer = json.loads(told)
    for name, version in answer["versions"].items():
        if version != ours[name]:
            return f"{name} 버전이 다릅니다(여기: {ours[name]}, 일꾼: {version})."
    return str(answer["problem"])


def run_text(text: str) -> str:
    r"""일꾼 안에서 제출물 하나를 실행합니다.

    Parameters
    ----------
    text : str
        `Job.to_text`의 글.

    Returns
    -------
    str
        `Report.from_text`가 읽는 글. 실행하지 못해도 예외가 아니라 글로 말합니다.
    """
    job = json.loads(text)
    notebook = Sanitised("", tuple(RunCell(**cell) for cell in job["cells"]), (), {})
    plugin: EnginePlugin = get_worker().plugins[PLUGIN]  # type: ignore[assignment]
    started = time.perf_counter()
    outcomes: Outcomes = {}
    failure = ""
    try:
        if plugin.problem:
            # 곧바로 실패하는 일꾼이 일을 모두 가져가지 않게 조금 쉽니다.
            time.sleep(_PAUSE_SECONDS)
            raise UsageError(plugin.problem)
        outcomes = plugin.engine(job["preload"]).run(notebook, job["time_limit"])
        if "setup" not in outcomes or outcomes["setup"].status != "passed":
            failure = NOT_PREPARED
    except (
        Exception
    ) as error:  # 엔진이 죽은 까닭은 여러 가지이고, 어느 것도 학생의 점수가 아닙니다.
        failure = f"{type(error).__name__}: {clean(str(error))}"
    if failure:
        # 다음 제출물은 새 엔진에서 시작합니다.
        plugin.close()
    return json.dumps(
        {
            "outcomes": [asdict(outcome) for outcome in outcomes.values()],
            "seconds": time.perf_counter() - started,
            "failure": failure,
        },
        allow_nan=False,
    )
