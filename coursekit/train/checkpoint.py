r"""체크포인트(checkpoint): 학습을 이어 갈 수 있는 상태 하나를 파일 하나에 둡니다. torch를 씁니다."""

import os
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch

_FORMAT = "coursekit-checkpoint-1"


def save_checkpoint(path: Path | str, state: Mapping[str, Any]) -> None:
    r"""상태를 파일에 씁니다. 다 쓴 다음에 이름을 바꾸므로, 쓰다가 꺼져도 지난 파일은 온전합니다.

    Parameters
    ----------
    path : Path or str
        쓸 파일. 폴더는 있어야 합니다.
    state : mapping of str
        텐서, 수, 문자열, 그리고 그것들의 목록과 사전.

    Raises
    ------
    ValueError
        폴더가 없을 때.
    """
    path = Path(path)
    if not path.parent.is_dir():
        raise ValueError(f"`path` 폴더가 있어야 합니다(받은 값: {str(path)!r}).")
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            torch.save({"format": _FORMAT, **state}, file)
            file.flush()
            os.fsync(file.fileno())
        Path(part).replace(path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


def load_checkpoint(path: Path | str) -> dict[str, Any]:
    r"""`save_checkpoint`가 쓴 파일을 읽습니다. 파일 안의 코드는 실행하지 않습니다.

    Parameters
    ----------
    path : Path or str
        읽을 파일.

    Returns
    -------
    dict of str
        쓴 상태.

    Raises
    ------
    ValueError
        파일이 상했거나 `save_checkpoint`가 쓴 것이 아닐 때.
    FileNotFoundError
        파일이 없을 때.
    """
    path = Path(path)
    with path.open("rb") as file:
        try:
            # torch는 검사합(CRC)을 보지 않으므로 zip으로 먼저 봅니다.
            with zipfile.ZipFile(file) as archive:
                broken = archive.testzip()
            if broken is not None:
                raise ValueError(broken)
            file.seek(0)
            state = torch.load(file, map_location="cpu", weights_only=True)
        except Exception as error:
            raise ValueError(
                f"체크포인트가 상했거나 체크포인트가 아닙니다: {str(path)!r}"
                f"({type(error).__name__}). 지우고 처음부터 학습하세요."
            ) from error
    if not isinstance(state, dict) or state.pop("format", None) != _FORMAT:
        raise ValueError(f"coursekit의 체크포인트가 아닙니다: {str(path)!r}.")
    return state
