r"""칸이 죽은 뒤: 앞에서 끝난 칸의 결과를 그 뒤의 칸이 늘 다시 갖는지 봅니다."""

import json
import sys

import pytest

from coursekit.grading.assembly import RunCell
from coursekit.grading.engine import Engine
from coursekit.grading.sanitise import Sanitised
from coursekit.grading.values import decode

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="엔진은 리눅스에 있습니다.")

EMIT = "from coursekit.grading import emit\n"
# 앞모습을 복제해 두게 하는 길이와, 다시 실행하는 편이 싼 길이.
PAUSES = (0.1, 0.0)
DEATHS = {
    "exits": "__import__('os')._exit(0)",
    "is killed": "__import__('os').kill(__import__('os').getpid(), 9)",
    "kills its snapshots": (
        "[__import__('os').kill(int(p), 9) for p in __import__('os').listdir('/proc')"
        " if p.isdigit() and p != '1']"
    ),
}


@pytest.fixture(scope="module")
def engine():
    with Engine() as running:
        yield running


def two_items(pause: float, death: str) -> Sanitised:
    r"""문항 둘: 첫 문항의 함수는 부를 때마다 죽고, 둘째 문항은 준비 칸의 `np`로 풉니다."""
    cells = {
        "setup": ("setup", f"import numpy as np\nimport time\n{EMIT}"),
        "first-solution": ("solution", f"time.sleep({pause})\ndef first():\n    {death}\n"),
        "first-visible": ("visible", "assert first() == 1"),
        "first": ("value", "emit(value=first())"),
        "second-solution": (
            "solution",
            f"time.sleep({pause})\ndef second():\n    return np.arange(3).sum()\n",
        ),
        "second-visible": ("visible", "assert second() == 3"),
        "second": ("value", "emit(value=second(), known=callable(first))"),
    }
    made = tuple(RunCell(name, kind, source) for name, (kind, source) in cells.items())
    return Sanitised("a", made, (), {})


@pytest.mark.parametrize("death", DEATHS)
@pytest.mark.parametrize("pause", PAUSES)
def test_two_deaths_cost_their_own_item_only(engine, pause, death):
    r"""보이는 점검이 죽어 복제본을 깨운 뒤에 값 점검도 죽으면, 준비 칸부터 다시 실행해야 합니다."""
    outcomes = engine.run(two_items(pause, DEATHS[death]), 60.0)
    assert {name: outcome.status for name, outcome in outcomes.items()} == {
        "setup": "passed",
        "first-solution": "passed",
        "first-visible": "died",
        "first": "died",
        "second-solution": "passed",
        "second-visible": "passed",
        "second": "passed",
    }, outcomes
    (emission,) = outcomes["second"].emissions
    assert decode(json.loads(emission)) == {"value": 3, "known": True}


def test_the_kernel_ends_the_students_process_before_ours(engine):
    r"""메모리가 모자라면 감시자가 아니라 칸을 실행하는 프로세스가 먼저 끝나야 합니다."""
    look = f"{EMIT}emit(score=int(open('/proc/self/oom_score_adj').read()))"
    outcomes = engine.run(Sanitised("a", (RunCell("a", "code", look),), (), {}), 60.0)
    (emission,) = outcomes["a"].emissions
    assert decode(json.loads(emission)) == {"score": 1000}
