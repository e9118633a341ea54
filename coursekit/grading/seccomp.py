r"""금지하는 시스템 호출을 BPF 프로그램으로 적습니다.

libseccomp가 없는 컴퓨터가 많으므로 필요한 만큼만 손으로 적었습니다. 허락 목록이 아니라 금지 목록인 까닭은,
NumPy와 torch가 쓰는 호출이 판마다 달라 허락 목록은 정직한 학생을 다치게 하기 때문입니다. 파일과 프로세스는
이름 공간이 따로 막습니다.
"""

import errno
import struct

_ALLOW = 0x7FFF0000
_KILL = 0x80000000
_REFUSE = 0x00050000

# 이름: (x86_64 번호, aarch64 번호). 없는 곳은 -1입니다.
_DENIED = {
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438),
    "kcmp": (312, 272),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "unshare": (272, 97),
    "setns": (308, 268),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "open_by_handle_at": (304, 265),
    "name_to_handle_at": (303, 264),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "fanotify_init": (300, 262),
    "quotactl": (179, 60),
    "acct": (163, 89),
    "syslog": (103, 116),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "reboot": (169, 142),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "clock_adjtime": (305, 266),
    "adjtimex": (159, 171),
    "sethostname": (170, 161),
    "setdomainname": (171, 162),
    "iopl": (172, -1),
    "ioperm": (173, -1),
    "modify_ldt": (154, -1),
    "personality": (135, 92),
    "vhangup": (153, 58),
    "lookup_dcookie": (212, 18),
    "move_pages": (279, 239),
    "migrate_pages": (256, 238),
    # 하루를 넘는 타이머나 큐가 남을 곳은 없지만, 쓸 일도 없습니다.
    "mq_open": (240, 180),
}
# 이름: (x86_64, aarch64)
_CLONE, _CLONE3, _IOCTL = (56, 220), (435, 435), (16, 29)
_SOCKETS = ((41, 198), (53, 199))  # socket, socketpair
_ARCHITECTURES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}

_NAMESPACES = 0x7E020080  # CLONE_NEW*
_AF_UNIX = 1
_TIOCSTI, _TIOCLINUX = 0x5412, 0x541C
_X32 = 0x40000000

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _FIRST, _SECOND = 0, 4, 16, 24


def supported(machine: str) -> bool:
    r"""이 명령 체계의 번호를 아는지 봅니다.

    Parameters
    ----------
    machine : str
        명령 체계.

    Returns
    -------
    bool
        알면 참.
    """
    return machine in _ARCHITECTURES


def denylist(machine: str) -> bytes:
    r"""금지 목록을 BPF 프로그램으로 만듭니다.

    Parameters
    ----------
    machine : {"x86_64", "aarch64"}
        명령 체계.

    Returns
    -------
    bytes
        `install_filter`에 줄 프로그램.

    Raises
    ------
    KeyError
        번호를 모르는 명령 체계일 때.
    """
    architecture, column = _ARCHITECTURES[machine]
    refuse, unknown = _REFUSE | errno.EPERM, _REFUSE | errno.ENOSYS
    code = [
        _op(_LOAD, _ARCHITECTURE),
        _op(_EQUAL, architecture, 1, 0),
        _op(_RETURN, _KILL),
        _op(_LOAD, _NUMBER),
    ]
    if machine == "x86_64":
        code += [_op(_AT_LEAST, _X32, 0, 1), _op(_RETURN, unknown)]
    for number in (pair[column] for pair in _DENIED.values()):
        if number >= 0:
            code += [_op(_EQUAL, number, 0, 1), _op(_RETURN, refuse)]
    # 없다고 하면 glibc는 인자를 볼 수 있는 clone으로 돌아갑니다.
    code += [_op(_EQUAL, _CLONE3[column], 0, 1), _op(_RETURN, unknown)]
    code += _when(_CLONE[column], [_op(_LOAD, _FIRST), _op(_ANY_BIT, _NAMESPACES, 0, 1)], refuse)
    for pair in _SOCKETS:
        code += _when(pair[column], [_op(_LOAD, _FIRST), _op(_EQUAL, _AF_UNIX, 1, 0)], refuse)
    for request in (_TIOCSTI, _TIOCLINUX):
        code += _when(_IOCTL[column], [_op(_LOAD, _SECOND), _op(_EQUAL, request, 0, 1)], refuse)
    return b"".join([*code, _op(_RETURN, _ALLOW)])


def _op(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("HBBI", code, yes, no, value)


def _when(number: int, test: list[bytes], verdict: int) -> list[bytes]:
    r"""번호가 맞을 때만 인자를 봅니다. 끝나면 번호를 다시 싣습니다."""
    body = [*test, _op(_RETURN, verdict), _op(_LOAD, _NUMBER)]
    return [_op(_EQUAL, number, 0, len(body)), *body]
