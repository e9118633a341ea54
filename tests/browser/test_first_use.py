"""Definitions of terms by mouse, keyboard, touch, on paper and without scripts."""

import pytest

pytestmark = [pytest.mark.book, pytest.mark.browser]

CHAPTER = "chapters/optimizers.html"
STATE = """
() => {
  const tip = document.querySelector(".first-use-tip.is-shown");
  if (!tip) return null;
  const word = tip.previousElementSibling;
  const a = tip.getBoundingClientRect();
  return {
    word: word.textContent,
    inside: a.left >= 0 && a.top >= 0 && a.right <= innerWidth && a.bottom <= innerHeight,
    covers: [...word.getClientRects()].some(
      (b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom),
    shown: getComputedStyle(tip).display !== "none" && a.width > 100,
    described: document.getElementById(word.getAttribute("aria-describedby")).textContent.length > 5,
  };
}
"""


def check(page, expected=None):
    state = page.evaluate(STATE)
    assert state is not None
    assert state["inside"], state
    assert state["shown"], state
    assert state["described"], state
    assert not state["covers"], state
    assert expected is None or state["word"] == expected


def test_keyboard_reaches_every_term_and_escape_closes(open_page, built_book):
    page = open_page(built_book / CHAPTER, width=390, height=700)
    words = page.locator("a.first-use")
    assert words.count() > 15
    words.first.focus()
    check(page, words.first.text_content())
    page.keyboard.press("Tab")  # the link inside
    assert page.evaluate("document.activeElement.textContent") == "용어집에서 보기"
    check(page)
    page.keyboard.press("Escape")
    assert page.evaluate(STATE) is None
    assert page.evaluate("document.activeElement.className") == "first-use"
    for word in words.all()[1:]:
        word.focus()
        check(page, word.text_content())
    page.keyboard.press("Enter")  # the link of the word itself
    page.wait_for_url("**/glossary.html#term-*")


def test_mouse_hovers_into_the_box_and_out(open_page, built_book):
    page = open_page(built_book / CHAPTER, width=1440)
    word = page.locator("a.first-use").nth(1)
    word.hover()
    page.wait_for_selector(".first-use-tip.is-shown")
    check(page, word.text_content())
    page.locator(".first-use-tip.is-shown").hover()
    page.wait_for_timeout(400)  # longer than the pause that closes it
    check(page)
    page.mouse.move(5, 5)
    page.wait_for_selector(".first-use-tip.is-shown", state="detached")
    assert page.evaluate(STATE) is None


def test_touch_toggles_and_a_tap_elsewhere_closes(open_page, built_book):
    page = open_page(built_book / CHAPTER, width=390, has_touch=True, is_mobile=True)
    words = page.locator("a.first-use")
    for index in (0, 4):
        words.nth(index).scroll_into_view_if_needed()
        words.nth(index).tap()
        check(page, words.nth(index).text_content())
    words.nth(4).tap()
    assert page.evaluate(STATE) is None
    words.nth(4).tap()
    heading = page.locator("article h2").first
    heading.scroll_into_view_if_needed()
    heading.tap()
    assert page.evaluate(STATE) is None
    assert page.url.endswith("optimizers.html")
    words.nth(0).tap()
    page.locator(".first-use-tip.is-shown a").tap()
    page.wait_for_url("**/glossary.html#term-*")


def test_paper_and_no_script(chromium, built_book):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((built_book / CHAPTER).as_uri())
    assert page.locator(".first-use-tip:visible").count() == 0
    word = page.locator("a.first-use").first
    page.emulate_media(media="print")
    assert word.evaluate("e => getComputedStyle(e).textDecorationLine") == "none"
    page.emulate_media(media="screen")
    word.click()
    page.wait_for_url("**/glossary.html#term-*")
    context.close()
