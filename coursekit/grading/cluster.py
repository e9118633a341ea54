r"""일꾼(worker)을 모으고 제출물을 나누어 줍니다: 노트북 한 대와 클러스터가 같은 길을 갑니다.

`dask.distributed`를 씁니다. 스케줄러의 주소가 없으면 이 컴퓨터에 일꾼 프로세스를 띄웁니다.
일꾼이 죽으면 그 제출물을 두 번까지 다시 실행하고, 그래도 안 되면 채점하지 못한 것으로 알립니다.
"""

import logging
import math
import os
import time
import uuid
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any, TypeAlias

import dask
from distributed import Client, LocalCluster, Security
from distributed import Future as AnyFuture

from coursekit.errors import UsageError
from coursekit.grading.outcome import clean
from coursekit.grading.run import engine_possible, run_notebooks
from coursekit.grading.sanitise import Sanitised
from coursekit.grading.workplace import (
    KEY_PREFIX,
    BlameOnce,
    EngineFactory,
    EnginePlugin,
    Job,
    Outcomes,
    Report,
    run_text,
)

# 처음 한 번과 다시 두 번.
ATTEMPTS = 3
# 잇달아 이만큼 일꾼이 죽으면 제출물이 아니라 컴퓨터의 문제입니다.
_TOO_MANY_DEATHS = 12
# 일꾼마다 하나는 실행하고 하나는 기다립니다: 결과를 받는 동안 일꾼이 놀지 않습니다.
_IN_FLIGHT = 2
_JOIN_SECONDS = 30
_LOOK_SECONDS = 1.0

Future: TypeAlias = AnyFuture[str]

_RESUME = "같은 명령을 다시 치면 남은 것부터 이어집니다."
_CUT = f"스케줄러와 이어진 길이 끊겼습니다. {_RESUME}"


@dataclass(frozen=True)
class Done:
    r"""끝난 일 하나입니다.

    Parameters
    ----------
    job : Job
        보낸 일.
    report : Report
        결과. `failure`가 비어 있지 않으면 점수를 매길 수 없습니다.
    """

    job: Job
    report: Report


@contextmanager
def open_cluster(
    scheduler: str | None = None,
    workers: int | None = None,
    *,
    trusted: bool = False,
    factory: EngineFactory | None = None,
) -> Iterator[Client]:
    r"""일꾼을 모읍니다. 나갈 때 우리가 띄운 것만 끝냅니다.

    Parameters
    ----------
    scheduler : str, optional
        이미 있는 스케줄러의 주소(`tcp://호스트:포트`). 없으면 이 컴퓨터에 띄웁니다.
    workers : int, optional
        이 컴퓨터에 띄울 일꾼의 수. 없으면 코어의 수입니다.
    trusted : bool
        참이면 모래 상자 없이 실행합니다.
    factory : callable, optional
        엔진을 만드는 함수. 없으면 `Engine`입니다.

    Yields
    ------
    Client
        일을 보낼 곳.

    Raises
    ------
    UsageError
        `workers` 값이 1보다 작거나, 스케줄러나 일꾼에 닿지 못할 때.
    """
    if workers is not None and workers < 1:
        raise UsageError(f"`--workers` 값은 1 이상이어야 합니다(받은 값: {workers}).")
    if factory is None:
        factory = make_engine
    settings = {
        # 일꾼의 기억은 엔진이 따로 다스립니다. 여기서 멈추면 채점이 조용히 서 버립니다.
        "distributed.worker.memory.pause": False,
        "distributed.worker.memory.terminate": False,
        "distributed.comm.timeouts.connect": f"{_JOIN_SECONDS}s",
    }
    with ExitStack() as stack:
        stack.enter_context(dask.config.set(settings))
        quiet = _quiet()
        stack.callback(quiet)
        client = stack.enter_context(
            _remote(scheduler) if scheduler else _local(workers or os.cpu_count() or 1)
        )
        client.register_plugin(BlameOnce())
        client.register_plugin(EnginePlugin(factory, trusted, ours=scheduler is None))
        yield client


def make_engine(preload: tuple[str, ...], trusted: bool) -> Any:
    r"""일꾼이 쓸 엔진을 만듭니다.

    Parameters
    ----------
    preload : tuple of str
        미리 불러올 모듈.
    trusted : bool
        참이면 모래 상자 없이 실행합니다.

    Returns
    -------
    Engine
        들어가면 준비된 프로세스를 띄우는 문맥.
    """
    if not engine_possible():
        return _KernelEach(trusted)
    from coursekit.grading.engine import Engine

    return Engine(preload=preload, trusted=trusted)


class _KernelEach:
    r"""엔진이 없는 운영 체제에서, 제출물마다 커널을 새로 띄웁니다."""

    def __init__(self, trusted: bool) -> None:
        self._trusted = trusted

    def __enter__(self) -> "_KernelEach":
        return self

    def __exit__(self, *error: object) -> None:
        return None

    def run(self, sanitised: Sanitised, time_limit: float) -> Outcomes:
        return dict(run_notebooks([sanitised], time_limit, trusted=self._trusted))[0]


@contextmanager
def _local(workers: int) -> Iterator[Client]:
    # 같은 컴퓨터의 다른 사용자가 포트에 붙어 채점자의 이름으로 코드를 돌리지 못하게 TLS로 막습니다.
    with (
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            memory_limit=0,
            dashboard_address=None,
            worker_dashboard_address=None,
            security=Security.temporary(),
            silence_logs=logging.CRITICAL,
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        yield client


@contextmanager
def _remote(address: str) -> Iterator[Client]:
    try:
        client = Client(address, timeout=_JOIN_SECONDS, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise UsageError(f"스케줄러에 닿을 수 없습니다: {address} ({error}).") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=_JOIN_SECONDS)
        except TimeoutError:
            raise UsageError(
                f"스케줄러에 일꾼이 없습니다: {address}. `dask worker {address} --nthreads 1`로 띄우세요."
            ) from None
        yield client


def _quiet() -> Any:
    r"""일꾼이 죽고 사는 일은 우리가 말하므로 Dask의 기록을 잠재웁니다. 되돌리는 함수를 돌려줍니다."""
    loggers = [logging.getLogger(name) for name in ("distributed", "asyncio", "tornado")]
    before = [logger.level for logger in loggers]

    def restore() -> None:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)

    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    return restore


class _Desk:
    r"""무엇을 보냈고, 무엇이 몇 번 실패했는지를 적는 책상입니다."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.sent: dict[Future, Job] = {}
        self.attempts: dict[str, int] = {}
        self.suspects: deque[Job] = deque()
        self.deaths = 0
        self._arrived: SimpleQueue[Future] = SimpleQueue()
        self._workers = 0
        self._looked = self._seen = -math.inf
        self._look()

    def send(self, job: Job) -> None:
        self.attempts[job.key] = self.attempts.get(job.key, 0) + 1
        # 스케줄러의 화면에 학생의 이름이 나오지 않게 아무 뜻 없는 이름을 줍니다.
        key = f"{KEY_PREFIX}{uuid.uuid4().hex}"
        future = self.client.submit(run_text, job.to_text(), key=key, pure=False)
        self.sent[future] = job
        future.add_done_callback(self._arrived.put)

    def capacity(self) -> int:
        # 같은 일꾼에서 죽은 둘 가운데 누구의 탓인지 모르므로, 의심스러운 일은 하나씩 다시 합니다.
        if self.suspects or any(self.attempts[job.key] > 1 for job in self.sent.values()):
            return 1
        return _IN_FLIGHT * max(1, self._workers)

    def take(self) -> Done | None:
        r"""끝난 일을 하나 받습니다. 다시 할 일이면 `None`입니다."""
        future = self._next()
        job = self.sent.pop(future)
        report = Report({})
        if future.status == "finished":
            report = Report.from_text(future.result())
            lost = report.failure
        elif future.status == "error":
            error = future.exception()
            lost = "일꾼이 죽었습니다." if _is_death(error) else f"일꾼의 오류: {error}"
        else:
            raise UsageError(_CUT)
        future.release()
        if not lost:
            self.deaths = 0
            return Done(job, report)
        self.deaths += 1
        if self.deaths >= _TOO_MANY_DEATHS:
            raise UsageError(
                f"제출물 {self.deaths}개를 잇달아 실행하지 못해 멈춥니다: {clean(lost)} {_RESUME}"
            )
        if self.attempts[job.key] < ATTEMPTS:
            self.suspects.append(job)
            return None
        return Done(job, Report({}, 0.0, f"{ATTEMPTS}번 실행했지만 끝나지 않았습니다: {lost}"))

    def _next(self) -> Future:
        while True:
            try:
                return self._arrived.get(timeout=_LOOK_SECONDS)
            except Empty:
                self._look()
            finally:
                if time.monotonic() - self._looked > _LOOK_SECONDS:
                    self._look()

    def _look(self) -> None:
        r"""스케줄러와 일꾼이 살아 있는지 봅니다."""
        self._looked = time.monotonic()
        if self.client.status != "running":
            raise UsageError(_CUT)
        try:
            self._workers = len(self.client.scheduler_info(n_workers=-1)["workers"])
        except (OSError, TimeoutError):
            raise UsageError(_CUT) from None
        if self._workers:
            self._seen = self._looked
        elif self._looked - self._seen > _JOIN_SECONDS:
            raise UsageError(f"일꾼이 하나도 남지 않아 멈춥니다. {_RESUME}")


def _is_death(error: object) -> bool:
    return type(error).__name__ == "KilledWorker"


def run_jobs(jobs: Iterator[Job], client: Client) -> Iterator[Done]:
    r"""일을 나누어 주고 끝나는 대로 냅니다. 차례는 정해져 있지 않습니다.

    Parameters
    ----------
    jobs : iterator of Job
        할 일. 보낼 때마다 하나씩 꺼내므로 모두 기억에 들고 있지 않습니다.
    client : Client
        `open_cluster`가 준 것.

    Yields
    ------
    Done
        일마다 꼭 하나.

    Raises
    ------
    UsageError
        스케줄러를 잃었거나 일꾼이 잇달아 죽을 때. 아직 내지 않은 일은 끝나지 않은 것입니다.
    """
    desk = _Desk(client)
    waiting = True
    while True:
        capacity = desk.capacity()
        while len(desk.sent) < capacity and (desk.suspects or waiting):
            if desk.suspects:
                desk.send(desk.suspects.popleft())
                break
            job = next(jobs, None)
            if job is None:
                waiting = False
            else:
                desk.send(job)
        if not desk.sent:
            return
        done = desk.take()
        if done is not None:
            yield done
