r"""일꾼(worker)을 모읍니다: 노트북 한 대와 클러스터가 같은 길을 갑니다.

`dask.distributed`를 씁니다. 스케줄러의 주소가 없으면 이 프로세스 안에 일꾼을 둡니다.
엔진은 어느 쪽이든 일꾼마다 하나씩, 따로 된 프로세스입니다.
"""

import logging
import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import dask
from distributed import Client, LocalCluster

from coursekit.errors import UsageError
from coursekit.grading.outcome import clean
from coursekit.grading.run import engine_possible, run_notebooks
from coursekit.grading.sanitise import Sanitised
from coursekit.grading.workplace import (
    BlameOnce,
    EngineFactory,
    EnginePlugin,
    Outcomes,
    introduce,
    misfit,
    versions,
)

JOIN_SECONDS = 30
_ADDRESS = re.compile(r"(?:tcp|tls)://[^\s/]+:\d{1,5}")


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
        "distributed.comm.timeouts.connect": f"{JOIN_SECONDS}s",
    }
    with ExitStack() as stack:
        stack.enter_context(dask.config.set(settings))
        quiet = _quiet()
        stack.callback(quiet)
        client = stack.enter_context(
            _local(workers or os.cpu_count() or 1) if scheduler is None else _remote(scheduler)
        )
        if scheduler is not None:
            _examine(client, trusted)
        try:
            client.register_plugin(BlameOnce())
            client.register_plugin(EnginePlugin(factory, trusted))
        except (OSError, TimeoutError) as error:
            raise UsageError(f"일꾼을 준비하지 못했습니다: {clean(str(error))}.") from None
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
    # 학생의 코드는 엔진의 프로세스에서 도므로 일꾼은 그것을 기다리는 스레드면 됩니다. 일꾼마다 프로세스를 띄우고 같은
    # 모듈을 또 불러올 때보다 시작이 1.5초 이르고, 같은 컴퓨터의 다른 사용자가 붙을 포트도 열지 않습니다.
    with (
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=False,
            memory_limit=0,
            dashboard_address="127.0.0.1:0",  # None은 고정된 8787번을 모든 주소에 엽니다
            worker_dashboard_address="127.0.0.1:0",
            silence_logs=logging.CRITICAL,
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        yield client


@contextmanager
def _remote(address: str) -> Iterator[Client]:
    if not _ADDRESS.fullmatch(address):
        raise UsageError(
            f"`--scheduler` 값은 `tcp://호스트:포트` 꼴이어야 합니다(받은 값: {address!r})."
        )
    try:
        client = Client(address, timeout=JOIN_SECONDS, set_as_default=False)
    except (OSError, TimeoutError, ValueError):
        raise UsageError(
            f"스케줄러에 닿을 수 없습니다: {address}. 주소와 방화벽을 보세요."
        ) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=JOIN_SECONDS)
        except TimeoutError:
            raise UsageError(
                f"스케줄러에 일꾼이 없습니다: {address}. `dask worker {address} --nthreads 1`로 띄우세요."
            ) from None
        yield client


def _examine(client: Client, trusted: bool) -> None:
    r"""남이 띄운 일꾼이 우리와 같은 판을 쓰고 모래 상자를 만들 수 있는지 봅니다."""
    ours = versions()
    try:
        told = client.run(introduce, trusted)
    except Exception as error:  # 일꾼의 환경이 보내는 오류는 무엇이든 될 수 있습니다.
        raise UsageError(f"일꾼에서 coursekit을 쓸 수 없습니다: {clean(str(error))}.") from None
    for address, text in told.items():
        if problem := misfit(text, ours):
            raise UsageError(f"일꾼 {address}: {problem}")


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
