r"""연습문제를 학생이 여는 노트북으로 바꿉니다.

같은 원본은 늘 같은 바이트가 됩니다: 칸의 id는 `grade_id`나 자리에서 오고, 출력과 시각은 없습니다.
정답, 허용 오차는 노트북에 들어가지 않습니다.
"""

from collections import Counter
from pathlib import Path
from typing import Any

import nbformat

from coursekit.errors import UsageError
from coursekit.grading.exercise import Cell, Exercise
from coursekit.grading.source import read_exercise

Notebook = Any


def release_notebook(exercise: Exercise) -> Notebook:
    r"""배포할 노트북을 만듭니다.

    Parameters
    ----------
    exercise : Exercise
        읽은 연습문제.

    Returns
    -------
    NotebookNode
        nbgrader 메타데이터(schema 3)를 갖춘 nbformat 4.5 노트북.
    """
    counts: Counter[str] = Counter()
    cells = []
    for cell in exercise.cells:
        counts[cell.kind] += 1
        cells.append(_release_cell(cell, f"{cell.kind}-{counts[cell.kind]}"))
    notebook = nbformat.v4.new_notebook(  # type: ignore[no-untyped-call]
        cells=cells,
        metadata={
            "coursekit": {"exercise": exercise.id},
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
    )
    nbformat.validate(notebook)
    return notebook


def _release_cell(cell: Cell, place: str) -> Any:
    metadata: dict[str, Any] = {}
    if cell.grade_id is not None:
        marks: dict[str, Any] = {
            "grade": cell.kind == "value",
            "grade_id": cell.grade_id,
            "locked": cell.kind != "solution",
            "schema_version": 3,
            "solution": cell.kind == "solution",
            "task": False,
        }
        if cell.kind == "value":
            marks["points"] = cell.points
        metadata["nbgrader"] = marks
    cell_id = cell.grade_id or place
    if cell.is_code:
        new_cell, source = nbformat.v4.new_code_cell, cell.stub
    else:
        new_cell, source = nbformat.v4.new_markdown_cell, cell.source
    return new_cell(source, id=cell_id, metadata=metadata)  # type: ignore[no-untyped-call]


def notebook_text(notebook: Notebook) -> str:
    r"""노트북을 늘 같은 글자열로 적습니다.

    Parameters
    ----------
    notebook : NotebookNode
        적을 노트북.

    Returns
    -------
    str
        줄바꿈으로 끝나는 JSON.
    """
    text: str = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    return text.rstrip("\n") + "\n"


def build_exercise(folder: Path | str, *, check: bool = False) -> Path:
    r"""`exercise.md`에서 배포 노트북 `<stem>.ipynb`를 만듭니다.

    Parameters
    ----------
    folder : Path or str
        연습문제 폴더.
    check : bool
        참이면 쓰지 않고, 놓인 노트북이 원본과 같은지만 봅니다.

    Returns
    -------
    Path
        배포 노트북의 자리.

    Raises
    ------
    UsageError
        원본이 틀렸거나, `check`인데 노트북이 없거나 원본과 다를 때.
    """
    folder = Path(folder)
    exercise = read_exercise(folder)
    target = folder / f"{exercise.id}.ipynb"
    data = notebook_text(release_notebook(exercise)).encode("utf-8")
    if not check:
        target.write_bytes(data)
        return target
    if not target.is_file():
        raise UsageError(
            f"{target}: 배포 노트북이 없습니다. 만드세요: coursekit exercise build {exercise.id}"
        )
    if target.read_bytes() != data:
        raise UsageError(
            f"{target}: 배포 노트북이 원본과 다릅니다. "
            f"다시 만드세요: coursekit exercise build {exercise.id}"
        )
    return target
