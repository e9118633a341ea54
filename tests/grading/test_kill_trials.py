"""SIGKILL at random moments: nothing may be lost, and nothing recorded may run again.

Twenty trials: the grader eight times (twice with the real sandboxed engine), workers six times, the
scheduler six times.
"""

import os
import random
import signal
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.grading.classroom import (
    Nursery,
    alive,
    expected_points,
    finish,
    ran,
    recorded,
    wait_until,
    write_class,
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="SIGKILL")
SIZE = 45


@pytest.fixture(scope="module")
def nursery(tmp_path_factory):
    nursery = Nursery(tmp_path_factory.mktemp("nursery"))
    yield nursery
    nursery.close()


@pytest.fixture
def room(tmp_path, released):
    return write_class(tmp_path / "제출", released, SIZE), tmp_path / "grades.db"


def test_the_grader_killed_six_times(room, tmp_path, nursery):
    folder, gradebook = room
    rng = random.Random(8)
    for trial in range(7):
        before, log = recorded(gradebook), tmp_path / f"log-{trial}"
        process = nursery.grader(folder, gradebook, log=log, seconds=0.05)
        if trial < 6:
            wait_until(lambda log=log: log.is_file(), 60)
            time.sleep(rng.uniform(0.0, 0.25))
            process.kill()
            finish(process)
        else:
            assert finish(process)[0] == 0
        assert {name for name, _ in ran(log)}.isdisjoint(before), "what was recorded ran again"
        assert set(recorded(gradebook)) >= set(before), "what was recorded is lost"
    assert before, "no trial left anything to lose"
    assert recorded(gradebook) == expected_points(SIZE)


def test_the_grader_of_sandboxed_engines_killed_twice(room, nursery):
    folder, gradebook = room
    rng = random.Random(2)
    for _ in range(2):
        process, before = nursery.grader(folder, gradebook), len(recorded(gradebook))
        wait_until(lambda before=before: len(recorded(gradebook)) > before, 60)
        time.sleep(rng.uniform(0.0, 0.2))
        children = psutil.Process(process.pid).children(recursive=True)
        process.kill()
        finish(process)
        wait_until(lambda children=children: not any(map(alive, children)), 60)
    before = len(recorded(gradebook))
    status, output, errors = finish(nursery.grader(folder, gradebook))
    assert (status, output) == (0, f"{before} {SIZE - before} 0"), errors
    assert recorded(gradebook) == expected_points(SIZE)


def test_workers_killed_six_times(room, tmp_path, nursery):
    folder, gradebook = room
    log = tmp_path / "log"
    rng = random.Random(6)
    with nursery.cluster(log, seconds=0.1) as (address, _, workers, add):
        process = nursery.grader(folder, gradebook, address, log=log)
        wait_until(log.is_file, 60)
        killed = []
        while len(killed) < 6:
            time.sleep(rng.uniform(0.05, 0.4))
            assert process.poll() is None, process.communicate()
            # Only one that has work dies, and another takes its place.
            at_work = {int(pid) for _, pid in ran(log)[-2:]}
            victims = [worker for worker in workers if worker.pid in at_work]
            if victims:
                victim = rng.choice(victims)
                victim.kill()
                killed.append(victim.pid)
                workers.remove(victim)
                workers.append(add())
        status, output, errors = finish(process)
    before = recorded(gradebook)
    failed = SIZE - len(before)
    assert (status, output) == (0, f"0 {len(before)} {failed}"), errors
    # Only chance brings three deaths to the same submission; then it is reported and runs again.
    assert failed <= 2
    names = [name for name, _ in ran(log)]
    assert max(map(names.count, names)) <= 3
    assert set(killed) < {int(pid) for _, pid in ran(log)}
    if failed:
        log = tmp_path / "log-again"
        status, output, errors = finish(nursery.grader(folder, gradebook, log=log))
        assert (status, output) == (0, f"{len(before)} {failed} 0"), errors
        assert {name for name, _ in ran(log)}.isdisjoint(before)
    assert recorded(gradebook) == expected_points(SIZE)


def test_a_worker_that_joins_late_is_used(room, tmp_path, nursery):
    folder, gradebook = room
    log = tmp_path / "log"
    with nursery.cluster(log, workers=1, seconds=0.1) as (address, _, workers, add):
        process = nursery.grader(folder, gradebook, address, log=log)
        wait_until(log.is_file, 60)
        late = add()
        status, output, errors = finish(process)
    assert (status, output) == (0, f"0 {SIZE} 0"), errors
    assert {int(pid) for _, pid in ran(log)} == {workers[0].pid, late.pid}
    assert len(ran(log)) == SIZE


def test_the_scheduler_killed_six_times(room, tmp_path, nursery):
    folder, gradebook = room
    rng = random.Random(5)
    for trial in range(6):
        before, log = recorded(gradebook), tmp_path / f"log-{trial}"
        with nursery.cluster(log, seconds=0.05) as (address, scheduler, _, _):
            process = nursery.grader(folder, gradebook, address, log=log)
            wait_until(lambda log=log: log.is_file(), 60)
            time.sleep(rng.uniform(0.0, 0.2))
            scheduler.kill()
            status, _, errors = finish(process)
        assert status != 0
        assert "남은 것부터 이어집니다" in errors
        assert {name for name, _ in ran(log)}.isdisjoint(before)
        assert set(recorded(gradebook)) >= set(before)
    before, log = recorded(gradebook), tmp_path / "log-last"
    assert 0 < len(before) < SIZE
    with nursery.cluster(log) as (address, _, _, _):
        status, output, errors = finish(nursery.grader(folder, gradebook, address, log=log))
    assert (status, output) == (0, f"{len(before)} {SIZE - len(before)} 0"), errors
    assert {name for name, _ in ran(log)}.isdisjoint(before)
    assert recorded(gradebook) == expected_points(SIZE)


ODD = {4: "kills its worker", 7: "loses its engine", 10: "loses its setup"}


def test_what_cannot_be_run_is_reported_as_no_zero_and_hurts_nobody(tmp_path, released, nursery):
    folder = write_class(tmp_path / "제출", released, 12, odd=ODD)
    gradebook, log = tmp_path / "grades.db", tmp_path / "log"
    with nursery.cluster(log) as (address, _, workers, add):
        process = nursery.grader(folder, gradebook, address, log=log)
        while process.poll() is None:
            time.sleep(0.05)
            for worker in [worker for worker in workers if worker.poll() is not None]:
                workers.remove(worker)
                workers.append(add())
        status, output, errors = finish(process)
    assert (status, output) == (0, "0 9 3"), errors
    names = [name for name, _ in ran(log)]
    times = {number: names.count(f"student-{number:03d}") for number in ODD}
    # The two that harm no worker may lose their first try in the queue of one that the other killed.
    assert times[4] == 3
    assert {times[7], times[10]} <= {2, 3}, times
    kept = {name: p for name, p in expected_points(12).items() if int(name[-3:]) not in ODD}
    assert recorded(gradebook) == kept
    # The next run tries them again; a file handed in anew gets its points.
    for number in (4, 10):
        (folder / f"student-{number:03d}.ipynb").write_bytes(
            (folder / "student-001.ipynb").read_bytes()
        )
    status, output, errors = finish(nursery.grader(folder, gradebook, log=log))
    assert (status, output) == (0, "9 2 1"), errors
    assert recorded(gradebook)["student-004"] == recorded(gradebook)["student-010"] == 4


def test_many_that_cannot_be_run_stop_nobody_but_a_broken_machine_stops(
    tmp_path, released, nursery
):
    log = tmp_path / "log"
    lost = dict.fromkeys(range(1, 14), "loses its engine")
    folder, gradebook = write_class(tmp_path / "많음", released, 15, odd=lost), tmp_path / "a.db"
    status, output, errors = finish(nursery.grader(folder, gradebook, log=log, seconds=0))
    assert (status, output) == (0, "0 2 13"), errors
    assert set(recorded(gradebook)) == {"student-000", "student-014"}
    lost = dict.fromkeys(range(12), "loses its engine")
    folder, gradebook = write_class(tmp_path / "모두", released, 12, odd=lost), tmp_path / "b.db"
    status, _, errors = finish(nursery.grader(folder, gradebook, log=log, seconds=0))
    assert status == 1
    assert (
        "제출물을 30번 실행했지만 한 번도 끝나지 않아 멈춥니다: RuntimeError: engine lost" in errors
    )
    assert recorded(gradebook) == {}


def test_a_killed_engine_is_replaced(tmp_path, released, nursery):
    folder, gradebook = write_class(tmp_path / "제출", released, 30), tmp_path / "grades.db"
    process = nursery.grader(folder, gradebook)
    wait_until(lambda: recorded(gradebook), 60)
    engines = psutil.Process(process.pid).children()
    assert engines
    for engine in engines:
        engine.kill()
    status, output, errors = finish(process)
    assert (status, output) == (0, "0 30 0"), errors
    assert recorded(gradebook) == expected_points(30)


def test_the_helpers_see_a_repetition_and_a_death(tmp_path, nursery):
    (tmp_path / "log").write_text("a 1\na 2\n", encoding="utf-8")
    assert ran(Path(tmp_path / "log")) == [["a", "1"], ["a", "2"]]
    child = nursery.start("scheduler", 0)
    assert child.poll() is None
    assert alive(psutil.Process(child.pid))
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    assert child.returncode == -signal.SIGKILL
    assert not psutil.pid_exists(child.pid)
