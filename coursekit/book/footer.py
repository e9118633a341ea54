r"""쪽의 꼬리: 결과를 만든 날과 버전, 이용허락, 책을 확인하는 법과 실행하는 곳."""

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from coursekit import __version__
from coursekit.book.address import repository_url
from coursekit.book.execution import made_record
from coursekit.book.launch import GUIDE, source_url
from coursekit.grading import course_root

# 꼬리에 적는 판 번호입니다. 나머지는 requirements.lock에 있습니다.
_SHOWN = ("python", "numpy", "matplotlib", "coursekit")
_PAGES = {"guide/checks": "이 책을 확인하는 법", GUIDE: "실행하는 곳"}
_LICENCES = {"글과 그림 CC BY 4.0": "LICENSE-TEXT", "코드 BSD-3-Clause": "LICENSE"}


def connect(app: Sphinx) -> None:
    r"""쪽마다 꼬리에 적을 것을 모읍니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    app.connect("html-page-context", _page)


def _page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    record = made_record(app, pagename) if doctree is not None else None
    if record:
        versions = {name: record["versions"].get(name) for name in _SHOWN}
        context["made"] = {"date": record["date"], "versions": versions}
    root = course_root(Path(app.srcdir))
    repository = repository_url(root)
    context["about"] = {
        "version": __version__,
        "licences": [
            (text, source_url(repository, name).removesuffix("?plain=1"))
            for text, name in _LICENCES.items()
            if repository and (root / name).is_file()
        ],
        "pages": [
            (text, context["pathto"](name))
            for name, text in _PAGES.items()
            if name in app.env.found_docs and name != pagename
        ],
    }
