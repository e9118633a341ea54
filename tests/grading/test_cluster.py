"""One path from a laptop to a cluster: the same bytes, resumable, and nothing left behind."""

import copy
import json
import os
import signal
import subprocess
import sys
import threading
import time

import psutil
import pytest

from coursekit import cli
from coursekit.errors import UsageError
from coursekit.grading import cluster as cluster_module
from coursekit.grading import workplace
from coursekit.grading.cluster import open_cluster
from coursekit.grading.engine import Engine, EngineError
from coursekit.grading.sanitise import sanitise
from coursekit.grading.submission import submission_from
from tests.grading.classroom import (
    alive,
    cluster,
    expected_points,
    finish,
    recorded,
    wait_until,
    write_class,
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="engine")


def tree(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "gradebook" not in path.name
    }


def test_two_workers_of_a_scheduler_give_the_bytes_of_the_local_run(
    tmp_path, released, course, capsys
):
    """Sandboxed on the far side and here; the local run of one worker is trusted."""
    folder = write_class(tmp_path / "제출", released, 9)
    (folder / "엉터리.ipynb").write_text("{")
    common = ["grade", str(folder), "--root", str(course)]
    with cluster() as address:
        args = [*common, "--output", str(tmp_path / "far"), "--scheduler", address]
        assert cli.main(args) == 1, capsys.readouterr().err
    assert cli.main([*common, "--output", str(tmp_path / "near"), "--workers", "2"]) == 1
    one = [*common, "--trusted", "--output", str(tmp_path / "one"), "--workers", "1"]
    assert cli.main(one) == 1
    far = tree(tmp_path / "far")
    assert far == tree(tmp_path / "near") == tree(tmp_path / "one")
    assert {path.rpartition(".")[2] for path in far} >= {"csv", "json", "html"}
    assert len(far) > 20
    assert recorded(tmp_path / "far" / "gradebook.sqlite") == expected_points(9)
    capsys.readouterr()
    # The second run grades nothing, says so, and writes the same bytes.
    assert cli.main([*common, "--output", str(tmp_path / "near")]) == 1
    assert "0개를 채점했습니다. 전에 채점한 9개는 그대로입니다." in capsys.readouterr().out
    assert far == tree(tmp_path / "near")


def test_the_comparison_of_bytes_can_fail(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x").write_text("1")
    before = tree(tmp_path / "a")
    (tmp_path / "a" / "x").write_text("2")
    assert tree(tmp_path / "a") != before


def test_ctrl_c_leaves_a_state_that_resumes(tmp_path, released, course):
    folder = write_class(tmp_path / "제출", released, 12)
    for path in folder.iterdir():
        path.write_text(
            path.read_text().replace("# student", "import time\\ntime.sleep(0.3)\\n# student")
        )
    output = tmp_path / "결과"
    command = [sys.executable, "-m", "coursekit", "grade", str(folder), "--trusted"]
    command += ["--output", str(output), "--root", str(course), "--workers", "2"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    process = subprocess.Popen(command, start_new_session=True, **pipes)
    gradebook = output / "gradebook.sqlite"
    wait_until(lambda: gradebook.is_file() and recorded(gradebook), 60)
    children = psutil.Process(process.pid).children(recursive=True)
    os.killpg(process.pid, signal.SIGINT)
    status, _, errors = finish(process)
    assert status == 130, errors
    assert "끝난 것은 성적부에 있습니다: 같은 명령을 다시 치면 이어집니다." in errors
    assert "Traceback" not in errors
    wait_until(lambda: not any(map(alive, children)), 20)
    before = recorded(gradebook)
    assert 0 < len(before) < 12
    status, text, errors = finish(subprocess.Popen(command, **pipes))
    assert status == 0, errors
    assert f"{12 - len(before)}개를 채점했습니다. 전에 채점한 {len(before)}개는" in text
    assert recorded(gradebook) == expected_points(12)


def test_an_engine_that_was_left_stops_its_student_at_once(statistics, released):
    notebook = copy.deepcopy(released)
    for cell in notebook["cells"]:
        if cell["id"] == "variance-solution":
            cell["source"] = "while True: pass"
    job = sanitise(statistics, submission_from(notebook, "x"), 3)
    engine = Engine(trusted=True)
    engine.__enter__()
    errors = []

    def wait():
        try:
            engine.run(job, 600.0)
        except EngineError as error:
            errors.append(str(error))

    thread = threading.Thread(target=wait)
    thread.start()
    time.sleep(1.0)
    engine.__exit__(None, None, None)
    thread.join(timeout=60)
    assert not thread.is_alive()
    assert errors == ["엔진을 이미 끝냈습니다"]


def test_what_cannot_be_reached_is_said_in_a_sentence(monkeypatch):
    monkeypatch.setattr(cluster_module, "JOIN_SECONDS", 1)
    with (
        pytest.raises(UsageError, match=r"스케줄러에 닿을 수 없습니다: tcp://127\.0\.0\.1:9"),
        open_cluster("tcp://127.0.0.1:9"),
    ):
        pass
    with (
        cluster(workers=0) as address,
        pytest.raises(UsageError, match="스케줄러에 일꾼이 없습니다"),
        open_cluster(address),
    ):
        pass
    for odd in ("foo", "foo://a:1", "tcp://a:b", "", "tcp://", "a:1"):
        with pytest.raises(UsageError, match="`tcp://호스트:포트` 꼴이어야"), open_cluster(odd):
            pass
    with pytest.raises(UsageError, match="1 이상"), open_cluster(workers=0):
        pass


class Workers:
    r"""일꾼의 대답을 꾸며 냅니다."""

    def __init__(self, answer):
        self.answer = answer

    def run(self, function, *args):
        if isinstance(self.answer, Exception):
            raise self.answer
        return {"tcp://a:1": self.answer(json.loads(workplace.introduce(True)))}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"versions": {"numpy": "1.0"}}, "numpy 버전이 다릅니다"),
        ({"versions": {"coursekit": "0"}}, "coursekit 버전이 다릅니다"),
        ({"problem": "모래 상자를 만들 수 없습니다."}, "tcp://a:1: 모래 상자를"),
    ],
)
def test_strange_workers_get_no_work(change, told):
    workers = Workers(lambda answer: json.dumps(answer | change))
    with pytest.raises(UsageError, match=told):
        cluster_module._examine(workers, trusted=False)
    with pytest.raises(UsageError, match="쓸 수 없습니다: no module"):
        cluster_module._examine(Workers(ImportError("no module")), trusted=False)
    cluster_module._examine(Workers(json.dumps), trusted=False)


def test_nothing_of_a_student_but_the_cells_leaves_for_a_worker(statistics, released):
    notebook = sanitise(statistics, submission_from(released, "홍길동"), 3)
    text = workplace.Job("statistics/홍길동", notebook, 20.0).to_text()
    assert "홍길동" not in text
    assert "rtol" not in text
    assert text.isascii()
