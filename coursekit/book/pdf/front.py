r"""책의 앞: 표지와, 쪽 번호가 적힌 차례."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_STYLES = re.compile(r'<link\b[^>]*rel="stylesheet"[^>]*>')
_HREF = re.compile(r'href="([^"]+)"')


@dataclass(frozen=True)
class Entry:
    r"""차례의 한 줄.

    Parameters
    ----------
    title : str
        제목.
    page : int
        쪽 번호. 부에는 없으므로 0.
    level : int
        0은 부, 1은 장, 2는 절.
    url : str
        갈 곳의 주소. 갈 곳이 없으면 빈 글.
    """

    title: str
    page: int
    level: int
    url: str = ""


def front_page(
    folder: Path, *, title: str, author: str, imprint: Sequence[str], entries: Sequence[Entry]
) -> str:
    r"""표지와 차례의 HTML을 만듭니다.

    Parameters
    ----------
    folder : Path
        지은 HTML의 폴더. 책의 글꼴과 모양을 여기서 가져옵니다.
    title : str
        책의 제목. 쌍점 뒤는 부제가 됩니다.
    author : str
        지은이.
    imprint : sequence of str
        표지 아래에 적을 줄들.
    entries : sequence of Entry
        차례의 줄들.

    Returns
    -------
    str
        HTML.
    """
    main, _, subtitle = title.partition(": ")
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in imprint)
    rows = "".join(_row(entry) for entry in entries)
    return f"""<!doctype html>
<html lang="ko"><head><meta charset="utf-8"><title>{html.escape(title)}</title>
{_styles(folder)}
<style>
@page {{ @bottom-center {{ content: none; }} }}
body {{ display: block; }}
.cover {{ break-after: page; padding-top: 75mm; text-align: center; }}
.cover .title {{ font-size: 2.8rem; font-weight: 700; margin: 0 0 1rem; }}
.cover .subtitle {{ font-size: 1.5rem; }}
.cover .author {{ font-size: 1.2rem; margin-top: 25mm; }}
.imprint {{ color: #555; font-size: .9rem; margin-top: 50mm; }}
.imprint p {{ margin: .2rem 0; }}
.entry {{ break-inside: avoid; display: flex; gap: .6rem; margin: 0; }}
.entry a {{ align-items: baseline; color: inherit; display: flex; flex: 1; gap: .6rem; text-decoration: none; }}
.entry .dots {{ border-bottom: 1px dotted #999; flex: 1; }}
.level-0 {{ break-after: avoid; font-size: 1.1rem; font-weight: 700; margin-top: 1.2rem; }}
.level-1 {{ break-after: avoid; font-weight: 700; margin-top: .5rem; }}
.level-2 {{ padding-left: 1.6rem; }}
</style></head>
<body><main class="bd-article">
<div class="cover"><p class="title">{html.escape(main)}</p>
<p class="subtitle">{html.escape(subtitle)}</p>
<p class="author">{html.escape(author)}</p><div class="imprint">{lines}</div></div>
<h1>차례</h1>
{rows}
</main></body></html>
"""


def _row(entry: Entry) -> str:
    title = f"<span>{html.escape(entry.title)}</span>"
    if not entry.url:
        return f'<div class="entry level-{entry.level}">{title}</div>\n'
    return (
        f'<div class="entry level-{entry.level}"><a href="{html.escape(entry.url)}">{title}'
        f'<span class="dots"></span><span>{entry.page}</span></a></div>\n'
    )


def _styles(folder: Path) -> str:
    index = (folder / "index.html").read_text(encoding="utf-8")
    links = []
    for link in _STYLES.findall(index):
        href = _HREF.search(link)
        if href is not None:
            path = (folder / href[1].partition("?")[0]).resolve()
            links.append(f'<link rel="stylesheet" href="{path.as_uri()}">')
    return "\n".join(links)
