r"""읽는 순서의 꼬리표(tagged PDF)를 잇습니다. pypdf는 쪽만 잇고 꼬리표의 나무는 버립니다."""

from collections.abc import Sequence
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject, NameObject, NumberObject


def join_tags(writer: PdfWriter, readers: Sequence[PdfReader]) -> None:
    r"""이은 쪽들의 꼬리표를 나무 하나로 합칩니다.

    Parameters
    ----------
    writer : PdfWriter
        모든 쪽을 이미 이은 PDF.
    readers : sequence of PdfReader
        이은 차례대로의 원래 PDF들.
    """
    root = DictionaryObject({NameObject("/Type"): NameObject("/StructTreeRoot")})
    reference = writer._add_object(root)
    kids, numbers = ArrayObject(), ArrayObject()
    shift, start = 0, 0
    for reader in readers:
        count = len(reader.pages)
        pages = writer.pages[start : start + count]
        start += count
        if "/StructTreeRoot" not in reader.root_object:
            continue
        source: Any = reader.root_object["/StructTreeRoot"].clone(writer)
        source = source.get_object()
        children = source["/K"].get_object()
        for child in children if isinstance(children, ArrayObject) else [source.raw_get("/K")]:
            child.get_object()[NameObject("/P")] = reference
            kids.append(child)
        pairs = _pairs(source["/ParentTree"].get_object())
        for key, value in pairs:
            numbers.extend([NumberObject(key + shift), value])
        for page in pages:
            _shift(page, "/StructParents", shift)
            for note in page.get("/Annots") or []:
                _shift(note.get_object(), "/StructParent", shift)
        shift += max((key for key, _ in pairs), default=-1) + 1
    root[NameObject("/K")] = kids
    tree = writer._add_object(DictionaryObject({NameObject("/Nums"): numbers}))
    root[NameObject("/ParentTree")] = tree
    root[NameObject("/ParentTreeNextKey")] = NumberObject(shift)
    writer.root_object[NameObject("/StructTreeRoot")] = reference
    writer.root_object[NameObject("/MarkInfo")] = DictionaryObject(
        {NameObject("/Marked"): BooleanObject(True)}
    )


def _pairs(tree: Any) -> list[tuple[int, Any]]:
    r"""수의 나무(number tree)를 열쇠와 값의 목록으로 폅니다."""
    found = []
    if "/Nums" in tree:
        items = tree["/Nums"].get_object()
        found += [(int(items[k]), items[k + 1]) for k in range(0, len(items), 2)]
    for kid in tree.get("/Kids") or []:
        found += _pairs(kid.get_object())
    return found


def _shift(thing: Any, key: str, shift: int) -> None:
    if key in thing:
        thing[NameObject(key)] = NumberObject(int(thing[key]) + shift)
