r"""장의 지도에서 카드와 카드를 잇는 화살표의 길을 정합니다. 모두 가로와 세로로만 꺾입니다.

카드는 세 칸씩 줄을 지어 놓이고 크기가 같으므로, 스크립트가 재지 않아도 자리를 압니다.
길은 카드 사이의 빈 곳(줄과 줄 사이, 칸과 칸 사이)으로만 다니고, 출발한 장이 다르면 다른 차선을 씁니다.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

COLUMNS = 3
# 글자 크기가 16픽셀일 때의 픽셀입니다. course-map.css의 rem과 같은 수여야 합니다.
LABEL, CARD, ROW, BETWEEN, UNDER = 80, 208, 144, 32, 40
# 나가는 자리는 카드 아래의 가운데에서 오른쪽으로, 들어오는 자리는 카드 위의 왼쪽으로 비켜 있어 서로 겹치지 않습니다.
ASIDE, APART = 30, 36
WIDTH = LABEL + COLUMNS * CARD + (COLUMNS - 1) * BETWEEN

Point = tuple[float, float]


@dataclass(frozen=True)
class Arrow:
    r"""화살표 하나: 먼저 읽을 장, 나중에 읽을 장, 꺾이는 점들."""

    source: str
    target: str
    points: tuple[Point, ...]


def place_cards(rows: Sequence[Sequence[str]]) -> dict[str, tuple[int, int]]:
    r"""부마다 세 칸씩 줄을 바꾸어 카드의 자리를 정합니다.

    Parameters
    ----------
    rows : sequence of sequence of str
        부마다의 장.

    Returns
    -------
    dict of str to tuple of (int, int)
        장의 줄과 칸(0부터).
    """
    found = {}
    row = 0
    for stems in rows:
        for number, stem in enumerate(stems):
            found[stem] = (row + number // COLUMNS, number % COLUMNS)
        row += -(-len(stems) // COLUMNS)
    return found


def height(cards: dict[str, tuple[int, int]]) -> int:
    r"""지도의 높이(픽셀)를 구합니다.

    Parameters
    ----------
    cards : dict of str to tuple of (int, int)
        `place_cards`의 결과.

    Returns
    -------
    int
        첫 줄의 위부터 마지막 줄의 아래까지.
    """
    rows = 1 + max(row for row, _ in cards.values())
    return rows * (ROW + UNDER) - UNDER


def route(cards: dict[str, tuple[int, int]], needs: Iterable[tuple[str, str]]) -> list[Arrow]:
    r"""화살표마다 길을 정합니다.

    Parameters
    ----------
    cards : dict of str to tuple of (int, int)
        장의 줄과 칸.
    needs : iterable of tuple of (str, str)
        먼저 읽을 장과 나중에 읽을 장.

    Returns
    -------
    list of Arrow
        받은 순서대로의 화살표.
    """
    pairs = list(needs)
    lanes = _Lanes(cards, pairs)
    return [Arrow(a, b, tuple(_straight(lanes.path(a, b)))) for a, b in pairs]


def _beside(source: tuple[int, int], target: tuple[int, int]) -> bool:
    return source[0] == target[0] and target[1] == source[1] + 1


class _Lanes:
    r"""빈 곳마다 누가 지나는지 모아 차선을 나눕니다."""

    def __init__(self, cards: dict[str, tuple[int, int]], pairs: list[tuple[str, str]]) -> None:
        self.cards = cards
        self.level: dict[int, list[str]] = defaultdict(list)  # 줄 아래의 가로 차선
        self.upright: dict[int, list[str]] = defaultdict(list)  # 칸 오른쪽의 세로 차선
        tops: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        for a, b in pairs:
            (row, column), (to_row, to_column) = cards[a], cards[b]
            if _beside(cards[a], cards[b]):
                continue
            if row == to_row:
                self._join(self.level[row - 1], a)
                tops[a].append((to_column, 1, b))
            else:
                self._join(self.level[row], a)
                if to_row > row + 1:
                    self._join(self.level[to_row - 1], a)
                    self._join(self.upright[self._between(column, to_column)], a)
            tops[b].append((column, 0, a))
        self.tops = {stem: sorted(ends) for stem, ends in tops.items()}

    @staticmethod
    def _join(lane: list[str], stem: str) -> None:
        if stem not in lane:
            lane.append(stem)

    @staticmethod
    def _between(column: int, to_column: int) -> int:
        if to_column < column or (to_column == column == 0):
            return to_column
        return to_column - 1

    def left(self, stem: str) -> float:
        return LABEL + self.cards[stem][1] * (CARD + BETWEEN)

    def top(self, stem: str) -> float:
        return self.cards[stem][0] * (ROW + UNDER)

    def port(self, stem: str, other: str) -> float:
        ends = [name for _, _, name in self.tops[stem]]
        return self.left(stem) + CARD / 2 - ASIDE + APART * ends.index(other)

    def lane(self, row: int, stem: str) -> float:
        users = self.level[row]
        start = row * (ROW + UNDER) + ROW
        return start + UNDER * (users.index(stem) + 1) / (len(users) + 1)

    def path(self, a: str, b: str) -> list[Point]:
        (row, column), (to_row, to_column) = self.cards[a], self.cards[b]
        if _beside(self.cards[a], self.cards[b]):
            y = self.top(a) + ROW / 2
            return [(self.left(a) + CARD, y), (self.left(b), y)]
        end = (self.port(b, a), self.top(b))
        if row == to_row:
            over = self.lane(row - 1, a)
            begin = (self.port(a, b), self.top(a))
            return [begin, (begin[0], over), (end[0], over), end]
        begin = (self.left(a) + CARD / 2 + ASIDE, self.top(a) + ROW)
        under = self.lane(row, a)
        if to_row == row + 1:
            return [begin, (begin[0], under), (end[0], under), end]
        gap = self._between(column, to_column)
        users = self.upright[gap]
        side = LABEL + gap * (CARD + BETWEEN) + CARD
        x = side + BETWEEN * (users.index(a) + 1) / (len(users) + 1)
        over = self.lane(to_row - 1, a)
        return [begin, (begin[0], under), (x, under), (x, over), (end[0], over), end]


def _straight(points: list[Point]) -> list[Point]:
    r"""한 줄에 놓인 가운데 점을 뺍니다."""
    kept: list[Point] = []
    for point in points:
        if len(kept) > 1 and any(kept[-2][i] == kept[-1][i] == point[i] for i in (0, 1)):
            kept.pop()
        if not kept or kept[-1] != point:
            kept.append(point)
    return kept
