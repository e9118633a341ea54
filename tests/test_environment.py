"""The locked environment: what is asked of pip, and when nothing is."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from coursekit import environment
from coursekit.errors import UsageError

LOCK = Path(__file__).parents[1] / "requirements.lock"


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A repository with a two-line lock, and a pip that only writes down what it is asked."""
    (tmp_path / "requirements.lock").write_text("torch==9.9+cpu\nnumpy==1.0\n")
    (tmp_path / "pyproject.toml").write_text("")
    calls, status = [], {"code": 0}

    def create(folder, **_):
        python = folder / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.touch()

    def run(command, **_):
        calls.append(command[4:])
        return SimpleNamespace(returncode=status["code"])

    monkeypatch.setattr(environment.venv, "create", create)
    monkeypatch.setattr(environment.subprocess, "run", run)
    return SimpleNamespace(path=tmp_path, calls=calls, status=status)


def test_torch_comes_first_from_the_cpu_index_and_nothing_resolves_dependencies(root):
    environment.prepare(root.path)
    torch, rest, ours, check = root.calls
    assert torch[-1] == "torch==9.9+cpu"
    assert environment.TORCH_CPU_INDEX in torch
    assert "--no-deps" in torch
    assert "--no-deps" in rest
    assert "--editable" in ours
    assert check == ["check"]


def test_a_second_run_does_nothing_and_a_changed_lock_installs_again(root):
    environment.prepare(root.path)
    environment.prepare(root.path)
    assert len(root.calls) == 4
    (root.path / "requirements.lock").write_text("torch==9.9+cpu\n")
    environment.prepare(root.path)
    assert len(root.calls) == 8


def test_a_failed_install_is_said_and_tried_again(root):
    root.status["code"] = 1
    with pytest.raises(UsageError, match="설치가 멈추었습니다: torch"):
        environment.prepare(root.path)
    root.status["code"] = 0
    environment.prepare(root.path)
    assert len(root.calls) == 5


def test_a_missing_venv_module_names_the_package(root, monkeypatch):
    def broken(folder, **_):
        raise subprocess.CalledProcessError(1, "ensurepip")

    monkeypatch.setattr(environment.venv, "create", broken)
    with pytest.raises(UsageError, match="sudo apt install python3-venv"):
        environment.prepare(root.path)


def test_a_missing_lock_is_named(tmp_path):
    with pytest.raises(UsageError, match=r"`requirements\.lock` 파일이 없습니다"):
        environment.prepare(tmp_path)


def test_an_old_python_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(environment.sys, "version_info", (3, 10, 1))
    with pytest.raises(UsageError, match=r"지금 파이썬: 3\.10\.1"):
        environment.prepare(tmp_path)


def test_the_lock_pins_every_line_and_only_the_cpu_torch():
    lines = LOCK.read_text().splitlines()
    assert all("==" in line for line in lines)
    assert not [line for line in lines if line.startswith(("nvidia", "triton"))]
    torch = [line for line in lines if line.startswith("torch==")]
    assert [("+cpu" in line) for line in torch] == [True, False]
    assert 'sys_platform == "darwin"' in torch[1]


def test_it_needs_nothing_but_the_standard_library():
    code = "import sys; sys.modules['numpy'] = None; import coursekit.environment"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
