r"""JupyterLab을 엽니다. 장의 `.md`를 두 번 누르면 노트북으로 열립니다."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from coursekit.errors import UsageError
from coursekit.grading.isolation import ONE_THREAD

# 텍스트 노트북을 편집기가 아니라 노트북으로 여는 설정입니다.
_SETTINGS = {
    "@jupyterlab/docmanager-extension:plugin": {
        "defaultViewers": {"markdown": "Jupytext Notebook", "myst": "Jupytext Notebook"}
    },
    # 새 소식을 받겠느냐고 묻는 창이 첫 화면을 가리지 않게 합니다. 밖으로 나가는 요청도 없어집니다.
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false"},
}


def lab_environment(root: Path) -> dict[str, str]:
    r"""JupyterLab에 넘길 환경 변수를 만듭니다.

    설정은 책의 `_build` 안에만 쓰고, 읽는 사람의 홈에 있는 설정은 건드리지 않습니다.

    Parameters
    ----------
    root : Path
        책의 뿌리 폴더.

    Returns
    -------
    dict of str to str
        지금 환경에 설정 폴더와, 사용자가 정하지 않았으면 스레드 하나를 더한 것.
    """
    folder = root / "_build" / "lab"
    write_settings(folder)
    others = os.environ.get("JUPYTER_CONFIG_PATH")
    path = os.pathsep.join([str(folder), *([others] if others else [])])
    return {**ONE_THREAD, **os.environ, "JUPYTER_CONFIG_PATH": path}


def write_settings(folder: Path) -> Path:
    r"""장을 노트북으로 여는 설정을 Jupyter의 설정 폴더에 씁니다.

    Parameters
    ----------
    folder : Path
        Jupyter가 읽는 설정 폴더. Binder에서는 파이썬의 `etc/jupyter`입니다.

    Returns
    -------
    Path
        쓴 파일.
    """
    path = folder / "labconfig" / "default_setting_overrides.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(_SETTINGS, indent=2), encoding="utf-8")
    return path


def run_lab(root: Path, arguments: Sequence[str] = ()) -> int:
    r"""책의 뿌리에서 JupyterLab을 열고 끝날 때까지 기다립니다.

    Parameters
    ----------
    root : Path
        책의 뿌리 폴더.
    arguments : sequence of str
        JupyterLab에 그대로 넘길 인자.

    Returns
    -------
    int
        JupyterLab의 종료 상태.

    Raises
    ------
    UsageError
        JupyterLab이 설치되지 않았을 때.
    """
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={root}", *arguments]
    try:
        import jupyterlab  # type: ignore[import-untyped]  # noqa: F401
    except ImportError:
        raise UsageError(
            'JupyterLab이 없습니다: `python -m pip install "coursekit[lab]"` 명령으로 설치하세요.'
        ) from None
    return subprocess.run(command, env=lab_environment(root), check=False).returncode
