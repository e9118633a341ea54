r"""책의 원본을 읽습니다: 뿌리 폴더, 차례, 차례에 있는 장들.

Sphinx를 부르지 않으므로 빠르고, 검사(`coursekit book check`)와 실행 지문이 함께 씁니다.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from coursekit.book.myst import CodeCell, Directive, Line, Parsed, parse
from coursekit.errors import UsageError


@dataclass(frozen=True)
class Chapter:
    r"""장 하나의 원본.

    Parameters
    ----------
    path : Path
        원본 파일.
    docname : str
        차례에 적는 이름(뿌리에서의 경로, 확장자 없음).
    text : str
        원본 글 전체.
    """

    path: Path
    docname: str
    text: str

    @cached_property
    def _parsed(self) -> Parsed:
        return parse(self.text, self.path)

    @property
    def lines(self) -> list[Line]:
        r"""모든 줄과 그 종류."""
        return self._parsed.lines

    @property
    def cells(self) -> list[CodeCell]:
        r"""실행되는 칸들."""
        return self._parsed.cells

    @property
    def directives(self) -> list[Directive]:
        r"""지시어들(칸 포함)."""
        return self._parsed.directives

    @property
    def front_matter(self) -> dict[str, Any]:
        r"""앞머리(front matter)의 내용."""
        return self._parsed.front_matter

    def prose(self) -> Iterator[Line]:
        r"""독자가 읽는 글의 줄만 차례로 냅니다."""
        return (line for line in self.lines if line.kind == "prose")


@dataclass(frozen=True)
class Book:
    r"""책 하나: 뿌리 폴더, 차례의 이름들, 차례에 있는 장들."""

    root: Path
    docnames: tuple[str, ...]
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True)
class Part:
    r"""차례의 부 하나.

    Parameters
    ----------
    caption : str
        부의 이름. 부에 들지 않은 첫 쪽의 것은 비어 있습니다.
    docnames : tuple of str
        차례의 순서대로의 문서 이름.
    numbered : bool
        장마다 번호가 붙는지.
    """

    caption: str
    docnames: tuple[str, ...]
    numbered: bool

    @property
    def stems(self) -> tuple[str, ...]:
        r"""폴더를 뗀 이름들(`gradient_descent`)."""
        return tuple(name.rpartition("/")[2] for name in self.docnames)


def read_toc(root: Path) -> list[tuple[str, int]]:
    r"""차례에 적힌 문서 이름과 그 줄 번호를 순서대로 읽습니다.

    Parameters
    ----------
    root : Path
        책의 뿌리 폴더.

    Returns
    -------
    list of tuple of (str, int)
        문서 이름과 `_toc.yml`의 줄 번호(1부터).

    Raises
    ------
    UsageError
        `_toc.yml`이 없거나 YAML이 아니거나 `root`가 없을 때.
    """
    node = _compose_toc(root)
    entries = list(_toc_entries(node))
    if not entries:
        raise UsageError(f"{root / '_toc.yml'}: `root: index` 항목을 쓰세요.")
    return entries


def _compose_toc(root: Path) -> Any:
    path = root / "_toc.yml"
    try:
        return yaml.compose(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UsageError(f"차례가 없습니다: {path}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path}: YAML로 읽을 수 없습니다: {' '.join(str(error).split())}"
        ) from None


def read_numbered(root: Path) -> frozenset[str]:
    r"""번호가 붙는 장들의 이름을 읽습니다: 차례에서 `numbered: true`인 부의 항목입니다.

    Parameters
    ----------
    root : Path
        책의 뿌리 폴더.

    Returns
    -------
    frozenset of str
        문서 이름들.

    Raises
    ------
    UsageError
        `_toc.yml`이 없거나 YAML이 아닐 때.
    """
    return frozenset(name for part in numbered_parts(root) for name in part.docnames)


def back_matter(root: Path) -> frozenset[str]:
    r"""본문 뒤의 쪽들을 읽습니다: 번호가 붙는 마지막 부보다 뒤에 놓인, 책을 쓰는 법과 코드의 설명입니다.

    찾기는 이 쪽들을 장보다 뒤에 내놓고, PDF와 대표 그림은 이 쪽들을 쓰지 않습니다.

    Parameters
    ----------
    root : Path
        책의 뿌리 폴더.

    Returns
    -------
    frozenset of str
        문서 이름들. 번호가 붙는 부가 없는 책이면 비어 있습니다.

    Raises
    ------
    UsageError
        `_toc.yml`이 없거나 YAML이 아닐 때.
    """
    numbered = read_numbered(root)
    names = [name for name, _ in read_toc(root)]
    last = max((place for place, name in enumerate(names) if name in numbered), default=len(names))
    return frozenset(names[last + 1 :])


def _toc_entries(node: Any) -> Iterator[tuple[str, int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value in {"root", "file"} and isinstance(value, yaml.ScalarNode):
                yield value.value.removesuffix(".md"), value.start_mark.line + 1
            else:
                yield from _toc_entries(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _toc_entries(value)


def read_parts(root: Path) -> tuple[Part, ...]:
    r"""차례를 부마다 나누어 읽습니다.

    Parameters
    ----------
    root : Path
        책의 뿌리 폴더.

    Returns
    -------
    tuple of Part
        차례의 순서대로. 첫째는 이름이 없고 뿌리 문서가 들어 있으며, 부로 나누지 않은 책이면 모두가 거기에 듭니다.

    Raises
    ------
    UsageError
        `_toc.yml`이 없거나 YAML이 아니거나 `root`가 없을 때.
    """
    names = [name for name, _ in read_toc(root)]
    node = _compose_toc(root)
    parts: list[Any] = next((value.value for key, value in node.value if key.value == "parts"), [])
    found = [_part(one) for one in parts]
    inside = {name for part in found for name in part.docnames}
    return (Part("", tuple(name for name in names if name not in inside), False), *found)


def _part(node: Any) -> Part:
    keys = {key.value: value for key, value in node.value}
    return Part(
        caption=getattr(keys.get("caption"), "value", ""),
        docnames=tuple(name for name, _ in _toc_entries(node)),
        numbered=getattr(keys.get("numbered"), "value", "false") == "true",
    )


def numbered_parts(root: Path) -> tuple[Part, ...]:
    r"""장에 번호가 붙는 부만 읽습니다. 기호와 용어집처럼 번호 없는 부는 뺍니다.

    Parameters
    ----------
    root : Path
        책의 뿌리 폴더.

    Returns
    -------
    tuple of Part
        차례의 순서대로의 부. 부로 나누지 않은 책이면 비어 있습니다.

    Raises
    ------
    UsageError
        `_toc.yml`이 없거나 YAML이 아니거나 `root`가 없을 때.
    """
    return tuple(part for part in read_parts(root) if part.numbered)


def read_entries(path: Path) -> dict[str, tuple[Any, int]]:
    r"""장의 이름마다 항목을 적은 YAML 파일을, 항목이 적힌 줄과 함께 읽습니다.

    Parameters
    ----------
    path : Path
        YAML 파일.

    Returns
    -------
    dict of str to tuple of (object, int)
        장의 이름마다의 항목과 줄 번호(1부터). 파일이 없거나 비었으면 비어 있습니다.

    Raises
    ------
    UsageError
        YAML이 아니거나 꼴이 다를 때.
    """
    if not path.is_file():
        return {}
    try:
        text = path.read_text(encoding="utf-8")
        content, node = yaml.safe_load(text), yaml.compose(text)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path}: YAML로 읽을 수 없습니다: {' '.join(str(error).split())}"
        ) from None
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise UsageError(f"{path}:1: `장의 이름:`으로 시작하는 묶음이어야 합니다.")
    assert node is not None  # 내용이 있으면 마디도 있습니다.
    lines = {key.value: key.start_mark.line + 1 for key, _ in node.value}
    return {str(stem): (entry, lines[stem]) for stem, entry in content.items()}


def read_chapter(path: Path, root: Path) -> Chapter:
    r"""원본 파일 하나를 읽습니다.

    Parameters
    ----------
    path : Path
        MyST 원본 파일.
    root : Path
        책의 뿌리 폴더.

    Returns
    -------
    Chapter
        읽은 장.

    Raises
    ------
    UsageError
        UTF-8 글이 아닐 때.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise UsageError(f"{path}: UTF-8 글이 아닙니다.") from None
    docname = path.relative_to(root).with_suffix("").as_posix()
    return Chapter(path, docname, text)


def read_book(root: Path) -> Book:
    r"""차례에 있는 원본을 모두 읽습니다. 없는 파일은 건너뛰며 검사 `toc`가 따로 알립니다.

    Parameters
    ----------
    root : Path
        책의 뿌리 폴더.

    Returns
    -------
    Book
        읽은 책.
    """
    docnames = tuple(dict.fromkeys(name for name, _ in read_toc(root)))
    paths = [root / f"{name}.md" for name in docnames]
    chapters = tuple(read_chapter(path, root) for path in paths if path.is_file())
    return Book(root, docnames, chapters)
