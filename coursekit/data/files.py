r"""데이터 파일을 한 번만 내려받아 둡니다: 진행 막대, 다시 시도, 이어받기, sha256 확인.

읽는 사람의 파일은 지우지 않습니다. 확인에 떨어진 것은 다른 이름으로 옮겨 두고 어떻게 할지 말합니다.
"""

import hashlib
import http.client
import os
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from http import HTTPStatus
from pathlib import Path

from tqdm import tqdm

from coursekit.arguments import integer, number

_CHUNK = 1 << 16
# 디스크가 가득 찬 것 같은 오류(그 밖의 OSError)는 네트워크 탓이 아니므로 그대로 올려 보냅니다.
_NETWORK_ERRORS = (
    urllib.error.URLError,
    http.client.HTTPException,
    ConnectionError,
    TimeoutError,
    ssl.SSLError,
)


class ChecksumError(ValueError):
    r"""파일의 sha256이 기대한 값과 다릅니다."""


def cache_directory() -> Path:
    r"""내려받은 데이터를 두는 폴더입니다. 만들지는 않습니다.

    Returns
    -------
    Path
        윈도는 `%LOCALAPPDATA%\coursekit`, 나머지는 `$XDG_CACHE_HOME/coursekit`이나 `~/.cache/coursekit`.
    """
    name = "LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME"
    fallback = Path.home() / ("AppData/Local" if os.name == "nt" else ".cache")
    return Path(os.environ.get(name) or fallback) / "coursekit"


def sha256(path: Path) -> str:
    r"""파일의 sha256을 구합니다.

    Parameters
    ----------
    path : Path
        읽을 파일.

    Returns
    -------
    str
        16진수 64자.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def download(
    urls: Sequence[str],
    path: Path,
    *,
    checksum: str,
    retries: int = 4,
    wait: float = 1.0,
    timeout: float = 30.0,
    progress: bool | None = None,
) -> Path:
    r"""파일이 없으면 내려받고, 있으면 확인만 합니다.

    받는 동안에는 `<이름>.part`에 쓰고, 확인에 통과하면 이름을 바꿉니다. 끊기면 다음번에 이어받습니다.

    Parameters
    ----------
    urls : sequence of str
        같은 파일이 있는 http(s) 주소들. 앞에서부터 시도합니다.
    path : Path
        둘 자리. 폴더는 만듭니다.
    checksum : str
        기대하는 sha256.
    retries : int
        주소마다 다시 시도하는 횟수, 0 이상.
    wait : float
        처음 기다리는 초, 0 이상. 시도할 때마다 두 배가 됩니다.
    timeout : float
        응답을 기다리는 초, 0보다 큽니다.
    progress : bool, optional
        진행 막대. `None`이면 터미널에서만 보입니다.

    Returns
    -------
    Path
        확인에 통과한 파일.

    Raises
    ------
    ChecksumError
        이미 있는 파일이나 받은 파일의 sha256이 다를 때. 있던 파일은 그대로 두고, 받은 파일은
        다른 이름으로 남깁니다.
    ConnectionError
        어느 주소에서도 받지 못했을 때. 받다 만 것은 남아 있어 다음번에 이어받습니다.
    ValueError
        주소가 없거나 http(s)가 아닐 때.
    """
    retries = integer("retries", retries)
    wait, timeout = number("wait", wait, at_least=0), number("timeout", timeout, above=0)
    if not urls or not all(url.startswith(("http://", "https://")) for url in urls):
        raise ValueError(f"`urls` 값은 하나 이상의 http(s) 주소여야 합니다(받은 값: {list(urls)}).")
    if path.exists():
        found = sha256(path)
        if found != checksum:
            raise ChecksumError(
                f"파일의 내용이 기대한 것과 다릅니다: {path}(기대한 sha256: {checksum}, "
                f"받은 sha256: {found}). 이 파일은 건드리지 않았습니다. "
                "다른 데서 온 파일이면 그 폴더를 인자로 주고, 아니면 이름을 바꾼 뒤 다시 실행하세요."
            )
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    failures: list[tuple[str, Exception]] = []
    for url in urls:
        for attempt in range(retries + 1):
            resumed = part.exists()
            try:
                _fetch(url, part, timeout=timeout, progress=progress)
                _accept(part, path, checksum)
                return path
            except ChecksumError as error:
                failures.append((url, error))
                if not resumed:
                    break  # 처음부터 받았는데도 다르면 이 주소에 다른 파일이 있는 것입니다
            except _NETWORK_ERRORS as error:
                failures.append((url, error))
                if not _worth_retrying(error):
                    break
            if attempt < retries:
                time.sleep(min(wait * 2**attempt, 30.0))
    kind = (
        ChecksumError
        if any(isinstance(error, ChecksumError) for _, error in failures)
        else ConnectionError
    )
    why = "\n".join(f"- {url}: {error}" for url, error in failures)
    raise kind(
        f"내려받지 못했습니다: {path.name}. 네트워크를 확인하고 다시 실행하면 이어받습니다. "
        "파일이 다른 곳에 있으면 그 폴더를 인자나 환경 변수 COURSEKIT_DATA로 알려 주세요. "
        f"시도한 곳과 까닭({len(failures)}번):\n{why}"
    )


def _fetch(url: str, part: Path, *, timeout: float, progress: bool | None) -> None:
    r"""`part`의 끝에 이어서 받습니다. 서버가 이어 주지 않으면 처음부터 받습니다."""
    have = part.stat().st_size if part.exists() else 0
    request = urllib.request.Request(url, headers={"User-Agent": "coursekit"})
    if have:
        request.add_header("Range", f"bytes={have}-")
    try:
        response = urllib.request.urlopen(request, timeout=timeout)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code != HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            raise
        if error.headers.get("Content-Range") == f"bytes */{have}":
            return None  # 지난번에 이미 끝까지 받았습니다
        part.unlink()  # 서버의 파일보다 깁니다: 이어받기용 파일은 이 함수가 만든 것입니다
        return _fetch(url, part, timeout=timeout, progress=progress)
    with response:
        begins = response.headers.get("Content-Range", "").startswith(f"bytes {have}-")
        if response.status != HTTPStatus.PARTIAL_CONTENT or not begins:
            have = 0
        length = response.headers.get("Content-Length")
        total = have + int(length) if length else None
        with (
            part.open("ab" if have else "wb") as file,
            tqdm(
                total=total,
                initial=have,
                unit="B",
                unit_scale=True,
                desc=part.stem,
                disable=None if progress is None else not progress,
            ) as bar,
        ):
            while chunk := response.read(_CHUNK):
                file.write(chunk)
                bar.update(len(chunk))
                have += len(chunk)
    if total is not None and have < total:
        raise ConnectionError(f"연결이 도중에 끊겼습니다({total}바이트 가운데 {have}바이트).")
    return None


def _accept(part: Path, path: Path, checksum: str) -> None:
    found = sha256(part)
    if found == checksum:
        part.replace(path)
        return
    aside = path.with_name(f"{path.name}.{found[:12]}.bad")
    part.replace(aside)
    raise ChecksumError(
        f"받은 파일의 sha256이 다릅니다(기대한 값: {checksum}, 받은 값: {found}). "
        f"쓰지 않고 옮겨 두었습니다: {aside}"
    )


def _worth_retrying(error: Exception) -> bool:
    if isinstance(error, urllib.error.HTTPError):
        return error.code in (408, 425, 429) or error.code >= 500
    # 이름을 찾지 못하거나 인증서가 틀린 것은 기다려도 나아지지 않습니다.
    hopeless = (socket.gaierror, ssl.SSLCertVerificationError)
    return not isinstance(getattr(error, "reason", None), hopeless)
