r"""노트북 안에서 제 답을 점검합니다: `from coursekit.grading import check; check()`.

저장된 파일을 채점하는 길로 그대로 점검하므로, 이미 실행한 칸의 상태에 속지 않습니다.
"""

import os
import re
from html import escape
from pathlib import Path
from typing import Any

from coursekit.errors import UsageError
from coursekit.grading.assessment import DEFAULT_SEED, Assessment, assess
from coursekit.grading.folders import course_root, exercise_folder
from coursekit.grading.judge import Verdict
from coursekit.grading.outcome import clean
from coursekit.grading.references import compute_references
from coursekit.grading.report import render
from coursekit.grading.source import read_exercise
from coursekit.grading.submission import Submission, read_submission

_RIGHT, _WRONG, _UNWRITTEN = "맞음", "틀림", "아직"
# 테마의 색을 물려받고, 맞고 틀림은 색과 글 두 가지로 말합니다.
_BORDER = {_RIGHT: "#2e7d32", _WRONG: "#c62828", _UNWRITTEN: "#757575"}


_CODE = re.compile(r"`([^`]+)`")


class CheckResult:
    r"""점검한 결과입니다. 노트북에서는 문항마다의 카드로, 그 밖에서는 글로 보입니다.

    Parameters
    ----------
    assessment : Assessment
        채점과 같은 길로 얻은 결과.
    """

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment

    def __repr__(self) -> str:
        return render(self.assessment)

    def _repr_html_(self) -> str:
        r"""모든 글을 막아 쓴(escape) HTML입니다."""
        result = self.assessment
        cards = "".join(map(_card, result.verdicts))
        notes = "".join(f"<li>{_inline(note)}</li>" for note in result.notes)
        total = f"{result.earned} / {result.points}점"
        if not result.ran:
            total = "준비 칸이 실행되지 않아 점수가 정해지지 않았습니다."
        return (
            f'<section lang="ko" aria-label="점검 결과"><h3>{escape(result.title)} — {total}</h3>'
            f"{cards}{f'<ul>{notes}</ul>' if notes else ''}</section>"
        )


def check(
    notebook: Path | str | None = None,
    *,
    seed: int = DEFAULT_SEED,
    exercise: Path | str | None = None,
) -> CheckResult:
    r"""저장된 노트북을 점검합니다. 먼저 **저장하세요**: 화면이 아니라 파일을 봅니다.

    Parameters
    ----------
    notebook : Path or str, optional
        노트북 파일. 주지 않으면 지금 실행하는 노트북입니다.
    seed : int
        점검 칸이 입력을 뽑는 씨앗.
    exercise : Path or str, optional
        연습문제 폴더. 주지 않으면 노트북에 적힌 이름으로 찾습니다.

    Returns
    -------
    CheckResult
        문항마다 무엇이 맞고 틀렸는지.

    Raises
    ------
    UsageError
        노트북이나 연습문제를 찾지 못했을 때.
    """
    path = Path(notebook) if notebook is not None else running_notebook()
    submission = read_submission(path)
    folder = Path(exercise) if exercise is not None else _folder(path, submission)
    references = compute_references(read_exercise(folder), seed)
    (assessment,) = assess(references, [submission], trusted=True)
    return CheckResult(assessment)


def running_notebook() -> Path:
    r"""지금 실행하는 노트북의 저장된 파일을 찾습니다.

    Returns
    -------
    Path
        노트북 파일.

    Raises
    ------
    UsageError
        JupyterLab이나 VS Code가 파일의 자리를 알려 주지 않을 때.
    """
    told = os.environ.get("JPY_SESSION_NAME", "")
    shell = _shell()
    if not told and shell is not None:
        told = str(shell.user_ns.get("__vsc_ipynb_file__", ""))
    if told.endswith(".ipynb") and Path(told).is_file():
        return Path(told)
    raise UsageError(
        '지금 노트북의 파일을 알 수 없습니다: `check("내 노트북.ipynb")`처럼 이름을 주세요.'
    )


def _shell() -> Any:
    from IPython.core.getipython import get_ipython

    return get_ipython()


def _folder(path: Path, submission: Submission) -> Path:
    beside = path.absolute().parent
    if (beside / "exercise.md").is_file():
        return beside
    root = course_root(beside)
    names = [submission.exercise_id, path.stem]
    known = [name for name in names if name and (root / "exercises" / name).is_dir()]
    return exercise_folder(root, (known or [path.stem])[0])


def _inline(text: str) -> str:
    r"""글을 막아 쓰고, 역따옴표로 감싼 것만 코드로 보입니다."""
    return _CODE.sub(r"<code>\1</code>", escape(clean(text, 600)))


def _card(verdict: Verdict) -> str:
    state = _RIGHT if verdict.earned == verdict.points else _WRONG
    if verdict.reason == "아직 답을 쓰지 않았습니다.":
        state = _UNWRITTEN
    rows = {
        "물은 것": verdict.question,
        "받은 값": verdict.received,
        "까닭": verdict.reason,
        "오개념": verdict.misconception,
        "힌트": verdict.hint,
    }
    lines = "".join(
        f"<dt><strong>{name}</strong></dt><dd style='margin:0'>{_inline(text)}</dd>"
        for name, text in rows.items()
        if text and (state != _RIGHT or name == "받은 값")
    )
    return (
        f'<div style="border-left:4px solid {_BORDER[state]};padding:.2em .8em;margin:.6em 0">'
        f"<strong>{escape(verdict.title)}</strong> — {state}, {verdict.earned} / {verdict.points}점"
        f'<dl style="display:grid;grid-template-columns:max-content 1fr;gap:.2em .8em;margin:.4em 0">'
        f"{lines}</dl></div>"
    )
