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
WEIGHTS = {"Regular": 400, "Bold": 700}
# 스크립트가 쪽을 연 뒤에 그리는 글자들입니다.
_ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "·—–‘’“”…→←↑↓×÷≤≥≠±−κλη₀₁₂"
_SKIPPED = re.compile(
    r"<script(?![^>]*widget-state)[^>]*>.*?</script>|<style.*?</style>", re.DOTALL
)
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
    names = ("searchtools.js", "translations.js", "widgets.js", "copybutton.js")
    for script in [*(static / name for name in names), *(static / "widgets").glob("*.js")]:
        if script.is_file():
            text = script.read_text(encoding="utf-8")
            found |= set(text) | {chr(int(code, 16)) for code in _ESCAPES.findall(text)}
    return {char for char in found if char.isprintable() and not 0xD800 <= ord(char) < 0xE000}


def cut_font(source: Path, target: Path, chars: set[str], family: str = FAMILY) -> None:
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
    """
    options = subset.Options(flavor="woff2", layout_features=["kern", "liga", "ccmp", "tnum"])
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
    for style, weight in WEIGHTS.items():
        source = package_folder() / "viz" / "fonts" / f"Pretendard-{style}.otf"
        key = hashlib.sha256(source.read_bytes() + "".join(sorted(chars)).encode()).hexdigest()
        made = out.parent / ".fonts" / f"book-{weight}-{key[:16]}.woff2"
        if not made.is_file():
            for old in made.parent.glob(f"book-{weight}-*.woff2"):
                old.unlink()
            cut_font(source, made, chars)
        target = out / "_static" / "fonts" / f"book-{weight}.woff2"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(made, target)
