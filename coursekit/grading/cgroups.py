r"""엔진마다 cgroup을 하나 만들어 메모리, 프로세스 수, CPU 몫을 묶습니다(v1과 v2).

사용자가 cgroup을 만들 수 없는 곳에서는 빈 것이 됩니다: 그때는 rlimit과 감시자만 남습니다.
"""

import itertools
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from coursekit.grading.limits import Limits

_PREFIX = "coursekit-"
_PERIOD = 100_000
# 준비된 프로세스와 감시자의 몫.
_OWN_PROCESSES = 16
_OWN_MEMORY = 512 << 20
_numbers = itertools.count()


@dataclass(frozen=True)
class Cgroup:
    r"""한 엔진의 cgroup입니다.

    Parameters
    ----------
    folders : tuple of Path
        만든 폴더. 비어 있으면 아무것도 묶지 못합니다.
    controls : frozenset of str
        묶은 것: `memory`, `pids`, `cpu`.
    """

    folders: tuple[Path, ...] = ()
    controls: frozenset[str] = frozenset()

    def close(self) -> None:
        r"""폴더를 지웁니다. 안의 프로세스는 이미 끝나 있어야 합니다."""
        for folder in self.folders:
            for _ in range(50):
                try:
                    folder.rmdir()
                except FileNotFoundError:
                    break
                except OSError:
                    time.sleep(0.01)
                else:
                    break


def make_cgroup(
    limits: Limits, system: Path = Path("/sys/fs/cgroup"), process: Path = Path("/proc/self")
) -> Cgroup:
    r"""만들 수 있는 만큼 만듭니다.

    Parameters
    ----------
    limits : Limits
        한도.
    system : Path
        cgroup이 붙은 곳.
    process : Path
        이 프로세스의 /proc 폴더.

    Returns
    -------
    Cgroup
        만든 것. 하나도 못 만들었으면 비어 있습니다.
    """
    try:
        lines = (process / "cgroup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return Cgroup()
    name = f"{_PREFIX}{os.getpid()}-{next(_numbers)}"
    folders: list[Path] = []
    controls: set[str] = set()
    for line in lines:
        _, controllers, place = line.split(":", 2)
        for control in set(controllers.split(",")) & {"memory", "pids", "cpu"}:
            base = system / controllers / place.lstrip("/")
            if not base.is_dir():
                base = system / control / place.lstrip("/")
            made = _make(base, name, {control: _version_1(control, limits)})
            folders += [made[0]] if made else []
            controls |= made[1] if made else set()
        if not controllers:
            # v2: 안에 프로세스가 있는 곳 아래에는 만들 수 없을 때가 많아 한 층 위도 봅니다.
            own = system / place.lstrip("/")
            wanted = {c: _version_2(c, limits) for c in ("memory", "pids", "cpu")}
            for base in (own, own.parent):
                made = _make(base, name, wanted) if base != system.parent else None
                if made:
                    folders.append(made[0])
                    controls |= made[1]
                    break
    return Cgroup(tuple(folders), frozenset(controls))


def _make(
    base: Path, name: str, wanted: Mapping[str, Mapping[str, str]]
) -> tuple[Path, set[str]] | None:
    folder = base / name
    try:
        _sweep(base)
        folder.mkdir()
    except OSError:
        return None
    held = {control for control, files in wanted.items() if _write(folder, files)}
    if held and os.access(folder / "cgroup.procs", os.W_OK):
        return folder, held
    folder.rmdir()
    return None


def _write(folder: Path, files: Mapping[str, str]) -> bool:
    r"""첫 파일을 적을 수 있어야 묶은 것입니다. 나머지(스왑 등)는 있으면 적습니다."""
    for number, (name, value) in enumerate(files.items()):
        try:
            with (folder / name).open("r+", encoding="ascii") as file:
                file.write(value)
        except OSError:
            if number == 0:
                return False
    return True


def _version_1(control: str, limits: Limits) -> dict[str, str]:
    memory = str(limits.memory + _OWN_MEMORY)
    return {
        "memory": {"memory.limit_in_bytes": memory, "memory.memsw.limit_in_bytes": memory},
        "pids": {"pids.max": str(limits.processes + _OWN_PROCESSES)},
        "cpu": {
            "cpu.cfs_quota_us": str(round(_PERIOD * limits.cpu_share)),
            "cpu.cfs_period_us": str(_PERIOD),
        },
    }[control]


def _version_2(control: str, limits: Limits) -> dict[str, str]:
    return {
        "memory": {
            "memory.max": str(limits.memory + _OWN_MEMORY),
            "memory.swap.max": "0",
        },
        "pids": {"pids.max": str(limits.processes + _OWN_PROCESSES)},
        "cpu": {"cpu.max": f"{round(_PERIOD * limits.cpu_share)} {_PERIOD}"},
    }[control]


def _sweep(base: Path) -> None:
    r"""갑자기 끝난 채점기가 남긴 빈 폴더를 지웁니다."""
    for old in base.glob(f"{_PREFIX}*"):
        owner = old.name.removeprefix(_PREFIX).partition("-")[0]
        if owner.isdigit() and not Path(f"/proc/{owner}").exists():
            try:
                old.rmdir()
            except OSError:
                # 아직 쓰는 프로세스가 있습니다: 다음에 지웁니다.
                continue
