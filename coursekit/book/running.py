r"""실행하는 곳을 알리는 쪽의 표: 할 일마다 설치하는 명령과 디스크, 장마다 든 시간과 메모리.

수는 모두 책을 지을 때 잽니다. 원본에는 `<!-- install-table -->`과 `<!-- chapter-costs -->`만 적습니다.
"""

import re
from collections.abc import Sequence
from html import escape
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from coursekit.book.address import repository_url
from coursekit.book.colab import files_url, wheel_name
from coursekit.book.costs import BINDER, Cost, chapter_costs
from coursekit.book.locked import needed_pins
from coursekit.book.sources import read_numbered
from coursekit.doctor import TASKS
from coursekit.errors import UsageError
from coursekit.grading import course_root

_MARKER = re.compile(r"^<!--\s*(install-table|chapter-costs|install: [\w,]+)\s*-->\s*$", re.M)


class chapter_costs_table(nodes.General, nodes.Element):  # type: ignore[misc]  # noqa: N801 docutils의 관례
    r"""장마다 든 것의 자리입니다. 모든 장을 실행한 뒤에 그립니다."""


def connect(app: Sphinx) -> None:
    r"""지시어와 그리는 법을 등록합니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    app.add_directive("install-table", InstallTable)
    app.add_directive("chapter-costs", ChapterCosts)
    app.add_node(chapter_costs_table, html=(_visit, None))
    app.connect("source-read", _expand)
    app.connect("env-updated", _draw_again)


def install_command(repository: str, extras: Sequence[str]) -> str:
    r"""저장소를 받지 않고 꾸러미만 설치하는 명령을 만듭니다.

    Parameters
    ----------
    repository : str
        저장소의 주소.
    extras : sequence of str
        추가 설치의 이름들.

    Returns
    -------
    str
        명령 한 줄.
    """
    wheel = f"{files_url(repository)}/{wheel_name()}"
    return f'python -m pip install "coursekit[{",".join(extras)}] @ {wheel}"'


def installed_size(lock: Path, extras: Sequence[str]) -> tuple[int, float]:
    r"""추가 설치들이 부르는 꾸러미의 수와, 그 파일들의 크기를 셉니다.

    Parameters
    ----------
    lock : Path
        `requirements.lock`.
    extras : sequence of str
        추가 설치의 이름들.

    Returns
    -------
    tuple of (int, float)
        꾸러미의 수와 크기(MB, 백만 바이트). `coursekit`은 세지 않습니다.
    """
    names = needed_pins(lock, (f"coursekit[{','.join(extras)}]",))
    sizes = [file.size or 0 for name in names for file in distribution(name).files or ()]
    return len(names), sum(sizes) / 1e6


def _expand(app: Sphinx, docname: str, source: list[str]) -> None:
    def directive(match: re.Match[str]) -> str:
        name, _, extras = match[1].partition(": ")
        if name != "install":
            return f"```{{{name}}}\n```"
        repository = repository_url(course_root(Path(app.srcdir)))
        return f"```bash\n{install_command(repository, extras.split(','))}\n```"

    source[0] = _MARKER.sub(directive, source[0])


class InstallTable(SphinxDirective):
    r"""할 일마다 설치하는 것과 그 크기의 표입니다."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        r"""지금 설치된 것을 세어 표를 만듭니다."""
        lock = course_root(Path(self.env.srcdir)) / "requirements.lock"
        self.env.note_dependency(str(lock))
        rows = []
        for task, (extras, _) in TASKS.items():
            try:
                count, size = installed_size(lock, extras)
            except UsageError as error:
                raise self.error(str(error)) from None
            rows.append([escape(task), f"<code>{','.join(extras)}</code>", count, f"{size:,.0f}"])
        head = ["할 일", "추가 설치", "꾸러미", "디스크(MB)"]
        return [nodes.raw("", html_table(head, rows, numbers=2), format="html")]


class ChapterCosts(SphinxDirective):
    r"""장마다 든 시간과 메모리의 표입니다."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        r"""자리를 남깁니다."""
        self.env.metadata[self.env.docname]["chapter-costs"] = True
        return [chapter_costs_table("")]


def _draw_again(app: Sphinx, env: BuildEnvironment) -> list[str]:
    # 장을 다시 실행하면 이 표의 수도 달라집니다. 한 쪽을 다시 쓰는 것은 쌉니다.
    return [name for name, facts in env.metadata.items() if facts.get("chapter-costs")]


def _visit(visitor: Any, node: chapter_costs_table) -> None:
    builder = visitor.builder
    root = course_root(Path(builder.srcdir))
    numbered = read_numbered(root)
    costs = [cost for cost in chapter_costs(root) if cost.docname in numbered]
    visitor.body.append(costs_html(builder, costs))
    raise nodes.SkipNode


def costs_html(builder: Any, costs: Sequence[Cost]) -> str:
    r"""장마다 든 것의 표와, 그것을 요약한 한 문장을 씁니다.

    Parameters
    ----------
    builder : Builder
        쪽을 쓰는 Sphinx의 빌더. 장의 번호와 제목과 주소를 압니다.
    costs : sequence of Cost
        장마다 든 것.

    Returns
    -------
    str
        HTML.
    """
    rows = []
    for cost in costs:
        number = builder.env.toc_secnumbers[cost.docname][""][0]
        link = escape(builder.get_relative_uri(builder.current_docname, cost.docname))
        title = escape(builder.env.titles[cost.docname].astext())
        memory = "" if cost.megabytes is None else f"{cost.megabytes:,.0f}"
        rows.append(
            [
                f'<a class="reference internal" href="{link}">{number}장 {title}</a>',
                f"{cost.seconds:.0f}",
                memory,
            ]
        )
    seconds = sum(cost.seconds for cost in costs)
    peak = max((cost.megabytes or 0.0 for cost in costs), default=0.0)
    return (
        f"<p>모두 실행하면 코어 하나로 {seconds / 60:.0f}분쯤 걸리고, 메모리를 가장 많이 쓰는 장이 "
        f"{peak:,.0f} MB를 씁니다. Binder에서 열리도록 {BINDER:,.0f} MB를 넘지 않게 지킵니다.</p>\n"
        + html_table(["장", "실행(초)", "메모리(MB)"], rows, numbers=2)
    )


def html_table(head: Sequence[str], rows: Sequence[Sequence[object]], *, numbers: int) -> str:
    r"""표를 씁니다. 칸의 글은 이미 HTML입니다.

    Parameters
    ----------
    head : sequence of str
        머리의 칸들.
    rows : sequence of sequence
        줄마다의 칸들.
    numbers : int
        오른쪽에 맞출 마지막 칸의 수.

    Returns
    -------
    str
        HTML.
    """
    first = len(head) - numbers

    def cells(values: Sequence[object], tag: str) -> str:
        written = []
        for place, value in enumerate(values):
            right = ' class="text-right"' if place >= first else ""
            scope = ' scope="col"' if tag == "th" else ""
            written.append(f"<{tag}{scope}{right}>{value}</{tag}>")
        return "".join(written)

    body = "\n".join(f"<tr>{cells(row, 'td')}</tr>" for row in rows)
    return (
        '<div class="pst-scrollable-table-container"><table class="table">\n'
        f"<thead><tr>{cells(head, 'th')}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>\n"
    )
