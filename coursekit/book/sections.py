r"""장을 절로 읽습니다: 절마다 주소와 이름과 시간을 모으고, 장의 머리와 절의 끝에 붙일 것을 붙입니다.

장의 머리에는 시간과 한 쪽 요약이, 절의 끝에는 「이해했습니다」 단추와 앞뒤 절의 링크가 놓입니다.
단추와 진도는 스크립트가 켜므로, 스크립트가 없으면 링크만 남습니다.
"""

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from coursekit.book.minutes import Minutes, share, stated_minutes, weight
from coursekit.book.self_checks import CLASS
from coursekit.book.sources import read_numbered
from coursekit.grading import course_root

# 배우는 절이 아닌 절들입니다. 더 읽을거리와 요약에는 단추가 없습니다.
_KINDS = {"요약": "summary", "연습문제": "exercises", "더 읽을거리": "further"}
_BUTTONS = {"lesson": "이해했습니다", "exercises": "다 풀었습니다"}


@dataclass(frozen=True)
class Section:
    r"""절 하나.

    Parameters
    ----------
    id, title : str
        주소와, 수식을 뺀 이름.
    minutes : int
        읽거나 푸는 데 걸리는 시간(분).
    kind : str
        `lesson`, `summary`, `exercises`, `further` 가운데 하나.
    """

    id: str
    title: str
    minutes: int
    kind: str

    @property
    def counted(self) -> bool:
        r"""진도에 세는 절이면 참입니다."""
        return self.kind in _BUTTONS


@dataclass(frozen=True)
class ChapterFacts:
    r"""장 하나의 시간과 절들."""

    stem: str
    minutes: Minutes
    sections: tuple[Section, ...]

    @property
    def counted(self) -> list[str]:
        r"""진도에 세는 절들의 주소."""
        return [one.id for one in self.sections if one.counted]


class chapter_head(nodes.General, nodes.Element):  # type: ignore[misc]  # noqa: N801 docutils의 관례
    r"""장의 제목 아래에 놓이는 한 줄입니다."""


class section_end(nodes.General, nodes.Element):  # type: ignore[misc]  # noqa: N801 docutils의 관례
    r"""절의 끝에 놓이는 단추와 링크입니다."""


def connect(app: Sphinx) -> None:
    r"""절을 모으고 붙이는 일을 답니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    app.add_node(chapter_head, html=(_visit_head, None))
    app.add_node(section_end, html=(_visit_end, None))
    app.connect("doctree-read", _collect)
    app.connect("env-purge-doc", _forget)
    app.connect("doctree-resolved", _attach)
    app.connect("html-page-context", _scripts)


def all_chapters(env: BuildEnvironment) -> dict[str, ChapterFacts]:
    r"""읽은 장들의 시간과 절을 돌려줍니다.

    Parameters
    ----------
    env : BuildEnvironment
        빌드의 환경.

    Returns
    -------
    dict of str to ChapterFacts
        문서 이름과 장. 번호가 없는 쪽과 시간을 적지 않은 쪽은 없습니다.
    """
    if not hasattr(env, "coursekit_chapters"):
        env.coursekit_chapters = {}  # type: ignore[attr-defined]
    found: dict[str, ChapterFacts] = env.coursekit_chapters  # type: ignore[attr-defined]
    return found


def plain_title(section: nodes.Element) -> str:
    r"""절의 제목에서 수식을 뺀 글을 얻습니다.

    Parameters
    ----------
    section : Element
        절.

    Returns
    -------
    str
        제목의 글.
    """
    title = section.next_node(nodes.title)
    if title is None:
        return ""
    leaves = title.findall(nodes.Text)
    return " ".join("".join(t for t in leaves if not isinstance(t.parent, nodes.math)).split())


def main_sections(doctree: nodes.document) -> list[nodes.section]:
    r"""장의 큰 절(h2)들을 차례로 모읍니다.

    Parameters
    ----------
    doctree : document
        장의 문서.

    Returns
    -------
    list of section
        큰 절들.
    """
    top = doctree.next_node(nodes.section)
    return [] if top is None else [one for one in top.children if isinstance(one, nodes.section)]


def _collect(app: Sphinx, doctree: nodes.document) -> None:
    docname = app.env.docname
    root = course_root(Path(app.srcdir))
    numbered = read_numbered(root)
    stated = stated_minutes(Path(app.env.doc2path(docname)).read_text(encoding="utf-8"))
    if docname not in numbered or stated is None:
        return
    found = main_sections(doctree)
    kinds = [_KINDS.get(plain_title(one), "lesson") for one in found]
    read = [one for one, kind in zip(found, kinds, strict=True) if kind != "exercises"]
    times = iter(share(stated.reading, [_weight(one) for one in read]))
    sections = tuple(
        Section(
            one["ids"][0],
            plain_title(one),
            stated.exercises if kind == "exercises" else next(times),
            kind,
        )
        for one, kind in zip(found, kinds, strict=True)
    )
    stem = docname.rpartition("/")[2]
    all_chapters(app.env)[docname] = ChapterFacts(stem, stated, sections)


def _forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    all_chapters(env).pop(docname, None)


def _weight(section: nodes.section) -> float:
    prose, code, formulas, figures = [], [], 0, 0

    def walk(node: nodes.Node) -> None:
        nonlocal formulas, figures
        if isinstance(node, nodes.container) and "cell_output" in node["classes"]:
            figures += node.next_node(nodes.image) is not None
        elif isinstance(node, nodes.literal_block):
            code.append(node.astext())
        elif isinstance(node, nodes.math_block):
            formulas += 1
        elif isinstance(node, nodes.paragraph):
            prose.append(node.astext())
        else:
            for child in node.children:
                walk(child)

    walk(section)
    return weight("".join(prose), "".join(code), formulas, figures)


def _attach(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    facts = all_chapters(app.env).get(docname)
    if facts is None or app.builder.name not in {"html", "dirhtml"}:
        return
    top = doctree.next_node(nodes.section)
    assert top is not None  # 절이 있는 장만 모았습니다.
    head = chapter_head("", facts=facts)
    head["checks"] = sum(CLASS in one["classes"] for one in doctree.findall(nodes.Admonition))
    head["summary"] = app.builder.get_relative_uri(docname, f"summary/{facts.stem}")
    top.insert(1 + next(i for i, one in enumerate(top) if isinstance(one, nodes.title)), head)
    for number, section in enumerate(main_sections(doctree)):
        before = facts.sections[number - 1] if number else None
        after = facts.sections[number + 1] if number + 1 < len(facts.sections) else None
        section += section_end("", this=facts.sections[number], before=before, after=after)


def _visit_head(visitor: Any, node: chapter_head) -> None:
    facts: ChapterFacts = node["facts"]
    visitor.body.append(
        f'<div class="chapter-head" data-chapter="{facts.stem}" '
        f'data-sections="{escape(" ".join(facts.counted))}">'
        f'<p class="chapter-facts"><span>읽기 {facts.minutes.reading}분</span> '
        f"<span>연습문제 {facts.minutes.exercises}분</span> "
        f'<a href="{escape(node["summary"])}">한 쪽 요약</a></p>'
        f'<p class="chapter-progress" hidden>{_no_progress(node)}</p></div>\n'
    )
    raise nodes.SkipNode


def _no_progress(node: chapter_head) -> str:
    r"""아직 없는 진도. 보이지 않게 자리만 잡아 두면 progress.js가 같은 길이의 글로 바꿉니다."""
    parts = [
        '<span class="progress-track" aria-hidden="true"></span>',
        f'<span class="progress-words">{len(node["facts"].counted)}절 가운데 0절</span>',
    ]
    if node["checks"]:
        words = f"확인 문제 {node['checks']}개 가운데 0개 풀어 봄"
        parts.append(f'<span class="progress-checks">{words}</span>')
    return "".join(parts)


def _visit_end(visitor: Any, node: section_end) -> None:
    this: Section = node["this"]
    title = escape(this.title)
    parts = [f'<div class="section-end" data-section="{this.id}" data-minutes="{this.minutes}">']
    if this.counted:
        parts.append(
            '<button type="button" class="understood" aria-pressed="false" hidden>'
            f'<span class="visually-hidden">「{title}」 절: </span>{_BUTTONS[this.kind]}</button>'
        )
    parts.append('<span class="section-links">')
    for kind, other, word in (("before", node["before"], "이전"), ("after", node["after"], "다음")):
        if other is not None:
            parts.append(
                f'<a class="section-{kind}" href="#{other.id}">{word} 절'
                f"<span>: {escape(other.title)}</span></a>"
            )
    visitor.body.append("".join(parts) + "</span></div>\n")
    raise nodes.SkipNode


def _scripts(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    r"""진도는 모든 쪽의 옆 차례에 보이고, 절의 막대는 장에만 있습니다."""
    app.add_js_file("progress.js", defer="defer")
    if pagename in all_chapters(app.env):
        app.add_js_file("sections.js", defer="defer")
