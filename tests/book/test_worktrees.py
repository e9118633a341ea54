"""Results of another worktree of the same repository are taken, whole or not at all."""

import subprocess

import pytest

from coursekit.book.worktrees import borrow, other_worktrees

MARK = "made.json"
PLACE = "_build/.jupyter_cache/chapters-a/0123456789abcdef"


@pytest.fixture
def worktrees(tmp_path):
    """Two worktrees of one repository: ours, theirs."""

    def git(*words):
        name = ("-c", "user.name=t", "-c", "user.email=t@example.org")
        subprocess.run(["git", "-C", str(ours), *name, *words], check=True, capture_output=True)

    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    ours.mkdir()
    git("init", "-q")
    git("commit", "-q", "--allow-empty", "-m", "a")
    git("worktree", "add", "-q", "-b", "other", str(theirs))
    return ours, theirs


def put(root, *names):
    for name in names:
        path = root / PLACE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(root.name)


def test_finished_results_are_taken_and_others_left(worktrees):
    ours, theirs = worktrees
    assert other_worktrees(ours) == (theirs,)
    (ours / PLACE).mkdir(parents=True)
    put(theirs, "global.db")
    assert not borrow(ours, ours / PLACE, MARK)  # not finished there
    put(theirs, MARK)
    assert borrow(ours, ours / PLACE, MARK)
    assert {p.name: p.read_text() for p in (ours / PLACE).iterdir()} == {
        "global.db": "theirs",
        MARK: "theirs",
    }
    assert [p.name for p in (ours / PLACE).parent.iterdir()] == [(ours / PLACE).name]
    assert not borrow(ours, (ours / PLACE).with_name("f" * 16), MARK)  # another fingerprint


def test_a_book_in_no_repository_or_below_one_takes_nothing(worktrees, tmp_path):
    ours, _ = worktrees
    below = ours / "book"
    below.mkdir()
    alone = tmp_path / "alone"
    alone.mkdir()
    assert other_worktrees(below) == ()
    assert other_worktrees(alone) == ()
    assert not borrow(alone, alone / PLACE, MARK)
