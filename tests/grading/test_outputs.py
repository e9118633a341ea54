import csv
import json
import re
import zipfile
from html.parser import HTMLParser

import numpy as np
import pytest

from coursekit.errors import UsageError
from coursekit.grading.exporters import FORMATS, Sheet, export
from coursekit.grading.outputs import file_stem, write_outputs
from coursekit.grading.roster import read_roster
from coursekit.grading.store import Gradebook
from tests.grading.handed_in import assessed, filled, given, notebook

HOSTILE = "<script>alert('x')</script>\x1b[31m=HYPERLINK(1) ``` ```` </svg><img src=x onerror=y>"
ALLOWED = set(
    re.findall(
        r"\w+",
        "html head meta title style body main h1 h2 h3 section aside article header footer div "
        "span p small dl dt dd ul li code strong b br figure figcaption table thead tbody "
        "tr th td svg rect line polyline circle text",
    )
)


class _Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.words = set(), [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture(scope="module")
def book(references, released, tmp_path_factory):
    data = notebook(released)
    wrong = references.wrong_values("row_mean", "center")
    line = {"centered": np.array([1.0, np.nan, 1e308, -1e308, 2.0]), "kept": HOSTILE}
    inputs = [
        given("가람", data),
        given("나래", data),
        given("다온", b"{broken"),
        given("=cmd|' /C calc'!A0", data, label="=cmd.ipynb"),
        given("100", data, name="김 백"),
    ]
    results = {
        "가람": assessed(references, "가람.ipynb"),
        "나래": assessed(references, "나래.ipynb", {"center": wrong}),
        "=cmd|' /C calc'!A0": assessed(
            references, HOSTILE, {"center": line}, {"variance": f"ValueError: {HOSTILE}"}
        ),
        "100": assessed(references, "100.ipynb", errors={"center": "ValueError: x"}),
    }
    return filled(tmp_path_factory.mktemp("book") / "b.sqlite", references, inputs, results)


def _written(book, folder, **options):
    with Gradebook(book, read_only=True) as opened:
        write_outputs(opened, folder, **options)
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.*")}


def _rows(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def test_the_same_gradebook_gives_the_same_bytes(book, tmp_path):
    first, second = (_written(book, tmp_path / name) for name in "ab")
    assert first == second
    assert len(first) == 1 + 5 + 5 + 1


def test_stale_pages_go_and_other_files_stay(book, tmp_path):
    _written(book, tmp_path)
    stale = tmp_path / "feedback" / "누군가-0123abcd.html"
    own = tmp_path / "feedback" / "메모.html"
    for path in (stale, own):
        path.write_text("x", encoding="utf-8")
    _written(book, tmp_path)
    assert (stale.exists(), own.exists()) == (False, True)


def test_the_table_opens_in_a_spreadsheet(book, tmp_path):
    _written(book, tmp_path)
    assert (tmp_path / "grades.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    rows = {row[0]: row for row in _rows(tmp_path / "grades.csv")}
    assert rows["가람"][3:8] == ["채점함", "statistics", "7", "7", "variance=3; center=4"]
    assert rows["다온"][3:6] == ["채점하지 못함", "", ""]
    assert rows["다온"][8] == "노트북(JSON)으로 읽을 수 없습니다."
    assert not [cell for row in rows.values() for cell in row if cell[:1] in tuple("=+-@|\t")]
    assert "'=cmd|' /C calc'!A0" in rows


def test_no_student_string_becomes_markup(book, tmp_path):
    for name, data in _written(book, tmp_path).items():
        if name.endswith(".html"):
            page = _Tags(data.decode("utf-8"))
            assert page.tags <= ALLOWED, name
            names = {key for key, _ in page.attributes}
            assert not [key for key in names if key.startswith("on")]
            assert names.isdisjoint({"href", "src", "srcset", "action"})
            assert b"\x1b" not in data
            assert b"http" not in data.replace(b"http-equiv", b"")
    (hostile,) = [d for n, d in _written(book, tmp_path).items() if "feedback/cmd" in n]
    words = " ".join(_Tags(hostile.decode("utf-8")).words)
    assert "<script>alert('x')</script>" in words


def test_students_see_their_value_and_never_the_expected_one(book, tmp_path, references):
    page = _written(book, tmp_path / "a")[f"feedback/{file_stem('나래')}.html"].decode("utf-8")
    assert "흔한 오개념과 값이 같습니다" in page
    assert "기대한 모양 (5, 3)" in page
    assert page.count("<svg") == 1
    for number in references.expected["center"]["centered"].ravel():
        assert f"{abs(number):.6g}"[:6] not in page
    told = _written(book, tmp_path / "b", with_expected=True)
    assert told[f"feedback/{file_stem('나래')}.html"].decode("utf-8") == page
    page = told[f"instructor/{file_stem('나래')}.html"].decode("utf-8")
    assert page.count("<svg") == 2
    assert "강사용" in page


def test_records_hold_no_expected_number(book, tmp_path):
    record = json.loads(
        _written(book, tmp_path)[
            f"records/{file_stem('나래', 'statistics', '나래/statistics.ipynb')}.json"
        ]
    )
    assert (record["earned"], record["points"]) == (3, 7)
    assert record["assessment"]["verdicts"][1]["mistake"] == "row_mean"
    assert "expected" not in json.dumps(record["assessment"]).replace("expected_shapes", "")


def test_stems_are_safe_and_never_the_same():
    names = ["가람", "a/b", "a_b", "..", "", "CON", "<x>", "가" * 300, "A", "a"]
    stems = [file_stem(name) for name in names]
    assert len({stem.lower() for stem in stems}) == len(names)
    assert all(re.fullmatch(r"[\w가-힣-][\w가-힣.-]*", stem) for stem in stems)
    assert max(len(stem.encode()) for stem in stems) < 200


def _export(book, form, folder, roster=None):
    with Gradebook(book, read_only=True) as opened:
        return export(opened, form, folder, Sheet(read_roster(roster)) if roster else None)


def test_moodle_without_a_worksheet(book, tmp_path):
    done = _export(book, "moodle", tmp_path / "plain")
    plain = _rows(done.paths[0])
    found = {row[0]: row for row in plain}
    assert found["Participant 100"][2:4] == ["3", "7"]
    hostile = next(row for row in plain if "cmd" in row[0])
    assert "<script>" not in hostile[5]


def test_nbgrader_and_gradescope(book, tmp_path):
    rows = _rows(_export(book, "nbgrader", tmp_path).paths[0])
    assert rows[0][:4] == ["assignment", "duedate", "timestamp", "student_id"]
    assert {row[3]: (row[7], row[10]) for row in rows[1:]}["100"] == ("3.0", "7.0")
    results = [json.loads(p.read_bytes()) for p in _export(book, "gradescope", tmp_path).paths]
    assert sorted(result["score"] for result in results) == [0, 3, 3, 7]
    for result in results:
        assert result["score"] == sum(test["score"] for test in result["tests"])
        assert {test["status"] for test in result["tests"]} <= {"passed", "failed"}


def test_classroom_text_cannot_close_its_fence(book, tmp_path):
    paths = _export(book, "classroom", tmp_path).paths
    (hostile,) = [p for p in paths if p.name.startswith("cmd")]
    lines = hostile.read_text(encoding="utf-8").splitlines()
    fence = lines[0].removesuffix("text")
    assert fence == "`" * 5
    assert [i for i, line in enumerate(lines) if fence in line] == [0, len(lines) - 1]


def test_failed_students_get_no_zero_anywhere(book, tmp_path):
    for form in FORMATS:
        for path in _export(book, form, tmp_path / form).paths:
            if path.suffix == ".zip":
                assert not [name for name in zipfile.ZipFile(path).namelist() if "다온" in name]
            else:
                assert "다온" not in path.read_text(encoding="utf-8-sig")


def test_bad_requests(book, tmp_path, references):
    roster = tmp_path / "r.csv"
    roster.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(UsageError, match="'x' 꼴은 없습니다"):
        _export(book, "x", tmp_path)
    with pytest.raises(UsageError, match="canvas와 moodle에서만"):
        _export(book, "nbgrader", tmp_path, roster)
    with pytest.raises(UsageError, match="열\\(`ID` 등\\)이 없습니다"):
        _export(book, "canvas", tmp_path, roster)
    with pytest.raises(UsageError, match="점수를 적을 열"):
        _export(book, "moodle", tmp_path, roster)
    with pytest.raises(UsageError, match="채점한 것이 없습니다"):
        _export(filled(tmp_path / "empty", references, [], {}), "canvas", tmp_path)
    for data, message in ((b"", "비어"), (b"\xff\xff\xff", "글자를"), (b'a,"b\n', "CSV로")):
        roster.write_bytes(data)
        with pytest.raises(UsageError, match=message):
            read_roster(roster)
    with pytest.raises(UsageError, match="열 수 없습니다"):
        read_roster(tmp_path / "none.csv")
