"""Display formulas fit a phone; what stays wide scrolls in its place, by keyboard too."""

import pytest

pytestmark = [pytest.mark.book, pytest.mark.browser]

# Formulas that may stay wider than a phone: page, a part of its text, why.
WIDE: dict[tuple[str, str], str] = {}

OVERFLOWING = r"""
() => {
  document.querySelectorAll("details").forEach((one) => (one.open = true));
  const found = [];
  for (const box of document.querySelectorAll(".katex-display")) {
    if (!box.clientWidth) throw new Error("보이지 않는 식은 잴 수 없습니다.");
    const drawn = box.querySelector(".katex-html").getBoundingClientRect();
    const right = Math.max(...[...box.querySelectorAll(".base")].map((e) => e.getBoundingClientRect().right));
    if (box.scrollWidth > box.clientWidth + 1 || right > drawn.right + 2)
      found.push(box.querySelector("math").textContent.trim());
  }
  return found;
}
"""


def test_every_formula_fits_a_phone(open_page, built_book):
    page = open_page(built_book / "index.html", width=390)
    wide = []
    for path in sorted((built_book / "chapters").glob("*.html")):
        page.goto(path.as_uri())
        page.evaluate("document.fonts.ready")
        for text in page.evaluate(OVERFLOWING):
            if not any(name == path.stem and part in text for name, part in WIDE):
                wide.append((path.stem, text))
    assert wide == []


def test_a_wide_formula_is_seen_hinted_and_scrolled_by_keyboard(open_page, built_book):
    page = open_page(built_book / "chapters" / "optimizers.html", width=390)
    box = page.locator(".katex-display").first
    assert box.get_attribute("tabindex") is None
    box.scroll_into_view_if_needed()  # what is far from the screen is measured when it comes near
    box.evaluate(
        "e => e.querySelector('.base').insertAdjacentHTML("
        "'beforeend', '<span style=\"display:inline-block;width:900px\"></span>')"
    )
    assert len(page.evaluate(OVERFLOWING)) == 1
    page.set_viewport_size({"width": 380, "height": 900})  # measured again
    page.wait_for_selector(".katex-display.more-after[tabindex='0']")
    assert box.get_attribute("aria-label") == "옆으로 미는 식"
    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(".katex-display.more-before")
    assert box.evaluate("e => e.scrollLeft") > 0
    assert page.evaluate("scrollX") == 0


def test_clauses_go_to_the_next_line_whole(open_page, built_book):
    page = open_page(built_book / "chapters" / "optimizers.html", width=390)
    page.evaluate("document.fonts.ready")
    heights = page.evaluate(
        "() => [...document.querySelectorAll('.katex-html')]"
        ".filter((e) => e.querySelectorAll(':scope > .clause').length === 3)"
        ".map((e) => [...e.children].map((c) => c.getBoundingClientRect().top))"
    )
    assert heights
    # The pause between clauses is theirs on both sides, not a tail that pushes the first one left.
    assert page.evaluate(
        "() => [...document.querySelectorAll('.clause .allowbreak ~ .mspace')]"
        ".every((e) => getComputedStyle(e).marginRight === '0px')"
    )
    for tops in heights:
        assert tops == sorted(tops)
        assert tops[-1] > tops[0]
