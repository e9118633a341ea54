r"""읽어 줄 이름: 그림의 설명, 링크와 단추의 글, 입력의 이름, 숨긴 곳의 단추."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from coursekit.book.validation.nesting import interactive
from coursekit.book.validation.site import Fault, Node, Page, Site, tag, text_of

_NAMED_ROLES = {"img", "slider", "application", "dialog", "region", "group", "radiogroup"}
_TYPED = {"hidden", "submit", "reset", "button", "image"}


def names(site: Site) -> Iterator[Fault]:
    r"""이름 없는 그림, 링크, 단추, 입력을 찾습니다."""
    for page in site.pages.values():
        labelled = {node.element.get("for") for node in page.nodes if tag(node.element) == "label"}
        for node in page.nodes:
            if _hidden(node):
                yield from _reachable(page, node)
            elif "}" not in node.element.tag:
                yield from _picture(page, node)
                yield from _pressed(page, node)
                yield from _input(page, node, labelled)


def _hidden(node: Node) -> bool:
    r"""눈에 보이더라도 읽어 주는 프로그램에는 없는 원소이면 참입니다."""
    return any(one.get("aria-hidden") == "true" for one in (*node.ancestors, node.element))


def _reachable(page: Page, node: Node) -> Iterator[Fault]:
    if any(one.get("hidden") is not None for one in (*node.ancestors, node.element)):
        return
    index = node.element.get("tabindex")
    if (
        "}" not in node.element.tag
        and (interactive(node.element) or index == "0")
        and index != "-1"
    ):
        yield page.fault(node, "읽어 주지 않는 곳(aria-hidden)에 키보드가 멈춥니다")


def _labelled(element: Element) -> bool:
    return any(
        (element.get(one) or "").strip() for one in ("aria-label", "aria-labelledby", "title")
    )


def _has_name(element: Element) -> bool:
    if _labelled(element) or text_of(element).strip():
        return True
    return any(
        (tag(one) == "img" and (one.get("alt") or "").strip())
        or (one.get("aria-hidden") != "true" and _labelled(one))
        for one in element.iter()
        if one is not element
    )


def _picture(page: Page, node: Node) -> Iterator[Fault]:
    element = node.element
    if tag(element) == "img":
        alt = element.get("alt")
        decorative = element.get("role") in ("presentation", "none") or (
            # 곁의 글이 이미 말하는 로고처럼, 링크나 단추 안에서 글과 함께 있는 그림입니다.
            alt == "" and any(interactive(one) and _has_name(one) for one in node.ancestors)
        )
        if alt is not None and not alt.strip() and not decorative:
            yield page.fault(
                node, f"그림에 설명(alt)이 없습니다: {(element.get('src') or '')[:80]}"
            )
    if element.get("role") in _NAMED_ROLES and not _labelled(element):
        yield page.fault(node, f"역할이 {element.get('role')}인데 이름(aria-label)이 없습니다")


def _pressed(page: Page, node: Node) -> Iterator[Fault]:
    element = node.element
    if tag(element) in ("a", "button", "summary") and not _has_name(element):
        if tag(element) == "a" and element.get("href") is None and element.get("id"):
            return  # 앵커일 뿐입니다.
        yield page.fault(node, "읽어 줄 글이 없습니다")
    goes = any(element.get(one) is not None for one in ("href", "tabindex", "role"))
    if tag(element) == "a" and not goes and text_of(element).strip():
        yield page.fault(node, "갈 곳(href)이 없는 링크입니다")
    if tag(element) in ("h1", "h2", "h3", "h4", "h5", "h6") and not text_of(element).strip():
        yield page.fault(node, "빈 제목입니다")


def _input(page: Page, node: Node, labelled: set[str | None]) -> Iterator[Fault]:
    element = node.element
    if tag(element) not in ("input", "select", "textarea") or element.get("type") in _TYPED:
        return
    inside = any(tag(one) == "label" for one in node.ancestors)
    if not (_labelled(element) or inside or (element.get("id") or "?") in labelled):
        yield page.fault(node, "입력에 이름(label이나 aria-label)이 없습니다")
