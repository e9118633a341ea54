r"""강사 안내를 처음부터 끝까지 따라 합니다: 명령은 그 쪽에서 읽고, 나온 글은 그 쪽에 적힌 것과 견줍니다."""

import csv
import io
import json
import re
import shlex
import shutil
import sys
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from coursekit import cli
from coursekit.grading import read_exercise
from coursekit.grading.store import Gradebook
from tests.grading.thirty import (
    RIGHT,
    UNFORESEEN,
    Student,
    answered,
    canvas_sheet,
    canvas_zip,
    moodle_worksheet,
    moodle_zip,
    thirty,
)

GUIDE = Path(__file__).parents[2] / "guide" / "teaching.md"
EXERCISE = Path("exercises/my_stats")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$|^##+ ([^\n]+)$", re.MULTILINE | re.DOTALL)
LATE = 1032
COLUMN = "3주차 과제 (4021)"


def blocks(text):
    r"""제목, 명령, 나온 글, 써 넣을 파일을 차례로 냅니다."""
    for found in BLOCK.finditer(text):
        yield ("heading", found[3]) if found[3] else (found[1], found[2])


def matches(shown, printed):
    r"""`…`만 있는 줄은 몇 줄이든, 줄 안의 `…`는 몇 글자든 됩니다."""
    lines = [
        r"(?:.*\n)*?" if line == "…" else ".*".join(map(re.escape, line.split("…"))) + r"\n"
        for line in shown.splitlines()
    ]
    return re.fullmatch("".join(lines), printed) is not None


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("a\n…\nb\n", "a\nb\n", True),
        ("a\n…\nb\n", "a\nx\ny\nb\n", True),
        ("…/a: 됨\n", "/tmp/a: 됨\n", True),
        ("28개\n", "29개\n", False),
        ("a\n", "a\nb\n", False),
        ("…\nb\n", "a\nb\nc\n", False),
    ],
)
def test_what_is_shown_must_be_what_is_printed(shown, printed, same):
    assert matches(shown, printed) is same


@dataclass
class Evening:
    r"""안내를 따라 하는 한 저녁: 제목마다 학생과 LMS가 할 일을 대신합니다."""

    printed: str = ""
    students: list[Student] = field(default_factory=list)
    ran: list[str] = field(default_factory=list)
    places: dict[str, object] = field(default_factory=dict)

    def released(self):
        return json.loads((EXERCISE / "my_stats.ipynb").read_bytes())

    def before(self, heading):
        r"""이 제목 아래의 명령을 치기 전에 있어야 할 것을 놓습니다."""
        if heading.startswith("3."):
            self.students = thirty(self.released(), read_exercise(EXERCISE))
            Path("moodle").mkdir()
            moodle_zip(Path("moodle/submissions.zip"), self.students)
            moodle_worksheet(Path("moodle/worksheet.csv"), self.students, {1031: "2.00", LATE: ""})
            self.places["class"] = self.students
            self.places["worksheet"] = _rows(Path("moodle/worksheet.csv"))
        elif heading.startswith("6."):
            self.places["first"] = _scores("grades")
            right = answered(self.released(), RIGHT)
            changed = [
                Student(s.number, s.name, {"my_stats.ipynb": right}, 3) if s.number == 1029 else s
                for s in self.students
            ]
            self.students = [*changed, Student(LATE, "늦은 이", {"답.ipynb": right}, 3)]
            moodle_zip(Path("moodle/submissions.zip"), self.students)
        elif heading == "Canvas":
            Path("canvas").mkdir()
            canvas_zip(Path("canvas/submissions.zip"), self.released())
            canvas_sheet(Path("canvas/grades.csv"), COLUMN)

    def run(self, command, capsys):
        self.ran.append(command)
        words = shlex.split(command)
        if words[:4] == ["gh", "classroom", "clone", "student-repos"]:
            self.clone()
            return
        assert words[0] == "coursekit", command
        status = cli.main(words[1:])
        said = capsys.readouterr()
        # 터미널의 진행 막대는 안내에 적지 않습니다.
        errors = [line for line in said.err.splitlines() if not line.startswith("채점 ")]
        self.printed += said.out + "".join(f"{line}\n" for line in errors)
        assert status == int("채점하지 못함: " in said.err), (command, said)

    def clone(self):
        r"""`gh classroom clone student-repos`가 하는 일: `과제-submissions/과제-아이디`에 저장소를 받습니다."""
        answers = {"ga-ram": RIGHT, "narae99": UNFORESEEN, "daon": None}
        for user, answer in answers.items():
            place = Path(f"my-stats-submissions/my-stats-{user}")
            shutil.copytree("classroom/my-stats", place)
            (place / ".git").mkdir()
            (place / "my_stats.ipynb").write_bytes(answered(self.released(), answer))

    def write(self, code):
        r"""첫 줄의 주석이 말하는 파일에 나머지를 씁니다."""
        first, _, rest = code.partition("\n")
        Path(first.removeprefix("# ")).write_text(rest, encoding="utf-8")


def _scores(folder):
    with Gradebook(Path(folder) / "gradebook.sqlite", read_only=True) as book:
        return {
            grade.student: (
                None if grade.assessment is None else grade.assessment.earned,
                " ".join((grade.problem, *grade.notes, *_told(grade))),
            )
            for grade in book.grades()
        }


def _told(grade):
    verdicts = grade.assessment.verdicts if grade.assessment else ()
    return [text for v in verdicts for text in (v.reason, v.misconception)]


def _rows(path):
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


@pytest.mark.skipif(sys.platform != "linux", reason="모르는 사람의 제출물은 리눅스에서 채점합니다.")
def test_an_evening_with_thirty_submissions(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    evening = Evening()
    for kind, text in blocks(GUIDE.read_text(encoding="utf-8")):
        if kind == "heading":
            evening.before(text)
        elif kind == "python":
            evening.write(text)
        elif kind == "bash":
            evening.printed = ""
            for command in text.replace("\\\n", " ").splitlines():
                evening.run(command, capsys)
        else:
            assert kind == "text"
            assert matches(text, evening.printed), (
                f"{text}\n안내와 다르게 나왔습니다:\n{evening.printed}"
            )
    assert len(evening.ran) >= 15
    _check_the_first_grading(evening)
    _check_the_regrading(evening)
    _check_what_moodle_gets_back(evening)
    _check_what_canvas_gets_back()
    _check_what_github_gets_back()


def _check_the_first_grading(evening):
    first = evening.places["first"]
    assert len(first) == 30
    for student in evening.places["class"]:
        earned, said = first[str(student.number)]
        assert earned == student.earned, (student.number, said)
        assert student.told in said
    lonely = {number for number, (_, said) in first.items() if "무게가 가장 큰" in said}
    assert lonely == set()


def _check_the_regrading(evening):
    now = _scores("grades")
    assert (now["1029"][0], now[str(LATE)][0]) == (3, 3)
    told = {number for number, (_, said) in now.items() if "무게가 가장 큰 값 하나만" in said}
    assert told == {"1019", "1020"}
    first = evening.places["first"]
    same = set(first) - {"1029"}
    assert {number: now[number][0] for number in same} == {n: first[n][0] for n in same}
    with Gradebook(Path("grades/gradebook.sqlite"), read_only=True) as book:
        assert [run.current for run in book.history("1001")].count(True) == 1
        assert len(book.history("1001")) == 2
    report = Path("grades/class/my_stats.html").read_text(encoding="utf-8")
    assert "비슷한 풀이" in report
    pages = [path.read_text(encoding="utf-8") for path in Path("grades/feedback").iterdir()]
    assert len(pages) == 31


def _check_what_moodle_gets_back(evening):
    before, after = evening.places["worksheet"], _rows(Path("back/moodle-my_stats.csv"))
    assert after[0] == before[0]
    grade, comment = after[0].index("Grade"), after[0].index("Feedback comments")
    scores = _scores("grades")
    for old, new in zip(before[1:], after[1:], strict=True):
        number = new[0].removeprefix("Participant ")
        earned = scores.get(number, (None, ""))[0]
        assert new[grade] == (old[grade] if earned is None else str(earned))
        assert (new[comment] == old[comment]) == (earned is None)
        kept = [cell for i, cell in enumerate(new) if i not in (grade, comment)]
        given = [cell for i, cell in enumerate(old) if i not in (grade, comment)]
        assert kept == [cell.replace("=아무개", "'=아무개") for cell in given]
    with zipfile.ZipFile("back/moodle-my_stats-feedback.zip") as archive:
        owners = {name.split("_", 4)[1] for name in archive.namelist()}
    assert owners == {number for number, (earned, _) in scores.items() if earned is not None}


def _check_what_canvas_gets_back():
    before, after = _rows(Path("canvas/grades.csv")), _rows(Path("back/canvas-my_stats.csv"))
    place = after[0].index(COLUMN)
    assert [row[place] for row in after] == [COLUMN, "3.0", "3", "3", "0", "2.0"]
    for row in (*before, *after):
        row[place] = ""
    assert after == before
    assert "늦은 제출" in _scores("canvas-grades")["102"][1]


def _check_what_github_gets_back():
    scores = _scores("github-grades")
    assert {name: (earned, said) for name, (earned, said) in scores.items() if earned == 3} == {
        "ga-ram": (3, "  ")
    }
    assert set(scores) == {"ga-ram", "narae99", "daon"}
    index = _rows(Path("back/classroom-my_stats/index.csv"))
    assert [row[0] for row in index] == ["student", "daon", "ga-ram", "narae99"]
