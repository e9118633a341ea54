"""Every page of the book under axe-core, all of its rules: in the light and in the dark."""

import re
from importlib.metadata import version
from importlib.resources import files

import pytest

pytestmark = [pytest.mark.book, pytest.mark.browser]

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
# Pages seen at both widths and both brightnesses; the others once each way.
MAIN = ["index", "search", "404", "chapters/gradient_descent", "chapters/glossary"]
# What differs between light and dark and between widths; the structure of a page does not.
APPEARANCE = [
    "color-contrast",
    "link-in-text-block",
    "scrollable-region-focusable",
    "target-size",
]
# The drawn half of a formula is hidden from readers (aria-hidden) and is two thirds of a page's
# nodes. One formula in eight stays, with the colours of all.
THIN = """
() => document.querySelectorAll(".katex-html").forEach((node, i) => {
  if (i % 8 === 0) return;
  const box = node.getBoundingClientRect();
  node.replaceChildren();
  node.style.cssText = `display: inline-block; width: ${box.width}px; height: ${box.height}px`;
})
"""
RUN = """
async (rules) => {
  const only = rules ? { runOnly: { type: "rule", values: rules } } : { rules: { "target-size": { enabled: true } } };
  const found = await axe.run(document, { resultTypes: ["violations"], ...only });
  return found.violations.flatMap((rule) => rule.nodes.map((node) =>
    `${rule.id}: ${node.target.join(" ")}: ${[...node.any, ...node.all, ...node.none].map((c) => c.message)[0]}`));
}
"""


def names(built_book):
    found = [path.relative_to(built_book).with_suffix("") for path in built_book.rglob("*.html")]
    return sorted(one.as_posix() for one in found if not one.parts[0].startswith("_"))


FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def examine(page, rules=None):
    page.evaluate(THIN)
    page.evaluate(FRAMES)  # what watches sizes has looked again
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return page.evaluate(RUN, rules)


def darken(page):
    """As the theme's own switch does, with no second load."""
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.evaluate("document.documentElement.dataset.mode = 'dark'")
    page.emulate_media(color_scheme="dark")
    page.evaluate("document.getAnimations().forEach((one) => one.finish())")  # colours that fade


def test_the_engine_is_the_pinned_one(root):
    lock = (root / "requirements.lock").read_text()
    assert f"axe-playwright-python=={version('axe-playwright-python')}\n" in lock
    assert re.search(r"axe v4\.1\d", AXE[:40])


@pytest.mark.parametrize("part", [0, 1])
def test_no_violation_on_any_page(visit, address, built_book, part):
    """Half the pages per test, so that both cores of a runner have work."""
    found = {}
    pages = names(built_book)
    assert len(pages) > 15
    for name in pages[part::2]:
        url = f"{address}{name}.html" + ("?q=손실" if name == "search" else "")
        page = visit(url, 1440)
        found[name, "light"] = examine(page)
        darken(page)
        page.set_viewport_size({"width": 390, "height": 844})
        found[name, "dark, 390"] = examine(page, APPEARANCE)
        page.close()
    assert {where: what for where, what in found.items() if what} == {}


def test_main_pages_the_other_way_round(visit, address):
    found = {}
    for name in MAIN:
        page = visit(f"{address}{name}.html", 390)
        found[name, "light, 390"] = examine(page)
        darken(page)
        page.set_viewport_size({"width": 1440, "height": 900})
        found[name, "dark, 1440"] = examine(page, APPEARANCE)
        page.close()
    assert {where: what for where, what in found.items() if what} == {}


FAULTS = {
    "image-alt": "<img src='data:,' width=9 height=9>",
    "button-name": "<button type=button></button>",
    "color-contrast": "<p style='color:#999;background:#fff'>흐린 글</p>",
    "link-name": "<a href='#x'></a>",
    "label": "<input type=text>",
    "heading-order": "<h6>너무 깊은 제목</h6>",
    "empty-table-header": "<table><tr><th></th><td>1</td></tr></table>",
    "svg-img-alt": "<svg role=img width=9 height=9></svg>",
    "target-size": "<p>"
    + 2 * "<button style='width:9px;height:9px;padding:0'>가</button>"
    + "</p>",
    "aria-required-children": "<div role=list><p><a href='#y'>가</a></p></div>",
}


def test_planted_faults_are_found(visit, address):
    page = visit(f"{address}index.html", 1440)
    plant = "html => document.querySelector('.bd-article').insertAdjacentHTML('beforeend', html)"
    page.evaluate(plant, "".join(FAULTS.values()))
    found = {one.partition(":")[0] for one in examine(page)}
    assert set(FAULTS) <= found
    darken(page)
    page.evaluate(plant, "<p style='color:#444'>어두운 글</p>")
    assert "어두운" in page.locator(".bd-article > p").last.inner_text()
    assert any(one.startswith("color-contrast") for one in examine(page, APPEARANCE))
