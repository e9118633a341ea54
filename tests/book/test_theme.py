"""Pieces of the site that need no build."""

import hashlib
import re

import pytest
from fontTools.ttLib import TTFont

from coursekit.book import book_server
from coursekit.book.catalog import read_catalog
from coursekit.book.mathematics import clauses, foldable, node_program
from coursekit.book.theme import ASSETS, polish
from coursekit.book.webfonts import cut_font
from coursekit.errors import UsageError


def test_polish_moves_sizes_drops_scripts_and_translates():
    page = (
        '<script src="../_static/scripts/fontawesome.js?digest=1"></script>'
        '<img alt="곡선" src="a.png" style="width: 640px; height: 400px;" />'
        '<button aria-label="Toggle primary sidebar">'
    )
    polished = polish(page)
    assert "fontawesome" not in polished
    assert '<img alt="곡선" src="a.png" width="640" height="400" />' in polished
    assert 'aria-label="차례 열고 닫기"' in polished
    assert polish(polished) == polished


def test_korean_catalog():
    assert read_catalog().gettext("Skip to main content") == "본문으로 건너뛰기"


def test_node_is_the_one_of_the_environment(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert node_program().is_file()


def test_wide_spaces_outside_groups_may_fold():
    assert foldable(r"a = b, \qquad c = d") == r"a = b, \allowbreak\qquad c = d"
    for whole in (
        r"\begin{aligned} a \qquad b \end{aligned}",
        r"\left( a \qquad b \right)",
        r"\text{a \qquad b}",
        r"a \quad \{ b",
    ):
        assert foldable(whole) == whole
    assert foldable(r"\{ a \qquad b \}") == r"\{ a \allowbreak\qquad b \}"


def test_each_clause_of_a_formula_gets_its_box():
    base = '<span class="base">{}</span>'
    left, right = base.format('<span class="mord">a</span>'), base.format("b")
    pause = base.format('<span class="mspace allowbreak"></span>')
    head, tail = (
        '<span class="katex"><span class="katex-html" aria-hidden="true">',
        "</span></span>",
    )
    assert clauses(head + left + pause + right + tail) == (
        f'{head}<span class="clause">{left}{pause}</span><span class="clause">{right}</span>{tail}'
    )
    assert clauses(head + left + right + tail) == head + left + right + tail


def test_cut_font_is_small_complete_and_renamed(root, tmp_path):
    source = root / "coursekit" / "viz" / "fonts" / "Pretendard-Regular.otf"
    target = tmp_path / "book.woff2"
    cut_font(source, target, set("경사하강법 η−0.1"), "Book Sans")
    assert target.stat().st_size < 20_000
    with TTFont(target) as font:
        assert {ord(c) for c in "경사하강법η−0.1"} <= set(font.getBestCmap())
        names = {record.nameID: record.toUnicode() for record in font["name"].names}
        assert names[1] == "Book Sans"
        assert "Pretendard" not in "".join(names[k] for k in (1, 4, 6))
        assert "Open Font License" in names[13]


def test_vendored_katex_is_what_its_readme_says(root):
    folder = ASSETS / "vendor" / "katex"
    listed = re.findall(
        r"^([0-9a-f]{64})  (\S+)$", (folder / "README.md").read_text(), re.MULTILINE
    )
    assert len(listed) == 21
    for digest, name in listed:
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    css = (folder / "katex.min.css").read_text()
    assert set(re.findall(r"url\(([^)]*)\)", css)) == {n for _, n in listed if n.endswith("woff2")}


def test_katex_css_matches_the_renderer():
    """Another version's CSS draws subscripts at full size."""
    from sphinxcontrib import katex

    version = re.search(r"KaTeX (\d+\.\d+\.\d+)", (ASSETS / "vendor/katex/README.md").read_text())
    assert version is not None
    assert version[1] == katex.katex_version


def test_serving_without_a_book_or_with_a_bad_port(tmp_path):
    with pytest.raises(UsageError, match="지은 책이 없습니다"):
        book_server(tmp_path)
    html = tmp_path / "_build" / "html"
    html.mkdir(parents=True)
    (html / "index.html").write_text("책")
    with pytest.raises(UsageError, match="70000"):
        book_server(tmp_path, 70000)
    with book_server(tmp_path, 0) as server:
        assert server.server_address[0] == "127.0.0.1"
        with pytest.raises(UsageError, match="다른 프로그램"):
            book_server(tmp_path, server.server_port)
