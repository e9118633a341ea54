r"""글 속의 식과 거기 붙은 글(조사, 따옴표, 괄호)이 줄 끝에서 떨어지지 않게 묶습니다.

식은 한 덩이의 상자라서 브라우저는 그 앞뒤에서 늘 줄을 바꿀 수 있다고 봅니다.
그러면 `$w_k$`와 `로,`가 두 줄로 갈라집니다. 긴 식은 그 안에서 줄이 바뀌어야 하므로 묶지 않습니다.
"""

import re
from collections.abc import Sequence
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

CLASS = "unbroken"
_TAIL = re.compile(r"\S{1,6}\Z")  # 긴 말까지 묶으면 좁은 화면에서 줄이 들쭉날쭉합니다.
_HEAD = re.compile(r"\A\S{1,8}(?=\s|\Z)|\A\S{1,3}")

_LONGEST = 16  # 식에 보이는 글자의 수
_INVISIBLE = re.compile(r"\\[,;:! ]|[{}_^\s]")
_COMMAND = re.compile(r"\\[A-Za-z]+")


def connect(app: Sphinx) -> None:
    r"""쪽마다 식을 묶게 합니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    # 용어의 뜻을 단(600) 다음입니다: 그 일이 글을 나눕니다.
    app.connect("doctree-resolved", _bind, priority=650)


def bind(parent: nodes.Element) -> None:
    r"""한 문단의 식과 붙은 글을 묶습니다.

    Parameters
    ----------
    parent : Element
        식과 글을 자식으로 지닌 노드. 그 자리에서 바뀝니다.
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
    glued = False
    for joined, node in pieces:
        # 식의 바로 앞뒤만 붙입니다. 글과 글, 글과 굵은 글은 브라우저가 제대로 나눕니다.
        near = groups and (_is_math(node) or _is_math(groups[-1][-1]))
        if joined and near and _may_join(node) and _may_join(groups[-1][-1]):
            groups[-1].append(node)
            glued = True
        else:
            groups.append([node])
    if glued:
        parent.children = []
        for group in groups:
            parent += _wrap(group)


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


def _may_join(node: nodes.Node) -> bool:
    return _is_math(node) or (isinstance(node, nodes.Text) and not re.search(r"\s", str(node)))


def _wrap(group: Sequence[nodes.Node]) -> nodes.Node | Sequence[nodes.Node]:
    if len(group) == 1:
        return group[0]
    return nodes.inline("", "", *group, classes=[CLASS])


def _bind(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    if app.builder.format != "html":
        return
    parents: list[Any] = []
    for math in doctree.findall(nodes.math):
        if math.parent not in parents[-1:]:
            parents.append(math.parent)
    for parent in parents:
        bind(parent)
