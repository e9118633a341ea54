"""The real book in a real browser, with every other host out of reach."""

import pytest

from coursekit.book.fontparts import TIERS
from coursekit.book.pages import site_pages
from tests.browser.whole import draw_whole

pytestmark = [pytest.mark.book, pytest.mark.browser]

PAGES = [
    "index.html",
    "chapters/gradient_descent.html",
    "chapters/notation.html",
    "chapters/glossary.html",
    "search.html?q=손실",
]
CHAPTER = "chapters/gradient_descent.html"
VIEWS = [(width, dark) for width in (390, 1440) for dark in (False, True)]

# A character that the page's own fonts cannot draw looks exactly like one that no font has.
TOFU = r"""
() => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 40;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const draw = (char, font) => {
    pen.clearRect(0, 0, 40, 40);
    pen.font = font;
    pen.fillText(char, 4, 30);
    return pen.getImageData(0, 0, 40, 40).data.join();
  };
  const bad = new Set();
  const seen = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!parent || parent.closest("script, style, noscript, math")) continue;
    const style = getComputedStyle(parent);
    const font = `${style.fontWeight} 24px ${style.fontFamily}`;
    for (const char of node.textContent) {
      const key = char + style.fontWeight + style.fontFamily;
      if (seen.has(key) || /\s/.test(char) || char < "\u0250") continue;
      seen.add(key);
      const code = char.codePointAt(0);
      if (code >= 0xe000 && code <= 0xf8ff) continue;
      if (draw(char, font) === draw("\u{10fffd}", font)) bad.add(char);
    }
  }
  return [...bad].join("");
}
"""


# The article scrolls by itself, so that the document never grows: both are measured.
OVERFLOW = """
() => Math.max(...[document.documentElement, document.querySelector(".bd-article-container")]
  .filter((one) => one).map((one) => one.scrollWidth - Math.min(one.clientWidth, innerWidth)))
"""
# What stands out of the screen with no box to slide it in, and words that a box cuts off.
CUT = """
() => {
  const slides = (node) => {
    for (let one = node.parentElement; one && !one.matches(".bd-article-container"); one = one.parentElement)
      if (/auto|scroll/.test(getComputedStyle(one).overflowX)) return true;
    return false;
  };
  const name = (node) => `${node.localName}.${node.className} ${node.textContent.trim().replace(/\\s+/g, " ").slice(0, 40)}`;
  const read = (node) => !node.closest(".katex, svg, dialog, .visually-hidden")
    && node.checkVisibility({ visibilityProperty: true });
  const every = [...document.querySelectorAll(".bd-article-container *, .bd-header-article *")];
  const out = every.filter((node) => node.getBoundingClientRect().right > innerWidth + 0.5 && read(node) && !slides(node));
  const boxes = ".admonition, .sd-card, .map-card, .prev-next-area a, button";
  const clipped = every.filter((node) => node.matches(boxes) && node.scrollWidth > node.clientWidth + 1 && read(node));
  return [...out, ...clipped].map(name);
}
"""


def overflow(page):
    draw_whole(page)
    return page.evaluate(OVERFLOW)


@pytest.mark.parametrize("name", PAGES)
def test_page_is_whole_at_every_width_and_brightness(visit, address, name):
    for width, dark in VIEWS:
        page = visit(address + name, width, dark)
        assert overflow(page) <= 0, (width, dark)
        assert page.evaluate("document.documentElement.dataset.theme") == (
            "dark" if dark else "light"
        )
        background = page.evaluate("getComputedStyle(document.body).backgroundColor")
        red = int(background.split("(")[1].split(",")[0])
        assert (red < 80) == dark, background


@pytest.mark.parametrize("name", PAGES[:4])
def test_no_tofu(visit, address, name):
    page = visit(address + name, 390)
    page.evaluate("Promise.all([...document.fonts].map(font => font.load()))")
    assert page.evaluate(TOFU) == ""


def test_tofu_and_overflow_would_be_seen(visit, address):
    page = visit(address + "index.html", 390)
    # Syllables that the book never uses are not in its cut font; this machine may have others.
    page.evaluate(
        "() => { const p = document.createElement('p'); p.style.fontFamily = 'KaTeX_Size4';"
        " p.textContent = '\\u{10fffc}'; document.querySelector('article').append(p); }"
    )
    assert page.evaluate(TOFU) != ""
    page.evaluate(
        "document.querySelector('article').insertAdjacentHTML('beforeend', '<div style=width:900px>x</div>')"
    )
    assert overflow(page) > 500
    assert any("x" in one for one in page.evaluate(CUT))
    page.locator("article > div").last.evaluate("node => node.remove()")
    assert page.evaluate(CUT) == []
    page.locator(".admonition p").last.evaluate("node => { node.style.width = '900px'; }")
    assert any("replication admonition" in one for one in page.evaluate(CUT))


def test_images_are_drawn_at_their_stated_shape(visit, address):
    page = visit(address + CHAPTER, 390)
    # The still pictures of widgets give way when one scrolls near them.
    images = page.locator(
        "article img[src*='_images']:not(.widget-fallback img, .ck-animation-layer)"
    )
    assert images.count() > 3
    for image in images.all():
        if image.is_visible():
            image.scroll_into_view_if_needed()
            image.evaluate("e => e.decode()")
            shown, real = image.evaluate(
                "e => [e.clientWidth / e.clientHeight, e.naturalWidth / e.naturalHeight]"
            )
            assert shown == pytest.approx(real, rel=0.03)


def test_widget_lives_without_a_kernel(visit, address):
    page = visit(address + CHAPTER)
    figure = page.locator(".widget-figure").first
    figure.scroll_into_view_if_needed()
    page.wait_for_selector(".widget-figure.widget-live")
    assert not figure.locator(".widget-fallback").is_visible()
    slider = figure.locator("input[type=range]").first
    before = figure.locator(".widget-mount").inner_html()
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    assert figure.locator(".widget-mount").inner_html() != before
    page.emulate_media(media="print")
    assert figure.locator(".widget-fallback").is_visible()
    assert not figure.locator(".widget-mount").is_visible()


def test_solutions_are_folded_and_open_by_keyboard(visit, address):
    page = visit(address + CHAPTER, 390)
    first = page.locator(".exercise-solution").first
    code = first.locator("pre")
    assert not code.is_visible()
    first.locator("summary").focus()
    page.keyboard.press("Enter")
    assert code.is_visible()
    assert overflow(page) <= 0


@pytest.mark.parametrize("name", PAGES)
def test_opens_from_the_disk(visit, built_book, name):
    page = visit(built_book.as_uri() + "/" + name, 390)
    assert overflow(page) <= 0
    loaded = page.evaluate(
        "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
    )
    assert any("Book Sans" in family for family in loaded)
    if name == CHAPTER:
        assert any("KaTeX" in family for family in loaded)
        page.locator(".widget-figure").first.scroll_into_view_if_needed()
        page.wait_for_selector(".widget-figure.widget-live")


def test_without_scripts_the_chapter_still_shows_figures_and_formulas(chromium, built_book):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(built_book.as_uri() + "/" + CHAPTER)
    assert page.locator(".widget-fallback img").first.is_visible()
    assert page.locator("div.math .katex-html").first.is_visible()
    context.close()


@pytest.fixture(scope="module")
def tour(chromium, address, built_book):
    """Every page from top to bottom, so that what is lazy comes too; all other hosts are cut off.

    Gives what was asked of them, what does not fit a phone, and which pages fetched letters of others.
    """
    asked, unfit, needless = [], {}, []

    def gate(route):
        if any(f"{tier}.woff2" in route.request.url for tier in TIERS):
            needless.append((page.url, route.request.url))
        own = route.request.url.startswith((address, "data:", "blob:"))
        asked.extend([] if own else [route.request.url])
        route.continue_() if own else route.abort()

    context = chromium.new_context()
    context.route("**/*", gate)
    page = context.new_page()
    page.set_content('<img src="http://elsewhere.invalid/x.png">')
    page.wait_for_load_state("load")
    assert asked == ["http://elsewhere.invalid/x.png"]  # the gate itself can fail a page
    asked.clear()
    for path in site_pages(built_book):
        name = path.relative_to(built_book).as_posix()
        page.set_viewport_size({"width": 390, "height": 4000})
        page.goto(address + name)
        page.evaluate(
            "async () => { for (let y = 0; y < document.body.scrollHeight; y += 3500) {"
            " scrollTo(0, y); await new Promise(requestAnimationFrame); } localStorage.clear(); }"
        )
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        for width in (390, 320):
            page.set_viewport_size({"width": width, "height": 4000})
            wide, cut = overflow(page), page.evaluate(CUT)
            if wide > 0 or cut:
                unfit[name, width] = (wide, cut[:5])
    found = list(needless)
    page.evaluate("document.querySelector('h1').append('뷁')")
    page.evaluate("document.fonts.ready")
    assert needless != found  # this gate can fail a page too
    context.close()
    return asked, unfit, found


def test_no_page_asks_another_host_for_anything(tour):
    assert tour[0] == []


def test_no_page_fetches_letters_that_it_does_not_draw(tour):
    assert tour[2] == []


def test_every_page_fits_a_phone_and_a_small_phone(tour):
    assert tour[1] == {}


def test_header_menus_open_by_click_and_by_keyboard(visit, address):
    page = visit(address + CHAPTER, 390)
    button = page.locator("[data-bs-toggle=dropdown]").last
    menu = button.locator("xpath=..").locator(".dropdown-menu")
    assert not menu.is_visible()
    button.click()
    assert menu.is_visible()
    assert button.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.classList.contains('dropdown-item')")
    page.mouse.move(5, 700)  # the theme also shows a menu under the pointer
    page.keyboard.press("Escape")
    assert not menu.is_visible()
    assert overflow(page) <= 0
