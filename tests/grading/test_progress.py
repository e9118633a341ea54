r"""진행 표시: 빠르기는 처음부터의 평균이고, 결과는 그대로 지나갑니다."""

from io import StringIO

from rich.console import Console
from rich.progress import Progress

from coursekit.grading.progress import _Rate, shown
from coursekit.grading.session import Graded


def test_the_rate_is_the_mean_since_the_start_and_not_the_last_moment():
    now = [0.0]
    progress = Progress(get_time=lambda: now[0], auto_refresh=False)
    number = progress.add_task("채점", total=100)
    (task,) = progress.tasks
    assert _Rate().render(task).plain == ""
    for now[0], done in ((1.0, 28), (50.0, 29), (60.0, 30)):
        progress.update(number, completed=done)
    assert task.speed is not None
    assert round(60 * task.speed) != 30
    assert _Rate().render(task).plain == "분당 30개"


def test_results_pass_through_and_failures_are_counted():
    told = StringIO()
    given = [Graded(work=None, assessment=None, problem="죽음"), Graded(None, assessment=object())]
    console = Console(file=told, force_terminal=True, width=120)
    assert list(shown(given, 2, console)) == given
    assert "실패 1개" in told.getvalue()
    assert "2/2" in told.getvalue()
