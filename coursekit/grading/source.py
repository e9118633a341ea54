r"""원본 `exercise.md`를 읽어 `Exercise`로 바꿉니다. 틀린 원본은 자리와 고칠 방법을 말하며 거절합니다.

뒤의 단계들은 여기를 지난 자료만 받으므로 다시 검사하지 않습니다.
"""

import ast
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from coursekit.errors import UsageError
from coursekit.grading.exercise import BEGIN, END, SEED_LINE, Cell, Exercise, Kind
from coursekit.grading.syntax import parse

DEFAULT_RTOL = 1e-6
DEFAULT_ATOL = 1e-9

_ID = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
# `jupyter`는 jupytext가 덧붙입니다.
_FRONT_KEYS = {"jupytext", "jupyter", "kernelspec", "exercise"}
_EXERCISE_KEYS = {
    "id": str,
    "chapter": str,
    "title": str,
    "points": int,
    "minutes": int,
    "time_limit": int,
    "forbidden_imports": list,
}
_NBGRADER_KEYS = {"grade_id": str, "grade": bool, "solution": bool, "points": int}
_TOLERANCE_KEYS = {"rtol": float, "atol": float}
_TYPE_NAMES = {str: "글자", int: "정수", float: "실수(1.0e-6 꼴)", bool: "true/false", list: "목록"}


def read_exercise(path: Path | str) -> Exercise:
    r"""연습문제 원본을 읽고 검사합니다.

    Parameters
    ----------
    path : Path or str
        `exercise.md` 파일이나 그 파일이 든 폴더.

    Returns
    -------
    Exercise
        검사를 통과한 연습문제.

    Raises
    ------
    UsageError
        파일이 없거나 원본의 약속을 어겼을 때. 문장이 파일, 줄, 칸, 고칠 방법을 말합니다.
    """
    path = Path(path)
    if path.is_dir():
        path = path / "exercise.md"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UsageError(f"연습문제 원본이 없습니다: {path}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path}: UTF-8 글이 아닙니다.") from None
    front, raw_cells = _parse(text, path)
    fields = _front_matter(front, path)
    cells = tuple(_cell(raw, path) for raw in raw_cells)
    exercise = Exercise(**fields, cells=cells, path=path)
    _check_whole(exercise)
    return exercise


class _Raw:
    r"""jupytext가 읽은 칸 하나와 그 자리."""

    def __init__(self, cell: Any, line: int, path: Path) -> None:
        self.is_code = cell.cell_type == "code"
        self.cell_type: str = cell.cell_type
        self.source: str = cell.source
        self.metadata: dict[str, Any] = dict(cell.metadata)
        self.line = line
        self.path = path

    def error(self, message: str) -> UsageError:
        r"""자리를 앞에 붙인 오류를 만듭니다."""
        return UsageError(f"{self.path}:{self.line}: {message}")


def _parse(text: str, path: Path) -> tuple[dict[str, Any], list[_Raw]]:
    from jupytext.myst import MystMetadataParsingError, myst_to_notebook

    try:
        notebook = myst_to_notebook(text, add_source_map=True)
    except MystMetadataParsingError as error:
        detail = " ".join(str(error).split())
        raise UsageError(f"{path}: 칸의 메타데이터를 읽을 수 없습니다: {detail}") from None
    except (ValueError, TypeError) as error:
        detail = " ".join(str(error).split())
        raise UsageError(f"{path}: 앞머리(front matter)를 읽을 수 없습니다: {detail}") from None
    front = dict(notebook.metadata)
    lines = front.pop("source_map")
    # jupytext는 코드 칸에서 울타리 다음 줄을 셉니다: 울타리 줄을 가리키게 맞춥니다.
    cells = [
        _Raw(cell, line + (cell.cell_type != "code"), path)
        for cell, line in zip(notebook.cells, lines, strict=True)
    ]
    return front, cells


def _front_matter(front: Mapping[str, Any], path: Path) -> dict[str, Any]:
    unknown = sorted(set(front) - _FRONT_KEYS)
    if unknown:
        raise UsageError(f"{path}: 앞머리의 `{unknown[0]}` 항목은 모르는 이름입니다: 지우세요.")
    given = front.get("exercise")
    if not isinstance(given, Mapping):
        raise UsageError(f"{path}: 앞머리에 `exercise:` 묶음을 쓰세요.")
    values = _typed(given, _EXERCISE_KEYS, lambda message: UsageError(f"{path}: {message}"))
    missing = [key for key in _EXERCISE_KEYS if key not in values]
    if missing:
        raise UsageError(f"{path}: 앞머리의 `exercise`에 `{missing[0]}` 항목을 쓰세요.")
    if not _ID.fullmatch(values["id"]):
        raise UsageError(
            f"{path}: `id` 값은 영문 소문자로 시작하는 이름이어야 합니다(받은 값: {values['id']!r})."
        )
    for key in ("points", "minutes", "time_limit"):
        if values[key] <= 0:
            raise UsageError(f"{path}: `{key}` 값은 0보다 커야 합니다(받은 값: {values[key]}).")
    modules = values["forbidden_imports"]
    if not all(isinstance(name, str) and name.isidentifier() for name in modules):
        raise UsageError(f"{path}: `forbidden_imports` 값은 맨 위 모듈 이름의 목록이어야 합니다.")
    return {**values, "time_limit": float(values["time_limit"]), "forbidden_imports": (*modules,)}


def _typed(given: Mapping[str, Any], keys: Mapping[str, type], error: Any) -> dict[str, Any]:
    r"""모르는 이름과 틀린 형을 거절합니다. `bool`을 정수로 치지 않습니다."""
    for key, value in given.items():
        if key not in keys:
            known = ", ".join(keys)
            raise error(f"`{key}` 항목은 모르는 이름입니다(아는 이름: {known}).")
        want = keys[key]
        right = type(value) is want or (want is float and type(value) is int)
        if not right:
            raise error(f"`{key}` 값의 형은 {_TYPE_NAMES[want]}입니다(받은 값: {value!r}).")
    return dict(given)


def _cell(raw: _Raw, path: Path) -> Cell:
    if raw.cell_type == "raw":
        raise raw.error("raw 칸은 쓸 수 없습니다: 글이나 코드 칸으로 바꾸세요.")
    unknown = sorted(set(raw.metadata) - {"nbgrader", "coursekit"})
    if unknown:
        raise raw.error(f"칸 메타데이터의 `{unknown[0]}` 항목은 모르는 이름입니다: 지우세요.")
    given = raw.metadata.get("nbgrader")
    if given is not None and not isinstance(given, Mapping):
        raise raw.error("`nbgrader` 값은 이름과 값의 묶음이어야 합니다.")
    if given is None:
        if "coursekit" in raw.metadata:
            raise raw.error("`coursekit` 묶음은 배점이 있는 칸에만 씁니다: 지우세요.")
        return Cell("code" if raw.is_code else "text", None, raw.source, line=raw.line)
    marks = _typed(given, _NBGRADER_KEYS, raw.error)
    grade_id = marks.get("grade_id")
    if grade_id is None:
        raise raw.error("`nbgrader`에 `grade_id` 이름을 쓰세요.")
    if not _ID.fullmatch(grade_id) or len(grade_id) > 64:
        raise raw.error(
            f"`grade_id` 값은 영문 소문자, 숫자, 붙임표로 된 64자 이하의 이름이어야 합니다"
            f"(받은 값: {grade_id!r})."
        )
    kind = _kind(raw, marks)
    if kind != "value" and ("points" in marks or "coursekit" in raw.metadata):
        raise raw.error(f"`{grade_id}` 칸에는 배점과 허용 오차를 쓸 수 없습니다: 지우세요.")
    tolerances = raw.metadata.get("coursekit", {})
    if not isinstance(tolerances, Mapping):
        raise raw.error("`coursekit` 값은 rtol과 atol의 묶음이어야 합니다.")
    tolerances = _typed(tolerances, _TOLERANCE_KEYS, raw.error)
    cell = Cell(
        kind=kind,
        grade_id=grade_id,
        source=raw.source,
        points=marks.get("points", 0),
        rtol=float(tolerances.get("rtol", DEFAULT_RTOL)) if kind == "value" else 0.0,
        atol=float(tolerances.get("atol", DEFAULT_ATOL)) if kind == "value" else 0.0,
        line=raw.line,
    )
    _check_cell(cell, raw)
    return cell


def _kind(raw: _Raw, marks: Mapping[str, Any]) -> Kind:
    grade, solution = marks.get("grade", False), marks.get("solution", False)
    grade_id = marks["grade_id"]
    if not raw.is_code:
        if grade or solution:
            raise raw.error(f"`{grade_id}` 칸: 글 칸은 풀이도 점검도 될 수 없습니다.")
        return "prompt"
    if grade and solution:
        raise raw.error(f"`{grade_id}` 칸: 풀이와 점검을 두 칸으로 나누세요.")
    if grade:
        return "value"
    if solution:
        return "solution"
    return "setup" if grade_id == "setup" else "visible"


def _check_cell(cell: Cell, raw: _Raw) -> None:
    name = f"`{cell.grade_id}` 칸"
    if cell.kind == "prompt" and not re.match(r"## \S", cell.source):
        raise raw.error(f"{name}: 지시문의 첫 줄을 `## 제목`으로 쓰세요.")
    if not cell.is_code:
        return
    _check_regions(cell, raw)
    for code in {cell.solution_code, cell.stub}:
        try:
            parse(code)
        except SyntaxError as error:
            raise raw.error(f"{name}: 파이썬 문법에 어긋납니다: {error.msg}.") from None
    if cell.kind == "setup" and len(SEED_LINE.findall(cell.source)) != 1:
        raise raw.error(f"{name}: `SEED = 0` 줄을 한 번만 쓰세요.")
    if cell.kind == "value":
        if cell.points <= 0:
            raise raw.error(f"{name}: `points` 값은 1 이상이어야 합니다.")
        if cell.rtol < 0 or cell.atol < 0:
            raise raw.error(f"{name}: 허용 오차는 0 이상이어야 합니다.")
        _check_emit(cell, raw)


def _check_regions(cell: Cell, raw: _Raw) -> None:
    depth = regions = 0
    for line in cell.source.split("\n"):
        if line.strip() == BEGIN:
            depth, regions = depth + 1, regions + 1
        elif line.strip() == END:
            depth -= 1
        elif "BEGIN SOLUTION" in line or "END SOLUTION" in line:
            raise raw.error(f"표지는 `{BEGIN}`, `{END}` 꼴로만 씁니다(받은 줄: {line.strip()!r}).")
        if depth not in (0, 1):
            raise raw.error(f"`{cell.grade_id}` 칸: `{BEGIN}`과 `{END}`의 짝이 맞지 않습니다.")
    if depth:
        raise raw.error(f"`{cell.grade_id}` 칸: `{END}` 줄이 없습니다.")
    if cell.kind == "solution" and not regions:
        raise raw.error(f"`{cell.grade_id}` 칸: 정답을 `{BEGIN}`과 `{END}` 사이에 쓰세요.")
    if cell.kind != "solution" and regions:
        raise raw.error(f"`{cell.grade_id}` 칸: 정답 표지는 `solution: true`인 칸에만 씁니다.")


def _check_emit(cell: Cell, raw: _Raw) -> None:
    tree = parse(cell.source)
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "emit"
    ]
    last = tree.body[-1] if tree.body else None
    ends_with_emit = len(calls) == 1 and isinstance(last, ast.Expr) and last.value is calls[0]
    if not ends_with_emit or calls[0].args or not calls[0].keywords:
        raise raw.error(f"`{cell.grade_id}` 칸: `emit(이름=값)` 한 번으로 끝나야 합니다.")


def _check_whole(exercise: Exercise) -> None:
    path = exercise.path
    seen: dict[str, int] = {}
    for cell in exercise.cells:
        if cell.grade_id is None:
            continue
        if cell.grade_id in seen:
            raise UsageError(
                f"{path}:{cell.line}: `{cell.grade_id}` 이름을 {seen[cell.grade_id]}번째 줄의 "
                "칸이 이미 씁니다: 다른 이름을 붙이세요."
            )
        seen[cell.grade_id] = cell.line
    if "setup" not in seen:
        raise UsageError(
            f"{path}: `grade_id: setup`인 준비 칸이 없습니다: `SEED = 0`과 함께 쓰세요."
        )
    first_code = next(cell for cell in exercise.cells if cell.is_code)
    if first_code.kind != "setup":
        raise UsageError(f"{path}:{first_code.line}: 준비 칸(setup)을 첫 코드 칸으로 옮기세요.")
    first_prompt = next((i for i, c in enumerate(exercise.cells) if c.kind == "prompt"), None)
    for cell in exercise.cells[:first_prompt]:
        if cell.kind in ("solution", "visible", "value"):
            raise UsageError(
                f"{path}:{cell.line}: `{cell.grade_id}` 칸 앞에 지시문 칸이 없습니다: "
                "`## 제목`으로 시작하는 지시문을 쓰세요."
            )
    for item in exercise.items:
        if item.of_kind("value") and not item.of_kind("solution"):
            raise UsageError(
                f"{path}:{item.prompt.line}: 「{item.title}」 문항에 풀이 칸이 없습니다."
            )
    total = sum(cell.points for cell in exercise.graded)
    if total != exercise.points:
        raise UsageError(
            f"{path}: 앞머리의 `points` 값은 {exercise.points}인데 칸의 배점을 더하면 {total}입니다: "
            "둘을 맞추세요."
        )
    if exercise.id != path.parent.name:
        raise UsageError(
            f"{path}: `id` 값은 폴더 이름 {path.parent.name!r}과 같아야 합니다"
            f"(받은 값: {exercise.id!r})."
        )
