r"""채점 결과를 학생이 읽을 글로, 증명을 저자가 읽을 표로 씁니다.

학생의 글은 판정 기록에서만 만들며, 기대한 수는 들어 있지 않습니다.
"""

from collections.abc import Iterator

from rich.table import Table

from coursekit.grading.assessment import Assessment
from coursekit.grading.judge import Verdict
from coursekit.grading.outcome import clean
from coursekit.grading.proof import Proof


def render(assessment: Assessment) -> str:
    r"""채점 결과를 문항별로 풀어 씁니다.

    Parameters
    ----------
    assessment : Assessment
        제출물 하나의 결과.

    Returns
    -------
    str
        여러 줄의 한국어 글.
    """
    lines = [f"{assessment.title} — {clean(assessment.label)} (씨앗 {assessment.seed})", ""]
    for number, verdict in enumerate(assessment.verdicts, start=1):
        lines += [*_item(number, verdict), ""]
    lines += [f"알림: {clean(note)}" for note in assessment.notes]
    if not assessment.ran:
        lines.append("알림: 준비 칸이 실행되지 않았습니다. 점수는 정해지지 않았습니다.")
    lines.append(f"합계: {assessment.earned} / {assessment.points}점")
    return "\n".join(lines)


def _item(number: int, verdict: Verdict) -> Iterator[str]:
    mark = "맞음" if verdict.earned == verdict.points else "틀림"
    yield f"{number}. {verdict.title} — {mark}, {verdict.earned} / {verdict.points}점"
    rows = {
        "물은 것": verdict.question,
        "받은 값": verdict.received,
        "까닭": verdict.reason,
        "오개념": verdict.misconception,
        "힌트": verdict.hint,
    }
    for name, text in rows.items():
        if text:
            yield f"   {name}: {clean(text, 600)}"


def proof_table(proof: Proof) -> Table:
    r"""증명을 표로 만듭니다: 답과 씨앗마다 한 줄, 배점이 있는 칸마다 한 열입니다.

    Parameters
    ----------
    proof : Proof
        연습문제의 증명.

    Returns
    -------
    Table
        rich가 찍을 표.
    """
    graded = [cell.grade_id or "" for cell in proof.exercise.graded]
    table = Table(title=f"{proof.exercise.title} ({proof.exercise.points}점)")
    for name in ("답", "씨앗", "경로", *graded, "보이는 점검", "약속"):
        table.add_column(name)
    for row in proof.rows:
        marks = ["잃음" if grade_id in row.lost else "·" for grade_id in graded]
        caught = "잡음" if row.caught else "·"
        kept = "어김" if row.problems else "지킴"
        table.add_row(row.answer, str(row.seed), row.path, *marks, caught, kept)
    return table
