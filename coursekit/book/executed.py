r"""실행한 장들의 노트북을 읽고, 나중에 견주려고 남겨 둡니다."""

import json
import shutil
from pathlib import Path
from typing import Any

from coursekit.errors import UsageError

Notebook = dict[str, Any]


def executed_files(place: Path) -> dict[str, Path]:
    r"""실행한 노트북의 파일들을 찾습니다.

    Parameters
    ----------
    place : Path
        지은 책의 뿌리 폴더(`_toc.yml`이 있는 곳)이거나, 실행한 노트북을 남겨 둔 폴더.

    Returns
    -------
    dict of str to Path
        문서 이름과 파일.

    Raises
    ------
    UsageError
        폴더가 없거나, 실행한 장이 없거나, 한 장의 결과가 여럿일 때.
    """
    if not place.is_dir():
        raise UsageError(f"실행한 책의 폴더가 아닙니다: {place}")
    if not (place / "_toc.yml").is_file():
        kept = sorted(place.rglob("*.ipynb"))
        if not kept:
            raise UsageError(f"실행한 노트북(.ipynb)이 하나도 없습니다: {place}")
        return {path.relative_to(place).with_suffix("").as_posix(): path for path in kept}
    found: dict[str, Path] = {}
    for made in sorted((place / "_build" / ".jupyter_cache").glob("*/*/made.json")):
        docname = json.loads(made.read_text(encoding="utf-8"))["docname"]
        notebooks = list(made.parent.glob("executed/*/base.ipynb"))
        if docname in found or len(notebooks) != 1:
            raise UsageError(
                f"{docname} 장의 실행 결과가 하나가 아닙니다: {place}. "
                "`coursekit book build` 명령을 끝까지 돌리면 지금 것만 남습니다."
            )
        found[docname] = notebooks[0]
    if not found:
        raise UsageError(
            f"실행한 장이 없습니다: {place}. 먼저 `coursekit book build` 명령으로 지으세요."
        )
    return found


def read_notebook(path: Path) -> Notebook:
    r"""노트북 하나를 읽습니다.

    Parameters
    ----------
    path : Path
        노트북 파일.

    Returns
    -------
    dict
        노트북.

    Raises
    ------
    UsageError
        노트북이 아닐 때.
    """
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        notebook["cells"]
    except (UnicodeDecodeError, ValueError, KeyError, TypeError):
        raise UsageError(f"{path}: 노트북(JSON)으로 읽을 수 없습니다.") from None
    found: Notebook = notebook
    return found


def keep_outputs(root: Path, folder: Path) -> list[Path]:
    r"""지은 책의 실행 결과를 폴더에 남깁니다: 장마다 노트북 하나입니다.

    Parameters
    ----------
    root : Path
        지은 책의 뿌리 폴더.
    folder : Path
        남길 폴더. 있던 것은 지웁니다.

    Returns
    -------
    list of Path
        쓴 파일들.

    Raises
    ------
    UsageError
        실행한 장이 없거나, 폴더에 노트북이 아닌 것이 있어 지울 수 없을 때.
    """
    files = executed_files(root)
    if folder.exists():
        strange = [one for one in folder.rglob("*") if one.is_file() and one.suffix != ".ipynb"]
        if strange or not folder.is_dir():
            raise UsageError(f"노트북이 아닌 것이 있어 지우지 않습니다: {(*strange, folder)[0]}")
        shutil.rmtree(folder)
    written = []
    for docname, path in files.items():
        target = folder / f"{docname}.ipynb"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        written.append(target)
    return written
