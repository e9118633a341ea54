import json

import nbformat
import pytest

from coursekit.errors import UsageError
from coursekit.grading import build_exercise, release_notebook


def test_same_source_gives_the_same_bytes(copied):
    path = build_exercise(copied)
    first = path.read_bytes()
    assert build_exercise(copied).read_bytes() == first
    assert first.endswith(b"}\n")
    assert build_exercise(copied, check=True) == path


def test_committed_notebook_is_what_the_source_gives(statistics):
    assert build_exercise(statistics.path.parent, check=True).is_file()


def test_notebook_is_valid_and_shows_no_answer(statistics):
    notebook = release_notebook(statistics)
    nbformat.validate(notebook)
    text = json.dumps(notebook, ensure_ascii=False)
    for secret in ("deviation", "mean(axis=0)", "SOLUTION", "rtol", "atol", "1e-06", "모분산"):
        assert secret not in text
    assert text.count("여기에 코드를 쓰세요") == 2


def test_every_cell_has_a_stable_id_and_no_output(statistics):
    cells = release_notebook(statistics).cells
    assert [cell.id for cell in cells][:4] == [
        "text-1",
        "setup",
        "variance-prompt",
        "variance-solution",
    ]
    for cell in cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None


def test_nbgrader_metadata_is_complete(statistics):
    marks = {c.id: c.metadata.get("nbgrader") for c in release_notebook(statistics).cells}
    assert marks["text-1"] is None
    common = {"schema_version": 3, "task": False}
    assert marks["variance"] == {
        **common,
        "grade_id": "variance",
        "grade": True,
        "locked": True,
        "points": 3,
        "solution": False,
    }
    assert marks["variance-solution"] == {
        **common,
        "grade_id": "variance-solution",
        "grade": False,
        "locked": False,
        "solution": True,
    }
    assert marks["variance-visible"]["locked"]
    assert marks["variance-prompt"]["locked"]


def test_drift_is_reported(copied):
    path = build_exercise(copied)
    path.write_bytes(path.read_bytes().replace("자료를".encode(), "기록을".encode()))
    with pytest.raises(UsageError, match="다시 만드세요: coursekit exercise build statistics"):
        build_exercise(copied, check=True)
    path.unlink()
    with pytest.raises(UsageError, match="배포 노트북이 없습니다"):
        build_exercise(copied, check=True)
    assert not path.exists()
