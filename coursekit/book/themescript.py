r"""테마의 스크립트가 쪽을 처음 열 때 하는 헛일을 덜어 냅니다.

테마는 밝기를 쪽을 다 그린 뒤에 정해 처음부터 다시 그리게 하고, 코드와 결과의 상자를 한꺼번에 재어
화면 밖의 것까지 모두 그리게 합니다. 밝기는 그리기 전에 정하고, 상자는 `scrolling.js`가 조금씩 잽니다.
"""

import re
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from coursekit.book.pages import rewrite

_THEME = re.compile(
    r'document\.documentElement\.dataset\.mode = localStorage\.getItem\("mode"\) \|\| "(?P<mode>\w+)";'
    r'\s*document\.documentElement\.dataset\.theme = localStorage\.getItem\("theme"\) \|\| "\w+";'
)
_EARLY = (
    '(look=>{{look.mode="{mode}";'
    'try{{look.mode=localStorage.getItem("mode")||"{mode}"}}catch{{}}'
    'look.theme=look.mode==="auto"'
    '?matchMedia("(prefers-color-scheme: dark)").matches?"dark":"light":look.mode'
    "}})(document.documentElement.dataset);"
)
_MEASURING = '"complete"===document.readyState?I():window.addEventListener("load",I)'
_NOTHING = "void 0"


def connect(app: Sphinx) -> None:
    r"""빌드가 끝날 때 테마의 스크립트를 고치게 합니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    app.connect("build-finished", _finish, priority=780)


def early_brightness(page: str) -> str:
    r"""밝기를 쪽을 그리기 전에 정합니다. 「자동」이면 그 자리에서 기계의 설정을 따릅니다.

    Parameters
    ----------
    page : str
        테마가 만든 쪽.

    Returns
    -------
    str
        고친 쪽. 두 번 고쳐도 같습니다.
    """
    return _THEME.sub(lambda match: _EARLY.format(mode=match["mode"]), page)


def without_measuring(script: str) -> str:
    r"""쪽을 열 때 모든 상자를 재는 일을 테마의 스크립트에서 뺍니다.

    Parameters
    ----------
    script : str
        `pydata-sphinx-theme.js`.

    Returns
    -------
    str
        고친 스크립트. 두 번 고쳐도 같습니다.

    Raises
    ------
    ExtensionError
        판이 바뀌어 그 일을 찾지 못할 때.
    """
    if _MEASURING not in script and f",{_NOTHING}}})();" not in script:
        raise ExtensionError(
            "pydata-sphinx-theme.js에서 상자를 재는 곳을 찾지 못했습니다: 판이 바뀌었는지 살피세요."
        )
    return script.replace(_MEASURING, _NOTHING)


def _finish(app: Sphinx, error: Exception | None) -> None:
    path = Path(app.outdir) / "_static" / "scripts" / "pydata-sphinx-theme.js"
    if error or app.builder.format != "html" or not path.is_file():
        return
    rewrite(path, without_measuring)
