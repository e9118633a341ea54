"""The checks over the built site: each one sees the fault that is planted for it, and only that."""

from pathlib import Path

import pytest

from coursekit.book.markup import repair
from coursekit.book.validation import VALIDATIONS, outer_links, read_site, validate_site
from coursekit.errors import UsageError

GOOD = """<!doctype html>
<html lang="ko"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width"><meta name="description" content="설명">
<link rel="stylesheet" href="_static/a.css"></head>
<body><main><h1 id="top">제목</h1><p>글 <a href="other.html#part">다른 쪽</a></p>
<h2>절</h2>{body}<h3>작은 절</h3></main></body></html>"""
PLAIN = """<img src="_static/a.png" alt="곡선" width="4" height="3">
<ul><li>하나</li></ul><dl><dt>이름</dt><dd>풀이</dd></dl>
<details><summary>접은 글</summary><p>글</p></details><figure><img src="_static/a.png" alt="점">
<figcaption>그림</figcaption></figure>
<label for="name">이름</label><input id="name" aria-describedby="top">
<a href="https://doi.org/10.1000/xyz">논문</a><a href="#top">위로</a>
<math><msub><mi>x</mi><mn>1</mn></msub><mo form="prefix">−</mo></math>"""
# What is planted, the check that must see it, a word of what it says.
PLANTED = {
    "crossed tags": ("<b><i>글</b></i>", "syntax", "문법에 어긋납니다"),
    "block in p": ("<p>글<div>블록</div></p>", "syntax", "문법에 어긋납니다"),
    "unclosed": ("<div><span>글</div>", "syntax", "문법에 어긋납니다"),
    "doubled attribute": ('<p class="a" class="b">글</p>', "syntax", "문법에 어긋납니다"),
    "bare ampersand": ('<a href="other.html?a=1&copy=2">글</a>', "syntax", "문법에 어긋납니다"),
    "block in span": ("<span><div>글</div></span>", "nesting", "글줄만 담는 <span>"),
    "block in a link in p": (
        '<span><a href="#top"><div>글</div></a></span>',
        "nesting",
        "글줄만 담는",
    ),
    "li alone": ("<div><li>글</li></div>", "nesting", "<div> 안에 들 수 없습니다"),
    "div in ul": ("<ul><div>글</div></ul>", "nesting", "바로 안에 <div>가"),
    "text in ul": ("<ul>글<li>하나</li></ul>", "nesting", "바로 안에 글이"),
    "dd first": ("<dl><dd>풀이</dd><dt>이름</dt></dl>", "nesting", "먼저 옵니다"),
    "no summary": ("<details><p>글</p></details>", "nesting", "첫 자식이"),
    "caption inside": (
        "<figure><p>가</p><figcaption>나</figcaption><p>다</p></figure>",
        "nesting",
        "처음이나 끝에",
    ),
    "button in link": ('<a href="#top">글<button>단추</button></a>', "nesting", "또 누르는 원소"),
    "tabindex in button": (
        '<button>단추<b tabindex="0">글</b></button>',
        "nesting",
        "또 누르는 원소",
    ),
    "obsolete element": ("<center>글</center>", "nesting", "이제 쓰지 않는 원소"),
    "no alt": ('<img src="_static/a.png">', "attributes", "alt이(가) 없습니다"),
    "no src": ('<img alt="점">', "attributes", "src 또는 srcset"),
    "empty id": ('<p id="">글</p>', "attributes", "id의 값이 비었습니다"),
    "id with a space": ('<p id="가 나">글</p>', "attributes", "id에 빈칸"),
    "unknown aria": ('<p aria-lable="x">글</p>', "attributes", "없는 속성입니다: aria-lable"),
    "wrong word": ('<p aria-hidden="yes">글</p>', "attributes", "값이 틀렸습니다"),
    "width in units": (
        '<img src="_static/a.png" alt="점" width="40px">',
        "attributes",
        "정수여야",
    ),
    "tabindex above 0": ('<p tabindex="3">글</p>', "attributes", "tabindex가 0보다"),
    "slider without a value": (
        '<p role="slider" aria-label="크기" tabindex="0">글</p>',
        "attributes",
        "aria-valuenow",
    ),
    "obsolete attribute": ('<p align="center">글</p>', "attributes", "쓰지 않는 속성"),
    "three in msub": (
        "<math><msub><mi>x</mi><mi>y</mi><mi>z</mi></msub></math>",
        "mathml",
        "2개여야",
    ),
    "row in mo": ("<math><mo><mrow><mi>m</mi></mrow></mo></math>", "mathml", "들었습니다"),
    "unknown in math": ("<math><mfoo></mfoo></math>", "mathml", "모르는 수식"),
    "doubled id": ('<p id="top">글</p>', "identities", "2번 나옵니다"),
    "aria to nowhere": ('<p aria-labelledby="none">글</p>', "references", "없는 id를"),
    "label to nowhere": ('<label for="none">이름</label>', "references", "없는 id를"),
    "label of a heading": ('<label for="top">이름</label>', "references", "이름을 붙일 수 없는"),
    "empty alt": ('<img src="_static/a.png" alt=" ">', "names", "설명(alt)이 없습니다"),
    "empty link": ('<a href="#top"><i class="icon"></i></a>', "names", "읽어 줄 글이"),
    "empty button": ("<button></button>", "names", "읽어 줄 글이"),
    "link without href": ("<a>글</a>", "names", "갈 곳(href)이"),
    "input without a name": ('<input type="range">', "names", "입력에 이름"),
    "group without a name": ('<div role="group">글</div>', "names", "이름(aria-label)이"),
    "empty heading": ("<h2></h2>", "names", "빈 제목"),
    "hidden but reachable": (
        '<div aria-hidden="true"><button>단추</button></div>',
        "names",
        "키보드가 멈춥니다",
    ),
    "second h1": ("<h1>또</h1><h2>절</h2>", "heads", "h1"),
    "skipped level": ("<h4>너무 깊은 절</h4>", "heads", "건너뜁니다"),
    "dead link": ('<a href="nowhere.html">글</a>', "links", "없는 파일"),
    "dead folder": ('<a href="_static/">글</a>', "links", "없는 파일"),
    "dead image": ('<img src="_images/b.png" alt="점">', "links", "없는 파일"),
    "dead second image": (
        '<img srcset="_static/a.png 1x, _static/b.png 2x" alt="점">',
        "links",
        "없는 파일",
    ),
    "dead anchor": ('<a href="#none">글</a>', "links", "없는 앵커"),
    "dead anchor elsewhere": ('<a href="other.html#top2">글</a>', "links", "없는 앵커"),
    "from the root": ('<a href="/other.html">글</a>', "links", "뿌리(/)"),
    "bad host": ('<a href="https://example/">글</a>', "addresses", "호스트"),
    "space in an address": ('<a href="https://a.org/a b">글</a>', "addresses", "쓸 수 없는 글자"),
    "not a DOI": ('<a href="https://doi.org/abc">글</a>', "addresses", "DOI"),
    "not an arXiv number": ('<a href="https://arxiv.org/abs/12.3">글</a>', "addresses", "arXiv"),
    "script address": ('<a href="javascript:void(0)">글</a>', "addresses", "모르는 주소"),
}


@pytest.fixture
def site(tmp_path: Path):
    def write(body=PLAIN, **changes):
        (tmp_path / "_static").mkdir(exist_ok=True)
        (tmp_path / "_static" / "a.css").write_text(changes.get("css", "p{}"))
        (tmp_path / "_static" / "a.png").write_bytes(b"")
        page = GOOD.replace("{title}", "처음").replace("{body}", body)
        for old, new in changes.get("replace", ()):
            assert old in page
            page = page.replace(old, new, 1)
        (tmp_path / "index.html").write_text(page, encoding="utf-8")
        other = GOOD.replace("{title}", "다음").replace("{body}", '<p id="part">글</p>')
        (tmp_path / "other.html").write_text(other, encoding="utf-8")
        return tmp_path

    return write


def test_a_good_site_has_no_faults(site):
    assert validate_site(site()) == []


@pytest.mark.parametrize("name", PLANTED)
def test_planted_fault_is_found_by_its_check(site, name):
    body, check, said = PLANTED[name]
    found = [str(fault) for fault in VALIDATIONS[check](read_site(site(body)))]
    assert any(said in one and one.startswith("index.html") for one in found), found


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('lang="ko"', 'lang="en"', "언어(lang)"),
        ("<title>처음</title>", "<title>다음</title>", "제목이 index.html와(과) 같습니다"),
        ("<title>처음</title>", "", "제목(title)이 없습니다"),
        ('content="설명"', 'content=" "', "비었습니다"),
        ('<meta name="description" content="설명">', "", "0개입니다"),
        ('<meta charset="utf-8">', "", "charset"),
        ("<!doctype html>", "", "<!doctype html>"),
        ("<main>", "", "본문(main)"),
    ],
)
def test_faults_of_the_head_are_found(site, old, new, said):
    found = VALIDATIONS["heads"](read_site(site(replace=[(old, new)])))
    assert any(said in str(fault) for fault in found)


def test_css_that_calls_a_missing_file_is_found(site):
    css = "/* url(x.png) */ a{background:url('b.png')} b{background:url(data:x)} c{src:url(#a)}"
    (fault,) = VALIDATIONS["styles"](read_site(site(css=css)))
    assert str(fault) == "_static/a.css: 없는 파일을 부릅니다: b.png"


def test_faults_name_page_place_and_element(site):
    (fault,) = validate_site(site('<div id="here"><p><a href="#none">글</a></p></div>'))
    assert str(fault) == "index.html#here: <a> 쪽에 없는 앵커를 가리킵니다: #none"


def test_outer_links_are_listed_once_with_their_pages(site):
    folder = site('<a href="https://a.org/x#1">가</a><a href="https://a.org/x">나</a>')
    (link,) = outer_links(read_site(folder))
    assert (link.url, link.pages) == ("https://a.org/x", ("index.html",))


def test_own_repository_links_are_checked_against_the_working_tree(tmp_path):
    folder = tmp_path / "_build" / "html"
    folder.mkdir(parents=True)
    (tmp_path / "_toc.yml").write_text("")
    (tmp_path / "pyproject.toml").write_text('[project.urls]\nRepository = "https://a.org/b"\n')
    (folder / "index.html").write_text(
        '<a href="https://a.org/b/blob/main/pyproject.toml?plain=1#L1">가</a>'
        '<a href="https://a.org/b/blob/main/gone.py">나</a>'
    )
    (fault,) = VALIDATIONS["addresses"](read_site(folder))
    assert "저장소에 없는 파일입니다: gone.py" in str(fault)


def test_the_404_page_alone_may_start_at_the_root_of_the_published_site(tmp_path):
    folder = tmp_path / "_build" / "html"
    folder.mkdir(parents=True)
    (tmp_path / "_toc.yml").write_text("")
    (tmp_path / "pyproject.toml").write_text('[project.urls]\nDocumentation = "https://a.org/b"\n')
    links = '<a href="/b/index.html">가</a><a href="/b/gone.html">나</a><a href="/c/">다</a>'
    for name in ("404.html", "index.html"):
        (folder / name).write_text(links)
    faults = sorted(map(str, VALIDATIONS["links"](read_site(folder))))
    assert [fault.partition(":")[0] for fault in faults] == ["404.html"] * 2 + ["index.html"] * 3
    assert "없는 파일을 가리킵니다" in faults[0] + faults[1]


def test_nothing_built_yet(tmp_path):
    with pytest.raises(UsageError, match="지은 책이 없습니다"):
        validate_site(tmp_path)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (
            '<meta name="viewport" content="a">\n<meta name="viewport" content="b">',
            '<meta name="viewport" content="a">',
        ),
        ('<a href="x?title=1&body=2">', '<a href="x?title=1&amp;body=2">'),
        (
            "<msub><mi>r</mi><mi>max</mi><mo>\u2061</mo></msub>",
            "<msub><mi>r</mi><mrow><mi>max</mi><mo>\u2061</mo></mrow></msub>",
        ),
        ("<mo><mrow><mi>m</mi><mi>d</mi></mrow></mo>", "<mo>md</mo>"),
        (
            (
                '<figure class="ck-animation" data-x="1"><style>a</style><p>그림</p>'
                "<figcaption>장면</figcaption><div>단추</div></figure>"
            ),
            (
                '<div class="ck-animation" data-x="1"><style>a</style><figure style="margin:0">'
                "<p>그림</p><figcaption>장면</figcaption></figure><div>단추</div></div>"
            ),
        ),
        ('a<div id="jb-print-docs-body"><h1>x</h1>\n  </div>\n</div>\nb', "ab"),
    ],
)
def test_repair_sets_the_theme_right(wrong, right):
    assert repair(wrong) == right
    assert repair(right) == right


@pytest.mark.book
def test_the_book_itself_has_no_faults(built_book):
    assert [str(fault) for fault in validate_site(built_book)] == []
    links = outer_links(read_site(built_book))
    assert len(links) > 20
    assert any("doi.org" in link.url for link in links)
