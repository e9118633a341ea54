"""`coursekit doctor` against computers that lack one thing each."""

import sys
from importlib.metadata import PackageNotFoundError, version

import pytest

from coursekit import cli, doctor


def without(*names):
    def installed(name):
        if name in names:
            raise PackageNotFoundError(name)
        return version(name)

    return installed


def task(tasks, words):
    (one,) = (task for task in tasks if words in task.name)
    return one


def everywhere(name):
    return f"/usr/bin/{name}"


def test_here_everything_that_the_tests_need_is_ready():
    assert task(doctor.examine(found=everywhere), "모든 시험").ready


def test_a_missing_package_stops_only_the_tasks_that_need_it():
    tasks = doctor.examine(without("jupyterlab"), everywhere)
    lab = task(tasks, "노트북으로")
    assert lab.missing == ("jupyterlab",)
    assert lab.cures[-1].endswith('-m pip install "coursekit[lab,torch]"')
    assert task(tasks, "점검하기").ready
    assert not task(tasks, "모든 시험").ready


def test_torch_is_never_cured_by_a_plain_pip_install_alone():
    lab = task(doctor.examine(without("torch"), everywhere), "노트북으로")
    assert lab.missing == ("torch",)
    assert "CPU" in lab.cures[0]
    assert "pip" not in lab.cures[0]


def test_an_old_package_is_named_with_what_is_wanted():
    def installed(name):
        return "0.1" if name == "nbval" else version(name)

    (missing,) = task(doctor.examine(installed, everywhere), "점검하기").missing
    assert missing.startswith("nbval>=")
    assert missing.endswith("(지금은 0.1)")


@pytest.mark.skipif(sys.platform != "linux", reason="다른 운영 체제에는 apt가 없습니다")
@pytest.mark.parametrize(
    ("program", "words", "cure"),
    [
        ("bwrap", "남의 제출물", "sudo apt install bubblewrap"),
        ("chromium", "모든 시험", "sudo apt install chromium"),
    ],
)
def test_a_missing_program_comes_with_its_command(program, words, cure):
    tasks = doctor.examine(found=lambda name: None if name.startswith(program) else f"/{name}")
    lacking = [one for one in tasks if cure in one.cures]
    # Any other browser of the family serves as well.
    if program == "chromium":
        assert lacking == []
        tasks = doctor.examine(found=lambda name: "/bwrap" if name == "bwrap" else None)
        lacking = [one for one in tasks if cure in one.cures]
    assert [one.name for one in lacking] == [task(tasks, words).name]


def test_extras_of_extras_are_followed_and_nothing_is_needed_without_one():
    base = {one.name for one in doctor.requirements([])}
    assert base == {"numpy", "click", "tqdm", "packaging"}
    lab = {one.name for one in doctor.requirements(["lab"])}
    assert {"jupyterlab", "matplotlib", "nbformat", "scikit-learn"} <= lab
    assert not {"torch", "jupyter-book"} & lab
    assert "coursekit" not in lab


def test_the_data_folder_is_looked_at(monkeypatch, tmp_path):
    monkeypatch.delenv("COURSEKIT_DATA", raising=False)
    assert any("정하지 않았습니다" in line for line in doctor.surroundings())
    monkeypatch.setenv("COURSEKIT_DATA", str(tmp_path / "none"))
    assert any("이런 폴더가 없습니다" in line for line in doctor.surroundings())
    monkeypatch.setenv("COURSEKIT_DATA", str(tmp_path))
    assert not any("없습니다" in line for line in doctor.surroundings())


def test_a_small_memory_is_said(monkeypatch):
    monkeypatch.setattr(doctor, "_memory", lambda: 1.5)
    assert any("1.5 GB" in line and "버거울" in line for line in doctor.surroundings())
    monkeypatch.setattr(doctor, "_memory", lambda: None)
    assert not any("메모리" in line for line in doctor.surroundings())


def test_the_command_says_what_to_do_next(monkeypatch, capsys):
    monkeypatch.setattr(
        doctor,
        "examine",
        lambda: [doctor.Task("책을 만들기", ("chromium",), ("sudo apt install chromium",))],
    )
    assert cli.main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert "아직: 책을 만들기" in out
    assert "갖추려면: sudo apt install chromium" in out
    monkeypatch.undo()
    assert cli.main(["doctor"]) == 0
