"""What every interactive figure owes its reader, in a page without a kernel."""

import pytest

from coursekit.viz import widgets
from tests.browser.widget_page import widget_page

pytestmark = pytest.mark.browser
PANELS = [getattr(widgets, name) for name in widgets.__all__]
CONTROLS = ".ck-panel :is(button, select, input):not([type=checkbox], [type=radio])"

each_panel = pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.__name__)


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The page of each figure, written once."""
    folder, written = tmp_path_factory.mktemp("panels"), {}

    def page_of(panel):
        if panel not in written:
            written[panel] = folder / f"{panel.__name__}.html"
            written[panel].write_text(widget_page(panel()), encoding="utf-8")
        return written[panel]

    return page_of


@pytest.fixture
def show(open_page, pages):
    def open_ready(panel, **options):
        page = open_page(pages(panel), **options)
        page.wait_for_function("window.ready")
        return page

    return open_ready


@each_panel
def test_no_sideways_scroll_and_targets_are_large(show, panel):
    page = show(panel, width=800)
    for width in (320, 390, 800, 900):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
        boxes = [node.bounding_box() for node in page.locator(CONTROLS).all() if node.is_visible()]
        assert boxes
        assert min(min(box["height"], box["width"]) for box in boxes) >= 44


@each_panel
def test_everything_that_takes_keys_is_named_and_shows_its_focus(show, panel):
    page = show(panel)
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        here = page.evaluate("""() => {
          const node = document.activeElement, look = getComputedStyle(node);
          if (!node.closest(".ck-panel")) return null;
          const name = node.getAttribute("aria-label") ?? node.textContent;
          return [name, look.outlineStyle, parseFloat(look.outlineWidth), node.hasAttribute("data-lm-suppress-shortcuts")];
        }""")
        if here is None:
            break
        reached.append(here)
    assert len(reached) >= 3
    for name, style, width, keeps_its_keys in reached:
        assert name.strip()
        assert (style, keeps_its_keys) == ("solid", True), name
        assert width >= 2


@each_panel
def test_what_happens_is_told_in_words(show, panel):
    page = show(panel)
    told = page.locator(".ck-panel [role=status]")
    assert told.count() == 1
    assert len(told.inner_text()) > 10
    nameless = "(all) => all.filter((n) => !n.closest('[aria-label], [aria-hidden=true]')).length"
    assert page.locator(".ck-panel svg").evaluate_all(nameless) == 0


@each_panel
def test_dark_pages_have_dark_panels_with_light_words(show, panel):
    page = show(panel)
    read = """() => {
      const look = getComputedStyle(document.querySelector(".ck-panel"));
      return [look.backgroundColor, look.color].map((c) => c.match(/\\d+/g).slice(0, 3).reduce((s, v) => s + Number(v), 0) / 3);
    }"""
    paper, ink = page.evaluate(read)
    assert paper - ink > 150
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    paper, ink = page.evaluate(read)
    assert ink - paper > 150
    page.evaluate("delete document.documentElement.dataset.theme; document.body.dataset.jpThemeLight = 'false'")  # fmt: skip
    assert page.evaluate(read) == [paper, ink]


@each_panel
def test_a_broken_table_leaves_no_empty_panel(open_page, tmp_path, panel):
    widget, path = panel(), tmp_path / "page.html"
    text = widget_page(widget).replace("DecompressionStream", "NoSuchStream")
    path.write_text(
        text.replace("window.cleanup = await", "window.refused = ").replace(
            '("host") })', '("host") }).catch((e) => String(e))'
        ),
        encoding="utf-8",
    )
    page = open_page(path)
    page.wait_for_function("'refused' in window")  # the page may be open before its module has run
    assert "위젯의 표를 풀지 못했습니다" in page.evaluate("window.refused")
    assert page.locator(".ck-panel").count() == 0
