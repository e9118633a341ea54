r"""무엇을 어떤 차례로 찍을지: 부와 장, 장의 제목, 다른 장이 가리키는 앵커."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, normpath
from urllib.parse import unquote

import yaml

from coursekit.book.sources import back_matter, read_toc
from coursekit.errors import UsageError

_TITLE = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_HEADERLINK = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)
_LINK = re.compile(r'href="([^"#:]*)#([^"]+)"')


@dataclass(frozen=True)
class Leaf:
    r"""찍을 쪽 하나.

    Parameters
    ----------
    name : str
        지은 HTML의 폴더에서 본 경로(`chapters/optimizers.html`).
    title : str
        쪽의 제목.
    part : str
        속한 부의 이름. 부에 속하지 않으면 빈 글.
    anchors : tuple of str
        책의 어디에선가 가리키는, 이 쪽의 앵커들.
    """

    name: str
    title: str
    part: str
    anchors: tuple[str, ...]


def book_leaves(root: Path) -> list[Leaf]:
    r"""차례대로 찍을 쪽들을 정합니다. 본문 뒤의 쪽(책을 쓰는 법, 코드의 설명)은 찍지 않습니다.

    Parameters
    ----------
    root : Path
        책의 뿌리 폴더.

    Returns
    -------
    list of Leaf
        찍을 쪽들.

    Raises
    ------
    UsageError
        지은 책이 없거나, 차례에 있는 쪽이 지은 책에 없을 때.
    """
    folder = root / "_build" / "html"
    parts = _parts(root)
    texts = {}
    after = back_matter(root)
    for docname in (name for name, _ in read_toc(root) if name not in after):
        path = folder / f"{docname}.html"
        if not path.is_file():
            raise UsageError(
                f"지은 책에 {docname} 쪽이 없습니다: 먼저 `coursekit book build` 명령으로 지으세요."
            )
        texts[docname] = path.read_text(encoding="utf-8")
    anchors = _anchors({f"{docname}.html": text for docname, text in texts.items()})
    return [
        Leaf(
            f"{docname}.html",
            page_title(text),
            parts.get(docname, ""),
            tuple(sorted(anchors.get(f"{docname}.html", ()))),
        )
        for docname, text in texts.items()
    ]


def page_title(text: str) -> str:
    r"""쪽의 큰 제목을 글로 뽑습니다.

    Parameters
    ----------
    text : str
        쪽의 HTML.

    Returns
    -------
    str
        제목. 없으면 빈 글입니다.
    """
    match = _TITLE.search(text)
    if match is None:
        return ""
    plain = re.sub(r"<[^>]+>", "", _HEADERLINK.sub("", match[1]))
    return " ".join(html.unescape(plain).split())


def _parts(root: Path) -> dict[str, str]:
    toc = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    found = {}
    for part in toc.get("parts", []):
        for chapter in part.get("chapters", []):
            found[str(chapter["file"])] = str(part.get("caption", ""))
    return found


def _anchors(texts: Mapping[str, str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, text in texts.items():
        for path, anchor in _LINK.findall(text):
            target = normpath(f"{dirname(name) or '.'}/{unquote(path)}") if path else name
            found.setdefault(target, set()).add(unquote(html.unescape(anchor)))
    return found
