"""What is far from the screen waits, and nothing a reader does with it can tell."""

import pytest

from tests.browser.whole import draw_whole

pytestmark = [pytest.mark.book, pytest.mark.browser]

CHAPTER = "chapters/optimizers.html"
SHIFT = 0.05
# Where the addressed place stands below the line where the browser puts it, once it has come to rest.
OFF = r"""
async (id) => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const place = () => document.getElementById(id).getBoundingClientRect().top;
  let before = NaN;
  for (let still = 0; still < 30; still = place() === before ? still + 1 : 0) {
    before = place();
    await frame();
  }
  return place() - parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop);
}
"""
BOXES = "document.querySelectorAll('[style^=\"--narrow:\"]')"
SKIPPED = (
    f"[...{BOXES}].filter((e) => !e.checkVisibility({{ contentVisibilityAuto: true }})).length"
)
WATCH = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifted += one.value;
}).observe({ type: "layout-shift", buffered: true });
"""


def deep(page):
    """A third-level section in the second half of the chapter."""
    return page.evaluate(
        "() => { const all = [...document.querySelectorAll('.bd-article section section section[id]')];"
        " return all[Math.floor(all.length * 0.7)].id; }"
    )


@pytest.mark.parametrize("width", [390, 1440])
def test_an_address_deep_in_a_chapter_lands_at_its_heading(visit, address, width):
    page = visit(address + CHAPTER, width)
    name = deep(page)
    waiting = page.evaluate(SKIPPED)
    assert waiting > 20  # what is to be tested is there
    # Estimates as wrong as can be: what lies above is drawn on the way and pushes the heading.
    page.evaluate(f"for (const e of {BOXES}) e.style.cssText = '--narrow:90px;--wide:90px'")
    link = "name => { const a = document.createElement('a'); a.href = '#' + name; document.body.append(a); a.click(); }"
    page.evaluate(link, name)
    assert page.evaluate(OFF, name) == pytest.approx(0, abs=2)
    page.evaluate("scrollBy({ top: 120, behavior: 'instant' })")
    assert page.evaluate(OFF, name) == pytest.approx(
        -120, abs=2
    )  # the reader's own scrolling stays
    fresh = visit(f"{address}{CHAPTER}#{name}", width)
    assert fresh.evaluate(OFF, name) == pytest.approx(0, abs=2)


@pytest.mark.parametrize("width", [390, 1440])
def test_the_reserved_heights_are_near_the_real_ones(visit, address, width):
    page = visit(address + CHAPTER, width)
    page.evaluate("scrollTo(0, 0)")
    reserved = page.evaluate("document.documentElement.scrollHeight")
    draw_whole(page)
    assert page.evaluate("document.documentElement.scrollHeight") == pytest.approx(
        reserved, rel=0.06
    )


def test_the_browsers_own_search_reaches_what_waits(visit, address):
    page = visit(address + CHAPTER, 390)
    words = page.evaluate(
        "() => [...document.querySelectorAll('.bd-article section section p')].at(-3).textContent.slice(0, 14)"
    )
    assert page.evaluate("words => window.find(words)", words)
    assert page.evaluate(
        "() => { const r = getSelection().getRangeAt(0).getBoundingClientRect();"
        " return r.height > 0 && r.top >= 0 && r.bottom <= innerHeight; }"
    )
    assert not page.evaluate("window.find('이 장에는 결코 없는 글귀')")


def test_paper_waits_for_nothing(visit, address):
    page = visit(address + CHAPTER, 1440)
    assert page.evaluate(SKIPPED) > 20
    page.emulate_media(media="print")
    assert page.evaluate(SKIPPED) == 0


def test_a_figure_wakes_for_the_keyboard(visit, address):
    page = visit(address + CHAPTER, 1440)
    assert page.locator(".widget-live").count() == 0
    page.evaluate(
        "() => { const figure = document.querySelector('.widget-figure');"
        " const before = [...document.querySelectorAll('.bd-article a[href]:not(.headerlink, .first-use-tip a)')]"
        ".filter((a) => a.compareDocumentPosition(figure) & 4); before.at(-1).focus(); }"
    )
    page.wait_for_selector(".widget-live")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.closest('.widget-mount')"):
            break
    assert page.evaluate("!!document.activeElement.closest('.widget-mount')")
    assert page.evaluate(
        "() => { const r = document.activeElement.getBoundingClientRect(); return r.bottom > 0 && r.top < innerHeight; }"
    )


def shift(chromium, url, planted=""):
    context = chromium.new_context(
        viewport={"width": 412, "height": 823}, device_scale_factor=1.75, is_mobile=True
    )
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(url)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    if planted:
        page.evaluate(planted)
        page.wait_for_function("window.shifted > 0")  # the browser tells some time after it moved
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    found = page.evaluate("window.shifted")
    context.close()
    return found


def test_nothing_moves_while_a_page_loads(chromium, address):
    for name in (CHAPTER, "chapters/batch_normalization.html", "index.html"):
        assert shift(chromium, address + name) <= SHIFT, name
    late = (
        "document.querySelector('article')"
        ".insertAdjacentHTML('afterbegin', '<p style=\"height:300px\">늦게 온 글</p>')"
    )
    assert shift(chromium, address + CHAPTER, late) > SHIFT


def test_brightness_is_settled_before_any_script_comes(chromium, address):
    context = chromium.new_context(color_scheme="dark")
    context.route("**/*.js*", lambda route: route.abort())
    page = context.new_page()
    page.goto(address + "index.html")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.evaluate("localStorage.setItem('mode', 'light')")
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    context.close()


def test_every_link_leads_somewhere(visit, address):
    page = visit(address + CHAPTER, 390)
    bare = "[...document.querySelectorAll('a:not([href])')].map((a) => a.outerHTML)"
    assert page.evaluate(bare) == []
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<a>갈 곳 없음</a>')")
    assert len(page.evaluate(bare)) == 1
