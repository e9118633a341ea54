"""The book's search in a real browser: what it finds, how fast, by keyboard and by touch."""

import gzip

import pytest

from coursekit.book.search_queries import RANKED, ranked, read_queries, share, unknown_places

pytestmark = [pytest.mark.book, pytest.mark.browser]

NEEDED = 0.95
# What the search would be without one of its parts; each must cost it the figure.
WITHOUT = {
    "splitting words from their endings": """
        CourseSearch.prototype.parse = function (query) {
            const eojeols = query.toLowerCase().match(/[\\p{L}\\p{N}_]+/gu) ?? [];
            let at = 0;
            const steps = eojeols.map((form) => {
                const found = this.lookup(form);
                const step = found ? { form, found, at } : { form, unknown: true, at };
                at += form.length;
                return step;
            });
            return { typed: query, flat: eojeols.join(""), eojeols, steps, composing: false };
        };
        CourseSearch.prototype.guess = () => null;""",
    "one name for many spellings": "courseSearchIndex.names = {}; courseSearchIndex.groups = [];",
    "weights of titles": """
        const places = CourseSearch.prototype.places;
        CourseSearch.prototype.places = function (word) {
            return places.call(this, word).map(([place]) => [place, 0.3]);
        };""",
}


@pytest.fixture
def bare(chromium, built_book):
    """A page with the engine and the index only."""
    page = chromium.new_page()
    page.set_content("<p>찾기</p>")
    for name in ("_static/search-engine.js", "search-index.js"):
        page.add_script_tag(path=built_book / name)
    yield page
    page.close()


def figures(page, table):
    return ranked(table, page.evaluate(RANKED, [query.text for query in table]))


def test_what_readers_type_leads_where_it_must(bare, root):
    table = read_queries(root / "tests/book/queries.yml")
    known = bare.evaluate(
        "courseSearchIndex.entries.map((one) => [courseSearchIndex.pages[one[0]][0], one[4]])"
    )
    assert unknown_places(table, [tuple(one) for one in known]) == []
    results = figures(bare, table)
    lost = [(one.query.text, one.rank, one.first) for one in results if not one.found]
    assert share(results) >= NEEDED, lost
    silent = [one for one in results if not one.query.want]
    assert all(one.found for one in silent), lost


@pytest.mark.parametrize("part", WITHOUT)
def test_each_part_of_the_search_earns_its_place(bare, root, part):
    table = read_queries(root / "tests/book/queries.yml")
    bare.evaluate(f"() => {{ {WITHOUT[part]} }}")
    assert share(figures(bare, table)) < NEEDED - 0.03


def test_the_index_is_small_enough_for_a_phone(built_book):
    data = (built_book / "search-index.js").read_bytes()
    assert len(gzip.compress(data, 9)) <= 300 * 1024


def opened(visit_page, address, **options):
    page = visit_page(address + "chapters/convolution.html", **options)
    page.keyboard.press("Control+k")
    page.wait_for_selector("#pst-search-dialog[open]")
    return page, page.locator("#pst-search-dialog input")


def typed(page, field, text):
    field.fill(text)
    page.wait_for_selector(f".search-panel[data-query='{text}']")


def test_keyboard_alone_opens_chooses_and_goes(visit, address):
    page, field = opened(visit, address)
    assert field.evaluate("e => e === document.activeElement")
    typed(page, field, "im2col 펴기")
    options = page.locator("#search-options [role=option]")
    assert field.get_attribute("aria-expanded") == "true"
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    assert options.first.get_attribute("aria-selected") == "true"
    page.keyboard.press("ArrowDown")
    assert options.nth(1).get_attribute("aria-selected") == "true"
    page.keyboard.press("ArrowUp")
    assert "찾은 곳" in page.locator(".search-panel [role=status]").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/chapters/convolution.html#*")
    assert not page.locator("#pst-search-dialog").is_visible()
    assert "창을 열로 펴기" in page.locator("section:target > :is(h2, h3)").inner_text()


def test_the_index_waits_until_someone_searches(visit, address):
    page = visit(address + "chapters/convolution.html")
    asked = """performance.getEntriesByType("resource").map((one) => one.name)
        .filter((name) => /search-(index|engine)/.test(name)).length"""
    assert page.evaluate(asked) == 0
    page.keyboard.press("Control+k")
    page.wait_for_function(f"({asked}) === 2")
    page.keyboard.press("Escape")
    assert not page.locator("#pst-search-dialog").is_visible()


def test_enter_while_composing_a_syllable_goes_nowhere(visit, address):
    page, field = opened(visit, address)
    typed(page, field, "배치")
    before = page.url
    field.evaluate(
        "e => e.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true}))"
    )
    assert page.url == before
    assert page.locator("#pst-search-dialog").is_visible()


def test_a_phone_opens_by_button_and_nothing_found_helps(visit, address):
    page = visit(address + "chapters/convolution.html", 390, True)
    page.locator(".search-button__button:visible").first.click()
    field = page.locator("#pst-search-dialog input")
    typed(page, field, "양자역학")
    assert page.locator(".search-row").count() == 0
    assert page.locator(".search-nothing a[href$='chapters/glossary.html']").is_visible()
    typed(page, field, "소프트맥쓰")
    assert "소프트맥스" in page.locator(".search-note").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    for name in (".search-close", ".search-row >> nth=0"):
        assert page.locator(name).bounding_box()["height"] >= 44
    marks = page.locator(".search-row mark")
    assert marks.count() > 0
    page.locator(".search-close").click()
    assert not page.locator("#pst-search-dialog").is_visible()


@pytest.mark.parametrize("served", [True, False])
def test_the_search_page_answers_its_address(visit, address, built_book, served):
    base = address if served else built_book.as_uri() + "/"
    page = visit(base + "search.html?q=경사하강법", 390)
    page.wait_for_selector("#search-page-results .search-row")
    rows = page.locator("#search-page-results .search-row")
    assert "glossary" in rows.first.get_attribute("href")
    assert "gradient_descent" in rows.nth(1).get_attribute("href")
    page.locator("#search-page-form input").fill("체크무늬")
    page.wait_for_selector("#search-page-results[data-query='체크무늬']")
    assert "segmentation" in rows.nth(1).get_attribute("href")
    rows.nth(1).click()
    page.wait_for_url("**/chapters/segmentation.html#*")


def test_the_engine_takes_any_text(bare):
    texts = [
        "",
        " ",
        "ㅋㅋㅋ",
        "%%%",
        "a" * 500,
        "가" * 300,
        "constructor __proto__",
        "\\",
        "🙂",
        "'\"<b>",
    ]
    answers = bare.evaluate(
        "(texts) => { const s = new CourseSearch(courseSearchIndex);"
        " return texts.map((text) => s.find(text).results.length); }",
        texts,
    )
    assert all(isinstance(count, int) for count in answers)
