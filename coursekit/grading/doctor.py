r"""이 컴퓨터가 모래 상자로 무엇을 지킬 수 있는지 실제로 시험해 봅니다(`coursekit grade --doctor`)."""

import sys
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from coursekit.errors import UsageError
from coursekit.grading.assembly import RunCell
from coursekit.grading.sanitise import Sanitised
from coursekit.grading.values import read_values

State = Literal["예", "약하게", "아니오"]

# 안에서 실행해 보는 칸. 값이 모두 참이어야 합니다.
_PROBE = """
import os, socket
from coursekit.grading import emit
def refused(act):
    try:
        act()
    except OSError:
        return True
    return False
told = dict(line.split(":", 1) for line in open("/proc/self/status") if ":" in line)
links = [line for line in open("/proc/net/dev") if ":" in line and not line.split()[0] == "lo:"]
places = ["/", "/usr", "/dev", "/course/coursekit", os.path.dirname(os.__file__)]
hidden = ["/etc/shadow", "/etc/ssh", "/sys/kernel", "/var/log"]
emit(
    network=not links and refused(lambda: socket.socket(socket.AF_INET)),
    files=not any(os.access(place, os.W_OK) for place in places)
    and not any(os.access(place, os.R_OK) for place in hidden),
    processes=len([name for name in os.listdir("/proc") if name.isdigit()]) < 6,
    calls=told["Seccomp"].strip() == "2" and told["NoNewPrivs"].strip() == "1",
    rights=int(told["CapEff"], 16) == int(told["CapBnd"], 16) == 0 and os.getuid() != 0,
    home=os.listdir() == [] and os.statvfs(".").f_blocks * os.statvfs(".").f_frsize < 1 << 30,
)
"""
_NAMES = {
    "network": "네트워크 없음",
    "files": "읽기 전용 시스템, 채점기의 파일과 다른 제출물이 보이지 않음",
    "home": "크기가 정해진 빈 집과 임시 폴더",
    "processes": "따로 사는 프로세스(끝나면 모두 끝남)",
    "calls": "위험한 시스템 호출 금지(seccomp)",
    "rights": "권한 없음(root가 아님)",
}
_INSTALL = (
    "모래 상자를 만들 수 없습니다({problem}): 리눅스에서 `apt install bubblewrap`으로 설치하고 "
    "사용자 이름 공간을 켜거나, 자기 파일이면 `--trusted`를 붙이세요."
)


@dataclass(frozen=True)
class Check:
    r"""지키는 것 하나입니다.

    Parameters
    ----------
    name : str
        무엇을 지키는지.
    state : {"예", "약하게", "아니오"}
        지킬 수 있는지.
    detail : str
        어떻게 지키는지, 또는 무엇을 해야 하는지.
    """

    name: str
    state: State
    detail: str = ""


@dataclass(frozen=True)
class SandboxReport:
    r"""이 컴퓨터가 지킬 수 있는 것입니다.

    Parameters
    ----------
    checks : tuple of Check
        지키는 것마다 하나.
    sufficient : bool
        모르는 사람의 제출물을 채점해도 되면 참.
    problem : str
        안 되면 그 까닭과 설치할 것. 되면 빈 글.
    """

    checks: tuple[Check, ...]
    sufficient: bool
    problem: str = ""


@lru_cache(maxsize=1)
def sandbox_report() -> SandboxReport:
    r"""모래 상자를 한 번 만들어 보고 알립니다. 결과는 이 프로세스 동안 기억합니다.

    Returns
    -------
    SandboxReport
        지킬 수 있는 것과 없는 것.
    """
    if not sys.platform.startswith("linux"):
        return _insufficient("리눅스가 아닙니다")
    from coursekit.grading import namespaces, sandbox, seccomp

    if sandbox.bubblewrap() is None:
        return _insufficient("bubblewrap이 없습니다")
    if not seccomp.supported(namespaces.machine()):
        return _insufficient(f"{namespaces.machine()} 컴퓨터의 시스템 호출을 모릅니다")
    return _probe()


def _insufficient(problem: str, checks: tuple[Check, ...] = ()) -> SandboxReport:
    checks = checks or tuple(Check(name, "아니오") for name in _NAMES.values())
    return SandboxReport(checks, False, _INSTALL.format(problem=problem))


def _probe() -> SandboxReport:
    from coursekit.grading.engine import Engine, EngineError

    notebook = Sanitised("doctor", (RunCell("probe", "value", _PROBE),), (), {})
    try:
        with Engine() as engine:
            outcome = engine.run(notebook, 20.0)["probe"]
            controls = engine.controls
    except (EngineError, UsageError, KeyError) as error:
        return _insufficient(str(error))
    if outcome.status != "passed" or len(outcome.emissions) != 1:
        return _insufficient(outcome.error or "시험 칸이 끝나지 않았습니다")
    facts = read_values(outcome.emissions[0])
    checks = [Check(name, "예" if facts[key] is True else "아니오") for key, name in _NAMES.items()]
    checks += _limits(controls)
    broken = [check.name for check in checks if check.state == "아니오"]
    if broken:
        return _insufficient(f"지키지 못하는 것: {', '.join(broken)}", tuple(checks))
    return SandboxReport(tuple(checks), True)


def _limits(controls: frozenset[str]) -> list[Check]:
    weak = "cgroup을 만들 수 있는 사용자로 실행하면 더 단단해집니다"
    return [
        Check("칸과 노트북의 제한 시간", "예", "시간이 지나면 이름 공간째 끝냅니다"),
        Check("CPU 시간, 파일 크기, 열린 파일의 수", "예", "rlimit"),
        Check("프로세스의 수", "예", "cgroup, rlimit" if "pids" in controls else "rlimit"),
        Check("메모리", "예", "cgroup")
        if "memory" in controls
        else Check("메모리", "약하게", f"감시자가 0.1초마다 잽니다: {weak}"),
        Check("CPU 몫", "예", "cgroup")
        if "cpu" in controls
        else Check("CPU 몫", "약하게", f"프로세스의 수와 CPU 시간만 묶습니다: {weak}"),
        Check("낸 값의 크기", "예", "읽는 쪽이 셉니다"),
    ]


def doctor_text(report: SandboxReport) -> str:
    r"""터미널에 보일 글입니다.

    Parameters
    ----------
    report : SandboxReport
        알릴 것.

    Returns
    -------
    str
        지키는 것마다 한 줄과 결론.
    """
    lines = [
        f"{check.name}: {check.state}" + (f" ({check.detail})" if check.detail else "")
        for check in report.checks
    ]
    return "\n".join([*lines, report.problem or "모르는 사람의 제출물을 채점해도 됩니다."])
