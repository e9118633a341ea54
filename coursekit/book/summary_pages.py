r"""장마다 A4 한 쪽으로 인쇄할 요약 `summary/<장>.html`을 만듭니다.

「요약」 절의 글, 고른 식과 그림, 이 장에서 처음 나온 용어, 「스스로 확인」의 물음이 한 쪽에 놓입니다.
모두 장과 용어집에서 가져오므로 따로 고칠 것이 없습니다. 장을 다시 쓸 때마다 함께 다시 씁니다.
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from coursekit.book.firstuse import glossary_meanings
from coursekit.book.paper import COLUMNS, FIGURE, HEADING, ROOMY, formula_height, text_height
from coursekit.book.sections import ChapterFacts, all_chapters, main_sections
from coursekit.book.sources import numbered_parts, read_chapter
from coursekit.book.summaries import SUMMARIES_FILE, Chosen, read_summaries
from coursekit.book.terms import TERMS_FILE, Term, read_terms
from coursekit.book.unbroken import bind_all
from coursekit.errors import UsageError
from coursekit.grading import course_root

logger = logging.getLogger(__name__)
FOLDER = "summary"
_HEADER_LINK = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)
_LINK = re.compile(r'(?P<head><a\b[^>]*?\bhref=")(?P<to>[^"]*)"')
_IDS = re.compile(r'\s(?:id|aria-describedby)="[^"]*"')
# 물음에 남길 것들. 접힌 답은 빼고 싣습니다.
_QUESTION = (nodes.paragraph, nodes.bullet_list, nodes.enumerated_list, nodes.math_block)


@dataclass(frozen=True)
class Sheet:
    r"""장 하나에서 떼어 낸 노드들."""

    points: list[nodes.Node]
    formulas: list[tuple[str, str, nodes.Node]]
    figure: nodes.image | None
    questions: list[list[nodes.Node]]


def connect(app: Sphinx) -> None:
    r"""장에서 떼어 내는 일과 쪽을 만드는 일을 답니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    app.connect("doctree-resolved", _take)
    app.connect("html-collect-pages", _pages)


def first_chapters(root: Path, terms: tuple[Term, ...]) -> dict[str, list[Term]]:
    r"""용어를 처음으로 `**한글**(영어)`로 적은 장을 찾습니다.

    Parameters
    ----------
    root : Path
        책의 뿌리 폴더.
    terms : tuple of Term
        용어들.

    Returns
    -------
    dict of str to list of Term
        장의 이름과, 그 장에서 처음 나온 순서대로의 용어.
    """
    left = list(terms)
    found: dict[str, list[Term]] = {}
    for stem in [stem for part in numbered_parts(root) for stem in part.stems]:
        text = read_chapter(root / "chapters" / f"{stem}.md", root).text
        where = {term.id: text.find(f"**{term.ko}**(") for term in left}
        here = [term for term in left if where[term.id] >= 0]
        found[stem] = sorted(here, key=lambda term: where[term.id])
        left = [term for term in left if where[term.id] < 0]
    return found


def _take(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    facts = all_chapters(app.env).get(docname)
    if facts is None or app.builder.name not in {"html", "dirhtml"}:
        return
    chosen = _all_chosen(app).get(facts.stem)
    if chosen is None:
        return
    _sheets(app)[docname] = _sheet(doctree, docname, chosen)


def _sheets(app: Sphinx) -> dict[str, Sheet]:
    if not hasattr(app, "coursekit_sheets"):
        app.coursekit_sheets = {}  # type: ignore[attr-defined]
    found: dict[str, Sheet] = app.coursekit_sheets  # type: ignore[attr-defined]
    return found


def _all_chosen(app: Sphinx) -> dict[str, Chosen]:
    try:
        return read_summaries(course_root(Path(app.srcdir)))
    except UsageError as error:
        logger.warning("%s", error)
        return {}


def _sheet(doctree: nodes.document, docname: str, chosen: Chosen) -> Sheet:
    points: list[nodes.Node] = []
    for section in main_sections(doctree):
        title = section.next_node(nodes.title)
        if title is not None and title.astext() == "요약":
            kept = [one for one in section.children if isinstance(one, nodes.bullet_list)]
            points = [one.deepcopy() for one in kept]
    if not points:
        logger.warning("「요약」 절의 목록이 없어 한 쪽 요약을 만들 수 없습니다", location=docname)
    labelled = {one.get("label"): one for one in doctree.findall(nodes.math_block)}
    for label in chosen.formulas:
        if label not in labelled:
            logger.warning(
                "%s:%s: 장에 없는 식입니다: %s",
                SUMMARIES_FILE,
                chosen.line,
                label,
                location=docname,
            )
    formulas = [
        (label, name, labelled[label].deepcopy())
        for label, name in chosen.formulas.items()
        if label in labelled
    ]
    images = (one for one in doctree.findall(nodes.image))
    figure = next((one for one in images if one.get("alt", "").startswith(chosen.figure)), None)
    if figure is None:
        logger.warning(
            "%s:%s: 설명이 이렇게 시작하는 그림이 없습니다: %s",
            SUMMARIES_FILE,
            chosen.line,
            chosen.figure,
            location=docname,
        )
    questions = [
        [child.deepcopy() for child in box.children if isinstance(child, _QUESTION)]
        for box in doctree.findall(nodes.Admonition)
        if "self-check" in box.get("classes", ())
    ]
    return Sheet(points, formulas, figure and figure.deepcopy(), questions)


def _pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    if app.builder.name not in {"html", "dirhtml"}:
        return
    root = course_root(Path(app.srcdir))
    chosen = _all_chosen(app)
    terms = read_terms(root / TERMS_FILE)
    first = first_chapters(root, terms)
    parts = {stem: part.caption for part in numbered_parts(root) for stem in part.stems}
    for docname, facts in all_chapters(app.env).items():
        page = f"{FOLDER}/{facts.stem}"
        if facts.stem not in chosen:
            continue
        if docname not in _sheets(app):
            if (Path(app.outdir) / f"{page}.html").is_file():
                continue
            # 장은 그대로인데 요약만 지워졌습니다.
            doctree = app.env.get_and_resolve_doctree(docname, app.builder)
            app.builder.post_process_images(doctree)
        title = app.env.titles[docname].astext()
        sheet = _Renderer(app, docname, page).sheet(facts, parts[facts.stem], first[facts.stem])
        yield (
            page,
            {
                "title": f"{title}: 한 쪽 요약",
                "body": sheet,
                "metatags": f'<meta name="description" content="{escape(title)} 장의 요점과 식과 용어와 '
                '물음을 인쇄하기 좋게 한 쪽에 모았습니다." />\n<meta name="robots" content="noindex" />',
                "meta": {},
            },
            "page.html",
        )


class _Renderer:
    r"""한 장의 노드를 요약 쪽의 HTML로 옮깁니다."""

    def __init__(self, app: Sphinx, docname: str, page: str) -> None:
        self.app, self.docname, self.page = app, docname, page
        self.builder: Any = app.builder
        self.chapter = self.builder.get_relative_uri(page, docname)

    def sheet(self, facts: ChapterFacts, part: str, terms: list[Term]) -> str:
        sheet = _sheets(self.app)[self.docname]
        number = self.app.env.toc_secnumbers[self.docname][""][0]
        title = self.app.env.titles[self.docname].astext()
        questions, room = self.questions(sheet, _room(sheet, terms))
        roomy = " roomy" if room > ROOMY else ""
        sections = [
            ("points", "요점", "".join(map(self.render, sheet.points))),
            # 나눌 수 없는 그림을 앞에 두어야 단의 끝에 빈 곳이 덜 남습니다.
            ("figure", "그림", self.figure(sheet)),
            ("formulas", "식", self.formulas(sheet)),
            ("terms", "처음 나온 용어", self.terms(terms)),
            ("questions", "스스로 확인", questions),
        ]
        blocks = "".join(
            f'<section class="summary-{kind}"><h2>{name}</h2>\n{body}</section>\n'
            for kind, name, body in sections
            if body
        )
        return (
            f'<article class="summary-sheet{roomy}"><h1>{escape(title)}<span>: 한 쪽 요약</span></h1>\n'
            f'<p class="summary-facts"><span>{escape(part)}</span> '
            f'<a href="{escape(self.chapter)}">{number}장 읽기</a> '
            f"<span>읽기 {facts.minutes.reading}분</span> "
            f"<span>연습문제 {facts.minutes.exercises}분</span></p>\n"
            f'<div class="summary-columns">{blocks}</div></article>\n'
        )

    def render(self, node: nodes.Element) -> str:
        bind_all(node)
        # 장을 쓸 때와 같은 번호가 식과 그림에 붙게 합니다.
        self.builder.current_docname = self.docname
        self.builder.fignumbers = self.app.env.toc_fignumbers.get(self.docname, {})
        self.builder.secnumbers = self.app.env.toc_secnumbers.get(self.docname, {})
        html = str(self.builder.render_partial(node)["fragment"])
        html = _IDS.sub("", _HEADER_LINK.sub("", html))
        return _LINK.sub(lambda m: f'{m["head"]}{self._from_here(m["to"])}"', html)

    def _from_here(self, target: str) -> str:
        if re.match(r"[a-z]+:|/", target):
            return target
        if target.startswith("#"):
            return f"{self.chapter}{target}"
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.chapter), target))

    def formulas(self, sheet: Sheet) -> str:
        return "".join(
            f'<div class="summary-formula"><p><a href="{self.chapter}#equation-{label}">'
            f"{escape(name)}</a></p>{self.render(node)}</div>\n"
            for label, name, node in sheet.formulas
        )

    def figure(self, sheet: Sheet) -> str:
        if sheet.figure is None:
            return ""
        file = self.builder.images[sheet.figure["uri"]]
        source = f"{posixpath.relpath(self.builder.imagedir, FOLDER)}/{file}"
        size = " ".join(
            f'{side}="{str(sheet.figure[side]).removesuffix("px")}"'
            for side in ("width", "height")
            if side in sheet.figure
        )
        return f'<img src="{escape(source)}" {size} alt="{escape(sheet.figure["alt"])}" />\n'

    def terms(self, terms: list[Term]) -> str:
        meanings = glossary_meanings(self.app, "chapters/glossary")
        glossary = self.builder.get_relative_uri(self.page, "chapters/glossary")
        items = "".join(
            f'<div><dt><a href="{glossary}#term-{term.id}">{escape(term.ko)}</a> '
            f'<span lang="en">{escape(term.en)}</span></dt><dd>{meanings[term.id]}</dd></div>\n'
            for term in terms
        )
        return f"<dl>{items}</dl>\n" if items else ""

    def questions(self, sheet: Sheet, room: float) -> tuple[str, float]:
        r"""자리가 남는 만큼만 싣고, 그러고도 남은 자리를 함께 돌려줍니다."""
        items = []
        for question in sheet.questions:
            tall = sum(text_height(part.astext()) for part in question)
            if tall > room:
                break
            room -= tall
            items.append(f"<li>{''.join(map(self.render, question))}</li>\n")
        return f"<ol>{''.join(items)}</ol>\n" if items else "", room


def _room(sheet: Sheet, terms: list[Term]) -> float:
    r"""물음을 싣기 전에 남은 자리(mm)."""
    used = HEADING * 5 + (FIGURE if sheet.figure is not None else 0)
    used += sum(text_height(item.astext()) for one in sheet.points for item in one.children)
    used += sum(formula_height(node.astext()) for _, _, node in sheet.formulas)
    used += sum(text_height(f"{one.ko} {one.en} {one.definition}", 0.9) for one in terms)
    return COLUMNS - used
