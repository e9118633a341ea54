"""Rules about the tree itself; each is shown to reject something."""

import ast
import importlib
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import coursekit

ROOT = Path(__file__).parents[1]
TRACKED = [
    ROOT / name
    for name in subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    if name and (ROOT / name).is_file()
]
TEXT = [p for p in TRACKED if p.suffix not in {".otf", ".woff2", ".png", ".gif", ".webp", ".ico"}]

# Written in pieces so that this file does not break its own rules.
REGISTRY_HOSTS = re.compile(
    "|".join(["pypi" + r"\.org", "python" + "hosted", "npm" + "js", "deb" + r"\.debian"])
)
MACHINE_PATHS = re.compile(
    r"(?<![\w.])/(?:" + "|".join(["work/", "root/", "opt/", "home/\\w"]) + ")"
)
DRAWER_NAMES = {"util", "utils", "common", "helper", "helpers", "misc"}


def fresh(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("imported", "absent"),
    [
        ("coursekit", ["numpy", "torch", "matplotlib"]),
        ("coursekit.environment", ["numpy", "click"]),
        ("coursekit.optim", ["torch", "matplotlib", "scipy"]),
        ("coursekit.train", ["torch", "matplotlib", "sklearn"]),
        ("coursekit.data", ["torch", "matplotlib", "sklearn"]),
        ("coursekit.nn", ["torch", "matplotlib", "sklearn"]),
        ("coursekit.gradcheck", ["torch", "matplotlib"]),
        ("coursekit.metrics", ["torch", "matplotlib", "sklearn", "scipy"]),
        ("coursekit.models", ["torch", "matplotlib", "sklearn"]),
        ("coursekit.boxes", ["torch", "matplotlib", "sklearn", "scipy"]),
        ("coursekit.ensemble", ["torch", "matplotlib", "sklearn", "scipy"]),
        ("coursekit.search", ["torch", "matplotlib", "sklearn", "optuna"]),
        ("coursekit.cli", ["torch", "matplotlib", "nbval", "jupytext", "sphinx", "numpy"]),
    ],
)
def test_imports_are_light(imported, absent):
    code = f"import sys, {imported}; print(sorted(set({absent}) & set(sys.modules)))"
    result = fresh(code)
    assert result.stdout.strip() == "[]", result.stdout + result.stderr


def test_the_light_import_test_can_fail():
    assert "numpy" in fresh("import sys, coursekit.optim; print(sorted(sys.modules))").stdout


@pytest.mark.parametrize(
    "name",
    ["coursekit"]
    + [m.name for m in pkgutil.walk_packages(coursekit.__path__, "coursekit.") if m.ispkg],
)
def test_public_faces_are_true(name):
    module = importlib.import_module(name)
    names = getattr(module, "__all__", [])  # their order is ruff's to check (RUF022)
    assert len(names) == len(set(names))
    for public in names:
        assert getattr(module, public) is not None


@pytest.mark.parametrize("path", [p for p in TRACKED if p.suffix == ".py"], ids=str)
def test_modules_stay_small_and_out_of_drawers(path):
    assert len(path.read_text().splitlines()) <= 400, "나누세요: 모듈 하나에 생각 하나"
    assert path.stem not in DRAWER_NAMES
    assert path.parent.name not in {*DRAWER_NAMES, "scripts"}


@pytest.mark.parametrize("path", TEXT, ids=str)
def test_no_registry_hosts_nor_paths_of_a_machine(path):
    text = path.read_text(encoding="utf-8")
    assert not REGISTRY_HOSTS.search(text)
    assert not MACHINE_PATHS.search(text)


@pytest.mark.parametrize("text", ["see https://" + "pypi" + ".org/simple", "open /" + "root/x"])
def test_that_rule_can_fail(text):
    assert REGISTRY_HOSTS.search(text) or MACHINE_PATHS.search(text)


def test_binaries_come_with_their_source_and_licence():
    for path in set(TRACKED) - set(TEXT):
        about = path.parent / "README.md"
        if not about.is_file():
            about = path.parent.parent / "README.md"
        assert about != ROOT / "README.md", f"{path}: 출처와 이용허락을 적은 README.md가 없습니다"
        assert "sha256" in about.read_text().lower().replace("-", "")


def test_every_test_asserts_something():
    silent = []
    for path in (ROOT / "tests").rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                body = ast.dump(node)
                if not re.search(r"Assert|'raises'|assert_|'expect|'fail'|'error'", body):
                    silent.append(f"{path.name}::{node.name}")
    assert silent == []


def test_versions_agree():
    assert f"version: {coursekit.__version__}" in (ROOT / "CITATION.cff").read_text()
    assert f'version = "{coursekit.__version__}"' in (ROOT / "pyproject.toml").read_text()
