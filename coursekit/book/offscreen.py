r"""화면 밖의 절은 다가올 때 그리게 하고, 그때까지 비워 둘 높이를 빌드할 때 어림합니다.

식이 수백 개인 장은 브라우저가 처음에 모두 그리느라 멈춥니다. CSS의 `content-visibility: auto`는 화면에서 먼
상자의 계산을 미루지만, 높이를 모르면 스크롤 막대가 출렁입니다. 그래서 글의 양과 그림의 크기에서 높이를 어림해
좁은 화면과 넓은 화면의 것을 상자마다 적습니다. 그 높이를 쓰는 것은 `assets/site/offscreen.css`이고,
주소로 뛴 자리를 바로잡는 것은 `assets/site/offscreen.js`입니다.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

MARK = "--narrow:"
# 이보다 낮은 상자는 미루어도 덜어 주는 것이 없습니다(px).
_LEAST = 600
# 처음에는 보이지 않는 것들: 화면을 읽는 프로그램의 식, 용어의 뜻, 접힌 답.
_HIDDEN = re.compile(
    r'<span class="katex-mathml">.*?</math></span>|<span class="first-use-tip".*?</a></span>'
    r"|<(?P<code>script|style)\b.*?</(?P=code)>|(?<=</summary>).*?(?=</details>)",
    re.DOTALL,
)
_TOKEN = re.compile(r"<(?P<close>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9]*)(?P<rest>[^>]*)>|(?P<text>[^<]+)")
_BOX = re.compile(r'class="[^"]*\bexercise-item\b')
_FORMULA = re.compile(r'class="math\b')
_STRUT = re.compile(r'class="strut" style="height:([\d.]+)em')
_SIZE = re.compile(r'\b(width|height)(?:="|:\s*)(\d+)')
_WIDE = re.compile(r"[\u1100-\uffdc]")
# 문장의 흐름을 끊는 요소들입니다.
_FLOW = r"p li h[2-5] pre d[td] figcaption summary t[drh] div section table [uo]l figure br button"
_BLOCK = re.compile("|".join(_FLOW.split()))


@dataclass(frozen=True)
class Screen:
    r"""한 너비의 화면에서 글과 상자가 차지하는 높이(px). 지은 책에서 잰 값입니다.

    Parameters
    ----------
    column, letter : float
        본문의 너비와 글자의 크기.
    line, code, row : float
        글, 코드, 표의 한 줄.
    math, strut : float
        식 하나의 여백과, 식의 높이 1em.
    blocks : dict of str to float
        요소의 이름이나 클래스와, 줄 밖에 더하는 여백.
    """

    column: float
    letter: float
    line: float
    code: float
    row: float
    math: float
    strut: float
    blocks: dict[str, float]


# 조금 넉넉합니다: 모자라면, 기다리는 절의 끝이 다음 절의 자리와 겹친다고 화면을 재는 도구가 봅니다.
NARROW = Screen(
    column=358, letter=16, line=27, code=22.6, row=42, math=62, strut=12,
    blocks={"p": 18, "h2": 42, "h3": 20, "pre": 58, "img": 27, "table": 10, "button": 70,
            "admonition": 80, "exercise-item": 120, "exercise-intro": 270},
)  # fmt: skip
WIDE = Screen(
    column=704, letter=17, line=25, code=23.6, row=40, math=52, strut=18,
    blocks={"p": 16, "h2": 42, "h3": 34, "pre": 52, "img": 28, "table": 16, "button": 80,
            "admonition": 75, "exercise-item": 160, "exercise-intro": 290},
)  # fmt: skip
_CLASSES = ("admonition", "exercise-item", "exercise-intro")


@dataclass
class _Open:
    r"""아직 닫히지 않은 상자."""

    tag: str
    start: int  # 여는 태그가 끝나는 자리. 적을 것이 없으면 -1
    heights: list[float] = field(default_factory=lambda: [0.0, 0.0])


def connect(app: Sphinx) -> None:
    r"""쪽을 쓸 때 높이를 적게 합니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    app.connect("html-page-context", _mark, priority=900)


def reserve(body: str) -> str:
    r"""절과 연습문제마다 비워 둘 높이를 적습니다. 가장 바깥의 절은 쪽 자체이므로 적지 않습니다.

    Parameters
    ----------
    body : str
        쪽의 본문(HTML).

    Returns
    -------
    str
        `style`에 `--narrow`와 `--wide`가 적힌 본문. 두 번 해도 같습니다.
    """
    if MARK in body:
        return body
    marks = {start: heights for start, heights in _boxes(body) if heights[0] >= _LEAST}
    parts, place = [], 0
    for start in sorted(marks):
        narrow, wide = marks[start]
        parts.append(body[place : start - 1])
        # 어림이므로 10픽셀까지만 적습니다. 쪽이 조금 더 잘 눌립니다.
        parts.append(f' style="{MARK}{round(narrow, -1):.0f}px;--wide:{round(wide, -1):.0f}px"')
        place = start - 1
    return "".join(parts) + body[place:]


def _boxes(body: str) -> Iterator[tuple[int, list[float]]]:
    r"""상자마다 여는 태그가 끝나는 자리와, 두 너비에서의 높이."""
    hidden = [match.span() for match in _HIDDEN.finditer(body)]
    pieces, place = [], 0
    for start, end in hidden:
        pieces.append((place, body[place:start]))
        place = end
    pieces.append((place, body[place:]))
    ruler = _Ruler()
    for offset, piece in pieces:
        yield from ruler.read(piece, offset)


class _Ruler:
    r"""본문을 차례로 읽으며 열린 상자들의 높이를 셉니다."""

    def __init__(self) -> None:
        self.open: list[_Open] = []
        self.text: list[str] = []
        self.formula = 0  # 식 안에 열린 div의 수
        self.struts: list[float] = []
        self.inside: set[str] = set()  # pre와 table

    def read(self, piece: str, offset: int) -> Iterator[tuple[int, list[float]]]:
        r"""조각 하나를 읽고, 그 안에서 닫힌 상자를 냅니다."""
        for token in _TOKEN.finditer(piece):
            tag = token["tag"]
            if tag is None:
                self._write(token["text"])
                continue
            if self.formula:
                self.struts += map(float, _STRUT.findall(token["rest"]))
            if tag == "img":
                self._picture(token["rest"])
            if not _BLOCK.fullmatch(tag):
                continue
            closing = bool(token["close"])
            boxed = tag in ("section", "div")
            if not self.formula:
                self._flush()
            if boxed and not closing:
                self._push(tag, token["rest"], offset + token.end())
            if self.formula:
                self._in_formula(tag, closing)
            else:
                self._enter(tag, closing, token["rest"])
            if boxed and closing and self.open:
                box = self._pop()
                if box.start >= 0:
                    yield box.start, box.heights

    def _push(self, tag: str, rest: str, end: int) -> None:
        inner = tag == "section" and any(one.tag == "section" for one in self.open)
        wanted = "style=" not in rest and (inner or _BOX.search(rest) is not None)
        self.open.append(_Open(tag, end if wanted else -1))

    def _pop(self) -> _Open:
        box = self.open.pop()
        self._add(*box.heights)
        return box

    def _add(self, narrow: float, wide: float) -> None:
        if self.open:
            heights = self.open[-1].heights
            heights[:] = [heights[0] + narrow, heights[1] + wide]

    def _block(self, name: str) -> None:
        self._add(NARROW.blocks.get(name, 0), WIDE.blocks.get(name, 0))

    def _write(self, text: str) -> None:
        if "pre" in self.inside:
            lines = text.count("\n")
            self._add(lines * NARROW.code, lines * WIDE.code)
        elif "table" not in self.inside:
            self.text.append(text)

    def _flush(self) -> None:
        r"""지금까지 모은 글을 한 문단으로 셉니다."""
        width = _letters("".join(self.text))
        self.text.clear()
        if width:
            self._add(
                _lines(width, NARROW) * NARROW.line,
                _lines(width, WIDE) * WIDE.line,
            )

    def _enter(self, tag: str, closing: bool, rest: str) -> None:
        if tag in ("pre", "table"):
            (self.inside.discard if closing else self.inside.add)(tag)
        if closing:
            return
        if tag == "tr":
            self._add(NARROW.row, WIDE.row)
        elif tag == "div":
            if _FORMULA.search(rest):
                self.formula = 1
            names = re.search(r'class="([^"]*)"', rest)
            for name in names[1].split() if names else ():
                if name in _CLASSES:
                    self._block(name)
        elif "table" not in self.inside or tag == "table":
            self._block(tag)

    def _picture(self, rest: str) -> None:
        size = {name: float(value) for name, value in _SIZE.findall(rest)}
        if len(size) == 2 and size["width"]:
            shown = [size["height"] * min(1, one.column / size["width"]) for one in (NARROW, WIDE)]
            self._add(*shown)
            self._block("img")

    def _in_formula(self, tag: str, closing: bool) -> None:
        if tag != "div":
            return
        self.formula += -1 if closing else 1
        if self.formula:
            return
        width = _letters("".join(self.text)) * 1.1
        self.text.clear()
        tall = max(self.struts, default=0.0)
        self.struts.clear()
        for one, slot in ((NARROW, 0), (WIDE, 1)):
            more = max(_lines(width, one) - 1, 0)
            height = one.math + (tall + more) * one.strut
            self._add(*(height if place == slot else 0.0 for place in (0, 1)))


def _letters(text: str) -> float:
    r"""글의 너비(em). 한글은 넓고 로마자와 빈칸은 좁습니다."""
    text = " ".join(html.unescape(text).split())
    wide, spaces = len(_WIDE.findall(text)), text.count(" ")
    return 0.9 * wide + 0.27 * spaces + 0.55 * (len(text) - wide - spaces)


def _lines(width: float, screen: Screen) -> int:
    return int(-(-width * screen.letter // screen.column))


def _mark(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    if doctree is None or not context.get("body"):
        return
    context["body"] = reserve(context["body"])
    if MARK in context["body"]:
        app.add_js_file("offscreen.js", loading_method="defer")
