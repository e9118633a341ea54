r"""실행할 칸을 모읍니다: 믿는 원본의 칸에 풀이의 내용과 씨앗을 끼웁니다.

정답을 미리 계산할 때와 학생의 답을 실행할 때 같은 함수를 쓰므로 두 쪽의 칸이 어긋나지 않습니다.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from coursekit.grading.exercise import SEED_LINE, Exercise, Kind

# 풀이 칸이 `emit`이나 `SEED`라는 이름을 가려도 점검 칸은 제 것을 씁니다.
_OWN_NAMES = "from coursekit.grading import emit\nSEED = {seed}\n"


@dataclass(frozen=True)
class RunCell:
    r"""실행할 코드 칸입니다. 허용 오차와 배점은 들어 있지 않습니다.

    Parameters
    ----------
    name : str
        칸의 이름: `grade_id`, 없으면 자리.
    kind : str
        칸의 구실.
    source : str
        실행할 코드.
    """

    name: str
    kind: Kind
    source: str


def assemble(exercise: Exercise, answers: Mapping[str, str], seed: int) -> tuple[RunCell, ...]:
    r"""원본의 코드 칸에 답과 씨앗을 끼워 차례대로 늘어놓습니다.

    Parameters
    ----------
    exercise : Exercise
        믿는 원본.
    answers : mapping of str to str
        풀이 칸의 이름과 내용. 없는 칸은 비워 둡니다.
    seed : int
        준비 칸의 `SEED` 값.

    Returns
    -------
    tuple of RunCell
        실행할 칸.
    """
    cells = []
    for position, cell in enumerate(exercise.cells):
        if not cell.is_code:
            continue
        source = cell.source
        if cell.kind == "setup":
            source = SEED_LINE.sub(f"SEED = {seed}", source)
        elif cell.kind == "solution":
            source = answers.get(cell.grade_id or "", "")
        elif cell.kind == "value":
            source = _OWN_NAMES.format(seed=seed) + source
        cells.append(RunCell(cell.grade_id or f"cell-{position}", cell.kind, source))
    return tuple(cells)
