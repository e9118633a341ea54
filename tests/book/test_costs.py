r"""장이 쓴 시간과 메모리: 커널이 스스로 잰 것이 맞고, 책의 장이 메모리의 한도를 지킵니다."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from coursekit.book import Cost, chapter_costs
from coursekit.book.costs import STARTUP, TRAINING, VARIABLE

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


def test_only_chapters_that_were_measured_are_told(tmp_path):
    for name, record in {
        "a": {"docname": "chapters/a", "seconds": 61.0, "megabytes": 99.6},
        "b": {},
    }.items():
        folder = tmp_path / "_build" / ".jupyter_cache" / name / "f"
        folder.mkdir(parents=True)
        (folder / "made.json").write_text(json.dumps(record))
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
