r"""채점 결과를 학생이 읽을 글로 씁니다. 판정 기록에서만 쓰며, 기대한 수는 들어 있지 않습니다."""

from collections.abc import Iterator

from coursekit.grading.assessment import Assessment
from coursekit.grading.judge import Verdict
from coursekit.grading.outcome import clean


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
