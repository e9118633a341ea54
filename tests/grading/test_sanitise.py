import copy

import pytest
from nbval.plugin import find_comment_markers

from coursekit.grading.sanitise import imported_modules, notebook_of, sanitise
from coursekit.grading.submission import Submission, SubmittedCell, submission_from

STUB = 'def center(X):\n    raise NotImplementedError("여기에 코드를 쓰세요.")'


def sanitised(exercise, *cells, seed=5):
    given = tuple(SubmittedCell(*cell) for cell in cells)
    return sanitise(exercise, Submission("a", exercise.id, given), seed)


def source_of(result, name):
    return next(cell.source for cell in result.cells if cell.name == name)


def test_everything_but_the_answers_comes_from_the_source(statistics, released):
    forged = copy.deepcopy(released)
    for cell in forged["cells"]:
        if not cell["id"].endswith("-solution"):
            cell["source"] = "raise SystemExit"
    forged["cells"].insert(0, {"cell_type": "code", "id": "mine", "source": "x = 1"})
    honest = sanitise(statistics, submission_from(released, "a"), 5)
    assert sanitise(statistics, submission_from(forged, "a"), 5) == honest
    assert "SEED = 5" in source_of(honest, "setup")
    assert [cell.name for cell in honest.cells] == [
        "setup",
        "variance-solution",
        "variance-visible",
        "variance",
        "center-solution",
        "center-visible",
        "center",
    ]


def test_the_notebook_that_runs_holds_no_secret(statistics, released):
    result = sanitise(statistics, submission_from(released, "a"), 5)
    text = str(notebook_of(result, 20.0))
    for secret in ("deviation", "rtol", "1e-06", "points", "모분산"):
        assert secret not in text


def test_missing_answer_is_empty_and_said(statistics):
    result = sanitised(statistics, ("variance-solution", "x = 1"))
    assert source_of(result, "center-solution") == ""
    assert result.notes == ("`center-solution` 칸이 제출물에 없습니다: 빈 답으로 봅니다.",)


@pytest.mark.parametrize("last", ["", "  \n", STUB, STUB + "\n"])
def test_the_last_copy_that_was_worked_on_counts(statistics, last):
    cells = [("center-solution", text) for text in ("first = 1", "second = 2", last)]
    result = sanitised(statistics, ("variance-solution", "x = 1"), *cells)
    assert source_of(result, "center-solution") == "second = 2"
    assert "2개 있습니다: 마지막 것을 채점했습니다" in result.notes[0]


def test_a_giant_answer_is_empty_and_said(statistics):
    result = sanitised(
        statistics, ("variance-solution", "x = 1"), ("center-solution", "#" * 200_001)
    )
    assert source_of(result, "center-solution") == ""
    assert "너무 길어" in result.notes[0]


@pytest.mark.parametrize(
    "marker", ["NBVAL_SKIP", "NBVAL_IGNORE_OUTPUT", "NBVAL_RAISES_EXCEPTION", "NBVAL_CHECK_OUTPUT"]
)
@pytest.mark.parametrize("shape", ["# {}", "x = 1\n   ##  {}  \ny = 2", "x = 1\x0c#{}"])
def test_markers_lose_their_power(statistics, marker, shape):
    source = shape.format(marker)
    assert list(find_comment_markers(source))
    result = sanitised(statistics, ("center-solution", source))
    assert not list(find_comment_markers(source_of(result, "center-solution")))


@pytest.mark.parametrize(
    "source",
    [
        "import scipy",
        "import numpy, scipy.stats as s",
        "from scipy.stats import tvar",
        "def f():\n    import scipy",
        "__import__('scipy')",
        "import importlib\nimportlib.import_module('scipy.stats')",
        "%matplotlib inline\nimport scipy",
        "!ls\nfrom scipy import stats",
        "%%time\nimport scipy",
    ],
)
def test_forbidden_imports_are_refused(statistics, source):
    assert "scipy" in set(imported_modules(source))
    result = sanitised(statistics, ("variance-solution", source), ("center-solution", "x = 1"))
    assert result.refused == {"variance": "이 연습문제에서 쓸 수 없는 모듈을 불러왔습니다: scipy."}
    assert source_of(result, "variance-solution") == ""
    assert source_of(result, "center-solution") == "x = 1"


@pytest.mark.parametrize(
    "source",
    ["import numpy", "from .scipy import x", "'import scipy'", "import scipy as", "# scipy"],
)
def test_other_code_is_not_refused(statistics, source):
    assert sanitised(statistics, ("center-solution", source)).refused == {}
