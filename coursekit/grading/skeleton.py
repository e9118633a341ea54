r"""새 연습문제의 뼈대를 만듭니다: 만들자마자 증명되는 작은 연습문제이며, 저자는 여기서 고쳐 나갑니다."""

import re
from importlib import resources
from pathlib import Path

from coursekit.errors import UsageError
from coursekit.grading.release import build_exercise

_STEM = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")


def new_exercise(root: Path, stem: str) -> Path:
    r"""`root/exercises/<stem>`에 원본과 오답 셋과 배포 노트북을 씁니다.

    Parameters
    ----------
    root : Path
        과정의 뿌리 폴더. `exercises` 폴더가 없으면 만듭니다.
    stem : str
        연습문제의 이름: 영문 소문자로 시작하고 소문자, 숫자, 밑줄로 이어집니다.

    Returns
    -------
    Path
        연습문제 폴더.

    Raises
    ------
    UsageError
        이름이 틀렸거나, 그런 연습문제가 이미 있을 때.
    """
    if not _STEM.fullmatch(stem) or len(stem) > 64:
        raise UsageError(
            "연습문제의 이름은 영문 소문자로 시작하고 소문자, 숫자, 밑줄로 이어져야 합니다"
            f"(받은 값: {stem!r})."
        )
    folder = root / "exercises" / stem
    if folder.exists():
        raise UsageError(f"이미 있습니다: {folder}")
    (folder / "wrong").mkdir(parents=True)
    for source in _templates():
        text = source.read_text(encoding="utf-8").replace("STEM", stem)
        place = folder if source.name == "exercise.md" else folder / "wrong"
        (place / source.name.removesuffix(".txt")).write_text(text, encoding="utf-8")
    build_exercise(folder)
    return folder


def _templates() -> list[Path]:
    with resources.as_file(resources.files("coursekit.grading") / "assets" / "skeleton") as place:
        return sorted(path for path in place.iterdir() if path.name.endswith((".md", ".py.txt")))
