"""Heights reserved for what waits off the screen, and the theme's script made to wait."""

import re

import pytest
from sphinx.errors import ExtensionError

from coursekit.book.offscreen import MARK, reserve
from coursekit.book.themescript import early_brightness, without_measuring

PARAGRAPH = f"<p>{'가나다라 마바사아 ' * 90}</p>"


def marks(body):
    found = re.findall(r'id="([^"]+)" style="--narrow:(\d+)px;--wide:(\d+)px"', reserve(body))
    return {name: (int(narrow), int(wide)) for name, narrow, wide in found}


def page(*sections):
    return f'<section id="page"><h1>장</h1>{"".join(sections)}</section>'


def test_inner_sections_and_exercises_are_marked_and_the_page_is_not():
    exercise = f'<div class="exercise-item docutils container" id="exercise-1">{PARAGRAPH}</div>'
    found = marks(
        page(
            f'<section id="a">{PARAGRAPH}<section id="b">{PARAGRAPH}</section></section>',
            f'<section id="c">{exercise}</section><section id="short"><p>짧은 글</p></section>',
        )
    )
    assert set(found) == {"a", "b", "c", "exercise-1"}
    assert found["a"][0] == pytest.approx(2 * found["b"][0], abs=20)
    assert all(narrow > wide for narrow, wide in found.values())
    assert marks(f'<section id="page">{PARAGRAPH}</section>') == {}
    body = page(f'<section id="a">{PARAGRAPH}</section>')
    assert reserve(reserve(body)) == reserve(body) != body
    assert re.sub(r' style="[^"]*"', "", reserve(body)) == body


def height(inside):
    (found,) = marks(page(f'<section id="a">{PARAGRAPH}{inside}</section>')).values()
    (plain,) = marks(page(f'<section id="a">{PARAGRAPH}</section>')).values()
    return found[0] - plain[0], found[1] - plain[1]


def test_what_is_seen_takes_room_and_what_is_hidden_none():
    picture = '<img alt="그림" width="716" height="400" />'
    narrow, wide = height(picture)
    assert narrow == pytest.approx(200 + 27, abs=15)
    assert wide == pytest.approx(400 * 704 / 716 + 28, abs=15)
    assert height('<img style="width: 716px; height: 400px;" />')[0] == narrow
    assert height("<pre>" + "x = 1\n" * 20 + "</pre>")[0] > 20 * 20
    rows = "<tr><td>가</td></tr>" * 10
    assert 400 < height(f"<table>{rows}</table>")[0] < 500
    strut = '<span class="katex-html"><span class="base"><span class="strut" style="height:{}em;"></span>x</span></span>'
    low, high = (height(f'<div class="math">{strut.format(em)}</div>')[0] for em in (1, 9))
    assert high - low == pytest.approx(8 * 12, abs=15)
    for hidden in (
        f'<span class="katex-mathml"><math>{PARAGRAPH}</math></span>',
        f'<span class="first-use-tip" id="tip">{PARAGRAPH}<a href="#x">용어집</a></span>',
        f"<script>{PARAGRAPH}</script>",
    ):
        assert height(hidden) == (0, 0)
    folded = height(f"<details><summary>답</summary>{PARAGRAPH * 5}</details>")
    assert folded == height("<details><summary>답</summary></details>")


def test_the_theme_decides_brightness_first_and_measures_nothing():
    head = (
        'document.documentElement.dataset.mode = localStorage.getItem("mode") || "auto";\n'
        '    document.documentElement.dataset.theme = localStorage.getItem("theme") || "auto";'
    )
    changed = early_brightness(f"<script>{head}</script>")
    assert "matchMedia" in changed
    assert '"theme"' not in changed
    assert early_brightness(changed) == changed
    script = '(()=>{x(),"complete"===document.readyState?I():window.addEventListener("load",I)})();'
    assert without_measuring(script) == "(()=>{x(),void 0})();"
    assert without_measuring(without_measuring(script)) == without_measuring(script)
    with pytest.raises(ExtensionError, match="판이 바뀌었는지"):
        without_measuring("(()=>{})();")


@pytest.mark.book
def test_the_built_chapters_carry_both(built_book):
    chapter = (built_book / "chapters" / "optimizers.html").read_text(encoding="utf-8")
    assert chapter.count(MARK) > 30
    assert "offscreen.js" in chapter
    assert 'getItem("theme")' not in chapter
    script = (built_book / "_static/scripts/pydata-sphinx-theme.js").read_text(encoding="utf-8")
    assert 'addEventListener("load",I)' not in script
    assert "content-visibility:auto" in (built_book / "_static/book.css").read_text("utf-8")
