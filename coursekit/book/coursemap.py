r"""장의 지도 `chapters/map.yml`을 읽습니다: 어느 장이 어느 장의 무엇을 쓰는지.

    regularization:
      needs:
        generalization: 과적합과 검증

부와 차례는 `_toc.yml`에, 읽는 시간은 장의 개요에만 있으므로 여기에는 적지 않습니다.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coursekit.book.sources import read_entries
from coursekit.errors import UsageError

MAP_FILE = "chapters/map.yml"


@dataclass(frozen=True)
class Place:
    r"""지도 위의 장 하나.

    Parameters
    ----------
    stem : str
        장의 이름.
    line : int
        `map.yml`의 줄 번호(1부터).
    needs : dict of str to str
        먼저 읽을 장과, 그 장에서 쓰는 것.
    """

    stem: str
    line: int
    needs: dict[str, str] = field(hash=False)


def read_map(root: Path) -> dict[str, Place]:
    r"""지도를 읽습니다. 꼴만 보고, 차례와 맞는지는 `map_faults`가 봅니다.

    Parameters
    ----------
    root : Path
        책의 뿌리 폴더.

    Returns
    -------
    dict of str to Place
        장의 이름과 자리. 파일이 없으면 비어 있습니다.

    Raises
    ------
    UsageError
        YAML이 아니거나 꼴이 다를 때.
    """
    path = root / MAP_FILE
    return {
        stem: _place(stem, entry, line, path) for stem, (entry, line) in read_entries(path).items()
    }


def _place(stem: str, entry: Any, line: int, path: Path) -> Place:
    where = f"{path}:{line}: `{stem}`"
    if not isinstance(entry, dict) or set(entry) != {"needs"}:
        raise UsageError(f"{where}에는 `needs:` 하나만 씁니다(받은 값: {entry!r}).")
    needs = entry["needs"] if entry["needs"] is not None else {}
    if not isinstance(needs, dict):
        raise UsageError(f"{where}의 `needs`는 `먼저 읽을 장: 쓰는 것`의 묶음이어야 합니다.")
    for name, why in needs.items():
        if not isinstance(why, str) or not why.strip():
            raise UsageError(f"{where}의 `{name}`에서 무엇을 쓰는지 글로 적으세요.")
    return Place(stem, line, {str(name): why.strip() for name, why in needs.items()})


def map_faults(places: dict[str, Place], order: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    r"""지도가 차례와 맞는지 봅니다.

    먼저 읽을 장은 모두 차례에서 앞에 있어야 하므로, 서로를 먼저 읽으라는 고리도 생기지 않습니다.

    Parameters
    ----------
    places : dict of str to Place
        `read_map`의 결과.
    order : iterable of str
        번호가 붙은 장들을 차례의 순서대로.

    Yields
    ------
    tuple of (int, str, str)
        지도의 줄 번호, 무엇이 문제인지, 고칠 방법.
    """
    stems = list(order)
    position = {stem: number for number, stem in enumerate(stems)}
    for stem in stems:
        if stem not in places:
            yield 1, f"차례의 장 `{stem}`이 지도에 없습니다", f"`{stem}:`과 `needs:`를 적으세요."
    for place in places.values():
        if place.stem not in position:
            yield place.line, f"차례에 없는 장입니다: `{place.stem}`", "이름을 고치거나 지우세요."
            continue
        for name in place.needs:
            if name not in position:
                what = f"`{place.stem}`이 차례에 없는 장을 먼저 읽으라고 합니다: `{name}`"
                yield place.line, what, "이름을 고치거나 지우세요."
            elif position[name] >= position[place.stem]:
                what = f"`{place.stem}`이 차례에서 뒤에 있는 장을 먼저 읽으라고 합니다: `{name}`"
                yield place.line, what, "차례를 바꾸거나 이 줄을 지우세요."


def drawn_needs(places: dict[str, Place]) -> list[tuple[str, str]]:
    r"""그릴 화살표만 고릅니다: 다른 장을 거쳐서도 알 수 있는 것은 그리지 않습니다.

    Parameters
    ----------
    places : dict of str to Place
        `map_faults`가 탈을 찾지 못한 지도.

    Returns
    -------
    list of tuple of (str, str)
        먼저 읽을 장과 나중에 읽을 장.
    """
    before: dict[str, set[str]] = {}

    def all_before(stem: str) -> set[str]:
        if stem not in before:
            needs = places[stem].needs
            before[stem] = set(needs).union(*(all_before(one) for one in needs))
        return before[stem]

    return [
        (need, stem)
        for stem, place in places.items()
        for need in place.needs
        if not any(need in all_before(other) for other in place.needs if other != need)
    ]
