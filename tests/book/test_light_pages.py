"""What makes the pages light: each step on a small piece, and the whole on the built book."""

import io
import json
import re
import zipfile

import numpy as np
import pytest
from PIL import Image

from coursekit.book.archive import zip_site
from coursekit.book.codespans import unwrap_plain
from coursekit.book.csscut import cut_css, used_names
from coursekit.book.faces import formula_characters, icon_characters
from coursekit.book.pictures import to_webp
from coursekit.book.scripts import defer_scripts, without_comments
from coursekit.book.states import take_animations, take_states
from coursekit.book.weight import LIMIT, Weight, page_weights
from coursekit.errors import UsageError

CSS = """@charset "utf-8"; :root{--a: 1px; --b: var(--a); --dead: 2px}
.kept, .gone > p {margin: var(--b)} .gone{color: red} #there .kept:hover{top:0}
nav .kept::before{content:", "} @media print{.gone{top:0}} @media print{.kept{top:1px}}
.shown.show{left:0} section{top:2px} @keyframes dead{from{top:0}} :is(.gone) .kept{top:3px}"""


def test_only_rules_that_a_page_or_a_script_names_are_kept():
    used = used_names(['<nav><p class="kept shown" id="there">'], ['add("show")'])
    cut = cut_css(CSS, used)
    assert "gone>p" not in cut.replace(" ", "")
    assert "section" not in cut
    assert "dead" not in cut
    assert "--a:1px;--b:var(--a)" in cut
    for kept in ("#there .kept:hover", '", "', "@media print{.kept{top:1px}}", ".shown.show"):
        assert kept in cut
    assert cut.count("@media") == 1
    assert cut_css(cut, used) == cut


def test_scripts_wait_and_unused_ones_go():
    page = (
        '<head><script src="_static/documentation_options.js?v=1"></script>'
        '<script src="_static/clipboard.min.js"></script><script src="_static/design-tabs.js"></script>'
        '<script src="_static/own.js"></script></head><body><div class="highlight">x</div></body>'
    )
    light = defer_scripts(page, "const DOCUMENTATION_OPTIONS = {\n  A: 1,\n};")
    assert "<script>const DOCUMENTATION_OPTIONS = {A: 1,};</script>" in light
    assert '<script defer src="_static/clipboard.min.js">' in light
    assert '<script defer src="_static/own.js">' in light
    assert "design-tabs" not in light
    assert defer_scripts(light) == light
    assert "clipboard" not in defer_scripts(page.replace("highlight", "plain"))


def test_comments_stay_home_and_code_goes_out(root):
    script = "// 왜\nconst a = 1; // 곁\n  // 까닭\nf('//b');\n"
    assert without_comments(script) == "const a = 1; // 곁\nf('//b');\n"
    for path in (root / "coursekit/book/assets/site").glob("*.js"):
        for inside in path.read_text(encoding="utf-8").split("`")[1::2]:
            assert not re.search(r"^\s*//", inside, re.MULTILINE), path.name  # text, no comment


def test_states_leave_the_page_and_keep_their_numbers():
    state = {"state": {"m1": {"model_module": "anywidget", "asset": "box", "state": {"a": "가"}}}}
    view = '<script type="application/vnd.jupyter.widget-view+json">{"model_id": "%s"}</script>'
    store = '<script type="application/vnd.jupyter.widget-state+json">%s</script>'
    page, files = take_states(store % json.dumps(state) + view % "m1", "../")
    ((name, script),) = files.items()
    assert f'data-state="../_static/states/{name}" data-asset="box"' in page
    assert "widget-state" not in page
    assert json.loads(script[len('courseWidgetState("m1",') : -3]) == state["state"]["m1"]
    assert take_states(page, "../") == (page, {})
    with pytest.raises(ValueError, match="m2"):
        take_states(store % json.dumps(state) + view % "m2", "../")


def test_scenes_leave_the_page():
    figure = (
        '<head></head><figure><script type="application/json">{"layers":["x"]}</script>'
        "<script>find('[data-ck-animation=\"ab12\"]')</script></figure>"
    )
    page, files = take_animations(figure, "")
    ((name, script),) = files.items()
    assert f'data-state="_static/states/{name}"' in page
    assert '"{\\"layers\\":[\\"x\\"]}"' in script
    assert "widgets.js" in page
    assert take_animations(page, "") == (page, {})


def test_pictures_keep_every_pixel_unless_they_are_photographs():
    drawn = np.zeros((200, 300, 3), np.uint8)
    drawn[50:80, 20:200] = (200, 30, 90)
    buffer = io.BytesIO()
    Image.fromarray(drawn).save(buffer, "PNG", compress_level=0)
    made = to_webp(buffer.getvalue())
    assert made is not None
    assert (np.asarray(Image.open(io.BytesIO(made))) == drawn).all()
    assert to_webp(buffer.getvalue()) == made
    tiny = io.BytesIO()
    Image.new("1", (1, 1)).save(tiny, "PNG", optimize=True)
    assert to_webp(tiny.getvalue()[:]) is None or len(to_webp(tiny.getvalue())) < 70


def test_code_keeps_its_text_and_its_colours():
    code = (
        '<div class="highlight"><pre><span class="n">x</span> <span class="k">in</span></pre></div>'
    )
    assert unwrap_plain(code) == code.replace('<span class="n">x</span>', "x")
    assert unwrap_plain('<span class="n">x</span>') == '<span class="n">x</span>'


def test_formulas_and_icons_say_which_glyphs_they_need():
    formula = (
        '<span class="katex-html"><span class="mord mathnormal">w</span>'
        '<span class="mord mathbf"><span>b</span></span>&lt;</span><b>n</b>'
    )
    found = formula_characters([formula])
    assert "w" in found["Math-Italic"]
    assert "b" in found["Main-Bold"]
    assert {"w", "b", "<"} <= found[""]
    assert "n" not in found[""]
    assert icon_characters('a::before{content:"\\f002"} b{--x:"\\2014"}') == {"\uf002"}


def test_a_heavy_page_is_told():
    assert Weight("a.html", {"html": LIMIT}).within
    assert not Weight("a.html", {"html": LIMIT, "css": 1}).within
    assert not Weight("a.html", {}, requests=1000).within


def test_weighing_needs_a_whole_book(tmp_path):
    with pytest.raises(UsageError, match="지은 책이 없습니다"):
        page_weights(tmp_path)
    (tmp_path / "index.html").write_text('<script src="a.js?v=1"></script>')
    with pytest.raises(UsageError, match=r"a\.js"):
        page_weights(tmp_path)
    (tmp_path / "a.js").write_text("1")
    (weight,) = page_weights(tmp_path)
    assert (weight.requests, weight.figures) == (2, 0)


def test_fonts_are_weighed_as_a_page_fetches_them(tmp_path):
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    noise = np.random.default_rng(0).bytes(LIMIT)
    for name in ("core", "core-more", "core.a", "KaTeX_AMS-Regular", "mono"):
        (fonts / f"{name}.woff2").write_bytes(noise[:1000])
    face = '@font-face{%sfont-family:x;src:url("fonts/%s.woff2?v=1") format("woff2")}'
    shared = [("unicode-range:U+AC00;", "core-more"), ("", "core"), ("", "mono")]
    (tmp_path / "book.css").write_text(
        "".join(face % one for one in [*shared, ("", "KaTeX_AMS-Regular")])
    )
    head = '<link rel="stylesheet" href="book.css?v=1">'
    own = "<style data-page-fonts>" + face % ("unicode-range:U+AC01;", "core.a") + "</style>"
    (tmp_path / "index.html").write_text(head)
    (tmp_path / "a.html").write_text(head + own)
    (tmp_path / "b.html").write_text(head + own + "<code>x</code>")
    (tmp_path / "c.html").write_text(
        head + '<span class="katex-html"><span class="mathbb">R</span></span>'
    )
    found = {one.page: one.sizes["font"] for one in page_weights(tmp_path)}
    assert found == {"index.html": 1000, "a.html": 2000, "b.html": 3000, "c.html": 2000}
    (fonts / "core.a.woff2").write_bytes(noise)  # a page that would be heavy is told
    assert [one.page for one in page_weights(tmp_path) if not one.within] == ["b.html", "a.html"]


def test_the_zip_is_the_same_each_time(tmp_path):
    html = tmp_path / "html"
    (html / ".doctrees").mkdir(parents=True)
    (html / ".doctrees" / "a.pickle").write_text("x")
    with pytest.raises(UsageError, match="지은 책이 없습니다"):
        zip_site(html, tmp_path / "book.zip")
    (html / "index.html").write_text("책")
    assert zip_site(html, tmp_path / "book.zip") == 1
    first = (tmp_path / "book.zip").read_bytes()
    zip_site(html, tmp_path / "book.zip")
    assert (tmp_path / "book.zip").read_bytes() == first
    assert zipfile.ZipFile(tmp_path / "book.zip").namelist() == ["book/index.html"]


@pytest.mark.book
def test_every_page_is_light_and_blocks_on_one_stylesheet(built_book):
    for one in page_weights(built_book):
        assert one.within, str(one)
        page = (built_book / one.page).read_text(encoding="utf-8")
        assert len(re.findall(r'<link\b[^>]*rel="stylesheet"', page)) <= 1, one.page
        for tag in re.findall(r"<script\b[^>]*\bsrc=[^>]*>", page):
            assert "defer" in tag, (one.page, tag)
