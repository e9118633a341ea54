r"""공격을 받는 자리입니다: 미끼 폴더, 듣고 있는 소켓, 엔진 하나. 공격마다 지켜지지 않은 것을 늘어놓습니다."""

import copy
import hashlib
import json
import os
import re
import site
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

from attacks.corpus import RIGHT_CENTER, RIGHT_VARIANCE, Attack, fill
from coursekit.grading import ReferenceValues, render
from coursekit.grading.assessment import Assessment
from coursekit.grading.engine import Engine
from coursekit.grading.judge import judge
from coursekit.grading.limits import Limits
from coursekit.grading.sanitise import sanitise
from coursekit.grading.submission import submission_from
from coursekit.grading.values import read_values

TIME_LIMIT = 5.0
# 정직한 노트북은 곧 끝나므로, 바쁜 컴퓨터에서도 모자라지 않을 만큼 줍니다.
HONEST_SECONDS = 60.0
# 제한 시간, 거두는 시간, 바쁜 컴퓨터.
SLACK_SECONDS = 17.0
LIMITS = Limits(memory=300 << 20, processes=24, scratch=16 << 20, file_size=8 << 20, cpu_share=0.5)
SECRET = "ENVIRONMENT-OF-THE-GRADER"
PREFIX = "NEIGHBOUR"


def notebook_with(released, variance, center):
    notebook = copy.deepcopy(released)
    for cell in notebook["cells"]:
        if cell["id"] == "variance-solution":
            cell["source"] = variance
        elif cell["id"] == "center-solution":
            cell["source"] = center
    return notebook


def descendants(root: int) -> set[tuple[int, str]]:
    r"""`root`의 자손을 (번호, 시작 시각)으로 셉니다."""
    parents, started = {}, {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()
            except OSError:
                continue
            if words[0] != "Z":
                parents[int(entry.name)], started[int(entry.name)] = int(words[1]), words[19]
    found = {root}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return {(pid, started[pid]) for pid in found if pid in started}


def marked(mark: str) -> list[str]:
    r"""명령줄에 표시가 있는 프로세스입니다. 어디에 매달려 있든 찾습니다."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                line = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if mark.encode() in line:
                found.append(line.decode("utf-8", "replace"))
    return found


def fingerprint(*places: Path) -> dict[str, tuple[str, int, float]]:
    r"""폴더 안 모든 파일의 내용, 권한, 고친 시각입니다."""
    result = {}
    for place in places:
        paths = [place, *place.rglob("*")] if place.is_dir() else [place]
        for path in paths:
            if not path.exists() or path.is_socket():
                result[str(path)] = ("없음" if not path.exists() else "소켓", 0, 0.0)
                continue
            status = path.stat()
            digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
            result[str(path)] = (digest, status.st_mode, status.st_mtime)
    return result


def left_behind(mark: str) -> list[Path]:
    r"""이름이나 내용에 표시가 있는, 남기거나 고친 파일입니다."""
    places = [Path(tempfile.gettempdir()), Path("/dev/shm"), Path("/var/tmp"), Path.home()]
    found = [path for place in places if place.is_dir() for path in place.glob(f"*{mark}*")]
    # 꾸러미의 파일은 만드는 사람이 고치기도 하므로, 바뀌었는지가 아니라 표시가 있는지를 봅니다.
    for path in Path(sys.modules["coursekit"].__file__).parent.rglob("grading/**/*"):
        if mark in path.name or (path.suffix == ".py" and mark.encode() in path.read_bytes()):
            found.append(path)
    return found


def reported(outcomes: dict) -> str:
    r"""공격이 값으로 내보낸 글입니다. 읽을 수 없는 값이면 빈 글입니다."""
    emissions = outcomes["variance"].emissions if "variance" in outcomes else ()
    found = []
    for emission in emissions:
        try:
            found.append(read_values(emission).get("variance"))
        except ValueError:
            continue
    return "".join(value for value in found if isinstance(value, str))


def pattern(*words: str) -> str:
    r"""말을 찾되 자기 자신과는 맞지 않는 정규식입니다."""
    return "|".join(f"[{word[0]}]{re.escape(word[1:])}" for word in words)


@dataclass
class Range:
    r"""공격을 받는 자리: 미끼 폴더, 듣고 있는 소켓, 엔진 하나."""

    references: ReferenceValues
    released: dict
    exercise: Path
    decoy: Path
    engine: Engine
    number: int = 0
    heard: list[bytes] = field(default_factory=list)
    ports: dict[str, str] = field(default_factory=dict)

    def places(self) -> tuple[Path, ...]:
        site_folder, home = Path(site.getsitepackages()[0]), Path.home()
        return (
            self.decoy,
            self.exercise,
            site_folder / "numpy" / "__init__.py",
            site_folder / "sitecustomize.py",
            home,
            Path("/etc/passwd"),
            Path("/etc/profile"),
            Path("/etc/ld.so.preload"),
        )

    def grade(
        self, variance: str, center: str, seconds: float = HONEST_SECONDS
    ) -> tuple[Assessment, dict]:
        notebook = notebook_with(self.released, variance, center)
        sanitised = sanitise(
            self.references.exercise, submission_from(notebook, "학생"), self.references.seed
        )
        outcomes = self.engine.run(sanitised, seconds)
        verdicts = judge(self.references, outcomes, sanitised.refused)
        return Assessment("학생", "statistics", "", 0, verdicts, sanitised.notes), outcomes

    def neighbour(self) -> tuple[int, ...]:
        r"""옆 학생의 정직한 노트북입니다. 다음 공격이 찾을 글이 들어 있습니다."""
        self.number += 1
        secret = f"{PREFIX}{self.number:04d}abcdef"
        graded, _ = self.grade(f"# {secret}\nnote = '{secret}'\n{RIGHT_VARIANCE}", RIGHT_CENTER)
        return tuple(verdict.earned for verdict in graded.verdicts)

    def attack(self, attack: Attack, mark: str) -> list[str]:
        r"""공격하고, 지켜지지 않은 것을 늘어놓습니다."""
        process = self.engine._process
        words = {
            "MARK": mark,
            "SECONDS": f"86{abs(hash(mark)) % 10**8:08d}",
            "DECOY": str(self.decoy),
            "EXERCISE": str(self.exercise),
            "HOME": str(Path.home()),
            "WANTED": pattern(*self.secrets()),
            "GRADER": str(os.getpid()),
            "ENGINE": str(process.pid),
            **self.ports,
        }
        family = descendants(process.pid)
        started = time.monotonic()
        texts = fill(attack.variance, **words), fill(attack.center, **words)
        # 엿보는 것은 다 볼 때까지 기다립니다: 시간이 모자라 보지 못한 것은 지킨 것이 아닙니다.
        limit = HONEST_SECONDS if attack.reports else TIME_LIMIT
        graded, outcomes = self.grade(*texts, limit)
        seconds = time.monotonic() - started
        earned = tuple(verdict.earned for verdict in graded.verdicts)
        problems = []
        allowed = all(e <= h for e, h in zip(earned, attack.honest, strict=True))
        if earned != attack.honest and not (attack.spoils and allowed):
            reasons = [verdict.reason for verdict in graded.verdicts]
            problems.append(f"점수 {earned}, 정직하게는 {attack.honest}: {reasons}")
        problems += [f"새어 나옴: {word}" for word in self.leaked(graded, outcomes)]
        if attack.reports and not reported(outcomes).startswith("SEEN"):
            problems.append(f"본 것을 알리지 못함: {outcomes.get('variance')}")
        if seconds > limit + SLACK_SECONDS:
            problems.append(f"{seconds:.1f}초 걸림")
        if self.engine._process is not process:
            problems.append("엔진이 다시 시작됨")
        elif left := descendants(process.pid) - family:
            problems.append(f"남은 프로세스: {left}")
        problems += [f"남은 프로세스: {line}" for line in marked(words["SECONDS"])]
        problems += [f"남은 파일: {path}" for path in left_behind(mark)]
        if self.neighbour() != (3, 4):
            problems.append("옆 학생이 점수를 잃음")
        return problems

    def leaked(self, graded: Assessment, outcomes: dict) -> list[str]:
        text = json.dumps(asdict(graded), ensure_ascii=False) + render(graded)
        text += "".join(repr(outcome) for outcome in outcomes.values()) + reported(outcomes)
        found = [word for word in self.secrets() if word in text]
        seen = graded.verdicts[0].reason + graded.verdicts[0].received + render(graded)
        return found + [repr(letter) for letter in "\x1b\u202e\x00" if letter in seen]

    def secrets(self) -> list[str]:
        right = self.references.expected["variance"]["variance"]
        mistakes = [answer.misconception[:12] for answer in self.references.wrong_answers]
        number = f"{PREFIX}{self.number:04d}"
        own = ["BEGIN SOLUTION", "LOSES =", "1.0e-6", SECRET, "SIBLING-ANSWER", "GRADEBOOK-ROW"]
        return [*own, repr(right), *mistakes, *(["zz" + number] if not self.number else [number])]
