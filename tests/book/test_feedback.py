"""The links to the issue form, and the form itself."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from coursekit import __version__
from coursekit.book.address import page_url, repository_url, site_url
from coursekit.book.feedback import FIELDS, FORM, issue_url
from coursekit.book.theme import ASSETS


def form(root):
    return yaml.safe_load((root / ".github" / "ISSUE_TEMPLATE" / FORM).read_text(encoding="utf-8"))


def test_form_and_query_agree(root):
    fields = {one["id"]: one for one in form(root)["body"]}
    assert set(FIELDS) <= set(fields)
    assert fields["page"]["validations"]["required"]
    assert fields["problem"]["validations"]["required"]
    for field in fields.values():
        assert field["type"] in {"input", "textarea"}  # what a query can fill
        assert re.search("[가-힣]", field["attributes"]["label"])
    script = (ASSETS / "site" / "feedback.js").read_text(encoding="utf-8")
    filled = set(re.findall(r'searchParams\.set\("(\w+)"', script))
    assert filled == set(FIELDS) - {"page", "version"}
    assert f"template={FORM}" in script


def test_query_is_escaped():
    query = parse_qs(urlsplit(issue_url("https://a.b", "쪽&=?#", "1 (가)")).query)
    assert query == {"template": [FORM], "page": ["쪽&=?#"], "version": ["1 (가)"]}


@pytest.mark.book
def test_every_page_links_to_the_form(built_book, root):
    pages = [
        path for path in sorted(built_book.rglob("*.html"))
        if not path.relative_to(built_book).parts[0].startswith("_") and path.name != "404.html"
    ]  # fmt: skip
    assert len(pages) > 15
    for path in pages:
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(built_book).with_suffix("").as_posix()
        links = re.findall(r'href="([^"]*/issues/new[^"]*)"', text)
        assert len(links) == 2, name  # in the header and in the footer
        for link in map(unescape, links):
            assert link.startswith(repository_url(root) + "/issues/new?")
            query = parse_qs(urlsplit(link).query)
            assert query["template"] == [FORM]
            assert query["page"] == [page_url(site_url(root), name)]
            assert query["version"][0].startswith(f"coursekit {__version__}")
        assert "feedback.js" in text


def test_a_commit_is_named_and_a_book_without_a_repository_has_no_link(
    write_book, build, monkeypatch
):
    monkeypatch.setenv("GITHUB_SHA", "0123456789abcdef")
    book = write_book({"index": "# 처음\n\n글.\n"})
    (book / "pyproject.toml").write_text('[project.urls]\nRepository = "https://github.com/a/b"\n')
    link = re.search(r'href="([^"]*/issues/new[^"]*)"', build(book).page("index"))
    assert "(0123456)" in parse_qs(urlsplit(unescape(link[1])).query)["version"][0]
    (book / "pyproject.toml").write_text("[project]\n")
    page = build(book).page("index")
    assert "issues/new" not in page
    assert "feedback.js" not in page
