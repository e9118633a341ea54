"""Grading beside nbgrader, Otter and plain nbval: `python -m benchmarks grading`, or by hand

python -m benchmarks.grading --sizes 20 200        # the peers' rows take long: see --peers
python -m benchmarks.grading --full                # 1,000 submissions: is the memory flat?
"""

import argparse
import copy
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from benchmarks import peers
from benchmarks.peers import Timing
from coursekit.grading import Exercise, ReferenceValues, compute_references, read_exercise
from coursekit.grading.cluster import open_cluster
from coursekit.grading.intake import Work
from coursekit.grading.release import build_exercise
from coursekit.grading.session import grade_works
from coursekit.grading.submission import Submission, SubmittedCell

ROOT = Path(__file__).parents[1]
ASSIGNMENTS = {
    "NumPy": ROOT / "tests" / "grading" / "fixtures" / "exercises" / "statistics",
    "torch": ROOT / "benchmarks" / "assignments" / "autograd",
}
SEED = 1
# Otter takes 6-9 s a submission; its rate does not depend on how many there are.
PEER_LIMIT = {"nbgrader": 1000, "otter": 3, "nbval": 1000}


def answers(exercise: Exercise, references: ReferenceValues, count: int) -> list[dict[str, str]]:
    """Half right, the rest in turn: each wrong answer, and the untouched release."""
    right = {cell.grade_id or "": cell.solution_code for cell in exercise.solutions}
    released = {cell.grade_id or "": cell.stub for cell in exercise.solutions}
    odd = [*({**right, **wrong.sources} for wrong in references.wrong_answers), released]
    return [right if i % 2 else odd[i // 2 % len(odd)] for i in range(count)]


def works(exercise: Exercise, given: Sequence[dict[str, str]]) -> Iterator[Work]:
    for number, sources in enumerate(given):
        name = f"s{number:04d}"
        cells = tuple(SubmittedCell(*pair) for pair in sources.items())
        yield Work(name, name, name, exercise.id, Submission(name, exercise.id, cells), name)


def ours(
    references: ReferenceValues, given: Sequence[dict[str, str]], workers: int
) -> tuple[Timing, list[float]]:
    """From the start of the workers to the last verdict, without gradebook and reports."""
    exercise = references.exercise
    each, memory = [], []
    process = psutil.Process()
    cores = process.cpu_affinity()
    # One core for all of it (the judge, its worker, the student) or two: what a second core brings.
    process.cpu_affinity(cores[:workers])
    started = time.perf_counter()
    try:
        with open_cluster(None, workers) as client:
            # One submission per worker prepares the engines.
            list(grade_works(works(exercise, given[:workers]), {exercise.id: references}, client))
            ready = time.perf_counter() - started
            started = time.perf_counter()
            wrong = 0
            for one in grade_works(works(exercise, given), {exercise.id: references}, client):
                each.append(one.seconds)
                memory.append(process.memory_info().rss / 1e6)
                wrong += one.assessment is None
            total = time.perf_counter() - started
    finally:
        process.cpu_affinity(cores)
    # The peers' totals hold their start, so ours does too; the steady rate stands beside it.
    note = f"준비 {ready:.1f}초, 그 뒤로 분당 {60 * len(each) / total:.0f}"
    note += f", 실패 {wrong}" if wrong else ""
    return Timing(ready + total, len(each), each, note), memory


def command(
    references: ReferenceValues, given: Sequence[dict[str, str]], workers: int, folder: Path
) -> Timing:
    """`coursekit grade` in a process of its own, from its start to the last report."""
    exercise = references.exercise
    course, handed_in = folder / "course", folder / "handed-in"
    shutil.copytree(exercise.path.parent, course / "exercises" / exercise.id)
    (course / "_toc.yml").touch()
    handed_in.mkdir()
    released = json.loads(build_exercise(course / "exercises" / exercise.id).read_bytes())
    for number, sources in enumerate(given):
        notebook = copy.deepcopy(released)
        for cell in notebook["cells"]:
            cell["source"] = sources.get(cell["id"], cell["source"])
        (handed_in / f"s{number:04d}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    words = ["grade", str(handed_in), "--root", str(course), "--output", str(folder / "out")]
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "coursekit", *words, "--workers", str(workers)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return Timing(note=done.stderr[-80:])
    note = "정답 계산, 성적부, 학생마다의 HTML까지"
    return Timing(time.perf_counter() - started, len(given), [], note)


def table(title: str, rows: dict[str, Timing], base: str) -> Table:
    drawn = Table(title=title, title_justify="left")
    for name in ("", "제출물", "분당", f"÷ {base}", "p50 초", "p90 초", ""):
        drawn.add_column(name, justify="left" if not name else "right")
    rates = {name: 60 * t.count / t.total for name, t in rows.items() if t.count}
    for name, timing in rows.items():
        if not timing.count:
            drawn.add_row(name, "", "", "", "", "", timing.note)
            continue
        ratio = f"{rates[name] / rates[base]:.1f}" if base in rates else "-"
        speed = str(timing.count), f"{rates[name]:.0f}", ratio
        drawn.add_row(name, *speed, *_quantiles(timing.each), timing.note)
    return drawn


def _quantiles(each: Sequence[float]) -> tuple[str, str]:
    if len(each) < 2:
        return "-", "-"
    cuts = statistics.quantiles(each, n=10, method="inclusive")
    return f"{statistics.median(each):.3f}", f"{cuts[8]:.3f}"


def compare(name: str, size: int, with_peers: Sequence[str]) -> None:
    exercise = read_exercise(ASSIGNMENTS[name])
    references = compute_references(exercise, SEED)
    given = answers(exercise, references, size)
    rows = {}
    for tool in with_peers:
        sample = given[: min(size, PEER_LIMIT[tool])]
        with tempfile.TemporaryDirectory(prefix="peers-") as folder:
            rows[tool] = getattr(peers, tool)(references, sample, Path(folder))
    cores = os.cpu_count() or 1
    for workers in sorted({1, min(2, cores)}):
        rows[f"coursekit, 코어 {workers}"] = ours(references, given, workers)[0]
    with tempfile.TemporaryDirectory(prefix="grade-") as folder:
        rows["coursekit grade"] = command(references, given, min(2, cores), Path(folder))
    title = f"{name} 과제, 제출물 {size}개 (정답을 바로 실행하면 {references.seconds:.3f}초)"
    Console(width=120).print(table(title, rows, "nbgrader"))


def thousand() -> None:
    exercise = read_exercise(ASSIGNMENTS["NumPy"])
    references = compute_references(exercise, SEED)
    timing, memory = ours(references, answers(exercise, references, 1000), 2)
    first, last = memory[99], memory[-1]
    Console(width=120).print(
        f"1,000개: {timing.count}개가 모두 돌아옴, 분당 {60 * timing.count / timing.total:.0f}개, 채점기의 기억 "
        f"100번째 {first:.0f} MB, 1,000번째 {last:.0f} MB ({100 * (last / first - 1):+.1f} %). {timing.note}"
    )


def main(arguments: Sequence[str] = ()) -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.grading")
    parser.add_argument("--sizes", type=int, nargs="+", default=[20])
    parser.add_argument("--assignments", nargs="+", choices=[*ASSIGNMENTS], default=[*ASSIGNMENTS])
    parser.add_argument("--peers", nargs="*", choices=[*PEER_LIMIT], default=[*PEER_LIMIT])
    parser.add_argument("--full", action="store_true", help="1,000 submissions in one run")
    options = parser.parse_args(arguments)
    if options.full:
        thousand()
        return
    for name in options.assignments:
        for size in options.sizes:
            compare(name, size, options.peers)


if __name__ == "__main__":
    main(sys.argv[1:])
