r"""제출물 하나를 지키는 감시자입니다. 학생의 PID 이름 공간의 1번이므로, 끝나면 그 안의 모두가 끝납니다.

학생의 코드를 실행하는 프로세스(본줄기)는 칸마다 그 앞의 모습을 한 벌 복제해 둡니다. 칸이 죽거나 멈추면 감시자가
나머지를 모두 죽이고 복제본이 다음 칸을 이어받습니다. 복제본도 죽었으면 깨끗한 복제에서 무사했던 칸을 다시
실행합니다. 감시자는 학생의 코드를 실행하지 않고, 학생이 보낸 것을 정해진 크기까지만 읽습니다.
"""

import contextlib
import json
import os
import select
import signal
import socket
import struct
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from coursekit.grading.cellrunner import KEPT_EMISSIONS, MAX_EMISSION, MAX_ERROR, CellRunner
from coursekit.grading.frames import BrokenFrameError, FrameReader, frame, write_all
from coursekit.grading.limits import LEAST_SECONDS, cell_seconds

_SIZE = struct.Struct(">I")
_PID = struct.Struct(">i")
_CELL_BYTES = KEPT_EMISSIONS * (MAX_EMISSION + 5) + MAX_ERROR + 100
_REPLAYED = ("setup", "code", "solution")
_POLL_MILLISECONDS = 100
_REVIVALS = 3


@dataclass(frozen=True)
class Ran:
    r"""칸 하나를 실행해 본 결과입니다.

    Parameters
    ----------
    status : str
        `Outcome`의 상태.
    emissions : tuple of bytes
        낸 값. 읽어 보지 않은 바이트입니다.
    error : str
        오류.
    """

    status: str
    emissions: tuple[bytes, ...] = ()
    error: str = ""


def guard_cells(
    cells: Sequence[dict[str, str]],
    time_limit: float,
    out: int,
    runner: CellRunner,
    memory: Callable[[], bool],
) -> None:
    r"""칸을 모두 실행하며 결과를 하나씩 내보냅니다.

    Parameters
    ----------
    cells : sequence of dict
        `kind`와 `source`가 있는 칸.
    time_limit : float
        노트북의 제한 시간(초).
    out : int
        결과가 나갈 서술자.
    runner : CellRunner
        준비된 실행기. 복제된 프로세스 안에서만 씁니다.
    memory : callable
        메모리를 너무 많이 쓰고 있으면 참을 돌려주는 함수.
    """
    deadline = time.monotonic() + time_limit
    warden = _Warden(out, runner, memory, deadline)
    for index, cell in enumerate(cells):
        ran = warden.run(cell["source"])
        if ran.status == "passed" and cell["kind"] in _REPLAYED:
            warden.replay.append(cell["source"])
        record = {"index": index, "status": ran.status, "error": ran.error}
        frames = [frame(b"V", emission) for emission in ran.emissions]
        write_all(out, b"".join([*frames, frame(b"C", json.dumps(record).encode("ascii"))]))


class _Warden:
    def __init__(
        self, out: int, runner: CellRunner, memory: Callable[[], bool], deadline: float
    ) -> None:
        self.replay: list[str] = []
        self._out = out
        self._runner = runner
        self._memory = memory
        self._deadline = deadline
        self._revivals = _REVIVALS
        self._trunk: _Trunk | None = _Trunk.begin(runner, out)

    def run(self, source: str) -> Ran:
        remaining = self._deadline - time.monotonic()
        if remaining <= 0:
            return Ran("timeout")
        if self._trunk is None or not self._trunk.alive():
            self._revive()
            remaining = self._deadline - time.monotonic()
        ran, following = self._trunk_run(source, cell_seconds(remaining))
        self._trunk = following
        return ran

    def _trunk_run(self, source: str, seconds: float) -> "tuple[Ran, _Trunk | None]":
        if self._trunk is None:
            return Ran("died"), None
        return self._trunk.run(source, seconds, self._memory)

    def _revive(self) -> None:
        if self._revivals == 0:
            return
        self._revivals -= 1
        _kill_all(set())
        self._trunk = _Trunk.begin(self._runner, self._out)
        for source in self.replay:
            remaining = self._deadline - time.monotonic()
            if self._trunk is None or remaining <= 0:
                return
            seconds = min(LEAST_SECONDS + 5, remaining)
            _, self._trunk = self._trunk.run(source, seconds, self._memory)


class _Trunk:
    r"""지금 칸을 실행하는 프로세스(본줄기)와 그리로 가는 길."""

    def __init__(self, pid: int, channel: socket.socket) -> None:
        self.pid = pid
        self.channel = channel
        try:
            self.watch = os.pidfd_open(pid)
        except OSError:
            self.watch = -1

    @classmethod
    def begin(cls, runner: CellRunner, out: int) -> "_Trunk":
        near, far = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            os.close(out)
            near.close()
            _serve(far, runner)
        far.close()
        return cls(pid, near)

    def alive(self) -> bool:
        _reap()
        if self.watch < 0:
            return False
        poll = select.poll()
        poll.register(self.watch, select.POLLIN)
        return not poll.poll(0)

    def close(self) -> None:
        self.channel.close()
        if self.watch >= 0:
            os.close(self.watch)
            self.watch = -1

    def run(
        self, source: str, seconds: float, memory: Callable[[], bool]
    ) -> "tuple[Ran, _Trunk | None]":
        r"""칸을 실행하고, 결과와 다음 칸을 실행할 본줄기를 돌려줍니다."""
        until = time.monotonic() + seconds
        results, far_results = os.pipe()
        spare, far_spare = socket.socketpair()
        data = source.encode("utf-8", "replace")
        try:
            self.channel.settimeout(seconds)
            head = _SIZE.pack(len(data))
            socket.send_fds(self.channel, [head], [far_results, far_spare.fileno()])
            self.channel.sendall(data)
        except OSError:
            ran = Ran("died")
        else:
            os.close(far_results)
            far_results = -1
            far_spare.close()
            ran = self._watch(results, until, memory)
        finally:
            if far_results >= 0:
                os.close(far_results)
            far_spare.close()
        os.close(results)
        if ran.status in ("passed", "failed"):
            # 길이 닫히면 복제본은 스스로 끝납니다.
            spare.close()
            return ran, self
        pid = _spare_pid(spare)
        _kill_all({pid})
        self.close()
        if pid <= 0:
            spare.close()
            return ran, None
        return ran, _Trunk(pid, spare)

    def _watch(self, results: int, until: float, memory: Callable[[], bool]) -> Ran:
        reader = FrameReader(results, MAX_EMISSION, _CELL_BYTES)
        emissions: list[bytes] = []
        poll = select.poll()
        poll.register(results, select.POLLIN | select.POLLHUP)
        if self.watch >= 0:
            poll.register(self.watch, select.POLLIN)
        try:
            while (wait := until - time.monotonic()) > 0:
                ready = poll.poll(min(round(1000 * wait) + 1, _POLL_MILLISECONDS))
                open_end = True
                if any(fd == results for fd, _ in ready):
                    open_end = reader.fill()
                while (found := reader.pop()) is not None:
                    if found[0] == b"V" and len(emissions) < KEPT_EMISSIONS:
                        emissions.append(found[1])
                    elif found[0] == b"C":
                        return _finished(found[1], emissions)
                    else:
                        raise BrokenFrameError("모르는 토막입니다")
                if not open_end or ready == [(self.watch, select.POLLIN)]:
                    return Ran("died")
                if not ready and memory():
                    return Ran("died", error="메모리를 너무 많이 썼습니다")
        except BrokenFrameError:
            return Ran("died", error="결과의 꼴이 틀렸습니다")
        return Ran("timeout")


def _finished(record: bytes, emissions: list[bytes]) -> Ran:
    try:
        told = json.loads(record[:MAX_ERROR])
        status, error = told["status"], told["error"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return Ran("died", error="결과의 꼴이 틀렸습니다")
    if status not in ("passed", "failed") or not isinstance(error, str):
        return Ran("died", error="결과의 꼴이 틀렸습니다")
    return Ran(status, tuple(emissions), error)


def _spare_pid(spare: socket.socket) -> int:
    spare.settimeout(0.5)
    try:
        told = spare.recv(_PID.size)
    except OSError:
        return 0
    pid = _PID.unpack(told)[0] if len(told) == _PID.size else 0
    return pid if pid > 1 and pid in _neighbours() else 0


def _neighbours() -> set[int]:
    r"""같은 이름 공간의 다른 프로세스."""
    names = {int(name) for name in os.listdir("/proc") if name.isdigit()}  # noqa: PTH208
    return names - {os.getpid()}


def _kill_all(kept: set[int]) -> None:
    r"""남길 것 말고 이 이름 공간의 모두를 죽입니다. 새로 생기는 것도 잡을 때까지 되풀이합니다."""
    if os.getpid() != 1:
        _kill_family(kept)
        return
    for _ in range(200):
        _reap()
        targets = _neighbours() - kept
        if not targets:
            return
        for sign in (signal.SIGSTOP, signal.SIGKILL):
            for pid in targets:
                with contextlib.suppress(OSError):
                    os.kill(pid, sign)
        time.sleep(0.002)


def _kill_family(kept: set[int]) -> None:
    r"""이름 공간이 없을 때(`--trusted`): 내 자손만 찾아 죽입니다."""
    for _ in range(20):
        _reap()
        targets = _descendants(os.getpid()) - kept
        if not targets:
            return
        for pid in targets:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.002)


def _descendants(root: int) -> set[int]:
    parents: dict[int, int] = {}
    for pid in _neighbours():
        try:
            with open(f"/proc/{pid}/stat", "rb") as file:  # noqa: PTH123
                parents[pid] = int(file.read().rpartition(b")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            continue
    found = {root}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {root}


def _reap() -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def end_family() -> None:
    r"""남은 자손을 모두 끝냅니다."""
    _kill_all(set())


def _serve(channel: socket.socket, runner: CellRunner) -> NoReturn:
    r"""학생의 프로세스: 칸을 받아 실행합니다. 돌아오지 않습니다."""
    _prepare(channel)
    previous = 0
    try:
        while True:
            order = _receive(channel)
            if order is None:
                break
            source, results, spare = order
            if previous:
                with contextlib.suppress(OSError):
                    os.waitpid(previous, 0)
            previous = _split()
            if previous == 0:
                # 복제본: 길을 바꾸고 기다립니다.
                os.close(results)
                channel.close()
                channel = socket.socket(fileno=spare)
                channel.sendall(_PID.pack(os.getpid()))
                continue
            os.close(spare)
            write_all(results, runner.run(source))
            os.close(results)
    finally:
        os._exit(0)


def _split() -> int:
    with warnings.catch_warnings():
        # 스레드가 있는 프로세스의 fork를 파이썬 3.12부터 경고합니다: 알고 합니다.
        warnings.simplefilter("ignore")
        return os.fork()


def _prepare(channel: socket.socket) -> None:
    os.setsid()
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    kept = channel.fileno()
    os.closerange(3, kept)
    os.closerange(kept + 1, 4096)
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:  # noqa: PTH123
        file.write("1000")


def _receive(channel: socket.socket) -> tuple[str, int, int] | None:
    head, fds, _, _ = socket.recv_fds(channel, _SIZE.size, 2)
    if len(head) < _SIZE.size or len(fds) != 2:
        return None
    left = _SIZE.unpack(head)[0]
    parts: list[Any] = []
    while left:
        part = channel.recv(left)
        if not part:
            return None
        parts.append(part)
        left -= len(part)
    return b"".join(parts).decode("utf-8"), fds[0], fds[1]
