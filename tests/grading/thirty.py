r"""강사 안내를 따라 해 볼 한 반: 서른 사람이 낸 것과, LMS에서 함께 내려받는 성적표."""

import copy
import csv
import io
import json
import unicodedata
import zipfile
from dataclasses import dataclass, field

import numpy as np

from coursekit.grading.assessment import DEFAULT_SEED
from coursekit.grading.wrong import read_wrong_answers

CELL = "average-solution"
RIGHT = """def weighted_average(x, weights):
    total = 0.0
    for value, weight in zip(x, weights):
        total += value * weight
    return total / float(sum(weights))"""


def seen_value():
    rng = np.random.default_rng(DEFAULT_SEED + 1)
    x, weights = rng.normal(5.0, 2.0, size=7), rng.uniform(0.5, 3.0, size=7)
    return float(np.average(x, weights=weights))


# 저자가 미리 생각하지 못한 실수: 안내의 「다시 채점하기」에서 오답 모음에 더합니다.
UNFORESEEN = "def weighted_average(x, weights):\n    return float(x[weights.argmax()])"
# `coursekit check`의 씨앗에서 나오는 답을 그대로 적었습니다.
SEEN = f"def weighted_average(x, weights):\n    return {seen_value()!r}"
HOSTILE = {
    "dies": "import os\nos._exit(0)",
    "reads the answer": """import glob
def weighted_average(x, weights):
    found = [p for top in ("/", "/tmp", "/home", "..") for p in glob.glob(top + "/*/exercise.md")]
    found += glob.glob("**/exercise.md", recursive=True)
    return float(bool([open(path).read() for path in found]))""",
    "forges": """import coursekit.grading.values as values
values.emit = lambda **kinds: None
def weighted_average(x, weights):
    class Liar(float):
        def __eq__(self, other): return True
    return Liar(1.0)""",
    "eats memory": "def weighted_average(x, weights):\n    return float(len(bytearray(10**12)))",
    "calls home": """import socket
def weighted_average(x, weights):
    socket.create_connection(("192.0.2.1", 80), timeout=1)
    return 0.0""",
}
NAMES = [
    "김가람",
    "이나래",
    "박다온",
    "최라온",
    "정마루",
    "한바다",
    "오새벽",
    "유아라",
    "임자람",
    "강찬솔",
]


@dataclass(frozen=True)
class Student:
    r"""한 사람이 낸 것: 파일 이름과 내용, 그리고 받아야 할 점수."""

    number: int
    name: str
    files: dict[str, bytes]
    earned: int | None
    told: str = ""
    stamps: dict[str, tuple[int, ...]] = field(default_factory=dict)


def answered(released, source):
    r"""풀이 칸에 `source`를 쓴 노트북."""
    notebook = copy.deepcopy(released)
    for cell in notebook["cells"]:
        if cell["id"] == CELL and source is not None:
            cell["source"] = source
    return json.dumps(notebook, ensure_ascii=False).encode("utf-8")


def thirty(released, exercise):
    r"""서른 사람. 오답 셋은 연습문제의 오답 모음에서 읽습니다."""
    right, untouched = answered(released, RIGHT), answered(released, None)
    file = "my_stats.ipynb"
    bare = json.loads(right)
    bare["cells"] = [cell for cell in bare["cells"] if cell["id"] == CELL]
    loud = RIGHT + "\nprint('x' * 1_000_000)"
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("제출/my_stats.ipynb", right)
    kinds = [({file: right}, 3, "")] * 8
    kinds += [
        ({"내 답 (최종) 진짜.ipynb": right}, 3, ""),
        ({"과제.zip": inner.getvalue()}, 3, ""),
        ({file: json.dumps(bare).encode()}, 3, ""),
        ({file: answered(released, loud)}, 3, ""),
        ({file: right, "그림.png": b"\x89PNG"}, 3, "노트북이 아닌 파일은"),
        # 답을 쓴 것 다음에 손대지 않은 것을 또 냈습니다.
        ({"my_stats.ipynb": right, "my_stats (1).ipynb": untouched}, 3, "제출물이 2개"),
        ({"처음.ipynb": answered(released, UNFORESEEN), "고친 것.ipynb": right}, 3, "제출물이 2개"),
    ]
    bank = sorted(read_wrong_answers(exercise), key=lambda wrong: wrong.name)
    kinds += [
        ({file: answered(released, wrong.sources[CELL])}, 0, wrong.misconception[:12])
        for wrong in bank
    ]
    kinds += [({file: answered(released, UNFORESEEN)}, 0, "값이 다릅니다")] * 2
    kinds += [
        ({file: untouched}, 0, "아직 답을 쓰지"),
        ({file: answered(released, SEEN)}, 0, "값이 다릅니다"),
        ({file: answered(released, "def weighted_average(x, weights)\n    return 1")}, 0, ""),
    ]
    kinds += [({file: answered(released, source)}, 0, "") for source in HOSTILE.values()]
    kinds += [
        ({file: b'{"cells": ['}, None, "노트북(JSON)으로"),
        ({"보고서.pdf": b"%PDF"}, None, "노트북(.ipynb)이 아닙니다"),
    ]
    assert len(kinds) == 30
    students = []
    for index, (files, earned, told) in enumerate(kinds):
        name = NAMES[index % 10] + ("", " 주니어", "-O'Neil")[index // 10]
        if index == 2:
            name = unicodedata.normalize("NFD", name)
        students.append(Student(1001 + index, name, files, earned, told))
    return students


def moodle_zip(path, students):
    r"""Moodle의 "제출물 모두 내려받기": 이름_참가자번호_assignsubmission_file/파일."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for student in students:
            for order, (file, data) in enumerate(student.files.items()):
                place = f"{student.name}_{student.number}_assignsubmission_file/{file}"
                info = zipfile.ZipInfo(place, (2026, 11, 20, 12, order, 0))
                archive.writestr(info, data)


def moodle_worksheet(path, students, absent):
    r"""Moodle의 채점표. `absent`는 내지 않은 학생의 번호와, 강사가 손으로 적어 둔 점수입니다."""
    header = ["Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade"]
    header += ["Grade can be changed", "Last modified (submission)"]
    header += ["Last modified (grade)", "Feedback comments"]
    rows = [header]
    for student in students:
        when = "Friday, 20 November 2026, 12:00 PM"
        status = "Submitted for grading - "
        rows.append([f"Participant {student.number}", student.name, "", status, "", "3.00"])
        rows[-1] += ["Yes", when, "-", ""]
    for number, grade in absent.items():
        rows.append([f"Participant {number}", "=아무개", "", "No submission", grade, "3.00"])
        rows[-1] += ["Yes", "-", "-", "손으로\n적은 말"]
    _csv(path, rows)


def canvas_zip(path, released):
    r"""Canvas의 제출물: 늦음, 다시 냄(-1), 학생마다 파일 하나."""
    right, wrong = answered(released, RIGHT), answered(released, UNFORESEEN)
    files = {
        "kimgaram_101_5001_my_stats.ipynb": right,
        "leenarae_102_4001_my_stats.ipynb": wrong,
        "leenarae_LATE_102_5002_my_stats-1.ipynb": right,
        "parkdaon_103_5003_my_stats.ipynb": wrong,
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)


def canvas_sheet(path, column):
    header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", column, "Final Score"]
    _csv(
        path,
        [
            header,
            ["    Points Possible", "", "", "", "", "3.0", "(read only)"],
            ["김, 가람", "101", "2026001", "garam", "1분반", "", "90"],
            ["이, 나래", "102", "2026002", "narae", "1분반", "1.0", "80"],
            ["박, 다온", "103", "2026003", "daon", "1분반", "", ""],
            ["최, 라온", "104", "2026004", "raon", "1분반", "2.0", ""],
        ],
    )


def _csv(path, rows):
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(rows)
