r"""압축 파일(zip)을 풀지 않고 안의 파일을 하나씩 꺼냅니다. 아무것도 디스크에 쓰지 않습니다.

이름, 크기, 압축률은 학생이 정하므로 믿지 않습니다. 꺼낼 수 없는 파일은 까닭과 함께 나오고, 나머지는 계속됩니다.
"""

import calendar
import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from coursekit.errors import UsageError

MAX_ENTRY_BYTES = 100_000_000
MAX_ENTRIES = 50_000
# 압축률은 이 크기를 넘는 파일에서만 봅니다: 같은 줄을 길게 찍은 정직한 노트북은 수백 배로 줄어듭니다.
SUSPECT_BYTES = 20_000_000
MAX_RATIO = 500
# 학생이 낸 압축 파일에 거는, 더 좁은 한도입니다.
MAX_NESTED_ENTRIES = 1_000
_MAX_NESTED_DIRECTORY = 400_000

_END = b"PK\x05\x06"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DRIVE = re.compile(r"^[A-Za-z]:")


class UnreadableError(Exception):
    r"""파일 하나를 꺼낼 수 없는 까닭입니다. 메시지는 한국어 한 문장입니다."""


@dataclass(frozen=True)
class ArchiveEntry:
    r"""압축 파일 안의 파일 하나입니다.

    Parameters
    ----------
    path : str
        압축 파일 안의 자리. 구분 글자는 `/`입니다.
    size : int
        적힌 크기. 믿을 수 없습니다.
    modified : float
        적힌 시각(1970년부터의 초, 시간대 없음).
    problem : str
        꺼낼 수 없는 까닭. 꺼내 볼 만하면 빈 글.
    info : ZipInfo
        꺼낼 때 쓰는 정보.
    """

    path: str
    size: int
    modified: float
    problem: str
    info: zipfile.ZipInfo


class Archive:
    r"""읽으려고 연 압축 파일입니다.

    Parameters
    ----------
    stream : file object or bytes
        압축 파일. bytes는 학생이 낸 압축 파일로 보고 더 좁은 한도를 겁니다.

    Raises
    ------
    UsageError
        압축 파일이 아니거나, 깨졌거나, 파일이 너무 많이 들어 있을 때.
    """

    def __init__(self, stream: IO[bytes] | bytes) -> None:
        limit = MAX_ENTRIES
        if isinstance(stream, bytes):
            _check_directory(stream)
            stream, limit = io.BytesIO(stream), MAX_NESTED_ENTRIES
        try:
            self._zip = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, OSError, ValueError, struct.error, NotImplementedError):
            raise UsageError("압축 파일(zip)로 읽을 수 없습니다.") from None
        if len(self._zip.infolist()) > limit:
            self._zip.close()
            raise UsageError(f"압축 파일에 파일이 너무 많습니다({limit}개 이하).")

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *error: object) -> None:
        self._zip.close()

    def entries(self) -> Iterator[ArchiveEntry]:
        r"""폴더가 아닌 것을 적힌 차례대로 냅니다.

        Yields
        ------
        ArchiveEntry
            파일마다 하나.
        """
        seen: set[str] = set()
        for info in self._zip.infolist():
            if info.is_dir():
                continue
            path = _name(info)
            problem = _problem(info, path)
            if path in seen and not problem:
                problem = "압축 파일에 같은 이름이 두 번 들어 있습니다."
            seen.add(path)
            yield ArchiveEntry(path, info.file_size, _seconds(info), problem, info)

    def read(self, entry: ArchiveEntry, limit: int = MAX_ENTRY_BYTES) -> bytes:
        r"""파일 하나를 꺼냅니다.

        Parameters
        ----------
        entry : ArchiveEntry
            `entries`가 낸 것.
        limit : int
            꺼낼 수 있는 크기(byte).

        Returns
        -------
        bytes
            파일의 내용.

        Raises
        ------
        UnreadableError
            꺼낼 수 없거나, 적힌 것과 다르거나, 너무 클 때.
        """
        if entry.problem:
            raise UnreadableError(entry.problem)
        try:
            with self._zip.open(entry.info) as stream:
                # 적힌 크기는 믿지 않고, 한도보다 한 바이트 더 읽어 봅니다.
                data = stream.read(limit + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            ValueError,
            RuntimeError,
            NotImplementedError,
            struct.error,
        ):
            raise UnreadableError("압축 파일이 깨져 꺼낼 수 없습니다.") from None
        if len(data) > limit:
            raise UnreadableError(_too_big(limit))
        if len(data) != entry.info.file_size:
            raise UnreadableError("압축 파일에 적힌 크기와 내용이 다릅니다.")
        return data


def _too_big(limit: int) -> str:
    return f"파일이 너무 큽니다({limit // 1_000_000} MB 이하)."


def _check_directory(data: bytes) -> None:
    r"""목록이 지나치게 긴 압축 파일을, 목록을 만들기 전에 거절합니다."""
    place = data.rfind(_END, max(0, len(data) - 65_557))
    if place < 0 or len(data) - place < 22:
        raise UsageError("압축 파일(zip)로 읽을 수 없습니다.")
    size = int.from_bytes(data[place + 12 : place + 16], "little")
    if size > _MAX_NESTED_DIRECTORY:
        raise UsageError(f"압축 파일에 파일이 너무 많습니다({MAX_NESTED_ENTRIES}개 이하).")


def _name(info: zipfile.ZipInfo) -> str:
    # UTF-8 표시가 없는 이름은 zipfile이 cp437로 읽습니다: 한국어 Windows는 cp949로, macOS는 UTF-8로 적습니다.
    name = info.orig_filename
    if not info.flag_bits & 0x800:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            raw = b""
        for encoding in ("utf-8", "cp949"):
            try:
                name = raw.decode(encoding) or name
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")


def _problem(info: zipfile.ZipInfo, path: str) -> str:
    parts = path.split("/")
    kind = stat.S_IFMT(info.external_attr >> 16)
    if "\0" in path:
        return "이름에 NUL 글자가 들어 있습니다."
    if ".." in parts or path.startswith("/") or _DRIVE.match(path):
        return "압축 파일 밖을 가리키는 이름입니다."
    if kind == stat.S_IFLNK:
        return "심볼릭 링크는 따라가지 않습니다."
    if kind not in (0, stat.S_IFREG):
        return "보통 파일이 아닙니다."
    if info.flag_bits & 0x1:
        return "암호가 걸려 있어 꺼낼 수 없습니다."
    if info.compress_type not in _METHODS:
        return "모르는 방법으로 압축했습니다(zip의 보통 방법을 쓰세요)."
    if info.file_size > MAX_ENTRY_BYTES:
        return _too_big(MAX_ENTRY_BYTES)
    if info.file_size > max(SUSPECT_BYTES, MAX_RATIO * info.compress_size):
        return f"압축을 풀면 {MAX_RATIO}배 넘게 커지는 파일이라 꺼내지 않았습니다."
    return ""


def _seconds(info: zipfile.ZipInfo) -> float:
    year, month, day, hour, minute, second = info.date_time
    try:
        return float(calendar.timegm((year, max(1, month), max(1, day), hour, minute, second)))
    except (ValueError, OverflowError):
        return 0.0
