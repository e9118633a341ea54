r"""cgroup이 없는 약한 방식에서의 공격: root가 아닌 사용자가 채점해도 점수, 비밀, 프로세스를 지킵니다."""

import json
import os
import time

import pytest
from attacks import GROUPS, fill
from attacks.arena import marked, notebook_with, pattern, reported
from attacks.corpus import RIGHT_CENTER, RIGHT_VARIANCE

from coursekit.grading.judge import judge
from coursekit.grading.outcome import Outcome
from coursekit.grading.sanitise import sanitise
from coursekit.grading.submission import submission_from
from tests.grading.ordinary_user import run_as_nobody

# 정답은 넘기지 않습니다: 다른 사용자의 프로세스는 칸의 결과만 돌려줍니다.
PROGRAM = """
import json, sys
from dataclasses import asdict
from coursekit.grading.assembly import RunCell
from coursekit.grading.engine import Engine
from coursekit.grading.limits import Limits
from coursekit.grading.sanitise import Sanitised
told = json.load(sys.stdin)
with Engine(limits=Limits(**told["limits"])) as engine:
    process, found = engine._process, []
    for seconds, cells in told["notebooks"]:
        cells = tuple(RunCell(**cell) for cell in cells)
        outcomes = engine.run(Sanitised("a", cells, (), {}), seconds)
        found.append([asdict(outcome) for outcome in outcomes.values()])
        assert engine._process is process, "engine was started again"
    assert engine.controls == frozenset(), engine.controls
json.dump(found, sys.stdout)
"""
LIMITS = {"memory": 300 << 20, "processes": 24, "scratch": 16 << 20, "file_size": 8 << 20}
NAMES = (
    "ignores every signal",
    "fork bomb",
    "memory bomb",
    "memory bomb of children",
    "disk fill",
    "daemon",
    "shell background",
    "kills its parent",
    "network",
    "system calls",
    "frames on every descriptor",
    "own memory",
    "known places",
    "the parent's memory",
    "decoys",
)
SECRET = "SECRET-OF-THE-GRADER"


@pytest.mark.skipif(os.geteuid() != 0, reason="다른 사용자가 되어 볼 수 없습니다")
def test_attacks_gain_nothing_without_cgroups_either(references, released, tmp_path):
    (tmp_path / "gradebook.sqlite").write_text(SECRET, encoding="utf-8")
    tmp_path.chmod(0o777)
    (tmp_path / "gradebook.sqlite").chmod(0o666)
    seconds = f"87{time.monotonic_ns() % 10**8:08d}"
    words = {
        "MARK": f"WEAK{os.getpid()}",
        "SECONDS": seconds,
        "DECOY": str(tmp_path),
        "EXERCISE": str(tmp_path),
        "HOME": str(tmp_path),
        "WANTED": pattern(SECRET),
        "PORT": "22",
        "SOCKET": "none",
    }
    attacks = [attack for group in GROUPS.values() for attack in group if attack.name in NAMES]
    assert len(attacks) == len(NAMES)

    def cells(variance, center):
        notebook = submission_from(notebook_with(released, variance, center), "a")
        made = sanitise(references.exercise, notebook, references.seed).cells
        return [{"name": c.name, "kind": c.kind, "source": c.source} for c in made]

    neighbour = 60.0, cells(RIGHT_VARIANCE, RIGHT_CENTER)
    notebooks = [neighbour]
    for attack in attacks:
        limit = 60.0 if attack.reports else 3.0
        texts = fill(attack.variance, **words), fill(attack.center, **words)
        notebooks += [(limit, cells(*texts)), neighbour]
    told = json.dumps({"limits": LIMITS, "notebooks": notebooks})
    done = run_as_nobody(PROGRAM, told, timeout=300.0)
    assert done.returncode == 0, done.stderr[-3000:]

    graded = []
    for rows in json.loads(done.stdout):
        outcomes = {
            row["grade_id"]: Outcome(**{**row, "emissions": tuple(row["emissions"])})
            for row in rows
        }
        verdicts = judge(references, outcomes, {})
        graded.append((tuple(verdict.earned for verdict in verdicts), outcomes))
    neighbours, attacked = graded[::2], graded[1::2]
    assert {earned for earned, _ in neighbours} == {(3, 4)}
    for attack, (earned, outcomes) in zip(attacks, attacked, strict=True):
        allowed = {(0, 0), attack.honest} if attack.spoils else {attack.honest}
        assert earned in allowed, (attack.name, outcomes)
        assert not attack.reports or reported(outcomes).startswith("SEEN"), attack.name
    assert SECRET not in done.stdout
    assert marked(seconds) == []
    assert [path.name for path in tmp_path.iterdir()] == ["gradebook.sqlite"]
    assert (tmp_path / "gradebook.sqlite").read_text(encoding="utf-8") == SECRET
