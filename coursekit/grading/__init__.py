r"""연습문제를 만들고 채점하는 꾸러미입니다. 딥러닝은 모르며, 어느 과목에나 쓸 수 있습니다.

이름은 처음 쓸 때 불러옵니다: 노트북의 `from coursekit.grading import emit` 한 줄이
pytest나 nbval을 끌어오지 않게 하려는 것입니다.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coursekit.grading.assessment import Assessment, assess
    from coursekit.grading.doctor import SandboxReport, sandbox_report
    from coursekit.grading.engine import Engine
    from coursekit.grading.exercise import Cell, Exercise, Item
    from coursekit.grading.exporters import export
    from coursekit.grading.folders import (
        course_root,
        exercise_folder,
        exercise_folders,
        known_exercises,
    )
    from coursekit.grading.grade import Grade
    from coursekit.grading.inputs import Input, read_inputs
    from coursekit.grading.intake import Intake, Work, take_in
    from coursekit.grading.judge import Verdict
    from coursekit.grading.notebook_check import check
    from coursekit.grading.outputs import write_outputs
    from coursekit.grading.proof import Proof, ProofRow, prove
    from coursekit.grading.references import ReferenceValues, compute_references
    from coursekit.grading.release import build_exercise, release_notebook
    from coursekit.grading.report import proof_table, render
    from coursekit.grading.roster import read_roster
    from coursekit.grading.session import grade_all
    from coursekit.grading.skeleton import new_exercise
    from coursekit.grading.source import read_exercise
    from coursekit.grading.store import Gradebook
    from coursekit.grading.submission import Submission, read_submission
    from coursekit.grading.values import emit
    from coursekit.grading.wrong import WrongAnswer, read_wrong_answers

_HOMES = {
    "Assessment": "assessment",
    "Cell": "exercise",
    "Engine": "engine",
    "Exercise": "exercise",
    "Grade": "grade",
    "Gradebook": "store",
    "Input": "inputs",
    "Intake": "intake",
    "Item": "exercise",
    "Proof": "proof",
    "ProofRow": "proof",
    "ReferenceValues": "references",
    "SandboxReport": "doctor",
    "Submission": "submission",
    "Verdict": "judge",
    "Work": "intake",
    "WrongAnswer": "wrong",
    "assess": "assessment",
    "build_exercise": "release",
    "check": "notebook_check",
    "compute_references": "references",
    "course_root": "folders",
    "emit": "values",
    "exercise_folder": "folders",
    "exercise_folders": "folders",
    "export": "exporters",
    "grade_all": "session",
    "known_exercises": "folders",
    "new_exercise": "skeleton",
    "proof_table": "report",
    "prove": "proof",
    "read_exercise": "source",
    "read_inputs": "inputs",
    "read_roster": "roster",
    "read_submission": "submission",
    "read_wrong_answers": "wrong",
    "release_notebook": "release",
    "render": "report",
    "sandbox_report": "doctor",
    "take_in": "intake",
    "write_outputs": "outputs",
}

__all__ = [
    "Assessment",
    "Cell",
    "Engine",
    "Exercise",
    "Grade",
    "Gradebook",
    "Input",
    "Intake",
    "Item",
    "Proof",
    "ProofRow",
    "ReferenceValues",
    "SandboxReport",
    "Submission",
    "Verdict",
    "Work",
    "WrongAnswer",
    "assess",
    "build_exercise",
    "check",
    "compute_references",
    "course_root",
    "emit",
    "exercise_folder",
    "exercise_folders",
    "export",
    "grade_all",
    "known_exercises",
    "new_exercise",
    "proof_table",
    "prove",
    "read_exercise",
    "read_inputs",
    "read_roster",
    "read_submission",
    "read_wrong_answers",
    "release_notebook",
    "render",
    "sandbox_report",
    "take_in",
    "write_outputs",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"coursekit.grading.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__]
