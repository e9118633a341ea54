import csv
import json
import unicodedata

import pytest

from coursekit.errors import UsageError
from coursekit.grading import (
    grade_files,
    known_exercises,
    render,
    submitted_files,
    write_grades,
)
from coursekit.grading.gradebook import Entry


@pytest.fixture(scope="module")
def handed_in(released, tmp_path_factory):
    folder = tmp_path_factory.mktemp("제출")
    text = json.dumps(released)
    answered = json.loads(text)
    sources = {cell["id"]: cell for cell in answered["cells"]}
    sources["variance-solution"]["source"] = "def sample_variance(x):\n    return x.var()"
    sources["center-solution"]["source"] = "def center(X):\n    return X - X.mean(axis=0)"
    name = unicodedata.normalize("NFD", "가람.ipynb")
    (folder / name).write_text(json.dumps(answered), encoding="utf-8")
    (folder / "나래").mkdir()
    (folder / "나래" / "statistics.ipynb").write_text(text, encoding="utf-8")
    (folder / "=cmd.ipynb").write_text("{broken", encoding="utf-8")
    (folder / "unknown.ipynb").write_text('{"cells": [], "nbformat": 4}', encoding="utf-8")
    (folder / "readme.txt").write_text("메모", encoding="utf-8")
    (folder / "link.ipynb").symlink_to(folder / "readme.txt")
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / ".ipynb_checkpoints" / "가람-checkpoint.ipynb").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def graded(handed_in, course, tmp_path_factory):
    r"""연습문제가 둘 있는 것처럼 채점합니다: 이름으로 찾아야 합니다."""
    output = tmp_path_factory.mktemp("결과")
    files = submitted_files(handed_in, output)
    exercises = {**known_exercises(course), "other": handed_in}
    entries = list(grade_files(files, handed_in, exercises, seed=4))
    return entries, write_grades(entries, output)


def test_every_file_is_reported(graded, handed_in):
    entries, _ = graded
    found = {entry.label: entry.problem for entry in entries}
    assert found == {
        "가람.ipynb": "",
        "나래/statistics.ipynb": "",
        "=cmd.ipynb": "노트북(JSON)으로 읽을 수 없습니다.",
        "unknown.ipynb": "어느 연습문제의 답인지 알 수 없습니다: `--exercise`로 알려 주세요.",
        "readme.txt": "노트북(.ipynb)이 아닙니다.",
        "link.ipynb": "심볼릭 링크는 따라가지 않습니다.",
        ".ipynb_checkpoints/가람-checkpoint.ipynb": "편집기가 자동으로 저장한 사본입니다.",
    }


def test_the_table_opens_in_a_spreadsheet(graded):
    _, table = graded
    assert table.read_bytes().startswith(b"\xef\xbb\xbf")
    with table.open(encoding="utf-8-sig", newline="") as stream:
        rows = {row["파일"]: row for row in csv.DictReader(stream)}
    assert len(rows) == 7
    assert (rows["가람.ipynb"]["점수"], rows["가람.ipynb"]["배점"]) == ("4", "7")
    assert rows["가람.ipynb"]["칸별 점수"] == "variance=0; center=4"
    assert rows["나래/statistics.ipynb"]["점수"] == "0"
    assert rows["'=cmd.ipynb"]["상태"] == "채점하지 못함"
    assert rows["'=cmd.ipynb"]["점수"] == ""


def test_one_json_for_each_file_and_no_expected_number(graded, references):
    entries, table = graded
    records = [json.loads(p.read_text(encoding="utf-8")) for p in table.parent.glob("*.json")]
    assert {record["label"] for record in records} == {entry.label for entry in entries}
    found = next(record for record in records if record["label"] == "가람.ipynb")
    assert found["earned"] == 4
    assert found["assessment"]["verdicts"][0]["mistake"] == "population_variance"


def test_the_report_tells_what_was_asked_what_came_and_why(graded):
    entries, _ = graded
    assessment = next(entry.assessment for entry in entries if entry.label == "가람.ipynb")
    text = render(assessment)
    assert text.startswith("기술통계 연습 — 가람.ipynb (씨앗 4)")
    assert "1. 표본분산 — 틀림, 0 / 3점" in text
    assert "물은 것: `sample_variance(x)` 함수를 쓰세요." in text
    assert "받은 값: variance = " in text
    assert "까닭: `variance` 값이 다릅니다" in text
    assert "오개념: N으로 나누었으므로 모분산입니다." in text
    assert "2. 중심화 — 맞음, 4 / 4점" in text
    assert text.endswith("합계: 4 / 7점")


def test_a_run_that_never_started_is_no_zero(monkeypatch, handed_in, course, tmp_path):
    monkeypatch.setattr(
        "coursekit.grading.assessment.run_notebooks", lambda notebooks, limit, **options: [(0, {})]
    )
    files = [handed_in / "나래" / "statistics.ipynb"]
    (entry,) = grade_files(files, handed_in, known_exercises(course), seed=4)
    assert entry.assessment is None
    assert "준비 칸이 실행되지 않았습니다" in entry.problem
    assert "채점하지 못함" in write_grades([entry], tmp_path).read_text(encoding="utf-8-sig")


def test_results_inside_the_folder_are_not_graded_again(tmp_path):
    (tmp_path / "a.ipynb").touch()
    output = tmp_path / "grades"
    write_grades([Entry("a.ipynb", None, "x")], output)
    assert [path.name for path in submitted_files(tmp_path, output)] == ["a.ipynb"]


def test_missing_and_empty_folders(tmp_path):
    with pytest.raises(UsageError, match="제출물 폴더가 아닙니다"):
        submitted_files(tmp_path / "none", tmp_path)
    with pytest.raises(UsageError, match="비어 있습니다"):
        submitted_files(tmp_path, tmp_path / "grades")
