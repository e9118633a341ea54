"""Every chapter's summary prints on one A4 page, whole, in letters that are in the file."""

import io
import re

import pytest
from pypdf import PdfReader

pytestmark = [pytest.mark.book, pytest.mark.browser]

# A third column, or a line longer than its column, would be cut away by the paper's edge.
CUT = """() => {
  const sheet = document.querySelector(".summary-columns");
  const box = sheet.getBoundingClientRect();
  const words = [...sheet.querySelectorAll("h2, p, li, dl > div, img, .katex-html .base")];
  return words
    .filter((one) => one.getBoundingClientRect().width)
    .filter((one) => {
      const place = one.getBoundingClientRect();
      return place.right > box.right + 2 || place.left < box.left - 2 || place.bottom > box.bottom + 2;
    })
    .map((one) => one.textContent.slice(0, 40));
}"""
# 186 mm: A4 less the margins of summary.css.
PAPER = {"width": 703, "height": 1123}


@pytest.fixture
def sheet(chromium):
    """Open a page as paper: laid out as wide as the print is."""
    context = chromium.new_context(viewport=PAPER)
    page = context.new_page()
    page.emulate_media(media="print")
    yield page
    context.close()


def printed(page):
    return PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))


def squeezed(text):
    return re.sub(r"\s", "", text)


def fonts(reader):
    found = {}
    for page in reader.pages:
        for one in page["/Resources"]["/Font"].get_object().values():
            font = one.get_object()
            inner = font.get("/DescendantFonts", [font])[0].get_object()
            descriptor = inner.get("/FontDescriptor", {})
            embedded = font["/Subtype"] == "/Type3" or any(
                f"/FontFile{kind}" in descriptor.get_object() for kind in ("", "2", "3")
            )
            found[str(font.get("/BaseFont", font["/Subtype"]))] = embedded
    return found


def test_each_summary_is_one_whole_page(sheet, built_book):
    pages = sorted((built_book / "summary").glob("*.html"))
    assert len(pages) == 15
    for path in pages:
        sheet.goto(path.as_uri())
        sheet.evaluate("document.fonts.ready")
        assert sheet.evaluate(CUT) == [], path.name
        reader = printed(sheet)
        assert len(reader.pages) == 1, path.name
        width, height = (float(side) for side in reader.pages[0].mediabox[2:])
        assert (width, height) == (pytest.approx(595, abs=1), pytest.approx(842, abs=1))
        assert all(fonts(reader).values()), (path.name, fonts(reader))
        text = squeezed(reader.pages[0].extract_text())
        for selector in (
            "h1",
            ".summary-points li:last-child",
            ".summary-terms div:last-child dt a",
        ):
            words = re.findall(r"[가-힣]{2,}", sheet.locator(selector).last.text_content())
            assert words, (path.name, selector)
            for word in words[-2:]:
                assert word in text, (path.name, selector, word)
        assert sheet.locator(".summary-formula .katex-html").count() >= 2
        assert sheet.locator(".katex-error").count() == 0
        shown = sheet.locator(".summary-figure img")
        assert shown.evaluate("e => e.complete && e.naturalWidth > 0")


def test_those_checks_can_fail(sheet, built_book):
    path = built_book / "summary" / "optimizers.html"
    sheet.goto(path.as_uri())
    sheet.evaluate("""() => {
      const points = document.querySelector(".summary-points");
      for (let i = 0; i < 4; i++) points.after(points.cloneNode(true));
    }""")
    assert sheet.evaluate(CUT) != []
    sheet.goto(path.as_uri())
    sheet.add_style_tag(
        content=".summary-columns { height: auto !important; columns: 1 !important }"
    )
    assert len(printed(sheet).pages) > 1


def test_links_to_and_from_a_summary(open_page, built_book):
    page = open_page(built_book / "chapters" / "optimizers.html", width=390)
    page.get_by_role("link", name="한 쪽 요약").click()
    assert page.url.endswith("/summary/optimizers.html")
    assert page.locator("html").get_attribute("lang") == "ko"
    assert page.locator('meta[name="robots"]').get_attribute("content") == "noindex"
    assert "옵티마이저" in page.title()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    links = page.locator(".summary-sheet a").evaluate_all("all => all.map(one => one.href)")
    assert len(links) > 15
    for link in links:
        path, _, anchor = link.removeprefix("file://").partition("#")
        text = (built_book / path).read_text(encoding="utf-8")
        assert not anchor or f'id="{anchor}"' in text, link
    page.locator(".summary-formula a").first.click()
    assert page.url.endswith("/chapters/optimizers.html#equation-eq-momentum")
