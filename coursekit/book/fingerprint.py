r"""장의 실행 결과를 정하는 모든 것의 지문: 칸의 코드, `coursekit`의 파일, 판 번호.

지문이 같으면 저장해 둔 결과를 쓰고, 다르면 다시 실행합니다.
산문만 고치면 지문은 그대로입니다.
"""

import hashlib
import json
import platform
import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, metadata, version
from pathlib import Path

from coursekit.book.dependencies import chapter_parts, part_files, part_imports
from coursekit.book.locked import needed_pins
from coursekit.book.sources import Chapter
from coursekit.errors import UsageError

# 결과의 숫자와 그림을 바꿀 수 있는 꾸러미들입니다. 나머지는 requirements.lock이 대신합니다.
_ENGINES = ("numpy", "matplotlib", "torch", "anywidget", "ipykernel", "pillow")
_LOCK = "requirements.lock"
# 칸이 도는 데 드는 것들의 뿌리입니다. 쪽을 만들거나 살피는 도구의 판이 바뀌어도 장은 다시 실행하지 않습니다.
_ROOTS = ("coursekit[chapters,torch]", "ipykernel", "nbclient")
# 결과와 함께 남기는 것. 더하면 옛 캐시는 쓰지 않습니다.
_RECORDED = ("date", "versions", "seconds", "megabytes")
_LITERAL = re.compile(r"""["']([^"'\n]+\.[A-Za-z0-9]+)["']""")


def engine_versions() -> dict[str, str]:
    r"""결과를 바꿀 수 있는 프로그램들의 판 번호를 모읍니다.

    Returns
    -------
    dict of str to str
        이름과 판 번호. 설치되지 않은 것은 없습니다.
    """
    versions = {"python": platform.python_version()}
    for name in _ENGINES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    return versions


def _addresses() -> list[str]:
    # 코드를 보여 주는 칸은 저장소의 주소를 결과에 적습니다.
    try:
        return metadata("coursekit").get_all("Project-URL") or []
    except PackageNotFoundError:
        return []


def files_hash(paths: Iterable[Path]) -> str:
    r"""파일들의 이름과 내용의 지문을 만듭니다.

    Parameters
    ----------
    paths : iterable of Path
        파일들. 순서가 지문에 들어갑니다.

    Returns
    -------
    str
        16진수 16글자.
    """
    digest = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:16]


def lock_hash(lock: Path) -> str:
    r"""잠근 환경에서 칸의 결과를 바꿀 수 있는 부분의 지문을 만듭니다.

    Parameters
    ----------
    lock : Path
        `requirements.lock` 파일.

    Returns
    -------
    str
        16진수 16글자. 칸이 쓸 수 없는 꾸러미의 줄은 들어가지 않습니다.
    """
    try:
        pins = needed_pins(lock, _ROOTS)
    except UsageError:  # 다 설치되지 않은 환경입니다. 무엇이 드는지 모르므로 한 줄도 빼지 않습니다.
        return files_hash([lock])
    return hashlib.sha256(json.dumps(pins).encode()).hexdigest()[:16]


def package_folder() -> Path:
    r"""지금 돌고 있는 `coursekit` 폴더를 돌려줍니다.

    Returns
    -------
    Path
        꾸러미의 폴더.
    """
    return Path(__file__).resolve().parents[1]


class Fingerprints:
    r"""책 하나의 장들에 지문을 매깁니다. 꾸러미의 파일은 한 번만 읽습니다.

    Parameters
    ----------
    root : Path
        책의 뿌리 폴더.
    package : Path, optional
        `coursekit` 폴더. 없으면 지금 돌고 있는 것입니다.
    """

    def __init__(self, root: Path, package: Path | None = None) -> None:
        self.root = root
        parts = part_files(package or package_folder())
        self._graph = part_imports(parts)
        self._part_hash = {part: files_hash(files) for part, files in parts.items()}
        lock = root / _LOCK
        self._environment = [
            _RECORDED,
            engine_versions(),
            _addresses(),
            lock_hash(lock) if lock.is_file() else files_hash([]),
        ]

    def of(self, chapter: Chapter) -> str:
        r"""장의 지문을 계산합니다.

        Parameters
        ----------
        chapter : Chapter
            읽은 장.

        Returns
        -------
        str
            16진수 16글자.
        """
        cells = [cell.source for cell in chapter.cells]
        parts = sorted(chapter_parts(cells, self._graph))
        facts = [
            [[cell.source, cell.metadata] for cell in chapter.cells],
            chapter.front_matter.get("kernelspec"),
            [[part, self._part_hash[part]] for part in parts],
            self._local_files(chapter),
            self._environment,
        ]
        text = json.dumps(facts, ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def _local_files(self, chapter: Chapter) -> list[tuple[str, str]]:
        # 칸이 이름을 적은 곁의 파일(예: "terms.yml")도 결과를 바꿉니다.
        names = {name for cell in chapter.cells for name in _LITERAL.findall(cell.source)}
        paths = [(name, chapter.path.parent / name) for name in sorted(names)]
        return [(name, files_hash([path])) for name, path in paths if path.is_file()]


@lru_cache(maxsize=1)
def site_fingerprint() -> str:
    r"""쪽을 그리는 코드(`coursekit.book`과 연습문제 읽기)의 지문입니다.

    Returns
    -------
    str
        16진수 16글자. 바뀌면 모든 쪽을 다시 읽지만 실행은 하지 않습니다.
    """
    parts = part_files(package_folder())
    return files_hash([*parts["book"], *parts["grading"]])
