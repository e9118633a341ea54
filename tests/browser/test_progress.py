"""Progress, sections and the course map of the real book, in a real browser."""

import json

import pytest

pytestmark = [pytest.mark.book, pytest.mark.browser]

KEY = "coursekit-progress-1"
BLOCKED = """
Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("blocked", "SecurityError"); },
});
"""
FULL = """
Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
"""


@pytest.fixture
def chapter(built_book):
    return built_book / "chapters" / "gradient_descent.html"


@pytest.fixture
def index(built_book):
    return built_book / "index.html"


def stored(page):
    return json.loads(page.evaluate(f"localStorage.getItem('{KEY}')"))


def visible_words(page, selector):
    return page.locator(selector).first.inner_text()


def test_what_was_understood_stays_and_shows_everywhere(open_page, chapter, index):
    page = open_page(chapter, width=1440)
    buttons = page.locator("button.understood")
    total = len(page.locator(".chapter-head").get_attribute("data-sections").split())
    assert buttons.count() == total >= 5
    assert "가운데 0절" in visible_words(page, ".chapter-progress")
    buttons.nth(0).focus()
    page.keyboard.press("Space")
    buttons.nth(1).click()
    buttons.nth(2).click()
    buttons.nth(2).click()  # taken back
    assert [buttons.nth(i).get_attribute("aria-pressed") for i in range(3)] == [
        "true",
        "true",
        "false",
    ]
    page.reload()
    assert buttons.nth(1).get_attribute("aria-pressed") == "true"
    assert f"{total}절 가운데 2절" in visible_words(page, ".chapter-progress")
    assert page.locator(".bd-links .nav-progress").inner_text().endswith(f"2/{total}")
    # A second page of the same browser: the map and the way back.
    page.goto(index.as_uri())
    card = page.locator(".map-card[data-chapter=gradient_descent]")
    assert f"2/{total}" in card.locator(".map-progress").inner_text()
    assert page.locator(".map-progress:visible").count() == 1


def test_reading_on(open_page, chapter, index):
    page = open_page(index, width=1440)
    assert not page.locator(".map-resume").is_visible()
    page.goto(chapter.as_uri() + "#gd-conditioning")
    page.wait_for_function(f"(localStorage.getItem('{KEY}') ?? '').includes('gd-conditioning')")
    page.goto(index.as_uri())
    link = page.locator(".map-resume a")
    assert "1장 경사하강법" in link.inner_text()
    assert "골짜기가 길쭉하면" in link.inner_text()
    link.click()
    assert page.url.endswith("gradient_descent.html#gd-conditioning")


def test_carrying_progress_over_and_forgetting_it(open_page, index):
    page = open_page(index, width=390)
    page.locator(".progress-tools summary").click()
    text = page.locator("#progress-text")
    message = page.locator(".progress-message")
    for wrong in ("", "{", "[]", '{"version": 2}', "안녕"):
        text.fill(wrong)
        page.get_by_role("button", name="들이기").click()
        assert "진도를 적은 글이 아닙니다" in message.inner_text()
    theirs = {
        "version": 1,
        "chapters": {
            "gradient_descent": {"done": ["요약", "<b>", 3, "연습문제"], "tried": [], "of": 7},
            "__proto__": {"done": ["x"]},
            "../x": {"done": []},
        },
        "last": {"stem": "gradient_descent", "id": "연습문제", "title": "<img src=x>"},
    }
    text.fill(json.dumps(theirs, ensure_ascii=False))
    page.get_by_role("button", name="들이기").click()
    assert "2절을 더했습니다" in message.inner_text()
    assert stored(page)["chapters"] == {
        "gradient_descent": {"done": ["요약", "연습문제"], "tried": [], "of": 7}
    }
    assert page.locator(".map-resume").inner_text().endswith("<img src=x>")
    assert page.locator(".map-resume img").count() == 0
    text.fill("")
    page.get_by_role("button", name="내보내기").click()
    assert json.loads(text.input_value()) == stored(page)
    page.get_by_role("button", name="모두 지우기").click()
    assert stored(page)["chapters"] != {}
    page.get_by_role("button", name="정말 지우기").click()
    assert stored(page) == {"version": 1, "chapters": {}, "last": None}
    assert not page.locator(".map-resume").is_visible()
    assert page.locator(".map-progress:visible").count() == 0


@pytest.mark.parametrize("obstacle", [BLOCKED, FULL], ids=["blocked", "full"])
def test_without_storage_the_page_works_and_says_so(chromium, chapter, obstacle):
    context = chromium.new_context()
    context.add_init_script(obstacle)
    page = context.new_page()
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(chapter.as_uri())
    button = page.locator("button.understood").first
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    assert "가운데 1절" in visible_words(page, ".chapter-progress")
    assert "저장을 막아" in page.locator(".progress-warning").inner_text()
    switch = page.locator(".theme-switch-button").locator("visible=true").first
    seen = {page.evaluate("document.documentElement.dataset.theme")}
    for _ in range(3):
        switch.click()
        seen.add(page.evaluate("document.documentElement.dataset.theme"))
    assert seen == {"light", "dark"}
    assert problems == []
    context.close()


def test_broken_storage_is_read_as_empty(open_page, chapter):
    page = open_page(chapter)
    for broken in ("{", "null", '{"version":1,"chapters":5}', '{"version":1,"chapters":{"a":1}}'):
        page.evaluate(f"text => localStorage.setItem('{KEY}', text)", broken)
        page.reload()
        assert "가운데 0절" in visible_words(page, ".chapter-progress")
    page.locator("button.understood").first.click()
    assert len(stored(page)["chapters"]["gradient_descent"]["done"]) == 1


def test_opening_an_answer_counts_as_tried(open_page, chapter):
    page = open_page(chapter)
    checks = page.locator(".self-check details")
    if not checks.count():  # the questions are another part of the book
        page.evaluate(
            "document.querySelector('article section section').insertAdjacentHTML('beforeend',"
            "'<div class=self-check><details><summary>답 보기</summary>답</details></div>')"
        )
        page.evaluate("""() => {
            const script = document.createElement('script');
            script.src = document.querySelector('script[src*="progress.js"]').src;
            document.body.append(script);
        }""")
    checks.first.locator("summary").click()
    page.wait_for_function(
        "document.querySelector('.progress-checks')?.textContent.includes('가운데 1개')"
    )
    assert len(stored(page)["chapters"]["gradient_descent"]["tried"]) == 1


def test_the_bar_of_sections_on_a_phone(open_page, chapter):
    page = open_page(chapter, width=390, height=800)
    bar = page.locator(".section-bar")
    assert not bar.is_visible()
    ends = page.locator(".section-end")
    ids = ends.evaluate_all("all => all.map(one => one.dataset.section)")
    page.evaluate("id => document.getElementById(id).scrollIntoView()", ids[2])
    page.wait_for_function("document.querySelector('.section-here').textContent.startsWith('3/')")
    assert bar.is_visible()
    assert bar.bounding_box()["height"] <= 48
    links = bar.locator("a")
    for link in links.all():
        assert min(link.bounding_box()[side] for side in ("width", "height")) >= 44
        assert len(link.get_attribute("aria-label")) > 8
    links.last.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('.section-here').textContent.startsWith('4/')")
    assert page.evaluate("decodeURIComponent(location.hash)") == f"#{ids[3]}"
    # Nothing that has the focus lies under the bar.
    button = page.locator("button.understood").nth(3)
    button.focus()
    below = button.evaluate("e => e.getBoundingClientRect().bottom")
    assert below <= bar.bounding_box()["y"]
    page.set_viewport_size({"width": 1440, "height": 900})
    assert not bar.is_visible()


def test_sections_lead_on_and_have_their_minutes(open_page, chapter):
    page = open_page(chapter, width=1440)
    ends = page.locator(".section-end")
    count = ends.count()
    for number in range(count):
        end = ends.nth(number)
        assert end.locator(".section-before").count() == (number > 0)
        assert end.locator(".section-after").count() == (number < count - 1)
    assert page.locator(".toc-minutes").count() == count
    shown = page.locator(".toc-minutes").all_inner_texts()
    assert [one.strip() for one in shown] == [
        f"{one}분" for one in ends.evaluate_all("all => all.map(one => one.dataset.minutes)")
    ]
    page.emulate_media(media="print")
    assert not ends.first.is_visible()
    assert not page.locator(".chapter-progress").is_visible()


def test_without_scripts_links_remain(chromium, chapter, index):
    context = chromium.new_context(
        java_script_enabled=False, viewport={"width": 390, "height": 800}
    )
    page = context.new_page()
    page.goto(chapter.as_uri())
    assert page.locator(".section-after").first.is_visible()
    assert page.locator("button.understood:visible").count() == 0
    assert page.locator(".chapter-facts").is_visible()
    page.goto(index.as_uri())
    assert page.locator(".map-card:visible").count() == 15
    assert page.locator(".map-needs a:visible").count() >= 20
    assert not page.locator(".progress-tools").is_visible()
    context.close()


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_the_map_is_whole(open_page, index, width):
    page = open_page(index, width=width)
    arrows = page.locator(".map-arrows")
    assert arrows.is_visible() == (width == 1440)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    cut = page.locator(".map-card").evaluate_all(
        "all => all.filter(one => one.scrollHeight > one.clientHeight + 1).map(one => one.innerText)"
    )
    assert cut == []
    sizes = page.locator(".course-map a").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert min(sizes) >= 24
    if width == 1440:
        # Where arrows.py says that the cards are, and where the style puts them.
        far = page.evaluate("""() => {
            const svg = document.querySelector(".map-arrows").getBoundingClientRect();
            const card = [...document.querySelectorAll(".map-card")].at(-1).getBoundingClientRect();
            return [card.right - svg.right, card.bottom - svg.bottom];
        }""")
        assert far == [pytest.approx(0, abs=1), pytest.approx(0, abs=1)]
        page.locator(".map-card").nth(3).hover()
        assert page.locator(".map-arrows path.lit").count() >= 4
