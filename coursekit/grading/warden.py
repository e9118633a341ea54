r"""제출물 하나를 지키는 감시자입니다. 학생의 PID 이름 공간의 1번이므로, 끝나면 그 안의 모두가 끝납니다.

학생의 코드를 실행하는 프로세스(본줄기)는 때때로 칸 앞의 모습을 한 벌 복제해 둡니다. 칸이 죽거나 멈추면 감시자가
나머지를 모두 죽이고 복제본이 다음 칸을 이어받습니다. 복제본이 없거나 그것도 죽었으면 깨끗한 복제에서 끝났던 칸을 처음부터 다시
실행합니다. 감시자는 학생의 코드를 실행하지 않고, 학생이 보낸 것을 정해진 크기까지만 읽습니다.
"""

import json
import math
import time
from collections.abc import Callable, Sequence

from coursekit.grading.cellrunner import CellRunner
from coursekit.grading.family import kill_all, neighbours
from coursekit.grading.frames import frame, write_all
from coursekit.grading.limits import LEAST_SECONDS, cell_seconds
from coursekit.grading.trunk import COMPLETED, Ran, Spare, Trunk

_REPLAYED = ("setup", "code", "solution")
# 앞의 칸들이 이보다 오래 걸렸으면, 다시 실행하기보다 복제해 두는 편이 쌉니다.
_SPARE_SECONDS = 0.05


def guard_cells(
    cells: Sequence[dict[str, str]],
    time_limit: float,
    out: int,
    runner: CellRunner,
    memory: Callable[[], bool],
) -> None:
    r"""칸을 모두 실행하며 결과를 하나씩 내보냅니다.

    Parameters
    ----------
    cells : sequence of dict
        `kind`와 `source`가 있는 칸.
    time_limit : float
        노트북의 제한 시간(초).
    out : int
        결과가 나갈 서술자.
    runner : CellRunner
        준비된 실행기. 복제된 프로세스 안에서만 씁니다.
    memory : callable
        메모리를 너무 많이 쓰고 있으면 참을 돌려주는 함수.
    """
    deadline = time.monotonic() + time_limit
    warden = _Warden(out, runner, memory, deadline)
    for index, cell in enumerate(cells):
        ran = warden.run(cell["source"], replayed=cell["kind"] in _REPLAYED)
        record = {"index": index, "status": ran.status, "error": ran.error}
        frames = [frame(b"V", emission) for emission in ran.emissions]
        write_all(out, b"".join([*frames, frame(b"C", json.dumps(record).encode("ascii"))]))


class _Warden:
    r"""칸을 차례로 맡기고, 죽은 본줄기를 되살립니다.

    되살리는 길은 둘입니다. 복제본이 살아 있으면 그것을 깨워 그 뒤에 끝난 칸(`_since`)만 다시 실행하고, 아니면 깨끗한
    감시자에서 처음부터 끝난 칸(`_done`)을 모두 다시 실행합니다. 복제본은 다시 실행하는 것이 복제보다 비쌀 때만
    만듭니다.
    """

    def __init__(
        self, out: int, runner: CellRunner, memory: Callable[[], bool], deadline: float
    ) -> None:
        self._out = out
        self._runner = runner
        self._memory = memory
        self._deadline = deadline
        self._trunk = Trunk.begin(runner, out)
        self._spare: Spare | None = None
        self._done: list[str] = []
        self._since: list[str] = []
        self._cost = 0.0

    def run(self, source: str, *, replayed: bool) -> Ran:
        if self._remaining() <= 0:
            return Ran("timeout")
        if not self._trunk.alive():
            self._revive()
        started = time.monotonic()
        ran = self._run(source, cell_seconds(self._remaining()))
        if ran.status in COMPLETED:
            self._cost += time.monotonic() - started
            if replayed:
                self._done.append(source)
                self._since.append(source)
        else:
            kill_all({self._spare.pid} if self._spare else set())
        return ran

    def _remaining(self) -> float:
        return self._deadline - time.monotonic()

    def _run(self, source: str, seconds: float) -> Ran:
        ran, spare = self._trunk.run(
            source, seconds, self._memory, spare=self._cost > _SPARE_SECONDS
        )
        if spare is not None:
            if self._spare is not None:
                self._spare.close()
            self._spare, self._since, self._cost = spare, [], 0.0
        return ran

    def _revive(self) -> None:
        self._trunk.close()
        spare, since = self._spare, self._since
        self._spare, self._since = None, []
        if spare is not None and spare.pid in neighbours():
            self._trunk = spare.wake()
            # 복제본을 다 썼습니다: 다음 칸 앞에서 새로 만듭니다.
            self._cost = math.inf
            if self._replay(since):
                return
        elif spare is not None:
            spare.close()
        self._begin_again()
        while not self._replay(self._done):
            # 아까는 끝났는데 지금은 아닌 칸은 빼고 다시 합니다.
            if self._remaining() <= 0:
                return
            self._begin_again()

    def _begin_again(self) -> None:
        kill_all(set())
        self._trunk.close()
        self._trunk = Trunk.begin(self._runner, self._out)
        self._cost = 0.0

    def _replay(self, sources: list[str]) -> bool:
        r"""끝났던 칸을 다시 실행합니다. 하나라도 끝나지 않으면 그 칸을 잊고 거짓을 돌려줍니다."""
        started = time.monotonic()
        for source in sources:
            seconds = min(LEAST_SECONDS + 5, self._remaining())
            ran = self._trunk.run(source, seconds, self._memory)[0] if seconds > 0 else None
            if ran is None or ran.status not in COMPLETED:
                self._done.remove(source)
                return False
        self._cost += time.monotonic() - started
        return True
