r"""찾기의 단위를 쪽에서 뽑습니다: 장, 절, 문항, 용어마다 하나씩, 제 주소와 글을 지닙니다.

HTML이 아니라 Sphinx가 읽어 둔 문서 나무에서 뽑으므로, 쪽을 꾸미는 코드가 바뀌어도 흔들리지 않습니다.
"""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment

from coursekit.book.anchors import FIXED
from coursekit.book.search_plain import identifiers, plain_math

# 같은 낱말이 모두 나오지만 아무것도 다루지 않는 절들입니다. 앞의 수는 값을 깎는 비율입니다.
_MINOR = {"요약": 0.5, "연습문제": 0.4, "더 읽을거리": 0.35, "개요": 0.7}
_PRIORS = {"chapter": 1.1, "section": 1.0, "exercise": 0.6, "term": 0.35, "name": 0.5}
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Entry:
    r"""찾기가 내놓는 결과 하나.

    Parameters
    ----------
    page : str
        쪽의 이름(`chapters/convolution`).
    anchor : str
        쪽 안의 주소. 장 전체는 빈 글입니다.
    kind : str
        `chapter`, `section`, `exercise`, `term`, `name` 가운데 하나.
    number : str
        절의 번호(`10.4`). 없으면 빈 글입니다.
    title : str
        제목.
    path : tuple of str
        제목 위의 제목들. 장이 먼저입니다.
    text : str
        요약에 보일 글. 코드와 따로 놓인 식은 없습니다.
    strong : tuple of (str, bool)
        굵은 말과, 그 뒤에 괄호가 이어지는지(용어를 처음 말하는 꼴).
    shown : tuple of str
        이 절이 소스를 보이는 함수와 클래스.
    code : tuple of str
        칸이 부르는 이름들.
    pictures : tuple of str
        그림의 설명.
    prior : float
        순위에 곱하는 값.
    """

    page: str
    anchor: str
    kind: str
    number: str
    title: str
    path: tuple[str, ...]
    text: str
    strong: tuple[tuple[str, bool], ...] = ()
    shown: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    prior: float = 1.0

    def as_json(self) -> dict[str, Any]:
        r"""저장할 수 있는 꼴로 바꿉니다."""
        return asdict(self)


@dataclass
class _Draft:
    r"""글을 모으는 동안의 결과 하나."""

    kind: str
    anchor: str
    number: str
    title: str
    path: tuple[str, ...]
    prior: float
    text: list[str] = field(default_factory=list)
    strong: list[tuple[str, bool]] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)

    def entry(self, page: str) -> Entry:
        return Entry(
            page,
            self.anchor,
            self.kind,
            self.number,
            self.title,
            self.path,
            # 인용 표시가 빠진 자리에 남는 빈칸도 지웁니다.
            _SPACES.sub(" ", "".join(self.text)).replace(" .", ".").replace(" ,", ",").strip(),
            tuple(self.strong),
            tuple(dict.fromkeys(self.shown)),
            tuple(dict.fromkeys(self.code)),
            tuple(self.pictures),
            self.prior,
        )


def page_entries(env: BuildEnvironment, page: str) -> list[Entry]:
    r"""한 쪽의 결과를 쪽에 나오는 차례로 뽑습니다.

    Parameters
    ----------
    env : BuildEnvironment
        Sphinx가 읽어 둔 책.
    page : str
        쪽의 이름.

    Returns
    -------
    list of Entry
        장 하나와 그 절, 문항, 용어.
    """
    reader = _Reader(env, page)
    for section in env.get_doctree(page).findall(nodes.section):
        if not isinstance(section.parent, nodes.section):
            reader.section(section, ())
    return [draft.entry(page) for draft in reader.drafts]


class _Reader:
    r"""쪽 하나를 훑으며 결과를 모읍니다."""

    def __init__(self, env: BuildEnvironment, page: str) -> None:
        self.env = env
        self.numbers = env.toc_secnumbers.get(page, {})
        self.drafts: list[_Draft] = []

    def section(self, node: nodes.section, path: tuple[str, ...]) -> None:
        title = _SPACES.sub(" ", self._inline(node.next_node(nodes.title))).strip()
        anchor, top = node["ids"][0], not path
        number = self.numbers.get("" if top else f"#{anchor}", ())
        draft = _Draft(
            kind="chapter" if top else "section",
            anchor="" if top else anchor,
            number=".".join(map(str, number)),
            title=title,
            path=path,
            prior=_MINOR.get(title, _PRIORS["chapter" if top else "section"]),
        )
        self.drafts.append(draft)
        if FIXED in node["classes"]:  # 꾸러미의 이름은 이름으로만 찾습니다.
            draft.kind, draft.prior = "name", _PRIORS["name"]
            return
        for child in node.children:
            self._read(child, draft, (*path, title))

    def _read(self, node: nodes.Node, draft: _Draft, path: tuple[str, ...]) -> None:
        if isinstance(node, nodes.section):
            self.section(node, path)
        elif isinstance(node, nodes.title | nodes.comment | nodes.target | addnodes.index):
            if isinstance(node.parent, nodes.Admonition) and isinstance(node, nodes.title):
                draft.text.append(f"{self._inline(node)}. ")
                draft.strong.append((node.astext(), False))
        elif isinstance(node, nodes.raw | nodes.math_block | nodes.substitution_definition):
            pass
        elif isinstance(node, nodes.paragraph) and "exercise-places" in node["classes"]:
            pass  # 여는 곳의 링크는 장마다 같아서 무엇도 찾아 주지 않습니다.
        elif isinstance(node, nodes.image):
            draft.pictures.append(str(node.get("alt") or ""))
        elif isinstance(node, nodes.literal_block):
            draft.code += identifiers(node.astext()).used
        elif isinstance(node, nodes.container) and "exercise-item" in node["classes"]:
            self._exercise(node, path)
        elif isinstance(node, nodes.container) and node.get("design_component") == "dropdown":
            pass  # 스스로 확인의 답을 펼치기 전에 찾은 곳의 글에서 읽으면 물음이 쓸모없어집니다.
        elif isinstance(node, nodes.container) and "cell" in node["classes"]:
            self._cell(node, draft)
        elif isinstance(node, nodes.definition_list_item) and _term_id(node):
            self._term(node, path)
        elif isinstance(node, nodes.TextElement):
            draft.text.append(self._inline(node, draft.strong) + " ")
        elif isinstance(node, nodes.Element):
            for child in node.children:
                self._read(child, draft, path)

    def _exercise(self, node: nodes.container, path: tuple[str, ...]) -> None:
        rubric = node.next_node(nodes.rubric)
        title = rubric.children[0].astext().strip() if rubric is not None else ""
        kind = "exercise"
        item = _Draft(kind, node["ids"][0], "", title, path, _PRIORS[kind])
        self.drafts.append(item)
        for child in node.children:
            # 해답의 코드는 아직 풀지 않은 사람의 요약에 나오면 안 됩니다.
            if child is not rubric and not isinstance(child, nodes.literal_block | nodes.raw):
                self._read(child, item, path)

    def _term(self, node: nodes.definition_list_item, path: tuple[str, ...]) -> None:
        name, meaning = node.next_node(nodes.term), node.next_node(nodes.definition)
        ko = next(c.astext() for c in name.children if isinstance(c, nodes.Text))
        item = _Draft("term", _term_id(node), "", ko, path, _PRIORS["term"])
        self.drafts.append(item)
        for child in meaning.children:
            self._read(child, item, path)

    def _cell(self, node: nodes.container, draft: _Draft) -> None:
        for block in node.findall(nodes.literal_block):
            if block.get("language", "").startswith(("python", "ipython")):
                found = identifiers(block.astext())
                draft.code += found.used
                if "cell_input" not in block.parent["classes"]:
                    draft.shown += found.defined
        for image in node.findall(nodes.image):
            draft.pictures.append(str(image.get("alt") or ""))

    def _inline(self, node: nodes.Node, strong: list[tuple[str, bool]] | None = None) -> str:
        if isinstance(node, nodes.Text):
            return str(node.astext())
        if isinstance(node, nodes.math):
            return plain_math(node.astext())
        if isinstance(node, addnodes.pending_xref) and not node.get("refexplicit"):
            return self._reference(node)
        if isinstance(node, nodes.raw | nodes.image | addnodes.index | nodes.footnote_reference):
            return ""
        if isinstance(node, nodes.strong) and strong is not None:
            after = node.next_node(descend=False, siblings=True)
            opened = isinstance(after, nodes.Text) and after.astext().lstrip().startswith("(")
            strong.append((node.astext(), opened))
        if isinstance(node, nodes.Element):
            return "".join(self._inline(child, strong) for child in node.children)
        return ""

    def _reference(self, node: addnodes.pending_xref) -> str:
        target, kind = node["reftarget"], node.get("reftype")
        if kind == "term":
            return str(node.astext())
        if kind == "doc":
            name = target.lstrip("/")
            known = [doc for doc in self.env.titles if doc == name or doc.endswith(f"/{name}")]
            return str(self.env.titles[known[0]].astext()) if known else ""
        if kind == "ref":
            labels = self.env.domaindata["std"]["labels"]
            return str(labels[target.lower()][2]) if target.lower() in labels else ""
        return self._equation(target) if kind == "eq" else ""

    def _equation(self, label: str) -> str:
        equations = self.env.domaindata["math"]["objects"]
        if label not in equations:
            return ""
        page, number = equations[label]
        chapter = self.env.toc_secnumbers.get(page, {}).get("", ())[:1]
        return f"({'.'.join(map(str, (*chapter, number)))})"


def _term_id(node: nodes.Element) -> str:
    return next((i for term in _terms(node) for i in term["ids"] if i.startswith("term-")), "")


def _terms(node: nodes.Element) -> Iterator[nodes.term]:
    return (child for child in node.children if isinstance(child, nodes.term))
