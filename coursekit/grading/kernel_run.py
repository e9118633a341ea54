r"""nbval이 칸을 모으고 보고하는 길입니다: 노트북마다 보통의 커널이나, 그 자리의 엔진이 실행합니다.

보통의 커널(macOS, Windows)에는 모래 상자가 없으므로 **믿을 수 있는 제출물에만** 씁니다. pytest 하나가 여러
노트북을 차례로 실행합니다. 그 프로세스와 커널에는 정답도 허용 오차도 없습니다.
"""

import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from coursekit.errors import UsageError
from coursekit.grading.isolation import fresh_environment
from coursekit.grading.outcome import Outcome, clean
from coursekit.grading.release import notebook_text
from coursekit.grading.sanitise import Sanitised, notebook_of

Outcomes = dict[str, Outcome]

# 커널을 띄우고 끝내는 데 드는, 학생의 탓이 아닌 시간.
_OVERHEAD_SECONDS = 30.0


def run_in_kernels(
    notebooks: Sequence[Sanitised], time_limit: float, *, engine: bool = False, trusted: bool = True
) -> Iterator[tuple[int, Outcomes]]:
    r"""노트북을 차례로 실행하고 끝나는 대로 결과를 냅니다.

    Parameters
    ----------
    notebooks : sequence of Sanitised
        다시 만든 제출물.
    time_limit : float
        노트북 하나의 제한 시간(초).
    engine : bool
        참이면 커널 대신 엔진이 실행합니다.
    trusted : bool
        엔진을 모래 상자 없이 쓰면 참. 커널에는 모래 상자가 없습니다.

    Yields
    ------
    tuple of int and dict
        몇 번째 노트북인지와, 칸의 이름마다의 결과. 실행하지 못한 칸은 들어 있지 않습니다.

    Raises
    ------
    UsageError
        nbval이 아예 시작하지 못했을 때. 학생의 탓이 아니므로 0점이 아닙니다.
    """
    if not notebooks:
        return
    with tempfile.TemporaryDirectory(prefix="coursekit-", ignore_cleanup_errors=True) as folder:
        root = Path(folder)
        paths = [_place(root, i, notebook, time_limit) for i, notebook in enumerate(notebooks)]
        collected: list[Outcomes] = [{} for _ in notebooks]
        finished = 0
        record = None
        for record in _records(root, paths, time_limit, engine, trusted):
            current = int(record["notebook"])
            while finished < current:
                yield finished, collected[finished]
                finished += 1
            outcome = Outcome(
                record["grade_id"], record["status"], tuple(record["emissions"]), record["error"]
            )
            collected[current][outcome.grade_id] = outcome
        if record is None:
            log = (root / "runner.log").read_text(encoding="utf-8", errors="replace")
            raise UsageError(f"노트북을 실행하지 못했습니다: {clean(log[-300:]) or '까닭 모름'}")
        for index in range(finished, len(notebooks)):
            yield index, collected[index]


def _place(root: Path, index: int, notebook: Sanitised, time_limit: float) -> Path:
    folder = root / str(index)
    folder.mkdir()
    path = folder / "notebook.ipynb"
    path.write_text(notebook_text(notebook_of(notebook, time_limit)), encoding="utf-8")
    return path


def _records(
    root: Path, paths: Sequence[Path], time_limit: float, engine: bool, trusted: bool
) -> Iterator[dict[str, Any]]:
    settings = root / "pytest.ini"
    settings.write_text("[pytest]\n", encoding="utf-8")
    plugins = ["nbval.plugin", "coursekit.grading.nbval_hook"]
    plugins += ["coursekit.grading.nbval_engine"] if engine else []
    command = [
        *[sys.executable, "-m", "pytest", "--nbval-lax", "--nbval-current-env", "-q"],
        *["-c", str(settings), "--rootdir", str(root), "--capture=no", "--tb=no"],
        *["-p", "no:cacheprovider", "--continue-on-collection-errors"],
        *[word for plugin in plugins for word in ("-p", plugin)],
        *map(str, paths),
    ]
    environment = fresh_environment(root / "home")
    environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    if engine and trusted:
        environment["COURSEKIT_ENGINE_TRUSTED"] = "1"
    with (root / "runner.log").open("wb") as log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            cwd=root,
            env=environment,
            start_new_session=True,
        )
    assert process.stdout is not None
    lines: queue.Queue[bytes | None] = queue.Queue()
    pump = threading.Thread(target=_pump, args=(process.stdout, lines), daemon=True)
    pump.start()
    until = time.monotonic() + len(paths) * (time_limit + _OVERHEAD_SECONDS)
    try:
        while line := _next(lines, until):
            yield json.loads(line)
    finally:
        _end(process)
        pump.join()
        process.stdout.close()


def _pump(stream: IO[bytes], lines: "queue.Queue[bytes | None]") -> None:
    for line in stream:
        lines.put(line)
    lines.put(None)


def _next(lines: "queue.Queue[bytes | None]", until: float) -> bytes | None:
    try:
        return lines.get(timeout=max(0.0, until - time.monotonic()))
    except queue.Empty:
        return None


def _end(process: "subprocess.Popen[bytes]") -> None:
    r"""우리가 띄운 pytest를 끝냅니다. 제때 끝나지 않으면 그 프로세스 무리를 죽입니다."""
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()
