r"""`.venv`를 만들고 `requirements.lock`의 환경을 그대로 설치합니다: `python3 -m coursekit.environment`.

아직 아무것도 설치되지 않은 컴퓨터에서 돌아야 하므로 표준 라이브러리만 씁니다.
두 번째부터는 잠금 파일이 그대로인지만 보고 바로 끝납니다.
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

from coursekit.errors import UsageError

# torch의 CPU 빌드가 있는 곳. 닿지 않으면 건너뛰고, 컴퓨터에 이미 있는 바퀴(wheel)를 찾습니다.
# 잠금 파일이 `+cpu`까지 못박으므로 CUDA 빌드가 대신 설치되는 일은 없습니다.
TORCH_CPU_INDEX = "https://download.pytorch.org/whl/cpu"


def prepare(root: Path) -> Path:
    r"""`root/.venv`를 잠금 파일과 같게 만들고 그 안의 파이썬을 돌려줍니다.

    Parameters
    ----------
    root : Path
        `requirements.lock`과 `pyproject.toml`이 있는 폴더.

    Returns
    -------
    Path
        `.venv` 안의 파이썬.

    Raises
    ------
    UsageError
        파이썬이 3.11보다 오래되었거나, 잠금 파일이 없거나, 설치가 실패했을 때.
    """
    if sys.version_info < (3, 11):  # noqa: UP036  (this file runs before pip can say so)
        found = ".".join(map(str, sys.version_info[:3]))
        raise UsageError(f"파이썬 3.11 이상이 필요합니다(지금 파이썬: {found}).")
    lock = root / "requirements.lock"
    if not lock.is_file():
        raise UsageError(f"`{lock.name}` 파일이 없습니다. 저장소의 맨 위 폴더에서 실행하세요.")
    folder = root / ".venv"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = folder / "coursekit-lock"
    wanted = _fingerprint(lock, root / "pyproject.toml")
    if python.exists() and stamp.exists() and stamp.read_text() == wanted:
        return python
    if not python.exists():
        _say(f"가상 환경을 만듭니다: {folder.name}")
        try:
            venv.create(folder, with_pip=True, clear=True)
        except (subprocess.CalledProcessError, ImportError, OSError) as error:
            raise UsageError(
                "가상 환경을 만들지 못했습니다. 데비안과 우분투에서는 "
                f"`sudo apt install python3-venv`를 먼저 실행하세요({error})."
            ) from error
    torch = [line for line in lock.read_text().splitlines() if line.startswith("torch==")]
    pip = [str(python), "-m", "pip", "--disable-pip-version-check"]
    # 잠금 파일이 모든 꾸러미를 담으므로 pip가 따로 의존성을 풀 필요가 없습니다(--no-deps).
    steps = {
        "torch(CPU 빌드)를 설치합니다": [
            *["install", "--no-deps", "--retries", "0", "--progress-bar", "on"],
            *["--extra-index-url", TORCH_CPU_INDEX, *torch],
        ],
        "잠금 파일의 꾸러미를 설치합니다": ["install", "--no-deps", "-r", str(lock)],
        "coursekit을 설치합니다": [
            *["install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", str(root)],
        ],
        "서로 맞는지 확인합니다": ["check"],
    }
    for number, (what, arguments) in enumerate(steps.items(), 1):
        _say(f"[{number}/{len(steps)}] {what}")
        if subprocess.run([*pip, *arguments], check=False).returncode:
            raise UsageError(f"설치가 멈추었습니다: {what}. 바로 위에 찍힌 까닭을 보세요.")
    stamp.write_text(wanted)
    return python


def _fingerprint(*files: Path) -> str:
    digest = hashlib.sha256(f"{sys.version_info[:2]}".encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> int:
    r"""환경을 만들고 다음에 칠 명령을 알려 줍니다.

    Returns
    -------
    int
        종료 상태: 0이면 성공, 2면 사용자가 고칠 수 있는 잘못.
    """
    root = Path(__file__).resolve().parents[1]
    try:
        python = prepare(root)
    except UsageError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    _say(f"환경이 준비되었습니다: {python.relative_to(root)} -m coursekit --help")
    return 0


if __name__ == "__main__":
    sys.exit(main())
