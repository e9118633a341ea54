r"""제출된 노트북을 읽습니다. 여기서는 칸의 이름과 내용만 꺼내며, 나머지는 보지 않습니다.

노트북은 누가 썼는지 모르는 JSON이므로 nbformat에 맡기지 않고 필요한 것만 조심스럽게 읽습니다.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coursekit.errors import UsageError

# 저장된 출력이 커도 학생의 잘못은 아니므로 넉넉합니다.
MAX_FILE_BYTES = 100_000_000
MAX_SOURCE_CHARACTERS = 200_000

# 빈 목록만 늘어놓은 파일은 메모리에서 수십 배가 됩니다: 큰 파일은 값의 수를 먼저 셉니다.
_SMALL_FILE = 5_000_000
_MAX_VALUES = 3_000_000
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)


@dataclass(frozen=True)
class SubmittedCell:
    r"""제출된 칸 하나입니다.

    Parameters
    ----------
    grade_id : str
        칸의 이름.
    source : str
        내용. UTF-8로 적을 수 있습니다.
    """

    grade_id: str
    source: str


@dataclass(frozen=True)
class Submission:
    r"""제출물 하나입니다.

    Parameters
    ----------
    label : str
        보고서에 쓸 이름.
    exercise_id : str
        노트북이 말하는 연습문제의 이름. 없으면 빈 글.
    cells : tuple of SubmittedCell
        이름이 있는 칸. 차례는 제출된 그대로입니다.
    """

    label: str
    exercise_id: str
    cells: tuple[SubmittedCell, ...]


def read_submission(path: Path, label: str | None = None) -> Submission:
    r"""노트북 파일을 읽습니다.

    Parameters
    ----------
    path : Path
        `.ipynb` 파일.
    label : str, optional
        보고서에 쓸 이름. 주지 않으면 파일 이름입니다.

    Returns
    -------
    Submission
        칸의 이름과 내용.

    Raises
    ------
    UsageError
        파일이 없거나, 너무 크거나, nbformat 4 노트북이 아닐 때.
    """
    label = label or path.name
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise UsageError(f"{label}: 파일이 너무 큽니다({MAX_FILE_BYTES // 1_000_000} MB 이하).")
        data = path.read_bytes()
    except FileNotFoundError:
        raise UsageError(f"노트북을 찾을 수 없습니다: {path}") from None
    except OSError as error:
        raise UsageError(f"{label}: 파일을 열 수 없습니다: {error.strerror}.") from None
    return parse_submission(data, label)


def parse_submission(data: bytes, label: str) -> Submission:
    r"""노트북 파일의 내용을 읽습니다.

    Parameters
    ----------
    data : bytes
        파일의 내용. 무엇이든 올 수 있습니다.
    label : str
        보고서에 쓸 이름.

    Returns
    -------
    Submission
        칸의 이름과 내용.

    Raises
    ------
    UsageError
        JSON이 아니거나, 값이 지나치게 많거나, nbformat 4 노트북이 아닐 때.
    """
    if len(data) > _SMALL_FILE and _value_count(data) > _MAX_VALUES:
        raise UsageError(f"{label}: 노트북에 든 값이 너무 많습니다({_MAX_VALUES:,}개 이하).")
    try:
        notebook = json.loads(data)
    except (ValueError, RecursionError, MemoryError):
        raise UsageError(f"{label}: 노트북(JSON)으로 읽을 수 없습니다.") from None
    return submission_from(notebook, label)


def _value_count(data: bytes) -> int:
    # 글자열의 안은 세지 않습니다: 출력이 많은 정직한 노트북은 긴 글자열 몇 개입니다.
    skeleton = _STRING.sub(b"", data, count=_MAX_VALUES)
    return sum(map(skeleton.count, (b"[", b"{", b",")))


def submission_from(notebook: Any, label: str) -> Submission:
    r"""JSON에서 읽은 노트북에서 칸의 이름과 내용을 꺼냅니다.

    Parameters
    ----------
    notebook : Any
        JSON 자료. 무엇이든 올 수 있습니다.
    label : str
        보고서에 쓸 이름.

    Returns
    -------
    Submission
        칸의 이름과 내용.

    Raises
    ------
    UsageError
        nbformat 4 노트북의 꼴이 아닐 때.
    """
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list) or notebook.get("nbformat") != 4:
        raise UsageError(f"{label}: nbformat 4 노트북이 아닙니다.")
    found = [SubmittedCell(_identity(cell), _source(cell)) for cell in cells]
    exercise_id = _at(notebook, "metadata", "coursekit", "exercise")
    return Submission(
        label,
        exercise_id if isinstance(exercise_id, str) else "",
        tuple(cell for cell in found if cell.grade_id),
    )


def _at(data: Any, *keys: str) -> Any:
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data


def _identity(cell: Any) -> str:
    # 메타데이터를 지우는 편집기가 있으므로 칸의 id도 봅니다: 배포본에서 둘은 같습니다.
    for name in (_at(cell, "metadata", "nbgrader", "grade_id"), _at(cell, "id")):
        if isinstance(name, str) and name:
            return name
    return ""


def _source(cell: Any) -> str:
    source = _at(cell, "source")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        return ""
    # 짝 없는 서로게이트는 어느 파일에도 적을 수 없습니다.
    return source.encode("utf-8", "replace").decode("utf-8")
