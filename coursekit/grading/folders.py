r"""책의 뿌리 폴더와 연습문제 폴더를 찾습니다."""

from difflib import get_close_matches
from pathlib import Path

from coursekit.errors import UsageError


def course_root(start: Path | None = None) -> Path:
    r"""`_toc.yml`이나 연습문제(`exercises/*/exercise.md`)가 있는 폴더를 위로 올라가며 찾습니다.

    책이 없이 연습문제만 있는 과정도 됩니다.

    Parameters
    ----------
    start : Path, optional
        찾기 시작할 폴더. 주지 않으면 지금 폴더입니다.

    Returns
    -------
    Path
        책이나 과정의 뿌리 폴더.

    Raises
    ------
    UsageError
        어느 위 폴더에도 없을 때.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "_toc.yml").is_file() or exercise_folders(folder):
            return folder
    raise UsageError(
        "책의 뿌리 폴더(`_toc.yml`이 있는 곳)를 찾을 수 없습니다: `exercises` 폴더가 있는 곳으로 "
        f"가거나 `--root`로 알려 주세요({here})."
    )


def exercise_folders(root: Path) -> tuple[Path, ...]:
    r"""뿌리 아래의 연습문제 폴더를 이름 차례로 늘어놓습니다.

    Parameters
    ----------
    root : Path
        책의 뿌리 폴더.

    Returns
    -------
    tuple of Path
        `exercise.md`가 든 폴더.
    """
    return tuple(sorted(source.parent for source in (root / "exercises").glob("*/exercise.md")))


def known_exercises(root: Path) -> dict[str, Path]:
    r"""뿌리 폴더에 있는 연습문제의 이름과 폴더입니다.

    Parameters
    ----------
    root : Path
        책의 뿌리 폴더.

    Returns
    -------
    dict of str to Path
        이름과 폴더.
    """
    return {folder.name: folder for folder in exercise_folders(root)}


def exercise_folder(root: Path, name: str) -> Path:
    r"""이름으로 연습문제 폴더를 찾습니다.

    Parameters
    ----------
    root : Path
        책의 뿌리 폴더.
    name : str
        연습문제의 이름.

    Returns
    -------
    Path
        연습문제 폴더.

    Raises
    ------
    UsageError
        그런 연습문제가 없을 때. 비슷한 이름이나 있는 이름을 말합니다.
    """
    folders = {folder.name: folder for folder in exercise_folders(root)}
    if name in folders:
        return folders[name]
    near = get_close_matches(name, folders, n=1)
    known = f"비슷한 이름: {near[0]}" if near else f"있는 이름: {', '.join(folders) or '없음'}"
    raise UsageError(f"{name!r} 연습문제는 없습니다({known}).")
