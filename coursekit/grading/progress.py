r"""채점이 얼마나 되었는지 터미널에 보여 줍니다: 끝난 수, 빠르기, 채점하지 못한 수, 남은 시간."""

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from coursekit.grading.session import Graded


class _Rate(ProgressColumn):
    r"""1분에 끝낸 제출물의 수."""

    def render(self, task: Task) -> Text:
        # 최근의 빠르기(`task.speed`)는 멈춘 제출물 하나에 크게 흔들립니다.
        if not task.completed or not task.elapsed:
            return Text("")
        return Text(f"분당 {60 * task.completed / task.elapsed:.0f}개")


def shown(graded: Iterable[Graded], total: int, console: Console | None = None) -> Iterator[Graded]:
    r"""지나가는 결과를 세어 보여 주며 그대로 냅니다.

    Parameters
    ----------
    graded : iterable of Graded
        채점이 끝난 것.
    total : int
        모두 몇 개인지.
    console : Console, optional
        어디에 쓸지. 주지 않으면 표준 오류입니다.

    Yields
    ------
    Graded
        받은 것 그대로.
    """
    columns = [
        TextColumn("채점"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TextColumn("{task.fields[failed]}", style="red"),
        TextColumn("남은 시간"),
        TimeRemainingColumn(),
    ]
    with Progress(*columns, console=console or Console(stderr=True)) as progress:
        task = progress.add_task("채점", total=total, failed="")
        failures = 0
        for one in graded:
            failures += one.assessment is None
            progress.update(task, advance=1, failed=f"실패 {failures}개" if failures else "")
            yield one
