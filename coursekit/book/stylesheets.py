r"""쪽이 부르는 CSS를 쓰는 규칙만 남긴 파일 하나로 모으고, 그것이 부르는 아이콘과 수식의 글꼴을 자릅니다.

테마의 CSS와 글꼴은 빌드마다 다시 복사되므로 고치지 않고, 그것으로 새 파일을 만든 뒤에 지웁니다.
새로 쓴 쪽이 하나도 없으면 전에 만든 것이 그대로 맞으므로 아무 일도 하지 않습니다.
"""

import hashlib
import json
import os
import re
import shutil
from functools import partial
from pathlib import Path

from sphinx.application import Sphinx

from coursekit.book.csscut import cut_css, used_names
from coursekit.book.faces import STYLED, formula_characters, icon_characters
from coursekit.book.fontparts import page_faces, shared_faces, stamped
from coursekit.book.pages import rewrite, site_pages, upward
from coursekit.book.webfonts import cut_once
from coursekit.errors import UsageError

NAME = "book.css"
_LINK = re.compile(r'[ \t]*<link\b(?=[^>]*\brel="stylesheet")[^>]*\bhref="([^"]+)"[^>]*>\n?')
_IMPORT = re.compile(r"""@import\s+["']([^"']+)["']\s*;""")
_URL = re.compile(r"""url\(\s*(["']?)(?!data:|https?:|//|#)([^)"']+?)\1\s*\)""")
_FACE = re.compile(r"@font-face\{[^}]*\}")
_FAMILY = re.compile(r"font-family:\s*([^;}]+)")
_WOFF2 = re.compile(r'url\("?([^")?]+\.woff2)[^)]*\)')
# 디스크에서 연 쪽(file://)은 글꼴을 미리 받지 못하므로 스크립트가 가려서 부탁합니다. CSS보다 앞에 있어야 기다리지 않습니다.
_EARLY_FONTS = (
    "<script data-early-fonts>"
    'if(location.protocol!=="file:")for(const href of %s)'
    'document.head.append(Object.assign(document.createElement("link"),'
    '{rel:"preload",as:"font",type:"font/woff2",crossOrigin:"",href}))'
    "</script>\n"
)
_PARTS = re.compile(r"[ \t]*<style data-page-fonts>[^<]*</style>\n?")
_CORE = re.compile(r'url\("fonts/(book-\w+)\.woff2\?')
# 첫 화면의 글은 모두 보통 굵기이므로 그것만 미리 받습니다. 굵은 글꼴까지 미리 받으면 CSS가 늦어집니다.
_FIRST = re.compile(r'url\("(fonts/book-400(?:\.[^"?]+)?\.woff2[^"]*)"\)')
_PRELOAD = re.compile(r"[ \t]*<script data-early-fonts>[^<]*</script>\n?")
_NOTE = re.compile(r"<!--\s*(?:Loaded before|So that users|Pre-loaded|this give us)[^>]*-->\s*")
# 모은 뒤에는 아무도 부르지 않는 것들입니다.
_LEFT = ("vendor/fontawesome", "katex", "locales", "styles", "images")


def connect(app: Sphinx) -> None:
    r"""빌드가 끝날 때 CSS를 모으게 합니다. 다른 손질이 모두 끝난 뒤입니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    app.connect("build-finished", _finish, priority=950)


def gather(folder: Path, files: list[Path]) -> str:
    r"""CSS 파일들을 잇습니다. 주소는 `_static`에서 본 것으로 바꿉니다.

    Parameters
    ----------
    folder : Path
        `_static` 폴더.
    files : list of Path
        쪽이 부르는 차례로.

    Returns
    -------
    str
        이은 CSS.

    Raises
    ------
    FileNotFoundError
        쪽이 부르는 파일이 없을 때.
    """
    return "\n".join(_read(folder, path) for path in files)


def _read(folder: Path, path: Path) -> str:
    def rebase(match: re.Match[str]) -> str:
        return f'url("{os.path.relpath(path.parent / match[2], folder)}")'

    text = _URL.sub(rebase, path.read_text(encoding="utf-8"))
    return _IMPORT.sub(lambda match: _read(folder, (path.parent / match[1]).resolve()), text)


def links(page: str, place: Path) -> list[Path]:
    r"""쪽이 부르는 CSS 파일들을 부르는 차례로 찾습니다.

    Parameters
    ----------
    page : str
        쪽의 HTML.
    place : Path
        쪽이 놓인 폴더.

    Returns
    -------
    list of Path
        파일들. 이미 모은 쪽이면 비어 있습니다.
    """
    found = [href.split("?")[0] for href in _LINK.findall(page)]
    return [(place / href).resolve() for href in found if not href.endswith("_static/" + NAME)]


def collect(page: str, up: str, version: str, fonts: list[str], faces: str = "") -> str:
    r"""쪽이 모은 CSS 하나만 부르게 하고, 첫 화면의 글꼴을 함께 받게 합니다.

    Parameters
    ----------
    page : str
        쪽의 HTML.
    up : str
        쪽에서 HTML 폴더로 올라가는 길.
    version : str
        모은 CSS의 지문.
    fonts : list of str
        미리 받을 글꼴. `_static`에서 본 주소입니다.
    faces : str
        이 쪽만의 `@font-face`들. 주소는 `_static`에서 본 것입니다.

    Returns
    -------
    str
        고친 HTML. 두 번 고쳐도 같습니다.
    """
    addresses = json.dumps([f"{up}_static/{font}" for font in fonts])
    head = _EARLY_FONTS % addresses if fonts else ""
    head += f'<link rel="stylesheet" href="{up}_static/{NAME}?v={version}">\n'
    if faces:  # 뒤에 선언한 것이 먼저 쓰이므로 CSS 다음입니다.
        faces = faces.replace('url("', f'url("{up}_static/')
        head += f"<style data-page-fonts>{faces}</style>\n"
    page = _PARTS.sub("", _PRELOAD.sub("", _NOTE.sub("", page)))
    first = _LINK.search(page)
    if first is None:
        return page  # CSS를 제 안에 품은 쪽입니다(404).
    page, place = _LINK.sub("", page), first.start()
    return page[:place] + head + page[place:]


def _finish(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.format != "html":
        return
    folder = Path(app.outdir)
    static = folder / "_static"
    pages = {path: path.read_text(encoding="utf-8") for path in site_pages(folder)}
    lists = {tuple(links(page, path.parent)) for path, page in pages.items()} - {()}
    if not lists:
        return
    files = max(lists, key=len)
    if any(set(one) - set(files) for one in lists):
        raise UsageError(
            "쪽마다 다른 CSS를 부릅니다: 한 목록에 모이도록 html_css_files에 적으세요."
        )
    # 찾기의 색인은 쪽의 글입니다. 그 낱말을 클래스로 보면 덜어 낼 것이 없어집니다.
    found = [path for path in static.rglob("*.js") if path.name != "search-index.js"]
    scripts = [path.read_text(encoding="utf-8") for path in found]
    css = cut_css(gather(static, list(files)), used_names(pages.values(), scripts))
    css = _cut_faces(css, static, folder.parent / ".fonts", formula_characters(pages.values()))
    (static / NAME).write_text(css, encoding="utf-8")
    version = hashlib.sha256(css.encode()).hexdigest()[:8]
    cores = {
        core[1]: face for face in _FACE.findall(css) if (core := _CORE.search(face)) is not None
    }
    text = ""
    for path in pages:
        faces = page_faces(path.relative_to(folder).as_posix(), cores, static / "fonts")
        up, fonts = upward(folder, path), _FIRST.findall(css + faces)
        change = partial(collect, up=up, version=version, fonts=fonts, faces=faces)
        text += rewrite(path, change)
    left = [one for one in static.glob("fonts/*.woff2") if one.name not in css + text]
    for path in [*files, *left]:
        path.unlink()
    for name in _LEFT:
        if f"_static/{name}/" not in text:
            shutil.rmtree(static / name, ignore_errors=True)


def _cut_faces(css: str, static: Path, store: Path, formulas: dict[str, set[str]]) -> str:
    r"""CSS가 부르는 글꼴을 자르고, 주소를 자른 것으로 바꿉니다."""
    rules = _FACE.sub("", css)
    icons = icon_characters(rules)
    names = _plain(rules)

    def one(match: re.Match[str]) -> str:
        found = _WOFF2.search(match[0])
        if found is None:
            return match[0]
        family = _FAMILY.search(match[0])
        if family is None or _plain(family[1]) not in names:
            return ""  # 아무 규칙도 부르지 않는 글꼴입니다.
        source = static / found[1].split("?")[0]
        stem = source.stem
        if stem.startswith("fa-"):
            made = cut_once(source, stem, icons, "Book Icons", store, hints=False)
        elif stem.startswith("KaTeX_"):
            style = stem.removeprefix("KaTeX_")
            chars = formulas.get(style if style in STYLED else "", set())
            made = cut_once(source, stem, chars, "Book Math", store, hints=False)
        else:  # fontparts가 이미 자른 글꼴
            return shared_faces(match[0], source)
        if made is None:
            return ""  # 그릴 글자가 하나도 없는 글꼴입니다.
        target = static / "fonts" / f"{stem}.woff2"
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(made, target)
        face = stamped(match[0], target)
        return face if "font-display" in face else face.replace("{", "{font-display:swap;", 1)

    return _FACE.sub(one, css)


def _plain(name: str) -> str:
    return re.sub(r"[\\\"']", "", name).strip()
