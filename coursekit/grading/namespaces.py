r"""리눅스의 이름 공간과 권한을 다루는 시스템 호출입니다. 모래 상자 안의 `forkserver`만 씁니다.

표준 라이브러리에 아직 없는 것(unshare는 3.12부터)만 ctypes로 부릅니다.
"""

import ctypes
import os
import platform
import struct
from pathlib import Path

_libc = ctypes.CDLL(None, use_errno=True)

CLONE_NEWNS = 0x00020000
CLONE_NEWCGROUP = 0x02000000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000
CLONE_NEWTIME = 0x00000080

_MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_BIND = 2, 4, 8, 4096
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP = 1, 4, 22
_PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS, _PR_CAP_AMBIENT = 24, 38, 47
_PR_SET_CHILD_SUBREAPER = 36
_LAST_CAPABILITY = 63
_SECCOMP_MODE_FILTER = 2


def _check(result: int, what: str) -> None:
    if result != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")


def _prctl(option: int, *arguments: int) -> int:
    padded = [*arguments, 0, 0, 0, 0][:4]
    return int(_libc.prctl(option, *map(ctypes.c_ulong, padded)))


def unshare(flags: int) -> None:
    r"""새 이름 공간으로 옮깁니다.

    Parameters
    ----------
    flags : int
        `CLONE_NEW*`의 합.

    Raises
    ------
    OSError
        커널이 허락하지 않을 때.
    """
    _check(_libc.unshare(ctypes.c_int(flags)), "unshare")


def map_user(inside: int, outside: int, outside_group: int) -> None:
    r"""새 사용자 이름 공간에서 나를 한 사람으로만 보이게 합니다.

    Parameters
    ----------
    inside : int
        안에서의 번호.
    outside, outside_group : int
        밖에서의 사용자와 무리의 번호.
    """
    own = Path("/proc/self")
    (own / "setgroups").write_text("deny", encoding="ascii")
    (own / "uid_map").write_text(f"{inside} {outside} 1", encoding="ascii")
    (own / "gid_map").write_text(f"{inside} {outside_group} 1", encoding="ascii")


def mount_tmpfs(target: str, size: int) -> None:
    r"""크기가 정해진 빈 폴더를 붙입니다.

    Parameters
    ----------
    target : str
        자리.
    size : int
        바이트.
    """
    options = f"size={size},nr_inodes=16384,mode=755".encode()
    flags = ctypes.c_ulong(_MS_NOSUID | _MS_NODEV)
    _check(_libc.mount(b"tmpfs", target.encode(), b"tmpfs", flags, options), f"mount {target}")


def mount_proc() -> None:
    r"""지금의 PID 이름 공간만 보이는 /proc을 붙입니다."""
    flags = ctypes.c_ulong(_MS_NOSUID | _MS_NODEV | _MS_NOEXEC)
    _check(_libc.mount(b"proc", b"/proc", b"proc", flags, None), "mount /proc")


def bind(source: str, target: str) -> None:
    r"""폴더를 다른 자리에도 보이게 합니다.

    Parameters
    ----------
    source, target : str
        있는 자리와 보일 자리.
    """
    flags = ctypes.c_ulong(_MS_BIND)
    _check(_libc.mount(source.encode(), target.encode(), None, flags, None), f"bind {target}")


def set_hostname(name: bytes) -> None:
    r"""이 이름 공간의 컴퓨터 이름을 바꿉니다.

    Parameters
    ----------
    name : bytes
        이름.
    """
    _check(_libc.sethostname(name, ctypes.c_size_t(len(name))), "sethostname")


def set_dumpable(value: bool) -> None:
    r"""다른 프로세스가 내 기억과 /proc 파일을 볼 수 있는지 정합니다.

    Parameters
    ----------
    value : bool
        볼 수 있으면 참.
    """
    _check(_prctl(_PR_SET_DUMPABLE, int(value)), "dumpable")


def die_with_parent() -> None:
    r"""부모가 끝나면 나도 SIGKILL을 받습니다."""
    _check(_prctl(_PR_SET_PDEATHSIG, 9), "pdeathsig")


def adopt_orphans() -> None:
    r"""부모를 잃은 자손이 나에게 오게 합니다."""
    _check(_prctl(_PR_SET_CHILD_SUBREAPER, 1), "subreaper")


def drop_privileges() -> None:
    r"""모든 권한(capability)을 버리고, 다시 얻을 길도 막습니다.

    Raises
    ------
    OSError
        버리지 못했을 때.
    """
    for capability in range(_LAST_CAPABILITY + 1):
        if _prctl(_PR_CAPBSET_DROP, capability) != 0:
            break
    _prctl(_PR_CAP_AMBIENT, 4)
    header = struct.pack("Ii", 0x20080522, 0)
    empty = bytes(24)
    _check(_libc.capset(header, empty), "capset")
    _check(_prctl(_PR_SET_NO_NEW_PRIVS, 1), "no_new_privs")


class _Program(ctypes.Structure):
    _fields_ = (("len", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def install_filter(program: bytes) -> None:
    r"""Seccomp 거름망을 겁니다. 되돌릴 수 없고 자손이 물려받습니다.

    Parameters
    ----------
    program : bytes
        BPF 명령(8바이트씩).
    """
    buffer = ctypes.create_string_buffer(program, len(program))
    head = _Program(len(program) // 8, ctypes.cast(buffer, ctypes.c_void_p))
    result = _libc.prctl(
        _PR_SET_SECCOMP, ctypes.c_ulong(_SECCOMP_MODE_FILTER), ctypes.byref(head), 0, 0
    )
    _check(result, "seccomp")


def machine() -> str:
    r"""이 컴퓨터의 명령 체계 이름입니다.

    Returns
    -------
    str
        `x86_64`, `aarch64` 등.
    """
    return platform.machine()
