"""Every page of the book under axe-core, all of its rules: in the light and in the dark."""

import re
from importlib.metadata import version

import pytest

from tests.browser.axe import APPEARANCE, ENGINE, darken, examine

pytestmark = [pytest.mark.book, pytest.mark.browser]

# Pages seen at both widths and both brightnesses; the others once each way.
MAIN = ["index", "search", "404", "chapters/gradient_descent", "chapters/glossary"]


def names(built_book):
    found = [path.relative_to(built_book).with_suffix("") for path in built_book.rglob("*.html")]
    return sorted(one.as_posix() for one in found if not one.parts[0].startswith("_"))


def test_the_engine_is_the_pinned_one(root):
    lock = (root / "requirements.lock").read_text()
    assert f"axe-playwright-python=={version('axe-playwright-python')}\n" in lock
    assert re.search(r"axe v4\.1\d", ENGINE[:40])


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
    "scrollable-region-focusable": "<div style='overflow:auto;width:90px;height:60px'>"
    "<p style='width:900px;height:300px'>밀리지만 초점이 없습니다</p></div>",
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
