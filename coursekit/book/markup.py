r"""테마와 KaTeX가 틀리게 쓴 HTML을 바로잡습니다. 무엇이 틀렸는지는 `coursekit.book.validation`이 찾습니다."""

import re
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

_VIEWPORT = re.compile(r"\s*<meta name=\"viewport\"[^>]*>")
# 인쇄할 때만 보이는 두 번째 h1과 차례입니다. 화면을 읽어 주는 프로그램에는 제목이 둘로 들립니다.
_PRINT_ONLY = re.compile(r'<div id="jb-print-docs-body".*?\n</div>\n', re.DOTALL)
# 주소의 `&`는 `&amp;`로 적습니다: `&copy=`처럼 적으면 글자 하나로 읽힙니다.
_BARE_AMPERSAND = re.compile(r"&(?=[A-Za-z_]+=)")
_HREF = re.compile(r'\bhref="[^"]*"')
# KaTeX는 `r_\max`의 첨자를 두 원소로, `\bmod`의 낱말을 상자로 적습니다. 둘 다 MathML이 아닙니다.
_FUNCTION = re.compile(r"(?<!<mrow>)(<m[io]\b[^>]*>[^<]*</m[io]>)(<mo>\u2061</mo>)")
_BOXED_WORD = re.compile(r"(<mo\b[^>]*>)<mrow>((?:<m[ino]\b[^>]*>[^<]*</m[ino]>)+)</mrow></mo>")

# 움직이는 그림의 제목은 틀의 끝에 있어야 하고, 아직 부르지 않은 그림에도 주소가 있어야 합니다.
_ANIMATION = re.compile(
    r'<figure class="ck-animation"([^>]*)>(<style>.*?</style>)(.*?</figcaption>)(.*?)</figure>',
    re.DOTALL,
)
_LAYER = '<img class="ck-animation-layer" alt="" aria-hidden="true" hidden>'
_EMPTY = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="


def connect(app: Sphinx) -> None:
    r"""설정과 쪽마다의 손질을 답니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    app.connect("config-inited", _configure, priority=100)
    app.connect("html-page-context", _page, priority=900)


def repair(html: str) -> str:
    r"""쪽의 틀린 마크업을 바로잡습니다.

    Parameters
    ----------
    html : str
        테마가 만든 쪽.

    Returns
    -------
    str
        바로잡은 쪽. 두 번 바로잡아도 같습니다.
    """
    first = _VIEWPORT.search(html)
    if first:
        html = html[: first.end()] + _VIEWPORT.sub("", html[first.end() :])
    html = _PRINT_ONLY.sub("", html)
    html = _HREF.sub(lambda match: _BARE_AMPERSAND.sub("&amp;", match[0]), html)
    html = _ANIMATION.sub(
        r'<div class="ck-animation"\1>\2<figure style="margin:0">\3</figure>\4</div>', html
    )
    html = html.replace(_LAYER, f'{_LAYER[:-1]} src="{_EMPTY}">')
    html = _FUNCTION.sub(r"<mrow>\1\2</mrow>", html)
    return _BOXED_WORD.sub(lambda match: match[1] + re.sub("<[^>]+>", "", match[2]) + "</mo>", html)


def _configure(app: Sphinx, config: Config) -> None:
    config.html_use_index = False  # 용어집이 색인입니다. Sphinx의 것은 제목뿐인 빈 쪽이 됩니다.


def _page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    # 원본을 내보내지 않으므로(html_copy_source) 내려받는 단추는 없는 파일을 가리킵니다.
    for button in context.get("header_buttons", []):
        if "buttons" in button:
            button["buttons"] = [
                one for one in button["buttons"] if one.get("label") != "download-source-button"
            ]
