r"""nbval의 커널 자리에 엔진을 끼우는 pytest 플러그인입니다. nbval은 칸을 모으고 보고하는 일만 합니다.

노트북은 대역이 생길 때 엔진에서 통째로 실행되고, 대역은 칸마다의 결과를 nbval이 아는 메시지로 옮깁니다.
"""

import json
import os
from collections import deque
from pathlib import Path
from queue import Empty
from typing import Any

import nbval.plugin
import pytest

from coursekit.grading.assembly import RunCell
from coursekit.grading.engine import Engine, EngineError, Outcomes
from coursekit.grading.kernel import KernelDiedError
from coursekit.grading.outcome import Outcome
from coursekit.grading.run import preload_for
from coursekit.grading.sanitise import Sanitised

TRUSTED = "COURSEKIT_ENGINE_TRUSTED"
_engine: list[Engine] = []


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    r"""nbval이 커널 대신 엔진의 대역을 만들게 합니다."""
    nbval.plugin.RunningKernel = EngineKernel


def pytest_unconfigure() -> None:
    r"""엔진을 끝냅니다."""
    while _engine:
        _engine.pop().close()


class EngineKernel(nbval.plugin.RunningKernel):  # type: ignore[misc]
    r"""nbval의 `RunningKernel`과 같은 메서드를 가진 대역입니다.

    Parameters
    ----------
    kernel_name : str
        nbval이 주는 이름. 쓰지 않습니다.
    cwd : str
        `notebook.ipynb`가 놓인 폴더.
    startup_timeout : float
        쓰지 않습니다.
    """

    def __init__(self, kernel_name: str, cwd: str, startup_timeout: float = 60) -> None:
        self.deadline = float("inf")
        self.last_msg_id = ""
        self._notebook = json.loads((Path(cwd) / "notebook.ipynb").read_bytes())
        self._names = deque(cell["id"] for cell in self._notebook["cells"])
        self._messages: dict[str, deque[dict[str, Any]]] = {"shell": deque(), "iopub": deque()}
        self._died, self._error = False, ""
        self._outcomes = self._run()

    def emissions(self, msg_id: str) -> tuple[str, ...]:
        r"""한 번의 실행이 낸 값의 JSON입니다.

        Parameters
        ----------
        msg_id : str
            실행을 부탁한 메시지의 id: 칸의 이름입니다.

        Returns
        -------
        tuple of str
            많아야 둘.
        """
        outcome = self._outcomes.get(msg_id)
        return outcome.emissions if outcome else ()

    def execute_cell_input(self, cell_input: str, allow_stdin: bool | None = None) -> str:
        r"""다음 칸의 결과를 메시지로 만들어 둡니다.

        Parameters
        ----------
        cell_input : str
            코드. 이미 엔진에 준 것과 같습니다.
        allow_stdin : bool, optional
            쓰지 않습니다.

        Returns
        -------
        str
            메시지의 id.
        """
        name = self.last_msg_id = str(self._names.popleft())
        outcome = self._outcomes.get(name, Outcome(name, "died"))
        parent = {"parent_header": {"msg_id": name}}
        for queue in self._messages.values():
            queue.clear()
        self._died, self._error = outcome.status == "died", outcome.error
        if outcome.status in ("passed", "failed"):
            reply = {"status": "ok" if outcome.status == "passed" else "error"}
            self._messages["shell"].append(
                {**parent, "msg_type": "execute_reply", "content": reply}
            )
        if outcome.status == "failed":
            kind, _, text = outcome.error.partition(": ")
            content = {"ename": kind, "evalue": text, "traceback": []}
            self._messages["iopub"].append({**parent, "msg_type": "error", "content": content})
        if outcome.status != "timeout":
            idle = {"execution_state": "idle"}
            self._messages["iopub"].append({**parent, "msg_type": "status", "content": idle})
        return name

    def _run(self) -> Outcomes:
        cells = tuple(
            RunCell(cell["id"], cell["metadata"]["coursekit"]["kind"], "".join(cell["source"]))
            for cell in self._notebook["cells"]
        )
        notebook = Sanitised("", cells, (), {})
        if not _engine:
            _engine.append(Engine(preload_for([notebook]), trusted=TRUSTED in os.environ))
        try:
            limit = float(self._notebook["metadata"]["coursekit"]["time_limit"])
            return _engine[0].run(notebook, limit)
        except EngineError as error:
            raise KernelDiedError(str(error)) from None

    def get_message(self, stream: str, timeout: float | None = None) -> dict[str, Any]:
        r"""채널의 다음 메시지입니다.

        Parameters
        ----------
        stream : {"iopub", "shell"}
            채널.
        timeout : float, optional
            기다리지 않으므로 쓰지 않습니다.

        Returns
        -------
        dict
            메시지.

        Raises
        ------
        Empty
            칸이 제때 끝나지 않았을 때.
        KernelDiedError
            칸이 죽었을 때.
        """
        if self._died:
            raise KernelDiedError(self._error)
        if not self._messages[stream]:
            raise Empty
        return self._messages[stream].popleft()

    def is_alive(self) -> bool:
        r"""칸이 죽어도 엔진은 다음 칸의 결과를 갖고 있습니다."""
        return True

    def interrupt(self) -> None:
        r"""이미 끝난 일이므로 할 일이 없습니다."""

    def stop(self) -> None:
        r"""엔진은 다음 노트북이 되쓰므로 그대로 둡니다."""
