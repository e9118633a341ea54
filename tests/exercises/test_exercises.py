r"""모든 연습문제가 지켜야 하는 약속입니다. `exercises/`에 폴더를 더하면 저절로 시험합니다."""

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from coursekit.errors import UsageError
from coursekit.grading import (
    Exercise,
    WrongAnswer,
    assess,
    build_exercise,
    compute_references,
    course_root,
    exercise_folders,
    prove,
    read_exercise,
    read_submission,
    read_wrong_answers,
    release_notebook,
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


def test_each_wrong_answer_is_told_its_misconception_by_a_real_run(
    folder: Path, tmp_path: Path
) -> None:
    r"""오답을 서로 다른 문항끼리 한 노트북에 담아, 커널을 오답의 수보다 훨씬 적게 띄웁니다."""
    exercise = read_exercise(folder)
    bank = read_wrong_answers(exercise)
    packs = list(packed(exercise, bank))
    assert sorted(answer.name for pack in packs for answer in pack) == [a.name for a in bank]
    submissions = []
    for number, pack in enumerate(packs):
        path = tmp_path / f"{number}.ipynb"
        path.write_text(submission_text(exercise, pack), encoding="utf-8")
        submissions.append(read_submission(path))
    assessments = assess(compute_references(exercise, 4, bank), submissions)
    for pack, assessment in zip(packs, assessments, strict=True):
        texts = {grade_id: answer.misconception for answer in pack for grade_id in answer.loses}
        told = {v.grade_id: v.misconception for v in assessment.verdicts if v.earned < v.points}
        assert told == texts


def test_misconceptions_are_two_to_four_sentences(folder: Path) -> None:
    for answer in read_wrong_answers(read_exercise(folder)):
        sentences = re.findall(r"[가-힣]\.(?= |$)", answer.misconception)
        assert answer.misconception.endswith("."), answer.name
        assert 2 <= len(sentences) <= 4, answer.name


def packed(exercise: Exercise, bank: Sequence[WrongAnswer]) -> Iterator[list[WrongAnswer]]:
    r"""건드리는 문항이 겹치지 않는 오답끼리 묶습니다."""
    packs: list[tuple[set[str], list[WrongAnswer]]] = []
    for answer in bank:
        touched = {exercise.item_of(name).title for name in (*answer.sources, *answer.loses)}
        for titles, answers in packs:
            if not titles & touched:
                titles |= touched
                answers.append(answer)
                break
        else:
            packs.append((touched, [answer]))
    for _, answers in packs:
        yield answers


def submission_text(exercise: Exercise, answers: Sequence[WrongAnswer]) -> str:
    r"""정답을 채운 배포 노트북에서 오답의 칸만 바꾼 제출물."""
    sources = {cell.grade_id: cell.solution_code for cell in exercise.solutions}
    for answer in answers:
        sources |= answer.sources
    notebook = release_notebook(exercise)
    for cell in notebook.cells:
        cell.source = sources.get(cell.id, cell.source)
    return json.dumps(notebook)
