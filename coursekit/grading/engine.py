r"""제출물을 실행하는 엔진입니다: 준비된 프로세스 하나를 띄워 두고 제출물마다 결과를 받습니다.

여기(판정하는 쪽)로 오는 것은 크기가 정해진 토막뿐이고, 값은 읽지 않은 글로 `Outcome`에 담깁니다.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import IO

from coursekit.errors import UsageError
from coursekit.grading.cellrunner import KEPT_EMISSIONS, MAX_EMISSION, MAX_ERROR
from coursekit.grading.cgroups import Cgroup, make_cgroup
from coursekit.grading.forkserver import MAX_ANSWER, Setting
from coursekit.grading.frames import BrokenFrameError, FrameReader, frame
from coursekit.grading.isolation import fresh_environment
from coursekit.grading.limits import GRACE_SECONDS, Limits
from coursekit.grading.outcome import Outcome, clean
from coursekit.grading.sandbox import bubblewrap, sandbox_command, sandbox_user
from coursekit.grading.sanitise import Sanitised

Outcomes = dict[str, Outcome]

_START_SECONDS = 120.0
_SLACK_SECONDS = 30.0
_STATUSES = ("passed", "failed", "timeout", "died")


class EngineError(RuntimeError):
    r"""엔진이 시작하지 못했거나 중간에 끝났습니다. 학생의 탓이 아니므로 0점이 아닙니다."""


class Engine:
    r"""준비된 프로세스 하나입니다. `with`로 쓰고, 한 번에 제출물 하나를 실행합니다.

    Parameters
    ----------
    preload : tuple of str
        미리 불러올 모듈: `numpy`, `matplotlib`, `torch`.
    trusted : bool
        참이면 모래 상자 없이 실행합니다. 자기 파일에만 씁니다.
    limits : Limits, optional
        제출물 하나의 한도.
    """

    def __init__(
        self,
        preload: tuple[str, ...] = ("numpy",),
        trusted: bool = False,
        limits: Limits | None = None,
    ) -> None:
        self._preload = preload
        self._trusted = trusted
        self._limits = limits or Limits()
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None
        self._reader: FrameReader | None = None
        self._cgroup = Cgroup()
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._log: IO[bytes] | None = None
        self._over = False

    def __enter__(self) -> "Engine":
        self._over = False
        self._start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # 다른 스레드가 `run`에서 기다리고 있으면 다시 띄우지 않고 곧 끝나게 합니다.
        self._over = True
        self.close()

    @property
    def controls(self) -> frozenset[str]:
        r"""cgroup으로 묶은 것입니다: `memory`, `pids`, `cpu` 가운데 몇 가지."""
        return self._cgroup.controls

    def run(self, notebook: Sanitised, time_limit: float) -> Outcomes:
        r"""제출물 하나를 새 복제본에서 실행합니다.

        Parameters
        ----------
        notebook : Sanitised
            다시 만든 제출물.
        time_limit : float
            노트북의 제한 시간(초).

        Returns
        -------
        dict of str to Outcome
            칸의 이름마다의 결과. 실행하지 못한 칸은 들어 있지 않습니다.

        Raises
        ------
        EngineError
            엔진이 두 번 잇따라 무너졌을 때.
        """
        try:
            return self._attempt(notebook, time_limit)
        except EngineError:
            self.close()
            return self._attempt(notebook, time_limit)

    def _attempt(self, notebook: Sanitised, time_limit: float) -> Outcomes:
        self._start()
        if self._channel is None or self._reader is None:
            raise EngineError("엔진이 없습니다")
        cells = [{"kind": cell.kind, "source": cell.source} for cell in notebook.cells]
        request = json.dumps({"cells": cells, "time_limit": time_limit}).encode("ascii")
        until = time.monotonic() + time_limit + GRACE_SECONDS + _SLACK_SECONDS
        try:
            self._channel.settimeout(_SLACK_SECONDS)
            self._channel.sendall(frame(b"Q", request))
            self._channel.settimeout(None)
            return self._collect(notebook, self._reader, until)
        except (OSError, TimeoutError, BrokenFrameError) as error:
            self.close()
            raise EngineError(f"엔진이 답하지 않습니다: {error}") from None
        except BaseException:
            # 사용자가 멈추면 소켓에 남은 말이 다음 제출물의 것으로 읽히지 않게 합니다.
            self.close()
            raise

    def _collect(self, notebook: Sanitised, reader: FrameReader, until: float) -> Outcomes:
        names = [cell.name for cell in notebook.cells]
        outcomes: Outcomes = {}
        emissions: list[str] = []
        room = MAX_ANSWER
        while (found := reader.next(until)) is not None:
            kind, payload = found
            room -= len(payload)
            if room < 0:
                raise BrokenFrameError("너무 많은 바이트가 왔습니다")
            if kind == b"E":
                return outcomes
            if kind == b"X":
                raise EngineError(clean(payload.decode("utf-8", "replace")))
            if kind == b"V" and len(emissions) < KEPT_EMISSIONS:
                emissions.append(_text(payload))
            elif kind == b"C":
                outcome = _outcome(payload, names, tuple(emissions))
                outcomes[outcome.grade_id] = outcome
                emissions = []
        raise EngineError(self._problem())

    def _start(self) -> None:
        if self._over:
            raise EngineError("엔진을 이미 끝냈습니다")
        if self._process is not None:
            return
        self._folder = tempfile.TemporaryDirectory(prefix="coursekit-", ignore_cleanup_errors=True)
        root = Path(self._folder.name)
        near, far = socket.socketpair()
        try:
            self._log = (root / "engine.log").open("w+b")
            command, environment = self._command(far.fileno(), root)
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._log,
                cwd=root,
                env=environment,
                pass_fds=(far.fileno(),),
                start_new_session=True,
            )
        except BaseException:
            near.close()
            self.close()
            raise
        finally:
            far.close()
        self._channel = near
        self._reader = FrameReader(near.fileno(), MAX_EMISSION)
        try:
            ready = self._reader.next(time.monotonic() + _START_SECONDS)
        except (TimeoutError, BrokenFrameError):
            ready = None
        if ready != (b"R", b""):
            problem = self._problem()
            self.close()
            raise EngineError(problem)

    def _command(self, channel: int, root: Path) -> tuple[list[str], dict[str, str]]:
        sandboxed = not self._trusted
        user = sandbox_user() if sandboxed else None
        self._cgroup = make_cgroup(self._limits) if sandboxed else Cgroup()
        watch = sandboxed and "memory" not in self._cgroup.controls
        setting = Setting(self._preload, sandboxed, user, watch, self._limits)
        arguments = ["-m", "coursekit.grading.forkserver", str(channel)]
        arguments.append(json.dumps(asdict(setting)))
        environment = fresh_environment(root / "home")
        if self._trusted:
            return [sys.executable, *arguments], environment | {"MPLBACKEND": "agg"}
        bwrap = bubblewrap()
        if bwrap is None:
            raise UsageError("모래 상자를 만들 수 없습니다: bubblewrap을 설치하세요.")
        command = sandbox_command(bwrap, arguments)
        if not self._cgroup.folders:
            return command, environment
        # 셸이 먼저 cgroup에 들어간 뒤에 bubblewrap이 됩니다: 밖에서 태어난 자손이 없습니다.
        places = [str(folder / "cgroup.procs") for folder in self._cgroup.folders]
        enter = " && ".join(f'echo $$ > "${{{i}}}"' for i in range(1, len(places) + 1))
        script = f'{enter} && shift {len(places)} && exec "$@"'
        return ["/bin/sh", "-c", script, "sh", *places, *command], environment

    def _problem(self) -> str:
        text = ""
        if self._log is not None:
            self._log.seek(max(0, os.fstat(self._log.fileno()).st_size - 1000))
            text = self._log.read().decode("utf-8", "replace")
        last = clean(text.strip().rpartition("\n")[2])
        return f"엔진이 중간에 끝났습니다: {last or '까닭 모름'}"

    def close(self) -> None:
        r"""준비된 프로세스를 끝내고 남긴 것을 지웁니다. 다음 `run`은 다시 띄웁니다."""
        # 먼저 비워 두므로, 두 스레드가 함께 불러도 한 번만 치웁니다.
        channel, process, log = self._channel, self._process, self._log
        folder, cgroup = self._folder, self._cgroup
        self._process = self._channel = self._reader = self._folder = self._log = None
        self._cgroup = Cgroup()
        if channel is not None:
            # 닫기만 하면 다른 스레드가 기다리던 번호를 다른 소켓이 물려받을 수 있습니다.
            with suppress(OSError):
                channel.shutdown(socket.SHUT_RDWR)
        if process is not None:
            # 소켓이 닫히면 스스로 끝납니다. 제출물이 돌고 있으면 기다리지 않습니다.
            try:
                process.wait(timeout=0.5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if channel is not None:
            channel.close()
        if log is not None:
            log.close()
        cgroup.close()
        if folder is not None:
            folder.cleanup()


def _text(payload: bytes) -> str:
    try:
        return payload.decode("ascii")
    except UnicodeDecodeError:
        # `emit`은 ASCII로만 적습니다.
        return "null"


def _outcome(payload: bytes, names: list[str], emissions: tuple[str, ...]) -> Outcome:
    try:
        told = json.loads(payload[: 2 * MAX_ERROR])
        name, status, error = names[told["index"]], told["status"], told["error"]
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        raise BrokenFrameError("결과의 꼴이 틀렸습니다") from None
    if status not in _STATUSES:
        raise BrokenFrameError("결과의 꼴이 틀렸습니다")
    error_name, _, detail = error.partition(": ")
    text = f"{clean(error_name, 80)}: {clean(detail)}" if status == "failed" else clean(error)
    return Outcome(name, status, emissions, text)
