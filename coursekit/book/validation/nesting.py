r"""무엇 안에 무엇이 들 수 있는지: 글줄 안의 블록, 목록과 표의 자식, 겹친 단추와 링크."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from coursekit.book.validation.site import Fault, Node, Page, Site, tag

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
# 안에 글줄만 들 수 있는 원소들입니다.
_PHRASING_ONLY = _HEADINGS | {
    "abbr", "b", "bdi", "bdo", "button", "cite", "code", "data", "dfn", "em", "i", "kbd", "label",
    "mark", "meter", "output", "p", "pre", "progress", "q", "ruby", "s", "samp", "small", "span",
    "strong", "sub", "summary", "sup", "time", "u", "var", "legend",
}  # fmt: skip
# 글줄이 아닌 원소들입니다.
_BLOCKS = _HEADINGS | {
    "address", "article", "aside", "blockquote", "body", "caption", "col", "colgroup", "dd",
    "details", "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
    "header", "hgroup", "hr", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "search",
    "section", "style", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul",
}  # fmt: skip
# 제 부모가 받는 것을 그대로 받는 원소들입니다.
_TRANSPARENT = {"a", "audio", "canvas", "del", "ins", "map", "noscript", "object", "video"}
_SCRIPTS = {"script", "template"}
_CHILDREN = {
    "ul": {"li"},
    "ol": {"li"},
    "menu": {"li"},
    "dl": {"dt", "dd", "div"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot", "tr"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tfoot": {"tr"},
    "tr": {"th", "td"},
    "select": {"option", "optgroup", "hr"},
}
_PARENTS = {
    "li": {"ul", "ol", "menu"},
    "dt": {"dl", "div"},
    "dd": {"dl", "div"},
    "summary": {"details"},
    "figcaption": {"figure"},
    "legend": {"fieldset"},
    "style": {"head", "noscript", "figure", "div"},
    "title": {"head"},
}
_OBSOLETE = {
    "acronym", "applet", "basefont", "big", "center", "dir", "font", "frame", "frameset",
    "marquee", "nobr", "strike", "tt",
}  # fmt: skip


def nesting(site: Site) -> Iterator[Fault]:
    r"""들 수 없는 곳에 든 원소들을 찾습니다."""
    for page in site.pages.values():
        for node in page.nodes:
            if "}" not in node.element.tag:  # SVG와 MathML에는 저마다의 규칙이 있습니다.
                yield from _misplaced(page, node)
                yield from _children(page, node)
                yield from _interactive(page, node)


def interactive(element: Element) -> bool:
    r"""누르거나 입력하는 원소이면 참입니다.

    Parameters
    ----------
    element : Element
        볼 원소.

    Returns
    -------
    bool
        링크, 단추, 입력 따위이면 참.
    """
    name = tag(element)
    if name == "a":
        return element.get("href") is not None
    if name == "input":
        return element.get("type") != "hidden"
    if name in ("audio", "video"):
        return element.get("controls") is not None
    return name in {"button", "select", "textarea", "iframe", "embed", "summary"}


def _misplaced(page: Page, node: Node) -> Iterator[Fault]:
    name = tag(node.element)
    if name in _OBSOLETE:
        yield page.fault(node, "이제 쓰지 않는 원소입니다")
    parent = tag(node.ancestors[-1]) if node.ancestors else ""
    if name in _PARENTS and parent not in _PARENTS[name]:
        yield page.fault(node, f"<{parent}> 안에 들 수 없습니다")
    holder = next(
        (tag(one) for one in reversed(node.ancestors) if tag(one) not in _TRANSPARENT), ""
    )
    # 접는 제목과 틀의 이름에는 제목 원소가 들 수 있습니다.
    allowed = holder in ("summary", "legend") and name in _HEADINGS
    if name in _BLOCKS and holder in _PHRASING_ONLY and not allowed:
        yield page.fault(node, f"글줄만 담는 <{holder}> 안에 들 수 없습니다")


def _children(page: Page, node: Node) -> Iterator[Fault]:
    name = tag(node.element)
    children = [tag(child) for child in node.element if tag(child)]
    if name in _CHILDREN:
        for child in {*children} - _CHILDREN[name] - _SCRIPTS:
            yield page.fault(node, f"바로 안에 <{child}>가 들 수 없습니다")
        texts = [node.element.text, *(child.tail for child in node.element)]
        if any(text and text.strip() for text in texts):
            yield page.fault(node, "바로 안에 글이 들 수 없습니다")
    if name == "dl" and children and children[0] == "dd":
        yield page.fault(node, "풀이(dd)가 이름(dt)보다 먼저 옵니다")
    if name == "details" and children[:1] != ["summary"]:
        yield page.fault(node, "첫 자식이 <summary>가 아닙니다")
    if name == "figure" and "figcaption" in children[1:-1]:
        yield page.fault(node, "<figcaption>은 처음이나 끝에 와야 합니다")


def _interactive(page: Page, node: Node) -> Iterator[Fault]:
    element = node.element
    name = tag(element)
    holders = {tag(one) for one in node.ancestors if interactive(one)}
    if holders and (interactive(element) or element.get("tabindex") is not None):
        yield page.fault(node, f"누르는 원소 <{sorted(holders)[0]}> 안에 또 누르는 원소가 있습니다")
    if name == "label" and any(tag(one) == "label" for one in node.ancestors):
        yield page.fault(node, "<label> 안에 <label>이 들 수 없습니다")
    if name == "main" and any(
        tag(one) in ("article", "aside", "footer", "header", "nav", "section")
        for one in node.ancestors
    ):
        yield page.fault(node, "본문(main)은 다른 구역 안에 들 수 없습니다")
    if name == "form" and any(tag(one) == "form" for one in node.ancestors):
        yield page.fault(node, "<form> 안에 <form>이 들 수 없습니다")
