r"""글꼴에서 글자를 골라 웹 글꼴로 자릅니다. 전에 자른 것과 같으면 그것을 씁니다.

꾸러미의 Pretendard와 D2Coding은 이름이 예약된 글꼴(OFL)이라, 자른 것의 이름은 모두 바꿉니다.
"""

import hashlib
from collections.abc import Collection
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from coursekit.book.outlines import to_truetype

_RECIPE = "4"  # 자르는 법이 바뀌면 올립니다: 전에 자른 것을 쓰지 않습니다.


def cut_font(
    source: Path, target: Path, chars: Collection[str], family: str, *, hints: bool = True
) -> None:
    r"""글꼴에서 글자를 골라 저장합니다. 윤곽은 트루타입으로 바꿉니다.

    Parameters
    ----------
    source : Path
        원래 글꼴.
    target : Path
        만들 파일. 이름이 `.woff2`로 끝나면 눌러 담고, 아니면 그대로 적습니다.
    chars : collection of str
        남길 글자.
    family : str
        자른 글꼴의 이름.
    hints : bool
        작은 글자를 픽셀에 맞추는 지시를 남길지. 윤곽을 바꾸면 없어집니다.
    """
    options = subset.Options(layout_features=["kern", "liga", "ccmp", "tnum"])
    options.hinting = hints
    options.notdef_outline = True  # 없는 글자는 빈자리가 아니라 네모로 보여야 알아챕니다.
    options.desubroutinize = True
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]  # 저작권과 허락은 남깁니다.
    with TTFont(source) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=sorted(map(ord, chars)))
        cutter.subset(font)
        to_truetype(font)
        _rename(font, family)
        target.parent.mkdir(parents=True, exist_ok=True)
        font.flavor = "woff2" if target.suffix == ".woff2" else None
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


def cut_once(
    source: Path,
    stem: str,
    chars: Collection[str],
    family: str,
    store: Path,
    *,
    hints: bool = True,
    suffix: str = ".woff2",
) -> Path | None:
    r"""글꼴을 자릅니다. 같은 글꼴에서 같은 글자를 자른 것이 있으면 그것을 씁니다.

    Parameters
    ----------
    source : Path
        원래 글꼴.
    stem : str
        자른 것의 이름.
    chars : collection of str
        남길 글자. 글꼴에 없는 것은 잊습니다.
    family : str
        자른 글꼴 안에 적는 이름.
    store : Path
        자른 것을 두는 폴더.
    hints : bool
        작은 글자를 픽셀에 맞추는 지시를 남길지.
    suffix : str
        파일의 꼴: `.woff2`나 `.ttf`.

    Returns
    -------
    Path or None
        자른 글꼴. 남을 글자가 없으면 `None`.
    """
    known = font_characters(source)
    kept = sorted(char for char in chars if char in known)
    if not kept:
        return None
    facts = f"{_RECIPE} {family} {hints} {''.join(kept)}"
    key = hashlib.sha256(source.read_bytes() + facts.encode()).hexdigest()[:16]
    made = store / f"{stem}-{key}{suffix}"
    if not made.is_file():
        for old in store.glob(f"{stem}-{'?' * 16}{suffix}"):
            old.unlink()
        cut_font(source, made, kept, family, hints=hints)
    return made


def font_characters(path: Path) -> frozenset[str]:
    r"""글꼴이 지닌 글자를 봅니다.

    Parameters
    ----------
    path : Path
        글꼴.

    Returns
    -------
    frozenset of str
        글자들.
    """
    with TTFont(path, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap() or ()))
