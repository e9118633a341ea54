r"""쪽이 어느 글자를 어느 모양으로 그리는지: 보통(400), 굵게(700), 코드(mono)."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

# 스크립트가 쪽을 연 뒤에 그리는 글자들입니다.
ALWAYS = frozenset("".join(map(chr, range(0x20, 0x7F))) + "·—–‘’“”…→←↑↓×÷≤≥≠±−κλη₀₁₂")
ASCII = frozenset(map(chr, range(0x20, 0x7F)))
_SKIPPED = re.compile(
    r"<script(?![^>]*widget-state)[^>]*>.*?</script>|<style.*?</style>", re.DOTALL
)
# 굵게 그리는 요소들입니다.
_BOLD = re.compile(
    r"<(h[1-6]|strong|b|th|dt|summary|legend|title)\b[^>]*>(.*?)</\1>"
    r'|<p\b[^>]*\bclass="[^"]*(?:title|caption|rubric)[^"]*"[^>]*>(.*?)</p>'
    r'|<div\b[^>]*\bclass="[^"]*title[^"]*"[^>]*>(.*?)</div>',
    re.DOTALL,
)
_CODE = re.compile(r"<(pre|code|kbd|samp)\b[^>]*>(.*?)</\1>", re.DOTALL)
_MARKUP = re.compile(r"<[^>]*>")
_ESCAPES = re.compile(r"\\u([0-9a-fA-F]{4})")
_COMMENT = re.compile(r"^[ \t]*//[^\n]*|/\*.*?\*/", re.MULTILINE | re.DOTALL)
# 쪽이 부르는 스크립트와, 눈앞에 올 때 부르는 위젯의 상태와 코드입니다.
_CALLED = re.compile(r'<script\b[^>]*?\b(?:src|data-state)="([^"?]+\.js)')
# 굵은 글을 그리는 스크립트입니다: 첫 쪽의 「이어서 읽기」.
_BOLD_SCRIPTS = frozenset({"landing.js"})
_STYLE = re.compile(r'<link\b(?=[^>]*\brel="stylesheet")[^>]*\bhref="([^"?]+)')
# CSS가 요소의 앞뒤에 그리는 글입니다.
_CONTENT = re.compile(r"""\bcontent:\s*("[^"]*"|'[^']*')""")
_CSS_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_ASSET = re.compile(r'\bdata-asset="([^"]+)"')


@dataclass(frozen=True)
class Drawn:
    r"""쪽 하나가 그리는 글자들.

    Parameters
    ----------
    regular : frozenset of str
        모든 글자. 스크립트가 그릴 글자를 품습니다.
    bold : frozenset of str
        제목과 강조와 표의 머리의 글자.
    mono : frozenset of str
        코드와 자판 이름의 글자.
    linked : bool
        CSS 파일을 부르는 쪽이면 참. 제 안에 품은 쪽(404)은 제 조각을 부르지 못합니다.
    """

    regular: frozenset[str]
    bold: frozenset[str]
    mono: frozenset[str]
    linked: bool


def drawn_characters(page: Path, static: Path) -> Drawn:
    r"""쪽이 그리는 글자를 모읍니다.

    Parameters
    ----------
    page : Path
        HTML 파일.
    static : Path
        `_static` 폴더. 위젯의 코드를 여기서 찾습니다.

    Returns
    -------
    Drawn
        글자들.
    """
    text = page.read_text(encoding="utf-8")
    found = [page.parent / address for address in _CALLED.findall(text)]
    found += [static / "widgets" / f"{name}.js" for name in _ASSET.findall(text)]
    called = [script_characters(path) for path in found if path.is_file()]
    bold = [script_characters(one) for one in found if one.is_file() and one.name in _BOLD_SCRIPTS]
    styles = (page.parent / address for address in _STYLE.findall(text))
    called += [style_characters(path) for path in styles if path.is_file()]
    # 쪽에 든 위젯의 상태는 JSON이라 한글이 \\uXXXX로 적힐 수 있습니다.
    escaped = {chr(int(code, 16)) for code in _ESCAPES.findall(text)}
    shown = _SKIPPED.sub("", text)
    return Drawn(
        _printable({*html.unescape(shown), *escaped}.union(*called)),
        bold_characters(shown).union(*bold),
        code_characters(shown),
        _STYLE.search(text) is not None,
    )


def bold_characters(page: str) -> frozenset[str]:
    r"""쪽이 굵게 그리는 글자를 모읍니다.

    Parameters
    ----------
    page : str
        HTML.

    Returns
    -------
    frozenset of str
        제목과 강조, 표의 머리에 나온 글자.
    """
    return _texts(match[0] for match in _BOLD.finditer(page))


def code_characters(page: str) -> frozenset[str]:
    r"""쪽의 코드에 나온 글자를 모읍니다.

    Parameters
    ----------
    page : str
        HTML.

    Returns
    -------
    frozenset of str
        코드와 자판 이름의 글자.
    """
    return _texts(match[2] for match in _CODE.finditer(page))


def script_characters(path: Path) -> frozenset[str]:
    r"""스크립트가 그릴 수 있는 글자를 모읍니다. 주석의 글자는 세지 않습니다.

    Parameters
    ----------
    path : Path
        스크립트.

    Returns
    -------
    frozenset of str
        글자들.
    """
    text = _COMMENT.sub("", path.read_text(encoding="utf-8"))
    return _printable({*text, *(chr(int(code, 16)) for code in _ESCAPES.findall(text))})


def style_characters(path: Path) -> frozenset[str]:
    r"""CSS가 그리는 글자를 모읍니다.

    Parameters
    ----------
    path : Path
        CSS.

    Returns
    -------
    frozenset of str
        `content`에 적힌 글자들.
    """
    text = "".join(match[1][1:-1] for match in _CONTENT.finditer(path.read_text(encoding="utf-8")))
    return _printable(set(_CSS_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)))


def _texts(pieces: Iterable[str]) -> frozenset[str]:
    found: set[str] = set()
    for piece in pieces:
        found |= set(html.unescape(_MARKUP.sub("", piece)))
    return _printable(found)


def _printable(chars: set[str]) -> frozenset[str]:
    return frozenset(
        char for char in chars if char.isprintable() and not 0xD800 <= ord(char) < 0xE000
    )
