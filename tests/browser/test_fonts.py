"""The fonts that a page really draws with, and the bytes that a browser really gets."""

import pytest

from coursekit.book.weight import page_weights
from tests.browser.whole import draw_whole

pytestmark = [pytest.mark.book, pytest.mark.browser]

CHAPTER = "chapters/batch_normalization.html"
PLACES = {
    "headings": "article :is(h1, h2, h3)",
    "tables": "article :is(th, td)",
    "captions and summaries": "article :is(.caption-text, figcaption, summary)",
    "prose": "article p",
    "code": "article :is(pre, code, kbd)",
    "formulas": "article p .katex-html .mord",
    "menus": "header a, nav a, footer :is(a, p)",
}


def strangers(page, selector):
    """Names of fonts of this machine that drew anything in the elements, with the elements' text."""
    client = page.context.new_cdp_session(page)
    client.send("DOM.enable")
    client.send("CSS.enable")
    root = client.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    nodes = client.send("DOM.querySelectorAll", {"nodeId": root, "selector": selector})["nodeIds"]
    found, glyphs = set(), 0
    for node in nodes[:60]:
        for font in client.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]:
            glyphs += font["glyphCount"]
            if not font["isCustomFont"]:
                text = client.send("DOM.getOuterHTML", {"nodeId": node})["outerHTML"]
                found.add((font["familyName"], text[:80]))
    client.detach()
    return found, glyphs


def test_every_place_is_drawn_in_the_fonts_of_the_book(visit, address):
    page = visit(address + CHAPTER)
    draw_whole(page)
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    page.evaluate("document.fonts.ready")
    for place, selector in PLACES.items():
        found, glyphs = strangers(page, selector)
        assert glyphs, place
        assert found == set(), place
    term = page.locator("a.first-use").first
    term.scroll_into_view_if_needed()
    term.focus()
    page.wait_for_selector(".first-use-tip:popover-open")
    page.evaluate("document.fonts.ready")
    assert strangers(page, ".first-use-tip:popover-open, .first-use-tip:popover-open *")[0] == set()
    # What the book never draws is in none of its fonts, and is seen.
    page.evaluate("document.querySelector('h1').prepend('Ж')")
    assert strangers(page, PLACES["headings"])[0]


def test_what_search_finds_is_drawn_in_the_fonts_of_the_book(visit, address):
    """Its rows quote every other page: their letters come when they are needed."""
    page = visit(address + "summary/optimizers.html")
    fetched = []
    page.on("request", lambda one: fetched.append(one.url))
    page.keyboard.press("Control+k")
    page.keyboard.type("상자")
    page.wait_for_selector("dialog[open] .search-row")
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    found, glyphs = strangers(page, "dialog[open], dialog[open] *")
    assert glyphs
    assert found == set()
    assert any("book-400-more.woff2" in one for one in fetched)


@pytest.mark.parametrize("name", ["chapters/optimizers.html", "index.html"])
def test_the_weight_told_is_what_a_browser_gets(chromium, address, built_book, name):
    told = {one.page: one for one in page_weights(built_book)}[name]
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    answers = []
    page.on("requestfinished", lambda one: answers.append(one))
    page.goto(address + name)
    page.wait_for_load_state("networkidle")
    draw_whole(page)  # a reader who goes through all of it
    page.evaluate("document.fonts.ready")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")
    # Pictures, and what widgets ask for when one comes near them, are figures.
    figures = ("/_images/", "/_static/states/", "/_static/widgets/", ".svg", ".png")
    got = {one.url: one.sizes()["responseBodySize"] for one in answers}
    got = {url: size for url, size in got.items() if not any(part in url for part in figures)}
    context.close()
    assert len(got) <= told.requests, sorted(got)
    assert 0.9 * told.total <= sum(got.values()) <= told.total
