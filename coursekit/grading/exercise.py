r"""연습문제 하나를 나타내는 자료입니다: 칸(`Cell`), 문항(`Item`), 연습문제(`Exercise`).

읽기와 검사는 `source`가, 배포와 채점은 뒤의 단계들이 합니다. 여기에는 자료만 있습니다.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["text", "setup", "prompt", "solution", "visible", "value", "code"]

BEGIN = "### BEGIN SOLUTION"
END = "### END SOLUTION"
STUB = 'raise NotImplementedError("여기에 코드를 쓰세요.")'

# 씨앗이 적힌 줄. 채점기는 이 줄의 수만 바꿉니다.
SEED_LINE = re.compile(r"^SEED = \d+$", re.MULTILINE)


@dataclass(frozen=True)
class Cell:
    r"""연습문제 원본의 칸 하나입니다.

    Parameters
    ----------
    kind : {"text", "setup", "prompt", "solution", "visible", "value", "code"}
        칸의 구실.
    grade_id : str or None
        칸의 이름. `text`와 `code`에는 없습니다.
    source : str
        원본 그대로의 내용. 풀이 칸이면 `BEGIN`/`END` 표지도 들어 있습니다.
    points : int
        배점. `value`가 아니면 0입니다.
    rtol, atol : float
        `value`에서 쓰는 상대·절대 허용 오차. 배포본과 학생의 커널에는 가지 않습니다.
    line : int
        원본 파일에서 칸이 시작하는 줄(1부터).
    """

    kind: Kind
    grade_id: str | None
    source: str
    points: int = 0
    rtol: float = 0.0
    atol: float = 0.0
    line: int = 0

    @property
    def is_code(self) -> bool:
        r"""코드 칸이면 참입니다."""
        return self.kind not in ("text", "prompt")

    @property
    def solution_code(self) -> str:
        r"""표지를 뺀 정답 코드입니다."""
        lines = self.source.split("\n")
        return "\n".join(line for line in lines if line.strip() not in (BEGIN, END))

    @property
    def stub(self) -> str:
        r"""배포본의 내용입니다: 정답 구간마다 `NotImplementedError` 한 줄이 대신합니다."""
        released: list[str] = []
        hidden = False
        for line in self.source.split("\n"):
            if line.strip() == BEGIN:
                hidden = True
                indent = line[: len(line) - len(line.lstrip())]
                released.append(indent + STUB)
            elif line.strip() == END:
                hidden = False
            elif not hidden:
                released.append(line)
        return "\n".join(released)


@dataclass(frozen=True)
class Item:
    r"""문항 하나: 지시문에서 다음 지시문 앞까지의 칸입니다.

    Parameters
    ----------
    prompt : Cell
        지시문 칸. 첫 줄은 `## 제목`입니다.
    cells : tuple of Cell
        지시문 뒤의 칸.
    """

    prompt: Cell
    cells: tuple[Cell, ...]

    @property
    def title(self) -> str:
        r"""문항의 제목입니다."""
        return self.prompt.source.split("\n", 1)[0].removeprefix("## ").strip()

    @property
    def question(self) -> str:
        r"""무엇을 묻는지: 지시문에서 제목 다음의 첫 문단입니다."""
        paragraphs = self.prompt.source.partition("\n")[2].strip().split("\n\n")
        return " ".join(paragraphs[0].split())

    @property
    def points(self) -> int:
        r"""이 문항의 배점입니다."""
        return sum(cell.points for cell in self.cells)

    def of_kind(self, kind: Kind) -> tuple[Cell, ...]:
        r"""이 문항에서 한 종류의 칸만 차례대로 고릅니다.

        Parameters
        ----------
        kind : str
            칸의 구실.

        Returns
        -------
        tuple of Cell
            그 종류의 칸.
        """
        return tuple(cell for cell in self.cells if cell.kind == kind)


@dataclass(frozen=True)
class Exercise:
    r"""연습문제 한 벌입니다.

    Parameters
    ----------
    id : str
        이름. 폴더 이름과 같습니다.
    chapter : str
        딸린 장의 이름.
    title : str
        보이는 제목.
    points : int
        배점의 합.
    minutes : int
        푸는 데 걸리는 시간(분)의 어림.
    time_limit : float
        노트북 하나를 실행하는 제한 시간(초).
    forbidden_imports : tuple of str
        풀이 칸에서 불러올 수 없는 모듈.
    cells : tuple of Cell
        원본의 차례대로 놓인 칸.
    path : Path
        `exercise.md`의 자리.
    """

    id: str
    chapter: str
    title: str
    points: int
    minutes: int
    time_limit: float
    forbidden_imports: tuple[str, ...]
    cells: tuple[Cell, ...]
    path: Path

    @property
    def items(self) -> tuple[Item, ...]:
        r"""지시문으로 나눈 문항입니다."""
        starts = [i for i, cell in enumerate(self.cells) if cell.kind == "prompt"]
        ends = [*starts[1:], len(self.cells)]
        return tuple(
            Item(self.cells[start], self.cells[start + 1 : end])
            for start, end in zip(starts, ends, strict=True)
        )

    @property
    def graded(self) -> tuple[Cell, ...]:
        r"""배점이 있는 칸(value)입니다."""
        return tuple(cell for cell in self.cells if cell.kind == "value")

    @property
    def solutions(self) -> tuple[Cell, ...]:
        r"""풀이 칸입니다."""
        return tuple(cell for cell in self.cells if cell.kind == "solution")

    def item_of(self, grade_id: str) -> Item:
        r"""칸이 딸린 문항을 찾습니다.

        Parameters
        ----------
        grade_id : str
            풀이 칸이나 점검 칸의 이름.

        Returns
        -------
        Item
            그 칸이 든 문항.

        Raises
        ------
        KeyError
            그런 칸이 어느 문항에도 없을 때.
        """
        for item in self.items:
            if any(cell.grade_id == grade_id for cell in item.cells):
                return item
        raise KeyError(grade_id)
