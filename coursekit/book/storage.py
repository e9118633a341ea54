r"""저장을 막았거나 저장소가 가득 찬 브라우저에서도 테마의 스크립트가 멈추지 않게 합니다.

테마는 밝기를 저장소에 적다가 오류를 만나면 그 자리에서 그치고, 밝기 단추가 죽습니다.
"""

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util import logging

from coursekit.book.pages import rewrite

logger = logging.getLogger(__name__)
SCRIPT = "scripts/pydata-sphinx-theme.js"
_START = '(()=>{"use strict";'
# 테마의 스크립트 안에서만 보이는 저장소입니다. 적지 못하면 잊고, 읽지 못하면 이 쪽에서만 기억합니다.
_OWN = (
    "const localStorage=(()=>{try{const s=window.localStorage;return{getItem:k=>s.getItem(k),"
    "setItem(k,v){try{s.setItem(k,v)}catch{}}}}catch{const m=new Map;"
    "return{getItem:k=>m.get(k)??null,setItem:(k,v)=>m.set(k,v)}}})();"
)


def connect(app: Sphinx) -> None:
    r"""빌드가 끝날 때 테마의 스크립트를 고치게 합니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    app.connect("build-finished", _finish, priority=790)


def forgiving_script(script: str) -> str:
    r"""테마의 스크립트에 저장소를 대신할 것을 넣습니다.

    Parameters
    ----------
    script : str
        테마의 스크립트.

    Returns
    -------
    str
        고친 스크립트. 두 번 고쳐도 같습니다.
    """
    if not script.startswith(_START) or script.startswith(_START + _OWN):
        return script
    return script.replace(_START, _START + _OWN, 1)


def _finish(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.format != "html":
        return
    script = rewrite(Path(app.outdir) / "_static" / SCRIPT, forgiving_script)
    if _OWN not in script:
        logger.warning("테마의 스크립트가 바뀌어 저장소를 대신할 곳을 찾지 못했습니다: %s", SCRIPT)
