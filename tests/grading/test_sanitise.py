import copy
import time

import pytest
from nbval.plugin import find_comment_markers

from coursekit.grading.sanitise import imported_modules, notebook_of, sanitise
from coursekit.grading.submission import (
    MAX_SOURCE_CHARACTERS,
    Submission,
    SubmittedCell,
    submission_from,
)

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


LENGTH = MAX_SOURCE_CHARACTERS - 10
# 판정하는 프로세스가 읽는 글입니다. 옛 해석기는 첫 둘에서 몇 분을 쓰거나 예외를 냈습니다.
BOMBS = {
    "commands": "!a\n" * (LENGTH // 3),
    "help lines": "(\n1)\na?\n" * (LENGTH // 8),
    "assigned commands": "a=!b\n" * (LENGTH // 5) + "(",
    "cell magics": "%%time\n" * (LENGTH // 7),
    "one long command": "!" * LENGTH,
    "one long help": "a" * LENGTH + "?",
    "blanks": " " * LENGTH + "(",
    "blank lines": " \t\n" * (LENGTH // 3) + "(",
    "blanks and names": "a " * (LENGTH // 2) + "(",
    "many lines of blanks": (" " * 400 + "a\n") * (LENGTH // 402) + "(",
    "equal signs": "a=" * (LENGTH // 2) + "!",
    "question marks": "?" * LENGTH,
    "dots": "x" + ".a" * (LENGTH // 2),
    "brackets": "(" * (LENGTH // 2) + ")" * (LENGTH // 2),
    "minuses": "-" * LENGTH + "1",
    "tuples": "a," * (LENGTH // 2) + "$",
    "lambdas": "lambda:" * (LENGTH // 7) + "1 1",
    "comments": "# NBVAL_" * (LENGTH // 8),
    "sharps": "#" * LENGTH,
    "strings": "'" * LENGTH,
    "continued lines": "\\\n" * (LENGTH // 2) + "!",
    "nulls": "\0" * LENGTH,
    "carriage returns": "\r" * LENGTH + "%%",
}
# 폭탄마다 1초 남짓이고, 바쁜 컴퓨터에서도 이만큼은 아닙니다. 제곱으로 느는 것은 몇 분이 듭니다.
BOMB_SECONDS = 30.0


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_of_text_takes_seconds_and_raises_nothing(statistics, bomb):
    started = time.process_time()
    result = sanitised(
        statistics, ("variance-solution", BOMBS[bomb]), ("center-solution", "import scipy")
    )
    assert time.process_time() - started < BOMB_SECONDS
    assert len(source_of(result, "variance-solution")) >= 0.99 * LENGTH
    assert set(result.refused) == {"center"}
