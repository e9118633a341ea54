r"""코드의 색칠에서 바탕글과 색이 같은 조각의 `<span>`을 벗깁니다.

이름과 쉼표와 빈칸은 어느 배경에서도 바탕글의 색입니다. 벗기면 쪽의 요소가 셋에 하나쯤 줄어듭니다.
"""

import re
from pathlib import Path

from sphinx.application import Sphinx

from coursekit.book.pages import rewrite, site_pages

# pygments의 a11y 색에서 바탕글과 같은 것들: 이름, 구두점, 모듈의 이름, 그 밖의 이름, 표지, 빈칸.
PLAIN = ("n", "p", "nn", "nx", "pm", "w")
_BLOCK = re.compile(r'(?<=<div class="highlight"><pre>).*?(?=</pre>)', re.DOTALL)
_SPAN = re.compile(rf'<span class="(?:{"|".join(PLAIN)})">([^<]*)</span>')


def connect(app: Sphinx) -> None:
    r"""빌드가 끝날 때 코드의 조각을 벗기게 합니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    app.connect("build-finished", _finish, priority=830)


def unwrap_plain(page: str) -> str:
    r"""색이 없는 조각의 태그를 벗깁니다. 글은 그대로입니다.

    Parameters
    ----------
    page : str
        쪽의 HTML.

    Returns
    -------
    str
        고친 HTML.
    """
    return _BLOCK.sub(lambda block: _SPAN.sub(r"\1", block[0]), page)


def _finish(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.format != "html":
        return
    for path in site_pages(Path(app.outdir)):
        rewrite(path, unwrap_plain)
