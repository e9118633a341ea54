"""Hangul on the page: length and leading of a line, where it wraps, the face of code."""

import pytest

from tests.browser.whole import draw_whole

pytestmark = [pytest.mark.book, pytest.mark.browser]

PARAGRAPHS = """
() => [...document.querySelectorAll("article section > p")]
  .filter((e) => e.textContent.length > 120)
  .map((e) => {
    const style = getComputedStyle(e);
    const size = parseFloat(style.fontSize);
    return { size, em: e.clientWidth / size, leading: parseFloat(style.lineHeight) / size,
             keep: style.wordBreak, family: style.fontFamily };
  })
"""
WIDTHS = """
() => {
  const pre = document.querySelector("pre");
  const box = document.createElement("span");
  box.style.whiteSpace = "pre";
  pre.append(box);
  const width = (text) => { box.textContent = text; return box.getBoundingClientRect().width; };
  const result = [width("a".repeat(40)), width("i".repeat(40)), width("가".repeat(20))];
  box.remove();
  return result;
}
"""


def test_lines_are_short_enough_and_far_enough_apart(open_page, built_book):
    page = open_page(built_book / "chapters" / "neural_networks.html", width=1440)
    for width, least, most in ((1440, 38, 43.5), (390, 20, 24)):
        page.set_viewport_size({"width": width, "height": 900})
        found = page.evaluate(PARAGRAPHS)
        assert len(found) > 20
        for one in found:
            assert least <= one["em"] <= most, one
            assert one["leading"] >= 1.7, one
            assert one["size"] >= 16, one
            assert one["keep"] == "keep-all"
            assert one["family"].startswith('"Book Sans"')


def test_code_is_one_grid_of_columns(open_page, built_book):
    page = open_page(built_book / "chapters" / "convolution.html", width=390)
    page.evaluate("document.fonts.load('14px \\'Book Mono\\'', 'a가')")
    latin, narrow, hangul = page.evaluate(WIDTHS)
    assert latin == pytest.approx(narrow)
    assert latin == pytest.approx(hangul)
    page.evaluate(
        "document.documentElement.style.setProperty('--pst-font-family-monospace', 'sans-serif')"
    )
    latin, narrow, _ = page.evaluate(WIDTHS)
    assert latin != pytest.approx(narrow)  # the measure can fail


# What must stay on one line and stands on two.
BROKEN = """
() => [...document.querySelectorAll(".bd-article .unbroken")].filter((one) => {
  const tops = [...one.getClientRects()].filter((box) => box.width > 0).map((box) => box.top);
  return one.checkVisibility() && Math.max(...tops) - Math.min(...tops) > 12;
}).map((one) => one.textContent)
"""


def test_a_line_never_begins_with_a_particle(open_page, built_book):
    page = open_page(built_book / "chapters" / "gradient_descent.html", width=390)
    assert page.locator(".bd-article .unbroken").count() > 100
    for width in (390, 360, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(BROKEN) == [], width
    page.add_style_tag(content=".bd-article :is(.unbroken, .unbroken *) { white-space: normal }")
    assert len(page.evaluate(BROKEN)) > 3  # the measure can fail


def test_a_long_path_breaks_after_a_slash(open_page, built_book):
    page = open_page(built_book / "chapters" / "gradient_descent.html", width=390)
    draw_whole(page)
    path = page.locator("code:has(wbr)").last.element_handle()
    assert path.inner_text() == "exercises/gradient_descent/gradient_descent.ipynb"
    lines = """node => {
      const range = document.createRange(), lines = new Map();
      for (const text of node.querySelector("span").childNodes) for (let i = 0; i < text.length; i++) {
        range.setStart(text, i); range.setEnd(text, i + 1);
        const top = Math.round(range.getBoundingClientRect().top);
        lines.set(top, (lines.get(top) ?? "") + text.data[i]);
      }
      return [...lines.values()];
    }"""
    assert path.evaluate(lines) == ["exercises/gradient_descent/", "gradient_descent.ipynb"]
    page.evaluate("document.querySelectorAll('wbr').forEach((one) => one.remove())")
    assert path.evaluate(lines)[0] != "exercises/gradient_descent/"
