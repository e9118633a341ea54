r"""공격 모음입니다: 모래 상자 안에서 실행하고, 얻은 점수·새어 나온 글·남은 프로세스·바뀐 바이트를 봅니다.

공격마다 바로 뒤에 옆 학생의 옳은 노트북을 채점합니다. 엔진 하나가 한 무리를 모두 실행합니다.
"""

import os
import socket
import sqlite3
import sys
import threading
from pathlib import Path

import pytest
from attacks import GROUPS, HONEST, Attack, fill, planted
from attacks.arena import (
    HONEST_SECONDS,
    LIMITS,
    PREFIX,
    SECRET,
    Range,
    fingerprint,
    pattern,
    reported,
)
from attacks.corpus import RIGHT_VARIANCE, WRONG_VARIANCE
from attacks.reading import READING

from coursekit.grading.engine import Engine

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="모래 상자는 리눅스에 있습니다.")


@pytest.fixture
def stage(references, released, course, tmp_path, monkeypatch):
    monkeypatch.setenv("COURSEKIT_SECRET", SECRET)
    # 진짜 집은 다른 프로그램도 바꿉니다.
    home = tmp_path / "home"
    (home / ".ipython" / "profile_default" / "startup").mkdir(parents=True)
    (home / ".bashrc").write_text("# SIBLING-ANSWER", encoding="utf-8")
    monkeypatch.setenv("HOME", str(home))
    decoy = tmp_path / "decoy"
    decoy.mkdir(mode=0o777)
    (decoy / "sibling.ipynb").write_text("SIBLING-ANSWER", encoding="utf-8")
    book = sqlite3.connect(decoy / "gradebook.sqlite")
    book.execute("create table grades (student text, points int)")
    book.execute("insert into grades values ('GRADEBOOK-ROW', 1)")
    book.commit()
    book.close()
    # 누구나 쓸 수 있어도 보이지 않아야 합니다.
    for path in (tmp_path, *tmp_path.rglob("*")):
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


@pytest.mark.parametrize("attack", READING, ids=lambda attack: attack.name)
def test_an_attack_that_reads_would_report_what_is_there(stage, attack):
    r"""대조: 공격이 보는 자리에 미끼를 두면 알립니다. 그러니 비밀을 알리지 않았으면 거기에 없었습니다."""
    decoy = "/submission/home/decoy"
    wanted = pattern("CANARY-7f3a")
    text = fill(planted(attack), DECOY=decoy, EXERCISE=decoy, HOME=decoy, WANTED=wanted)
    assert "CANARY-7f3a" not in text
    graded, outcomes = stage.grade(text, "", HONEST_SECONDS)
    assert "CANARY-7f3a" in reported(outcomes), (outcomes["variance"].error, graded.verdicts[0])


def test_honest_answers_lose_nothing(stage):
    failed = {}
    for attack in HONEST:
        graded, _ = stage.grade(attack.variance, attack.center)
        earned = tuple(verdict.earned for verdict in graded.verdicts)
        if earned != attack.honest:
            failed[attack.name] = (earned, [verdict.reason for verdict in graded.verdicts])
    assert failed == {}


def test_the_range_sees_what_an_attack_gets(stage):
    r"""대조: 얻고, 알아내고, 남기는 것이 있으면 자리가 그것을 말합니다."""
    mark = f"CONTROL{os.getpid()}"
    earning = Attack("gets points", "", RIGHT_VARIANCE)
    assert "점수 (3, 4)" in stage.attack(earning, mark)[0]
    stage.neighbour()
    told = f'def sample_variance(x):\n    return "{PREFIX}{stage.number:04d}"\n'
    assert any("새어 나옴" in line for line in stage.attack(Attack("knows", "", told), mark))
    blind = Attack("sees nothing", "", WRONG_VARIANCE, reports=True)
    assert any("알리지 못함" in line for line in stage.attack(blind, mark))
    (Path.home() / f"{mark}.pth").touch()
    assert any("남은 파일" in line for line in stage.attack(blind, mark))


def test_the_corpus_is_large_and_named_once():
    attacks = [attack for group in GROUPS.values() for attack in group]
    assert len(attacks) >= 130
    assert all(attack.tries for attack in attacks)
    for group in GROUPS.values():
        assert len({attack.name for attack in group}) == len(group)
