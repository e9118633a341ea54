r"""학생의 코드를 실행하는 프로세스(본줄기)와, 그 앞모습을 담은 복제본입니다.

`warden`은 여기의 `Trunk`로 칸을 맡기고 결과를 정해진 크기까지만 읽습니다. `_serve` 아래만 학생의 프로세스에서
실행됩니다.
"""

import contextlib
import json
import os
import select
import socket
import struct
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from coursekit.grading.cellrunner import KEPT_EMISSIONS, MAX_EMISSION, MAX_ERROR, CellRunner
from coursekit.grading.family import neighbours, reap
from coursekit.grading.frames import BrokenFrameError, FrameReader, write_all
from coursekit.grading.namespaces import set_dumpable

_SIZE = struct.Struct(">I")
_PID = struct.Struct(">i")
_CELL_BYTES = KEPT_EMISSIONS * (MAX_EMISSION + 5) + MAX_ERROR + 100
_POLL_MILLISECONDS = 100
COMPLETED = ("passed", "failed")


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


class Spare:
    r"""칸 앞에서 복제해 둔, 기다리는 프로세스."""

    def __init__(self, pid: int, channel: socket.socket) -> None:
        self.pid = pid
        self._channel = channel

    def wake(self) -> "Trunk":
        r"""다음 칸을 이어받는 본줄기로 삼습니다.

        Returns
        -------
        Trunk
            이 복제본.
        """
        return Trunk(self.pid, self._channel)

    def close(self) -> None:
        r"""더는 필요 없습니다."""
        # 길이 닫히면 스스로 끝납니다.
        self._channel.close()


class Trunk:
    r"""지금 칸을 실행하는 프로세스(본줄기)와 그리로 가는 길."""

    def __init__(self, pid: int, channel: socket.socket) -> None:
        self.pid = pid
        self.channel = channel
        try:
            self.watch = os.pidfd_open(pid)
        except OSError:
            self.watch = -1

    @classmethod
    def begin(cls, runner: CellRunner, out: int) -> "Trunk":
        r"""지금의 나를 복제해 본줄기를 시작합니다.

        Parameters
        ----------
        runner : CellRunner
            준비된 실행기.
        out : int
            본줄기가 갖지 말아야 할 서술자.

        Returns
        -------
        Trunk
            시작한 것.
        """
        near, far = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            os.close(out)
            near.close()
            _serve(far, runner)
        far.close()
        return cls(pid, near)

    def alive(self) -> bool:
        r"""살아 있으면 참입니다."""
        reap()
        if self.watch < 0:
            return False
        poll = select.poll()
        poll.register(self.watch, select.POLLIN)
        return not poll.poll(0)

    def close(self) -> None:
        r"""길을 닫습니다."""
        self.channel.close()
        if self.watch >= 0:
            os.close(self.watch)
            self.watch = -1

    def run(
        self, source: str, seconds: float, memory: Callable[[], bool], *, spare: bool = False
    ) -> tuple[Ran, Spare | None]:
        r"""칸을 실행하고, 결과와 그 앞의 복제본을 돌려줍니다.

        Parameters
        ----------
        source : str
            코드.
        seconds : float
            제한 시간(초).
        memory : callable
            메모리를 너무 많이 쓰고 있으면 참을 돌려주는 함수.
        spare : bool
            칸 앞에서 복제해 두면 참.

        Returns
        -------
        tuple of Ran and Spare or None
            결과와 복제본. 만들지 않았거나 이미 죽었으면 `None`.
        """
        until = time.monotonic() + seconds
        results, far = os.pipe()
        near_spare, far_spare = socket.socketpair() if spare else (None, None)
        data = source.encode("utf-8", "replace")
        passed = [far] if far_spare is None else [far, far_spare.fileno()]
        try:
            self.channel.settimeout(seconds)
            socket.send_fds(self.channel, [_SIZE.pack(len(data))], passed)
            self.channel.sendall(data)
        except OSError:
            sent = False
        else:
            sent = True
        os.close(far)
        if far_spare is not None:
            far_spare.close()
        ran = self._watch(results, until, memory) if sent else Ran("died")
        os.close(results)
        return ran, _met(near_spare) if near_spare is not None else None

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


def _met(channel: socket.socket) -> Spare | None:
    channel.settimeout(0.5)
    try:
        told = channel.recv(_PID.size)
    except OSError:
        told = b""
    pid = _PID.unpack(told)[0] if len(told) == _PID.size else 0
    if pid > 1 and pid in neighbours():
        return Spare(pid, channel)
    channel.close()
    return None


def _serve(channel: socket.socket, runner: CellRunner) -> NoReturn:
    r"""학생의 프로세스: 칸을 받아 실행합니다. 돌아오지 않습니다."""
    _prepare(channel)
    own, spares = os.getpid(), set[int]()
    try:
        while (order := _receive(channel)) is not None:
            source, results, spare = order
            spares = {pid for pid in spares if not _ended(pid)}
            copy = _split() if spare is not None else -1
            if copy == 0 and spare is not None:
                # 복제본: 길을 바꾸고 기다립니다.
                os.close(results)
                channel.close()
                channel = socket.socket(fileno=spare)
                own, spares = os.getpid(), set()
                channel.sendall(_PID.pack(own))
                continue
            if copy > 0:
                spares.add(copy)
            if spare is not None:
                os.close(spare)
            record = runner.run(source)
            if os.getpid() != own:
                # 칸이 복제한 자식이 칸의 끝까지 왔습니다: 본줄기인 체하지 않습니다.
                break
            write_all(results, record)
            os.close(results)
    finally:
        os._exit(0)


def _ended(pid: int) -> bool:
    try:
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    except OSError:
        return True


def _split() -> int:
    r"""복제합니다. 프로세스의 한도에 닿았으면 복제하지 않고 -1입니다."""
    with contextlib.suppress(OSError), warnings.catch_warnings():
        # 스레드가 있는 프로세스의 fork를 파이썬 3.12부터 경고합니다: 알고 합니다.
        warnings.simplefilter("ignore")
        return os.fork()
    return -1


def _prepare(channel: socket.socket) -> None:
    os.setsid()
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    kept = channel.fileno()
    os.closerange(3, kept)
    os.closerange(kept + 1, 4096)
    # 감시자는 들여다볼 수 없게 닫혀 있습니다. 닫힌 프로세스는 자기 /proc도 고칠 수 없으므로 다시 엽니다.
    set_dumpable(True)
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:  # noqa: PTH123
        file.write("1000")


def _receive(channel: socket.socket) -> tuple[str, int, int | None] | None:
    head, fds, _, _ = socket.recv_fds(channel, _SIZE.size, 2)
    if len(head) < _SIZE.size or not fds:
        return None
    left = _SIZE.unpack(head)[0]
    parts: list[Any] = []
    while left:
        part = channel.recv(left)
        if not part:
            return None
        parts.append(part)
        left -= len(part)
    return b"".join(parts).decode("utf-8"), fds[0], fds[1] if len(fds) > 1 else None
