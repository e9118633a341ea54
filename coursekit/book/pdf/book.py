r"""책 한 권을 찍는 차례: 장을 차례로 찍어 쪽 번호를 알고, 그것으로 차례를 찍고, 모두를 잇습니다."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

import yaml

from coursekit import __version__
from coursekit.book.fontparts import whole_faces
from coursekit.book.pdf.front import Entry, front_page
from coursekit.book.pdf.joining import Printed, join, read_printed
from coursekit.book.pdf.packing import pack
from coursekit.book.pdf.plan import Leaf, book_leaves
from coursekit.book.pdf.press import Press
from coursekit.errors import UsageError

WHOLE = "book.pdf"


@dataclass(frozen=True)
class PrintedBook:
    r"""찍은 결과.

    Parameters
    ----------
    path : Path
        찍은 PDF.
    pages : int
        쪽 수.
    links : dict of str to int
        링크를 센 것: 책 안(`inner`), 책 밖(`outer`), 뺀 것(`dropped`).
    """

    path: Path
    pages: int
    links: dict[str, int]


def print_book(
    root: Path,
    *,
    chapter: str | None = None,
    report: Callable[[str], None] = lambda line: None,
) -> PrintedBook:
    r"""지은 책을 `root/_build/pdf`에 PDF로 찍습니다.

    Parameters
    ----------
    root : Path
        책의 뿌리 폴더. 먼저 HTML을 지어야 합니다.
    chapter : str, optional
        찍을 장 하나의 이름. 주지 않으면 모든 장과, 그것들을 이은 책을 찍습니다.
    report : callable
        하는 일을 한 줄씩 받을 함수. 기본값은 아무것도 하지 않습니다.

    Returns
    -------
    PrintedBook
        찍은 것. 모두 찍었으면 이은 책의 것입니다.

    Raises
    ------
    UsageError
        지은 책이나 Chromium이 없거나, 없는 장의 이름일 때.
    """
    leaves = book_leaves(root)
    folder = root / "_build" / "html"
    target = root / "_build" / "pdf"
    target.mkdir(parents=True, exist_ok=True)
    config = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    facts = {"/Author": str(config.get("author", "")), "/Creator": f"coursekit {__version__}"}
    leaf = None if chapter is None else _named(leaves, chapter)
    with Press() as press:
        if leaf is not None:
            report(f"찍는 중: {leaf.title}")
            piece = _print(press, leaf, folder, target, first=1)
            links = join([piece], piece.path, folder=folder, facts={**facts, "/Title": leaf.title})
            return PrintedBook(piece.path, piece.pages, links)
        pieces: list[Printed] = []
        for number, one in enumerate(leaves, 1):
            report(f"찍는 중({number}/{len(leaves)}): {one.title}")
            first = 1 + sum(piece.pages for piece in pieces)
            pieces.append(_print(press, one, folder, target, first=first))
        report("찍는 중: 표지와 차례")
        title = str(config.get("title", ""))
        source, path = target / "front.html", target / "front.pdf"
        text = front_page(
            folder,
            title=title,
            author=facts["/Author"],
            imprint=(f"{date.today().isoformat()}에 찍음", f"coursekit {__version__}"),
            entries=_entries(leaves, pieces, folder),
        )
        source.write_text(text, encoding="utf-8")
        press.print_page(source, path, first=1, head="", faces=whole_faces(folder))
    report("잇는 중")
    front, whole = read_printed(path, "", ""), target / WHOLE
    links = join([front, *pieces], whole, folder=folder, facts={**facts, "/Title": title})
    source.unlink()
    path.unlink()
    for piece, one in zip(pieces, leaves, strict=True):
        join([piece], piece.path, folder=folder, facts={**facts, "/Title": one.title})
    return PrintedBook(whole, front.pages + sum(piece.pages for piece in pieces), links)


def _named(leaves: Sequence[Leaf], chapter: str) -> Leaf:
    stems = {Path(leaf.name).stem: leaf for leaf in leaves}
    if chapter not in stems:
        close = get_close_matches(chapter, stems, n=1)
        known = f"비슷한 이름: {close[0]}" if close else f"있는 이름: {', '.join(stems)}"
        raise UsageError(f"{chapter!r} 장은 없습니다({known}).")
    return stems[chapter]


def _print(press: Press, leaf: Leaf, folder: Path, target: Path, *, first: int) -> Printed:
    path = target / f"{Path(leaf.name).stem}.pdf"
    rough = path.with_suffix(".rough")
    press.print_page(
        folder / leaf.name,
        rough,
        first=first,
        head=leaf.title,
        anchors=leaf.anchors,
        faces=whole_faces(folder),
    )
    pack(rough, path)
    rough.unlink()
    return read_printed(path, leaf.name, leaf.part)


def _entries(leaves: Sequence[Leaf], pieces: Sequence[Printed], folder: Path) -> list[Entry]:
    entries: list[Entry] = []
    part, first = "", 1
    for leaf, piece in zip(leaves, pieces, strict=True):
        if leaf.part and leaf.part != part:
            part = leaf.part
            entries.append(Entry(part, 0, 0))
        url = (folder / leaf.name).resolve().as_uri()
        entries.append(Entry(leaf.title, first, 1, url))
        for number, heading in enumerate(piece.sections):
            page = first + heading.place.page
            entries.append(Entry(heading.title, page, 2, f"{url}#outline-{number}"))
        first += piece.pages
    return entries
