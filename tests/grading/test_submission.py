import copy
import json
import os

import pytest

from coursekit.errors import UsageError
from coursekit.grading import read_submission
from coursekit.grading.submission import submission_from


def test_takes_names_and_sources_only(released, tmp_path):
    path = tmp_path / "학생.ipynb"
    path.write_text(json.dumps(released), encoding="utf-8")
    submission = read_submission(path)
    assert submission.label == "학생.ipynb"
    assert submission.exercise_id == "statistics"
    sources = {cell.grade_id: cell.source for cell in submission.cells}
    assert sources["center-solution"].startswith("def center(X):\n    raise")


def test_missing_metadata_falls_back_to_the_cell_id(released):
    bare = copy.deepcopy(released)
    for cell in bare["cells"]:
        cell["metadata"] = {}
    found = {cell.grade_id for cell in submission_from(bare, "a").cells}
    assert {"variance-solution", "center-solution"} <= found


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\x01",
        b"not json",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"{}",
        b'{"cells": 3, "nbformat": 4}',
        b'{"cells": [], "nbformat": 3}',
        b'{"worksheets": [], "nbformat": 3}',
        b"[" * 100_000,
        b'{"cells": [' + b"[" * 50_000,
    ],
)
def test_not_a_notebook(tmp_path, data):
    path = tmp_path / "a.ipynb"
    path.write_bytes(data)
    with pytest.raises(UsageError, match=r"a\.ipynb: .*니다\.$"):
        read_submission(path)


@pytest.mark.parametrize(
    "cell",
    [
        None,
        3,
        "x",
        {},
        {"metadata": 3, "source": 3},
        {"metadata": {"nbgrader": []}, "source": [1]},
        {"metadata": {"nbgrader": {"grade_id": ["a"]}}, "id": 7},
    ],
)
def test_odd_cells_are_passed_over(cell):
    assert submission_from({"cells": [cell], "nbformat": 4}, "a").cells == ()


def test_lone_surrogates_become_writable(released):
    odd = copy.deepcopy(released)
    odd["cells"][3]["source"] = ["x = '\ud800'\n"]
    sources = {cell.grade_id: cell.source for cell in submission_from(odd, "a").cells}
    assert sources["variance-solution"] == "x = '?'\n"


def test_missing_and_unreadable(tmp_path):
    with pytest.raises(UsageError, match="찾을 수 없습니다"):
        read_submission(tmp_path / "none.ipynb")
    folder = tmp_path / "folder.ipynb"
    folder.mkdir()
    with pytest.raises(UsageError, match="열 수 없습니다"):
        read_submission(folder)


def test_too_big(tmp_path):
    path = tmp_path / "big.ipynb"
    path.touch()
    os.truncate(path, 100_000_001)
    with pytest.raises(UsageError, match="너무 큽니다"):
        read_submission(path)
