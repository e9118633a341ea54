r"""제출물 하나를 지키는 감시자입니다. 학생의 PID 이름 공간의 1번이므로, 끝나면 그 안의 모두가 끝납니다.

학생의 코드를 실행하는 프로세스(본줄기)는 때때로 칸 앞의 모습을 한 벌 복제해 둡니다. 칸이 죽거나 멈추면 감시자가
나머지를 모두 죽이고 복제본이 다음 칸을 이어받습니다. 복제본도 죽었으면 깨끗한 복제에서 무사했던 칸을 다시
실행합니다. 감시자는 학생의 코드를 실행하지 않고, 학생이 보낸 것을 정해진 크기까지만 읽습니다.
"""

import json
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
        ran = warden.run(cell["source"])
        if ran.status == "passed" and cell["kind"] in _REPLAYED:
            warden.replay.append(cell["source"])
        record = {"index": index, "status": ran.status, "error": ran.error}
        frames = [frame(b"V", emission) for emission in ran.emissions]
        write_all(out, b"".join([*frames, frame(b"C", json.dumps(record).encode("ascii"))]))


class _Warden:
    r"""칸을 차례로 맡기고, 죽은 본줄기를 되살립니다.

    복제본은 앞의 칸들을 다시 실행하는 것이 복제보다 비쌀 때만 만듭니다. 되살릴 때는 가장 가까운 복제본(없으면
    깨끗한 감시자)에서 그 뒤에 끝난 칸을 다시 실행합니다.
    """

    def __init__(
        self, out: int, runner: CellRunner, memory: Callable[[], bool], deadline: float
    ) -> None:
        self.replay: list[str] = []
        self._out = out
        self._runner = runner
        self._memory = memory
        self._deadline = deadline
        self._trunk = Trunk.begin(runner, out)
        self._spare: Spare | None = None
        self._since: list[str] = []
        self._cost = 0.0

    def run(self, source: str) -> Ran:
        if self._remaining() <= 0:
            return Ran("timeout")
        if not self._trunk.alive():
            self._revive()
        started = time.monotonic()
        ran = self._run(source, cell_seconds(self._remaining()))
        if ran.status in COMPLETED:
            self._since.append(source)
            self._cost += time.monotonic() - started
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
        sources = self._since
        if self._spare is not None and self._spare.pid in neighbours():
            self._trunk = self._spare.wake()
        else:
            if self._spare is not None:
                # 복제본까지 죽었습니다: 처음부터, 무사했던 준비와 풀이만.
                self._spare.close()
                sources = self.replay
            kill_all(set())
            self._trunk = Trunk.begin(self._runner, self._out)
        self._spare, self._since, self._cost = None, list(sources), 0.0
        for number, source in enumerate(sources):
            seconds = min(LEAST_SECONDS + 5, self._remaining())
            if seconds <= 0:
                return
            if self._trunk.run(source, seconds, self._memory)[0].status not in COMPLETED:
                # 아까는 끝났는데 지금은 아닙니다: 남은 칸은 있는 그대로 실행합니다.
                self._since = self._since[:number]
                kill_all(set())
                return
