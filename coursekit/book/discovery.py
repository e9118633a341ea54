r"""책을 찾고 나누는 길: 쪽마다의 설명과 대표 주소와 미리 보기, `sitemap.xml`, `robots.txt`, `llms.txt`.

`sitemap.xml`과 `llms.txt`는 만들어진 쪽이 머리에 적은 것을 다시 읽어 만듭니다. 그래서 쪽과 어긋나지 않고,
바뀐 쪽만 다시 쓰는 빌드에서도 모든 쪽이 들어갑니다.
"""

import html
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from sphinx.application import Sphinx

from coursekit.book import cards
from coursekit.book.address import page_url, repository_url, site_url
from coursekit.book.execution import made_record
from coursekit.book.sources import read_parts
from coursekit.grading import course_root

# 스스로 설명을 적을 곳이 없는 쪽의 제목과 설명입니다.
_TITLES = {"search": "찾기"}
_DESCRIPTIONS = {
    "search": "이 책의 모든 쪽에서 낱말, 용어, 식의 이름, 코드의 이름을 찾습니다.",
}
# 검색 엔진이 싣지 않을 쪽입니다.
_UNLISTED = {"search", "404"}
# 밝은 화면과 어두운 화면의 바탕색. 휴대전화의 주소 표시줄이 이 색을 따릅니다.
_THEME_COLORS = {"light": "#ffffff", "dark": "#14181e"}
_META = re.compile(r"<meta\b[^>]*>")
_ATTRIBUTE = re.compile(r'([\w:-]+)="([^"]*)"')
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)"')


@dataclass(frozen=True)
class Page:
    r"""만들어진 쪽이 스스로에 대해 말하는 것.

    Parameters
    ----------
    name : str
        쪽의 이름(확장자 없이).
    url : str
        대표 주소. 없으면 빈 글.
    title : str
        제목.
    description : str
        한 문장 설명. 없으면 빈 글.
    listed : bool
        검색 엔진에 실어도 되는지.
    """

    name: str
    url: str
    title: str
    description: str
    listed: bool


def connect(app: Sphinx) -> None:
    r"""쪽의 머리와 사이트의 목록을 답니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    app.connect("html-page-context", _head)
    app.connect("build-finished", _lists, priority=850)


def read_page(path: Path, root: Path) -> Page:
    r"""만들어진 쪽의 머리를 읽습니다.

    Parameters
    ----------
    path : Path
        HTML 파일.
    root : Path
        사이트의 폴더.

    Returns
    -------
    Page
        쪽이 말하는 제목과 설명과 주소.
    """
    text = path.read_text(encoding="utf-8")
    facts: dict[str, str] = {}
    for tag in _META.findall(text[: text.find("<body")]):
        pairs = dict(_ATTRIBUTE.findall(tag))
        key = pairs.get("property") or pairs.get("name")
        if key:
            facts.setdefault(key, html.unescape(pairs.get("content", "")))
    canonical = _CANONICAL.search(text)
    return Page(
        name=path.relative_to(root).with_suffix("").as_posix(),
        url=html.unescape(canonical[1]) if canonical else "",
        title=facts.get("og:title", ""),
        description=facts.get("description", ""),
        listed="noindex" not in facts.get("robots", ""),
    )


def sitemap(pages: list[tuple[str, str]]) -> str:
    r"""`sitemap.xml`의 글을 만듭니다.

    Parameters
    ----------
    pages : list of tuple of (str, str)
        쪽의 주소와, 결과를 만든 날짜(모르면 빈 글).

    Returns
    -------
    str
        XML 글.
    """
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">')
    for url, date in pages:
        made = f"<lastmod>{date}</lastmod>" if date else ""
        lines.append(f"  <url><loc>{escape(url)}</loc>{made}</url>")
    return "\n".join([*lines, "</urlset>", ""])


def llms(title: str, parts: list[tuple[str, list[Page]]], links: dict[str, str]) -> str:
    r"""`llms.txt`의 글을 만듭니다: 제목, 요약, 부마다 장의 주소와 한 줄 설명.

    Parameters
    ----------
    title : str
        책의 제목.
    parts : list of tuple of (str, list of Page)
        부의 이름과 그 장들. 이름이 빈 첫 부의 첫 쪽이 책의 첫 쪽입니다.
    links : dict of str to str
        덧붙일 이름과 주소.

    Returns
    -------
    str
        마크다운 글.
    """
    front = next((page for _, pages in parts for page in pages if page.name == "index"), None)
    lines = [f"# {title}", ""]
    if front:
        lines += [f"> {front.description}", "", "한국어(ko)로 쓴 책이며, 코드와 그림은 모두 실행한 결과입니다.", ""]  # fmt: skip
    for caption, pages in parts:
        shown = [page for page in pages if page is not front and page.url]
        if shown:
            lines += [f"## {caption or '책'}", ""]
            lines += [f"- [{page.title}]({page.url}): {page.description}" for page in shown]
            lines.append("")
    if links:
        lines += ["## 그 밖에", "", *(f"- [{name}]({url})" for name, url in links.items()), ""]
    return "\n".join(lines)


def _head(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    root = course_root(Path(app.srcdir))
    url = page_url(site_url(root), pagename)
    # 404 쪽은 어느 주소에서든 나오므로 대표 주소가 없습니다.
    context["pageurl"] = url if url and pagename != "404" else None
    found = _description(context.get("metatags") or "")
    description = found or _DESCRIPTIONS.get(pagename, "")
    tags = [
        _tag("name", "theme-color", color, media=f"(prefers-color-scheme: {scheme})")
        for scheme, color in _THEME_COLORS.items()
    ]
    if description and not found:
        tags.append(_tag("name", "description", description))
    if pagename in _UNLISTED:
        tags.append(_tag("name", "robots", "noindex"))
    tags.append(_link("apple-touch-icon", _relative(context, cards.touch_icon(app))))
    book = str(app.config.html_title)
    title = _TITLES.get(pagename) or _plain(str(context.get("title") or book))
    if pagename == "index":
        title = book
    tags += [
        _tag("property", "og:type", "article" if pagename.startswith("chapters/") else "website"),
        _tag("property", "og:site_name", book),
        _tag("property", "og:locale", "ko_KR"),
        _tag("property", "og:title", title),
    ]
    if description:
        tags.append(_tag("property", "og:description", description))
    if context["pageurl"]:
        card = cards.card_of(app, pagename)
        tags += [
            _tag("property", "og:url", url),
            _tag("property", "og:image", site_url(root) + card.path),
            _tag("property", "og:image:type", "image/png"),
            _tag("property", "og:image:width", str(cards.WIDTH)),
            _tag("property", "og:image:height", str(cards.HEIGHT)),
            _tag("property", "og:image:alt", card.alt),
            _tag("name", "twitter:card", "summary_large_image"),
        ]
    context["metatags"] = (context.get("metatags") or "") + "".join(f"\n{tag}" for tag in tags)


def _tag(kind: str, name: str, content: str, **more: str) -> str:
    others = "".join(f' {key}="{html.escape(value)}"' for key, value in more.items())
    return f'<meta {kind}="{name}" content="{html.escape(" ".join(content.split()))}"{others} />'


def _link(rel: str, href: str) -> str:
    return f'<link rel="{rel}" href="{html.escape(href)}" />'


def _relative(context: dict[str, Any], path: str) -> str:
    return str(context["pathto"](path, resource=True))


def _plain(title: str) -> str:
    r"""제목에서 꼬리표를 떼고 글만 남깁니다."""
    return html.unescape(re.sub(r"<[^>]+>", "", title))


def _description(metatags: str) -> str:
    for tag in _META.findall(metatags):
        pairs = dict(_ATTRIBUTE.findall(tag))
        if pairs.get("name") == "description":
            return " ".join(html.unescape(pairs.get("content", "")).split())
    return ""


def _lists(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.format != "html":
        return
    root, out = course_root(Path(app.srcdir)), Path(app.outdir)
    site = site_url(root)
    pages = [
        read_page(path, out)
        for path in sorted(out.rglob("*.html"))
        if not path.relative_to(out).parts[0].startswith("_")
    ]
    robots = "User-agent: *\nAllow: /\n"
    if not site:  # 놓일 곳을 모르면 절대 주소로 적는 목록도 없습니다.
        (out / "robots.txt").write_text(robots, encoding="utf-8")
        for name in ("sitemap.xml", "llms.txt"):
            (out / name).unlink(missing_ok=True)
        return
    robots += f"\nSitemap: {site}sitemap.xml\n"
    (out / "robots.txt").write_text(robots, encoding="utf-8")
    order = [name for part in read_parts(root) for name in part.docnames]
    listed = sorted(
        (page for page in pages if page.listed and page.url),
        key=lambda page: (order.index(page.name) if page.name in order else len(order), page.name),
    )
    dated = [(page.url, (made_record(app, page.name) or {}).get("date", "")) for page in listed]
    (out / "sitemap.xml").write_text(sitemap(dated), encoding="utf-8")
    known = {page.name: page for page in listed}
    parts = [
        (part.caption, [known[name] for name in part.docnames if name in known])
        for part in read_parts(root)
    ]
    links = {"찾기": f"{site}search.html"}
    if repository := repository_url(root):
        links["원고와 코드의 저장소"] = repository
    text = llms(str(app.config.html_title), parts, links)
    (out / "llms.txt").write_text(text, encoding="utf-8")
