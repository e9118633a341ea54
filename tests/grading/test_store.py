import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np
import pytest

from coursekit.errors import UsageError
from coursekit.grading.store import Gradebook
from tests.grading.handed_in import RIGHT, assessed, given, notebook, taken


@pytest.fixture
def book(tmp_path):
    with Gradebook(tmp_path / "book.sqlite") as book:
        yield book


@pytest.fixture
def work(references, released):
    return taken(references, given("가람", notebook(released))).works[0]


def test_what_was_recorded_comes_back_equal(book, references, work):
    wrong = {"centered": np.arange(15.0).reshape(5, 3), "kept": True}
    result = assessed(references, work.label, {"center": wrong}, {"variance": "ValueError: x"})
    book.register(references)
    assert book.record(work, references, result)
    (grade,) = book.grades()
    assert grade.assessment == result
    assert (grade.student, grade.problem, grade.notes) == ("가람", "", ())
    assert grade.answers["center-solution"].startswith("def center(X):")
    expected = book.expected("statistics", grade.exercise_digest, references.seed)
    assert expected["center"][0].shape == (5, 3)


def test_nothing_is_graded_twice_and_history_stays(book, references, released, work):
    assert book.pending([work], references) == (work,)
    assert book.record(work, references, assessed(references, "처음"))
    assert book.pending([work], references) == ()
    assert not book.record(work, references, assessed(references, "다시"))
    again = taken(references, given("가람", notebook(released, center_solution=RIGHT))).works[0]
    assert book.pending([again], references) == (again,)
    book.record(again, references, assessed(references, "둘째", errors={"center": "E: x"}))
    assert [(run.earned, run.current) for run in book.history("가람")] == [(7, False), (3, True)]
    assert book.pending([replace(work, exercise_id="other")], references) == ()
    # 앞의 제출물로 돌아가면, 채점하지 않고 그때의 결과가 지금 성적이 됩니다.
    assert book.pending([work], references) == ()
    assert [run.current for run in book.history()] == [True, False]
    assert book.history("나래") == ()


def test_another_seed_is_another_run(book, references, work):
    book.record(work, references, assessed(references, "a"))
    assert book.pending([work], replace(references, seed=99)) == (work,)


def test_a_failure_is_no_zero_and_stays_pending(book, references, work):
    book.fail(work, "일꾼이 죽었습니다.")
    (grade,) = book.grades()
    assert (grade.assessment, grade.problem) == (None, "일꾼이 죽었습니다.")
    assert book.pending([work], references) == (work,)
    book.record(work, references, assessed(references, "a"))
    assert [grade.problem for grade in book.grades()] == [""]


def test_unread_files_are_reported_until_something_is_read(book, references, released):
    bad, good = given("가람", b"{"), given("가람", notebook(released), label="새 파일")
    book.receive(taken(references, bad))
    assert [grade.problem for grade in book.grades()] == ["노트북(JSON)으로 읽을 수 없습니다."]
    intake = taken(references, bad, good)
    book.receive(intake)
    book.record(intake.works[0], references, assessed(references, "a"))
    assert [grade.problem for grade in book.grades()] == [""]
    assert len(book.receipts()) == 2


def test_one_writer_and_any_reader(book, tmp_path):
    with pytest.raises(UsageError, match="다른 채점이 이 성적부에 쓰고 있습니다"):
        Gradebook(book.path)
    with Gradebook(book.path, read_only=True) as reader:
        assert list(reader.grades()) == []
        with pytest.raises(UsageError, match="보기만"):
            reader.fail(None, "x")
    book.close()
    Gradebook(book.path).close()


def test_what_is_no_gradebook(tmp_path):
    with pytest.raises(UsageError, match="성적부가 없습니다"):
        Gradebook(tmp_path / "none", read_only=True)
    text = tmp_path / "text"
    text.write_text("성적" * 1000, encoding="utf-8")
    with pytest.raises(UsageError, match="성적부로 열 수 없습니다"):
        Gradebook(text)
    other = tmp_path / "other"
    with sqlite3.connect(other) as database:
        database.execute("CREATE TABLE x (y)")
    database.close()
    with pytest.raises(UsageError, match="coursekit의 성적부가 아닙니다"):
        Gradebook(other)
    newer = tmp_path / "newer"
    Gradebook(newer).close()
    with sqlite3.connect(newer) as database:
        database.execute("PRAGMA user_version = 9")
    database.close()
    with pytest.raises(UsageError, match="판 9"):
        Gradebook(newer)


_WRITER = """
import pickle, sys
from pathlib import Path
from dataclasses import replace
from coursekit.grading.store import Gradebook
works, references, result = pickle.loads(Path(sys.argv[2]).read_bytes())
with Gradebook(Path(sys.argv[1])) as book:
    for work in book.pending(works, references):
        book.record(work, references, replace(result, label=work.label))
        sys.stdout.write(work.student + "\\n")
        sys.stdout.flush()
"""


def test_killed_at_any_moment_nothing_is_lost_or_repeated(tmp_path, references, work):
    import pickle

    path, job = tmp_path / "book.sqlite", tmp_path / "job"
    works = [replace(work, student=f"s{i:03d}") for i in range(80)]
    job.write_bytes(pickle.dumps((works, references, assessed(references, "a"))))
    said = []
    draw = np.random.default_rng(1)
    for trial in range(30):
        process = subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(path), str(job)], stdout=subprocess.PIPE
        )
        for _ in range(int(draw.integers(1, 12))):
            line = process.stdout.readline()
            said += [line.decode().strip()] if line else []
        if trial < 8:
            time.sleep(float(draw.uniform(0, 0.01)))
            process.send_signal(signal.SIGKILL)
        said += process.stdout.read().decode().split()
        process.stdout.close()
        process.wait()
        if process.returncode == 0:
            break
    assert process.returncode == 0
    with Gradebook(path) as book:
        students = [run.student for run in book.history()]
        assert sorted(students) == [work.student for work in works]
        assert book.pending(works, references) == ()
    # 끝났다고 말한 것은 모두 남았고, 두 번 말한 것은 없습니다.
    assert len(said) == len(set(said))
    assert set(said) <= set(students)
