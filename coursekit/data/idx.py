r"""IDX 파일을 읽습니다: MNIST가 쓰는 단순한 형식으로, 머리 몇 바이트 뒤에 값이 그대로 이어집니다.

머리는 0, 0, 값의 종류, 축의 수(각 1바이트)와 축마다의 길이(4바이트, 큰 자리부터)입니다.
"""

import gzip
import lzma
import math
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_TYPES = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
_GZIP, _XZ = b"\x1f\x8b", b"\xfd7zXZ\x00"


def read_idx(path: str | Path) -> NDArray[Any]:
    r"""IDX 파일 하나를 배열로 읽습니다.

    Parameters
    ----------
    path : str or Path
        IDX 파일. 그대로이거나 gzip이나 xz로 눌려 있습니다. 어느 쪽인지는 이름이 아니라 첫 바이트로 압니다.

    Returns
    -------
    ndarray
        파일에 적힌 모양과 종류의 배열. 이 컴퓨터의 바이트 순서입니다.

    Raises
    ------
    FileNotFoundError
        파일이 없을 때.
    ValueError
        압축이 도중에 끊겼거나, 머리가 IDX가 아니거나, 머리가 말하는 만큼 값이 들어 있지 않을 때.
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"파일이 없습니다: {path}")
    return parse_idx(_decompress(path), name=str(path))


def parse_idx(content: bytes, *, name: str) -> NDArray[Any]:
    r"""IDX 형식의 바이트를 배열로 바꿉니다.

    Parameters
    ----------
    content : bytes
        압축을 푼 내용.
    name : str
        오류 문장에 나올 파일 이름.

    Returns
    -------
    ndarray
        쓸 수 있는 새 배열.

    Raises
    ------
    ValueError
        머리가 IDX가 아니거나, 머리가 말하는 만큼 값이 들어 있지 않을 때.
    """
    magic = content[:4]
    if len(magic) < 4 or magic[:2] != b"\x00\x00" or magic[2] not in _TYPES:
        raise ValueError(
            f"IDX 파일이 아닙니다: {name}(첫 4바이트는 0, 0, 종류, 축의 수여야 합니다. "
            f"받은 값: {magic.hex(' ') or '없음'})."
        )
    dtype, ndim = np.dtype(_TYPES[magic[2]]), magic[3]
    start = 4 + 4 * ndim
    if len(content) < start:
        raise ValueError(
            f"IDX 파일의 머리가 끊겼습니다: {name}(머리는 {start}바이트여야 합니다. "
            f"받은 길이: {len(content)}바이트)."
        )
    shape = tuple(int(n) for n in np.frombuffer(content, ">u4", count=ndim, offset=4))
    expected = start + math.prod(shape) * dtype.itemsize
    if len(content) != expected:
        how = "덜" if len(content) < expected else "더"
        raise ValueError(
            f"IDX 파일의 길이가 머리와 다릅니다: {name}(모양 {shape}이면 {expected}바이트여야 합니다. "
            f"받은 길이: {len(content)}바이트, {abs(len(content) - expected)}바이트 {how} 있습니다)."
        )
    values = np.frombuffer(content, dtype, offset=start).reshape(shape)
    return values.astype(dtype.newbyteorder("="))  # 사본이라 읽기 전용이 아닙니다


def _decompress(path: Path) -> bytes:
    content = path.read_bytes()
    try:
        if content.startswith(_GZIP):
            return gzip.decompress(content)
        if content.startswith(_XZ):
            return lzma.decompress(content)
    except (EOFError, OSError, zlib.error, lzma.LZMAError) as error:
        raise ValueError(
            f"압축 파일이 끊겼거나 망가졌습니다: {path}(받은 길이: {len(content)}바이트, 까닭: {error}). "
            "다시 받아 보세요."
        ) from error
    return content
