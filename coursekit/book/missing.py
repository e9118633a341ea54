r"""없는 주소를 열었을 때의 쪽(`404.html`): 찾기와 차례를 보입니다.

어느 깊이의 주소에서든 나오므로 곁의 파일을 부르지 않고, 링크는 책의 뿌리에서 시작합니다.
뿌리는 `pyproject.toml`의 주소에서 알고, 다른 곳에 놓인 책에서는 작은 스크립트가 지금 주소에서 찾습니다.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from coursekit.book.address import base_path
from coursekit.book.sources import read_parts
from coursekit.grading import course_root

PAGE = "404"


def connect(app: Sphinx) -> None:
    r"""쪽을 더합니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    app.connect("html-collect-pages", _pages)


def _pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    root = course_root(Path(app.srcdir))
    parts = []
    for part in read_parts(root):
        entries = []
        for name in part.docnames:
            if name in app.env.found_docs and name != "index":
                number = app.env.toc_secnumbers.get(name, {}).get("", ())
                title = app.env.titles[name].astext()
                entries.append((f"{name}.html", f"{number[0]}. {title}" if number else title))
        if entries:
            parts.append((part.caption, entries))
    yield PAGE, {"base": base_path(root), "parts": parts, "title": "없는 쪽"}, "missing.html"
