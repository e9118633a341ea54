r"""코드의 글꼴 `Book Mono`에서 책의 코드에 나온 글자만 남깁니다. 출처는 `assets/fonts/README.md`에 있습니다."""

import hashlib
import html
import re
import shutil
from pathlib import Path

from sphinx.application import Sphinx

from coursekit.book.theme import ASSETS
from coursekit.book.webfonts import cut_font

SOURCE = ASSETS / "fonts" / "book-mono.woff2"
FAMILY = "Book Mono"
_CODE = re.compile(r"<(pre|code|kbd|samp)\b[^>]*>(.*?)</\1>", re.DOTALL)
_MARKUP = re.compile(r"<[^>]*>")
_ASCII = frozenset(map(chr, range(0x20, 0x7F)))


def connect(app: Sphinx) -> None:
    r"""빌드가 끝날 때 글꼴을 자르게 합니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    app.connect("build-finished", _finish, priority=900)


def code_characters(page: str) -> set[str]:
    r"""쪽의 코드에 나온 글자를 모읍니다.

    Parameters
    ----------
    page : str
        HTML.

    Returns
    -------
    set of str
        코드와 자판 이름의 글자.
    """
    pieces = (_MARKUP.sub("", match[2]) for match in _CODE.finditer(page))
    return {char for piece in pieces for char in html.unescape(piece) if char.isprintable()}


def _finish(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.format != "html":
        return
    out = Path(app.outdir)
    chars = set(_ASCII)
    for path in out.rglob("*.html"):
        chars |= code_characters(path.read_text(encoding="utf-8"))
    key = hashlib.sha256(SOURCE.read_bytes() + "".join(sorted(chars)).encode()).hexdigest()
    made = out.parent / ".fonts" / f"book-mono-{key[:16]}.woff2"
    if not made.is_file():
        for old in made.parent.glob("book-mono-*.woff2"):
            old.unlink()
        cut_font(SOURCE, made, chars, FAMILY)
    target = out / "_static" / "fonts" / "book-mono.woff2"
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(made, target)
