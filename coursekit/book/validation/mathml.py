r"""화면을 읽어 주는 프로그램이 읽는 수식(MathML)의 꼴."""

from collections.abc import Iterator

from coursekit.book.validation.site import MATHML, Fault, Site, tag

_COUNTS = {
    "mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "msubsup": 3, "munder": 2, "mover": 2,
    "munderover": 3,
}  # fmt: skip
_TOKENS = {"mi", "mn", "mo", "ms", "mtext", "mspace"}
_KNOWN = {
    *_COUNTS, *_TOKENS, "annotation", "math", "menclose", "mpadded", "mphantom", "mprescripts",
    "mmultiscripts", "mrow", "msqrt", "mstyle", "mtable", "mtd", "mtr", "mlabeledtr", "none",
    "semantics", "merror",
}  # fmt: skip


def mathml(site: Site) -> Iterator[Fault]:
    r"""자식의 수가 틀리거나 낱말 안에 다른 원소가 든 수식을 찾습니다."""
    for page in site.pages.values():
        for node in page.nodes:
            element = node.element
            if not element.tag.startswith(MATHML):
                if "}" not in element.tag and any(
                    tag(one) in _TOKENS and one.tag.startswith(MATHML)
                    for one in node.ancestors[-1:]
                ):
                    yield page.fault(node, "수식의 낱말 안에 HTML이 들었습니다")
                continue
            name = tag(element)
            count = len(element)
            if name not in _KNOWN:
                yield page.fault(node, "모르는 수식 원소입니다")
            elif name in _COUNTS and count != _COUNTS[name]:
                yield page.fault(node, f"자식이 {_COUNTS[name]}개여야 하는데 {count}개입니다")
            elif name in _TOKENS and count:
                yield page.fault(node, f"안에 <{tag(element[0])}>이(가) 들 수 없습니다")
            elif name == "mtable" and {tag(one) for one in element} - {"mtr", "mlabeledtr"}:
                yield page.fault(node, "바로 안에는 <mtr>만 들 수 있습니다")
