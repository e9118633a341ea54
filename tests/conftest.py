"""Fixtures that several folders of tests share."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def built_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real book's HTML folder, built once however many workers ask for it."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    record = shared / "built-book.json"
    with FileLock(shared / "built-book.lock"):
        if not record.is_file():
            run = subprocess.run(
                [sys.executable, "-m", "coursekit", "book", "build", "--root", str(ROOT)],
                capture_output=True,
                text=True,
                timeout=2400,
            )
            record.write_text(json.dumps([run.returncode, run.stdout + run.stderr]))
    status, text = json.loads(record.read_text())
    assert status == 0, text
    return ROOT / "_build" / "html"


@dataclass(frozen=True)
class Distributions:
    sdist: Path
    wheel: Path


@pytest.fixture(scope="session")
def build_distributions() -> Callable[..., Distributions]:
    """Build sdist and wheel, the latter from the former, from a copy of what git tracks."""

    def run(folder: Path, mode: int = 0o644, moment: int = 1_600_000_000) -> Distributions:
        source = folder / "source"
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
        )
        for name in listed.stdout.decode().split("\0"):
            if name and (ROOT / name).is_file():
                copy = source / name
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(ROOT / name, copy)
                copy.chmod(mode | ((ROOT / name).stat().st_mode & 0o100))
                os.utime(copy, (moment, moment))
        output = folder / "dist"
        subprocess.run(
            [
                *[sys.executable, "-m", "uv", "build", "--quiet", "--offline"],
                *["--no-build-isolation", "--python", sys.executable],
                *["--out-dir", str(output), str(source)],
            ],
            check=True,
            env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000"},
            timeout=300,
        )
        (sdist,), (wheel,) = output.glob("*.tar.gz"), output.glob("*.whl")
        return Distributions(sdist, wheel)

    return run


@pytest.fixture(scope="session")
def distributions(
    tmp_path_factory: pytest.TempPathFactory, build_distributions: Callable[..., Distributions]
) -> Distributions:
    """This tree's sdist and wheel."""
    return build_distributions(tmp_path_factory.mktemp("distributions"))
