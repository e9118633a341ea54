"""The book's fonts in parts: which page draws what, who shares it, and that nothing is lost by cutting."""

import hashlib
import re

import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

from coursekit.book.drawn import (
    bold_characters,
    code_characters,
    drawn_characters,
    script_characters,
)
from coursekit.book.fontparts import (
    MONO,
    MONO_SOURCE,
    SANS,
    TIERS,
    page_part,
    share,
    unicode_range,
)
from coursekit.book.outlines import UNITS
from coursekit.book.pages import site_pages
from coursekit.book.webfonts import cut_font, cut_once, font_characters


def test_source_is_what_its_readme_says():
    listed = re.search(
        r"`book-mono.woff2` \| `([0-9a-f]{64})`", (MONO_SOURCE.parent / "README.md").read_text()
    )
    assert listed is not None
    assert hashlib.sha256(MONO_SOURCE.read_bytes()).hexdigest() == listed[1]
    assert "SIL OPEN FONT LICENSE" in (MONO_SOURCE.parent / "OFL.txt").read_text()


def test_hangul_is_two_columns_wide_in_the_cut_font(tmp_path):
    target = tmp_path / "mono.woff2"
    cut_font(MONO_SOURCE, target, set("ai1│가힘−η"), MONO)
    with TTFont(target) as font:
        widths = {
            char: font["hmtx"][name][0]
            for char, name in ((chr(code), name) for code, name in font.getBestCmap().items())
        }
        names = {record.nameID: record.toUnicode() for record in font["name"].names}
    assert widths["a"] == widths["i"] == widths["1"] == 500
    assert widths["가"] == widths["힘"] == 1000
    assert names[1] == "Book Mono"
    assert "D2Coding" not in "".join(names[key] for key in (1, 4, 6))


def test_new_outlines_are_where_the_old_ones_were(root, tmp_path):
    source = root / "coursekit" / "viz" / "fonts" / "Pretendard-Regular.otf"
    target = tmp_path / "book.woff2"
    cut_font(source, target, set("가힣@Rg−η"), SANS)
    with TTFont(source) as old, TTFont(target) as new:
        assert "CFF " not in new  # Chromium prints CFF as one picture for each letter
        assert new["head"].unitsPerEm == UNITS
        scale = UNITS / old["head"].unitsPerEm
        for char in "가힣@Rg−η":
            boxes = []
            for font, by in ((old, scale), (new, 1)):
                glyphs, name = font.getGlyphSet(), font.getBestCmap()[ord(char)]
                pen = BoundsPen(glyphs)
                glyphs[name].draw(pen)
                boxes.append([by * edge for edge in (*pen.bounds, glyphs[name].width)])
            assert boxes[0] == pytest.approx(boxes[1], abs=2), char
        # Filled by the same rule: an outline turned over would be drawn as a hole on some screens.
        ring = new["glyf"][new.getBestCmap()[ord("−")]]
        points = list(ring.coordinates)
        area = sum(
            a[0] * b[1] - a[1] * b[0] for a, b in zip(points, points[1:] + points[:1], strict=True)
        )
        assert area < 0  # TrueType's outer outlines run clockwise


def test_what_a_page_draws(tmp_path):
    (tmp_path / "widgets").mkdir()
    (tmp_path / "widgets" / "box.js").write_text('// 깥\nlabel("넓\\uc774"); /* 쉥 */')
    (tmp_path / "s.js").write_text('f("붉")')
    (tmp_path / "s.css").write_text('a::before{content:"\\25cb 앞"} b{font-family:"뒤"}')
    page = tmp_path / "a.html"
    page.write_text(
        "<p>꽃 &eta; 뷁</p><script>깥</script><style>쉥</style><h2>뜻<b>밖</b></h2><code>값</code>"
        '<link rel="stylesheet" href="s.css?v=1"><script src="s.js?v=1"></script><script src="gone.js"></script>'
        '<script type="application/vnd.jupyter.widget-view+json" data-asset="box">{}</script>'
        '<script type="application/vnd.jupyter.widget-state+json">{"a": "\\ud7a3"}</script>'
    )
    drawn = drawn_characters(page, tmp_path)
    assert set("꽃η뷁힣뜻밖값넓이붉○앞") <= drawn.regular
    assert not set("깥쉥뒤") & drawn.regular
    assert drawn.bold == set("뜻밖")
    assert drawn.mono == {"값"}
    assert drawn.linked
    assert set("넓이") < script_characters(tmp_path / "widgets" / "box.js")


def test_characters_are_those_of_code_and_of_bold():
    page = "<p>산문</p><pre><span class='c'># 주석 &lt;</span></pre><code>값</code><kbd>키</kbd>"
    assert code_characters(page) == set("# 주석 <값키")
    assert bold_characters("<p>산문</p><th>머리<i>글</i></th><p role=x class='y'>술</p>") == set(
        "머리글"
    )
    assert bold_characters('<p aria-level="2" class="caption">술</p>') == {"술"}


def test_what_most_chapters_draw_is_shared():
    drawn = {
        "a": frozenset("가나"),
        "b": frozenset("가다"),
        "c": frozenset("라가"),
        "x": frozenset("나라"),
    }
    parts = share(drawn, ["a", "b", "c", "missing"], frozenset("-"))
    assert parts.core == set("가-")
    assert parts.pages["x"] == set("나라")
    assert share({**drawn, "y": frozenset("\u0302")}, drawn, frozenset()).core == {"가", "\u0302"}
    assert share(drawn, [], frozenset()).core == {"가"}  # every page votes when no chapter can
    assert share({"a": frozenset("가")}, [], frozenset()).pages == {"a": frozenset()}
    assert share({}, [], frozenset("-")).core == {"-"}


def test_ranges_are_short_and_coarse_only_for_hangul():
    assert unicode_range("cba가") == "U+61-63,U+AC00"
    assert unicode_range("a가", coarse=True) == "U+61,U+AC00-D7A3"
    assert unicode_range("a", coarse=True) == "U+61"


def test_a_part_is_cut_once_and_only_if_it_holds_anything(tmp_path):
    first = cut_once(MONO_SOURCE, "a", set("가a뷁"), MONO, tmp_path)
    assert first is not None
    stamp = first.stat().st_mtime_ns
    assert cut_once(MONO_SOURCE, "a", set("가a"), MONO, tmp_path) == first
    assert first.stat().st_mtime_ns == stamp
    other = cut_once(MONO_SOURCE, "a", set("나a"), MONO, tmp_path)
    assert other not in (None, first)
    assert not first.exists()
    assert cut_once(MONO_SOURCE, "a", {"뷁"}, MONO, tmp_path) is None


@pytest.mark.book
def test_every_character_of_every_page_is_in_its_parts(built_book):
    static = built_book / "_static"
    sources = {
        "400": "Pretendard-Regular.otf",
        "700": "Pretendard-Bold.otf",
        "mono": None,
    }
    package = built_book.parents[1] / "coursekit" / "viz" / "fonts"
    for stem, file in sources.items():
        known = font_characters(MONO_SOURCE if file is None else package / file)
        core = font_characters(static / "fonts" / f"book-{stem}.woff2")
        for path in site_pages(built_book):
            drawn = drawn_characters(path, static)
            wanted = {"400": drawn.regular, "700": drawn.bold, "mono": drawn.mono}[stem] & known
            name = path.relative_to(built_book).as_posix()
            part = static / "fonts" / page_part(f"book-{stem}", name)
            own = font_characters(part) if part.is_file() else frozenset()
            assert wanted <= core | own, (name, stem)
            assert not own & core, (name, stem)  # what is shared is not sent twice
            text = path.read_text(encoding="utf-8")
            assert (f"fonts/{part.name}?v=" in text) == (part.is_file() and name != "404.html")
    for tier in TIERS:
        assert (static / "fonts" / f"book-700{tier}.woff2").is_file()
    # What is bold nowhere can still be drawn bold by a script.
    bold = [font_characters(one) for one in (static / "fonts").glob("book-700*.woff2")]
    regular = [font_characters(one) for one in (static / "fonts").glob("book-400*.woff2")]
    assert frozenset().union(*bold) == frozenset().union(*regular)
