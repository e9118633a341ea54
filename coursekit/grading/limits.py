r"""제출물 하나가 쓸 수 있는 것의 한도입니다.

rlimit은 어디서나, cgroup은 만들 수 있는 곳에서만 겁니다. 값은 과제 하나를 푸는 데 넉넉하고, 채점하는 컴퓨터를
멈추기에는 모자랍니다.
"""

import math
import resource
from dataclasses import dataclass

# 칸 하나는 남은 시간의 절반까지 씁니다: 한 칸이 멈추어도 뒤의 칸을 볼 시간이 남습니다.
SHARE = 0.5
LEAST_SECONDS = 1.0
# 실행을 준비하고 거두는, 학생의 것이 아닌 시간.
GRACE_SECONDS = 5.0


@dataclass(frozen=True)
class Limits:
    r"""제출물 하나의 한도입니다.

    Parameters
    ----------
    memory : int
        메모리(바이트). cgroup이 없으면 감시자가 상주 메모리의 합을 재어 지킵니다.
    address_space : int
        프로세스 하나의 주소 공간(바이트).
    processes : int
        프로세스와 스레드의 수.
    scratch : int
        집과 임시 폴더를 더한 크기(바이트).
    file_size : int
        파일 하나의 크기(바이트).
    open_files : int
        프로세스 하나가 여는 파일의 수.
    cpu_share : float
        CPU 몇 개분까지 쓰는지. cgroup이 있어야 지켜집니다.
    """

    memory: int = 2 << 30
    address_space: int = 16 << 30
    processes: int = 64
    scratch: int = 128 << 20
    file_size: int = 64 << 20
    open_files: int = 256
    cpu_share: float = 1.0


def cell_seconds(remaining: float) -> float:
    r"""남은 시간에서 칸 하나에 주는 시간입니다.

    Parameters
    ----------
    remaining : float
        노트북에 남은 시간(초).

    Returns
    -------
    float
        칸의 제한 시간(초).
    """
    return max(LEAST_SECONDS, SHARE * remaining)


def apply_rlimits(limits: Limits, time_limit: float) -> None:
    r"""지금 프로세스와 그 자손에 rlimit을 겁니다. 되돌릴 수 없습니다.

    Parameters
    ----------
    limits : Limits
        한도.
    time_limit : float
        노트북의 제한 시간(초). CPU 시간의 한도는 여기서 옵니다.
    """
    cpu = math.ceil(time_limit) + 5
    wanted = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: cpu,
        resource.RLIMIT_FSIZE: limits.file_size,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_NPROC: limits.processes,
        resource.RLIMIT_AS: limits.address_space,
        resource.RLIMIT_MEMLOCK: 64 << 10,
    }
    if hasattr(resource, "RLIMIT_MSGQUEUE"):
        wanted[resource.RLIMIT_MSGQUEUE] = 800 << 10
    for kind, value in wanted.items():
        hard = resource.getrlimit(kind)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, value))
