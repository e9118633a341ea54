r"""책의 찾기: 색인은 빌드할 때 만들고, 질의는 브라우저가 색인의 낱말로 나눕니다. 서버는 없습니다.

Sphinx의 찾기는 끕니다: 우리말의 조사와 어미를 몰라 `손실`로 `손실을`을 찾지 못합니다.

search_entries  장, 절, 문항, 용어를 결과의 단위로 뽑기
search_names    같은 것을 부르는 여러 말
search_words    글을 낱말로 나누기(kiwipiepy)
search_index    낱말마다의 절과 무게
search_queries  찾기를 시험하는 질의의 표
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError
from sphinx.util import logging

from coursekit.book.fingerprint import files_hash, site_fingerprint
from coursekit.book.search_entries import Entry, page_entries
from coursekit.book.search_index import INDEX_FILE, index_script, search_index
from coursekit.book.search_names import TYPED_FILE, read_names
from coursekit.book.search_words import Splitter
from coursekit.book.sources import back_matter
from coursekit.errors import UsageError
from coursekit.grading import course_root

# Sphinx와 테마가 제 찾기를 위해 넣는 것들입니다.
_FOREIGN = ("searchindex.js", "_static/searchtools.js", "_static/language_data.js")
# 본문 뒤의 쪽에 곱하는 값. 코드의 설명은 이름으로만 찾습니다.
_LATER, _REFERENCE = 0.5, 0.1
logger = logging.getLogger(__name__)


def connect(app: Sphinx) -> None:
    r"""찾기의 쪽과 색인을 답니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    # 분석기를 불러오는 데 몇 초가 걸립니다. 찾기와 상관없는 시험의 작은 책은 이것을 끕니다.
    app.add_config_value("coursekit_search", True, "html", [bool])
    app.connect("config-inited", _configure, priority=200)
    app.connect("builder-inited", _replace)
    app.connect("html-collect-pages", _page)
    app.connect("build-finished", _write, priority=700)


def _configure(app: Sphinx, config: Config) -> None:
    if config.coursekit_search:
        config.html_js_files.append(("search.js", {"defer": "defer"}))


def _replace(app: Sphinx) -> None:
    app.builder.search = False  # type: ignore[attr-defined]


def _page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    yield "search", {}, "search.html"


def _write(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.format != "html":
        return
    out = Path(app.outdir)
    for name in _FOREIGN:
        (out / name).unlink(missing_ok=True)
    if not app.config.coursekit_search:
        return
    path, head = out / INDEX_FILE, f"// {_facts(app)}\n"
    if path.is_file() and path.read_text(encoding="utf-8").startswith(head):
        return
    try:
        names = read_names(Path(app.srcdir) / "chapters")
    except UsageError as problem:
        raise ExtensionError(str(problem)) from None
    splitter = Splitter(names, Path(app.doctreedir).parent / ".search-words.json")
    entries = [entry for page in _ordered(app) for entry in _entries(app, page)]
    path.write_text(head + index_script(search_index(entries, names, splitter)), encoding="utf-8")
    splitter.save()
    logger.info("찾기: 결과 %d개, 새로 나눈 글 %d개", len(entries), splitter.analysed)


def _entries(app: Sphinx, page: str) -> Iterator[Entry]:
    r"""쪽의 결과들. 같은 말이 있으면 책을 쓰는 법보다 장이 앞에 놓입니다."""
    if page not in back_matter(course_root(Path(app.srcdir))):
        yield from page_entries(app.env, page)
        return
    for entry in page_entries(app.env, page):
        if page.startswith("reference/"):
            yield replace(entry, prior=entry.prior * _REFERENCE, text="", strong=(), code=())
        else:
            yield replace(entry, prior=entry.prior * _LATER)


def _facts(app: Sphinx) -> str:
    r"""색인을 정하는 모든 것의 지문. 같으면 색인을 다시 만들지 않습니다."""
    folder = Path(app.srcdir) / "chapters"
    files = [path for name in ("terms.yml", TYPED_FILE) if (path := folder / name).is_file()]
    read = sorted(app.env.all_docs.items())  # 쪽마다 읽은 때
    facts = [read, sorted(app.env.toc_secnumbers.items()), files_hash(files), site_fingerprint()]
    return hashlib.sha256(json.dumps(facts, default=str).encode()).hexdigest()[:16]


def _ordered(app: Sphinx) -> list[str]:
    r"""책의 차례대로의 쪽들. 용어를 처음 말하는 곳이 어디인지는 차례가 정합니다."""
    found: dict[str, None] = {}

    def visit(page: str) -> None:
        if page not in found and page in app.env.found_docs:
            found[page] = None
            for child in app.env.toctree_includes.get(page, []):
                visit(child)

    visit(app.config.root_doc)
    return list(found)
