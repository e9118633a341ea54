r"""링크: 사이트 안의 링크가 가리키는 파일과 앵커, 밖으로 나가는 링크의 주소."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from posixpath import dirname, normpath
from urllib.parse import unquote, urlsplit

from coursekit.book.address import base_path, repository_url
from coursekit.book.validation.site import Fault, Node, Page, Site, tag

_ATTRIBUTES = {
    "a": ("href",), "area": ("href",), "link": ("href",), "script": ("src",), "iframe": ("src",),
    "img": ("src", "srcset"), "source": ("src", "srcset"), "video": ("src", "poster"),
    "audio": ("src",), "track": ("src",), "form": ("action",), "object": ("data",),
    "embed": ("src",), "use": ("href", "{http://www.w3.org/1999/xlink}href"), "input": ("src",),
}  # fmt: skip
_OUTER = ("http", "https")
_EMBEDDED = ("data", "blob", "mailto", "tel")
_HOST = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_UNSAFE = re.compile(r"[\s<>\"{}|\\^`]|%(?![0-9A-Fa-f]{2})|[^\x21-\x7e가-힣]")
_STYLE_URL = re.compile(r"url\(\s*(['\"]?)(.*?)\1\s*\)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True, order=True)
class OuterLink:
    r"""밖으로 나가는 주소 하나와, 그것이 적힌 쪽들.

    Parameters
    ----------
    url : str
        주소.
    pages : tuple of str
        적힌 쪽들의 이름.
    """

    url: str
    pages: tuple[str, ...]


def outer_links(site: Site) -> list[OuterLink]:
    r"""독자가 눌러서 밖으로 나갈 수 있는 모든 주소를 모읍니다.

    Parameters
    ----------
    site : Site
        읽은 사이트.

    Returns
    -------
    list of OuterLink
        주소의 차례대로. 참고문헌의 DOI 주소도 들어 있습니다. 앵커와, 미리 채운 이슈의 내용은 뗍니다.
    """
    found: dict[str, set[str]] = {}
    for page in site.pages.values():
        for node, url in _links(page):
            if tag(node.element) == "a" and urlsplit(url).scheme in _OUTER:
                plain = re.sub(r"(/issues/new)\?.*", r"\1", url.partition("#")[0])
                found.setdefault(plain, set()).add(page.name)
    return [OuterLink(url, tuple(sorted(pages))) for url, pages in sorted(found.items())]


def address_problem(url: str) -> str:
    r"""밖으로 나가는 주소의 꼴을 네트워크 없이 살핍니다.

    Parameters
    ----------
    url : str
        주소.

    Returns
    -------
    str
        잘못된 점. 없으면 빈 글입니다.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "주소로 읽을 수 없습니다"
    host = parts.hostname or ""
    if not _HOST.fullmatch(host):
        return f"호스트의 이름이 틀렸습니다: {host!r}"
    if _UNSAFE.search(url):
        return "주소에 쓸 수 없는 글자가 있습니다"
    if parts.username or port:
        return "주소에 사용자 이름이나 포트가 있습니다"
    if host.endswith("doi.org") and not re.fullmatch(r"/10\.\d{4,9}/\S+", parts.path):
        return "DOI의 꼴이 아닙니다"
    if host.endswith("arxiv.org") and not re.fullmatch(
        r"/(?:abs|pdf)/(?:\d{4}\.\d{4,5}(?:v\d+)?|[a-z.-]+/\d{7})(?:\.pdf)?", parts.path
    ):
        return "arXiv 주소의 꼴이 아닙니다"
    return ""


def addresses(site: Site) -> Iterator[Fault]:
    r"""꼴이 틀린 바깥 주소와, 저장소에 없는 파일을 가리키는 저장소의 주소를 찾습니다."""
    own = f"{repository_url(site.root)}/blob/main/" if site.root else "?"
    for page in site.pages.values():
        for node, url in _links(page):
            scheme = _scheme(url)
            if scheme in _OUTER:
                if problem := address_problem(url):
                    yield page.fault(node, f"{problem}: {url}")
                path = unquote(re.split("[?#]", url.removeprefix(own))[0])
                if site.root and url.startswith(own) and not (site.root / path).is_file():
                    yield page.fault(node, f"저장소에 없는 파일입니다: {path}")
            elif scheme and scheme not in _EMBEDDED:
                yield page.fault(node, f"모르는 주소입니다: {url[:80]}")


def inner_links(site: Site) -> Iterator[Fault]:
    r"""사이트에 없는 파일이나 쪽에 없는 앵커를 가리키는 링크를 찾습니다."""
    files = {path.relative_to(site.folder).as_posix() for path in site.folder.rglob("*")}
    for page in site.pages.values():
        for node, url in _links(page):
            if not _scheme(url) and (problem := _inner_problem(site, files, page, url)):
                yield page.fault(node, f"{problem}: {url}")


def styles(site: Site) -> Iterator[Fault]:
    r"""CSS가 부르는데 없는 파일을 찾습니다."""
    for path in sorted(site.folder.rglob("*.css")):
        name = path.relative_to(site.folder).as_posix()
        text = _COMMENT.sub("", path.read_text(encoding="utf-8"))
        for _, url in _STYLE_URL.findall(text):
            plain = url.partition("#")[0].partition("?")[0]
            if not plain or _scheme(url):
                continue
            if not (path.parent / unquote(plain)).is_file():
                yield Fault(name, "", f"없는 파일을 부릅니다: {url}")


def _links(page: Page) -> Iterator[tuple[Node, str]]:
    for node in page.nodes:
        name = tag(node.element)
        for attribute in _ATTRIBUTES.get(name, ()):
            value = node.element.get(attribute)
            if value is None:
                continue
            for one in value.split(",") if attribute == "srcset" else [value]:
                # `srcset`의 주소 뒤에는 배율이 옵니다.
                url = one.strip().partition(" ")[0] if attribute == "srcset" else one.strip()
                yield node, url


def _scheme(url: str) -> str:
    if url.startswith("//"):
        return "//"
    match = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", url)
    return match[1].lower() if match else ""


def _inner_problem(site: Site, files: set[str], page: Page, url: str) -> str:
    path, _, fragment = url.partition("#")
    path = unquote(path.partition("?")[0])
    if page.name == "404.html" and site.root and path.startswith(base_path(site.root)):
        # 어느 깊이의 주소에서든 나오는 쪽이라, 책이 놓일 뿌리에서 시작하고 스크립트가 고칩니다.
        path = path.removeprefix(base_path(site.root))
    if path.startswith("/"):
        return "뿌리(/)에서 시작하면 하위 폴더나 파일로 연 책에서 끊깁니다"
    target = page.name
    if path:
        target = normpath(f"{dirname(page.name) or '.'}/{path}")
        if path.endswith("/") or (site.folder / target).is_dir():
            target = normpath(f"{target}/index.html")
    if target not in files:
        return "없는 파일을 가리킵니다"
    if fragment and target in site.pages and unquote(fragment) not in site.pages[target].ids:
        return "쪽에 없는 앵커를 가리킵니다"
    return ""
