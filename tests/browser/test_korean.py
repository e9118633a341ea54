"""Every label that a reader sees or hears is Korean, also those that scripts set after loading."""

import re

import pytest

pytestmark = [pytest.mark.book, pytest.mark.browser]

# Latin labels that stay: keys, formats, proper names.
ALLOWED = {"Ctrl", "GitHub", "EPUB", "PDF"}
# What the theme translates badly or what no catalogue has.
CLUMSY = re.compile(r"클릭|다운로드|페이지|이슈|으로보기|시작하다")

STRINGS = r"""
() => {
  const found = new Set();
  const spoken = ["title", "alt", "aria-label", "aria-description", "aria-roledescription",
    "placeholder", "label", "data-tooltip", "data-bs-title", "data-bs-original-title"];
  // Names of chapters and sections, and what a search quotes from them, are the author's;
  // those inside figures are tested with the figures.
  const content = "pre, code, kbd, samp, math, .katex, script, style, noscript, [lang=en],"
    + "nav a.reference, nav a.nav-link, .prev-next-title, .widget-mount,"
    + ".search-title, .search-path, .search-text";
  const citation = "a.reference.internal[title], a.reference.external";
  for (const element of document.querySelectorAll("body *, head link[title]")) {
    for (const name of spoken)
      if (element.hasAttribute(name) && !element.matches(citation))
        found.add(`${name}: ${element.getAttribute(name)}`);
  }
  const labels = "button, summary, label, legend, caption, .admonition-title, .caption-number,"
    + ".visually-hidden, .sr-only, .sd-summary-title, .headerlink, .eqno, .exercise-title";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent.closest(content)) continue;
    const label = parent.closest(labels);
    if (parent.closest("article") && !label) continue;
    // A title is one label, however many pieces it has.
    found.add(`text: ${(label ?? node).textContent.trim().replace(/\s+/g, " ")}`);
  }
  return [...found];
}
"""


def foreign(strings):
    """Labels with Latin words and without Hangul, and those that only look translated."""
    wrong = []
    for string in strings:
        text = string.partition(": ")[2]
        latin = set(re.findall(r"[A-Za-z]{2,}", text)) - ALLOWED
        if (latin and not re.search("[가-힣]", text)) or CLUMSY.search(text):
            wrong.append(string)
    return wrong


def test_every_label_of_every_page_is_korean(open_page, built_book):
    page = open_page(built_book / "index.html", width=390)
    wrong, seen = {}, 0
    for path in sorted([*built_book.glob("*.html"), *(built_book / "chapters").glob("*.html")]):
        page.goto(path.as_uri() + ("?q=경사하강법" if path.stem == "search" else ""))
        page.evaluate(
            "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )
        strings = page.evaluate(STRINGS)
        seen += len(strings)
        for string in foreign(strings):
            wrong.setdefault(string, path.stem)
    assert wrong == {}
    assert seen > 500


def test_numbers_of_figures_tables_and_equations_are_korean(built_book):
    pages = [path.read_text(encoding="utf-8") for path in (built_book / "chapters").glob("*.html")]
    whole = "".join(pages)
    assert not re.search(r'caption-number">\s*(?:Fig|Table|Listing)', whole)
    assert not re.search(r">(?:Fig\.|Table|Equation|Listing|Section)\s+\d", whole)
    assert "(이 제목의 주소)" not in whole  # a title, not text


def test_such_labels_would_be_seen(open_page, built_book):
    page = open_page(built_book / "chapters" / "notation.html", width=390)
    page.evaluate(
        "() => { document.querySelector('button').title = 'Toggle sidebar';"
        "document.querySelector('article').insertAdjacentHTML('beforeend',"
        '\'<p class="admonition-title">Warning</p><img alt="a plot"><button>이슈 열기</button>\'); }'
    )
    assert set(foreign(page.evaluate(STRINGS))) == {
        "title: Toggle sidebar",
        "text: Warning",
        "alt: a plot",
        "text: 이슈 열기",
    }


def test_copy_button_says_so_in_korean(open_page, built_book):
    page = open_page(built_book / "chapters" / "gradient_descent.html", width=1440)
    button = page.locator("button.copybtn").first
    assert button.get_attribute("data-tooltip") == "복사"
    button.evaluate("e => e.click()")
    page.wait_for_selector("button.copybtn[data-tooltip='복사했습니다']")
    assert page.locator("button.copybtn[data-tooltip='복사했습니다']").count() == 1
