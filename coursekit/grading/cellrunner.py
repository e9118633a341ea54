r"""학생의 프로세스에서 칸을 실행합니다: 커널 규약 없이, 노트북과 같은 뜻으로.

마지막 식의 표시, `%명령`, `!명령`, 최상위 await까지 IPython의 것을 쓰되 기록, 색, 역추적 그림은 끕니다.
값은 모아서 칸이 끝날 때 한 번에 냅니다. 여기서 나온 것은 아무도 믿지 않습니다.
"""

import builtins
import json
import sys
from typing import Any

from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from coursekit.grading.frames import frame
from coursekit.grading.values import MAX_BYTES, MIME

# 꼭 한 번 낸 것만 점수가 되므로 둘보다 많이 기억할 까닭이 없습니다.
KEPT_EMISSIONS = 2
MAX_EMISSION = 2 * MAX_BYTES
# 결과의 토막 전체: 글자 하나가 이스케이프로 열두 글자가 될 수 있습니다.
MAX_ERROR = 8_000
_MESSAGE = 500


class _Publisher(DisplayPublisher):
    r"""`display`가 부릅니다: 값만 모으고 나머지 표시는 버립니다."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)  # type: ignore[no-untyped-call]
        self.collected: list[bytes] = []

    def publish(self, data: Any, metadata: Any = None, source: Any = None, **others: Any) -> None:
        if isinstance(data, dict) and MIME in data and len(self.collected) < KEPT_EMISSIONS:
            self.collected.append(_strict(data[MIME]))

    def clear_output(self, wait: bool = False) -> None:
        r"""지울 화면이 없습니다."""


class _Shell(InteractiveShell):
    r"""화면이 없는 IPython입니다."""

    def init_display_pub(self) -> None:
        make: Any = _Publisher
        self.display_pub = make(parent=self, shell=self)

    def enable_gui(self, gui: Any = None) -> None:
        r"""창은 없습니다. `%matplotlib`이 부릅니다."""

    def ask_exit(self) -> None:
        r"""`exit()`과 `quit()`이 부릅니다: 그 칸만 끝납니다."""
        raise SystemExit(0)

    def showtraceback(self, *arguments: Any, **options: Any) -> None:
        r"""역추적은 그리지 않습니다. 오류의 이름과 말만 씁니다."""

    def showsyntaxerror(self, *arguments: Any, **options: Any) -> None:
        r"""역추적은 그리지 않습니다."""


class CellRunner:
    r"""칸을 차례로 실행하는 것입니다. 프로세스에 하나만 있습니다."""

    def __init__(self) -> None:
        config = Config()
        config.HistoryManager.enabled = False
        config.InteractiveShell.colors = "nocolor"
        config.InteractiveShell.xmode = "Minimal"
        config.InteractiveShell.autoindent = False
        config.InteractiveShell.cache_size = 0
        make: Any = _Shell.instance
        self._shell = make(config=config)
        # 글만: 그림을 그리는 데 드는 시간을 아낍니다.
        self._shell.display_formatter.active_types = ["text/plain"]
        builtins.input = _no_input

    def run(self, source: str) -> bytes:
        r"""칸 하나를 실행합니다.

        Parameters
        ----------
        source : str
            코드.

        Returns
        -------
        bytes
            값의 토막(`V`)들과 결과의 토막(`C`).
        """
        publisher = self._shell.display_pub
        publisher.collected = []
        status, error = "passed", ""
        try:
            result = self._shell.run_cell(source, store_history=False)
            caught = result.error_before_exec or result.error_in_exec
        except BaseException as raised:
            caught = raised
        if caught is not None:
            status, error = "failed", _describe(caught)
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except Exception:
                # 학생이 닫은 출력은 점수와 상관없습니다.
                continue
        record = json.dumps({"status": status, "error": error}).encode("ascii")
        return b"".join(frame(b"V", value) for value in publisher.collected) + frame(b"C", record)


def _describe(error: BaseException) -> str:
    try:
        if isinstance(error, SyntaxError) and isinstance(error.lineno, int):
            # 학생은 IPython이 붙인 파일 이름을 모릅니다.
            return (
                f"{type(error).__name__[:80]}: {str(error.msg)[:_MESSAGE]} ({error.lineno}번째 줄)"
            )
        return f"{type(error).__name__[:80]}: {str(error)[:_MESSAGE]}"
    except Exception:
        # 학생이 만든 예외의 __str__이 또 실패한 것입니다.
        return f"{type(error).__name__[:80]}: "


def _strict(payload: Any) -> bytes:
    try:
        text = json.dumps(payload, allow_nan=False).encode("ascii")
    except (ValueError, TypeError, RecursionError):
        return b"null"
    return text if len(text) <= MAX_EMISSION else b"null"


def _no_input(prompt: object = "") -> str:
    raise StdinNotImplementedError("채점할 때는 input()에 답할 사람이 없습니다.")
