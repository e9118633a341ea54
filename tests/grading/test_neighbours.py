r"""CPU를 채우는 폭탄 옆의 채점: 폭탄은 제 몫까지만 쓰고, 옆 엔진은 제 속도로 돕니다."""

import os
import statistics
import sys
import threading
import time
from pathlib import Path

import pytest
from attacks.arena import descendants

from coursekit.grading.assembly import RunCell
from coursekit.grading.engine import Engine
from coursekit.grading.limits import Limits
from coursekit.grading.sanitise import Sanitised

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="엔진은 리눅스에 있습니다.")

SHARE = 0.5
SECONDS = 6.0
# 스무 프로세스가 쉬지 않고 계산합니다. 스스로도 끝이 있습니다.
BOMB = (
    "import os, time\n"
    "until = time.time() + 60\n"
    "for _ in range(19):\n    if os.fork() == 0:\n        break\n"
    "while time.time() < until:\n    pass\n"
)
WORK = "import numpy as np\nx = np.random.default_rng(0).normal(size=(200, 200))\nx = x @ x\n"


def book(source: str) -> Sanitised:
    return Sanitised("a", (RunCell("a", "code", source),), (), {})


def processor_seconds(root: int) -> dict[tuple[int, str], float]:
    r"""`root`의 살아 있는 자손이 저마다 지금까지 쓴 CPU 시간입니다."""
    found = {}
    for pid, started in descendants(root):
        try:
            words = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        found[pid, started] = (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")
    return found


def exploded(root: int) -> dict[tuple[int, str], float]:
    r"""폭탄의 프로세스가 다 생길 때까지 기다려, 그때까지 쓴 CPU 시간을 돌려줍니다."""
    until = time.monotonic() + 4.0
    while len(found := processor_seconds(root)) < 20 and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(0.5)
    return processor_seconds(root) or found


def grading_seconds(engine: Engine, bomb: threading.Thread | None = None) -> float:
    r"""옆 학생 하나를 채점하는 데 걸리는 시간의 중앙값입니다. 폭탄이 터지는 동안의 것만 셉니다."""
    taken = []
    until = time.monotonic() + 3.0
    while len(taken) < 3 or (time.monotonic() < until and len(taken) < 20):
        started = time.monotonic()
        outcomes = engine.run(book(WORK), 60.0)
        assert outcomes["a"].status == "passed", outcomes
        if bomb is not None and not bomb.is_alive():
            break
        taken.append(time.monotonic() - started)
    return statistics.median(taken) if taken else 0.0


def test_a_bomb_next_door_does_not_slow_grading_beyond_its_limits():
    limits = Limits(processes=24, cpu_share=SHARE)
    with Engine((), limits=limits) as theirs, Engine() as mine:
        if "cpu" not in theirs.controls:
            pytest.skip("이 사용자는 CPU 몫을 묶을 수 없습니다")
        alone = grading_seconds(mine)
        bomb = threading.Thread(target=theirs.run, args=(book(BOMB), 2 * SECONDS))
        bomb.start()
        before, began = exploded(theirs._process.pid), time.monotonic()
        beside = grading_seconds(mine, bomb)
        after, wall = processor_seconds(theirs._process.pid), time.monotonic() - began
        bomb.join()
    # 폭탄이 실제로 터졌습니다: 아무것도 하지 않은 폭탄은 아무것도 보이지 못합니다.
    assert len(before) > 10
    # 쓴 CPU 시간은 다른 일로 바쁜 컴퓨터에서 줄어들 뿐이므로, 이 한도는 언제나 옳습니다.
    used = sum(after[one] - before.get(one, 0.0) for one in after)
    assert used <= 1.2 * SHARE * wall + 0.3
    # 몫이 없으면 스무 프로세스와 나누어 열 배 넘게 느려집니다. 다른 일로 바쁜 컴퓨터의 여유를 둡니다.
    assert beside <= 5 * alone + 1.0, (alone, beside)


def test_the_processor_time_of_a_bomb_can_be_seen():
    r"""대조: 몫이 넉넉한 폭탄이 쓴 시간이 보입니다. 재는 방법이 폭탄을 보지 못하는 것이 아닙니다."""
    with Engine((), limits=Limits(processes=24, cpu_share=8.0)) as theirs:
        bomb = threading.Thread(target=theirs.run, args=(book(BOMB), SECONDS))
        bomb.start()
        seen = exploded(theirs._process.pid)
        bomb.join()
    assert len(seen) > 10
    assert sum(seen.values()) > 0.1
