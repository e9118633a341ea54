r"""모래 상자의 바깥 벽입니다: bubblewrap으로 준비된 프로세스를 둘러쌉니다.

안에서 보이는 것은 인터프리터, 그 환경의 꾸러미, `coursekit` 꾸러미뿐이고 모두 읽기 전용입니다. 연습문제,
제출물, 성적, 집, 환경 변수, 네트워크는 없습니다.
"""

import os
import shutil
import sys
import threading
from pathlib import Path

import coursekit
from coursekit.grading.forkserver import SCRATCH, STUDENT
from coursekit.grading.isolation import ONE_THREAD

_PACKAGE = "/course"
_VENV = "/venv"
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
_ETC = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives", "localtime", "fonts")
# root가 띄울 때 갈아입는 번호: 이 번호로 된 파일은 어디에도 없습니다.
_NOBODY = 61_184


def bubblewrap() -> str | None:
    r"""bubblewrap의 자리를 찾습니다.

    Returns
    -------
    str or None
        실행 파일. 없으면 `None`.
    """
    return shutil.which("bwrap")


def sandbox_user() -> int | None:
    r"""root일 때 학생의 코드가 갈아입을 사용자 번호입니다.

    Returns
    -------
    int or None
        root가 아니면 `None`: 그때는 사용자 이름 공간이 막습니다.
    """
    # 한 프로세스의 두 스레드가 엔진을 하나씩 띄워도 번호가 다릅니다: 프로세스의 수는 사용자마다 셉니다.
    return _NOBODY + threading.get_native_id() % 512 if os.geteuid() == 0 else None


def sandbox_command(bwrap: str, arguments: list[str]) -> list[str]:
    r"""준비된 프로세스를 모래 상자에서 띄우는 명령을 만듭니다.

    Parameters
    ----------
    bwrap : str
        bubblewrap.
    arguments : list of str
        파이썬에 줄 인자.

    Returns
    -------
    list of str
        명령.
    """
    command = [bwrap, "--die-with-parent", "--new-session", "--unshare-ipc", "--unshare-pid"]
    command += ["--unshare-net", "--unshare-uts", "--unshare-cgroup-try", "--clearenv"]
    root = sandbox_user() is not None
    if not root:
        command += ["--unshare-user", "--uid", str(STUDENT), "--gid", str(STUDENT)]
    for folder in _SYSTEM:
        path = Path(folder)
        if path.is_symlink():
            command += ["--symlink", str(path.readlink()), folder]
        elif path.is_dir():
            command += ["--ro-bind", folder, folder]
    for name in _ETC:
        command += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    python = Path(sys.executable)
    base = Path(sys.base_prefix).resolve()
    if not base.is_relative_to("/usr"):
        command += [*_parents(base), "--ro-bind", str(base), str(base)]
    if sys.prefix != sys.base_prefix:
        command += [*_parents(Path(_VENV)), "--ro-bind", sys.prefix, _VENV]
        python = Path(_VENV) / "bin" / python.name
    package = Path(coursekit.__file__).resolve().parent
    inside = Path(_PACKAGE) / "coursekit"
    command += [*_parents(inside), "--ro-bind", str(package), str(inside)]
    # root는 /proc을 안에서 붙입니다: bubblewrap이 덮은 /proc은 제출물마다 새로 붙일 수 없습니다.
    command += ["--dir", "/proc"] if root else ["--proc", "/proc"]
    command += ["--dev", "/dev", "--perms", "1777", "--tmpfs", SCRATCH]
    command += ["--symlink", f"{SCRATCH}/tmp", "/tmp", "--dir", "/home"]
    for name, value in _environment().items():
        command += ["--setenv", name, value]
    command += ["--chdir", SCRATCH, "--remount-ro", "/", "--remount-ro", "/dev"]
    return [*command, "--", str(python), "-s", "-P", *arguments]


def _parents(path: Path) -> list[str]:
    # bubblewrap이 스스로 만드는 위 폴더는 주인만 들어갈 수 있습니다.
    above = reversed(path.parents[:-1])
    return [word for folder in above for word in ("--perms", "0755", "--dir", str(folder))]


def _environment() -> dict[str, str]:
    values = {
        "PATH": f"{_VENV}/bin:/usr/local/bin:/usr/bin:/bin",
        "PYTHONPATH": _PACKAGE,
        "HOME": f"{SCRATCH}/home",
        "TMPDIR": f"{SCRATCH}/tmp",
        "MPLCONFIGDIR": f"{SCRATCH}/home/.matplotlib",
        "IPYTHONDIR": f"{SCRATCH}/home/.ipython",
        "MPLBACKEND": "agg",
        "LANG": "C.UTF-8",
        "USER": "student",
        "PYTHONUTF8": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return values | ONE_THREAD
