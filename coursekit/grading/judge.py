r"""칸의 결과와 기대한 값을 견주어 점수와 까닭을 정합니다.

점수는 오류 없이 끝나고, 꼭 한 번 낸 값이 모두 맞을 때만 있습니다. 그 밖의 모든 경우는 0점과 까닭입니다.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from coursekit.grading.compare import describe, difference
from coursekit.grading.exercise import Cell
from coursekit.grading.outcome import Outcome
from coursekit.grading.references import ReferenceValues
from coursekit.grading.series import Series, series_of
from coursekit.grading.values import read_values
from coursekit.grading.wrong import WrongAnswer

_UNWRITTEN = "NotImplementedError: 여기에 코드를 쓰세요."


@dataclass(frozen=True)
class Verdict:
    r"""배점이 있는 칸 하나의 판정입니다.

    Parameters
    ----------
    grade_id : str
        칸의 이름.
    title : str
        문항의 제목.
    question : str
        무엇을 물었는지.
    points : int
        배점.
    earned : int
        얻은 점수: 배점이거나 0입니다.
    received : str
        받은 값의 짧은 설명. 값이 없으면 빈 글.
    reason : str
        점수를 잃은 까닭. 얻었으면 빈 글.
    hint : str
        보이는 점검의 메시지 등 고치는 데 도움이 되는 말.
    mistake : str
        값이 같은 오답의 이름. 없으면 빈 글.
    misconception : str
        그 오답의 설명.
    series : tuple of Series
        틀린 값 가운데 그림으로 보일 만한 것.
    expected_shapes : tuple of tuple of int
        `series`마다, 기대한 값의 모양. 기대한 값이 배열이 아니면 `()`.
    """

    grade_id: str
    title: str
    question: str
    points: int
    earned: int
    received: str = ""
    reason: str = ""
    hint: str = ""
    mistake: str = ""
    misconception: str = ""
    series: tuple[Series, ...] = ()
    expected_shapes: tuple[tuple[int, ...], ...] = ()


def judge(
    references: ReferenceValues, outcomes: Mapping[str, Outcome], refused: Mapping[str, str]
) -> tuple[Verdict, ...]:
    r"""배점이 있는 칸을 모두 판정합니다.

    Parameters
    ----------
    references : ReferenceValues
        정답과 오답의 값.
    outcomes : mapping of str to Outcome
        칸의 이름마다의 결과. 없는 칸은 실행되지 않은 것입니다.
    refused : mapping of str to str
        실행과 상관없이 0점인 칸과 그 까닭.

    Returns
    -------
    tuple of Verdict
        원본의 차례대로, 배점이 있는 칸마다 하나.
    """
    return tuple(
        _verdict(cell, cell.grade_id, references, outcomes, refused)
        for cell in references.exercise.graded
        if cell.grade_id is not None
    )


def _verdict(
    cell: Cell,
    grade_id: str,
    references: ReferenceValues,
    outcomes: Mapping[str, Outcome],
    refused: Mapping[str, str],
) -> Verdict:
    item = references.exercise.item_of(grade_id)
    asked = grade_id, item.title, item.question, cell.points
    outcome = outcomes.get(grade_id, Outcome(grade_id, "missing"))
    values, problem = _values(outcome)
    received = "; ".join(f"{name} = {describe(value)}" for name, value in values.items())
    reason = refused.get(grade_id) or problem
    if not reason:
        expected = references.expected[grade_id]
        reason = difference(expected, values, rtol=cell.rtol, atol=cell.atol) or ""
        if not reason:
            return Verdict(*asked, cell.points, received)
    series = series_of(values)
    shapes = tuple(_shape(references.expected[grade_id].get(one.name)) for one in series)
    mistake = None
    if not problem and grade_id not in refused:
        mistake = _mistake(cell, grade_id, values, references)
    return Verdict(
        *asked,
        0,
        received,
        reason,
        _hint(grade_id, references, outcomes),
        mistake.name if mistake else "",
        mistake.misconception if mistake else "",
        series,
        shapes,
    )


def _shape(value: Any) -> tuple[int, ...]:
    if isinstance(value, np.ndarray):
        return tuple(value.shape)
    return (len(value),) if isinstance(value, list | tuple) else ()


def _values(outcome: Outcome) -> tuple[dict[str, Any], str]:
    r"""낸 값과, 그 값을 쓸 수 없으면 그 까닭을 돌려줍니다."""
    if outcome.status == "failed" and outcome.error == _UNWRITTEN:
        return {}, "아직 답을 쓰지 않았습니다."
    problems = {
        "failed": f"점검하다가 오류가 났습니다: {outcome.error}",
        "timeout": "제한 시간 안에 끝나지 않았습니다: 끝나지 않는 반복이 있는지 보세요.",
        "died": "실행하는 사이에 커널이 끝났습니다: exit()처럼 프로세스를 끝내는 코드가 있는지 보세요.",
        "missing": f"칸이 실행되지 않았습니다. {outcome.error}".strip(),
    }
    if outcome.status != "passed":
        return {}, problems[outcome.status]
    if len(outcome.emissions) != 1:
        count = "내지 않았습니다" if not outcome.emissions else "두 번 넘게 냈습니다"
        return {}, f"점검 칸은 값을 꼭 한 번 내야 하는데 {count}."
    try:
        return read_values(outcome.emissions[0]), ""
    except ValueError:
        return {}, "점검 칸이 낸 값을 읽을 수 없습니다."


def _mistake(
    cell: Cell, grade_id: str, values: dict[str, Any], references: ReferenceValues
) -> WrongAnswer | None:
    for answer in references.wrong_answers:
        theirs = references.wrong_values(answer.name, grade_id)
        if (
            grade_id in answer.loses
            and theirs is not None
            and difference(theirs, values, rtol=cell.rtol, atol=cell.atol) is None
        ):
            return answer
    return None


def _hint(grade_id: str, references: ReferenceValues, outcomes: Mapping[str, Outcome]) -> str:
    r"""같은 문항의 풀이 칸이 낸 오류나, 보이는 점검이 말한 것을 전합니다."""
    item = references.exercise.item_of(grade_id)
    for cell in item.of_kind("solution"):
        outcome = outcomes.get(cell.grade_id or "")
        if outcome and outcome.status == "failed":
            return f"풀이 칸에서 오류가 났습니다: {outcome.error}"
        if outcome and outcome.status in ("died", "timeout"):
            return "풀이 칸이 끝나지 않았거나 커널을 끝냈습니다."
    for cell in item.of_kind("visible"):
        outcome = outcomes.get(cell.grade_id or "")
        if outcome and outcome.error.startswith("AssertionError: "):
            return outcome.error.removeprefix("AssertionError: ")
    return ""
