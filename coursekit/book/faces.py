r"""아이콘과 수식의 글꼴에서 책에 나온 글자만 남깁니다.

두 글꼴 모두 OFL이고 이름이 예약되어 있어, 자른 파일 안의 이름은 `Book Icons`와 `Book Math`로 바꿉니다.
"""

import html
import re
from collections import defaultdict
from collections.abc import Iterable

_TOKEN = re.compile(r"<span([^>]*)>|</span>|<[^>]*>|([^<]+)")
_CLASS = re.compile(r'class="([^"]*)"')
_FORMULA = '<span class="katex-html"'
# 글자를 다른 글꼴로 그리게 하는 KaTeX의 클래스들입니다. 없는 것은 둘러싼 글의 글꼴을 따릅니다.
_STYLED = {
    "mathnormal": ("Math-Italic",),
    "mathit": ("Main-Italic",),
    "textit": ("Main-Italic", "Main-BoldItalic"),
    "mathbf": ("Main-Bold",),
    "textbf": ("Main-Bold", "Main-BoldItalic", "Caligraphic-Bold"),
    "boldsymbol": ("Math-BoldItalic",),
    "amsrm": ("AMS-Regular",),
    "mathbb": ("AMS-Regular",),
    "textbb": ("AMS-Regular",),
    "mathcal": ("Caligraphic-Regular",),
    "textcal": ("Caligraphic-Regular",),
    "mathtt": ("Typewriter-Regular",),
    "texttt": ("Typewriter-Regular",),
    "delimsizing": ("Size1-Regular", "Size2-Regular", "Size3-Regular", "Size4-Regular"),
    "op-symbol": ("Size1-Regular", "Size2-Regular"),
}
STYLED = frozenset(name for names in _STYLED.values() for name in names)


def formula_characters(pages: Iterable[str]) -> dict[str, set[str]]:
    r"""수식에 나온 글자를 글꼴마다 모읍니다.

    Parameters
    ----------
    pages : iterable of str
        HTML.

    Returns
    -------
    dict of str to set of str
        글꼴의 이름(`Math-Italic` 따위)과 글자. 여기에 없는 글꼴은 `""`의 글자를 모두 지녀야 합니다.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for page in pages:
        start = page.find(_FORMULA)
        while start >= 0:
            start = _read(page, start, found)
            start = page.find(_FORMULA, start)
    for chars in found.values():
        chars |= {" ", "\u200b"}  # KaTeX가 자리를 잡을 때 쓰는, 보이지 않는 글자들입니다.
    return dict(found)


def _read(page: str, start: int, found: dict[str, set[str]]) -> int:
    r"""수식 하나를 읽고 그 끝을 돌려줍니다."""
    stack: list[frozenset[str]] = []
    for token in _TOKEN.finditer(page, start):
        if token[2] is not None:
            if stack:
                text = html.unescape(token[2])
                found[""].update(text)
                for name in stack[-1]:
                    found[name].update(text)
        elif token[1] is not None:
            classes = _CLASS.search(token[1])
            names = set(stack[-1]) if stack else set()
            for one in classes[1].split() if classes else ():
                names.update(_STYLED.get(one, ()))
            stack.append(frozenset(names))
        elif token[0] == "</span>":
            stack.pop()
            if not stack:
                return token.end()
    return len(page)


def icon_characters(css: str) -> set[str]:
    r"""CSS가 그리는 아이콘의 글자를 모읍니다. 아이콘은 사용자 영역의 글자입니다.

    Parameters
    ----------
    css : str
        쓰는 규칙만 남은 CSS.

    Returns
    -------
    set of str
        글자들.
    """
    codes = {int(code, 16) for code in re.findall(r"\\([0-9a-fA-F]{4,5})", css)}
    codes |= {ord(char) for char in css if "\ue000" <= char <= "\uf8ff"}
    return {chr(code) for code in codes if 0xE000 <= code <= 0xF8FF}
