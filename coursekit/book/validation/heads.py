r"""쪽의 머리말과 제목: 언어, 제목, 설명, 하나뿐인 h1, 건너뛰지 않는 제목의 단계."""

from collections.abc import Iterator

from coursekit.book.validation.site import Fault, Page, Site, tag, text_of

_LEVELS = {f"h{level}": level for level in range(1, 7)}


def heads(site: Site) -> Iterator[Fault]:
    r"""언어, 제목, 설명, 제목의 단계가 틀린 쪽을 찾습니다."""
    titles: dict[str, str] = {}
    for page in site.pages.values():
        title = _title(page)
        if not title:
            yield page.fault(None, "제목(title)이 없습니다")
        elif title in titles:
            yield page.fault(None, f"제목이 {titles[title]}와(과) 같습니다: {title}")
        titles.setdefault(title, page.name)
        yield from _metadata(page)
        yield from _headings(page)


def _title(page: Page) -> str:
    found = [node.element for node in page.nodes if tag(node.element) == "title"]
    found = [one for one in found if "}" not in one.tag]
    return " ".join(text_of(found[0]).split()) if found else ""


def _metadata(page: Page) -> Iterator[Fault]:
    if page.root.get("lang") != "ko":
        yield page.fault(None, f"언어(lang)가 ko가 아닙니다: {page.root.get('lang')!r}")
    if not page.source.lstrip().lower().startswith("<!doctype html>"):
        yield page.fault(None, "<!doctype html>로 시작하지 않습니다")
    metas = [node.element for node in page.nodes if tag(node.element) == "meta"]
    for name in ("viewport", "description"):
        found = [one.get("content") or "" for one in metas if one.get("name") == name]
        if len(found) != 1:
            yield page.fault(None, f'<meta name="{name}">이 하나가 아니라 {len(found)}개입니다')
        elif not found[0].strip():
            yield page.fault(None, f'<meta name="{name}">의 내용이 비었습니다')
    if [one.get("charset", "").lower() for one in metas if one.get("charset")] != ["utf-8"]:
        yield page.fault(None, "글자 부호(charset)가 utf-8로 한 번 적혀 있지 않습니다")
    bodies = [node for node in page.nodes if tag(node.element) == "main"]
    if len(bodies) != 1:
        yield page.fault(None, f"본문(main)이 하나가 아니라 {len(bodies)}개입니다")


def _headings(page: Page) -> Iterator[Fault]:
    found = [node for node in page.nodes if tag(node.element) in _LEVELS]
    count = sum(tag(node.element) == "h1" for node in found)
    if count != 1:
        yield page.fault(None, f"큰 제목(h1)이 하나가 아니라 {count}개입니다")
    before = 0
    for node in found:
        level = _LEVELS[tag(node.element)]
        if before and level > before + 1:
            text = " ".join(text_of(node.element).split())[:40]
            yield page.fault(node, f"제목의 단계를 건너뜁니다(h{before} 다음): {text}")
        before = level
