r"""칸의 출력을 쪽에 옮깁니다: 그림에는 alt와 크기를, 위젯에는 그림을 곁들입니다.

`coursekit.viz`는 그림의 메타데이터에 `alt`, `width`, `height`를 적어 내보냅니다.
alt가 없는 그림은 경고이고, 책의 빌드에서 경고는 실패입니다.
"""

import re
from typing import Any

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer, load_mime_renders
from sphinx.application import Sphinx
from sphinx.util import logging

WIDGET = "application/vnd.jupyter.widget-view+json"
_IMAGES = {"image/png", "image/jpeg", "image/gif", "image/svg+xml"}
_BARE_IMG = re.compile(r"<img\b(?![^>]*\balt\s*=\s*['\"][^'\"]*\S)[^>]*>", re.IGNORECASE)
logger = logging.getLogger(__name__)


def connect(app: Sphinx) -> None:
    r"""출력을 옮기는 렌더러와, 그림의 alt 검사를 답니다.

    myst-nb의 진입점(`myst_nb.mime_renderers`) 대신 목록에 바로 넣습니다:
    같은 환경의 다른 책에 끼어들지 않고, 꾸러미를 다시 설치하지 않아도 켜집니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    renderers = load_mime_renders()  # myst-nb가 지니고 쓰는 바로 그 목록입니다.
    if BookOutputs not in renderers:
        renderers.append(BookOutputs)
    app.connect("doctree-read", _check_images)


class BookOutputs:
    r"""myst-nb의 MIME 렌더러(`MimeRenderPlugin`)입니다."""

    mime_priority_overrides = (
        ("html", WIDGET, 1),
        ("html", "application/vnd.coursekit.values+json", None),
    )

    @staticmethod
    def handle_mime(
        renderer: NbElementRenderer, data: MimeData, inline: bool
    ) -> list[nodes.Node] | None:
        r"""MIME 자료 하나를 노드로 바꿉니다.

        Parameters
        ----------
        renderer : NbElementRenderer
            myst-nb의 렌더러.
        data : MimeData
            출력 하나의 MIME 자료 하나.
        inline : bool
            글줄 안에 놓이는지.

        Returns
        -------
        list of Node or None
            노드들. `None`이면 myst-nb가 스스로 그립니다.
        """
        if data.mime_type == "application/vnd.coursekit.values+json":
            return []  # 채점기가 읽는 값입니다. 독자에게는 곁의 text/plain을 보입니다.
        if data.mime_type in _IMAGES:
            return _image(renderer, data)
        if data.mime_type == WIDGET:
            return _widget(renderer, data)
        if data.mime_type == "text/html" and _BARE_IMG.search(data.string):
            _warn(renderer, data, "HTML 출력의 <img>에 alt가 없습니다")
        return None


def _image(renderer: NbElementRenderer, data: MimeData) -> list[nodes.Node]:
    found: list[nodes.Node] = renderer.render_image(data)
    facts = data.output_metadata.get(data.mime_type) or {}
    alt = str(facts.get("alt") or "").strip()
    for image in found:
        if isinstance(image, nodes.image):
            image["alt"] = alt or image.get("alt", "")
            image["loading"] = "lazy"
            if not image["alt"].strip():
                _warn(renderer, data, "그림에 설명(alt)이 없습니다")
                image["alt"] = "설명 없음"  # 같은 그림을 두 번 알리지 않습니다.
    return found


def _widget(renderer: NbElementRenderer, data: MimeData) -> list[nodes.Node]:
    bundle = _bundle(renderer, data)
    picture = next((mime for mime in ("image/png", "image/svg+xml") if mime in bundle), None)
    view = renderer.render_widget_view(data)
    if picture is None:
        _warn(renderer, data, "위젯에 대신할 그림(image/png)이 없습니다")
        return list(view)
    fallback = nodes.container(classes=["widget-fallback"])
    still = MimeData(
        picture,
        bundle[picture],
        data.cell_metadata,
        data.output_metadata,
        data.cell_index,
        data.output_index,
        data.line,
    )
    fallback += _image(renderer, still)
    figure = nodes.container(classes=["widget-figure"])
    figure += view
    figure += fallback
    return [figure]


def _bundle(renderer: NbElementRenderer, data: MimeData) -> dict[str, Any]:
    if data.cell_index is None or data.output_index is None:
        return {}
    _, outputs = renderer.renderer.nb_client.code_cell_outputs(data.cell_index)
    bundle: dict[str, Any] = outputs[data.output_index]["data"]
    return bundle


def _warn(renderer: NbElementRenderer, data: MimeData, what: str) -> None:
    env = renderer.renderer.sphinx_env
    where = (env.docname, data.line) if env else None
    number = "?"
    if data.cell_index is not None:  # 글 칸을 빼고 셉니다.
        cells = renderer.renderer.nb_client.notebook.cells[: data.cell_index + 1]
        number = str(sum(cell.cell_type == "code" for cell in cells))
    logger.warning("%s(%s번째 칸)", what, number, location=where, type="coursekit", subtype="alt")


def _check_images(app: Sphinx, doctree: nodes.document) -> None:
    for image in doctree.findall(nodes.image):
        if not str(image.get("alt") or "").strip():
            uri = image.get("uri", "")
            logger.warning(
                "그림에 설명(alt)이 없습니다: %s",
                uri,
                location=image,
                type="coursekit",
                subtype="alt",
            )
    for raw in doctree.findall(nodes.raw):
        if (
            "html" in raw.get("format", "")
            and "output" not in raw["classes"]
            and _BARE_IMG.search(raw.astext())
        ):
            logger.warning("<img>에 alt가 없습니다", location=raw, type="coursekit", subtype="alt")
