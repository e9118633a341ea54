"""The keyboard alone: everything is reached, in order, in sight, and nothing holds the reader."""

from itertools import pairwise

import pytest

pytestmark = [pytest.mark.book, pytest.mark.browser]

PAGES = ["index.html", "chapters/gradient_descent.html", "search.html?q=손실"]

# Everything a pointer can use, numbered in the order of the page, with its look while not focused.
PREPARE = r"""
() => {
  const every = "a[href], button, input, select, textarea, summary, [tabindex]";
  const look = (node) => {
    const s = getComputedStyle(node);
    return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.backgroundColor, s.borderColor].join();
  };
  const shown = (node) => node.checkVisibility({ visibilityProperty: true }) && !node.closest("[inert]")
    && node.getClientRects().length > 0;
  const chosen = (node) => node.type !== "radio" || node.checked
    || !document.querySelector(`input[name="${node.name}"]:checked`);
  let number = 0;
  for (const node of document.querySelectorAll(every)) {
    if (node.tabIndex < 0 || node.disabled || !shown(node) || !chosen(node)) continue;
    node.dataset.stop = number++;
    node.dataset.look = look(node);
  }
  // Keyboard users wait for no animation, and neither does the walk.
  const still = document.createElement("style");
  still.textContent = "*, *::before, *::after { transition: none !important; scroll-behavior: auto !important }";
  document.head.append(still);
  window.stopHere = () => {
    const node = document.activeElement;
    if (!node || node === document.body || node === document.documentElement) return null;
    const boxes = [...node.getClientRects()].filter((box) => box.width && box.height);
    const seen = boxes.some((box) => [0.5, 0.1, 0.9].some((part) => {
      const x = box.left + box.width * part, y = Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 1);
      if (x < 0 || x > innerWidth || y < box.top || y > box.bottom) return false;
      const top = document.elementFromPoint(x, y);
      return top && (node.contains(top) || top.contains(node) && top !== document.body
        && getComputedStyle(top).position !== "sticky" && getComputedStyle(top).position !== "fixed");
    }));
    const text = (node.textContent || node.getAttribute("aria-label") || "").trim().slice(0, 40);
    const name = `${node.localName}.${node.className} ${text}`;
    return { stop: Number(node.dataset.stop ?? -1), name, seen, marked: look(node) !== node.dataset.look
      || (node.matches(":focus-visible") && getComputedStyle(node).outlineStyle === "auto") };
  };
  return number;
}
"""


STILL = """
() => [...document.querySelectorAll("[data-stop]")]
  .filter((node) => node.checkVisibility({ visibilityProperty: true }) && !node.closest("[inert]"))
  .map((node) => Number(node.dataset.stop))
"""


def walk(page, limit=600):
    """Tab from the top to the end of the page; what is met on the way."""
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    # A page that sets the focus itself (search) is walked from its top as well.
    page.evaluate(
        "() => { const body = document.body; if (document.activeElement === body) return;"
        " body.tabIndex = -1; body.focus(); body.removeAttribute('tabindex'); }"
    )
    page.evaluate(PREPARE)
    met = []
    for _ in range(limit):
        page.keyboard.press("Tab")
        here = page.evaluate("stopHere()")
        if here is None or (met and here["stop"] == met[0]["stop"]):
            break
        met.append(here)
    else:
        pytest.fail(f"trapped: {met[-3:]}")
    # The bar of the current section offers a next one until there is none.
    return page.evaluate(STILL), met


def faults(expected, met):
    """What a reader without a pointer would stumble over."""
    stops = [one["stop"] for one in met if one["stop"] >= 0]
    found = [f"순서: {a} → {b}" for a, b in pairwise(stops) if b <= a]
    found += [f"닿지 않음: {one}" for one in sorted(set(expected) - set(stops))]
    found += [f"보이지 않음: {one['name']}" for one in met if not one["seen"]]
    found += [
        f"초점이 드러나지 않음: {one['name']}"
        for one in met
        if one["stop"] >= 0 and not one["marked"]
    ]
    return found


# Null while the focus is outside the page, where every reader may go.
INSIDE = """
() => document.activeElement === document.body ? null : !!document.activeElement.closest("dialog[open]")
"""


@pytest.mark.parametrize("name", PAGES)
def test_tab_reaches_everything_in_order_and_in_sight(visit, address, name):
    for width in (1440, 390):
        page = visit(address + name, width)
        if name.startswith("chapters"):  # a figure wakes when it comes near
            page.locator(".widget-figure").first.scroll_into_view_if_needed()
            page.wait_for_selector(".widget-figure.widget-live")
        expected, met = walk(page)
        assert len(expected) > (60 if name.startswith("chapters") else 8)
        assert met[0]["name"].startswith("a. 본문으로 건너뛰기")
        assert faults(expected, met) == [], width
        page.close()


@pytest.mark.parametrize(
    ("planted", "expected"),
    [
        (
            "<style>.plain { outline: none !important; box-shadow: none !important; background: none !important }"  # noqa: ISC004
            ".cover { position: absolute; inset: 0; background: #fff }</style>"
            "<p><a href='#a' class='plain'>민무늬</a></p>"
            "<div style='position:relative'><a href='#c'>덮임</a><div class='cover'></div></div>",
            ("보이지 않음: a. 덮임", "드러나지 않음: a.plain 민무늬"),
        ),
        (
            "<p><a href='#b' tabindex='3'>앞지름</a> <button onfocus='this.blur()'>밀어냄</button></p>",
            ("순서", "닿지 않음"),
        ),
    ],
)
def test_the_walk_sees_what_is_wrong(visit, address, planted, expected):
    page = visit(address + "index.html", 1440)
    plant = "html => document.querySelector('article').insertAdjacentHTML('afterbegin', html)"
    page.evaluate(plant, planted)
    found = " ".join(faults(*walk(page)))
    for fault in expected:
        assert fault in found


def test_the_skip_link_skips(visit, address):
    page = visit(address + PAGES[1], 390)
    page.keyboard.press("Tab")
    page.wait_for_function("document.activeElement.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#main-content').contains(document.activeElement)")


def test_dialogs_close_by_escape_and_give_the_focus_back(visit, address):
    """The search field and, on a phone, the two drawers."""
    page = visit(address + PAGES[1], 390)
    for opener, inside in [
        (".search-button", "input[type=search]"),
        (".primary-toggle", "a[href]"),
        (".secondary-toggle", "a[href]"),
    ]:
        button = page.locator(f".bd-header-article {opener}").first
        button.focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("dialog[open]")
        assert page.locator("dialog[open]").count() == 1, opener
        for _ in range(3):  # the focus is inside and stays there
            page.keyboard.press("Tab")
            assert page.evaluate(INSIDE) is not False, opener
        while page.evaluate(INSIDE) is None:  # at the browser's own buttons
            page.keyboard.press("Tab")
        assert page.locator(f"dialog[open] {inside}").first.is_visible()
        page.keyboard.press("Escape")
        page.wait_for_function("!document.querySelector('dialog[open]')")
        page.wait_for_function(
            "selector => document.activeElement.matches(selector)",
            arg=f".bd-header-article {opener}",
        )


def test_what_is_folded_opens_and_what_slides_slides(visit, address):
    page = visit(address + PAGES[1], 390)
    summary = page.locator("article summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert summary.evaluate("node => node.parentElement.open")
    page.keyboard.press("Enter")
    assert not summary.evaluate("node => node.parentElement.open")
    box = page.locator("article [tabindex='0']:not(input)").evaluate_all(
        "all => { const one = all.find((n) => n.scrollWidth > n.clientWidth + 40); one?.focus(); return !!one; }"
    )
    assert box
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("document.activeElement.scrollLeft > 0")
