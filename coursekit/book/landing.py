r"""지시어 `{course-map}`: `chapters/map.yml`을 첫 쪽의 지도로 그립니다.

원본에는 `<!-- course-map -->` 한 줄만 적습니다. 지시어를 모르는 JupyterLab에서 보이지 않게 하려는 것입니다.
넓은 화면에서는 카드가 줄을 짓고 그 사이를 화살표가 잇습니다. 좁은 화면에서는 「먼저」 링크가 있는 목록입니다.
"""

import re
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from coursekit.book.arrows import UNDER, WIDTH, Arrow, height, place_cards, route
from coursekit.book.coursemap import (
    MAP_FILE,
    Place,
    drawn_needs,
    map_faults,
    read_map,
)
from coursekit.book.sections import all_chapters
from coursekit.book.sources import Part, numbered_parts
from coursekit.errors import UsageError
from coursekit.grading import course_root

_MARKER = re.compile(r"^<!--\s*course-map\s*-->\s*$", re.MULTILINE)


class course_map(nodes.General, nodes.Element):  # type: ignore[misc]  # noqa: N801 docutils의 관례
    r"""지도의 자리입니다. 모든 장을 읽은 뒤에 그립니다."""


def connect(app: Sphinx) -> None:
    r"""지시어와 그리는 법을 등록합니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    app.add_directive("course-map", CourseMap)
    app.add_node(course_map, html=(_visit, None))
    app.connect("source-read", _expand)
    app.connect("html-page-context", _script)


def _expand(app: Sphinx, docname: str, source: list[str]) -> None:
    source[0] = _MARKER.sub("```{course-map}\n```", source[0])


class CourseMap(SphinxDirective):
    r"""장의 지도를 그리는 지시어입니다."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        r"""지도를 읽고 자리를 남깁니다."""
        root = course_root(Path(self.env.srcdir))
        parts = numbered_parts(root)
        stems = [stem for part in parts for stem in part.stems]
        for path in (root / MAP_FILE, root / "_toc.yml"):
            self.env.note_dependency(str(path))
        for stem in stems:  # 절의 수와 시간이 바뀌면 지도도 다시 그립니다.
            self.env.note_dependency(str(root / "chapters" / f"{stem}.md"))
        try:
            places = read_map(root)
        except UsageError as error:
            raise self.error(str(error)) from None
        for line, what, fix in map_faults(places, stems):
            raise self.error(f"{MAP_FILE}:{line}: {what} → {fix}")
        if not places:
            raise self.error(f"지도에 그릴 장이 없습니다: {MAP_FILE}과 _toc.yml을 보세요.")
        return [course_map("", parts=parts, places=places)]


def _visit(visitor: Any, node: course_map) -> None:
    places: dict[str, Place] = node["places"]
    parts: tuple[Part, ...] = node["parts"]
    cards = place_cards([part.stems for part in parts])
    visitor.body += [
        '<p class="map-resume" hidden></p>\n<nav class="course-map" aria-label="장의 지도">\n',
        _svg(route(cards, drawn_needs(places)), height(cards)),
    ]
    start = 1
    for number, part in enumerate(parts, 1):
        name, _, rest = part.caption.partition(" ")
        visitor.body.append(
            f'<div class="map-part"><p class="map-caption" id="map-part-{number}">'
            f"<strong>{escape(name)}</strong> {escape(rest)}</p>\n"
            f'<ol aria-labelledby="map-part-{number}" start="{start}">\n'
        )
        for stem in part.stems:
            visitor.body.append(_card(visitor.builder, places, stem))
        visitor.body.append("</ol></div>\n")
        start += len(part.stems)
    visitor.body.append('</nav>\n<div class="progress-tools" hidden></div>\n')
    raise nodes.SkipNode


def _card(builder: Any, places: dict[str, Place], stem: str) -> str:
    docname = f"chapters/{stem}"
    here = builder.current_docname
    facts = all_chapters(builder.env)[docname]

    def number(one: str) -> int:
        return int(builder.env.toc_secnumbers[f"chapters/{one}"][""][0])

    def link(one: str) -> str:
        return escape(builder.get_relative_uri(here, one))

    title = builder.env.titles[docname].astext()
    needs = [
        f'<a href="{link(f"chapters/{need}")}">{number(need)}장 {escape(why)}</a>'
        for need, why in places[stem].needs.items()
    ]
    before = f'<p class="map-needs">먼저: {", ".join(needs)}</p>' if needs else ""
    return (
        f'<li class="map-card" data-chapter="{stem}" '
        f'data-sections="{escape(" ".join(facts.counted))}">'
        f'<p class="map-title"><a href="{link(docname)}">'
        f'<span class="map-number">{number(stem)}장</span> {escape(title)}</a></p>'
        f'<p class="map-facts">읽기 {facts.minutes.reading}분 · 풀기 {facts.minutes.exercises}분 · '
        f'<a href="{link(f"summary/{stem}")}" aria-label="{number(stem)}장 한 쪽 요약">요약</a>'
        f'<span class="map-progress" hidden></span></p>{before}</li>\n'
    )


def _svg(arrows: list[Arrow], tall: int) -> str:
    lines = "".join(
        f'<path data-from="{one.source}" data-to="{one.target}" '
        f'marker-end="url(#map-tip)" d="M{" L".join(f"{x:g} {y:g}" for x, y in one.points)}"/>'
        for one in arrows
    )
    return (
        f'<svg class="map-arrows" aria-hidden="true" focusable="false" '
        f'viewBox="0 {-UNDER} {WIDTH} {tall + UNDER}" '
        f'style="width:{WIDTH / 16:g}rem;height:{(tall + UNDER) / 16:g}rem">'
        '<defs><marker id="map-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" '
        'markerHeight="8" markerUnits="userSpaceOnUse" orient="auto">'
        f'<path d="M0 0L8 4L0 8z"/></marker></defs>{lines}</svg>\n'
    )


def _script(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    if doctree is not None and doctree.next_node(course_map) is not None:
        app.add_js_file("landing.js", defer="defer")
