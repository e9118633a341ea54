"""SIGKILL at random moments: nothing may be lost, and nothing recorded may run again."""

import os
import random
import signal
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.grading.classroom import (
    cluster,
    expected_points,
    finish,
    ran,
    recorded,
    start,
    wait_until,
    write_class,
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="SIGKILL")
SIZE = 45


@pytest.fixture
def room(tmp_path, released):
    return write_class(tmp_path / "제출", released, SIZE), tmp_path / "grades.db"


def test_the_grader_killed_eight_times(room, tmp_path):
    folder, gradebook = room
    rng = random.Random(8)
    kills = 0
    for trial in range(40):
        before, log = recorded(gradebook), tmp_path / f"log-{trial}"
        process = start(folder, gradebook, log=log, seconds=0.05)
        if kills < 8:
            children = _killed_after(process, log, rng.uniform(0.0, 0.25))
            kills += 1
            finish(process)
            wait_until(lambda children=children: not any(map(_alive, children)), 20)
            done = False
        else:
            assert finish(process)[0] == 0
            done = True
        names = [name for name, _ in ran(log)]
        assert set(names).isdisjoint(before), "what was recorded ran again"
        assert set(recorded(gradebook)) >= set(before), "what was recorded is lost"
        if done:
            break
    assert kills == 8
    assert recorded(gradebook) == expected_points(SIZE)


def _killed_after(process, log, seconds):
    r"""첫 제출물이 돌기 시작한 뒤의 어느 순간에 죽이고, 자손의 목록을 돌려줍니다."""
    wait_until(lambda: log.is_file() or process.poll() is not None, 60)
    time.sleep(seconds)
    children = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    return children


def _alive(child):
    try:
        return child.is_running() and child.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_workers_killed_six_times(room, tmp_path):
    folder, gradebook = room
    log = tmp_path / "log"
    rng = random.Random(6)
    with cluster(log, seconds=0.15, nanny=True) as (address, _, _):
        process = start(folder, gradebook, address, log=log)
        wait_until(log.is_file, 60)
        killed = set()
        while len(killed) < 6 and process.poll() is None:
            time.sleep(rng.uniform(0.05, 0.4))
            victims = {int(pid) for _, pid in ran(log)[-2:]} - killed
            if victims:
                victim = rng.choice(sorted(victims))
                killed.add(victim)
                os.kill(victim, signal.SIGKILL)
        status, output, errors = finish(process)
    assert status == 0, errors
    assert len(killed) == 6
    before = recorded(gradebook)
    failed = SIZE - len(before)
    assert output == f"0 {len(before)} {failed}"
    # How often one ran is not asserted here: a finished result may die with its worker, unread.
    if failed:
        log = tmp_path / "log-again"
        assert finish(start(folder, gradebook, log=log))[1] == f"{len(before)} {failed} 0"
        assert {name for name, _ in ran(log)}.isdisjoint(before)
    assert recorded(gradebook) == expected_points(SIZE)


def test_the_scheduler_killed_six_times(room, tmp_path):
    folder, gradebook = room
    rng = random.Random(5)
    for trial in range(6):
        before, log = recorded(gradebook), tmp_path / f"log-{trial}"
        with cluster(log, seconds=0.05) as (address, scheduler, _):
            process = start(folder, gradebook, address, log=log)
            wait_until(lambda log=log: log.is_file(), 60)
            time.sleep(rng.uniform(0.0, 0.2))
            scheduler.kill()
            status, _, errors = finish(process)
        assert status != 0
        assert "남은 것부터 이어집니다" in errors
        assert {name for name, _ in ran(log)}.isdisjoint(before)
    before, log = recorded(gradebook), tmp_path / "log-last"
    assert 0 < len(before) < SIZE
    with cluster(log) as (address, _, _):
        status, output, errors = finish(start(folder, gradebook, address, log=log))
    assert (status, output) == (0, f"{len(before)} {SIZE - len(before)} 0"), errors
    assert {name for name, _ in ran(log)}.isdisjoint(before)
    assert recorded(gradebook) == expected_points(SIZE)


def test_a_submission_that_kills_every_worker_is_reported_and_hurts_nobody(tmp_path, released):
    odd = {4: "kills its worker", 7: "loses its engine"}
    folder = write_class(tmp_path / "제출", released, 12, odd=odd)
    gradebook, log = tmp_path / "grades.db", tmp_path / "log"
    with cluster(log, nanny=True) as (address, _, _):
        status, output, errors = finish(start(folder, gradebook, address, log=log))
    assert (status, output) == (0, "0 10 2"), errors
    names = [name for name, _ in ran(log)]
    assert names.count("student-004") == names.count("student-007") == 3
    kept = {name: p for name, p in expected_points(12).items() if name[-1] not in "47"}
    assert recorded(gradebook) == kept
    # Not a zero: the next run tries them again.
    (folder / "student-004.ipynb").write_bytes((folder / "student-001.ipynb").read_bytes())
    status, output, errors = finish(start(folder, gradebook, log=log))
    assert (status, output) == (0, "10 1 1"), errors
    assert recorded(gradebook)["student-004"] == 4


def test_the_helper_sees_a_repetition(tmp_path):
    (tmp_path / "log").write_text("a 1\na 2\n", encoding="utf-8")
    assert ran(Path(tmp_path / "log")) == [["a", "1"], ["a", "2"]]
