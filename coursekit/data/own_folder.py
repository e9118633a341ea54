r"""내려받지 않는 데이터의 폴더를 찾습니다: 인자로 준 곳, 그다음 환경 변수 `COURSEKIT_DATA`입니다."""

import os
from pathlib import Path

from coursekit.data.mnist import VARIABLE


def own_folder(name: str, directory: str | Path | None, wanted: str) -> Path:
    r"""`wanted` 파일이 들어 있는 폴더를 찾습니다.

    Parameters
    ----------
    name : str
        데이터의 하위 폴더 이름.
    directory : str or Path, optional
        파일이 있는 폴더, 또는 그런 폴더 `name`이 들어 있는 폴더. 주지 않으면 환경 변수를 봅니다.
    wanted : str
        있어야 할 파일의 이름.

    Returns
    -------
    Path
        파일이 있는 폴더.

    Raises
    ------
    FileNotFoundError
        어디에도 없을 때. 찾아본 곳을 말합니다.
    """
    given, told = directory, "`directory` 값이"
    if given is None:
        given, told = os.environ.get(VARIABLE) or None, f"환경 변수 {VARIABLE}의 값이"
    if given is None:
        raise FileNotFoundError(
            f"`{name}` 데이터는 내려받지 않습니다: `directory` 인자나 환경 변수 {VARIABLE}에 폴더를 적으세요."
        )
    folder = Path(given).expanduser()
    candidates = [folder / name, folder]
    for candidate in candidates:
        if (candidate / wanted).is_file():
            return candidate
    raise FileNotFoundError(
        f"{told} 가리키는 폴더에 `{wanted}` 파일이 없습니다"
        f"(찾아본 곳: {', '.join(str(c) for c in candidates)})."
    )
