"""What a reader meets when something is wrong: the issue form and the page for a missing address."""

import re
import urllib.error
import urllib.request
from urllib.parse import parse_qs, urlsplit

import pytest

pytestmark = [pytest.mark.book, pytest.mark.browser]

CHAPTER = "chapters/optimizers.html"
FOOTER = ".feedback a"


def query(page):
    return parse_qs(urlsplit(page.locator(FOOTER).get_attribute("href")).query)


def test_the_form_knows_the_section_and_the_browser(visit, address):
    page = visit(address + CHAPTER, 390, dark=True)
    assert not {"section", "browser"} & set(query(page))
    page.locator(FOOTER).focus()
    filled = query(page)
    assert re.fullmatch(r".+ \(#.+\)", filled["section"][0])
    assert "390×900, 어두운 화면" in filled["browser"][0]
    assert "Chrome" in filled["browser"][0]
    heading = page.locator(".bd-article section > section > h2").nth(2)
    number = heading.text_content().split()[0]  # what waits off the screen has no inner text
    heading.evaluate("node => node.scrollIntoView()")
    # The header's button is in reach while reading; the footer's link follows the same rule.
    link = page.locator("a.btn-source-issues-button")
    link.dispatch_event("pointerdown")
    found = parse_qs(urlsplit(link.get_attribute("href")).query)
    assert found["section"][0].startswith(number)
    identity = found["section"][0].rpartition("(#")[2].rstrip(")")
    assert page.evaluate("id => document.getElementById(id) !== null", identity)
    page.evaluate("scrollTo(0, 0)")
    link.dispatch_event("pointerdown")
    assert "section" not in parse_qs(urlsplit(link.get_attribute("href")).query)


def test_a_missing_address_answers_404_in_korean(address, built_book):
    for name in ("nothing.html", "chapters/deep/er/nothing"):
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(address + name)
        assert caught.value.code == 404
        body = caught.value.read().decode()
        assert "이 주소에는 쪽이 없습니다" in body
        assert '<html lang="ko">' in body
    text = (built_book / "404.html").read_text(encoding="utf-8")
    assert not re.search(r"<(?:script|img)[^>]+src=|<link[^>]+stylesheet", text)


@pytest.mark.parametrize("dark", [False, True])
def test_the_404_page_leads_back_wherever_the_book_stands(chromium, address, built_book, dark):
    """At the root, under the published path, under another path with chapters, and on the disk."""
    text = (built_book / "404.html").read_text(encoding="utf-8")
    home = re.search(r'action="([^"]+)search\.html"', text)[1]
    assert home not in ("", "/")  # the published book stands under a path
    host = address.rstrip("/")
    context = chromium.new_context(
        viewport={"width": 390, "height": 800}, color_scheme="dark" if dark else "light"
    )
    page = context.new_page()
    page.route("**/*", lambda route: route.fulfill(status=404, content_type="text/html", body=text))
    for where, root in [
        (f"{host}/nothing/at/all", "/"),
        (f"{host}{home}chapters/old.html", home),
        (f"{host}{home}a/b/c", home),
        (f"{host}/class/book/chapters/old.html", "/class/book/"),
        (f"{host}/class/book/404.html", "/class/book/"),
    ]:
        page.goto(where)
        links = page.locator("a").evaluate_all("all => all.map((a) => a.pathname)")
        assert f"{root}index.html" in links
        assert f"{root}{CHAPTER}" in links
        assert len(links) > 15
        action = page.locator("form").evaluate("form => new URL(form.action).pathname")
        assert action == f"{root}search.html"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.unroute("**/*")
    page.goto((built_book / "404.html").as_uri())
    target = page.locator(f"a[href$='{CHAPTER}']").evaluate("a => a.href")
    assert target == (built_book / CHAPTER).as_uri()
    context.close()


def test_searching_from_the_404_page(chromium, address):
    context = chromium.new_context()
    page = context.new_page()
    assert page.goto(address + "chapters/none.html").status == 404
    page.get_by_role("searchbox").fill("모멘텀")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=*")
    assert page.url.startswith(address + "search.html?q=")
    context.close()
