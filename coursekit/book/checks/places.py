r"""장의 지도와 한 쪽 요약이 차례와 맞는지, 장의 개요에 시간이 적혀 있는지 봅니다."""

from collections.abc import Iterator

from coursekit.book.checks.problem import Problem
from coursekit.book.coursemap import MAP_FILE, map_faults, read_map
from coursekit.book.minutes import stated_minutes
from coursekit.book.sources import Book, numbered_parts
from coursekit.book.summaries import SUMMARIES_FILE, read_summaries, summary_faults


def places(book: Book) -> Iterator[Problem]:
    r"""지도나 요약에 없거나 차례와 어긋난 장과, 읽는 시간을 적지 않은 장을 찾습니다."""
    stems = [stem for part in numbered_parts(book.root) for stem in part.stems]
    found = read_map(book.root)
    for line, what, fix in map_faults(found, stems):
        yield Problem(book.root / MAP_FILE, line, what, fix)
    for line, what, fix in summary_faults(read_summaries(book.root), stems):
        yield Problem(book.root / SUMMARIES_FILE, line, what, fix)
    for chapter in book.chapters:
        if chapter.path.stem in stems and stated_minutes(chapter.text) is None:
            yield Problem(
                chapter.path,
                1,
                "개요에 읽는 시간이 없습니다",
                "`읽는 데 50분, 연습문제에 60분쯤 걸립니다.`처럼 적으세요.",
            )
