r"""준비된 프로세스입니다: 무거운 모듈을 한 번 불러 두고, 제출물마다 자신을 복제합니다.

`engine`이 띄웁니다. 모래 상자 안에서 스레드 하나로 돌며, 물려받은 소켓 하나로만 말합니다. 복제본은 새 이름
공간에 빈 집을 만들고 권한을 버린 뒤에 감시자(`warden`)가 됩니다. 학생의 코드는 감시자의 자식에서만 실행됩니다.
"""

import contextlib
import gc
import json
import os
import select
import shutil
import signal
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from coursekit.grading import namespaces as ns
from coursekit.grading.cellrunner import MAX_EMISSION, CellRunner
from coursekit.grading.family import kill_all, reap
from coursekit.grading.frames import BrokenFrameError, FrameReader, frame, write_all
from coursekit.grading.limits import GRACE_SECONDS, Limits, apply_rlimits
from coursekit.grading.seccomp import denylist
from coursekit.grading.warden import guard_cells

SCRATCH = "/submission"
STUDENT = 1000
MAX_REQUEST = 64_000_000
MAX_ANSWER = 512_000_000
_REQUEST_SECONDS = 30.0
_NO_MORE = 3


@dataclass(frozen=True)
class Setting:
    r"""엔진이 준비된 프로세스에 주는 설정입니다.

    Parameters
    ----------
    preload : tuple of str
        미리 불러올 모듈.
    sandboxed : bool
        제출물마다 이름 공간과 한도를 두면 참.
    user : int or None
        root로 시작했을 때 갈아입을 번호.
    watch_memory : bool
        cgroup이 없어서 감시자가 메모리를 재야 하면 참.
    limits : Limits
        한도.
    """

    preload: tuple[str, ...]
    sandboxed: bool
    user: int | None
    watch_memory: bool
    limits: Limits

    @classmethod
    def from_json(cls, text: str) -> "Setting":
        r"""JSON에서 읽습니다.

        Parameters
        ----------
        text : str
            `asdict`를 적은 JSON.

        Returns
        -------
        Setting
            설정.
        """
        told = json.loads(text)
        limits = Limits(**told.pop("limits"))
        return cls(preload=tuple(told.pop("preload")), limits=limits, **told)


def main() -> None:
    r"""설정을 읽고, 준비하고, 소켓이 닫힐 때까지 제출물을 받습니다."""
    channel = int(sys.argv[1])
    setting = Setting.from_json(sys.argv[2])
    os.umask(0o077)
    if setting.sandboxed:
        _lose_root(setting.user)
    ns.adopt_orphans()
    # 학생이 아닌 우리의 경고입니다: 준비하다 난 것은 기록에 남기지 않습니다.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _preload(setting.preload)
        runner = CellRunner()
    gc.collect()
    gc.freeze()
    write_all(channel, frame(b"R", b""))
    while _one(channel, setting, runner):
        pass


def _lose_root(user: int | None) -> None:
    if user is not None:
        # root로 시작했을 때: /proc은 덮은 곳이 없어야 제출물마다 새로 붙일 수 있습니다.
        ns.mount_proc()
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    ns.set_dumpable(True)


def _preload(names: tuple[str, ...]) -> None:
    for name in names:
        try:
            module = import_module(name)
        except ImportError:
            # 없는 모듈은 노트북의 import 줄이 학생에게 말합니다.
            continue
        if name == "matplotlib":
            import_module("matplotlib.pyplot")
        elif name == "torch":
            _warm_torch(module)


def _warm_torch(torch: Any) -> None:
    r"""torch는 첫 옵티마이저에서 모듈을 더 불러오므로 하나 만들어 둡니다."""
    torch.set_num_threads(1)
    weight = torch.nn.Parameter(torch.zeros(2))
    torch.optim.SGD([weight], lr=0.1).zero_grad()


def _one(channel: int, setting: Setting, runner: CellRunner) -> bool:
    r"""제출물 하나를 복제본이 읽고 실행합니다. 나는 읽지 않으므로, 다음 복제본의 기억에 남을 것이 없습니다."""
    poll = select.poll()
    poll.register(channel, select.POLLIN | select.POLLHUP)
    poll.poll()
    pid = os.fork()
    if pid:
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        # 이름 공간이 없을 때 남은 자손이 나에게 왔으면 거둡니다.
        reap()
        if status != _NO_MORE:
            write_all(channel, frame(b"E", b""))
        return status != _NO_MORE
    code = 0
    try:
        found = FrameReader(channel, MAX_REQUEST).next(time.monotonic() + _REQUEST_SECONDS)
        if found is None:
            code = _NO_MORE
        else:
            _guard(json.loads(found[1]), channel, setting, runner)
    except BaseException as error:
        text = f"{type(error).__name__}: {error}"[:500]
        write_all(channel, frame(b"X", text.encode("utf-8", "replace")))
    finally:
        os._exit(code)


def _guard(request: dict[str, Any], channel: int, setting: Setting, runner: CellRunner) -> None:
    r"""감시자를 만들고, 그 말을 정해진 시각과 크기까지 옮기고, 반드시 끝냅니다."""
    limit = float(request["time_limit"])
    home = "" if setting.sandboxed else tempfile.mkdtemp(prefix="coursekit-")
    outside, group = os.getuid(), os.getgid()
    if setting.sandboxed:
        flags = ns.CLONE_NEWUSER | ns.CLONE_NEWNS | ns.CLONE_NEWPID | ns.CLONE_NEWIPC
        ns.unshare(flags | ns.CLONE_NEWUTS)
        ns.map_user(STUDENT, outside, group)
    else:
        # 감시자가 먼저 죽어도 그 자손이 나에게 와서, 내가 끝낼 수 있습니다.
        ns.adopt_orphans()
    results, far = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(results)
        os.close(channel)
        _watch(request, far, setting, runner, home)
    os.close(far)
    try:
        _relay(results, channel, time.monotonic() + limit + GRACE_SECONDS)
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        if home:
            kill_all(set())
            shutil.rmtree(home, ignore_errors=True)


def _relay(results: int, channel: int, until: float) -> None:
    reader = FrameReader(results, MAX_EMISSION, MAX_ANSWER)
    poll = select.poll()
    poll.register(results, select.POLLIN | select.POLLHUP)
    # 듣지는 않고, 채점기가 사라져 길이 끊기는지만 봅니다.
    poll.register(channel, 0)
    more = True
    with contextlib.suppress(BrokenFrameError):
        while more and (wait := until - time.monotonic()) > 0:
            ready = dict(poll.poll(round(1000 * min(wait, 1_000_000)) + 1))
            if channel in ready:
                return
            more = results not in ready or reader.fill()
            while (found := reader.pop()) is not None:
                if found[0] in (b"V", b"C", b"X"):
                    write_all(channel, frame(*found))


def _watch(
    request: dict[str, Any], out: int, setting: Setting, runner: CellRunner, home: str
) -> None:
    try:
        ns.die_with_parent()
        if setting.sandboxed:
            _furnish(setting.limits)
            apply_rlimits(setting.limits, float(request["time_limit"]))
            ns.drop_privileges()
            # 다른 프로세스가 감시자를 들여다보지 못합니다. 본줄기는 다시 켭니다.
            ns.set_dumpable(False)
            ns.install_filter(denylist(ns.machine()))
        else:
            ns.adopt_orphans()
            _move_to(home)
        memory = _memory_watch(setting)
        guard_cells(request["cells"], float(request["time_limit"]), out, runner, memory)
        if not setting.sandboxed:
            kill_all(set())
    except BaseException as error:
        text = f"{type(error).__name__}: {error}"[:500]
        write_all(out, frame(b"X", text.encode("utf-8", "replace")))
    finally:
        os._exit(0)


def _furnish(limits: Limits) -> None:
    r"""빈 집과 임시 폴더, 이 이름 공간의 /proc을 붙입니다."""
    ns.mount_proc()
    ns.mount_tmpfs(SCRATCH, limits.scratch)
    for name in ("home", "tmp", "shm"):
        os.mkdir(f"{SCRATCH}/{name}", 0o700)  # noqa: PTH102
    ns.bind(f"{SCRATCH}/shm", "/dev/shm")
    ns.set_hostname(b"submission")
    os.chdir(f"{SCRATCH}/home")


def _move_to(home: str) -> None:
    for name in ("HOME", "TMPDIR", "TEMP", "TMP"):
        os.environ[name] = home
    tempfile.tempdir = None
    os.chdir(home)


def _memory_watch(setting: Setting) -> Callable[[], bool]:
    if not setting.watch_memory:
        return lambda: False
    page = os.sysconf("SC_PAGE_SIZE")
    base = _private_pages(os.getpid()) * page

    def too_much() -> bool:
        pids = [int(name) for name in os.listdir("/proc") if name.isdigit()]  # noqa: PTH208
        used = sum(max(0, _private_pages(pid) * page - base) for pid in pids if pid != 1)
        return used > setting.limits.memory

    return too_much


def _private_pages(pid: int) -> int:
    try:
        with open(f"/proc/{pid}/statm", "rb") as file:  # noqa: PTH123
            return int(file.read().split()[1])
    except (OSError, ValueError, IndexError):
        return 0


if __name__ == "__main__":
    main()
