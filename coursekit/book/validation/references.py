r"""id와, id를 가리키는 속성들."""

from collections import Counter
from collections.abc import Iterator

from coursekit.book.validation.site import MATHML, Fault, Site, tag

_POINTERS = (
    "aria-activedescendant", "aria-controls", "aria-describedby", "aria-details",
    "aria-errormessage", "aria-flowto", "aria-labelledby", "aria-owns", "for", "form", "headers",
    "list", "popovertarget", "commandfor",
)  # fmt: skip
_LABELABLE = {"button", "input", "meter", "output", "progress", "select", "textarea"}


def identities(site: Site) -> Iterator[Fault]:
    r"""한 쪽에 두 번 나오는 id를 찾습니다."""
    for page in site.pages.values():
        counts = Counter(name for node in page.nodes if (name := node.element.get("id")))
        for name, count in counts.items():
            if count > 1:
                yield Fault(page.name, f"#{name}", f"같은 id가 {count}번 나옵니다")


def references(site: Site) -> Iterator[Fault]:
    r"""쪽에 없는 id를 가리키는 `aria-` 속성과 `<label for>`를 찾습니다."""
    for page in site.pages.values():
        tags = {node.element.get("id"): tag(node.element) for node in page.nodes}
        for node in page.nodes:
            if node.element.tag.startswith(MATHML):
                continue  # <mo form="prefix">는 id가 아닙니다
            for pointer in _POINTERS:
                for name in (node.element.get(pointer) or "").split():
                    if name not in tags:
                        yield page.fault(node, f"{pointer}이(가) 없는 id를 가리킵니다: {name}")
                    elif node.element.tag == "label" and tags[name] not in _LABELABLE:
                        yield page.fault(node, f"이름을 붙일 수 없는 원소를 가리킵니다: {name}")
