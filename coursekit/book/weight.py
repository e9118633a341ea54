r"""쪽마다의 무게: 그림에 앞서 오가는 바이트를 종류마다, 부르는 파일의 수, 그림의 바이트.

글은 호스트가 보내듯 gzip으로 누른 크기이고, 그림과 글꼴은 파일의 크기입니다.
본문과 코드의 글꼴은 함께 쓰는 조각과 그 쪽의 조각을 모두 세고, 수식의 글꼴은 그 쪽의 식이 쓰는 것만 셉니다.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from coursekit.book.faces import STYLED, formula_characters
from coursekit.book.pages import site_pages
from coursekit.book.serve import COMPRESSED, compressed
from coursekit.errors import UsageError

# 그림에 앞서 오가는 바이트와, 부르는 파일의 수의 한도입니다.
LIMIT = 300 * 1024
REQUESTS = 40
PICTURES = frozenset({".png", ".webp", ".svg", ".jpg", ".gif"})
KINDS = ("html", "css", "js", "font")
_CALLED = re.compile(
    r"<(?:script|img|source)\b[^>]*?\bsrc=\"([^\"]+)\""
    r"|<link\b(?=[^>]*\brel=\"(?:stylesheet|icon)\")[^>]*?\bhref=\"([^\"]+)\""
)
_FACE = re.compile(r"@font-face\{[^}]*\}")
_URL = re.compile(r'url\("([^"?]+)')
_PARTS = re.compile(r"<style data-page-fonts>[^<]*</style>")
_UNSEEN = frozenset(" \u200b")
_CODE = re.compile(r"<(?:pre|code|kbd)\b")


@dataclass(frozen=True)
class Weight:
    r"""쪽 하나의 무게.

    Parameters
    ----------
    page : str
        쪽의 이름.
    sizes : dict of str to int
        종류(`html`, `css`, `js`, `font`)마다의 바이트.
    requests : int
        그림을 뺀 파일의 수. 쪽도 셉니다.
    figures : int
        그림의 바이트.
    """

    page: str
    sizes: dict[str, int] = field(default_factory=dict)
    requests: int = 1
    figures: int = 0

    @property
    def total(self) -> int:
        r"""그림에 앞서 오가는 바이트."""
        return sum(self.sizes.values())

    @property
    def within(self) -> bool:
        r"""바이트도 파일의 수도 한도 안이면 참입니다."""
        return self.total <= LIMIT and self.requests <= REQUESTS

    def __str__(self) -> str:
        parts = " ".join(f"{self.sizes.get(kind, 0) / 1024:6.1f}" for kind in KINDS)
        mark = "" if self.within else "  ← 한도를 넘었습니다"
        total, figures = self.total / 1024, self.figures / 1024
        return f"{total:7.1f} {parts} {self.requests:5d} {figures:8.1f}  {self.page}{mark}"


HEADER = "  합(KiB)   html    css     js    font  요청   그림    쪽"


def page_weights(html: Path) -> list[Weight]:
    r"""지은 책의 쪽들을 잽니다.

    Parameters
    ----------
    html : Path
        HTML 폴더.

    Returns
    -------
    list of Weight
        무거운 쪽부터.

    Raises
    ------
    UsageError
        지은 책이 없거나, 쪽이 부르는 파일이 없을 때.
    """
    if not (html / "index.html").is_file():
        raise UsageError("지은 책이 없습니다: 먼저 `coursekit book build` 명령으로 지으세요.")
    found = [_weigh(html, path) for path in site_pages(html)]
    return sorted(found, key=lambda one: (-one.total, one.page))


def _weigh(html: Path, path: Path) -> Weight:
    page = path.read_text(encoding="utf-8")
    sizes = {"html": len(compressed(path)), "css": 0, "js": 0, "font": 0}
    files: set[Path] = set()
    for source, style in _CALLED.findall(page):
        address = (source or style).split("?")[0]
        if not address.startswith("data:"):
            files.add((path.parent / address).resolve())
    for file in [one for one in files if one.suffix == ".css"]:
        files |= _fonts(file, page)
    for part in _PARTS.findall(page):
        files |= {(path.parent / address).resolve() for address in _URL.findall(part)}
    if "FontFace(" in page:  # CSS를 제 안에 품은 쪽(404)은 스크립트로 부릅니다.
        files |= {html / "_static" / "fonts" / f"{name}.woff2" for name in ("book-400", "book-700")}
    figures = 0
    requests = 1
    for file in files:
        if not file.is_file():
            name = path.relative_to(html).as_posix()
            raise UsageError(f"{name} 쪽이 부르는 파일이 없습니다: {file.name}")
        size = len(compressed(file)) if file.suffix in COMPRESSED else file.stat().st_size
        if file.suffix in PICTURES:
            figures += size
            continue
        kind = {".css": "css", ".js": "js"}.get(file.suffix, "font")
        sizes[kind] += size
        requests += 1
    return Weight(path.relative_to(html).as_posix(), sizes, requests, figures)


def _fonts(css: Path, page: str) -> set[Path]:
    found = set()
    used = formula_characters([page])
    styles = {name for name, chars in used.items() if chars - _UNSEEN} - {""}
    for face in _FACE.findall(css.read_text(encoding="utf-8")):
        address = _URL.search(face)
        if address is None or "unicode-range" in face:
            continue  # 그 밖의 글자의 글꼴은 스크립트가 그 글자를 그릴 때에만 받습니다.
        name = address[1]
        style = name.rpartition("KaTeX_")[2].removesuffix(".woff2")
        if "KaTeX_" in name and style not in (
            styles if style in STYLED else {style} if used else ()
        ):
            continue
        if "mono" in name and not _CODE.search(page):
            continue
        found.add((css.parent / name).resolve())
    return found
