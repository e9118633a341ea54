r"""이 컴퓨터에서 무엇을 할 수 있고, 못 하는 것에는 무엇이 모자라는지 봅니다: `coursekit doctor`.

아무것도 설치하거나 바꾸지 않습니다. 꾸러미가 모자란 컴퓨터에서도 돌아야 하므로 무거운 것은 부르지 않습니다.
"""

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from packaging.requirements import Requirement

# 할 일마다: 필요한 추가 설치, 그리고 꾸러미가 아닌 프로그램
TASKS = {
    "장을 노트북으로 실행하기": (("lab", "torch"), ()),
    "연습문제를 풀고 점검하기": (("grading", "plots", "data"), ()),
    "남의 제출물을 채점하기": (("grading",), ("bwrap",)),
    "책을 만들기": (("book", "torch"), ()),
    "PDF를 만들고 모든 시험을 하기": (("dev", "torch"), ("chromium",)),
}
_PROGRAMS = {
    "bwrap": ("bubblewrap", ("bwrap",)),
    "chromium": ("chromium", ("chromium", "chromium-browser", "google-chrome")),
}
MEMORY = 2.0  # GB: the heaviest chapter with its notebook server


@dataclass(frozen=True)
class Task:
    r"""할 일 하나와, 그 일에 모자라는 것.

    Parameters
    ----------
    name : str
        할 일.
    missing : tuple of str
        모자라는 것을 하나씩 적은 글. 비었으면 할 수 있습니다.
    cures : tuple of str
        모자라는 것을 갖추는 명령. 쓸 차례대로입니다.
    """

    name: str
    missing: tuple[str, ...] = ()
    cures: tuple[str, ...] = ()

    @property
    def ready(self) -> bool:
        r"""모자라는 것이 없으면 참입니다."""
        return not self.missing


def examine(
    installed: Callable[[str], str] = version,
    found: Callable[[str], str | None] = shutil.which,
) -> list[Task]:
    r"""할 일마다 무엇이 모자라는지 봅니다.

    Parameters
    ----------
    installed : callable
        꾸러미의 이름을 받아 설치된 판 번호를 주고, 없으면 PackageNotFoundError를 내는 함수.
    found : callable
        프로그램의 이름을 받아 그 자리를, 없으면 None을 주는 함수.

    Returns
    -------
    list of Task
        `TASKS`의 차례대로.
    """
    return [_task(name, *needs, installed, found) for name, needs in TASKS.items()]


def surroundings() -> list[str]:
    r"""컴퓨터의 사정을 한 줄씩 적습니다: 파이썬, 운영 체제, 코어와 메모리, 자료의 폴더.

    Returns
    -------
    list of str
        줄들. 메모리가 `MEMORY`보다 적거나 자료의 폴더가 없으면 그 줄이 까닭을 말합니다.
    """
    lines = [
        f"파이썬 {platform.python_version()} ({sys.executable})",
        f"{platform.system()} {platform.release()}, 코어 {os.cpu_count()}개",
    ]
    memory = _memory()
    if memory is not None:
        small = (
            "" if memory >= MEMORY else f": {MEMORY:.0f} GB보다 적어 4부의 장은 버거울 수 있습니다"
        )
        lines.append(f"메모리 {memory:.1f} GB{small}")
    folder = os.environ.get("COURSEKIT_DATA")
    if folder is None:
        lines.append(
            "자료의 폴더(COURSEKIT_DATA): 정하지 않았습니다. 책은 저장해 둔 결과를 보여 줍니다"
        )
    else:
        state = "" if Path(folder).is_dir() else ": 이런 폴더가 없습니다"
        lines.append(f"자료의 폴더(COURSEKIT_DATA): {folder}{state}")
    return lines


def requirements(extras: Iterable[str]) -> list[Requirement]:
    r"""추가 설치들이 부르는 꾸러미입니다. 추가 설치가 다른 추가 설치를 부르면 그것까지 폅니다.

    Parameters
    ----------
    extras : iterable of str
        추가 설치의 이름, 예를 들어 `"lab"`.

    Returns
    -------
    list of Requirement
        이름의 차례대로, 이 파이썬과 운영 체제에 필요한 것만.
    """
    declared = [Requirement(line) for line in requires("coursekit") or []]
    known, waiting = set(), ["", *extras]
    needed: dict[str, Requirement] = {}
    while waiting:
        extra = waiting.pop()
        if extra in known:
            continue
        known.add(extra)
        for one in declared:
            if one.marker is not None and not one.marker.evaluate({"extra": extra}):
                continue
            if one.name == "coursekit":
                waiting += one.extras
            else:
                needed[one.name] = one
    return [needed[name] for name in sorted(needed)]


def doctor_text(tasks: Iterable[Task], lines: Iterable[str]) -> str:
    r"""터미널에 보일 글입니다.

    Parameters
    ----------
    tasks : iterable of Task
        할 일마다의 결과.
    lines : iterable of str
        컴퓨터의 사정.

    Returns
    -------
    str
        할 일마다 되는지, 안 되면 무엇이 모자라고 어떤 명령으로 갖추는지.
    """
    text = list(lines)
    for task in tasks:
        text.append(f"{'됩니다' if task.ready else '아직'}: {task.name}")
        text += [f"    모자라는 것: {', '.join(task.missing)}"] if task.missing else []
        text += [f"    갖추려면: {cure}" for cure in task.cures]
    return "\n".join(text)


def _task(
    name: str,
    extras: tuple[str, ...],
    programs: tuple[str, ...],
    installed: Callable[[str], str],
    found: Callable[[str], str | None],
) -> Task:
    missing, cures = [], []
    for one in requirements(extras):
        try:
            have = installed(one.name)
        except PackageNotFoundError:
            missing.append(one.name)
            continue
        if not one.specifier.contains(have, prereleases=True):
            missing.append(f"{one.name}{one.specifier}(지금은 {have})")
    if missing:
        if "torch" in extras and any(one.startswith("torch") for one in missing):
            cures.append(
                "CPU용 PyTorch를 pytorch.org의 안내대로 먼저 설치하세요"
                "(저장소를 받았다면 `python3 -m coursekit.environment`가 모두 합니다)"
            )
        cures.append(f'{Path(sys.executable).name} -m pip install "coursekit[{",".join(extras)}]"')
    for program in programs:
        package, names = _PROGRAMS[program]
        if any(found(one) for one in names):
            continue
        if program == "bwrap" and sys.platform != "linux":
            missing.append("리눅스(모래 상자는 리눅스에만 있습니다)")
            continue
        missing.append(package)
        cures.append(
            f"sudo apt install {package}" if sys.platform == "linux" else f"{package}을 설치하세요"
        )
    return Task(name, tuple(missing), tuple(cures))


def _memory() -> float | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    except (AttributeError, ValueError, OSError):  # Windows has no sysconf
        return None
