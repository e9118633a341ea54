r"""시험이 함께 쓰는 제출물과 성적부: 실행하지 않고, 정해 둔 값에서 판정을 만듭니다."""

import copy
import json

from coursekit.grading import Assessment
from coursekit.grading.inputs import Input
from coursekit.grading.intake import take_in
from coursekit.grading.judge import judge
from coursekit.grading.outcome import Outcome
from coursekit.grading.store import Gradebook
from coursekit.grading.values import encode

RIGHT = "def center(X):\n    return X - X.mean(axis=0)"


def notebook(released, **sources):
    r"""풀이 칸을 바꾼 노트북의 바이트. 이름의 밑줄은 `-`입니다."""
    changed = copy.deepcopy(released)
    for cell in changed["cells"]:
        name = cell["id"].replace("-", "_")
        if name in sources:
            cell["source"] = sources[name]
    return json.dumps(changed).encode()


def given(student, data=b"", **more):
    more = {"name": student, "label": f"{student}/statistics.ipynb", **more}
    return Input(student, data=data, file="statistics.ipynb", **more)


def assessed(references, label, values=None, errors=None):
    r"""칸마다의 값(`values`)이나 오류(`errors`)에서 만든 결과. 나머지는 정답의 값입니다."""
    outcomes = {}
    for grade_id, expected in references.expected.items():
        error = (errors or {}).get(grade_id, "")
        emitted = (values or {}).get(grade_id, expected)
        emissions = () if error else (json.dumps(encode(emitted)),)
        outcomes[grade_id] = Outcome(grade_id, "failed" if error else "passed", emissions, error)
    exercise = references.exercise
    verdicts = judge(references, outcomes, {})
    return Assessment(label, exercise.id, exercise.title, references.seed, verdicts, ())


def taken(references, *inputs):
    return take_in(inputs, {references.exercise.id: references.exercise.path.parent})


def filled(path, references, inputs, results):
    r"""받은 것을 모두 적고, `results`에 있는 학생을 채점한 성적부를 만들어 닫습니다."""
    intake = taken(references, *inputs)
    with Gradebook(path) as book:
        book.receive(intake)
        book.register(references)
        for work in book.pending(intake.works, references):
            if work.student in results:
                book.record(work, references, results[work.student])
    return path
