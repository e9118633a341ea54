"""Cutting a release: the number is written everywhere, and what does not agree is said."""

import os
import subprocess
from datetime import date

import pytest

from coursekit.cli import main
from coursekit.errors import UsageError
from coursekit.release import prepare_release, release_notes, release_problems, release_version

NAMES = ("pyproject.toml", "coursekit/__init__.py", "CITATION.cff", "CHANGELOG.md")
DAY = date(2027, 1, 2)


def git(folder, *words):
    who = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]
    settings = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True, env=settings)


@pytest.fixture
def tree(root, tmp_path):
    """A repository of this one's real files, so that their shape is what is tested."""
    for name in (*NAMES, "_toc.yml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text((root / name).read_text(encoding="utf-8"), encoding="utf-8")
    log = tmp_path / "CHANGELOG.md"
    if "## [Unreleased]\n\n### " not in log.read_text():
        text = log.read_text().replace("## [Unreleased]", "## [Unreleased]\n\n### Added\n- New.", 1)
        log.write_text(text)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "one")
    return tmp_path


def commit(tree):
    git(tree, "commit", "-q", "-a", "-m", "more")


def test_one_command_writes_the_number_everywhere(tree):
    before = release_notes_of_unreleased(tree)
    assert sorted(prepare_release(tree, "9.8.7", DAY)) == sorted(NAMES)
    assert 'version = "9.8.7"' in (tree / "pyproject.toml").read_text()
    assert '__version__ = "9.8.7"' in (tree / "coursekit/__init__.py").read_text()
    citation = (tree / "CITATION.cff").read_text()
    assert "\nversion: 9.8.7\ndate-released: 2027-01-02\n" in citation
    assert citation.startswith("cff-version: 1.2.0\n")
    assert "## [Unreleased]\n\n## [9.8.7] - 2027-01-02\n" in (tree / "CHANGELOG.md").read_text()
    assert release_version(tree) == "9.8.7"
    assert release_notes(tree) == before
    assert release_problems(tree) != []  # not committed
    commit(tree)
    assert release_problems(tree) == []


def release_notes_of_unreleased(tree):
    text = (tree / "CHANGELOG.md").read_text().split("## [Unreleased]\n")[1]
    return text.split("\n## ")[0].strip()


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("coursekit/__init__.py", "9.8.7", "9.8.6", "9.8.7 대신 9.8.6"),
        ("CITATION.cff", "version: 9.8.7", "version: 9.8.6", "9.8.7 대신 9.8.6"),
        ("CITATION.cff", "2027-01-02", "2026-01-02", "2027-01-02 대신 2026-01-02"),
        ("CHANGELOG.md", "## [9.8.7]", "## [9.8]", "`## [9.8.7] - 날짜` 제목이 없습니다"),
        ("CHANGELOG.md", "2027-01-02\n", "2027-01-02\n\n## [0.0.1] - 2020-01-01\n", "적은 것이"),
    ],
)
def test_what_does_not_agree_is_said(tree, name, old, new, told):
    prepare_release(tree, "9.8.7", DAY)
    text = (tree / name).read_text()
    assert old in text
    (tree / name).write_text(text.replace(old, new, 1))
    commit(tree)
    (problem,) = release_problems(tree)
    assert problem.startswith(f"{name}: ")
    assert told in problem


def test_a_dirty_tree_and_a_used_tag_are_said(tree):
    prepare_release(tree, "9.8.7", DAY)
    (problem,) = release_problems(tree)
    assert "커밋하지 않은 것" in problem
    assert "pyproject.toml" in problem
    commit(tree)
    git(tree, "tag", "v9.8.7")
    assert release_problems(tree) == []  # the tag is this commit: the workflow sees this
    (tree / "_toc.yml").write_text("format: jb-book\nroot: other\n")
    commit(tree)
    assert release_problems(tree) == ["꼬리표 v9.8.7이 이미 다른 커밋에 있습니다."]


@pytest.mark.parametrize("version", ["v1.0.0", "1.0", "1.0.0-rc1", "하나", ""])
def test_a_number_of_another_shape_is_refused(tree, version):
    with pytest.raises(UsageError, match="판 번호는"):
        prepare_release(tree, version, DAY)


def test_the_same_number_twice_and_nothing_to_tell_are_refused(tree):
    prepare_release(tree, "9.8.7", DAY)
    with pytest.raises(UsageError, match="이미 있습니다"):
        prepare_release(tree, "9.8.7", DAY)
    with pytest.raises(UsageError, match="먼저 적으세요"):
        prepare_release(tree, "9.8.8", DAY)


def test_the_commands(tree, capsys):
    assert main(["release", "prepare", "9.8.7rc1", "--root", str(tree)]) == 0
    assert main(["release", "check", "--root", str(tree)]) == 1
    commit(tree)
    assert main(["release", "check", "--root", str(tree)]) == 0
    assert "9.8.7rc1 판을 낼 수 있습니다." in capsys.readouterr().out
    assert main(["release", "notes", "--root", str(tree)]) == 0
    assert "- " in capsys.readouterr().out
    assert main(["release", "prepare", "9", "--root", str(tree)]) == 2


def test_the_citation_names_what_its_format_asks_for(root):
    import yaml

    facts = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors", "version", "date-released"} <= set(facts)
    assert facts["type"] in {"software", "dataset"}
    assert isinstance(facts["date-released"], date)
