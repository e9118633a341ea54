r"""노트북 파일 자체를 꾸민 것: 배점, 이름, 잠금, 출력, 칸의 차례, 깨진 JSON, 화면을 속이는 글."""

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from attacks.corpus import RIGHT_CENTER, RIGHT_VARIANCE, WRONG_VARIANCE

Notebook = dict[str, Any]
UNREADABLE = None

# 되먹임에 그대로 나오면 안 되는 것이 모두 든 글입니다.
SPOOF = (
    "<script>alert(1)</script><img src=x onerror=alert(2)><svg/onload=alert(3)>"
    "</title></style><a href='javascript:alert(4)'>7 / 7점</a>{{ 7 * 7 }}{% raw %}"
    "\x1b[2J\x1b]0;제목\x07\u202e\u2066\n# 합계: 7 / 7점\n=cmd|' /C calc'!A0"
)
_MIME = "application/vnd.coursekit.values+json"
_VALUES = {"version": 1, "values": {"variance": {"kind": "float", "value": "0x1p0"}}}


@dataclass(frozen=True)
class Hostile:
    r"""꾸민 노트북 하나입니다.

    Parameters
    ----------
    name : str
        이름.
    change : callable
        틀린 `sample_variance`와 옳은 `center`가 든 노트북을 고치거나, 다른 바이트를 돌려줍니다.
    honest : tuple of int or None
        정직하게 푼 점수. `None`이면 그 학생의 읽을 수 없는 파일로 알려야 합니다.
    """

    name: str
    change: Callable[[Notebook], bytes | None]
    honest: tuple[int, int] | None = (0, 4)

    def data(self, released: Notebook) -> bytes:
        r"""파일의 바이트입니다."""
        notebook = copy.deepcopy(released)
        cell_of(notebook, "variance-solution")["source"] = WRONG_VARIANCE
        cell_of(notebook, "center-solution")["source"] = RIGHT_CENTER
        changed = self.change(notebook)
        return json.dumps(notebook).encode() if changed is None else changed


def cell_of(notebook: Notebook, name: str) -> Notebook:
    r"""이름이 `name`인 칸입니다."""
    return next(cell for cell in notebook["cells"] if cell["id"] == name)


def _grader(name: str, **changes: Any) -> Callable[[Notebook], None]:
    def change(notebook: Notebook) -> None:
        cell_of(notebook, name)["metadata"]["nbgrader"] |= changes

    return change


def _everywhere(**changes: Any) -> Callable[[Notebook], None]:
    def change(notebook: Notebook) -> None:
        for cell in notebook["cells"]:
            cell.update(changes)

    return change


def _source(name: str, source: Any) -> Callable[[Notebook], None]:
    return lambda notebook: cell_of(notebook, name).update(source=source)


def _output(notebook: Notebook) -> None:
    data = {_MIME: _VALUES, "text/html": SPOOF}
    for cell in notebook["cells"]:
        cell["outputs"] = [{"output_type": "display_data", "data": data, "metadata": {}}]
        cell["execution_count"] = 10**400


def _kernel(notebook: Notebook) -> None:
    notebook["metadata"]["kernelspec"] = {
        "name": "../../bash",
        "display_name": SPOOF,
        "language": "bash",
        "argv": ["sh", "-c", "touch {connection_file}"],
    }
    notebook["metadata"]["language_info"] = {"name": "ruby"}


def _deleted(notebook: Notebook) -> None:
    notebook["cells"] = [c for c in notebook["cells"] if c["id"].endswith("-solution")]


def _duplicated(notebook: Notebook) -> None:
    twin = copy.deepcopy(cell_of(notebook, "variance"))
    twin["source"] = "emit(variance=1.0)"
    notebook["cells"] += [twin, {**twin, "id": "twin"}, {**twin, "cell_type": "markdown"}]


def _swapped(notebook: Notebook) -> None:
    one = cell_of(notebook, "variance-solution")["metadata"]["nbgrader"]
    two = cell_of(notebook, "variance")["metadata"]["nbgrader"]
    one["grade_id"], two["grade_id"] = two["grade_id"], one["grade_id"]


def _reordered(notebook: Notebook) -> None:
    cell_of(notebook, "variance-solution")["source"] = RIGHT_VARIANCE
    notebook["cells"].reverse()


def _setup(notebook: Notebook) -> None:
    cell_of(notebook, "setup")["source"] = "SEED = 0\ndef emit(**v): pass\nraise SystemExit(0)"
    _grader("setup", solution=True, grade_id="variance-solution")(notebook)


def _tags(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["metadata"]["tags"] = ["nbval-skip", "raises-exception", "skip-execution"]
        cell["metadata"]["coursekit"] = {"rtol": 1e9, "atol": 1e9, "kind": "setup"}


def _titles(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        if not cell["id"].endswith("-solution"):
            cell["source"] = SPOOF
    notebook["metadata"] |= {"title": SPOOF, "authors": [{"name": SPOOF}]}


def _as_spoof(notebook: Notebook) -> None:
    text = f"raise ValueError({SPOOF!r})"
    cell_of(notebook, "variance-solution")["source"] = f"def sample_variance(x):\n    {text}"


def _value_spoof(notebook: Notebook) -> None:
    text = f"return {{{SPOOF!r}: {SPOOF!r}}}"
    cell_of(notebook, "variance-solution")["source"] = f"def sample_variance(x):\n    {text}"


def _odd_ids(notebook: Notebook) -> None:
    odd: list[Any] = [None, 3, ["variance"], {"a": 1}, "x" * 100_000, "../../x", SPOOF, "\ud800"]
    for name in odd:
        notebook["cells"].append(
            {
                "cell_type": "code",
                "id": name,
                "metadata": {"nbgrader": {"grade_id": name, "points": 99, "grade": True}},
                "source": name,
            }
        )


def _twice(notebook: Notebook) -> bytes:
    text = json.dumps(notebook)
    return f'{text[:-1]}, "cells": {json.dumps(notebook["cells"])}, "points": 99}}'.encode()


def _raw(data: bytes) -> Callable[[Notebook], bytes]:
    return lambda notebook: data


def _text(before: str, after: str = "", coding: str = "utf-8") -> Callable[[Notebook], bytes]:
    return lambda notebook: (before + json.dumps(notebook) + after).encode(coding)


NOTEBOOKS = (
    Hostile("points", _grader("variance", points=999)),
    Hostile("negative points elsewhere", _grader("center", points=-4)),
    Hostile("no longer graded", _grader("variance", grade=False, locked=False)),
    Hostile("unlocked check", _grader("variance", locked=False, solution=True)),
    Hostile("check as an answer", _grader("variance", grade_id="variance-solution")),
    Hostile("check's text replaced", _source("variance", "emit(variance=1.0)")),
    Hostile("visible check's text replaced", _source("variance-visible", "SEED = 1")),
    Hostile("setup as an answer", _setup, (0, 4)),
    Hostile("stored outputs", _output),
    Hostile("kernelspec", _kernel),
    Hostile("deleted checks", _deleted),
    Hostile("duplicated checks", _duplicated),
    Hostile("swapped ids", _swapped, (0, 4)),
    Hostile("reordered cells", _reordered, (3, 4)),
    Hostile("checks as text", lambda n: cell_of(n, "variance").update(cell_type="markdown")),
    Hostile("everything is raw", _everywhere(cell_type="raw")),
    Hostile("no metadata at all", lambda n: n.update(metadata=None)),
    Hostile("tags and tolerances", _tags),
    Hostile("another exercise", lambda n: n["metadata"].update(coursekit={"exercise": "other"})),
    Hostile("odd identities", _odd_ids),
    Hostile("script in every text", _titles),
    Hostile("script in an error", _as_spoof),
    Hostile("script in a value", _value_spoof),
    Hostile("NUL in the answer", _source("variance-solution", "x = '\0'\n" + WRONG_VARIANCE)),
    Hostile(
        "lone surrogate in the answer", _source("variance-solution", f"# \ud800\n{WRONG_VARIANCE}")
    ),
    Hostile(
        "answer of many pieces", _source("variance-solution", ["#\n"] * 90_000 + [WRONG_VARIANCE])
    ),
    Hostile("answer of 3 MB", _source("variance-solution", "#" * 3_000_000 + WRONG_VARIANCE)),
    Hostile("answer that is a number", _source("variance-solution", 7)),
    Hostile("answer in nested lists", _source("variance-solution", [["a"], {"b": 1}])),
    Hostile("keys twice", _twice),
    Hostile("infinity in the JSON", lambda n: n.update(x=[1e999, float("nan")])),
    Hostile("UTF-16", _text("", coding="utf-16")),
    Hostile("byte order mark", _text("\ufeff")),
    Hostile("empty file", _raw(b""), UNREADABLE),
    Hostile("NUL bytes", _raw(b"\0" * 4096), UNREADABLE),
    Hostile("cut in the middle", lambda n: json.dumps(n).encode()[:900], UNREADABLE),
    Hostile("something after it", _text("", "[]"), UNREADABLE),
    Hostile("deep", _raw(b'{"nbformat": 4, "cells": ' + b"[" * 100_000), UNREADABLE),
    Hostile("deep and closed", _raw(b"[" * 50_000 + b"]" * 50_000), UNREADABLE),
    Hostile("giant number", _raw(b'{"nbformat": ' + b"4" * 100_000 + b"}"), UNREADABLE),
    Hostile(
        "millions of cells",
        _raw(b'{"nbformat": 4, "cells": [' + b"{}," * 3_000_000 + b"{}]}"),
        UNREADABLE,
    ),
    Hostile("another format", lambda n: n.update(nbformat=3), UNREADABLE),
    Hostile("cells as a mapping", lambda n: n.update(cells={"0": {}}), UNREADABLE),
    Hostile("a program", _raw(b"\x7fELF" + bytes(range(256)) * 100), UNREADABLE),
    Hostile("a page", _raw(SPOOF.encode()), UNREADABLE),
)
