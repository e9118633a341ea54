r"""nbval이 모은 칸을 실행하며 결과를 자료로 내보내는 pytest 플러그인입니다.

칸의 이름은 `grade_id`(칸의 id)이고, nbval의 판정은 쓰지 않습니다. 정답은 이 프로세스에 없으므로 여기서는
값을 견주지 않고, 칸마다 JSON 한 줄을 판정하는 프로세스로 보낼 뿐입니다. `run`이 띄웁니다.
"""

import json
import os
import time
from collections import defaultdict
from collections.abc import Generator
from queue import Empty
from typing import IO, Any

import nbval.plugin
import pytest

from coursekit.grading.kernel import KernelDiedError, WatchedKernel
from coursekit.grading.outcome import Status, clean

# 한 칸은 남은 시간의 절반까지 씁니다: 한 칸이 멈추어도 뒤의 칸을 볼 시간이 남습니다.
_SHARE = 0.5
_LEAST_SECONDS = 1.0

_results: list[IO[str]] = []


def pytest_configure() -> None:
    r"""커널을 바꿔 끼우고, 결과가 나갈 길을 다른 출력과 떼어 놓습니다."""
    nbval.plugin.RunningKernel = WatchedKernel
    _results.append(os.fdopen(os.dup(1), "w", encoding="ascii"))
    os.dup2(2, 1)


def pytest_collection_modifyitems(items: list[Any]) -> None:
    r"""칸의 이름을 `grade_id`로 바꾸고, 칸 안의 표지와 태그의 힘을 없앱니다.

    Parameters
    ----------
    items : list of IPyNbCell
        nbval이 모은 칸.
    """
    for item in items:
        item.name = item.cell.id
        item.options = defaultdict(bool, check=False)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: Any) -> None:
    r"""앞 칸이 멈춘 흔적을 지웁니다. nbval은 그 뒤의 칸을 xfail로 만듭니다.

    Parameters
    ----------
    item : IPyNbCell
        실행할 칸.
    """
    item.parent.timed_out = False


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_call(item: Any) -> None:
    r"""남은 시간을 나누고, 커널이 죽었으면 다시 살립니다.

    Parameters
    ----------
    item : IPyNbCell
        실행할 칸.
    """
    notebook = item.parent
    if not hasattr(notebook, "deadline"):
        limit = float(notebook.nb.metadata["coursekit"]["time_limit"])
        notebook.deadline = time.monotonic() + limit
        notebook.replay = []
    if not notebook.kernel.is_alive():
        _revive(notebook)
    notebook.kernel.deadline = notebook.deadline
    notebook.kernel.last_msg_id = ""
    remaining = notebook.deadline - time.monotonic()
    if remaining <= 0:
        pytest.fail("노트북의 제한 시간이 지났습니다.")
    item.config.option.nbval_cell_timeout = max(_LEAST_SECONDS, _SHARE * remaining)


def _revive(notebook: Any) -> None:
    r"""새 커널에서, 무사히 끝났던 준비 칸과 풀이 칸만 다시 실행합니다."""
    started = time.monotonic()
    notebook.kernel = WatchedKernel("", cwd=str(notebook.path.parent))
    # 커널을 띄우는 시간은 학생의 시간이 아닙니다.
    notebook.deadline += time.monotonic() - started
    notebook.kernel.deadline = notebook.deadline
    for source in notebook.replay:
        try:
            message = notebook.kernel.execute_cell_input(source)
            notebook.kernel.await_reply(message, timeout=_LEAST_SECONDS + 5)
            notebook.kernel.await_idle(message, 5)
        except (Empty, KernelDiedError):
            return


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: Any, call: Any) -> Generator[None, Any, Any]:
    r"""칸의 결과를 한 줄로 내보냅니다.

    Parameters
    ----------
    item : IPyNbCell
        실행한 칸.
    call : CallInfo
        실행의 기록.

    Yields
    ------
    None
        pytest가 보고를 만들 차례.
    """
    report = yield
    if call.when == "call" or (call.when == "setup" and not report.passed):
        notebook, kind = item.parent, item.cell.metadata["coursekit"]["kind"]
        status, error = _status(item, call, report)
        if status == "passed" and kind in ("setup", "code", "solution"):
            notebook.replay.append(item.cell.source)
        kernel = notebook.kernel
        emissions = kernel.emissions(kernel.last_msg_id) if call.when == "call" else ()
        record = {
            "notebook": notebook.path.parent.name,
            "grade_id": item.name,
            "status": status,
            "emissions": emissions,
            "error": error,
        }
        _results[0].write(json.dumps(record, allow_nan=False) + "\n")
        _results[0].flush()
    return report


def _status(item: Any, call: Any, report: Any) -> tuple[Status, str]:
    if report.passed and not hasattr(report, "wasxfail"):
        return "passed", ""
    if call.excinfo is None:
        return "missing", ""
    error = call.excinfo.value
    if isinstance(error, KernelDiedError) and not item.parent.timed_out:
        return "died", str(error)
    if item.parent.timed_out or call.excinfo.errisinstance(pytest.fail.Exception):
        return "timeout", ""
    for output in item.test_outputs or []:
        if output.output_type == "error":
            return "failed", f"{clean(output['ename'], 80)}: {clean(output['evalue'])}"
    return "missing", clean(str(error))
