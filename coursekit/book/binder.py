r"""Binder가 설치할 꾸러미의 목록을 잠금 파일에서 뽑습니다: 장을 실행하는 데 드는 것만, 판 번호는 그대로.

책을 만드는 도구(Sphinx, 형태소 분석기, 글꼴 자르기)는 뺍니다. 이미지가 작아야 빨리 열립니다.
"""

from pathlib import Path

from packaging.markers import default_environment

from coursekit.book.locked import needed_pins
from coursekit.environment import TORCH_CPU_INDEX
from coursekit.errors import UsageError

EXTRAS = ("lab", "torch")
PYTHON = "3.11"
_HEADER = f"""\
# `coursekit book binder`가 requirements.lock에서 만듭니다. 손으로 고치지 않습니다.
--extra-index-url {TORCH_CPU_INDEX}
"""


def binder_requirements(root: Path) -> str:
    r"""`binder/requirements.txt`의 내용을 만듭니다.

    Parameters
    ----------
    root : Path
        `requirements.lock`이 있는 폴더.

    Returns
    -------
    str
        한 줄에 꾸러미 하나, 이름의 차례대로.

    Raises
    ------
    UsageError
        잠금 파일에 없는 꾸러미가 필요하거나, 꾸러미가 설치되지 않아 무엇을 더 부르는지 알 수 없을 때.
    """
    linux: dict[str, str] = {
        **{key: str(value) for key, value in default_environment().items()},
        "os_name": "posix",
        "platform_system": "Linux",
        "python_full_version": f"{PYTHON}.0",
        "python_version": PYTHON,
        "sys_platform": "linux",
    }
    pins = needed_pins(root / "requirements.lock", (f"coursekit[{','.join(EXTRAS)}]",), linux)
    return _HEADER + "".join(f"{name}=={pin}\n" for name, pin in pins.items())


def write_binder(root: Path, *, check: bool = False) -> Path:
    r"""`binder/requirements.txt`와 `binder/runtime.txt`를 쓰거나, 원본과 같은지 봅니다.

    Parameters
    ----------
    root : Path
        책의 뿌리 폴더.
    check : bool
        참이면 쓰지 않고 견주기만 합니다.

    Returns
    -------
    Path
        `binder` 폴더.

    Raises
    ------
    UsageError
        `check`인데 놓인 파일이 다를 때.
    """
    folder = root / "binder"
    files = {
        "requirements.txt": binder_requirements(root),
        "runtime.txt": f"python-{PYTHON}\n",
    }
    for name, text in files.items():
        path = folder / name
        if not check:
            folder.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        elif not path.is_file() or path.read_text(encoding="utf-8") != text:
            raise UsageError(
                f"binder/{name} 파일이 requirements.lock과 다릅니다. "
                "`coursekit book binder` 명령으로 다시 만드세요."
            )
    return folder
