r"""한 낱말로 읽을 것이 줄 끝에서 떨어지지 않게 묶습니다: 식과 조사, 닫는 부호와 조사, 줄표로 이은 이름.

식은 한 덩이의 상자라서 브라우저는 그 앞뒤에서 늘 줄을 바꿀 수 있다고 봅니다.
그러면 `$w_k$`와 `로,`가 두 줄로 갈라집니다. 긴 식은 그 안에서 줄이 바뀌어야 하므로 묶지 않습니다.
`word-break: keep-all`이 막는 것은 글자와 글자 사이뿐이라 `(momentum)`과 `은`, `R-`과 `CNN`도 갈라집니다.
"""

import re
from collections.abc import Iterable, Sequence

from docutils import nodes
from sphinx.application import Sphinx

CLASS = "unbroken"
_TAIL = re.compile(r"\S{1,6}\Z")  # 긴 말까지 묶으면 좁은 화면에서 줄이 들쭉날쭉합니다.
_HEAD = re.compile(r"\A\S{1,8}(?=\s|\Z)|\A\S{1,3}")

_LONGEST = 16  # 식에 보이는 글자의 수
_LONGEST_CODE = 24  # 코드와 링크의 것
_CLOSING = ")]}”’」』%"
_WORD = re.compile(
    rf"[{re.escape(_CLOSING)}]+[가-힣]{{1,8}}"  # 닫는 부호와 조사
    r"|\b[A-Za-z]-[A-Z]\w*"  # R-CNN, U-Net
    r"|\b\d+(?:\.\d+)?e-\d+"  # 1e-6
    r"|\b\d+[–-]\d+"  # 448–456
)
# 글이 흐르는 곳. 코드와 식과 함수의 서명은 저마다 줄을 바꾸는 법이 있습니다.
_FLOWING = (nodes.paragraph, nodes.title, nodes.term, nodes.caption)
_INSIDE = (nodes.strong, nodes.emphasis, nodes.reference, nodes.inline)
_INVISIBLE = re.compile(r"\\[,;:! ]|[{}_^\s]")
_COMMAND = re.compile(r"\\[A-Za-z]+")


def connect(app: Sphinx) -> None:
    r"""쪽마다 글을 묶게 합니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    # 용어의 뜻을 단(600) 다음입니다: 그 일이 글을 나눕니다.
    app.connect("doctree-resolved", _bind, priority=650)


def bind(parent: nodes.Element) -> None:
    r"""한 문단에서 붙어 있어야 할 것들을 묶습니다.

    Parameters
    ----------
    parent : Element
        글과 식과 코드를 자식으로 지닌 노드. 그 자리에서 바뀝니다.
    """
    pieces: list[tuple[bool, nodes.Node]] = []  # 앞의 것과 붙었는지, 무엇인지
    attached = False
    for child in list(parent.children):
        if isinstance(child, nodes.Text):
            pieces += _split(str(child), attached)
            attached = not str(child)[-1:].isspace()
        else:
            pieces.append((attached, child))
            attached = True
    groups: list[list[nodes.Node]] = []
    for joined, node in pieces:
        # 식의 앞뒤와, 닫는 부호로 끝난 것의 뒤만 붙입니다. 나머지는 브라우저가 제대로 나눕니다.
        near = groups and (_is_math(node) or _is_math(groups[-1][-1]) or _is_closed(groups[-1][-1]))
        if joined and near and _may_join(node) and _may_join(groups[-1][-1]):
            groups[-1].append(node)
        else:
            groups.append([node])
    wrapped = [one for group in _merged(groups) for one in _wrap(group)]
    if any(isinstance(one, nodes.inline) and CLASS in one["classes"] for one in wrapped):
        parent.children = []
        parent += wrapped


def _split(text: str, attached: bool) -> list[tuple[bool, nodes.Node]]:
    r"""글을 앞 식에 붙는 머리, 가운데, 뒤 식에 붙는 꼬리로 나눕니다."""
    head = _HEAD.match(text) if attached else None
    start = head.end() if head else 0
    tail = _TAIL.search(text, start)
    end = tail.start() if tail else len(text)
    cuts = [(attached, text[:start]), (attached and not head, text[start:end]), (True, text[end:])]
    return [(joined, nodes.Text(part)) for joined, part in cuts if part]


def _is_math(node: nodes.Node) -> bool:
    if not isinstance(node, nodes.math):
        return False
    shown = _INVISIBLE.sub("", _COMMAND.sub("x", node.astext()))
    return len(shown) <= _LONGEST


def _is_closed(node: nodes.Node) -> bool:
    r"""닫는 부호로 끝나는 짧은 코드나 링크인지 봅니다. 글로 끝나면 `keep-all`이 조사를 붙들고 있습니다."""
    if not isinstance(node, nodes.literal | nodes.reference | nodes.inline):
        return False
    text = node.astext()
    return len(text) <= _LONGEST_CODE and text.endswith(tuple(_CLOSING))


def _is_short_code(node: nodes.Node) -> bool:
    r"""`1e-8`이나 `make serve`처럼 줄표나 빈칸에서 나뉠 짧은 코드인지 봅니다."""
    text = node.astext() if isinstance(node, nodes.literal) else ""
    return len(text) <= _LONGEST and bool(re.search(r"\S[- ]\S", text))


def _is_text(group: Sequence[nodes.Node]) -> bool:
    return len(group) == 1 and isinstance(group[0], nodes.Text)


def _may_join(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Text):
        return not re.search(r"\s", str(node))
    return _is_math(node) or _is_closed(node)


def _merged(groups: Iterable[list[nodes.Node]]) -> list[list[nodes.Node]]:
    r"""나누어 보았지만 식에 붙지 않은 글들을 도로 잇습니다."""
    found: list[list[nodes.Node]] = []
    for group in groups:
        if found and _is_text(group) and _is_text(found[-1]):
            found[-1] = [nodes.Text(f"{found[-1][0]}{group[0]}")]
        else:
            found.append(group)
    return found


def _wrap(group: Sequence[nodes.Node]) -> Sequence[nodes.Node]:
    if _is_text(group):
        return _words(str(group[0]))
    alone = len(group) == 1 and not _is_short_code(group[0])
    return group if alone else [nodes.inline("", "", *group, classes=[CLASS])]


def _words(text: str) -> Sequence[nodes.Node]:
    r"""글 하나를, 나뉘면 안 되는 조각과 나머지로 나눕니다."""
    found: list[nodes.Node] = []
    start = 0
    for match in _WORD.finditer(text):
        found.append(nodes.Text(text[start : match.start()]))
        found.append(nodes.inline("", match[0], classes=[CLASS]))
        start = match.end()
    return [one for one in [*found, nodes.Text(text[start:])] if one.astext()]


def bind_all(tree: nodes.Element) -> None:
    r"""글이 흐르는 모든 곳을 묶습니다.

    Parameters
    ----------
    tree : Element
        쪽이나 그 조각. 그 자리에서 바뀝니다.
    """
    blocks = [one for one in tree.findall(nodes.TextElement) if isinstance(one, _FLOWING)]
    for block in blocks:
        inside = [one for one in block.findall(nodes.TextElement) if isinstance(one, _INSIDE)]
        for parent in [block, *inside]:
            bind(parent)


def _bind(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    if app.builder.format == "html":
        bind_all(doctree)
