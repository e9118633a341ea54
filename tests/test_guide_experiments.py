"""The experiments of `guide/checks.md`: each is made in a copy, and fails with the words the page quotes."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "guide" / "checks.md"
EXPERIMENT = re.compile(
    r"^### (?P<title>[^\n]+)\n.*?^```diff\n--- (?P<path>\S+)\n-(?P<old>[^\n]*)\n\+(?P<new>[^\n]*)\n```\n"
    r".*?^```bash\n(?P<command>[^\n]+)\n```\n.*?^```text\n(?P<said>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
EXPERIMENTS = [one.groupdict() for one in EXPERIMENT.finditer(PAGE.read_text(encoding="utf-8"))]
FOLDERS = ("coursekit", "tests", "chapters", "exercises", "guide")
LEFT_OUT = ("__pycache__", "_build", "*.webp", "*.woff2")


def changed(text, old, new):
    """A reader edits the first line that is so; it has to be there."""
    lines = text.split("\n")
    at = lines.index(old)
    return "\n".join([*lines[:at], new, *lines[at + 1 :]])


@pytest.fixture
def copy(tmp_path):
    course = tmp_path / "course"
    for name in FOLDERS:
        shutil.copytree(ROOT / name, course / name, ignore=shutil.ignore_patterns(*LEFT_OUT))
    for name in ("pyproject.toml", "_toc.yml", "_config.yml", "index.md"):
        shutil.copy(ROOT / name, course / name)
    return course


def test_the_page_has_three():
    assert len(EXPERIMENTS) == 3
    assert {one["path"].split("/")[0] for one in EXPERIMENTS} == {"coursekit", "chapters", "exercises"}  # fmt: skip


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=[one["title"] for one in EXPERIMENTS])
def test_what_is_broken_is_seen(experiment, copy):
    path = copy / experiment["path"]
    broken = changed(path.read_text(encoding="utf-8"), experiment["old"], experiment["new"])
    path.write_text(broken, encoding="utf-8")
    program, *arguments = shlex.split(experiment["command"])
    module = program.removeprefix(".venv/bin/")
    more = ["-p", "no:xdist", "-p", "no:cacheprovider"] if module == "pytest" else []
    run = subprocess.run(
        [sys.executable, "-m", module, *arguments, *more],
        cwd=copy,
        env={
            **os.environ,
            "PYTHONPATH": str(copy),
            "OMP_NUM_THREADS": "1",
        },  # the copy's own coursekit
        capture_output=True,
        text=True,
        timeout=1800,
        check=False,
    )
    told = run.stdout + run.stderr
    assert run.returncode == 1, told
    for sentence in experiment["said"].strip().split("\n"):
        assert sentence in told


def test_a_line_that_is_gone_from_the_code_is_noticed():
    with pytest.raises(ValueError, match="list"):
        changed("a\nb", "c", "d")
