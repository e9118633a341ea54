"""Fixtures that several folders of tests share."""

import json
import os
import subprocess
import sys
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
