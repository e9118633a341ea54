r"""쪽이 쓰는 스크립트만, 쪽이 그려진 뒤에 부르게 합니다.

테마와 확장은 모든 쪽에 같은 스크립트를 머리에서 부릅니다. 쓰지 않는 것을 빼고 나머지를 미룹니다.
찾기 쪽은 스크립트의 차례에 기대는 것이 있어 빼기만 합니다.
"""

import re
from pathlib import Path

from sphinx.application import Sphinx

from coursekit.book.pages import rewrite, site_pages
from coursekit.book.theme import ASSETS

# 스크립트와, 그것이 있어야 하는 쪽의 모습입니다. 여기에 없는 것은 언제나 남습니다.
_SEARCH = r'id="search-results"'
NEEDED = {
    "togglebutton.js": r'class="(?:[^"]* )?(?:toggle(?: [^"]*)?"|admonition [^"]*\bdropdown\b)',
    "design-tabs.js": r'class="[^"]*\bsd-tab-label\b',
    "clipboard.min.js": r'class="[^"]*\bhighlight\b',
    "copybutton.js": r'class="[^"]*\bhighlight\b',
    "translations.js": _SEARCH,
    "searchtools.js": _SEARCH,
    "language_data.js": _SEARCH,
    "searchindex.js": _SEARCH,
    # 테마의 메뉴와 말풍선: menus.js가 같은 일을 2 KB로 합니다.
    "bootstrap.js": r"\bdata-bs-toggle=\"(?!tooltip|dropdown)",
}
_INNER = ("copybutton_funcs.js",)  # copybutton.js가 제 안에 품고 있어 아무도 부르지 않습니다.
_TAG = re.compile(
    r'[ \t]*<script\b(?P<before>[^>]*?)\bsrc="(?P<src>[^"]+)"(?P<after>[^>]*)></script>\n?'
)
_EARLY = re.compile(r'\s*<link\b[^>]*rel="preload"[^>]*as="script"[^>]*/?>')
_WAITING = re.compile(r'\b(?:defer|async)\b|\btype="module"')
_OPTIONS = re.compile(r'<script\b[^>]*\bsrc="[^"]*documentation_options\.js[^"]*"[^>]*></script>')
_COMMENT = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
_TOGGLES = re.compile(
    r"[ \t]*<script>(?:let toggle(?:Hint|Open)\w+|var togglebuttonSelector) = [^<]*</script>\n?"
)


def connect(app: Sphinx) -> None:
    r"""빌드가 끝날 때 쪽의 스크립트를 추리게 합니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    app.connect("build-finished", _finish, priority=850)


def defer_scripts(page: str, options: str = "") -> str:
    r"""쓰지 않는 스크립트를 빼고 나머지를 쪽이 그려진 뒤로 미룹니다.

    Parameters
    ----------
    page : str
        쪽의 HTML.
    options : str
        쪽에 적어 넣을 `documentation_options.js`의 글. 비어 있으면 부르던 대로 둡니다.

    Returns
    -------
    str
        고친 HTML. 두 번 고쳐도 같습니다.
    """
    body = page[page.find("<body") :]
    searching = re.search(_SEARCH, body) is not None

    def one(match: re.Match[str]) -> str:
        name = match["src"].split("?")[0].rsplit("/", 1)[-1]
        if name in NEEDED and not re.search(NEEDED[name], body):
            return ""
        if searching or _WAITING.search(match["before"] + match["after"]):
            return match[0]
        return match[0].replace("<script", "<script defer", 1)

    page = _EARLY.sub("", page)
    if options:
        page = _OPTIONS.sub(lambda match: f"<script>{_short(options)}</script>", page)
    page = _TAG.sub(one, page)
    return page if "togglebutton.js" in page else _TOGGLES.sub("", page)


def without_comments(script: str) -> str:
    r"""줄을 통째로 쓴 주석을 뺍니다. 독자가 받을 것의 2할입니다.

    Parameters
    ----------
    script : str
        이 책이 쓴 스크립트. 여러 줄에 걸친 글 안에 `//`로 시작하는 줄이 없어야 합니다.

    Returns
    -------
    str
        하는 일이 같은 스크립트.
    """
    return _COMMENT.sub("", script)


def _short(script: str) -> str:
    return re.sub(r"\s*\n\s*", "", script).strip()


def _finish(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.format != "html":
        return
    folder = Path(app.outdir)
    options = folder / "_static" / "documentation_options.js"
    text = options.read_text(encoding="utf-8") if options.is_file() else ""
    pages = [rewrite(path, lambda page: defer_scripts(page, text)) for path in site_pages(folder)]
    called = "".join(match[0] for page in pages for match in _TAG.finditer(page))
    own = {"copybutton.js", *(path.name for path in (ASSETS / "site").glob("*.js"))}
    for path in list((folder / "_static").rglob("*.js")):
        if path.name in {*NEEDED, *_INNER} and f"/{path.name}" not in called:
            path.unlink()
        elif path.name in own:
            rewrite(path, without_comments)
