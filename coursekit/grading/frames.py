r"""프로세스 사이의 말: 한 글자 이름, 길이, 내용으로 된 토막을 파일 서술자로 주고받습니다.

읽는 쪽은 크기와 시각의 한도를 스스로 정하고, 어긋나면 거절합니다.
"""

import os
import select
import struct
import time

_HEAD = struct.Struct(">cI")
_CHUNK = 1 << 16


class BrokenFrameError(Exception):
    r"""토막의 꼴이 틀렸거나, 한도를 넘었거나, 중간에 끊겼습니다."""


def frame(kind: bytes, payload: bytes) -> bytes:
    r"""토막 하나의 바이트를 만듭니다.

    Parameters
    ----------
    kind : bytes
        한 글자 이름.
    payload : bytes
        내용.

    Returns
    -------
    bytes
        이름, 길이, 내용.
    """
    return _HEAD.pack(kind, len(payload)) + payload


def write_all(fd: int, data: bytes) -> None:
    r"""모두 쓸 때까지 씁니다.

    Parameters
    ----------
    fd : int
        파일 서술자.
    data : bytes
        내용.
    """
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


class FrameReader:
    r"""토막을 하나씩 꺼내는 읽는 쪽입니다.

    Parameters
    ----------
    fd : int
        파일 서술자.
    largest : int
        토막 하나의 가장 큰 크기.
    total : int or None
        통틀어 읽을 가장 많은 바이트. `None`이면 한도가 없습니다.
    """

    def __init__(self, fd: int, largest: int, total: int | None = None) -> None:
        self._fd = fd
        self._largest = largest
        self._left = total
        self._buffer = bytearray()

    def pop(self) -> tuple[bytes, bytes] | None:
        r"""이미 읽은 것에서 다음 토막을 꺼냅니다.

        Returns
        -------
        tuple of bytes and bytes, or None
            이름과 내용. 아직 다 오지 않았으면 `None`.

        Raises
        ------
        BrokenFrameError
            토막이 너무 클 때.
        """
        if len(self._buffer) < _HEAD.size:
            return None
        kind, size = _HEAD.unpack_from(self._buffer)
        if size > self._largest:
            raise BrokenFrameError("토막이 너무 큽니다")
        end = _HEAD.size + size
        if len(self._buffer) < end:
            return None
        payload = bytes(self._buffer[_HEAD.size : end])
        del self._buffer[:end]
        return kind, payload

    def fill(self) -> bool:
        r"""있는 만큼 한 번 읽습니다.

        Returns
        -------
        bool
            끝에 닿았으면 거짓.

        Raises
        ------
        BrokenFrameError
            통틀어 너무 많이 왔을 때.
        """
        try:
            data = os.read(self._fd, _CHUNK)
        except (ConnectionResetError, BrokenPipeError):
            data = b""
        if self._left is not None:
            self._left -= len(data)
            if self._left < 0:
                raise BrokenFrameError("너무 많은 바이트가 왔습니다")
        self._buffer += data
        return bool(data)

    def next(self, until: float) -> tuple[bytes, bytes] | None:
        r"""다음 토막을 기다립니다.

        Parameters
        ----------
        until : float
            `time.monotonic`의 시각. 이때까지 기다립니다.

        Returns
        -------
        tuple of bytes and bytes, or None
            이름과 내용. 상대가 끝냈으면 `None`.

        Raises
        ------
        TimeoutError
            시간이 지났을 때.
        BrokenFrameError
            한도를 넘었을 때.
        """
        while (found := self.pop()) is None:
            wait = until - time.monotonic()
            if wait <= 0 or not _readable(self._fd, wait):
                raise TimeoutError
            if not self.fill():
                return None
        return found


def _readable(fd: int, seconds: float) -> bool:
    # select는 1024번이 넘는 서술자를 모르므로 poll을 씁니다.
    poll = select.poll()
    poll.register(fd, select.POLLIN | select.POLLHUP)
    return bool(poll.poll(round(1000 * min(seconds, 1_000_000)) + 1))
