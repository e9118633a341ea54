r"""책에 나온 글자만 남긴 웹 글꼴을 만듭니다.

꾸러미의 Pretendard를 자르므로 이름을 `Book Sans`로 바꿉니다(OFL의 예약된 이름은 쓸 수 없습니다).
글자가 늘지 않으면 전에 만든 것을 다시 씁니다.
"""

import hashlib
import html
import re
import shutil
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from sphinx.application import Sphinx

from coursekit.book.fingerprint import package_folder

FAMILY = "Book Sans"
REST = "-rest"
# 스크립트가 쪽을 연 뒤에 그리는 글자들입니다.
_ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "·—–‘’“”…→←↑↓×÷≤≥≠±−κλη₀₁₂"
_SKIPPED = re.compile(
    r"<script(?![^>]*widget-state)[^>]*>.*?</script>|<style.*?</style>", re.DOTALL
)
# 굵게 그리는 요소들입니다. 나머지 글자의 굵은 모양은 따로 두어, 스크립트가 굵게 쓸 때에만 받습니다.
_BOLD = re.compile(
    r"<(h[1-6]|strong|b|th|dt|summary|legend|title)\b[^>]*>(.*?)</\1>"
    r'|<p class="[^"]*(?:title|caption)[^"]*"[^>]*>(.*?)</p>'
    r'|<div class="[^"]*title[^"]*"[^>]*>(.*?)</div>',
    re.DOTALL,
)
_MARKUP = re.compile(r"<[^>]*>")
_RECIPE = "3"  # 자르는 법이 바뀌면 올립니다: 전에 자른 것을 쓰지 않습니다.
_ESCAPES = re.compile(r"\\u([0-9a-fA-F]{4})")


def connect(app: Sphinx) -> None:
    r"""빌드가 끝날 때 글꼴을 자르게 합니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    app.connect("build-finished", _finish, priority=900)


def characters(folder: Path) -> set[str]:
    r"""쪽들에 나온 글자를 모읍니다. 위젯과 검색이 그릴 글자도 셉니다.

    Parameters
    ----------
    folder : Path
        HTML 폴더.

    Returns
    -------
    set of str
        글자들.
    """
    found = set(_ALWAYS)
    for path in folder.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        # 위젯의 코드는 JSON 글로 들어 있어 한글이 \\uXXXX로 적힐 수 있습니다.
        found |= {chr(int(code, 16)) for code in _ESCAPES.findall(text)}
        found |= set(html.unescape(_SKIPPED.sub("", text)))
    static = folder / "_static"
    names = ("search.js", "translations.js", "widgets.js", "copybutton.js")
    made = [*(static / "widgets").glob("*.js"), *(static / "states").glob("*.js")]
    for script in [*(static / name for name in names), *made]:
        if script.is_file():
            text = script.read_text(encoding="utf-8")
            found |= set(text) | {chr(int(code, 16)) for code in _ESCAPES.findall(text)}
    return {char for char in found if char.isprintable() and not 0xD800 <= ord(char) < 0xE000}


def cut_font(
    source: Path, target: Path, chars: set[str], family: str = FAMILY, *, hints: bool = True
) -> None:
    r"""글꼴에서 글자를 골라 woff2로 저장합니다.

    Parameters
    ----------
    source : Path
        원래 글꼴.
    target : Path
        만들 파일(woff2).
    chars : set of str
        남길 글자.
    family : str
        자른 글꼴의 이름.
    hints : bool
        작은 글자를 픽셀에 맞추는 지시를 남길지.
    """
    options = subset.Options(flavor="woff2", layout_features=["kern", "liga", "ccmp", "tnum"])
    options.hinting = hints
    options.notdef_outline = True  # 없는 글자는 빈자리가 아니라 네모로 보여야 알아챕니다.
    options.desubroutinize = True  # 겹친 것을 글꼴이 아니라 woff2가 줄이게 하면 1할 더 작습니다.
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]  # 저작권과 허락은 남깁니다.
    with TTFont(source) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=sorted(map(ord, chars)))
        cutter.subset(font)
        _rename(font, family)
        target.parent.mkdir(parents=True, exist_ok=True)
        font.flavor = "woff2"
        font.save(target)


def _rename(font: TTFont, family: str) -> None:
    names = font["name"]
    style = names.getDebugName(2) or "Regular"
    replaced = {1: family, 4: f"{family} {style}", 6: f"{family.replace(' ', '')}-{style}"}
    for record in list(names.names):
        if record.nameID in replaced:
            names.setName(
                replaced[record.nameID],
                record.nameID,
                record.platformID,
                record.platEncID,
                record.langID,
            )
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames = [replaced[6]]
        top = cff.topDictIndex[0]
        top.FamilyName, top.FullName = family, replaced[4]


def _finish(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.format != "html":
        return
    out = Path(app.outdir)
    chars = characters(out)
    bold = set(_ALWAYS) | (bold_characters(out) & chars)
    for stem, style, wanted in (
        ("book-400", "Regular", chars),
        ("book-700", "Bold", bold),
        (f"book-700{REST}", "Bold", chars - bold),
    ):
        source = package_folder() / "viz" / "fonts" / f"Pretendard-{style}.otf"
        made = cut_once(source, stem, wanted, FAMILY, out.parent / ".fonts")
        target = out / "_static" / "fonts" / f"{stem}.woff2"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        if made is not None:
            shutil.copyfile(made, target)


def bold_characters(folder: Path) -> set[str]:
    r"""쪽들이 굵게 그리는 글자를 모읍니다.

    Parameters
    ----------
    folder : Path
        HTML 폴더.

    Returns
    -------
    set of str
        제목과 강조, 표의 머리에 나온 글자.
    """
    found: set[str] = set()
    for path in folder.rglob("*.html"):
        text = _SKIPPED.sub("", path.read_text(encoding="utf-8"))
        for match in _BOLD.finditer(text):
            found |= set(html.unescape(_MARKUP.sub("", match[0])))
    return found


def cut_once(
    source: Path, stem: str, chars: set[str], family: str, store: Path, *, hints: bool = True
) -> Path | None:
    r"""글꼴을 자릅니다. 같은 글꼴에서 같은 글자를 자른 것이 있으면 그것을 씁니다.

    Parameters
    ----------
    source : Path
        원래 글꼴.
    stem : str
        자른 것의 이름.
    chars : set of str
        남길 글자. 글꼴에 없는 것은 잊습니다.
    family : str
        자른 글꼴 안에 적는 이름.
    store : Path
        자른 것을 두는 폴더.
    hints : bool
        작은 글자를 픽셀에 맞추는 지시를 남길지.

    Returns
    -------
    Path or None
        자른 글꼴. 남을 글자가 없으면 `None`.
    """
    with TTFont(source) as font:
        kept = {char for char in chars if ord(char) in font.getBestCmap()}
    if not kept:
        return None
    facts = f"{_RECIPE} {family} {hints} {''.join(sorted(kept))}"
    key = hashlib.sha256(source.read_bytes() + facts.encode()).hexdigest()[:16]
    made = store / f"{stem}-{key}.woff2"
    if not made.is_file():
        for old in store.glob(f"{stem}-{'?' * 16}.woff2"):
            old.unlink()
        cut_font(source, made, kept, family, hints=hints)
    return made
