"""A new author's first ten minutes, in a course that is not this repository."""

import pytest

from coursekit import cli
from coursekit.errors import UsageError
from coursekit.grading import course_root, new_exercise, prove


def test_nothing_becomes_a_proven_exercise(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["exercise", "new", "first_steps"]) == 0
    folder = tmp_path / "exercises" / "first_steps"
    assert "coursekit exercise test first_steps" in capsys.readouterr().out
    # No _toc.yml: the folder of the exercises is enough, from inside as well.
    assert course_root(folder / "wrong") == tmp_path
    monkeypatch.chdir(folder)
    assert cli.main(["exercise", "test"]) == 0
    output = capsys.readouterr().out
    for name in ("정답", "배포본", "divided_by_count", "not_divided", "weights_ignored"):
        assert name in output
    assert "first_steps: 증명되었습니다." in output


def test_the_proof_of_the_skeleton_can_fail(tmp_path):
    folder = new_exercise(tmp_path, "first")
    source = folder / "exercise.md"
    source.write_text(source.read_text().replace("/ weights.sum()", "/ len(x)"))
    proof = prove(folder)
    assert not proof.holds
    assert "divided_by_count" in " ".join(proof.problems)


@pytest.mark.parametrize("stem", ["", "First", "../up", "a b", "1st", "a" * 65, "a-b", "_a"])
def test_odd_names_are_refused(stem, tmp_path):
    with pytest.raises(UsageError, match="이름은 영문 소문자로"):
        new_exercise(tmp_path, stem)
    assert list(tmp_path.iterdir()) == []


def test_an_exercise_is_never_overwritten(tmp_path):
    source = new_exercise(tmp_path, "once") / "exercise.md"
    source.write_text("mine")
    with pytest.raises(UsageError, match="이미 있습니다"):
        new_exercise(tmp_path, "once")
    assert source.read_text() == "mine"
