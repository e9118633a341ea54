"""A class of students, the process that grades it, and a cluster made of separate processes."""

import copy
import json
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil

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


class Child:
    """A process that the nursery forked."""

    def __init__(self, nursery, folder, role, arguments, environment):
        self._nursery = nursery
        self._files = [folder / f"{role}-{uuid.uuid4().hex}.{end}" for end in ("out", "err")]
        out, err = map(str, self._files)
        order = {"role": role, "arguments": arguments, "environment": environment}
        self.pid = nursery.ask({**order, "out": out, "err": err})
        self.returncode = None

    def poll(self):
        if self.returncode is None:
            self.returncode = self._nursery.ask({"pid": self.pid})
        return self.returncode

    def kill(self):
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)

    def wait(self, timeout=90):
        wait_until(lambda: self.poll() is not None, timeout)

    def communicate(self, timeout=90):
        self.wait(timeout)
        return [path.read_text() for path in self._files]


class Nursery:
    """Forks schedulers, workers and graders that have all they import: a trial is a second then."""

    def __init__(self, folder):
        self.folder = folder
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "nursery.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        )

    def ask(self, order):
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def close(self):
        self._process.stdin.close()
        self._process.wait(timeout=60)
        self._process.stdout.close()

    def start(self, role, *arguments, log=None, seconds=0.03, **environment):
        environment |= {"FAKE_SECONDS": str(seconds), "FAKE_LOG": str(log or "")}
        return Child(self, self.folder, role, arguments, environment)

    def grader(self, folder, gradebook, *scheduler, **more):
        places = [str(folder), str(EXERCISE), str(gradebook)]
        return self.start("grader", *places, *scheduler, **more)

    @contextmanager
    def cluster(self, log=None, workers=2, seconds=0.03):
        """A scheduler and its workers; yields address, scheduler, workers and one that adds one."""
        port = free_port()
        address = f"tcp://127.0.0.1:{port}"
        with ExitStack() as stack:

            def born(role, *arguments):
                child = self.start(role, *arguments, log=log, seconds=seconds)
                stack.callback(child.wait)
                stack.callback(child.kill)
                return child

            scheduler = born("scheduler", port)
            wait_until(lambda: answers(port), 60)
            children = [born("worker", address) for _ in range(workers)]
            yield address, scheduler, children, lambda: born("worker", address)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def alive(child):
    try:
        return child.is_running() and child.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def finish(process, timeout=90):
    output, errors = process.communicate(timeout=timeout)
    return process.returncode, output.strip(), errors.strip()


def wait_until(condition, timeout=30.0):
    until = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.02)


@contextmanager
def cluster(workers=2):
    """A scheduler and workers as `dask scheduler` and `dask worker` start them."""
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    scheduler = ["scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
    worker = ["worker", address, "--nthreads", "1", "--no-dashboard"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with ExitStack() as stack:
        for words in (scheduler, *[worker] * workers):
            process = subprocess.Popen([sys.executable, "-m", "dask", *words], **quiet)
            stack.callback(process.wait)
            stack.callback(process.terminate)  # a nanny ends its worker then
            wait_until(lambda: answers(port), 60)
        yield address
