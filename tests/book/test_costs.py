r"""장이 쓴 시간과 메모리: 커널이 스스로 잰 것이 맞고, 책의 장이 메모리의 한도를 지킵니다."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from coursekit.book import Cost, chapter_costs
from coursekit.book.costs import BINDER, LIMIT, LIMIT_OF_TRAINING, STARTUP, TRAINING, VARIABLE

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc")


def run_cells(folder: Path, *sources: str) -> dict[str, float]:
    startup = folder / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "cost.py").write_text(STARTUP, encoding="utf-8")
    code = (
        "from IPython.terminal.interactiveshell import TerminalInteractiveShell as S\n"
        "shell = S.instance()\n"
        f"exec(open({str(startup / 'cost.py')!r}).read(), {{'get_ipython': lambda: shell}})\n"
        f"for source in {sources!r}: shell.run_cell(source)\n"
    )
    environment = os.environ | {VARIABLE: str(folder / "cost.json"), "IPYTHONDIR": str(folder)}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment, capture_output=True)
    return json.loads((folder / "cost.json").read_text())


def test_a_kernel_measures_its_own_peak_and_time(tmp_path):
    small = run_cells(tmp_path / "a", "x = 1")
    big = run_cells(
        tmp_path / "b",
        "x = bytearray(300_000_000)\ndel x",
        "import time\nend = time.process_time() + 0.5\nwhile time.process_time() < end: pass",
    )
    assert 250 < big["megabytes"] - small["megabytes"] < 350
    assert big["seconds"] - small["seconds"] > 0.3


def small_book(root, *records):
    """A book whose two chapters were executed, by what their kernels wrote down."""
    (root / "_toc.yml").write_text(
        "format: jb-book\nroot: index\nparts:\n- caption: 하나\n  numbered: true\n  chapters:\n"
        "  - file: chapters/b\n  - file: chapters/a\n"
    )
    for number, record in enumerate(records):
        folder = root / "_build" / ".jupyter_cache" / str(number) / "f"
        folder.mkdir(parents=True)
        (folder / "made.json").write_text(json.dumps(record))


def costs_command(root):
    return subprocess.run(
        [sys.executable, "-m", "coursekit", "book", "costs", "--root", str(root)],
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    ("megabytes", "seconds", "status", "verdict"),
    [(999.0, 59.0, 0, "모두 한도 안"), (1001.0, 1.0, 1, "1개 넘음"), (1.0, 61.0, 1, "1개 넘음")],
)
def test_one_command_prints_the_whole_book_and_fails_over_a_limit(
    tmp_path, megabytes, seconds, status, verdict
):
    small_book(
        tmp_path,
        {"docname": "chapters/a", "seconds": seconds, "megabytes": megabytes},
        {"docname": "chapters/b", "seconds": 2.0, "megabytes": 300.0},
    )
    run = costs_command(tmp_path)
    assert run.returncode == status, run.stdout + run.stderr
    rows = [line.split("│") for line in run.stdout.splitlines() if line.startswith("│")]
    cells = [[cell.strip() for cell in row[1:-1]] for row in rows]
    assert [row[0] for row in cells[:2]] == ["b", "a"]  # the order of the book
    assert cells[1][1:5] == [f"{seconds:.0f}", "60", f"{megabytes:.0f}", "1000"]
    assert cells[1][5] == ("넘음" if status else "한도 안")
    assert cells[2][1] == f"{seconds + 2:.0f}"
    assert verdict in cells[2][5]


def test_a_chapter_that_was_not_measured_is_said(tmp_path):
    small_book(tmp_path, {"docname": "chapters/b", "seconds": 1.0, "megabytes": 1.0})
    run = costs_command(tmp_path)
    assert (run.returncode, run.stdout) == (2, "")
    assert "chapters/a" in run.stderr
    assert "book build" in run.stderr


def test_of_two_records_the_later_counts(tmp_path):
    old, new = ({"docname": "chapters/a", "seconds": s, "megabytes": 1.0} for s in (9.0, 2.0))
    small_book(tmp_path, new, old)
    for number, moment in ((0, 2_000_000_000), (1, 1_000_000_000)):
        path = tmp_path / "_build" / ".jupyter_cache" / str(number) / "f" / "made.json"
        os.utime(path, (moment, moment))
    assert [cost.seconds for cost in chapter_costs(tmp_path)] == [2.0]


def test_no_limit_is_above_what_binder_gives():
    assert max(LIMIT[1], LIMIT_OF_TRAINING[1]) <= BINDER == 2000.0


def test_only_chapters_that_were_measured_are_told(tmp_path):
    small_book(tmp_path, {"docname": "chapters/a", "seconds": 61.0, "megabytes": 99.6}, {})
    (cost,) = chapter_costs(tmp_path)
    assert str(cost).startswith("chapters/a: CPU 61초, 100 MB  ← 한도")
    assert Cost("b", 59.0, None).within
    assert not Cost("b", 1.0, 1001.0).within
    assert Cost("chapters/segmentation", 119.0, 1499.0).within
    assert "한도(120초, 1500 MB)" in str(Cost("chapters/segmentation", 121.0, None))
    assert not Cost("chapters/segmentation", 1.0, 1501.0).fits


def test_every_chapter_of_the_book_was_measured_and_keeps_its_memory(built_book):
    root = built_book.parents[1]
    costs = {cost.docname: cost for cost in chapter_costs(root)}
    chapters = {p.stem for p in (root / "exercises").iterdir() if p.is_dir()}
    assert {f"chapters/{stem}" for stem in chapters} <= set(costs)
    assert set(costs) >= TRAINING
    assert [str(cost) for cost in costs.values() if not cost.fits] == []
