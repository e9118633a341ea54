"""The same assignment and submissions in the formats of nbgrader, Otter and plain nbval.

The peers live in a throwaway environment of their own, named by the variable COURSEKIT_PEERS:

    python3 -m venv /tmp/peers
    /tmp/peers/bin/pip install nbgrader==0.9.6 otter-grader==7.0.0 nbval==0.11.0 ipykernel
    /tmp/peers/bin/pip install torch==2.13.0        # the CPU build, see README.md
    COURSEKIT_PEERS=/tmp/peers make bench

Each peer gets the reference values inside its check cells, which is how such a course would be written.
"""

import os
import re
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat

from coursekit.grading import Cell, ReferenceValues

_SAME = """\
import numpy as np
def _same(got, want, rtol, atol):
    got, want = np.asarray(got), np.asarray(want)
    return got.shape == want.shape and bool(np.allclose(got, want, rtol=rtol, atol=atol))
"""


@dataclass
class Timing:
    """Seconds of a whole run and, where the peer tells, of each submission."""

    total: float = float("nan")
    count: int = 0
    each: list[float] = field(default_factory=list)
    note: str = ""


def environment() -> Path | None:
    """The peers' bin folder, or None."""
    named = os.environ.get("COURSEKIT_PEERS")
    return Path(named) / "bin" if named and (Path(named) / "bin" / "python").is_file() else None


def nbgrader(
    references: ReferenceValues, answers: Sequence[Mapping[str, str]], work: Path
) -> Timing:
    """`nbgrader autograde` over all students in one call."""
    tool = _tool("nbgrader")
    if tool is None:
        return Timing(note="설치되지 않음")
    course = work / "nbgrader"
    source = course / "source" / "ps1"
    source.mkdir(parents=True)
    _write(source / "ps1.ipynb", _cells(references, None, "nbgrader"))
    _run([tool, "generate_assignment", "ps1"], course)
    for number, answer in enumerate(answers):
        folder = course / "submitted" / f"s{number:04d}" / "ps1"
        folder.mkdir(parents=True)
        _write(folder / "ps1.ipynb", _cells(references, answer, "nbgrader"))
    lines = _stamped([tool, "autograde", "ps1"], course)
    stamps = [when for when, line in lines[:-1] if "Converting notebook" in line]
    # nbgrader converts twice per student (sanitise, then execute): the first of each pair starts one.
    starts = [*stamps[:: max(1, round(len(stamps) / len(answers)))], lines[-1][0]]
    each = [b - a for a, b in pairwise(starts)]
    made = len(list((course / "autograded").glob("*/ps1/ps1.ipynb")))
    note = "" if made == len(answers) else f"{made}/{len(answers)}개만 끝남"
    return Timing(lines[-1][0], len(answers), each, note)


def otter(references: ReferenceValues, answers: Sequence[Mapping[str, str]], work: Path) -> Timing:
    """`otter run` per submission: its way without Docker."""
    tool = _tool("otter")
    if tool is None:
        return Timing(note="설치되지 않음")
    folder = work / "otter"
    (folder / "tests").mkdir(parents=True)
    for cell in references.exercise.graded:
        body = f"def test_item(env):\n    check = env['check_{_name(cell)}']\n    assert check()\n"
        head = "OK_FORMAT = False\nfrom otter.test_files import test_case\n"
        text = (
            f"{head}name = '{_name(cell)}'\npoints = {cell.points}\n@test_case(points=None)\n{body}"
        )
        (folder / "tests" / f"{_name(cell)}.py").write_text(text, encoding="utf-8")
    config = folder / "otter_config.json"
    config.write_text('{"pdf": false, "show_hidden": true, "show_stdout": false}\n')
    _run([tool, "generate", "-t", "tests", "-c", str(config), "--no-environment"], folder)
    package = next(folder.glob("*.zip"))
    each, failures = [], 0
    for number, answer in enumerate(answers):
        path = folder / f"s{number:04d}.ipynb"
        _write(path, _cells(references, answer, "otter"))
        started = time.perf_counter()
        failures += _run(
            [tool, "run", str(path), "-a", str(package), "-o", str(folder), "--no-logo"],
            folder,
            strict=False,
        )
        each.append(time.perf_counter() - started)
    return Timing(sum(each), len(answers), each, f"오류 {failures}" if failures else "")


def nbval(references: ReferenceValues, answers: Sequence[Mapping[str, str]], work: Path) -> Timing:
    """All notebooks in one pytest session."""
    tool = _tool("pytest")
    if tool is None:
        return Timing(note="설치되지 않음")
    folder = work / "nbval"
    folder.mkdir()
    for number, answer in enumerate(answers):
        _write(folder / f"s{number:04d}.ipynb", _cells(references, answer, "nbval"))
    command = [
        tool,
        "--nbval-lax",
        "--nbval-current-env",
        "-q",
        "--tb=no",
        "-p",
        "no:cacheprovider",
    ]
    started = time.perf_counter()
    _run([*command, "."], folder, strict=False)
    return Timing(time.perf_counter() - started, len(answers))


def _tool(name: str) -> str | None:
    place = environment()
    return str(place / name) if place and (place / name).is_file() else None


def _name(cell: Cell) -> str:
    return (cell.grade_id or "").replace("-", "_")


def _cells(references: ReferenceValues, answer: Mapping[str, str] | None, dialect: str) -> Any:
    """The notebook; `answer` None is nbgrader's source with the solutions in it."""
    made = []
    for number, cell in enumerate(references.exercise.cells):
        if not cell.is_code or cell.kind == "visible":
            continue
        source, grade_id = cell.source, cell.grade_id or f"cell-{number}"
        if cell.kind == "setup":
            source = re.sub(r"^from coursekit.*$", "", source, flags=re.MULTILINE)
            source = re.sub(r"^SEED = \d+$", f"SEED = {references.seed}", source, flags=re.M)
            source += "\n" + _SAME
        elif cell.kind == "solution":
            source = cell.source if answer is None else answer.get(grade_id, "")
        elif cell.kind == "value":
            source = _asserting(cell, references)
            if dialect == "otter":
                # Otter's tests call a function of the notebook's environment.
                lines = "\n".join("    " + line for line in source.splitlines())
                source = f"def check_{_name(cell)}():\n{lines}\n    return True"
        made.append(_cell(cell, source, grade_id, dialect))
    return made


def _cell(cell: Cell, source: str, grade_id: str, dialect: str) -> Any:
    marks = {
        "grade": cell.kind == "value",
        "grade_id": grade_id,
        "locked": cell.kind != "solution",
        "schema_version": 3,
        "solution": cell.kind == "solution",
        "task": False,
        **({"points": cell.points} if cell.kind == "value" else {}),
    }
    metadata = {"nbgrader": marks} if dialect == "nbgrader" else {}
    return nbformat.v4.new_code_cell(source, id=grade_id, metadata=metadata)


def _asserting(cell: Cell, references: ReferenceValues) -> str:
    body = re.sub(r"^emit\(", "got = dict(", cell.source, flags=re.MULTILINE)
    checks = []
    for name, value in references.expected[cell.grade_id or ""].items():
        want = repr(value.tolist() if hasattr(value, "tolist") else value)
        checks.append(f"assert _same(got[{name!r}], {want}, {cell.rtol!r}, {cell.atol!r})")
    return "\n".join([body, *checks])


def _write(path: Path, cells: Any) -> None:
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(notebook, path)


def _environ(place: Path) -> dict[str, str]:
    home = place / ".home"
    home.mkdir(exist_ok=True)
    kept = {name: os.environ[name] for name in ("LANG", "LC_ALL") if name in os.environ}
    bin_folder = environment()
    return {
        **kept,
        "PATH": f"{bin_folder}:{os.environ['PATH']}",
        "HOME": str(home),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


def _run(command: Sequence[str], place: Path, *, strict: bool = True) -> bool:
    done = subprocess.run(
        command, cwd=place, env=_environ(place), capture_output=True, text=True, check=False
    )
    if strict and done.returncode:
        raise RuntimeError(f"{Path(command[0]).name}: {done.stderr[-2000:] or done.stdout[-2000:]}")
    return done.returncode != 0


def _stamped(command: Sequence[str], place: Path) -> list[tuple[float, str]]:
    """Each line with the second at which it came; the last one is the end."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=place,
        env=_environ(place),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    lines = [(time.perf_counter() - started, line) for line in process.stdout]
    process.wait()
    return [*lines, (time.perf_counter() - started, "")]
