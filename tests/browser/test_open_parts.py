"""What opens - search, drawers, terms, answers, solutions - under axe-core while it is open."""

import pytest

from tests.browser.axe import APPEARANCE, darken, examine, lighten

pytestmark = [pytest.mark.book, pytest.mark.browser]

CHAPTER = "chapters/gradient_descent.html"


def both(page, inside):
    """All rules in the light, those of colours and sizes in the dark."""
    page.wait_for_selector(inside, state="visible")
    page.evaluate("document.getAnimations().forEach((one) => one.finish())")
    found = examine(page, inside=inside)
    darken(page)
    found += [f"어두운 화면: {one}" for one in examine(page, APPEARANCE, inside)]
    lighten(page)
    return found


def open_search(page):
    page.keyboard.press("Control+k")
    field = page.locator("#pst-search-dialog input")
    field.fill("소프트맥쓰")  # rows, marks and the note on the spelling
    page.wait_for_selector(".search-panel[data-query='소프트맥쓰'] .search-row")
    return "#pst-search-dialog[open]"


def open_empty_search(page):
    page.keyboard.press("Control+k")
    page.locator("#pst-search-dialog input").fill("양자역학")
    page.wait_for_selector(".search-panel[data-query='양자역학'] .search-nothing")
    return "#pst-search-dialog[open]"


def open_contents(page):
    page.locator(".bd-header-article .primary-toggle").click()
    return "#pst-primary-sidebar-modal[open]"


def open_sections(page):
    page.locator(".bd-header-article .secondary-toggle").click()
    return "#pst-secondary-sidebar-modal[open]"


def open_term(page):
    page.locator("a.first-use").first.focus()
    return ".first-use-tip.is-shown"


def open_answer(page):
    page.locator(".self-check summary").first.click()
    return ".self-check:has(details[open])"


def open_solution(page):
    page.locator(".exercise-solution summary").first.click()
    return ".exercise-item:has(.exercise-solution[open])"


# Dialogs are the same on every page, and the front page is a small one.
DIALOGS = [open_search, open_empty_search, open_contents, open_sections]
INLINE = [open_term, open_answer, open_solution]
# Of a chapter, only the sections that hold what opens: axe walks the whole page each time.
TRIM = """
() => {
  const kept = ["a.first-use", ".self-check", ".exercise-solution"].map((name) => document.querySelector(name));
  for (const section of document.querySelectorAll(".bd-article > section > section"))
    if (!kept.some((one) => section.contains(one))) section.remove();
  document.querySelectorAll(".exercise-item ~ .exercise-item").forEach((one) => one.remove());
}
"""


def closed(page):
    page.keyboard.press("Escape")
    page.wait_for_function("!document.querySelector('dialog[open]')")


def test_no_violation_in_the_dialogs(visit, address):
    """One visit: what is open is closed again before the next."""
    page = visit(address + "index.html", 390)
    found = {}
    for opener in DIALOGS:
        found[opener.__name__] = both(page, opener(page))
        closed(page)
    assert {where: what for where, what in found.items() if what} == {}


def test_no_violation_in_what_unfolds(visit, address):
    page = visit(address + CHAPTER, 390)
    page.evaluate(TRIM)
    found = {opener.__name__: both(page, opener(page)) for opener in INLINE}
    assert {where: what for where, what in found.items() if what} == {}


@pytest.mark.parametrize(
    ("name", "opener"), [("index.html", open_contents), (CHAPTER, open_term)], ids=["dialog", "tip"]
)
def test_a_fault_inside_what_opens_is_found(visit, address, name, opener):
    page = visit(address + name, 390)
    page.evaluate(TRIM)
    inside = opener(page)
    page.locator(inside).evaluate(
        "(node, html) => node.insertAdjacentHTML('afterbegin', html)",
        "<div style='background:#fff'><button></button><p style='color:#999'>흐린 글</p></div>",
    )
    kinds = {one.removeprefix("어두운 화면: ").partition(":")[0] for one in both(page, inside)}
    assert {"button-name", "color-contrast"} <= kinds
