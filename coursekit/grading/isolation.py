r"""자식 프로세스가 받는 환경입니다: 부른 사람의 집과 변수가 아니라 빈 집과 고른 변수만 줍니다.

같은 입력이 어디서나 같은 수를 내도록 스레드 수와 해시 씨앗도 정합니다. 이것은 모래 상자가 아닙니다.
"""

import os
from pathlib import Path

# 같은 입력이 어디서나 같은 수를 냅니다. 작은 행렬에서는 스레드 여럿이 서로 기다리기만 해서, 하나가 더 빠르기도 합니다.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_KEPT = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "VIRTUAL_ENV")


def fresh_environment(home: Path) -> dict[str, str]:
    r"""빈 집을 만들고 그 집을 가리키는 환경 변수를 돌려줍니다.

    Parameters
    ----------
    home : Path
        새로 만들 집.

    Returns
    -------
    dict of str to str
        자식 프로세스에 줄 환경 변수 전부.
    """
    temporary = home / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    if "PYTHONPATH" in os.environ:
        # 자식은 다른 폴더에서 시작하므로 상대 경로를 풀어 둡니다.
        places = os.environ["PYTHONPATH"].split(os.pathsep)
        environment["PYTHONPATH"] = os.pathsep.join(str(Path(place).absolute()) for place in places)
    for name in ("HOME", "USERPROFILE"):
        environment[name] = str(home)
    for name in ("TMPDIR", "TEMP", "TMP"):
        environment[name] = str(temporary)
    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
        environment[name] = str(home / name.lower())
    environment |= ONE_THREAD
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    environment["PYTHONHASHSEED"] = "0"
    environment["PYTHONUTF8"] = "1"
    return environment
