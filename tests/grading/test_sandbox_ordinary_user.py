r"""root가 아닌 사용자의 모래 상자: 사용자 이름 공간으로, cgroup 없이."""

import os

import pytest

from tests.grading.ordinary_user import run_as_nobody

WEAK = """
from coursekit.grading.doctor import sandbox_report
report = sandbox_report()
assert report.sufficient, report
states = {check.name: check.state for check in report.checks}
assert states["메모리"] == states["CPU 몫"] == "약하게", states
from coursekit.grading.engine import Engine
from coursekit.grading.assembly import RunCell
from coursekit.grading.limits import Limits
from coursekit.grading.sanitise import Sanitised
bomb = "import time\\nx = []\\nfor _ in range(60):\\n    x.append(bytearray(16 << 20))\\n    time.sleep(.03)"
forks = "import os, time\\nend = time.time() + 3\\nwhile time.time() < end:\\n    os.fork()"
value = "from coursekit.grading import emit\\nemit(a=a)"
cells = [RunCell(str(i), "code", source) for i, source in enumerate(["a = 1", bomb, forks, value])]
limits = Limits(memory=300 << 20, processes=24)
with Engine((), limits=limits) as engine:
    outcomes = engine.run(Sanitised("a", tuple(cells), (), {}), 20.0)
assert [o.status for o in outcomes.values()] == ["passed", "died", "failed", "passed"], outcomes
assert "메모리" in outcomes["1"].error, outcomes
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="다른 사용자가 되어 볼 수 없습니다")
def test_an_ordinary_user_gets_a_sandbox_too():
    r"""root가 아니면 사용자 이름 공간이 root의 구실을 합니다. cgroup은 없습니다."""
    done = run_as_nobody(WEAK)
    assert done.returncode == 0, done.stderr
