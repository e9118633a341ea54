r"""nbval이 쓰는 커널 자리에 들어가는 커널입니다.

nbval의 것과 다른 점: 빈 집에서 시작하고, 죽으면 곧 알아채고, 마감을 지키며, 판정에 쓰지 않는 출력은
쌓아 두지 않습니다. 실행하는 일은 보통의 ipykernel이 합니다(모래 상자는 없습니다: 모르는 사람의 것은 `engine`이 실행합니다).
"""

import json
import subprocess
import time
from collections import deque
from pathlib import Path
from queue import Empty
from typing import Any

import zmq
from jupyter_client.manager import KernelManager
from nbval.kernel import CURRENT_ENV_KERNEL_NAME, NbvalKernelspecManager, RunningKernel

from coursekit.grading.isolation import fresh_environment
from coursekit.grading.values import MAX_BYTES, MIME

# 꼭 한 번 낸 것만 점수가 되므로 둘보다 많이 기억할 까닭이 없습니다.
KEPT_EMISSIONS = 2
_POLL_SECONDS = 0.2
_GRACE_SECONDS = 10.0
_PATIENCE_SECONDS = 1.0


class KernelDiedError(RuntimeError):
    r"""칸을 실행하는 사이에 커널이 죽었습니다."""


class WatchedKernel(RunningKernel):  # type: ignore[misc]
    r"""지켜보는 커널입니다. nbval의 `RunningKernel`과 같은 메서드를 갖습니다.

    Parameters
    ----------
    kernel_name : str
        nbval이 주는 이름. 쓰지 않습니다: 늘 지금 환경의 커널입니다.
    cwd : str
        노트북이 놓인 폴더.
    startup_timeout : float
        커널이 대답할 때까지 기다릴 초.
    """

    def __init__(self, kernel_name: str, cwd: str, startup_timeout: float = 60) -> None:
        self.deadline = float("inf")
        self.last_msg_id = ""
        self._stop_by = float("inf")
        self._waiting: deque[dict[str, Any]] = deque()
        self._emissions: dict[str, list[str]] = {}
        self.km = KernelManager(
            kernel_name=CURRENT_ENV_KERNEL_NAME, kernel_spec_manager=NbvalKernelspecManager()
        )
        self.km.start_kernel(
            cwd=cwd,
            env=fresh_environment(Path(cwd) / "home"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            extra_arguments=["--HistoryManager.enabled=False"],
        )
        self.kc = self.km.client()
        self.kc.start_channels()
        try:
            self.kc.wait_for_ready(timeout=startup_timeout)
        except RuntimeError:
            self.stop()
            raise
        self._ensure_iopub_up()

    def emissions(self, msg_id: str) -> tuple[str, ...]:
        r"""한 번의 실행이 낸 값의 JSON입니다.

        Parameters
        ----------
        msg_id : str
            실행을 부탁한 메시지의 id.

        Returns
        -------
        tuple of str
            많아야 `KEPT_EMISSIONS`개.
        """
        return tuple(self._emissions.get(msg_id, ()))

    def execute_cell_input(self, cell_input: str, allow_stdin: bool | None = None) -> str:
        r"""칸의 실행을 부탁합니다.

        Parameters
        ----------
        cell_input : str
            코드.
        allow_stdin : bool, optional
            nbval이 주는 값. 입력은 늘 받지 않습니다.

        Returns
        -------
        str
            메시지의 id.
        """
        self._stop_by = float("inf")
        self.last_msg_id = str(super().execute_cell_input(cell_input, allow_stdin=False))
        return self.last_msg_id

    def get_message(self, stream: str, timeout: float | None = None) -> dict[str, Any]:
        r"""채널의 다음 메시지를 기다립니다. 기다리는 동안 출력 채널을 비웁니다.

        Parameters
        ----------
        stream : {"iopub", "shell"}
            채널.
        timeout : float, optional
            기다릴 초.

        Returns
        -------
        dict
            메시지.

        Raises
        ------
        Empty
            시간이 지났을 때.
        KernelDiedError
            커널이 죽었거나, 마감이 한참 지나도록 멈추지 않을 때.
        """
        until = time.monotonic() + timeout if timeout is not None else float("inf")
        while True:
            if stream == "iopub" and self._waiting:
                return self._waiting.popleft()
            now = time.monotonic()
            if now > self.deadline + _GRACE_SECONDS:
                raise KernelDiedError("마감이 지났습니다")
            if now > self._stop_by:
                self.stop()
                raise KernelDiedError("멈추라는 신호를 듣지 않습니다")
            alive = self.is_alive()
            ready = self._ready({"iopub", stream}, min(_POLL_SECONDS, max(0.0, until - now)))
            if "iopub" in ready:
                self._sort(self.kc.get_iopub_msg(timeout=0))
            if "shell" in ready:
                return self._reply(self.kc.get_shell_msg(timeout=0))
            if not ready and not alive:
                raise KernelDiedError("커널이 죽었습니다")
            if not ready and now >= until:
                raise Empty

    def _ready(self, streams: set[str], seconds: float) -> set[str]:
        channels = {name: getattr(self.kc, f"{name}_channel").socket for name in streams}
        poller = zmq.Poller()
        for socket in channels.values():
            poller.register(socket, zmq.POLLIN)
        ready = dict(poller.poll(round(1000 * seconds)))
        return {name for name, socket in channels.items() if socket in ready}

    def _reply(self, message: dict[str, Any]) -> dict[str, Any]:
        # `exit()`은 대답한 뒤에 커널을 끝냅니다: 다음 칸이 뒤집어쓰기 전에 여기서 알아챕니다.
        payload = message["content"].get("payload") or []
        if any(isinstance(entry, dict) and entry.get("source") == "ask_exit" for entry in payload):
            self.stop()
            raise KernelDiedError("칸이 커널을 끝냈습니다")
        return message

    def _sort(self, message: dict[str, Any]) -> None:
        r"""값은 따로 모으고, 상태와 오류만 nbval에 넘기고, 나머지 출력은 버립니다."""
        kind = message["msg_type"]
        if kind in ("status", "error"):
            self._waiting.append(message)
        elif kind in ("display_data", "execute_result"):
            data = message["content"].get("data")
            if isinstance(data, dict) and MIME in data:
                msg_id = str(message["parent_header"].get("msg_id"))
                kept = self._emissions.setdefault(msg_id, [])
                if len(kept) < KEPT_EMISSIONS:
                    kept.append(_strict_json(data[MIME]))

    def interrupt(self) -> None:
        r"""실행을 멈추라고 합니다. 곧 멈추지 않으면 `get_message`가 커널을 끝냅니다."""
        self._stop_by = time.monotonic() + _PATIENCE_SECONDS
        super().interrupt()

    def is_alive(self) -> bool:
        r"""커널이 살아 있으면 참입니다."""
        return hasattr(self, "km") and bool(self.km.is_alive())

    def stop(self) -> None:
        r"""커널을 끝냅니다. 이미 끝났으면 아무 일도 하지 않습니다."""
        if hasattr(self, "km"):
            super().stop()


def _strict_json(payload: Any) -> str:
    try:
        text = json.dumps(payload, allow_nan=False)
    except (ValueError, TypeError, RecursionError):
        return "null"
    return text if len(text) <= 2 * MAX_BYTES else "null"
