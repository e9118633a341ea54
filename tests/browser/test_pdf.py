"""The book on paper: a small book of two pages, and the shortest real page."""

import re

import pytest
from pypdf import PdfReader

from coursekit.book.pdf import print_book
from coursekit.book.theme import ASSETS
from coursekit.errors import UsageError

PAGE = """<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{title}</title>
<link rel="stylesheet" href="print.css"></head>
<body><header class="bd-header">화면에만 있는 머리</header>
<article class="bd-article"><section id="top"><h1>{title}</h1>{body}</section></article></body></html>"""
FIRST = """<section id="rule"><h2>갱신 규칙</h2><p>손실을 따라 내려갑니다. <a href="second.html#far">먼 절</a>
<a href="https://example.org/paper">논문</a> <a href="gone.ipynb">노트북</a></p>
<pre>{long}</pre></section>
<section><h2>연습문제</h2><div class="exercise-item"><p class="exercise-title">문항 1. 한 걸음</p>
<details class="exercise-solution"><summary>해답 보기</summary><pre>w = w - lr * grad</pre></details></div></section>"""
SECOND = """<section><h2>가까운 절</h2><p style="height:1500px">글</p></section>
<section id="far"><h2>먼 절</h2><details><summary>접은 글</summary><p>펼친 글</p></details></section>"""


@pytest.fixture(scope="session")
def _chromium_is_here(chromium):
    """Skips or fails as every browser test does; the press starts its own."""


@pytest.fixture
def book(tmp_path, _chromium_is_here):
    folder = tmp_path / "_build" / "html"
    folder.mkdir(parents=True)
    (tmp_path / "_config.yml").write_text("title: '작은 책: 시험'\nauthor: 지은이\n")
    (tmp_path / "_toc.yml").write_text(
        "format: jb-book\nroot: index\nparts:\n  - caption: 1부\n    chapters:\n"
        "      - file: first\n      - file: second\n"
    )
    css = (ASSETS / "site" / "print.css").read_text(encoding="utf-8")
    (folder / "print.css").write_text(css, encoding="utf-8")
    pages = {
        "index": ("처음", "<p>글</p>"),
        "first": ("1. 첫 장", FIRST.replace("{long}", "x" * 300)),
        "second": ("2. 다음 장", SECOND),
    }
    for name, (title, body) in pages.items():
        text = PAGE.replace("{title}", title).replace("{body}", body)
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return tmp_path


def flat(outline):
    return [
        one["/Title"] if not isinstance(one, list) else flat(one)
        for one in outline
        if one is not None
    ]


def notes(reader):
    return [
        (number, note.get_object()["/A"])
        for number, page in enumerate(reader.pages)
        for note in page.get("/Annots") or []
    ]


# Playwright's loop of the session's browser is running in this thread; the press needs its own.
def printed(root, **options):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(print_book, root, **options).result()


def test_small_book_has_outline_numbers_links_and_answers(book):
    said = []
    result = printed(book, report=said.append)
    assert result.path == book / "_build" / "pdf" / "book.pdf"
    assert [line for line in said if "찍는 중(2/3): 1. 첫 장" in line]
    reader = PdfReader(result.path)
    assert len(reader.pages) == result.pages
    assert flat(reader.outline)[-2:] == [
        "1부",
        [
            "1. 첫 장",
            ["갱신 규칙", "연습문제", "연습문제 해답", ["문항 1. 한 걸음"]],
            "2. 다음 장",
            ["가까운 절", "먼 절"],
        ],
    ]
    # Cover and contents are i, ii; the body counts from 1, on paper and in the viewer alike.
    assert reader.page_labels[:3] == ["i", "ii", "1"]
    texts = [page.extract_text() for page in reader.pages]
    for label, text in zip(reader.page_labels[2:], texts[2:], strict=True):
        assert text.split()[0] == label or label in text.split()
    targets = {
        reader.get_page_number(action["/D"][0].get_object())
        for _, action in notes(reader)
        if "/D" in action
    }
    assert len(reader.pages) - 1 in targets  # the section at the end of the last chapter
    assert {action["/URI"] for _, action in notes(reader) if "/URI" in action} == {
        "https://example.org/paper"
    }
    assert result.links["dropped"] == 1
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("작은 책: 시험", "지은이")
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "ko"
    assert root["/MarkInfo"]["/Marked"]
    assert len(root["/StructTreeRoot"]["/K"]) == 4


def test_one_chapter_counts_from_one_and_drops_links_that_lead_out_of_it(book):
    result = printed(book, chapter="first")
    assert result.path.name == "first.pdf"
    reader = PdfReader(result.path)
    assert reader.page_labels[0] == "1"
    assert result.links["outer"] == 1
    assert result.links["dropped"] == 2
    assert sorted(path.name for path in result.path.parent.iterdir()) == ["first.pdf"]


@pytest.mark.parametrize(
    ("chapter", "said"),
    [("frist", "비슷한 이름: first"), ("zzz", "있는 이름: index, first, second")],
)
def test_unknown_chapter(book, chapter, said):
    with pytest.raises(UsageError, match=said):
        print_book(book, chapter=chapter)


def test_a_missing_picture_and_a_missing_page_are_said(book):
    page = book / "_build" / "html" / "second.html"
    page.write_text(
        page.read_text().replace("펼친 글", '<img src="none.png" width="9" height="9">')
    )
    with pytest.raises(UsageError, match=r"그림을 읽지 못했습니다: none\.png"):
        printed(book, chapter="second")
    page.unlink()
    with pytest.raises(UsageError, match="second 쪽이 없습니다"):
        print_book(book)


def test_without_chromium_the_message_says_what_to_install(book, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UsageError, match="apt install chromium"):
        print_book(book)


@pytest.mark.book
def test_a_real_page_embeds_its_fonts_and_its_hangul_can_be_found(built_book, tmp_path, chromium):
    result = printed(built_book.parents[1], chapter="notation")
    reader = PdfReader(result.path)
    text = "".join(page.extract_text() for page in reader.pages)
    assert "기호" in text
    source = (built_book.parents[1] / "chapters" / "notation.md").read_text(encoding="utf-8")
    prose = re.findall("[가-힣]", source.split("---", 2)[2])
    assert len(prose) > 300
    assert len(re.findall("[가-힣]", text)) >= len(prose)  # the page's name stands on each sheet
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            font = font.get_object()
            if font["/Subtype"] == "/Type3":
                continue  # its glyphs are in the file by nature
            descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(descriptor), font["/BaseFont"]
    assert not re.search("화면에서|책에서 찾기|다음 쪽", text)
