r"""제출물을 일꾼에게 나누어 주고, 일꾼이 죽으면 다시 줍니다.

죽은 일꾼의 제출물은 두 번까지 하나씩 따로 다시 실행하고, 그래도 안 되면 채점하지 못한 것으로 알립니다.
"""

import math
import time
import uuid
from collections import deque
from collections.abc import Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TypeAlias

from distributed import Client
from distributed import Future as AnyFuture

from coursekit.errors import UsageError
from coursekit.grading.cluster import JOIN_SECONDS
from coursekit.grading.outcome import clean
from coursekit.grading.workplace import KEY_PREFIX, Job, Report, run_text

# 처음 한 번과 다시 두 번.
ATTEMPTS = 3
# 하나도 성공하지 못한 채 이만큼 실패하면 제출물이 아니라 컴퓨터의 문제입니다. 하나라도 성공했으면 멈추지 않습니다.
_TOO_MANY_DEATHS = 30
# 일꾼마다 하나는 실행하고 하나는 기다립니다: 결과를 받는 동안 일꾼이 놀지 않습니다.
_IN_FLIGHT = 2
_LOOK_SECONDS = 1.0

Future: TypeAlias = AnyFuture[str]

_RESUME = "같은 명령을 다시 치면 남은 것부터 이어집니다."
_CUT = f"스케줄러와 이어진 길이 끊겼습니다. {_RESUME}"
_LOST = (OSError, TimeoutError, CancelledError)


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


class _Desk:
    r"""무엇을 보냈고, 무엇이 몇 번 실패했는지를 적는 책상입니다."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.sent: dict[Future, Job] = {}
        self.attempts: dict[str, int] = {}
        self.suspects: deque[Job] = deque()
        self.deaths = 0
        self.succeeded = False
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
        if future.status not in ("finished", "error", "pending"):
            raise UsageError(_CUT)
        try:
            # 끝난 결과도 받기 전에 일꾼과 함께 사라질 수 있으므로, 상태를 믿지 않고 받아 봅니다.
            report = Report.from_text(future.result())
            lost = report.failure
        except _LOST:
            raise
        except Exception as error:
            lost = "일꾼이 죽었습니다." if _is_death(error) else f"일꾼의 오류: {error}"
        future.release()
        if not lost:
            self.succeeded = True
            return Done(job, report)
        self.deaths += 1
        if self.deaths >= _TOO_MANY_DEATHS and not self.succeeded:
            raise UsageError(
                f"제출물을 {self.deaths}번 실행했지만 한 번도 끝나지 않아 멈춥니다: {clean(lost)} {_RESUME}"
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
        elif self._looked - self._seen > JOIN_SECONDS:
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
    try:
        yield from _run_jobs(jobs, _Desk(client))
    except UsageError:
        raise
    except Exception as error:
        # 스케줄러가 사라진 순간에 따라 Dask는 여러 가지 예외를 던집니다.
        if client.status == "running" and not isinstance(error, _LOST):
            raise
        raise UsageError(_CUT) from None


def _run_jobs(jobs: Iterator[Job], desk: _Desk) -> Iterator[Done]:
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
