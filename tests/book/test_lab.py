"""JupyterLab opens chapters as notebooks and leaves the reader's own settings alone."""

import json
import os
import subprocess
import sys

import jupytext
import pytest

from coursekit.book import lab
from coursekit.book.sources import read_book
from coursekit.errors import UsageError


def test_settings_live_in_the_build_folder_and_come_first(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "mine")
    environment = lab.lab_environment(tmp_path)
    ours, theirs = environment["JUPYTER_CONFIG_PATH"].split(os.pathsep)
    assert theirs == "mine"
    settings = tmp_path / "_build" / "lab" / "labconfig" / "default_setting_overrides.json"
    assert settings.is_relative_to(ours)
    viewers = json.loads(settings.read_text())["@jupyterlab/docmanager-extension:plugin"]
    assert viewers["defaultViewers"]["markdown"] == "Jupytext Notebook"


def test_jupyter_looks_there_first(tmp_path):
    code = "import jupyter_core.paths as p; print(p.jupyter_config_path())"
    found = subprocess.run(
        [sys.executable, "-c", code],
        env=lab.lab_environment(tmp_path),
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(tmp_path / "_build" / "lab") in found.stdout


def test_arguments_and_status_pass_through(tmp_path, monkeypatch):
    calls = []

    def run(command, **options):
        calls.append((command, options))
        return subprocess.CompletedProcess(command, 3)

    monkeypatch.setattr(lab.subprocess, "run", run)
    assert lab.run_lab(tmp_path, ["--port=9999"]) == 3
    command, options = calls[0]
    assert f"--ServerApp.root_dir={tmp_path}" in command
    assert command[-1] == "--port=9999"
    assert "JUPYTER_CONFIG_PATH" in options["env"]


def test_a_missing_jupyterlab_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "jupyterlab", None)
    with pytest.raises(UsageError, match=r"coursekit\[lab\]"):
        lab.run_lab(tmp_path)


def test_kernels_get_one_thread_unless_the_reader_says_otherwise(tmp_path, monkeypatch):
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "4")
    environment = lab.lab_environment(tmp_path)
    assert environment["OMP_NUM_THREADS"] == "1"
    assert environment["OPENBLAS_NUM_THREADS"] == "4"


def test_no_page_is_taken_for_another_format(root):
    """jupytext takes a page with `:::` and no header for Pandoc's, and then does not open it."""
    kinds = {
        chapter.docname: jupytext.guess_format(chapter.text, ".md")[0]
        for chapter in read_book(root).chapters
    }
    assert set(kinds.values()) <= {"myst", "markdown"}, kinds
    assert jupytext.guess_format("# 제목\n\n:::{note}\n글\n:::\n", ".md")[0] == "pandoc"
