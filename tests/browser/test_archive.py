"""The zip of the site, unpacked somewhere else and opened from the disk with no server."""

import shutil

import pytest
from playwright.sync_api import TimeoutError as TooLong

from coursekit.book.archive import zip_site

pytestmark = [pytest.mark.book, pytest.mark.browser]

CHAPTER = "chapters/gradient_descent.html"
FONTS = """
document.fonts.ready.then(() => [...document.fonts].filter((one) => one.status === "loaded").map((one) => one.family).join())
"""
# Formulas that take no room or whose spoken half shows, and pictures that do not come.
FORMULAS = """
() => [...document.querySelectorAll(".bd-article .katex")].filter((one) => {
  const drawn = one.querySelector(".katex-html")?.getBoundingClientRect();
  const spoken = one.querySelector(".katex-mathml").getBoundingClientRect();
  return one.checkVisibility() && (!drawn || drawn.height < 5 || spoken.height > 2);
}).length
"""
PICTURES = """
() => Promise.all([...document.querySelectorAll(".bd-article img[src]")].map((one) => {
  one.loading = "eager";
  return one.decode().then(() => null, () => one.alt.slice(0, 30));
})).then((all) => all.filter((one) => one !== null))
"""


def faults(page):
    """What a reader of the unpacked zip would miss on one chapter."""
    found = []
    fonts = page.evaluate(FONTS)
    found += [f"글꼴: {name}" for name in ("Book Sans", "Book Mono", "KaTeX") if name not in fonts]
    if count := page.evaluate(FORMULAS):
        found.append(f"식: {count}")
    found += [f"그림: {alt}" for alt in page.evaluate(PICTURES)]
    figure = page.locator(".widget-figure").first
    figure.scroll_into_view_if_needed()
    try:
        page.wait_for_selector(".widget-figure.widget-live", timeout=4000)
        drawn = figure.locator(".widget-mount")
        before = drawn.inner_html()
        figure.locator("input[type=range]").first.press("ArrowRight")
        page.wait_for_function(
            "([node, before]) => node.innerHTML !== before",
            arg=[drawn.element_handle(), before],
            timeout=4000,
        )
    except TooLong:
        found.append("만지는 그림")
    for _ in range(3):
        page.locator(".theme-switch-button").locator("visible=true").first.click()
        if page.evaluate("document.documentElement.dataset.theme") == "dark":
            break
    red = page.evaluate("parseInt(getComputedStyle(document.body).backgroundColor.slice(4))")
    if red > 80:
        found.append("어두운 화면")
    page.keyboard.press("Control+k")
    page.locator("#pst-search-dialog input").fill("손실을 줄이는 방향")
    try:
        page.wait_for_selector("#pst-search-dialog .search-row", timeout=4000)
    except TooLong:
        return [*found, "찾기"]
    page.keyboard.press("Enter")
    page.wait_for_url("**/*.html#*")
    return found


@pytest.fixture(scope="module")
def unpacked(built_book, tmp_path_factory):
    folder = tmp_path_factory.mktemp("내려받은 책")
    zip_site(built_book, folder / "book.zip")
    shutil.unpack_archive(folder / "book.zip", folder)
    (folder / "book.zip").unlink()
    return folder / "book"


def test_the_unpacked_zip_reads_plays_and_searches(open_page, unpacked):
    """`open_page` fails on a console error and on any request that is no file of the zip."""
    page = open_page(unpacked / CHAPTER, width=1440)
    assert faults(page) == []
    assert page.url.startswith(unpacked.as_uri())


MISSING = {
    "**/*.woff2*": "글꼴: KaTeX",
    "**/_images/**": "그림: ",
    "**/_static/widgets/**": "만지는 그림",
    "**/search-index.js*": "찾기",
}


def test_what_does_not_come_is_seen(chromium, unpacked):
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    for pattern in MISSING:
        page.route(pattern, lambda route: route.abort())
    page.goto((unpacked / CHAPTER).as_uri())
    page.add_style_tag(content=".katex-mathml { clip: auto !important; height: auto !important }")
    page.add_style_tag(content="html[data-theme] body { background: #fff !important }")
    found = faults(page)
    context.close()
    for fault in [*MISSING.values(), "식: ", "어두운 화면"]:
        assert any(one.startswith(fault) for one in found), (fault, found)
