r"""제출물을 모두 읽습니다: 노트북의 폴더, 학생마다의 폴더, LMS에서 내려받은 압축 파일.

읽을 수 없는 것은 그 학생의 문제로 나오고 나머지는 계속됩니다. 심볼릭 링크는 어디서도 따라가지 않습니다.
"""

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from coursekit.errors import UsageError
from coursekit.grading.archive import MAX_ENTRY_BYTES, Archive, UnreadableError
from coursekit.grading.layout import README, Layout, Owner, detect_layout, identity, owner_of

# 학생 한 사람에게서 읽는 크기의 합. 한 사람의 폭탄이 다른 사람의 몫을 쓰지 못합니다.
MAX_STUDENT_BYTES = 300_000_000

NOT_A_NOTEBOOK = "노트북(.ipynb)이 아닙니다."

# 편집기와 운영 체제, git이 만든 것: 학생이 낸 것이 아닙니다.
_JUNK_FOLDERS = {".git", ".github", ".ipynb_checkpoints", "__MACOSX", "__pycache__", ".vscode"}
_JUNK_FILES = {".DS_Store", "Thumbs.db", "desktop.ini", ".gitignore", ".gitattributes"}


@dataclass(frozen=True)
class Input:
    r"""학생이 낸 파일 하나입니다.

    Parameters
    ----------
    student : str
        같은 학생인지 보는 열쇠(NFC).
    name : str
        보여 줄 이름.
    label : str
        파일의 자리(NFC, 제어 글자 없음).
    data : bytes
        내용. 읽지 못했으면 비어 있습니다.
    problem : str
        읽지 못한 까닭. 읽었으면 빈 글.
    file : str
        학생이 지은 파일 이름.
    attempt : int
        LMS가 적은 제출 번호. 없으면 0.
    modified : float
        고친 시각(초).
    late : bool
        LMS가 늦었다고 적었으면 참.
    """

    student: str
    name: str
    label: str
    data: bytes = b""
    problem: str = ""
    file: str = ""
    attempt: int = 0
    modified: float = 0.0
    late: bool = False


@dataclass(frozen=True)
class _Found:
    r"""아직 읽지 않은 파일: 자리, 시각, 읽는 방법."""

    parts: tuple[str, ...]
    modified: float
    read: Callable[[int], bytes]
    junk: bool = False


def read_inputs(
    path: Path, *, layout: Layout | None = None, skip: Path | None = None
) -> Iterator[Input]:
    r"""제출물을 자리 차례로 하나씩 읽습니다.

    Parameters
    ----------
    path : Path
        폴더나 zip 파일.
    layout : {"folder", "canvas", "moodle", "classroom"}, optional
        이름 규칙. 주지 않으면 이름을 보고 정합니다.
    skip : Path, optional
        읽지 않을 폴더(결과 폴더).

    Yields
    ------
    Input
        파일마다 하나. 읽지 못한 것도 까닭과 함께 나옵니다.

    Raises
    ------
    UsageError
        폴더나 압축 파일이 없거나, 비어 있거나, 열 수 없을 때.
    """
    if path.is_dir():
        yield from _inputs(_in_folder(path, skip), path.resolve().name, layout, path)
    elif path.is_file() and path.suffix.lower() == ".zip":
        try:
            with path.open("rb") as stream, Archive(stream) as archive:
                yield from _inputs(_in_archive(archive), identity(path.stem), layout, path)
        except UsageError as error:
            raise UsageError(f"{path}: {error}") from None
    else:
        raise UsageError(f"제출물 폴더나 압축 파일(zip)이 아닙니다: {path}")


def _inputs(found: list[_Found], root: str, layout: Layout | None, path: Path) -> Iterator[Input]:
    # 맨 위의 `__MACOSX`나 `.git`은 학생의 폴더가 아닙니다.
    found = [file for file in found if file.parts[0] not in _JUNK_FOLDERS]
    if not found:
        raise UsageError(f"제출물이 비어 있습니다: {path}")
    found, root = _unwrapped(found, root) if path.is_file() else (found, root)
    given = [file for file in found if not file.junk]
    chosen = layout or detect_layout([file.parts for file in given or found], root)
    if chosen == "classroom":
        # 나누어 준 저장소의 안내문은 학생이 낸 것이 아닙니다.
        found = [replace(f, junk=f.junk or f.parts[1:] == (README,)) for f in found]
        given = [file for file in found if not file.junk]
    spent: Counter[str] = Counter()
    seen = {owner_of(file.parts, chosen, root).student for file in given}
    for file in sorted(found, key=lambda file: file.parts):
        if file.junk:
            yield from _nothing(owner_of(file.parts, chosen, root), file, seen)
            continue
        owner = owner_of(file.parts, chosen, root)
        label = "/".join(map(identity, file.parts))
        if file.parts[-1].lower().endswith(".zip"):
            yield from _nested(file, owner, label, spent)
        else:
            yield _read(file, owner, label, spent)


def _nothing(owner: Owner, file: _Found, seen: set[str]) -> Iterator[Input]:
    r"""프로그램이 만든 파일밖에 없는 학생도 한 번은 나옵니다."""
    if len(file.parts) > 1 and owner.student not in seen:
        seen.add(owner.student)
        yield Input(
            owner.student, owner.name, identity(file.parts[0]), problem="낸 파일이 없습니다."
        )


def _read(file: _Found, owner: Owner, label: str, spent: Counter[str]) -> Input:
    data, problem = b"", ""
    left = min(MAX_ENTRY_BYTES, MAX_STUDENT_BYTES - spent[owner.student])
    try:
        if not identity(file.parts[-1]).lower().endswith(".ipynb"):
            raise UnreadableError(NOT_A_NOTEBOOK)
        if left <= 0:
            raise UnreadableError("이 학생이 낸 파일이 모두 합쳐 너무 큽니다.")
        data = file.read(left)
    except UnreadableError as error:
        problem = str(error)
    except OSError as error:
        problem = f"파일을 열 수 없습니다: {error.strerror}."
    spent[owner.student] += len(data)
    return Input(
        owner.student,
        owner.name,
        label,
        data,
        problem,
        owner.file,
        owner.attempt,
        file.modified,
        owner.late,
    )


def _nested(file: _Found, owner: Owner, label: str, spent: Counter[str]) -> Iterator[Input]:
    r"""학생이 낸 압축 파일을 한 겹만 엽니다."""

    def failed(problem: str) -> Input:
        return Input(owner.student, owner.name, label, problem=problem, file=owner.file)

    try:
        data = file.read(MAX_ENTRY_BYTES)
        with Archive(data) as archive:
            inner = [entry for entry in _in_archive(archive) if not entry.junk]
            if not inner:
                yield failed("압축 파일이 비어 있습니다.")
            for entry in sorted(inner, key=lambda entry: entry.parts):
                place = f"{label}/{'/'.join(map(identity, entry.parts))}"
                if entry.parts[-1].lower().endswith(".zip"):
                    yield Input(
                        owner.student,
                        owner.name,
                        place,
                        problem="압축 파일 안의 압축 파일은 열지 않습니다.",
                    )
                    continue
                yield _read(
                    entry,
                    Owner(
                        owner.student,
                        owner.name,
                        identity(entry.parts[-1]),
                        owner.attempt,
                        owner.late,
                    ),
                    place,
                    spent,
                )
    except (UnreadableError, UsageError) as error:
        yield failed(str(error))
    except OSError as error:
        yield failed(f"파일을 열 수 없습니다: {error.strerror}.")


def _unwrapped(found: list[_Found], root: str) -> tuple[list[_Found], str]:
    r"""압축할 때 생긴 겉 폴더 하나를 벗깁니다: 그 안에 둘 이상이 들어 있을 때만 그렇습니다."""
    tops = {file.parts[0] for file in found}
    inside = {file.parts[1] for file in found if len(file.parts) > 1}
    if len(tops) != 1 or len(inside) < 2 or any(len(file.parts) == 1 for file in found):
        return found, root
    if detect_layout([file.parts for file in found]) == "moodle":
        return found, root
    shorter = [replace(file, parts=file.parts[1:]) for file in found]
    return shorter, next(iter(tops))


def _is_junk(parts: tuple[str, ...]) -> bool:
    name = parts[-1]
    return not _JUNK_FOLDERS.isdisjoint(parts[:-1]) or name in _JUNK_FILES or name.startswith("._")


def _in_archive(archive: Archive) -> list[_Found]:
    found = []
    for entry in archive.entries():
        parts = tuple(part for part in entry.path.split("/") if part not in ("", ".", ".."))
        if parts:
            read = partial(archive.read, entry)
            found.append(_Found(parts, entry.modified, read, _is_junk(parts)))
    return found


def _in_folder(folder: Path, skip: Path | None) -> list[_Found]:
    found = []
    skipped = skip.absolute() if skip else None
    for top, folders, files in os.walk(folder, followlinks=False):
        here = Path(top)
        if skipped == here.absolute():
            folders.clear()
            continue
        links = [name for name in folders if (here / name).is_symlink()]
        for name in [*files, *links]:
            path = here / name
            parts = path.relative_to(folder).parts
            read = partial(read_regular, path)
            found.append(_Found(parts, _modified(path), read, _is_junk(parts)))
        if not folders and not files and here != folder:
            parts = (*here.relative_to(folder).parts, "")
            found.append(_Found(parts, 0.0, partial(read_regular, here), junk=True))
    return found


def _modified(path: Path) -> float:
    try:
        return path.lstat().st_mtime
    except OSError:
        return 0.0


def read_regular(path: Path, limit: int = MAX_ENTRY_BYTES) -> bytes:
    r"""보통 파일만, 링크를 따라가지 않고 읽습니다.

    Parameters
    ----------
    path : Path
        파일.
    limit : int
        읽을 수 있는 크기(byte).

    Returns
    -------
    bytes
        파일의 내용.

    Raises
    ------
    UnreadableError
        링크이거나, 보통 파일이 아니거나, 너무 클 때.
    OSError
        열 수 없을 때.
    """
    if path.is_symlink():
        raise UnreadableError("심볼릭 링크는 따라가지 않습니다.")
    # 살펴본 뒤에 바뀌어도 링크를 따라가지 않고, 이름 있는 파이프에서 기다리지 않습니다.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with os.fdopen(os.open(path, flags | getattr(os, "O_BINARY", 0)), "rb") as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise UnreadableError("보통 파일이 아닙니다.")
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise UnreadableError(f"파일이 너무 큽니다({limit // 1_000_000} MB 이하).")
    return data
