r"""찍은 PDF들을 한 권으로 잇습니다: 책갈피, 장을 넘나드는 링크, 읽는 순서의 꼬리표, 서지 정보."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from pypdf import PdfReader, PdfWriter
from pypdf.constants import PageLabelStyle
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    Fit,
    FloatObject,
    NameObject,
    NullObject,
    TextStringObject,
)

from coursekit.book.pdf.packing import pack
from coursekit.book.pdf.tags import join_tags

# print.css의 위 여백(20 mm)입니다. Chromium은 앵커의 높이를 여백을 빼고 적습니다.
_TOP_MARGIN = 20 / 25.4 * 72


@dataclass(frozen=True)
class Place:
    r"""PDF 속의 자리: 0부터 세는 쪽과, 쪽 아래에서 잰 높이."""

    page: int
    top: float


@dataclass(frozen=True)
class Heading:
    r"""책갈피 하나와 그 아래의 책갈피들."""

    title: str
    place: Place
    children: tuple["Heading", ...] = ()


@dataclass(frozen=True)
class Printed:
    r"""찍은 쪽 하나.

    Parameters
    ----------
    name : str
        HTML의 경로. 표지와 차례는 빈 글.
    part : str
        속한 부의 이름.
    path : Path
        찍은 PDF.
    pages : int
        쪽 수.
    anchors : dict of str to Place
        앵커와 그 자리.
    outline : tuple of Heading
        제목들의 나무.
    """

    name: str
    part: str
    path: Path
    pages: int
    anchors: dict[str, Place] = field(repr=False)
    outline: tuple[Heading, ...] = field(repr=False)

    @property
    def sections(self) -> tuple[Heading, ...]:
        r"""장의 큰 제목 아래의 절들."""
        return tuple(child for heading in self.outline for child in heading.children)


def read_printed(path: Path, name: str, part: str) -> Printed:
    r"""찍은 PDF에서 쪽 수와 앵커와 제목을 읽습니다.

    Parameters
    ----------
    path : Path
        PDF 파일.
    name : str
        HTML의 경로.
    part : str
        속한 부의 이름.

    Returns
    -------
    Printed
        읽은 것.
    """
    reader = PdfReader(path)
    anchors = {}
    for key, destination in reader.named_destinations.items():
        number = reader.get_destination_page_number(destination)
        if number is not None:
            top = float(destination.top or 0) - _TOP_MARGIN
            anchors[unquote(key.removeprefix("/"))] = Place(number, top)
    return Printed(name, part, path, len(reader.pages), anchors, _headings(reader, reader.outline))


def join(
    pieces: Sequence[Printed], target: Path, *, folder: Path, facts: dict[str, str]
) -> dict[str, int]:
    r"""찍은 것들을 한 PDF로 잇습니다.

    Parameters
    ----------
    pieces : sequence of Printed
        차례대로 이을 것들. 하나여도 됩니다.
    target : Path
        쓸 파일.
    folder : Path
        지은 HTML의 폴더. 링크를 이 폴더에서 봅니다.
    facts : dict of str to str
        서지 정보(`/Title`, `/Author` 따위).

    Returns
    -------
    dict of str to int
        링크를 센 것: `inner`는 책 안, `outer`는 책 밖, `dropped`는 갈 곳이 없어 뺀 것.
    """
    writer = PdfWriter()
    places: dict[str, Place] = {}
    starts = []
    readers = []
    for piece in pieces:
        start = len(writer.pages)
        starts.append(start)
        if piece.name:
            places[piece.name] = Place(start, 842)
        for anchor, place in piece.anchors.items():
            places[f"{piece.name}#{anchor}"] = Place(start + place.page, place.top)
        for number, heading in enumerate(piece.sections):
            places[f"{piece.name}#outline-{number}"] = Place(
                start + heading.place.page, heading.place.top
            )
        reader = PdfReader(piece.path)
        _spell_out(reader, piece.name, folder)
        writer.append(reader, import_outline=False)
        readers.append(reader)
    join_tags(writer, readers)
    counts = _link(writer, places, folder)
    _outline(writer, pieces, starts)
    writer.add_metadata(facts)
    # 표지와 차례는 i, ii, …, 본문은 1, 2, …: 종이에 적힌 번호와 보는 프로그램의 번호가 같습니다.
    body = next((start for start, piece in zip(starts, pieces, strict=True) if piece.name), 0)
    if body:
        writer.set_page_label(0, body - 1, style=PageLabelStyle.LOWERCASE_ROMAN)
        writer.set_page_label(body, len(writer.pages) - 1, style=PageLabelStyle.DECIMAL, start=1)
    root = writer.root_object
    root[NameObject("/Lang")] = TextStringObject("ko")
    root[NameObject("/PageMode")] = NameObject("/UseOutlines")
    root[NameObject("/ViewerPreferences")] = DictionaryObject(
        {NameObject("/DisplayDocTitle"): BooleanObject(True)}
    )
    rough = target.with_suffix(".rough")
    writer.write(rough)
    pack(rough, target)
    rough.unlink()
    return counts


def _headings(reader: PdfReader, outline: Sequence[Any]) -> tuple[Heading, ...]:
    found: list[Heading] = []
    for one in outline:
        if isinstance(one, list):
            children = _headings(reader, one)
            if found:
                last = found.pop()
                found.append(Heading(last.title, last.place, children))
            else:
                found.extend(children)
            continue
        number = reader.get_destination_page_number(one)
        title = " ".join(str(one.title).split())
        if number is not None and title:
            found.append(Heading(title, Place(number, float(one.top or 842))))
    return tuple(found)


def _spell_out(reader: PdfReader, name: str, folder: Path) -> None:
    r"""이름으로 가는 링크를 모두 주소로 바꿉니다. 장마다 같은 이름을 쓰기 때문입니다."""
    for page in reader.pages:
        for one in page.get("/Annots") or []:
            note = one.get_object()
            if "/Dest" in note:
                anchor = str(note["/Dest"]).removeprefix("/")
                del note["/Dest"]
                uri = f"{(folder / name).resolve().as_uri()}#{anchor}"
                note[NameObject("/A")] = DictionaryObject(
                    {
                        NameObject("/S"): NameObject("/URI"),
                        NameObject("/URI"): TextStringObject(uri),
                    }
                )
    for key in ("/Dests", "/Names", "/Outlines"):
        if key in reader.root_object:
            del reader.root_object[key]


def _link(writer: PdfWriter, places: dict[str, Place], folder: Path) -> dict[str, int]:
    base = f"{folder.resolve().as_uri()}/"
    counts = {"inner": 0, "outer": 0, "dropped": 0}
    for page in writer.pages:
        kept = ArrayObject()
        for one in page.get("/Annots") or []:
            note = one.get_object()
            uri = str((note.get("/A") or {}).get("/URI", ""))
            if uri.startswith("file:"):
                path, _, anchor = unquote(uri).removeprefix(unquote(base)).partition("#")
                place = places.get(f"{path}#{anchor}") if anchor else places.get(path)
                if place is None:
                    counts["dropped"] += 1
                    continue
                note[NameObject("/A")] = DictionaryObject(
                    {NameObject("/S"): NameObject("/GoTo"), NameObject("/D"): _spot(writer, place)}
                )
                counts["inner"] += 1
            else:
                counts["outer"] += 1
            kept.append(one)
        if "/Annots" in page:
            page[NameObject("/Annots")] = kept
    return counts


def _spot(writer: PdfWriter, place: Place) -> ArrayObject:
    page = writer.pages[place.page].indirect_reference
    assert page is not None
    return ArrayObject(
        [page, NameObject("/XYZ"), NullObject(), FloatObject(round(place.top, 1)), NullObject()]
    )


def _outline(writer: PdfWriter, pieces: Sequence[Printed], starts: Sequence[int]) -> None:
    parts: dict[str, Any] = {}

    def add(heading: Heading, start: int, parent: Any, depth: int) -> None:
        spot = Fit.xyz(top=heading.place.top)
        item = writer.add_outline_item(
            title=heading.title,
            page_number=start + heading.place.page,
            parent=parent,
            fit=spot,
            is_open=depth < 1,
        )
        for child in heading.children:
            add(child, start, item, depth + 1)

    for piece, start in zip(pieces, starts, strict=True):
        parent = None
        if piece.part:
            if piece.part not in parts:
                parts[piece.part] = writer.add_outline_item(title=piece.part, page_number=start)
            parent = parts[piece.part]
        for heading in piece.outline:
            add(heading, start, parent, 1)
