import pytest

from coursekit.grading import prove


def test_the_statistics_exercise_is_proven_on_the_whole_path(statistics):
    proof = prove(statistics.path.parent, seeds=(1, 20), all_in_kernel=True)
    assert proof.problems == ()
    assert proof.holds
    kernel = {row.answer: row.lost for row in proof.rows if row.path == "커널" and row.seed == 1}
    assert kernel == {
        "정답": (),
        "배포본": ("variance", "center"),
        "grand_mean": ("center",),
        "in_place": ("center",),
        "population_variance": ("variance",),
        "raw_moment": ("variance",),
        "row_mean": ("center",),
        "standard_deviation": ("variance",),
    }
    caught = {row.answer for row in proof.rows if row.caught and row.path == "직접"}
    assert caught == {"raw_moment", "row_mean"}


def replace(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


PLANTED = {
    "names too little": (
        "raw_moment.py",
        "return float((x**2).sum() / (len(x) - 1))",
        "return 0.0\n\n\n# %% center-solution\ndef center(X):\n    return X",
        "raw_moment(씨앗 1): `center` 칸을 잃었습니다",
    ),
    "names too much": (
        "raw_moment.py",
        '("variance",)',
        '("variance", "center")',
        "raw_moment(씨앗 1): `center` 칸을 잃어야 하는데 얻었습니다",
    ),
    "is right": (
        "standard_deviation.py",
        "x.std(ddof=1)",
        "x.var(ddof=1)",
        "standard_deviation(씨앗 1): `variance` 칸을 잃어야 하는데 얻었습니다",
    ),
    "same as another": (
        "standard_deviation.py",
        "x.std(ddof=1)",
        "x.var()",
        "standard_deviation(씨앗 1): `variance` 칸에서 제 설명이 나오지 않습니다(나온 것: pop",
    ),
    "gives no value": (
        "grand_mean.py",
        "return X - X.mean()",
        "raise ValueError",
        "grand_mean(씨앗 1): `center` 칸에서 제 설명이 나오지 않습니다",
    ),
    "right answer fails its visible check": (
        "../exercise.md",
        "== 0.0, ",
        "== 5.0, ",
        "정답(씨앗 1): 보이는 점검 `variance-visible` 칸이 정답을 통과시키지 않습니다",
    ),
    "release earns points": (
        "../exercise.md",
        "emit(variance=sample_variance(x))",
        "emit(variance=1.0)",
        "배포본(씨앗 1): `variance` 칸을 잃어야 하는데 얻었습니다",
    ),
}


@pytest.mark.parametrize("case", PLANTED)
def test_a_planted_fault_breaks_the_proof(copied, case):
    name, old, new, problem = PLANTED[case]
    replace(copied / "wrong" / name, old, new)
    proof = prove(copied, seeds=(1,))
    assert not proof.holds
    assert any(found.startswith(problem) for found in proof.problems), proof.problems


def test_three_wrong_answers_for_every_graded_cell(copied):
    (copied / "wrong" / "row_mean.py").unlink()
    proof = prove(copied, seeds=(1,))
    assert proof.problems == ("`center` 칸을 잃는 오답이 2개입니다: 3개 이상이어야 합니다.",)


def test_a_slow_solution_is_a_problem(copied):
    replace(copied / "exercise.md", "time_limit: 20", "time_limit: 2")
    replace(
        copied / "exercise.md",
        "    return X - X.mean(axis=0)",
        "    import time; time.sleep(0.6)\n    return X - X.mean(axis=0)",
    )
    proof = prove(copied, seeds=(1,))
    assert any("제한 시간 2초의 절반을 넘습니다" in problem for problem in proof.problems)
