r"""공격 모음입니다: 모래 상자 안에서 실행하고, 얻은 점수·새어 나온 글·남은 프로세스·바뀐 바이트를 봅니다.

공격마다 바로 뒤에 옆 학생의 옳은 노트북을 채점합니다. 엔진 하나가 한 무리를 모두 실행합니다.
"""

import copy
import hashlib
import json
import os
import site
import socket
import sqlite3
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pytest
from attacks import GROUPS, HONEST, Attack, fill
from attacks.corpus import RIGHT_CENTER, RIGHT_VARIANCE

from coursekit.grading import ReferenceValues, render
from coursekit.grading.assessment import Assessment
from coursekit.grading.engine import Engine
from coursekit.grading.judge import judge
from coursekit.grading.limits import Limits
from coursekit.grading.sanitise import sanitise
from coursekit.grading.submission import submission_from

TIME_LIMIT = 3.0
# 정직한 노트북은 곧 끝나므로, 바쁜 컴퓨터에서도 모자라지 않을 만큼 줍니다.
HONEST_SECONDS = 60.0
# 제한 시간, 거두는 시간, 바쁜 컴퓨터.
WALL_SECONDS = TIME_LIMIT + 17.0
LIMITS = Limits(memory=300 << 20, processes=24, scratch=16 << 20, file_size=8 << 20, cpu_share=0.5)
SECRET = "ENVIRONMENT-OF-THE-GRADER"
PREFIX = "NEIGHBOUR"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="모래 상자는 리눅스에 있습니다.")


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
        site_folder = Path(site.getsitepackages()[0])
        home = Path.home()
        return (
            self.decoy,
            self.exercise,
            site_folder / "numpy" / "__init__.py",
            site_folder / "sitecustomize.py",
            Path(sys.modules["coursekit"].__file__).parent / "grading",
            *(home / name for name in (".bashrc", ".profile", ".ipython", ".local")),
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
            "NEIGHBOUR": f"{PREFIX}{self.number:04d}abcdef",
            "PREFIX": "[N]" + PREFIX[1:],
            "GRADER": str(os.getpid()),
            "ENGINE": str(process.pid),
            **self.ports,
        }
        family = descendants(process.pid)
        started = time.monotonic()
        texts = fill(attack.variance, **words), fill(attack.center, **words)
        graded, outcomes = self.grade(*texts, TIME_LIMIT)
        seconds = time.monotonic() - started
        earned = tuple(verdict.earned for verdict in graded.verdicts)
        problems = []
        allowed = all(e <= h for e, h in zip(earned, attack.honest, strict=True))
        if earned != attack.honest and not (attack.spoils and allowed):
            reasons = [verdict.reason for verdict in graded.verdicts]
            problems.append(f"점수 {earned}, 정직하게는 {attack.honest}: {reasons}")
        problems += [f"새어 나옴: {word}" for word in self.leaked(graded, outcomes)]
        if seconds > WALL_SECONDS:
            problems.append(f"{seconds:.1f}초 걸림")
        if self.engine._process is not process:
            problems.append("엔진이 다시 시작됨")
        elif left := descendants(process.pid) - family:
            problems.append(f"남은 프로세스: {left}")
        problems += [f"남은 프로세스: {line}" for line in marked(words["SECONDS"])]
        folders = (Path(tempfile.gettempdir()), Path("/dev/shm"), Path("/var/tmp"), Path.home())
        for folder in folders:
            problems += (
                [f"남은 파일: {p}" for p in folder.glob(f"*{mark}*")] if folder.is_dir() else []
            )
        if self.neighbour() != (3, 4):
            problems.append("옆 학생이 점수를 잃음")
        return problems

    def leaked(self, graded: Assessment, outcomes: dict) -> list[str]:
        text = json.dumps(asdict(graded), ensure_ascii=False) + render(graded)
        text += "".join(repr(outcome) for outcome in outcomes.values())
        text = text.encode("utf-8", "backslashreplace").decode("utf-8")
        try:
            text += text.encode("ascii", "ignore").decode("unicode_escape")
        except UnicodeDecodeError:
            text += ""
        found = [word for word in self.secrets() if word in text]
        seen = graded.verdicts[0].reason + graded.verdicts[0].received + render(graded)
        return found + [repr(letter) for letter in "\x1b\u202e\x00" if letter in seen]

    def secrets(self) -> list[str]:
        right = self.references.expected["variance"]["variance"]
        mistakes = [answer.misconception[:12] for answer in self.references.wrong_answers]
        number = f"{PREFIX}{self.number:04d}"
        own = ["BEGIN SOLUTION", "LOSES =", "1.0e-6", SECRET, "SIBLING-ANSWER", "GRADEBOOK-ROW"]
        return [*own, repr(right), *mistakes, *(["zz" + number] if not self.number else [number])]


@pytest.fixture
def stage(references, released, course, tmp_path, monkeypatch):
    monkeypatch.setenv("COURSEKIT_SECRET", SECRET)
    decoy = tmp_path / "decoy"
    decoy.mkdir(mode=0o777)
    (decoy / "sibling.ipynb").write_text("SIBLING-ANSWER", encoding="utf-8")
    book = sqlite3.connect(decoy / "gradebook.sqlite")
    book.execute("create table grades (student text, points int)")
    book.execute("insert into grades values ('GRADEBOOK-ROW', 1)")
    book.commit()
    book.close()
    for path in (decoy, *decoy.iterdir(), *tmp_path.parents[:2]):
        # 누구나 쓸 수 있어도 보이지 않아야 합니다. 남의 폴더는 건드리지 않습니다.
        if path.is_relative_to(tmp_path):
            path.chmod(0o777)
    exercise = course / "exercises" / "statistics"
    name = f"coursekit-attacks-{os.getpid()}"
    with (
        socket.socket() as tcp,
        socket.socket(socket.AF_UNIX) as abstract,
        Engine(limits=LIMITS) as engine,
    ):
        tcp.bind(("127.0.0.1", 0))
        abstract.bind(f"\0{name}")
        ports = {"PORT": str(tcp.getsockname()[1]), "SOCKET": name}
        stage = Range(references, released, exercise, decoy, engine, ports=ports)
        listeners = [threading.Thread(target=hear, args=(s, stage.heard)) for s in (tcp, abstract)]
        for one, listener in zip((tcp, abstract), listeners, strict=True):
            one.listen()
            one.settimeout(0.1)
            listener.start()
        try:
            yield stage
        finally:
            tcp.close()
            abstract.close()
            for listener in listeners:
                listener.join()


def hear(server: socket.socket, heard: list[bytes]) -> None:
    while server.fileno() >= 0:
        try:
            link, _ = server.accept()
        except TimeoutError:
            continue
        except OSError:
            return
        with link:
            heard.append(link.recv(100))


@pytest.mark.parametrize("group", GROUPS)
def test_an_attack_earns_nothing_and_leaves_nothing(stage, group):
    before = fingerprint(*stage.places())
    assert stage.neighbour() == (3, 4)
    failed = {}
    for number, attack in enumerate(GROUPS[group]):
        # 답을 남기는 것과 찾는 것은 같은 표시를 씁니다.
        pair = "answer" if attack.name.endswith("the answer") else str(number)
        mark = f"ATTACK{os.getpid()}{pair}"
        if problems := stage.attack(attack, mark):
            failed[attack.name] = problems
    assert failed == {}
    assert stage.heard == []
    assert fingerprint(*stage.places()) == before


def test_honest_answers_lose_nothing(stage):
    failed = {}
    for attack in HONEST:
        graded, _ = stage.grade(attack.variance, attack.center)
        earned = tuple(verdict.earned for verdict in graded.verdicts)
        if earned != attack.honest:
            failed[attack.name] = (earned, [verdict.reason for verdict in graded.verdicts])
    assert failed == {}


def test_the_corpus_is_large_and_named_once():
    attacks = [attack for group in GROUPS.values() for attack in group]
    assert len(attacks) >= 45
    assert all(attack.tries for attack in attacks)
    for group in GROUPS.values():
        assert len({attack.name for attack in group}) == len(group)
