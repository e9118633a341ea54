r"""그럴듯한 오답의 모음을 읽습니다. 파일을 실행하지 않고 글로만 읽습니다.

오답 파일은 오개념을 설명하는 docstring, 잃어야 할 칸의 이름 `LOSES`, 그리고
`# %% <풀이 칸의 grade_id>` 아래에 적은 대신할 코드로 이루어집니다.
"""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from coursekit.errors import UsageError
from coursekit.grading.exercise import Exercise
from coursekit.grading.syntax import parse

_HEADING = re.compile(r"^# %%(.*)$", re.MULTILINE)


@dataclass(frozen=True)
class WrongAnswer:
    r"""오답 하나입니다.

    Parameters
    ----------
    name : str
        파일 이름에서 온 이름.
    misconception : str
        학생에게 보일 설명. 되먹임이 됩니다.
    loses : tuple of str
        이 오답이 잃어야 하는, 배점이 있는 칸의 이름.
    sources : dict of str to str
        풀이 칸의 이름과 대신할 코드.
    path : Path
        파일의 자리.
    """

    name: str
    misconception: str
    loses: tuple[str, ...]
    sources: dict[str, str]
    path: Path


def read_wrong_answers(exercise: Exercise) -> tuple[WrongAnswer, ...]:
    r"""연습문제 옆 `wrong/` 폴더의 오답을 이름 차례로 읽습니다.

    Parameters
    ----------
    exercise : Exercise
        오답이 딸린 연습문제.

    Returns
    -------
    tuple of WrongAnswer
        폴더가 없으면 비어 있습니다.

    Raises
    ------
    UsageError
        오답 파일이 약속을 어겼을 때.
    """
    folder = exercise.path.parent / "wrong"
    if not folder.is_dir():
        return ()
    paths = sorted(path for path in folder.iterdir() if path.suffix == ".py")
    return tuple(_read(path, exercise) for path in paths)


def _read(path: Path, exercise: Exercise) -> WrongAnswer:
    try:
        text = path.read_text(encoding="utf-8")
        tree = parse(text)
    except SyntaxError as error:
        raise UsageError(f"{path}:{error.lineno}: 파이썬 문법에 어긋납니다: {error.msg}.") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path}: UTF-8 글이 아닙니다.") from None
    misconception = " ".join((ast.get_docstring(tree) or "").split())
    if not misconception:
        raise UsageError(f"{path}: 오개념을 설명하는 docstring을 맨 앞에 쓰세요.")
    loses = _loses(tree, path)
    graded = {cell.grade_id for cell in exercise.graded}
    unknown = [name for name in loses if name not in graded]
    if unknown:
        raise UsageError(
            f"{path}: `LOSES`의 {unknown[0]!r} 칸은 배점이 있는 칸이 아닙니다"
            f"(있는 칸: {', '.join(sorted(filter(None, graded)))})."
        )
    return WrongAnswer(path.stem, misconception, loses, _sources(text, path, exercise), path)


def _loses(tree: ast.Module, path: Path) -> tuple[str, ...]:
    values = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and [target.id for target in node.targets if isinstance(target, ast.Name)] == ["LOSES"]
    ]
    found: object = None
    if len(values) == 1:
        try:
            found = ast.literal_eval(values[0])
        except ValueError:
            found = None
    valid = isinstance(found, tuple) and found and all(isinstance(name, str) for name in found)
    if not isinstance(found, tuple) or not valid or len(set(found)) != len(found):
        raise UsageError(f'{path}: 잃을 칸을 `LOSES = ("이름",)` 꼴로 한 번만 쓰세요.')
    return found


def _sources(text: str, path: Path, exercise: Exercise) -> dict[str, str]:
    names = {cell.grade_id for cell in exercise.solutions}
    pieces = _HEADING.split(text)
    sources: dict[str, str] = {}
    for heading, body in zip(pieces[1::2], pieces[2::2], strict=True):
        name = heading.strip()
        if name not in names:
            raise UsageError(f"{path}: `# %% {name}` 아래의 풀이 칸을 원본에서 찾을 수 없습니다.")
        if name in sources:
            raise UsageError(f"{path}: `# %% {name}` 줄이 두 번 나옵니다: 하나만 남기세요.")
        if not body.strip():
            raise UsageError(f"{path}: `# %% {name}` 아래가 비어 있습니다.")
        sources[name] = body.strip("\n")
    if not sources:
        raise UsageError(f"{path}: `# %% <풀이 칸의 grade_id>` 줄과 대신할 코드를 쓰세요.")
    return sources
