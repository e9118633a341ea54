"""A class of students, the process that grades it, and a cluster made of separate processes."""

import copy
import json
import os
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

from coursekit.grading.store import Gradebook

HERE = Path(__file__).parent / "fixtures" / "cluster"
EXERCISE = Path(__file__).parent / "fixtures" / "exercises" / "statistics"
RIGHT = {
    "variance-solution": "def sample_variance(x):\n    return float(x.var(ddof=1))",
    "center-solution": "def center(X):\n    return X - X.mean(axis=0)",
}
# What each kind of student writes, and what that must earn.
KINDS = (
    (RIGHT, 7),
    ({**RIGHT, "variance-solution": "def sample_variance(x):\n    return float(x.var())"}, 4),
    ({}, 0),
)


def write_class(folder, released, size, *, odd=None):
    """Notebooks of `size` students, each marked with a comment; `odd` maps a number to a remark."""
    folder.mkdir()
    for number in range(size):
        notebook = copy.deepcopy(released)
        answers, _ = KINDS[number % len(KINDS)]
        for cell in notebook["cells"]:
            if cell["id"] in answers:
                cell["source"] = answers[cell["id"]]
            if cell["id"] == "variance-solution":
                source = "".join(cell["source"])
                cell["source"] = (
                    f"# student-{number:03d}\n# {(odd or {}).get(number, '')}\n{source}"
                )
        name = folder / f"student-{number:03d}.ipynb"
        name.write_text(json.dumps(notebook), encoding="utf-8")
    return folder


def expected_points(size):
    return {f"student-{number:03d}": KINDS[number % len(KINDS)][1] for number in range(size)}


def recorded(gradebook):
    """Students in the gradebook; each must be there once."""
    if not gradebook.is_file():
        return {}
    with Gradebook(gradebook, read_only=True) as book:
        runs = book.history()
    found = {run.student: run.earned for run in runs}
    assert len(found) == len(runs), "graded twice"
    return found


def ran(log):
    """Students in the order in which a worker began to run them, and the workers' process ids."""
    return [line.split() for line in log.read_text().splitlines()] if log.is_file() else []


def start(folder, gradebook, *scheduler, log=None, seconds=0.03, exercise=EXERCISE):
    environment = {**os.environ, "PYTHONPATH": str(HERE), "FAKE_SECONDS": str(seconds)}
    environment["FAKE_LOG"] = str(log) if log else ""
    command = [sys.executable, str(HERE / "grader.py"), folder, exercise, gradebook, *scheduler]
    return subprocess.Popen(
        [str(word) for word in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )


def finish(process, timeout=90):
    output, errors = process.communicate(timeout=timeout)
    return process.returncode, output.strip(), errors.strip()


def wait_until(condition, timeout=30.0):
    until = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.02)


@contextmanager
def cluster(log=None, workers=2, seconds=0.03, nanny=False):
    """A scheduler and workers, each a process of its own (a nanny starts a dead one again)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "PYTHONPATH": str(HERE), "FAKE_SECONDS": str(seconds)}
    environment["FAKE_LOG"] = str(log) if log else ""
    address = f"tcp://127.0.0.1:{port}"
    scheduler = ["scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
    worker = ["worker", address, "--nthreads", "1", "--no-dashboard"]
    worker += [] if nanny else ["--no-nanny"]
    with ExitStack() as stack:
        processes = []
        for words in (scheduler, *[worker] * workers):
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *words],
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            stack.callback(process.wait)
            stack.callback(process.kill)
            processes.append(process)
        yield address, processes[0], processes[1:]
