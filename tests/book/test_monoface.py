import hashlib
import re

import pytest
from fontTools.ttLib import TTFont

from coursekit.book.monoface import FAMILY, SOURCE, code_characters
from coursekit.book.webfonts import cut_font


def test_source_is_what_its_readme_says():
    listed = re.search(
        r"`book-mono.woff2` \| `([0-9a-f]{64})`", (SOURCE.parent / "README.md").read_text()
    )
    assert listed is not None
    assert hashlib.sha256(SOURCE.read_bytes()).hexdigest() == listed[1]
    assert "SIL OPEN FONT LICENSE" in (SOURCE.parent / "OFL.txt").read_text()


def test_hangul_is_two_columns_wide_in_the_cut_font(tmp_path):
    target = tmp_path / "mono.woff2"
    cut_font(SOURCE, target, set("ai1│가힘−η"), FAMILY)
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


def test_characters_are_those_of_code():
    page = "<p>산문</p><pre><span class='c'># 주석 &lt;</span></pre><code>값</code><kbd>키</kbd>"
    assert code_characters(page) == set("# 주석 <값키")


@pytest.mark.book
def test_font_of_the_real_book_is_small_and_complete(built_book):
    path = built_book / "_static" / "fonts" / "book-mono.woff2"
    assert path.stat().st_size <= 60 * 1024
    with TTFont(path) as font:
        drawn = {chr(code) for code in font.getBestCmap()}
    wanted = set()
    for page in (built_book / "chapters").glob("*.html"):
        wanted |= code_characters(page.read_text(encoding="utf-8"))
    assert sorted(char for char in wanted - drawn if "가" <= char <= "힣") == []
