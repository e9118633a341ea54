r"""지은 책을 이 컴퓨터에서만 보이는 주소로 엽니다."""

from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from coursekit.errors import UsageError

HOST = "127.0.0.1"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - 표준 라이브러리의 이름
        pass

    def end_headers(self) -> None:
        # 다시 지은 책이 바로 보이게 합니다.
        self.send_header("Cache-Control", "no-cache")
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
