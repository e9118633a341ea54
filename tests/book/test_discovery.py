"""How the book is found and shared: heads of pages, cards, sitemap, llms.txt, robots.txt."""

import re
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser

import numpy as np
import pytest
from PIL import Image, ImageDraw

from coursekit.book import cards
from coursekit.book.address import page_url, repository_url, site_url
from coursekit.book.discovery import llms, read_page, sitemap
from coursekit.book.sources import read_numbered, read_toc

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


class Head(HTMLParser):
    """The facts of a page's head, as a crawler reads them."""

    def __init__(self, text):
        super().__init__()
        self.meta, self.links, self.title, self._inside = {}, {}, "", ""
        self.feed(text[: text.index("<body")])

    def handle_starttag(self, tag, attrs):
        pairs = dict(attrs)
        self._inside = tag
        if tag == "meta":
            name = pairs.get("property") or pairs.get("name")
            self.meta.setdefault(name, []).append(pairs.get("content"))
        elif tag == "link":
            self.links.setdefault(pairs.get("rel"), []).append(pairs.get("href"))

    def handle_data(self, data):
        if self._inside == "title":
            self.title += data

    def handle_endtag(self, tag):
        self._inside = ""


def heads(built_book):
    for path in sorted(built_book.rglob("*.html")):
        name = path.relative_to(built_book).with_suffix("").as_posix()
        if not name.startswith("_"):
            yield name, Head(path.read_text(encoding="utf-8"))


def test_addresses_come_from_pyproject_alone(root, tmp_path):
    (tmp_path / "pyproject.toml").write_text(
        '[project.urls]\nRepository = "https://a.b/c/"\nDocumentation = "https://a.b/d"\n'
    )
    assert repository_url(tmp_path) == "https://a.b/c"
    assert site_url(tmp_path) == "https://a.b/d/"
    assert page_url("https://a.b/d/", "index") == "https://a.b/d/"
    assert page_url("https://a.b/d/", "chapters/x") == "https://a.b/d/chapters/x.html"
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    assert site_url(tmp_path) == repository_url(tmp_path) == page_url("", "index") == ""
    (tmp_path / "pyproject.toml").unlink()
    assert site_url(tmp_path) == ""  # another book's address is not this book's
    for name in ("_config.yml", "_toc.yml", "index.md"):
        text = (root / name).read_text(encoding="utf-8")
        assert repository_url(root) not in text
        assert site_url(root) not in text


def test_sitemap_is_escaped_and_dated():
    tree = ElementTree.fromstring(
        sitemap([("https://a.b/?x&y", "2026-01-02"), ("https://a.b/", "")])
    )
    assert [one.text for one in tree.iter(f"{SITEMAP}loc")] == ["https://a.b/?x&y", "https://a.b/"]
    assert [one.text for one in tree.iter(f"{SITEMAP}lastmod")] == ["2026-01-02"]


def test_a_page_is_read_from_its_own_head(tmp_path):
    path = tmp_path / "a" / "b.html"
    path.parent.mkdir()
    path.write_text(
        '<head><meta name="description" content="a &amp; b" /><meta property="og:title" content="제목">'
        '<meta name="robots" content="noindex"><link rel="canonical" href="https://x/?a&amp;b" /></head>'
        '<body><meta name="description" content="본문"></body>'
    )
    page = read_page(path, tmp_path)
    assert (page.name, page.url, page.title) == ("a/b", "https://x/?a&b", "제목")
    assert (page.description, page.listed) == ("a & b", False)
    path.write_text("<head></head><body></body>")
    empty = read_page(path, tmp_path)
    assert (empty.url, empty.title, empty.listed) == ("", "", True)
    assert "##" not in llms("책", [("부", [empty])], {})  # a page without an address is not offered


@pytest.mark.book
def test_every_page_describes_itself(built_book, root):
    site, described = site_url(root), {}
    for name, head in heads(built_book):
        assert head.title.strip(), name
        if name == "404":
            assert head.meta["robots"] == ["noindex"]
            continue
        (description,) = head.meta["description"]
        assert 20 <= len(description) <= 200, (name, description)
        assert described.setdefault(description, name) == name
        assert head.links["canonical"] == [page_url(site, name)]
        assert head.meta["og:url"] == head.links["canonical"]
        assert head.meta["og:description"] == [description]
        assert head.meta["og:title"][0]
        assert head.meta["og:locale"] == ["ko_KR"]
        assert head.meta["twitter:card"] == ["summary_large_image"]
        assert len(head.meta["theme-color"]) == 2
        # A sheet for the printer repeats its chapter, and a search page holds nothing of its own.
        assert ("robots" in head.meta) == (name == "search" or name.startswith("summary/"))
        up = "../" * name.count("/")
        assert head.links["apple-touch-icon"] == [f"{up}apple-touch-icon.png"]
    with Image.open(built_book / "apple-touch-icon.png") as icon:
        assert icon.size == (180, 180)


@pytest.mark.book
def test_every_chapter_has_a_card_of_its_own_with_a_figure(built_book, root):
    site, shown = site_url(root), {}
    for name, head in heads(built_book):
        if name == "404":
            continue
        (url,), (alt,) = head.meta["og:image"], head.meta["og:image:alt"]
        path = built_book / url.removeprefix(site)
        assert path.stat().st_size <= cards.LIMIT
        with Image.open(path) as card:
            assert card.size == (cards.WIDTH, cards.HEIGHT) == (1200, 630)
            assert [head.meta[f"og:image:{side}"] for side in ("width", "height")] == [["1200"], ["630"]]  # fmt: skip
            # On the right stands a drawing, not paper.
            right = np.asarray(card.convert("L").crop((520, 60, 1180, 570)))
            assert (right < 230).mean() > 0.005, name
        assert len(alt) > 20
        shown.setdefault(url, []).append(name)
    numbered = read_numbered(root)
    assert len(numbered) == 15
    for name in numbered:
        assert shown[f"{site}cards/{name.rpartition('/')[2]}.png"] == [name]
    assert "index" in shown[f"{site}cards/book.png"]


@pytest.mark.book
def test_sitemap_robots_and_llms_name_every_page(built_book, root):
    site = site_url(root)
    tree = ElementTree.parse(built_book / "sitemap.xml")
    entries = {
        entry.findtext(f"{SITEMAP}loc"): entry.findtext(f"{SITEMAP}lastmod")
        for entry in tree.iter(f"{SITEMAP}url")
    }
    expected = {
        page_url(site, name)
        for name, _ in heads(built_book)
        if name not in ("404", "search") and not name.startswith("summary/")
    }
    assert len(expected) >= 18
    assert set(entries) == expected
    for url, date in entries.items():
        path = built_book / (url.removeprefix(site) or "index.html")
        made = re.search(r'class="made">.*?<time datetime="([^"]+)"', path.read_text(), re.DOTALL)
        assert date == (made[1] if made else None)
    robots = (built_book / "robots.txt").read_text().splitlines()
    assert f"Sitemap: {site}sitemap.xml" in robots
    assert "Allow: /" in robots
    text = (built_book / "llms.txt").read_text(encoding="utf-8")
    assert text.startswith("# 밑바닥부터 배우는 딥러닝")
    assert re.search(r"^> .{40,}", text, re.MULTILINE)
    links = re.findall(r"^- \[[^\]]+\]\(([^)]+)\)(: .{20,})?$", text, re.MULTILINE)
    chapters = [page_url(site, name) for name, _ in read_toc(root) if name != "index"]
    assert [url for url, told in links if told] == chapters


def test_a_book_without_an_address_has_no_absolute_links(write_book, build):
    chapters = {"index": "# 처음\n\n글.\n", "first": "# 하나\n\n글.\n"}
    built = build(write_book(chapters))
    assert built.succeeded, built.failures
    head = Head(built.page("chapters/first"))
    assert not {"og:url", "og:image"} & set(head.meta)
    assert "canonical" not in head.links
    assert head.meta["og:title"] == ["하나"]
    assert not (built.html / "sitemap.xml").exists()
    assert not (built.html / "llms.txt").exists()
    assert "Sitemap" not in (built.html / "robots.txt").read_text()


def picture(path, size, colour):
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).rectangle((10, 10, size[0] // 2, size[1] - 10), fill=colour)
    image.save(path)
    return cards.Figure(path, f"{colour} 네모")


def test_the_chosen_figure_lies_down_and_is_colourful(tmp_path):
    tall = picture(tmp_path / "tall.png", (200, 600), "red")
    grey = picture(tmp_path / "grey.png", (320, 200), "grey")
    bright = picture(tmp_path / "bright.png", (320, 200), "orange")
    (tmp_path / "drawing.svg").write_text("<svg/>")
    drawing = cards.Figure(tmp_path / "drawing.svg", "그림")
    assert cards.choose([tall, drawing, grey, bright]) == bright
    assert cards.choose([tall, drawing, grey]) == grey
    assert cards.choose([tall]) == tall
    assert cards.choose([drawing]) is cards.choose([]) is None
    assert cards.colourfulness(np.full((4, 4, 3), 7.0)) == 0


def test_long_titles_are_broken_between_words_and_stay_on_the_card(tmp_path):
    face = cards._font("Bold", 68)
    lines = cards.wrap("하이퍼파라미터 탐색과 검증", face, 380)
    assert lines[0] == "하이퍼파라미터"
    assert " ".join(lines) == "하이퍼파라미터 탐색과 검증"
    assert cards.wrap("", face, 380) == []
    card = cards.draw_card("아주 " * 12 + "긴 제목", "1부 최적화 · 1장", "책의 이름", None)
    panel = np.asarray(card.convert("L"))
    assert (panel[:, 470 + 1 :] > 250).all()  # nothing runs out of the panel
    assert (panel[60:200, 44:420] > 250).any()  # the title is there


def test_a_card_is_squeezed_under_the_limit(tmp_path):
    noise = np.random.default_rng(0).integers(0, 256, (315, 600, 3), dtype=np.uint8)
    full, small = tmp_path / "full.png", tmp_path / "small.png"
    cards.save_small(Image.fromarray(noise), full, limit=10**9)
    cards.save_small(Image.fromarray(noise), small, limit=100_000)
    assert full.stat().st_size > 100_000 >= small.stat().st_size
