r"""있어야 할 속성과 있을 수 없는 속성."""

import re
from collections.abc import Iterator

from coursekit.book.validation.site import Fault, Node, Page, Site, tag

_REQUIRED: dict[str, tuple[tuple[str, ...], ...]] = {
    "img": (("src", "srcset"), ("alt",)),
    "iframe": (("src", "srcdoc"), ("title",)),
    "area": (("alt",),),
    "link": (("href",), ("rel", "itemprop")),
    "meta": (("content", "charset"),),
    "source": (("src", "srcset"),),
    "track": (("src",),),
    "param": (("name",),),
    "optgroup": (("label",),),
    "object": (("data",),),
}
_OBSOLETE = {"align", "bgcolor", "clear", "hspace", "valign", "vspace", "language", "nowrap"}
_ARIA = {
    "activedescendant", "atomic", "autocomplete", "braillelabel", "brailleroledescription", "busy",
    "checked", "colcount", "colindex", "colindextext", "colspan", "controls", "current",
    "describedby", "description", "details", "disabled", "errormessage", "expanded", "flowto",
    "haspopup", "hidden", "invalid", "keyshortcuts", "label", "labelledby", "level", "live",
    "modal", "multiline", "multiselectable", "orientation", "owns", "placeholder", "posinset",
    "pressed", "readonly", "relevant", "required", "roledescription", "rowcount", "rowindex",
    "rowindextext", "rowspan", "selected", "setsize", "sort", "valuemax", "valuemin", "valuenow",
    "valuetext",
}  # fmt: skip
_WORDS = {
    "aria-hidden": {"true", "false"},
    "aria-expanded": {"true", "false"},
    "aria-pressed": {"true", "false", "mixed"},
    "aria-live": {"off", "polite", "assertive"},
    "dir": {"ltr", "rtl", "auto"},
    "hidden": {"", "hidden", "until-found"},
    "loading": {"lazy", "eager"},
    "decoding": {"async", "sync", "auto"},
}
_NUMBERS = {"width", "height", "colspan", "rowspan", "maxlength", "size"}
_SIZED = {"img", "canvas", "video", "iframe", "td", "th", "input"}


def attributes(site: Site) -> Iterator[Fault]:
    r"""빠진 속성, 틀린 값, 없는 `aria-` 이름을 찾습니다."""
    for page in site.pages.values():
        for node in page.nodes:
            if "}" not in node.element.tag:
                yield from _missing(page, node)
                yield from _wrong(page, node)


def _missing(page: Page, node: Node) -> Iterator[Fault]:
    element = node.element
    for choices in _REQUIRED.get(tag(element), ()):
        if not any(element.get(one) is not None for one in choices):
            yield page.fault(node, f"속성 {' 또는 '.join(choices)}이(가) 없습니다")
    for one in ("src", "srcset", "href", "id", "for", "data", "action", "class"):
        value = element.get(one)
        if value is not None and not value.strip() and not (one == "class" and value == ""):
            yield page.fault(node, f"속성 {one}의 값이 비었습니다")
    if element.get("role") == "slider" and element.get("aria-valuenow") is None:
        yield page.fault(node, "막대(role=slider)에 aria-valuenow가 없습니다")


def _wrong(page: Page, node: Node) -> Iterator[Fault]:
    element = node.element
    for name, value in element.attrib.items():
        if name in _OBSOLETE:
            yield page.fault(node, f"이제 쓰지 않는 속성입니다: {name}")
        if name.startswith("aria-") and name[5:] not in _ARIA:
            yield page.fault(node, f"없는 속성입니다: {name}")
        if name in _WORDS and value not in _WORDS[name]:
            yield page.fault(node, f"속성 {name}의 값이 틀렸습니다: {value!r}")
        if name in _NUMBERS and tag(element) in _SIZED and not re.fullmatch(r"\d+", value):
            yield page.fault(node, f"속성 {name}의 값은 정수여야 합니다: {value!r}")
    if re.search(r"\S\s|\s\S", element.get("id", "")):
        yield page.fault(node, f"id에 빈칸이 있습니다: {element.get('id')!r}")
    index = element.get("tabindex")
    if index is not None and not re.fullmatch(r"-?\d+", index):
        yield page.fault(node, f"속성 tabindex의 값은 정수여야 합니다: {index!r}")
    elif index is not None and int(index) > 0:
        yield page.fault(node, "tabindex가 0보다 커서 키보드의 차례가 뒤섞입니다")
