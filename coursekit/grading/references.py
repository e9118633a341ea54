r"""정답과 오답의 값을 미리 계산합니다. 값은 판정하는 프로세스의 기억에만 있습니다.

저자의 코드는 믿으므로 커널 없이, 새 프로세스 하나가 모두 차례로 실행합니다(`reference_process`).
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from coursekit.errors import UsageError
from coursekit.grading.assembly import assemble
from coursekit.grading.compare import all_finite
from coursekit.grading.exercise import Exercise
from coursekit.grading.isolation import fresh_environment
from coursekit.grading.outcome import Outcome
from coursekit.grading.values import read_values
from coursekit.grading.wrong import WrongAnswer, read_wrong_answers

SOLUTION = "정답"


@dataclass(frozen=True)
class ReferenceValues:
    r"""한 씨앗에서 계산한 정답과 오답의 값입니다.

    Parameters
    ----------
    exercise : Exercise
        연습문제.
    seed : int
        점검 칸이 입력을 뽑은 씨앗.
    expected : mapping of str to dict
        배점이 있는 칸마다, 정답이 낸 이름과 값.
    wrong_answers : tuple of WrongAnswer
        오답 모음.
    outcomes : mapping of str to mapping of str to Outcome
        오답의 이름마다, 칸의 이름과 결과. 정답의 것은 `SOLUTION` 아래에 있습니다.
    seconds : float
        정답을 실행하는 데 걸린 시간.
    """

    exercise: Exercise
    seed: int
    expected: Mapping[str, dict[str, Any]]
    wrong_answers: tuple[WrongAnswer, ...]
    outcomes: Mapping[str, Mapping[str, Outcome]]
    seconds: float

    def wrong_values(self, name: str, grade_id: str) -> dict[str, Any] | None:
        r"""오답이 한 칸에서 낸 값입니다.

        Parameters
        ----------
        name : str
            오답의 이름.
        grade_id : str
            배점이 있는 칸.

        Returns
        -------
        dict or None
            이름과 값. 오답이 그 칸에서 값을 내지 못했으면 `None`.
        """
        return single_emission(self.outcomes[name][grade_id])


def single_emission(outcome: Outcome) -> dict[str, Any] | None:
    r"""오류 없이 꼭 한 번 낸, 형식이 옳은 값만 돌려줍니다.

    Parameters
    ----------
    outcome : Outcome
        칸의 결과.

    Returns
    -------
    dict or None
        이름과 값. 조금이라도 어긋나면 `None`.
    """
    if outcome.status != "passed" or len(outcome.emissions) != 1:
        return None
    try:
        return read_values(outcome.emissions[0])
    except ValueError:
        return None


def compute_references(
    exercise: Exercise, seed: int, wrong_answers: tuple[WrongAnswer, ...] | None = None
) -> ReferenceValues:
    r"""정답과 모든 오답을 한 씨앗으로 실행합니다.

    Parameters
    ----------
    exercise : Exercise
        연습문제.
    seed : int
        씨앗.
    wrong_answers : tuple of WrongAnswer, optional
        오답 모음. 주지 않으면 연습문제 옆의 `wrong/`에서 읽습니다.

    Returns
    -------
    ReferenceValues
        칸마다의 값.

    Raises
    ------
    UsageError
        정답이 어느 칸에서 값을 내지 못하거나, 시간이 넘을 때.
    """
    if wrong_answers is None:
        wrong_answers = read_wrong_answers(exercise)
    right = {cell.grade_id or "": cell.solution_code for cell in exercise.solutions}
    variants = {SOLUTION: right}
    variants |= {answer.name: {**right, **answer.sources} for answer in wrong_answers}
    request = [
        {"name": name, "cells": [asdict(cell) for cell in assemble(exercise, answers, seed)]}
        for name, answers in variants.items()
    ]
    reports = _run_trusted(request, exercise)
    outcomes = {
        report["name"]: {
            cell["grade_id"]: Outcome(
                cell["grade_id"], cell["status"], tuple(cell["emissions"]), cell["error"]
            )
            for cell in report["cells"]
        }
        for report in reports
    }
    expected = {
        cell.grade_id: _expected(exercise, outcomes[SOLUTION][cell.grade_id])
        for cell in exercise.graded
        if cell.grade_id is not None
    }
    return ReferenceValues(
        exercise, seed, expected, wrong_answers, outcomes, float(reports[0]["seconds"])
    )


def _run_trusted(request: list[dict[str, Any]], exercise: Exercise) -> list[dict[str, Any]]:
    limit = exercise.time_limit * len(request)
    with tempfile.TemporaryDirectory(prefix="coursekit-") as folder:
        try:
            done = subprocess.run(
                [sys.executable, "-m", "coursekit.grading.reference_process"],
                input=json.dumps(request).encode("ascii"),
                capture_output=True,
                timeout=limit,
                cwd=folder,
                env=fresh_environment(Path(folder) / "home"),
                check=False,
            )
            output, failure = done.stdout, ""
            if done.returncode:
                failure = "실행이 중간에 끝났습니다"
        except subprocess.TimeoutExpired as error:
            output, failure = error.stdout or b"", f"{limit:g}초 안에 끝나지 않습니다"
    reports = [json.loads(line) for line in output.splitlines() if line.endswith(b"}")]
    if len(reports) < len(request):
        name = request[len(reports)]["name"]
        raise UsageError(f"{exercise.path}: `{name}` 답: {failure or '실행이 중간에 끝났습니다'}.")
    return reports


def _expected(exercise: Exercise, outcome: Outcome) -> dict[str, Any]:
    values = single_emission(outcome)
    if values is None:
        detail = outcome.error or "값을 한 번 내지 않았습니다"
        raise UsageError(
            f"{exercise.path}: 정답이 `{outcome.grade_id}` 칸에서 값을 내지 못합니다: {detail}."
        )
    for name, value in values.items():
        if not all_finite(value):
            raise UsageError(
                f"{exercise.path}: 정답이 `{outcome.grade_id}` 칸에서 낸 `{name}` 값이 "
                "유한하지 않습니다."
            )
    return values
