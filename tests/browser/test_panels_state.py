"""What a figure owes its reader about its state: an address that keeps it, and a way back."""

import gzip
import re
from urllib.parse import quote

import pytest

from coursekit.viz import widgets
from tests.browser.widget_page import hosted_page, widget_page

pytestmark = pytest.mark.browser
PANELS = [getattr(widgets, name) for name in widgets.__all__]
KIBIBYTE = 1024
LIMIT = 150 * KIBIBYTE
PATH = [(0.65, 0.7), (0.25, 0.5)]  # a mouse takes box B, and anything under its hand elsewhere
READ = "(panel) => ({...panel.dataset})"

each_panel = pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.__name__)


@pytest.fixture(scope="module")
def hosted(tmp_path_factory):
    """The page of each figure as the book has it, written once."""
    written = {}

    def page_of(panel):
        if panel not in written:
            written[panel] = hosted_page(tmp_path_factory.mktemp(panel.__name__), panel())
        return written[panel]

    return page_of


@pytest.fixture
def visit(open_page):
    def visit_one(path, hash_="", **options):
        page = open_page(path, **options)
        if hash_:
            page.goto(f"{path.as_uri()}{hash_}")
            page.reload()
        page.wait_for_function(
            "document.querySelectorAll('.widget-figure').length === document.querySelectorAll('.widget-live').length"
        )
        return page

    return visit_one


def facts(page, at=0):
    return page.locator(".ck-panel").nth(at).evaluate(READ)


def disturb(page, at=0):
    """Change something of every kind that the panel has: a choice, a slider, a place, a button."""
    panel = page.locator(".ck-panel").nth(at)
    for pick in panel.locator("select").element_handles()[:2]:
        values = pick.eval_on_selector_all("option:not([disabled])", "all => all.map(o => o.value)")
        if pick.is_visible():
            pick.select_option(values[-1])
    for ground in panel.locator("[role=application]").all():
        ground.focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowDown")
    for slider in panel.locator("input[type=range]:visible").all():
        slider.focus()
        page.keyboard.press("ArrowLeft")
    for button in panel.locator("button[aria-pressed]").all()[:1]:
        button.click()


def hash_of(page):
    return "#" + page.url.partition("#")[2]


@each_panel
def test_an_address_keeps_the_state_and_bad_ones_are_refused(visit, hosted, panel):
    page = visit(hosted(panel))
    first = facts(page)
    notice = page.locator(".ck-notice")
    disturb(page)
    changed = facts(page)
    assert changed != first
    page.get_by_role("button", name="이 상태의 주소 복사").click()
    page.wait_for_function("document.querySelector('.ck-notice').textContent")
    assert "주소" in notice.inner_text()
    address = hash_of(page)
    key = re.sub("_(explorer|stepper|builder)$", "", panel.asset).replace("_", "-")
    assert address.startswith(f"#w={key}&")
    # The address alone, in a page that was never touched.
    page.goto("about:blank")
    page.goto(hosted(panel).as_uri() + address)
    page.wait_for_selector(".widget-live")
    assert facts(page) == changed
    assert notice.inner_text() == ""
    assert page.evaluate("document.querySelector('.ck-panel').getBoundingClientRect().top") < 300
    # An address typed over it: each value spoilt in turn, a name that is none, one said twice.
    pairs = address[1:].split("&")[1:]
    spoilt = [f"{pair.partition('=')[0]}=없는값" for pair in pairs]
    for wrong in [*spoilt, "strange=1", f"{pairs[0]}&{pairs[0]}"]:
        page.evaluate("(hash) => { location.hash = hash; }", f"#w={key}&{quote(wrong, safe='=&')}")
        told = wrong.partition("&")[0]
        page.wait_for_function(
            "(told) => document.querySelector('.ck-notice').textContent.includes(`${told}은(는)`)",
            arg=told,
        )
        assert facts(page) == first, wrong
    page.evaluate("(hash) => { location.hash = hash; }", address)
    page.wait_for_function("document.querySelector('.ck-notice').textContent === ''")
    assert facts(page) == changed


@each_panel
def test_button_and_keys_lead_back_to_the_beginning(visit, hosted, panel):
    page = visit(hosted(panel))
    first = facts(page)
    ways = [
        lambda: page.get_by_role("button", name="처음으로").click(),
        lambda: page.keyboard.press("r"),
        lambda: page.keyboard.press("Escape"),
    ]
    for back in ways:
        disturb(page)
        assert facts(page) != first
        back()
        assert facts(page) == first
    # A list of choices keeps its letters.
    disturb(page)
    changed = facts(page)
    picks = page.locator(".ck-panel select:visible")
    if picks.count():
        picks.first.focus()
        page.keyboard.press("Escape")
        assert facts(page) == changed


@each_panel
def test_home_and_end_go_to_the_edges_and_a_page_can_still_be_scrolled(visit, hosted, panel):
    page = visit(hosted(panel), has_touch=True, width=390)
    for ground in page.locator("[role=application]").all():
        assert ground.evaluate("n => getComputedStyle(n).touchAction") in {"auto", "pan-y"}
        ground.focus()
        page.keyboard.press("End")  # the first key in another grid only comes to its middle
        page.keyboard.press("End")
        end = facts(page)
        page.keyboard.press("ArrowRight")
        if panel is not widgets.BoxExplorer:
            assert facts(page) == end
        page.keyboard.press("Home")
        home = facts(page)
        assert home != end
        page.keyboard.press("End")
        assert facts(page) == end


@each_panel
def test_a_finger_or_a_mouse_on_a_figure_changes_it(visit, hosted, panel):
    page = visit(hosted(panel), has_touch=True, width=390)
    grounds = page.locator("[role=application]").all()
    for ground in grounds:
        ground.scroll_into_view_if_needed()
        before, box = facts(page), ground.bounding_box()
        for across, down in ((0.2, 0.25), (0.65, 0.7), (0.8, 0.25)):
            page.touchscreen.tap(box["x"] + across * box["width"], box["y"] + down * box["height"])
        assert facts(page) != before
        before = facts(page)
        at = [(box["x"] + u * box["width"], box["y"] + v * box["height"]) for u, v in PATH]
        page.mouse.move(*at[0])
        page.mouse.down()
        page.mouse.move(*at[1], steps=3)
        page.mouse.up()
        dragged = facts(page)
        assert dragged != before
        if not ground.evaluate(
            "n => n.matches('.ck-grid-live')"
        ):  # a mouse may light cells by itself
            page.mouse.move(*at[0])
            assert facts(page) == dragged
    if not grounds:
        slider, before = page.locator("input[type=range]").first, facts(page)
        slider.scroll_into_view_if_needed()
        box = slider.bounding_box()
        page.touchscreen.tap(box["x"] + 0.9 * box["width"], box["y"] + box["height"] / 2)
        assert facts(page) != before


@each_panel
def test_a_notebook_has_no_address_to_copy(open_page, tmp_path, panel):
    path = tmp_path / "page.html"
    path.write_text(widget_page(panel()), encoding="utf-8")
    page = open_page(path)
    page.wait_for_function("window.ready")
    assert page.get_by_role("button", name="이 상태의 주소 복사").count() == 0
    assert page.get_by_role("button", name="처음으로").is_visible()


def test_two_of_a_kind_and_another_share_one_address(visit, tmp_path):
    box = widgets.BoxExplorer
    path = hosted_page(tmp_path, box(), widgets.InitExplorer(), box())
    page = visit(path)
    first = facts(page)
    assert page.evaluate("document.querySelectorAll('script[src*=box_explorer]').length") == 1
    assert page.evaluate("document.querySelectorAll('style').length") == 2
    for at in (1, 2):
        disturb(page, at)
        page.get_by_role("button", name="이 상태의 주소 복사").nth(at).click()
        page.wait_for_function(f"document.querySelectorAll('.ck-notice')[{at}].textContent")
    kept = [facts(page, at) for at in (1, 2)]
    address = hash_of(page)
    assert re.findall("[#&]w=([^&]+)", address) == ["init", "box-2"]
    page.goto("about:blank")
    page.goto(path.as_uri() + address)
    page.wait_for_function("document.querySelectorAll('.widget-live').length === 3")
    assert [facts(page, at) for at in range(3)] == [first, *kept]


def test_an_address_of_a_figure_that_is_not_here_is_told(visit, hosted):
    page = visit(hosted(widgets.BoxExplorer), "#w=nowhere&lr=1")
    assert "nowhere" in page.locator(".widget-notice").inner_text()
    page.evaluate("location.hash = '#w=box&view=nms'")
    page.wait_for_selector(".widget-notice", state="detached")
    assert facts(page)["view"] == "nms"


@each_panel
def test_each_is_within_its_weight(hosted, panel, record_property):
    """Script, style and state as the page carries them (base64 and all), not compressed."""
    path = hosted(panel)
    script = (path.parent / "widgets" / f"{panel.asset}.js").read_bytes()
    state = re.search(rb'widget-state\+json">(.*?)</script>', path.read_bytes(), re.DOTALL)[1]
    assert b"_esm" not in state
    raw = len(script) + len(state)
    packed = len(gzip.compress(script)) + len(gzip.compress(state))
    record_property("bytes", (raw, packed))
    assert raw <= LIMIT


@pytest.mark.book
def test_every_figure_of_the_book_lives_and_has_a_picture_for_paper(open_page, built_book):
    alive = set()
    for path in sorted((built_book / "chapters").glob("*.html")):
        if "widget-view+json" not in path.read_text(encoding="utf-8"):
            continue
        page = open_page(path, width=390)  # from the disk; fails on any error or other host
        page.locator(".widget-figure").scroll_into_view_if_needed()
        page.wait_for_selector(".widget-figure.widget-live")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path.name
        alive |= set(page.evaluate("Object.keys(window.coursekitWidgets)"))
        still, figure = page.locator(".widget-fallback"), page.locator(".widget-mount")
        assert (still.is_visible(), figure.is_visible()) == (False, True)
        page.emulate_media(media="print")
        assert (still.is_visible(), figure.is_visible()) == (True, False)
        page.context.close()
    assert alive == {panel.asset for panel in PANELS}
