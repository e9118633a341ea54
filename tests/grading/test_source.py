import pytest

from coursekit.errors import UsageError
from coursekit.grading import read_exercise
from coursekit.grading.exercise import Cell


def test_reads_kinds_points_and_tolerances(statistics):
    kinds = [(cell.kind, cell.grade_id) for cell in statistics.cells]
    assert kinds == [
        ("text", None),
        ("setup", "setup"),
        ("prompt", "variance-prompt"),
        ("solution", "variance-solution"),
        ("visible", "variance-visible"),
        ("value", "variance"),
        ("prompt", "center-prompt"),
        ("solution", "center-solution"),
        ("visible", "center-visible"),
        ("value", "center"),
    ]
    tolerances = [(cell.points, cell.rtol, cell.atol) for cell in statistics.graded]
    assert tolerances == [(3, 1e-6, 1e-9), (4, 1e-6, 1e-9)]
    assert (statistics.points, statistics.time_limit) == (7, 20.0)
    assert statistics.forbidden_imports == ("statistics", "scipy")


def test_items_carry_title_question_and_points(statistics):
    first, second = statistics.items
    assert (first.title, first.points) == ("표본분산", 3)
    assert first.question.startswith("`sample_variance(x)` 함수를 쓰세요. `x` 모양은")
    assert (second.title, second.points) == ("중심화", 4)
    assert statistics.item_of("center-solution") == second


def test_lines_point_at_the_fence(statistics):
    lines = statistics.path.read_text(encoding="utf-8").split("\n")
    for cell in statistics.cells:
        if cell.is_code:
            assert lines[cell.line - 1].startswith("```{code-cell}")


def test_stub_and_solution_keep_what_is_outside_the_region():
    cell = Cell(
        "solution",
        "a",
        "def f(x):\n    y = 1\n    ### BEGIN SOLUTION\n    z = 2\n    ### END SOLUTION\n    return y",
    )
    assert cell.solution_code == "def f(x):\n    y = 1\n    z = 2\n    return y"
    assert cell.stub == (
        'def f(x):\n    y = 1\n    raise NotImplementedError("여기에 코드를 쓰세요.")\n    return y'
    )


EMPTY_ITEM = """+++ {"nbgrader": {"grade_id": "empty-prompt"}}

## 빈 문항

```{code-cell} ipython3
---
nbgrader: {grade_id: empty, grade: true, points: 1}
---
emit(a=1)
```

"""

REJECTED = {
    "unknown front key": ("exercise:\n", "colour: red\nexercise:\n", "`colour` 항목은"),
    "unknown exercise key": ("  minutes: 15", "  minutes: 15\n  hours: 1", "`hours` 항목은"),
    "missing exercise key": ("  minutes: 15\n", "", "`minutes` 항목을 쓰세요"),
    "wrong type": ("  minutes: 15", "  minutes: soon", "`minutes` 값의 형은 정수입니다"),
    "bool is no integer": ("  minutes: 15", "  minutes: true", "`minutes` 값의 형은 정수입니다"),
    "zero points": ("points: 7", "points: 0", "`points` 값은 0보다 커야"),
    "points mismatch": ("points: 7", "points: 8", "칸의 배점을 더하면 7입니다"),
    "id is not the folder": ("  id: statistics", "  id: other", "폴더 이름 'statistics'과"),
    "bad front matter": ("  points: 7", "  points: [7", "읽을 수 없습니다"),
    "dotted forbidden import": ("[statistics, scipy]", "['os.path']", "`forbidden_imports` 값은"),
    "unknown cell key": ("grade_id: setup}", "grade_id: setup}\ntags: [x]", "`tags` 항목은"),
    "unknown nbgrader key": ("grade_id: setup}", "grade_id: setup, lock: true}", "`lock` 항목은"),
    "missing id": ("{grade_id: setup}", "{solution: false}", "`grade_id` 이름을 쓰세요"),
    "bad id": ("grade_id: variance-visible", "grade_id: Variance!", "'Variance!'"),
    "duplicate id": ("grade_id: center-visible", "grade_id: variance-visible", "이미 씁니다"),
    "no setup": ("grade_id: setup", "grade_id: start", "준비 칸이 없습니다"),
    "no seed": ("SEED = 0", "SEED = int('0')", "`SEED = 0` 줄을 한 번만"),
    "two seeds": ("SEED = 0", "SEED = 0\nSEED = 0", "`SEED = 0` 줄을 한 번만"),
    "yaml 1e-6 is text": ("rtol: 1.0e-6", "rtol: 1e-6", "실수(1.0e-6 꼴)"),
    "negative tolerance": ("rtol: 1.0e-6", "rtol: -1.0", "0 이상이어야"),
    "unknown tolerance": ("rtol: 1.0e-6", "tol: 1.0e-6", "`tol` 항목은"),
    "no emit": ("emit(variance=sample_variance(x))", "sample_variance(x)", "`variance` 칸: `emit"),
    "emit with no name": ("emit(variance=sample", "emit(sample", "`variance` 칸: `emit"),
    "emit is not last": (
        "emit(variance=sample_variance(x))",
        "emit(variance=sample_variance(x))\nx = 1",
        "`variance` 칸: `emit",
    ),
    "two emits": (
        "emit(variance=sample_variance(x))",
        "emit(a=1)\nemit(variance=sample_variance(x))",
        "`variance` 칸: `emit",
    ),
    "no points": ("grade: true, points: 3", "grade: true", "`points` 값은 1 이상"),
    "points on a visible check": (
        "grade_id: variance-visible",
        "grade_id: variance-visible, points: 1",
        "배점과 허용 오차를 쓸 수 없습니다",
    ),
    "grade and solution": (
        "grade_id: variance-solution, solution: true",
        "grade_id: variance-solution, solution: true, grade: true",
        "두 칸으로 나누세요",
    ),
    "no END": ("    ### END SOLUTION\n", "", "`### END SOLUTION` 줄이 없습니다"),
    "no BEGIN": ("    ### BEGIN SOLUTION\n", "", "짝이 맞지 않습니다"),
    "nested BEGIN": (
        "    ### BEGIN SOLUTION\n",
        "    ### BEGIN SOLUTION\n    ### BEGIN SOLUTION\n",
        "짝이 맞지 않습니다",
    ),
    "misspelt marker": ("    ### BEGIN SOLUTION\n", "    # BEGIN SOLUTION\n", "꼴로만 씁니다"),
    "marker outside a solution": (
        "SEED = 0",
        "SEED = 0\n### BEGIN SOLUTION\n### END SOLUTION",
        "`solution: true`인 칸에만",
    ),
    "syntax error": ("import numpy as np", "import numpy as", "문법에 어긋납니다"),
    "prompt without title": ("## 표본분산", "표본분산", "첫 줄을 `## 제목`"),
    "graded markdown": (
        '{"nbgrader": {"grade_id": "center-prompt"}}',
        '{"nbgrader": {"grade_id": "center-prompt", "grade": true}}',
        "글 칸은",
    ),
    "cell before its prompt": (
        '+++ {"nbgrader": {"grade_id": "variance-prompt"}}\n\n## 표본분산',
        "## 표본분산",
        "앞에 지시문 칸이 없습니다",
    ),
    "item without a solution": (
        '+++ {"nbgrader": {"grade_id": "center-prompt"}}',
        EMPTY_ITEM + '+++ {"nbgrader": {"grade_id": "center-prompt"}}',
        "「빈 문항」 문항에 풀이 칸이 없습니다",
    ),
    "code before setup": (
        "# 기술통계 연습\n",
        "# 기술통계 연습\n\n```{code-cell} ipython3\nx = 1\n```\n",
        "첫 코드 칸으로 옮기세요",
    ),
}


@pytest.mark.parametrize("case", REJECTED)
def test_rejects_a_source_that_breaks_a_promise(copied, case):
    old, new, message = REJECTED[case]
    source = copied / "exercise.md"
    text = source.read_text(encoding="utf-8")
    assert old in text
    source.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_exercise(copied)
    assert message in str(caught.value)
    assert str(source) in str(caught.value)


def test_missing_source_is_named(tmp_path):
    with pytest.raises(UsageError, match=r"연습문제 원본이 없습니다: .*exercise\.md"):
        read_exercise(tmp_path)


def test_source_that_is_not_text(copied):
    (copied / "exercise.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="UTF-8"):
        read_exercise(copied)
