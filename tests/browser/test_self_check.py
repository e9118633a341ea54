"""The self-check box: folded, opened by key and by touch, readable on paper."""

import pytest

pytestmark = [pytest.mark.book, pytest.mark.browser]


def page_of(built_book):
    return built_book / "chapters" / "gradient_descent.html"


def test_an_answer_is_folded_until_a_key_opens_it(built_book, open_page):
    page = open_page(page_of(built_book), width=390, has_touch=True)
    boxes = page.locator(".self-check")
    assert boxes.count() >= 4
    first = boxes.first
    answer, summary = first.locator(".sd-summary-content"), first.locator("summary")
    assert not answer.is_visible()
    assert summary.bounding_box()["height"] >= 44
    summary.focus()
    page.keyboard.press("Enter")
    assert answer.is_visible()
    outline = summary.evaluate("node => getComputedStyle(node).outlineStyle")
    assert outline != "none"  # the keyboard's place is seen
    page.keyboard.press("Space")
    assert not answer.is_visible()
    summary.tap()
    assert answer.is_visible()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390


def test_paper_shows_the_answers(built_book, open_page):
    page = open_page(page_of(built_book))
    answers = page.locator(".self-check .sd-summary-content")
    shown = "nodes => nodes.map(node => node.checkVisibility())"
    assert not any(answers.evaluate_all(shown))
    page.emulate_media(media="print")
    assert all(answers.evaluate_all(shown))
    small, body = (
        page.locator(name).first.evaluate("node => parseFloat(getComputedStyle(node).fontSize)")
        for name in (".self-check .sd-summary-content p", ".self-check > p:not(.admonition-title)")
    )
    assert small < body
