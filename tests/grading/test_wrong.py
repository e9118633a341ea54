import pytest

from coursekit.errors import UsageError
from coursekit.grading import read_exercise, read_wrong_answers


def test_reads_the_bank_in_order_without_running_it(copied):
    bomb = copied / "wrong" / "bomb.py"
    bomb.write_text(
        'r"""설명."""\nLOSES = ("center",)\n# %% center-solution\nraise SystemExit\n',
        encoding="utf-8",
    )
    answers = read_wrong_answers(read_exercise(copied))
    assert [answer.name for answer in answers] == [
        "bomb",
        "grand_mean",
        "in_place",
        "population_variance",
        "raw_moment",
        "row_mean",
        "standard_deviation",
    ]
    assert answers[0].misconception == "설명."
    assert answers[0].loses == ("center",)
    assert answers[0].sources == {"center-solution": "raise SystemExit"}


GOOD = 'r"""설명."""\n\nLOSES = ("variance",)\n\n# %% variance-solution\nx = 1\n'


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('r"""설명."""\n', "", "docstring을 맨 앞에"),
        ("설명.", "  ", "docstring을 맨 앞에"),
        ('LOSES = ("variance",)', "", "`LOSES ="),
        ('("variance",)', '"variance"', "`LOSES ="),
        ('("variance",)', "()", "`LOSES ="),
        ('("variance",)', "tuple(x)", "`LOSES ="),
        ('("variance",)', '("variance", "variance")', "`LOSES ="),
        ('("variance",)', '("mean",)', "'mean' 칸은 배점이"),
        ("# %% variance-solution", "# %% variance", "풀이 칸을 원본에서 찾을 수 없습니다"),
        ("# %% variance-solution\n", "", "줄과 대신할 코드를"),
        ("x = 1", "", "아래가 비어"),
        ("x = 1", "x = 1\n# %% variance-solution\nx = 2", "두 번 나옵니다"),
        ("x = 1", "x = = 1", "문법에 어긋납니다"),
    ],
)
def test_rejects_a_file_that_breaks_a_promise(copied, old, new, message):
    path = copied / "wrong" / "odd.py"
    assert old in GOOD
    path.write_text(GOOD, encoding="utf-8")
    assert read_wrong_answers(read_exercise(copied))
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_wrong_answers(read_exercise(copied))
    assert message in str(caught.value)
    assert str(path) in str(caught.value)
