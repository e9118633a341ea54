r"""믿는 원본에서 시작해, 제출물에서는 풀이 칸의 내용만 `grade_id`로 가져옵니다.

출력, 메타데이터, 태그, 커널 이름, 지운 칸과 더한 칸은 아무 힘이 없습니다.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import nbformat

from coursekit.grading.assembly import RunCell, assemble
from coursekit.grading.exercise import Cell, Exercise
from coursekit.grading.submission import MAX_SOURCE_CHARACTERS, Submission
from coursekit.grading.syntax import parse

_MARKER = re.compile(r"^(\s*#[#\s]*)((?:NBVAL_|PYTEST_VALIDATE_)\w+\s*)$")
# IPython의 명령 줄. IPython의 해석기는 줄 수의 제곱만큼 걸려서, 판정하는 프로세스에서 쓰지 않습니다.
_COMMAND = re.compile(
    r"^(?P<before>[ \t]*(?:[\w.,\[\] ]{1,200}=[ \t]*)?)(?:[%!].*|\?.*|[\w.%]{1,200}\?{1,2}[ \t]*)$",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Sanitised:
    r"""실행해도 되는 꼴로 다시 만든 제출물입니다.

    Parameters
    ----------
    label : str
        제출물의 이름.
    cells : tuple of RunCell
        실행할 칸.
    notes : tuple of str
        학생에게 알릴 일(되풀이된 칸 등).
    refused : mapping of str to str
        점수를 줄 수 없는, 배점이 있는 칸과 그 까닭.
    """

    label: str
    cells: tuple[RunCell, ...]
    notes: tuple[str, ...]
    refused: Mapping[str, str]


def sanitise(exercise: Exercise, submission: Submission, seed: int) -> Sanitised:
    r"""제출물의 풀이를 원본에 끼웁니다.

    Parameters
    ----------
    exercise : Exercise
        믿는 원본.
    submission : Submission
        제출물.
    seed : int
        준비 칸에 넣을 씨앗.

    Returns
    -------
    Sanitised
        실행할 칸과 알릴 일.
    """
    answers: dict[str, str] = {}
    notes: list[str] = []
    refused: dict[str, str] = {}
    for cell in exercise.solutions:
        grade_id = cell.grade_id or ""
        source, note = choose_answer(cell, submission)
        notes += [note] if note else []
        reason = _refusal(source, exercise.forbidden_imports)
        if reason:
            notes.append(f"`{grade_id}` 칸: {reason}")
            values = exercise.item_of(grade_id).of_kind("value")
            refused |= {value.grade_id: reason for value in values if value.grade_id}
            source = ""
        answers[grade_id] = _without_markers(source)
    return Sanitised(submission.label, assemble(exercise, answers, seed), tuple(notes), refused)


def _without_markers(source: str) -> str:
    # nbval처럼 splitlines로 나눕니다: 쪽 나누기 글자 뒤에 숨은 표지도 봅니다.
    lines = source.splitlines(keepends=True)
    return "".join(_MARKER.sub(r"\1(무시함) \2", line) for line in lines)


def choose_answer(cell: Cell, submission: Submission) -> tuple[str, str]:
    r"""같은 이름의 칸 가운데 손댄 마지막 것을 고릅니다. 빈 칸과 배포본 그대로인 칸은 손대지 않은 것입니다.

    Parameters
    ----------
    cell : Cell
        원본의 풀이 칸.
    submission : Submission
        제출물.

    Returns
    -------
    tuple of str
        고른 내용과, 학생에게 알릴 일(없으면 빈 글).
    """
    copies = [given.source for given in submission.cells if given.grade_id == cell.grade_id]
    name = f"`{cell.grade_id}` 칸"
    if not copies:
        return "", f"{name}이 제출물에 없습니다: 빈 답으로 봅니다."
    answered = [source for source in copies if source.strip() not in ("", cell.stub.strip())]
    chosen = (answered or copies)[-1]
    if len(chosen) > MAX_SOURCE_CHARACTERS:
        return "", f"{name}의 답이 너무 길어 빈 답으로 봅니다({MAX_SOURCE_CHARACTERS}자 이하)."
    if len(answered) > 1:
        return chosen, f"{name}이 {len(answered)}개 있습니다: 마지막 것을 채점했습니다."
    return chosen, ""


def _refusal(source: str, forbidden: tuple[str, ...]) -> str:
    found = sorted(set(imported_modules(source)) & set(forbidden))
    if not found:
        return ""
    return f"이 연습문제에서 쓸 수 없는 모듈을 불러왔습니다: {', '.join(found)}."


def _parsed(source: str) -> ast.Module | None:
    try:
        return parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _placeholder(command: re.Match[str]) -> str:
    return f"{command['before']}{'None' if '=' in command['before'] else 'pass'}"


def imported_modules(source: str) -> Iterator[str]:
    r"""코드가 불러오는 맨 위 모듈의 이름을 차례로 냅니다.

    Parameters
    ----------
    source : str
        노트북 칸의 내용. IPython 명령(`%`, `!`)이 섞여 있어도 됩니다.

    Yields
    ------
    str
        모듈 이름. `__import__("x")`와 `import_module("x")`처럼 글로 적은 것도 봅니다.
    """
    if source.lstrip().startswith("%%"):
        # 칸 명령의 본문은 글자열이 되므로 따로 봅니다.
        source = source.lstrip().partition("\n")[2]
    # 문법에 어긋난 칸은 커널에서도 실행되지 않습니다.
    tree = _parsed(source) or _parsed(_COMMAND.sub(_placeholder, source)) or ast.Module([], [])
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]
        elif isinstance(node, ast.Call) and node.args:
            function, first = node.func, node.args[0]
            name = function.attr if isinstance(function, ast.Attribute) else ""
            name = function.id if isinstance(function, ast.Name) else name
            if (
                name in ("__import__", "import_module")
                and isinstance(first, ast.Constant)
                and isinstance(first.value, str)
            ):
                yield first.value.split(".")[0]


def notebook_of(sanitised: Sanitised, time_limit: float) -> Any:
    r"""nbval이 읽을 노트북을 만듭니다. 칸의 id가 `grade_id`입니다.

    Parameters
    ----------
    sanitised : Sanitised
        다시 만든 제출물.
    time_limit : float
        노트북 전체의 제한 시간(초).

    Returns
    -------
    NotebookNode
        출력도 태그도 없는 노트북.
    """
    cells = [
        nbformat.v4.new_code_cell(  # type: ignore[no-untyped-call]
            cell.source, id=cell.name, metadata={"coursekit": {"kind": cell.kind}}
        )
        for cell in sanitised.cells
    ]
    return nbformat.v4.new_notebook(  # type: ignore[no-untyped-call]
        cells=cells, metadata={"coursekit": {"time_limit": time_limit}}
    )
