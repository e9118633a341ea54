r"""책 둘의 장과 칸과 출력의 짝을 짓고 견줍니다."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path
from typing import Any

import numpy as np

from coursekit.book.executed import Notebook, executed_files, read_notebook
from coursekit.book.outputs_diff.pictures import Picture, compare_pictures
from coursekit.book.outputs_diff.pieces import Piece, State, pieces_of
from coursekit.book.outputs_diff.texts import Finding, Verdict, compare_text

TOLERANCE = 0.01
_BENCHMARK = re.compile(r"\bperf_counter\b")
Pair = tuple[dict[str, Any] | None, dict[str, Any] | None]


@dataclass(frozen=True)
class Change:
    r"""달라진 출력 하나.

    Parameters
    ----------
    docname : str
        문서 이름.
    cell : int
        새 책에서 몇 번째 코드 칸인지(1부터). 새 책에 없으면 옛 책에서의 번호입니다.
    verdict : Verdict
        결과.
    note : str
        무엇이 달라졌는지 한 줄로.
    old, new : Piece or None
        견준 조각. 한쪽에만 있으면 다른 쪽은 `None`입니다.
    """

    docname: str
    cell: int
    verdict: Verdict
    note: str
    old: Piece | None = None
    new: Piece | None = None

    @property
    def name(self) -> str:
        r"""무엇인지: 글, 표, 그림, 위젯, 장 따위."""
        piece = self.new or self.old
        return piece.name if piece else "장"


def compare_books(old: Path, new: Path, *, tolerance: float = TOLERANCE) -> list[Change]:
    r"""실행한 책 둘의 출력을 견줍니다.

    Parameters
    ----------
    old, new : Path
        지은 책의 뿌리 폴더이거나, 실행한 노트북을 남겨 둔 폴더.
    tolerance : float
        숫자의 허용 오차(큰 쪽에 대한 비율).

    Returns
    -------
    list of Change
        달라진 출력들. 똑같은 것은 없습니다.

    Raises
    ------
    UsageError
        실행한 책이 아닐 때.
    """
    before, after = executed_files(old), executed_files(new)
    changes = []
    for docname in [*after, *(name for name in before if name not in after)]:
        if docname not in before or docname not in after:
            note = "새로 생긴 장" if docname in after else "없어진 장"
            changes.append(Change(docname, 0, Verdict.BEYOND, note))
            continue
        pair = (read_notebook(before[docname]), read_notebook(after[docname]))
        changes += _compare_chapters(docname, *pair, tolerance)
    return changes


def _compare_chapters(
    docname: str, old: Notebook, new: Notebook, tolerance: float
) -> Iterator[Change]:
    for number, (before, after) in _pairs(_code(old), _code(new)):
        first = pieces_of(before, old) if before else []
        second = pieces_of(after, new) if after else []
        timed = bool(after and _BENCHMARK.search(_source(after)))
        for left, right in _matched(first, second):
            if left is None or right is None:
                note = "새로 생긴 출력" if right else "없어진 출력"
                yield Change(docname, number, Verdict.BEYOND, note, left, right)
                continue
            found = _compare_pieces(left, right, tolerance, timed=timed)
            if found.verdict:
                yield Change(docname, number, found.verdict, found.note, left, right)


def _compare_pieces(old: Piece, new: Piece, tolerance: float, *, timed: bool) -> Finding:
    if isinstance(old.content, Picture) and isinstance(new.content, Picture):
        found = compare_pictures(old.content, new.content)
        return Finding(Verdict.TIMING, found.note) if timed and found.verdict else found
    if isinstance(old.content, State) and isinstance(new.content, State):
        return _compare_states(old.content, new.content, tolerance)
    return compare_text(str(old.content), str(new.content), tolerance, timed=timed)


def _compare_states(old: State, new: State, tolerance: float) -> Finding:
    values = compare_text(old.values, new.values, tolerance)
    sizes = [[len(table) for table in state.tables] for state in (old, new)]
    if sizes[0] != sizes[1]:
        return Finding(Verdict.BEYOND, f"표의 바이트 수: {sizes[0]} → {sizes[1]}")
    changed = sum(
        int((np.frombuffer(a, np.uint8) != np.frombuffer(b, np.uint8)).sum())
        for a, b in zip(old.tables, new.tables, strict=True)
    )
    if not changed:
        return values
    share = changed / sum(sizes[0])
    tables = Finding(
        Verdict.BEYOND if share > tolerance else Verdict.WITHIN,
        f"표의 {sum(sizes[0]):,}바이트 가운데 {changed:,}바이트({share:.2%})",
    )
    return max(values, tables, key=lambda one: one.verdict)


def _pairs(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> Iterator[tuple[int, Pair]]:
    r"""코드가 같은 칸끼리, 그 사이에서 코드가 바뀐 칸은 차례대로 짝을 짓습니다."""
    matcher = SequenceMatcher(a=[_source(c) for c in old], b=[_source(c) for c in new])
    for _, low, high, start, stop in matcher.get_opcodes():
        cells = zip_longest(range(low, high), range(start, stop))
        for i, j in cells:
            pair = (None if i is None else old[i], None if j is None else new[j])
            yield (i or 0 if j is None else j) + 1, pair


def _matched(old: list[Piece], new: list[Piece]) -> Iterator[tuple[Piece | None, Piece | None]]:
    for name in dict.fromkeys(piece.name for piece in [*old, *new]):
        yield from zip_longest(
            [piece for piece in old if piece.name == name],
            [piece for piece in new if piece.name == name],
        )


def _code(notebook: Notebook) -> list[dict[str, Any]]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def _source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])
