r"""장마다 용어가 처음 나오는 곳에 용어집의 뜻을 답니다.

`**한글**(영어)`로 적은 첫 자리를 먼저 찾고, 그런 자리가 없으면 세 글자가 넘는 말의 첫 자리를 씁니다.
뜻은 `terms.yml`에서 만든 용어집의 쪽에서 가져오므로 두 곳이 달라질 수 없습니다.
스크립트가 없으면 용어집으로 가는 링크이고, 인쇄하면 그냥 글입니다.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.config import Config

from coursekit.book.fingerprint import files_hash
from coursekit.book.terms import TERMS_FILE, Term, read_terms
from coursekit.grading import course_root

# 이 안의 문단만 봅니다. 표, 그림 설명, 칸의 출력, 접힌 답, 연습문제는 처음 읽는 자리가 아닙니다.
_BODY = (
    nodes.document, nodes.section, nodes.list_item, nodes.bullet_list, nodes.enumerated_list,
    nodes.admonition, nodes.note, nodes.tip, nodes.important, nodes.warning, nodes.block_quote,
    nodes.definition, nodes.definition_list, nodes.definition_list_item,
)  # fmt: skip
_PREVIEWS = {"overview"}  # 앞으로 배울 것을 늘어놓은 상자입니다.
# 이보다 짧은 말(속도, 머리, 보정 따위)은 여느 말로도 쓰이므로 굵게 적은 자리만 봅니다.
_PLAIN_LENGTH = 3
_JOSA = (
    r"은|는|이|가|을|를|의|에|로|와|과|도|만|란|이란|으로|에서|에는|에도|에서는|에게|까지|부터|처럼|"
    r"보다|마다|이나|나|라는|이라는|라고|이라고|이며|며|이고|고|이다|입니다|이었습니다|이지만|지만|"
    r"이므로|므로|인|일|이면|면"
)
# 장의 제목을 부르는 「…」 안은 처음 나온 자리가 아닙니다.
_LEFT = r"(?<![가-힣A-Za-z0-9_「『])"
_RIGHT = rf"(?=(?:{_JOSA})?(?![가-힣A-Za-z0-9_])|[하되한된할될합됩해돼했됐])"


class FirstUse(nodes.inline):  # type: ignore[misc]
    r"""처음 나온 용어 하나입니다. `key`, `refuri`, `name`, `meaning`(HTML)을 지닙니다."""


def connect(app: Sphinx) -> None:
    r"""노드와, 쪽마다 용어를 찾는 일을 답니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    app.add_config_value("coursekit_terms", "", "html", [str])
    app.add_node(FirstUse, html=(_open, _close), override=True)
    app.connect("config-inited", _watch)
    app.connect("doctree-resolved", _mark, priority=600)
    app.connect("html-page-context", _script)


def _watch(app: Sphinx, config: Config) -> None:
    # 용어가 바뀌면 장의 글이 그대로여도 모든 쪽을 다시 씁니다.
    path = course_root(Path(app.srcdir)) / TERMS_FILE
    config.coursekit_terms = files_hash([path]) if path.is_file() else ""


def find(doctree: nodes.document, terms: tuple[Term, ...], stem: str) -> dict[str, nodes.Node]:
    r"""용어마다 처음 나온 자리를 찾아, 용어만 담은 노드로 떼어 냅니다.

    Parameters
    ----------
    doctree : document
        쪽의 문서. 보통 글에서 찾은 자리는 글 노드가 셋으로 나뉩니다.
    terms : tuple of Term
        용어들.
    stem : str
        장의 이름. 이 장에서 다른 뜻으로 쓰는 용어(`not_in`)는 뺍니다.

    Returns
    -------
    dict of str to Node
        용어의 `id`에서 굵은 글(`strong`)이나 글(`Text`) 노드로.
    """
    usable = [term for term in terms if stem not in term.not_in]
    found: dict[str, nodes.Node] = dict(_introduced(doctree, usable))
    names = {term.ko: term for term in terms}
    words = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pattern = re.compile(rf"{_LEFT}(?:{words}){_RIGHT}")
    for paragraph in _paragraphs(doctree):
        for text in [child for child in paragraph.children if isinstance(child, nodes.Text)]:
            _plain(text, pattern, names, usable, found)
    return found


def _introduced(doctree: nodes.document, terms: list[Term]) -> Iterator[tuple[str, nodes.Node]]:
    known = {name: term for term in terms for name in (*term.synonyms, term.ko)}
    seen: set[str] = set()
    for paragraph in _paragraphs(doctree):
        for strong in [child for child in paragraph.children if isinstance(child, nodes.strong)]:
            after = strong.next_node(descend=False, siblings=True)
            term = known.get(strong.astext().strip())
            if term is None or term.id in seen or not isinstance(after, nodes.Text):
                continue
            inside = re.match(r"\(([^)]*)", str(after))
            if inside and _same(inside[1], term):
                seen.add(term.id)
                yield term.id, strong


def _same(english: str, term: Term) -> bool:
    said = re.sub(r"[^a-z0-9가-힣]", "", english.lower())
    names = (term.en, *term.en.split(","), *term.synonyms)
    return any(re.sub(r"[^a-z0-9가-힣]", "", name.lower()) in said for name in names)


def _plain(
    text: nodes.Text,
    pattern: re.Pattern[str],
    names: dict[str, Term],
    usable: list[Term],
    found: dict[str, nodes.Node],
) -> None:
    whole, start, parts = str(text), 0, []
    for match in pattern.finditer(whole):
        term = names[match[0]]
        if len(term.ko.replace(" ", "")) < _PLAIN_LENGTH or term.id in found or term not in usable:
            continue
        found[term.id] = word = nodes.Text(match[0])
        parts += [nodes.Text(whole[start : match.start()]), word]
        start = match.end()
    if parts and text.parent is not None:
        parts.append(nodes.Text(whole[start:]))
        text.parent.replace(text, [part for part in parts if str(part)])


def _paragraphs(doctree: nodes.document) -> Iterator[nodes.paragraph]:
    for paragraph in list(doctree.findall(nodes.paragraph)):
        node = paragraph.parent
        while isinstance(node, _BODY) and not _PREVIEWS & set(node.get("classes", ())):
            node = node.parent
        if node is None:
            yield paragraph


def _mark(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    if app.builder.format != "html":
        return
    path = course_root(Path(app.srcdir)) / TERMS_FILE
    terms = tuple(term for term in read_terms(path) if _page(app, term) not in (None, docname))
    if not terms:
        return
    stem = docname.rpartition("/")[2]
    by_id = {term.id: term for term in terms}
    for key, node in find(doctree, terms, stem).items():
        page = _page(app, by_id[key])
        assert page is not None
        assert node.parent is not None
        mark = FirstUse("", key=key, name=by_id[key].ko, english=by_id[key].en)
        mark["refuri"] = f"{app.builder.get_relative_uri(docname, page)}#term-{key}"
        mark["meaning"] = glossary_meanings(app, page)[key]
        node.parent.replace(node, mark)
        mark += node


def _page(app: Sphinx, term: Term) -> str | None:
    r"""용어집이 있는 쪽입니다. 용어집이 없는 책에서는 뜻을 달지 않습니다."""
    objects = app.env.get_domain("std").data["terms"]
    page, node_id = objects.get(term.ko.lower(), (None, ""))
    return page if node_id == f"term-{term.id}" else None


def glossary_meanings(app: Sphinx, page: str) -> dict[str, str]:
    r"""용어집의 쪽에서 뜻을 HTML로 그려 둡니다. 한 번의 빌드에서 한 번만 그립니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    page : str
        용어집이 있는 쪽.

    Returns
    -------
    dict of str to str
        용어의 `id`와 뜻의 HTML.
    """
    kept: dict[str, str] | None = getattr(app, "coursekit_meanings", None)
    if kept is None:
        kept = {}
        for item in app.env.get_doctree(page).findall(nodes.definition_list_item):
            name, meaning = item[0], item[-1]
            inline = nodes.inline()
            for paragraph in meaning.findall(nodes.paragraph):
                inline += [child.deepcopy() for child in paragraph.children]
            for reference in list(inline.findall(addnodes.pending_xref)):
                reference.parent.replace(reference, reference.children)
            html = app.builder.render_partial(inline)["fragment"]  # type: ignore[attr-defined]
            for node_id in name.get("ids", ()):
                kept[node_id.removeprefix("term-")] = html.strip()
        app.coursekit_meanings = kept  # type: ignore[attr-defined]
    return kept


def _open(self: Any, node: FirstUse) -> None:
    tip = f"tip-{node['key']}"
    self.body.append(
        f'<a class="first-use" href="{self.attval(node["refuri"])}" aria-describedby="{tip}-text">'
    )


def _close(self: Any, node: FirstUse) -> None:
    tip = f"tip-{node['key']}"
    # 낱말 바로 뒤에 두어야 읽는 차례와 탭의 차례가 눈에 보이는 차례와 같습니다.
    self.body.append(
        f'</a><span class="first-use-tip" id="{tip}" popover="manual">'
        f'<span class="first-use-name">{self.encode(node["name"])} '
        f'<span lang="en">{self.encode(node["english"])}</span></span>'
        f'<span class="first-use-meaning" id="{tip}-text">{node["meaning"]}</span>'
        f'<a href="{self.attval(node["refuri"])}">용어집에서 보기</a></span>'
    )


def _script(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    if 'class="first-use"' in (context.get("body") or ""):
        app.add_js_file("first-use.js", loading_method="defer")
