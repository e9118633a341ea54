r"""같은 이름 공간에 사는 프로세스를 찾고, 죽이고, 거둡니다."""

import contextlib
import os
import signal
import time


def neighbours() -> set[int]:
    r"""같은 이름 공간의 다른 프로세스입니다.

    Returns
    -------
    set of int
        프로세스의 번호. 나는 뺍니다.
    """
    names = {int(name) for name in os.listdir("/proc") if name.isdigit()}  # noqa: PTH208
    return names - {os.getpid()}


def kill_all(kept: set[int]) -> None:
    r"""남길 것 말고 이 이름 공간의 모두를 죽입니다. 새로 생기는 것도 잡을 때까지 되풀이합니다.

    Parameters
    ----------
    kept : set of int
        남길 것.
    """
    if os.getpid() != 1:
        _kill_family(kept)
        return
    for _ in range(200):
        reap()
        targets = neighbours() - kept
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
        reap()
        targets = _descendants(os.getpid()) - kept
        if not targets:
            return
        for pid in targets:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.002)


def _descendants(root: int) -> set[int]:
    parents: dict[int, int] = {}
    for pid in neighbours():
        try:
            with open(f"/proc/{pid}/stat", "rb") as file:  # noqa: PTH123
                parents[pid] = int(file.read().rpartition(b")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            continue
    found = {root}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {root}


def reap() -> None:
    r"""끝난 자식을 거둡니다."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
