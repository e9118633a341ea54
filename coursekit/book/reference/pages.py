r"""지시어 `{api}`: 하위 꾸러미 하나의 설명을 만듭니다. 인자가 없으면 꾸러미들의 목록입니다.

    ```{api} nn
    ```

이름의 주소는 이름 그대로이고(`#nn.Linear`), 장의 글에 적힌 `nn.Linear`는 그 주소로 이어집니다.
"""

import ast
import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.statemachine import StringList
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

import coursekit
from coursekit.book.address import repository_url
from coursekit.book.anchors import FIXED
from coursekit.book.reference.docstring import first_sentence, markdown_of
from coursekit.book.reference.source import Member, Package, read_package
from coursekit.book.reference.uses import Place, chapter_uses
from coursekit.book.sources import read_book, read_numbered, read_toc
from coursekit.errors import UsageError
from coursekit.grading import course_root

_HOME = Path(coursekit.__file__).resolve().parents[1]
_ATTRIBUTES = ("coursekit_api", "coursekit_uses")


class api_places(nodes.General, nodes.Element):  # type: ignore[misc]  # noqa: N801 docutils의 관례
    r"""이름이 나오는 장들의 자리입니다. 모든 장을 읽은 뒤에 채웁니다."""


def connect(app: Sphinx) -> None:
    r"""지시어와, 장과 설명을 잇는 일을 답니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    app.add_directive("api", Api)
    app.add_node(api_places)
    app.connect("env-purge-doc", _forget)
    app.connect("env-updated", _gather)
    # 다른 손질이 코드를 감싸기 전에 잇습니다.
    app.connect("doctree-resolved", _join, priority=450)


def documented(env: BuildEnvironment) -> dict[str, str]:
    r"""설명이 있는 이름과 그 쪽을 돌려줍니다.

    Parameters
    ----------
    env : BuildEnvironment
        빌드의 환경.

    Returns
    -------
    dict of str to str
        하위 꾸러미부터의 이름과 문서 이름.
    """
    return {name: page for page, names in _stored(env, "coursekit_api").items() for name in names}


def _stored(env: BuildEnvironment, name: str) -> dict[str, Any]:
    if not hasattr(env, name):
        setattr(env, name, {})
    found: dict[str, Any] = getattr(env, name)
    return found


class Api(SphinxDirective):
    r"""하위 꾸러미 하나, 또는 꾸러미들의 목록입니다."""

    optional_arguments = 1
    has_content = False

    def run(self) -> list[nodes.Node]:
        r"""꾸러미를 읽어 노드를 만듭니다."""
        try:
            if self.arguments:
                return self._package(read_package(_HOME, self.arguments[0]))
            return [self._list()]
        except UsageError as error:
            raise self.error(str(error)) from None

    def _package(self, package: Package) -> list[nodes.Node]:
        for path in package.files:
            self.env.note_dependency(str(path))
        names = _stored(self.env, "coursekit_api").setdefault(self.env.docname, [])
        groups: dict[Path, list[Member]] = {}
        for member in package.members:
            names += _names(member)
            groups.setdefault(member.module, []).append(member)
        return [self._group(path, members, package) for path, members in groups.items()]

    def _group(self, path: Path, members: Sequence[Member], package: Package) -> nodes.section:
        doc = _module_doc(path)
        head = doc.partition("\n")[0].partition(":")[0].partition(". ")[0].rstrip(".")
        section = nodes.section("", nodes.title("", head or path.stem), ids=[f"module-{path.stem}"])
        self.env.note_dependency(str(path))
        if doc and path.name != "__init__.py" and members[0].kind != "모듈":
            self._parse(markdown_of(doc), section)
        section += [self._name(member) for member in members]
        return section

    def _name(self, member: Member) -> nodes.section:
        own = member.name.partition(".")[2]
        section = nodes.section(
            "", nodes.title("", "", nodes.literal("", own)), ids=[member.name], classes=[FIXED]
        )
        section += self._described(member)
        for part in member.parts:
            inner = nodes.container(ids=[part.name], classes=["api-part"])
            inner += self._described(part)
            section += inner
        return section

    def _described(self, member: Member) -> list[nodes.Node]:
        signature = nodes.paragraph("", "", classes=["api-signature"])
        signature += nodes.literal("", member.signature)
        body = nodes.container(classes=["api-body"])
        if member.doc:
            self._parse(markdown_of(member.doc), body)
        facts = nodes.paragraph("", "", classes=["api-facts"])
        facts += nodes.inline("", member.kind)
        if member.bases:
            facts += nodes.Text(" · 물려받는 것 ")
            for number, base in enumerate(member.bases):
                facts += [nodes.Text(", ")] * bool(number) + [self._base(member, base)]
        if url := self._source(member):
            facts += nodes.Text(" · ")
            link = nodes.reference("", "", refuri=url, internal=False)
            link += nodes.Text("소스")
            link["reftitle"] = f"{member.name}의 소스"
            facts += link
        places = [] if member.kind in {"메서드", "속성"} else [api_places("", name=member.name)]
        return [signature, facts, *places, body]

    def _base(self, member: Member, base: str) -> nodes.Node:
        name = f"{member.name.partition('.')[0]}.{base}"
        known = _stored(self.env, "coursekit_api").get(self.env.docname, [])
        if name not in known:
            return nodes.literal("", base)
        return nodes.reference("", "", nodes.literal("", base), refuri=f"#{name}", internal=True)

    def _source(self, member: Member) -> str:
        url = repository_url(course_root(Path(self.env.srcdir)))
        place = member.module.relative_to(_HOME).as_posix()
        first, last = member.lines
        # CI가 짓는 책은 지은 그 커밋을 가리켜, 나중에 줄이 밀려도 어긋나지 않습니다.
        version = os.environ.get("GITHUB_SHA", "main")
        return f"{url}/blob/{version}/{place}#L{first}-L{last}" if url else ""

    def _list(self) -> nodes.Node:
        table = nodes.definition_list()
        folder = self.env.docname.rpartition("/")[0]
        for docname, _ in read_toc(course_root(Path(self.env.srcdir))):
            name = docname.rpartition("/")[2]
            if docname.rpartition("/")[0] != folder or docname == self.env.docname:
                continue
            package = read_package(_HOME, name)
            for path in (package.files[0], Path(self.env.srcdir) / "_toc.yml"):
                self.env.note_dependency(str(path))
            link = addnodes.pending_xref(
                "", nodes.literal("", f"coursekit.{name}"), refdomain="std", reftype="doc",
                reftarget=f"/{docname}", refexplicit=True, refdoc=self.env.docname,
            )  # fmt: skip
            term = nodes.term("", "", link, nodes.Text(f" 이름 {len(package.members)}개"))
            meaning = nodes.definition()
            self._parse(first_sentence(package.doc), meaning)
            table += nodes.definition_list_item("", term, meaning)
        return table

    def _parse(self, text: str, node: nodes.Element) -> None:
        source = StringList(text.splitlines(), source=self.env.doc2path(self.env.docname))
        self.state.nested_parse(source, self.content_offset, node)


def _names(member: Member) -> Iterator[str]:
    yield member.name
    for part in member.parts:
        yield from _names(part)


def _module_doc(path: Path) -> str:
    return ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""


def _forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    _stored(env, "coursekit_api").pop(docname, None)


def _gather(app: Sphinx, env: BuildEnvironment) -> list[str]:
    r"""장들이 쓰는 이름을 모으고, 달라졌으면 이어진 쪽들을 다시 쓰게 합니다."""
    pages = sorted(_stored(env, "coursekit_api"))
    if not pages:
        return []
    root = course_root(Path(app.srcdir))
    numbered = read_numbered(root)
    uses: dict[str, list[Place]] = {}
    for chapter in read_book(root).chapters:
        if chapter.docname in numbered:
            for name, places in chapter_uses(chapter).items():
                uses.setdefault(name, []).extend(places)
    titles = {name: _headings(env, name) for name in sorted(numbered)}
    facts = json.dumps([sorted(documented(env)), repr(sorted(uses.items())), titles])
    mark = hashlib.sha256(facts.encode()).hexdigest()
    stored = _stored(env, "coursekit_uses")
    if stored.get("mark") == mark:
        return []
    stored.clear()
    stored.update(mark=mark, uses=uses)
    return [*pages, *(name for name in sorted(env.found_docs) if name not in pages)]


def _headings(env: BuildEnvironment, docname: str) -> list[tuple[str, str]]:
    r"""쪽의 제목마다의 주소와 글, 쪽에 놓인 차례로."""
    if docname not in env.tocs:
        return []
    return [
        (str(one["anchorname"]), one.astext())
        for one in env.tocs[docname].findall(nodes.reference)
        if "anchorname" in one
    ]


def _join(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    if app.builder.format != "html" or not _stored(app.env, "coursekit_api"):
        return
    for node in list(doctree.findall(api_places)):
        node.replace_self(_places(app, docname, node["name"]))
    _link_names(app, doctree, docname)


def _places(app: Sphinx, docname: str, name: str) -> list[nodes.Node]:
    found: list[Place] = _stored(app.env, "coursekit_uses").get("uses", {}).get(name, [])
    if not found:
        return []
    paragraph = nodes.paragraph("", "", classes=["api-places"])
    paragraph += nodes.Text("나오는 곳: ")
    by_page: dict[str, list[Place]] = {}
    for place in found:
        by_page.setdefault(place.docname, []).append(place)
    for number, (page, places) in enumerate(by_page.items()):
        # 소스를 보이는 절이 있으면 그 절, 없으면 처음 쓰는 절입니다.
        best = next((one for one in places if one.shown), places[0])
        headings = _headings(app.env, page)
        anchor, title = headings[best.heading] if 0 < best.heading < len(headings) else ("", "")
        chapter = app.env.toc_secnumbers.get(page, {}).get("", ())
        text = f"{chapter[0]}장" if chapter else app.env.titles[page].astext()
        if best.shown and title:
            text += f" 「{title}」"
        uri = app.builder.get_relative_uri(docname, page) + anchor
        paragraph += [nodes.Text(" · ")] * bool(number)
        paragraph += nodes.reference("", text, refuri=uri, internal=True)
    return [paragraph]


def _link_names(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    r"""글에 적힌 이름을 설명에 잇습니다. 한 쪽에서 같은 이름은 처음 한 번만 잇습니다.

    꾸러미를 붙이지 않은 이름(`Adam`)은 그 장의 칸이 쓰는 이름일 때에만 잇습니다. 남의 이름일 수 있기 때문입니다.
    """
    known, met = documented(app.env), set[str]()
    own = _own_names(app.env, docname, known)
    for literal in list(doctree.findall(nodes.literal)):
        written = literal.astext().removesuffix("()").removeprefix("coursekit.")
        name = written if "." in written else own.get(written, "")
        page = known.get(name)
        if page is None or page == docname or name in met:
            continue
        if _inside(literal, nodes.reference, nodes.title, nodes.rubric, addnodes.pending_xref):
            continue
        met.add(name)
        uri = f"{app.builder.get_relative_uri(docname, page)}#{name}"
        link = nodes.reference("", "", refuri=uri, internal=True, classes=["api-link"])
        literal.replace_self(link)
        link += literal


def _own_names(env: BuildEnvironment, docname: str, known: dict[str, str]) -> dict[str, str]:
    r"""장의 칸이 쓰는 이름들: 꾸러미를 뗀 이름에서 꾸러미부터의 이름으로. 둘을 가리키는 이름은 없습니다."""
    found: dict[str, set[str]] = {}
    for name, places in _stored(env, "coursekit_uses").get("uses", {}).items():
        if name in known and any(one.docname == docname for one in places):
            found.setdefault(name.rpartition(".")[2], set()).add(name)
    return {short: names.pop() for short, names in found.items() if len(names) == 1}


def _inside(node: nodes.Node, *kinds: type[nodes.Node]) -> bool:
    parent = node.parent
    while parent is not None:
        if isinstance(parent, kinds):
            return True
        parent = parent.parent
    return False
