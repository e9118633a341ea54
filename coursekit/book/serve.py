r"""지은 책을 이 컴퓨터에서만 보이는 주소로 엽니다. 실제 호스트처럼 글은 눌러 담아(gzip) 보냅니다."""

import gzip
import io
from email.utils import formatdate
from functools import lru_cache, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO

from coursekit.errors import UsageError

HOST = "127.0.0.1"
# 눌러 담아 줄어드는 것들입니다. 그림과 woff2는 이미 눌려 있습니다.
COMPRESSED = frozenset({".html", ".css", ".js", ".svg", ".json", ".xml", ".txt"})
_LEVEL = 6  # 흔한 호스트의 기본값
_FOREVER = "public, max-age=31536000, immutable"


def compressed(path: Path) -> bytes:
    r"""파일을 호스트가 보내는 대로 눌러 담습니다.

    Parameters
    ----------
    path : Path
        글로 된 파일.

    Returns
    -------
    bytes
        gzip. 같은 내용이면 언제나 같습니다.
    """
    return _compressed(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _compressed(path: Path, changed: int) -> bytes:
    return gzip.compress(path.read_bytes(), _LEVEL, mtime=0)


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # 연결 하나로 여러 파일을 보냅니다.
    # 운영 체제의 목록에 기대지 않습니다.
    extensions_map = {  # noqa: RUF012 - 표준 라이브러리의 이름
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".webp": "image/webp",
        ".woff2": "font/woff2",
        ".ipynb": "application/x-ipynb+json",
    }

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - 표준 라이브러리의 이름
        pass

    def guess_type(self, path: Any) -> str:
        kind: str = super().guess_type(path)
        return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        path = Path(self.translate_path(self.path))
        if path.is_dir() and self.path.split("?")[0].endswith("/"):
            path /= "index.html"
        accepted = "gzip" in self.headers.get("Accept-Encoding", "")
        if not accepted or path.suffix not in COMPRESSED or not path.is_file():
            return super().send_head()
        body = compressed(path)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Last-Modified", formatdate(path.stat().st_mtime, usegmt=True))
        self.send_header("Vary", "Accept-Encoding")
        self.end_headers()
        return io.BytesIO(body)

    def end_headers(self) -> None:
        # 이름에 지문이 붙은 것은 바뀌지 않고, 나머지는 다시 지은 책이 바로 보여야 합니다.
        stamped = "?v=" in self.path or "?digest=" in self.path
        self.send_header("Cache-Control", _FOREVER if stamped else "no-cache")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        # 정적 호스트들처럼, 없는 주소에는 책의 404 쪽을 그 상태로 보냅니다.
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def book_server(root: Path, port: int = 8000) -> ThreadingHTTPServer:
    r"""지은 책을 내보내는 서버를 만듭니다. `serve_forever()`로 시작합니다.

    Parameters
    ----------
    root : Path
        책의 뿌리 폴더.
    port : int
        포트 번호. 0이면 비어 있는 포트를 고릅니다.

    Returns
    -------
    ThreadingHTTPServer
        127.0.0.1에 묶인 서버.

    Raises
    ------
    UsageError
        지은 책이 없거나, 포트 번호가 틀리거나, 다른 프로그램이 쓰고 있을 때.
    """
    html = root / "_build" / "html"
    if not (html / "index.html").is_file():
        raise UsageError("지은 책이 없습니다: 먼저 `coursekit book build` 명령으로 지으세요.")
    if not 0 <= port <= 65535:
        raise UsageError(f"`port` 값은 0 이상 65535 이하여야 합니다(받은 값: {port}).")
    try:
        return ThreadingHTTPServer((HOST, port), partial(_Quiet, directory=str(html)))
    except OSError:
        raise UsageError(
            f"{port}번 포트를 다른 프로그램이 쓰고 있습니다: `--port`로 다른 번호를 고르세요."
        ) from None
