r"""모든 연습문제가 지켜야 하는 약속입니다. `exercises/`에 폴더를 더하면 저절로 시험합니다."""

import re
import shutil
from pathlib import Path

import pytest

from coursekit.errors import UsageError
from coursekit.grading import (
    build_exercise,
    compute_references,
    course_root,
    exercise_folders,
    prove,
    read_exercise,
    read_wrong_answers,
)
from coursekit.grading.judge import judge

FOLDERS = exercise_folders(course_root(Path(__file__).parent))
# `prove`가 보는 씨앗 말고도 우연히 값이 같아지는 씨앗이 없는지 봅니다. 0은 학생의 노트북입니다.
SEEDS = (0, 2, 3, 5, 8, 13, 1_000_000)

pytestmark = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


def test_released_notebook_is_what_the_source_says(folder: Path) -> None:
    assert build_exercise(folder, check=True).is_file()


def test_drift_is_refused(folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(folder, tmp_path / folder.name)
    source = copy / "exercise.md"
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace("\n## ", "\n## 새 ", 1), encoding="utf-8")
    with pytest.raises(UsageError, match="원본과 다릅니다"):
        build_exercise(copy, check=True)


def test_solution_earns_all_and_release_nothing(folder: Path) -> None:
    proof = prove(folder)
    assert proof.holds, "\n".join(proof.problems)


def test_each_wrong_answer_is_recognised_whatever_the_seed(folder: Path) -> None:
    exercise = read_exercise(folder)
    bank = read_wrong_answers(exercise)
    for seed in SEEDS:
        references = compute_references(exercise, seed, bank)
        for answer in bank:
            verdicts = judge(references, references.outcomes[answer.name], {})
            named = {v.grade_id: v.mistake for v in verdicts if v.earned < v.points}
            assert named == dict.fromkeys(answer.loses, answer.name), (answer.name, seed)


def test_misconceptions_are_two_to_four_sentences(folder: Path) -> None:
    for answer in read_wrong_answers(read_exercise(folder)):
        sentences = re.findall(r"[가-힣]\.(?= |$)", answer.misconception)
        assert answer.misconception.endswith("."), answer.name
        assert 2 <= len(sentences) <= 4, answer.name
