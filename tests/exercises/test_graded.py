r"""`coursekit grade`의 점수가 증명과 같은지 봅니다: 정답, 배포본, 오답을 모래 상자에서 채점합니다."""

import json
import sys
from pathlib import Path

import pytest

from coursekit import cli
from coursekit.grading import course_root, exercise_folders, read_exercise, read_wrong_answers
from coursekit.grading.store import Gradebook

FOLDERS = exercise_folders(course_root(Path(__file__).parent))

pytestmark = [
    pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name),
    pytest.mark.skipif(sys.platform != "linux", reason="모래 상자"),
]


def test_grading_gives_what_the_proof_says(folder: Path, tmp_path: Path) -> None:
    exercise = read_exercise(folder)
    points = {cell.grade_id: cell.points for cell in exercise.graded}
    right = {cell.grade_id: cell.solution_code for cell in exercise.solutions}
    bank = read_wrong_answers(exercise)
    answers = {"정답": right, "배포본": {}}
    answers |= {answer.name: right | dict(answer.sources) for answer in bank}
    expected = {name: dict(points) for name in answers}
    expected["배포본"] = dict.fromkeys(points, 0)
    for answer in bank:
        expected[answer.name] |= dict.fromkeys(answer.loses, 0)

    released = (folder / f"{folder.name}.ipynb").read_text(encoding="utf-8")
    handed_in = tmp_path / "제출"
    handed_in.mkdir()
    for name, sources in answers.items():
        notebook = json.loads(released)
        for cell in notebook["cells"]:
            cell["source"] = sources.get(cell["id"], cell["source"])
        (handed_in / f"{name}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    output = tmp_path / "결과"
    root = str(folder.parents[1])
    assert cli.main(["grade", str(handed_in), "--output", str(output), "--root", root]) == 0

    with Gradebook(output / "gradebook.sqlite", read_only=True) as book:
        grades = {grade.student: grade.assessment for grade in book.grades()}
    found = {
        name: {verdict.grade_id: verdict.earned for verdict in assessment.verdicts}
        for name, assessment in grades.items()
        if assessment is not None
    }
    assert found == expected
    assert grades["정답"].earned == exercise.points
    for answer in bank:
        named = {v.grade_id: v.mistake for v in grades[answer.name].verdicts if not v.earned}
        assert named == dict.fromkeys(answer.loses, answer.name)
