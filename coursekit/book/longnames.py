r"""글 속의 코드가 나뉠 자리: 긴 경로는 이름의 가운데가 아니라 빗금 뒤에서, `--check` 같은 짧은 것은 나뉘지 않게."""

import re
from pathlib import Path

from sphinx.application import Sphinx

from coursekit.book.pages import rewrite, site_pages

# 짧은 것은 통째로 다음 줄에 갑니다.
_LONG = re.compile(r'(?<=<span class="pre">)[^<\s]{24,}(?=</span>)')
_SHORT = re.compile(r'(?<=<span class="pre)(?=">[^<\s]{2,23}</span>)(?=">[^<]*-)')
_SLASH = re.compile(r"(?<=[^/])/(?=[^/])")


def connect(app: Sphinx) -> None:
    r"""빌드가 끝날 때 나뉠 곳을 적게 합니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    app.connect("build-finished", _finish, priority=835)


def breakable(page: str) -> str:
    r"""긴 경로의 빗금 뒤에 줄을 바꾸어도 된다고, 줄표가 든 짧은 것은 나뉘지 않는다고 적습니다. 베낀 글은 그대로입니다.

    Parameters
    ----------
    page : str
        쪽의 HTML.

    Returns
    -------
    str
        고친 HTML. 두 번 고쳐도 같습니다.
    """
    page = _SHORT.sub(" unbroken", page)
    return _LONG.sub(lambda name: _SLASH.sub("/<wbr>", name[0]), page)


def _finish(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.format != "html":
        return
    for path in site_pages(Path(app.outdir)):
        rewrite(path, breakable)
