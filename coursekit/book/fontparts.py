r"""책의 글꼴을 조각으로 나눕니다: 여러 장이 쓰는 글자(core), 쪽마다의 나머지, 그 밖의 글자.

쪽은 core와 제 조각만 받습니다. core는 다음 쪽에서도 쓰므로 다시 받지 않습니다.
그 밖의 글자는 찾기의 결과처럼 스크립트가 나중에 그 글자를 그릴 때에만 받습니다.
"""

import hashlib
import re
import shutil
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sphinx.application import Sphinx

from coursekit.book.drawn import ALWAYS, ASCII, Drawn, drawn_characters, script_characters
from coursekit.book.fingerprint import package_folder
from coursekit.book.pages import site_pages
from coursekit.book.sources import read_numbered
from coursekit.book.theme import ASSETS
from coursekit.book.webfonts import cut_once, font_characters

SANS, MONO = "Book Sans", "Book Mono"
MONO_SOURCE = ASSETS / "fonts" / "book-mono.woff2"
# 그 밖의 글자의 조각들, 먼저 선언할 것부터. 뒤에 선언한 것이 먼저 쓰입니다.
TIERS = ("-rest", "-more")
# 한글의 일부만 지닌 글꼴입니다: 없는 글자를 있다고 적으면 헛되이 받습니다.
_PARTIAL = frozenset({"book-mono"})
# 조각을 자르기 앞의, 책의 모든 글자를 지닌 글꼴입니다.
_WHOLE = "-whole"
_SYLLABLES = range(0xAC00, 0xD7A4)
_SOURCE = re.compile(r"src:[^;}]*")
_NAME = re.compile(r"[^A-Za-z0-9_-]+")


@dataclass(frozen=True)
class Parts:
    r"""글꼴 하나의 조각들.

    Parameters
    ----------
    core : frozenset of str
        절반이 넘는 장이 쓰는 글자와, 늘 지닐 글자.
    pages : dict of str to frozenset of str
        쪽마다의, core에 없는 글자.
    """

    core: frozenset[str]
    pages: dict[str, frozenset[str]]


def connect(app: Sphinx) -> None:
    r"""빌드가 끝날 때 글꼴을 자르게 합니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    app.connect("build-finished", _finish, priority=900)


def share(
    drawn: Mapping[str, frozenset[str]], chapters: Iterable[str], always: frozenset[str]
) -> Parts:
    r"""쪽들이 그리는 글자를 함께 쓸 조각과 쪽마다의 조각으로 나눕니다.

    Parameters
    ----------
    drawn : mapping of str to frozenset of str
        쪽의 이름과 그 글자.
    chapters : iterable of str
        함께 쓸 글자를 정하는 쪽들. 하나도 없으면 모든 쪽으로 정합니다.
    always : frozenset of str
        쓰지 않아도 함께 쓸 조각에 둘 글자.

    Returns
    -------
    Parts
        조각들.
    """
    voters = [name for name in chapters if name in drawn] or list(drawn)
    votes = Counter(char for name in voters for char in drawn[name])
    core = always | {char for char, count in votes.items() if 2 * count > len(voters)}
    # 위에 얹는 부호(̂)는 밑글자와 한 글꼴에서 나와야 합니다: 나뉘면 둘을 다 지닌 글꼴을 찾아 모두 받습니다.
    core |= {char for char in set().union(*drawn.values()) if unicodedata.combining(char)}
    return Parts(core, {name: chars - core for name, chars in drawn.items()})


def page_part(stem: str, page: str) -> str:
    r"""쪽의 조각에 붙일 파일의 이름을 정합니다.

    Parameters
    ----------
    stem : str
        글꼴의 이름(`book-400`).
    page : str
        HTML 폴더에서 본 쪽의 경로.

    Returns
    -------
    str
        파일의 이름. 글꼴의 이름과 점으로 나뉘어 다른 조각과 겹치지 않습니다.
    """
    return f"{stem}.{_NAME.sub('-', page.removesuffix('.html'))}.woff2"


def unicode_range(chars: Iterable[str], *, coarse: bool = False) -> str:
    r"""글자들을 CSS의 `unicode-range`로 적습니다.

    Parameters
    ----------
    chars : iterable of str
        글자들.
    coarse : bool
        한글이 하나라도 있으면 한글 모두로 적을지. 글자마다 적으면 CSS가 길어집니다.

    Returns
    -------
    str
        이어진 글자는 묶어 적은 범위들.
    """
    codes = {ord(char) for char in chars}
    if coarse and codes & set(_SYLLABLES):
        codes |= set(_SYLLABLES)
    spans: list[list[int]] = []
    for code in sorted(codes):
        if spans and spans[-1][1] == code - 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    return ",".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in spans)


def _finish(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.format != "html":
        return
    out = Path(app.outdir)
    static, store = out / "_static", out.parent / ".fonts"
    chapters = [f"{name}.html" for name in sorted(read_numbered(Path(app.srcdir)))]
    drawn = {
        path.relative_to(out).as_posix(): drawn_characters(path, static) for path in site_pages(out)
    }
    for old in (static / "fonts").glob("book-*.woff2"):
        old.unlink()
    book = _book_characters(drawn.values(), static)
    fonts = package_folder() / "viz" / "fonts"
    for stem, source, family, always in (
        ("400", fonts / "Pretendard-Regular.otf", SANS, ALWAYS),
        ("700", fonts / "Pretendard-Bold.otf", SANS, ALWAYS),
        ("mono", MONO_SOURCE, MONO, ASCII),
    ):
        styled = {name: _styled(one, stem) for name, one in drawn.items()}
        shown = always.union(*styled.values()) | (book if stem == "400" else frozenset())
        # 굵게 쓴 적이 없는 글자도 스크립트가 굵게 쓸 수 있습니다.
        others = book - shown if stem == "700" else frozenset()
        whole = cut_once(
            source, f"book-{stem}{_WHOLE}", shown | others, family, store, suffix=".ttf"
        )
        if whole is None:
            continue
        # 제 조각을 부르지 못하는 쪽의 글자는 함께 쓰는 조각에 있어야 합니다.
        alone = [styled[name] for name, one in drawn.items() if not one.linked]
        parts = share(styled, chapters, always.union(*alone))
        wanted = {f"book-{stem}.woff2": parts.core}
        wanted |= {page_part(f"book-{stem}", name): one for name, one in parts.pages.items()}
        tiers = (others, shown - parts.core)
        wanted |= {
            f"book-{stem}{tier}.woff2": chars for tier, chars in zip(TIERS, tiers, strict=True)
        }
        for name, chars in wanted.items():
            made = cut_once(whole, name.removesuffix(".woff2"), chars, family, store)
            if made is not None:
                (static / "fonts").mkdir(parents=True, exist_ok=True)
                shutil.copyfile(made, static / "fonts" / name)


def whole_faces(html: Path) -> str:
    r"""책의 모든 글자를 한 글꼴에서 부르는 CSS를 적습니다.

    종이에는 조각이 없어야 합니다: 한 낱말이 두 글꼴로 나뉘면 PDF에서 뽑은 글이 낱말 가운데서 갈라집니다.

    Parameters
    ----------
    html : Path
        지은 HTML의 폴더.

    Returns
    -------
    str
        쪽의 CSS 뒤에 둘 `@font-face`들. 이 폴더에서 지은 책이 없으면 빈 글.
    """
    found = ""
    for stem, family, weight in (
        ("400", SANS, "400"),
        ("700", SANS, "600 900"),
        ("mono", MONO, "400"),
    ):
        for font in (html.parent / ".fonts").glob(f"book-{stem}{_WHOLE}-*.ttf"):
            found += (
                f'@font-face{{font-family:"{family}";font-weight:{weight};'
                f'src:url("{font.resolve().as_uri()}")}}\n'
            )
    return found


def _styled(drawn: Drawn, stem: str) -> frozenset[str]:
    return {"400": drawn.regular, "700": drawn.bold, "mono": drawn.mono}[stem]


def _book_characters(drawn: Iterable[Drawn], static: Path) -> frozenset[str]:
    r"""책의 어느 쪽이나 스크립트가 그리는 모든 글자."""
    scripts = [path for path in static.rglob("*.js") if path.name != "search-index.js"]
    found = ALWAYS.union(*(one.regular for one in drawn))
    return found.union(*(script_characters(path) for path in scripts))


def page_faces(page: str, faces: Mapping[str, str], fonts: Path) -> str:
    r"""쪽의 조각들을 부르는 CSS를 적습니다.

    Parameters
    ----------
    page : str
        HTML 폴더에서 본 쪽의 경로.
    faces : mapping of str to str
        글꼴의 이름(`book-400`)과, 그 core를 부르는 `@font-face`.
    fonts : Path
        글꼴이 놓인 폴더.

    Returns
    -------
    str
        `@font-face`들. 조각이 없으면 빈 글.
    """
    found = ((face, fonts / page_part(stem, page)) for stem, face in faces.items())
    return "".join(_ranged(face, font) for face, font in found if font.is_file())


def shared_faces(face: str, core: Path) -> str:
    r"""모든 쪽이 함께 쓰는 조각들을 부르는 CSS를 적습니다.

    Parameters
    ----------
    face : str
        core를 부르는 `@font-face`.
    core : Path
        core의 파일.

    Returns
    -------
    str
        그 밖의 글자의 조각들과 core의 `@font-face`. core가 뒤에 있어 먼저 쓰입니다.
    """
    others = (core.with_name(f"{core.stem}{tier}.woff2") for tier in TIERS)
    coarse = core.stem not in _PARTIAL
    found = "".join(_ranged(face, font, coarse=coarse) for font in others if font.is_file())
    return found + stamped(face, core)


def stamped(face: str, font: Path) -> str:
    r"""`@font-face`의 주소를 파일의 지문이 붙은 것으로 바꿉니다.

    Parameters
    ----------
    face : str
        `@font-face`.
    font : Path
        `_static/fonts`의 파일.

    Returns
    -------
    str
        고친 `@font-face`.
    """
    version = hashlib.sha256(font.read_bytes()).hexdigest()[:8]
    source = f'src:url("fonts/{font.name}?v={version}") format("woff2")'
    return _SOURCE.sub(lambda _: source, face)


def _ranged(face: str, font: Path, *, coarse: bool = False) -> str:
    codes = unicode_range(font_characters(font), coarse=coarse)
    return stamped(face, font).replace("{", "{unicode-range:" + codes + ";", 1)
