import json

import pytest

from coursekit import cli
from coursekit.grading import compute_references, read_exercise
from tests.grading.handed_in import assessed, filled, given, notebook
from tests.test_cli import COURSE, NOTEBOOK


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    references = compute_references(read_exercise(COURSE / "exercises" / "statistics"), 3)
    data = notebook(json.loads(NOTEBOOK.read_bytes()))
    inputs = [given("가람", data), given("나래", b"{")]
    results = {"가람": assessed(references, "가람.ipynb", errors={"center": "E: x"})}
    return filled(tmp_path_factory.mktemp("b") / "b.sqlite", references, inputs, results)


def test_show(book, capsys):
    assert cli.main(["gradebook", "show", str(book)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "가람  statistics  3 / 7점",
        "나래  -  채점하지 못함: 노트북(JSON)으로 읽을 수 없습니다.",
        "채점함 1개, 채점하지 못함 1개",
    ]
    assert cli.main(["gradebook", "show", str(book), "--student", "가람"]) == 0
    text = capsys.readouterr().out
    assert "3 / 7점  지금 성적  씨앗 3" in text
    assert "채점할 것으로 고름" in text


def test_export(book, capsys, tmp_path):
    output = tmp_path / "out"
    assert cli.main(["gradebook", "export", str(book), "--output", str(output)]) == 0
    assert (output / "class" / "statistics.html").is_file()
    assert "grades.csv: 썼습니다." in capsys.readouterr().out
    roster = tmp_path / "r.csv"
    roster.write_text("Student,ID,Section,기술통계 연습 (5)\n다온,1,가,\n", encoding="utf-8")
    args = ["gradebook", "export", str(book), "--output", str(output), "--format", "canvas"]
    assert cli.main([*args, "--roster", str(roster)]) == 1
    assert capsys.readouterr().err == "성적표에서 찾지 못함: 가람\n"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["show", "none"], "성적부가 없습니다: none"),
        (["show", "BOOK", "--student", "x"], "성적부에 없는 학생입니다: x"),
        (["export", "BOOK", "--format", "x"], "'x' 꼴은 없습니다"),
        (["export", "BOOK", "--roster", "r"], "canvas와 moodle에서만"),
        (["export", "BOOK", "--format", "canvas", "--with-expected"], "`--format csv`에서만"),
        (["export", "BOOK", "--format", "canvas", "--roster", "none"], "성적표를 열 수 없습니다"),
        (["export", "BOOK", "--format", "canvas", "--scale"], "`--roster`와 함께 씁니다"),
        (["export", "BOOK", "--column", "x"], "`--column` 옵션은 `--roster`와 함께"),
        (["export", "BOOK", "--exercise", "statistics"], "`--format csv`에서는 쓰지 않습니다"),
        (["export", "BOOK", "--format", "canvas", "--exercise", "x"], "성적부에 없습니다(있는"),
    ],
)
def test_bad_requests_are_one_sentence(book, capsys, args, message):
    args = [str(book) if word == "BOOK" else word for word in args]
    assert cli.main(["gradebook", *args]) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1
