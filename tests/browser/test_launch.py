"""The menu of places to open a chapter: by hand, by keyboard, and what it gives to keep."""

import pytest

from tests.browser.axe import examine

pytestmark = [pytest.mark.book, pytest.mark.browser]

CHAPTER = "chapters/gradient_descent.html"
BUTTON = ".launch > button"
ITEMS = ".launch .dropdown-item"
HEADER = ".header-article__inner"


@pytest.mark.parametrize("width", [390, 1440])
def test_the_menu_opens_fits_and_closes(visit, address, width):
    page = visit(address + CHAPTER, width)
    assert page.locator(BUTTON).get_attribute("aria-expanded") == "false"
    assert not page.locator(ITEMS).first.is_visible()
    page.get_by_role("button", name="실행하기").click()
    for box in [one.bounding_box() for one in page.locator(ITEMS).all()]:
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["height"] >= 24
    assert page.locator(BUTTON).bounding_box()["height"] >= 44
    assert examine(page, inside=HEADER) == []
    page.mouse.move(5, 700)  # under the mouse the menu stays
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == "Binder에서 열기"
    page.keyboard.press("Escape")
    assert not page.locator(ITEMS).first.is_visible()
    assert page.evaluate("document.activeElement.textContent").strip() == "실행하기"


def test_the_notebook_is_saved_and_not_shown(visit, address):
    page = visit(address + CHAPTER)
    page.click(BUTTON)
    with page.expect_download() as found:
        page.get_by_text("노트북 내려받기").click()
    assert found.value.suggested_filename == "gradient_descent.ipynb"
    assert found.value.path().read_text(encoding="utf-8").startswith("{")
