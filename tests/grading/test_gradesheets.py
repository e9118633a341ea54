r"""LMS의 성적표에 점수를 채워 돌려주기: 누구의 점수도 남의 줄에 적히지 않고, 다른 칸은 그대로입니다."""

import csv
import io
import zipfile

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from coursekit.errors import UsageError
from coursekit.grading.exporters import Sheet, export
from coursekit.grading.gradesheet import fill_canvas, fill_moodle
from coursekit.grading.roster import match, read_roster
from coursekit.grading.store import Gradebook
from coursekit.grading.tables import returned_csv
from tests.grading.handed_in import assessed, filled, given, notebook

TITLE = "기술통계 연습"
CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,기술통계 연습 (55),다른 과제 (56),Final Score\n"
    ",,,,,Manual Posting,,\n"
    "    Points Possible,,,,,7.0,10,(read only)\n"
    '"김, 가람",101,2026001,garam@x.kr,1분반,,-3,88\n'
    "나래,102,2026002,narae@x.kr,1분반,2.00,8.5,\n"
    "=HYPERLINK(1),103,2026003,@daon,1분반,EX,7,\n"
    "없음,104,2026004,none@x.kr,2분반,5,,\n"
)
MOODLE = (
    "식별자,이름,이메일 주소,상태,성적,최고 성적,최종 수정 (제출),최종 수정 (성적),피드백 댓글\n"
    '참가자 101,김 가람,a@x.kr,제출됨,,7.00,"금요일, 2026년 11월 20일, 오후 3:04",-,\n'
    '참가자 102,"+나래, 이",b@x.kr,제출됨,3.00,7.00,-,-,"첫 줄\n둘째 줄"\n'
    '참가자 104,없음,c@x.kr,제출하지 않음,5.00,7.00,-,-,"손으로\n적은 말"\n'
)


def _read(folder, text, encoding="utf-8-sig"):
    path = folder / "성적표.csv"
    path.write_bytes(text.replace("\n", "\r\n").encode(encoding))
    return read_roster(path)


def _rows(text, delimiter=","):
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def _changed(before, after):
    return {
        (i, j): cell
        for i, row in enumerate(after)
        for j, cell in enumerate(row)
        if cell != before[i][j]
    }


def test_canvas_changes_the_scores_and_nothing_else(tmp_path):
    roster = _read(tmp_path, CANVAS)
    done = fill_canvas(roster, TITLE, 7, {"101": 7, "2026002": 3, "103": 0, "999": 1})
    before, after = [list(roster.header), *map(list, roster.rows)], _rows(done.text)
    assert _changed(before, after) == {
        (3, 5): "7",
        (4, 5): "3",
        (5, 5): "0",
        (5, 0): "'=HYPERLINK(1)",
        (5, 3): "'@daon",
    }
    assert (done.matched.unmatched, done.matched.ambiguous) == (("999",), ())
    assert after[1][5] == "Manual Posting"
    assert after[2][0] == "    Points Possible"


def test_a_name_that_looks_like_a_number_steals_no_grade(tmp_path):
    text = CANVAS.replace("없음,104", "101,104")
    done = fill_canvas(_read(tmp_path, text), TITLE, 7, {"101": 7})
    assert [row[5] for row in _rows(done.text)[3:]] == ["7", "2.00", "EX", "5"]


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("없음,104", "나래,104", "나래"),  # two of that name
        ("104,2026004", "104,102", "102"),  # one's ID is another's SIS ID
    ],
)
def test_who_cannot_be_told_apart_is_said_and_not_written(tmp_path, old, new, key):
    done = fill_canvas(_read(tmp_path, CANVAS.replace(old, new)), TITLE, 7, {key: 7})
    assert done.matched.ambiguous == (key,)
    assert [row[5] for row in _rows(done.text)[3:]] == ["", "2.00", "EX", "5"]


def test_two_students_never_share_a_row():
    found = match(["a", "b", "c"], [frozenset("ab"), frozenset("c"), frozenset()])
    assert (found.rows, found.ambiguous) == ({1: "c"}, ("a", "b"))


def test_canvas_points_and_columns_are_not_guessed(tmp_path):
    roster = _read(tmp_path, CANVAS.replace("7.0,10", "70,10"))
    with pytest.raises(UsageError, match="만점은 70점인데 연습문제는 7점"):
        fill_canvas(roster, TITLE, 7, {"101": 7})
    rows = _rows(fill_canvas(roster, TITLE, 7, {"101": 3}, scale=True).text)
    assert (rows[3][5], rows[2][5]) == ("30", "70")
    with pytest.raises(UsageError, match=r"열이 없습니다.*있는 열: 기술통계 연습 \(55\), 다른"):
        fill_canvas(roster, "딴 제목", 7, {"101": 7})
    column = "다른 과제 (56)"
    rows = _rows(fill_canvas(roster, "딴 제목", 10, {"101": 9}, column=column).text)
    assert rows[3][6] == "9"
    with pytest.raises(UsageError, match="읽기 전용"):
        fill_canvas(roster, "딴 제목", 7, {"101": 7}, column="Final Score")
    twice = _read(tmp_path, CANVAS.replace("다른 과제 (56)", "기술통계 연습 (56)"))
    with pytest.raises(UsageError, match="열이 여럿입니다"):
        fill_canvas(twice, TITLE, 7, {"101": 7})


def test_canvas_in_a_country_of_semicolons(tmp_path):
    text = CANVAS.replace('"김, 가람"', "김가람").replace(",", ";").replace("7.0;", "7,0;")
    roster = _read(tmp_path, text)
    done = fill_canvas(roster, TITLE, 7, {"101": 7})
    assert _rows(done.text, ";")[3][5] == "7"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_moodle_changes_the_grade_and_the_feedback_and_nothing_else(tmp_path, encoding):
    roster = _read(tmp_path, MOODLE, encoding)
    done = fill_moodle(roster, 7, {"101": 7, "102": 4, "5": 1}, {"101": "=1+1", "102": "좋아요"})
    before, after = [list(roster.header), *map(list, roster.rows)], _rows(done.text)
    assert _changed(before, after) == {
        (1, 4): "7",
        (1, 8): "'=1+1",
        (2, 1): "'+나래, 이",
        (2, 4): "4",
        (2, 8): "좋아요",
    }
    assert done.matched.unmatched == ("5",)
    assert after[3][8] == "손으로\r\n적은 말"


def test_moodle_fails_closed(tmp_path):
    roster = _read(tmp_path, MOODLE.replace("7.00", "100.00"))
    with pytest.raises(UsageError, match="만점은 100점인데 연습문제는 7점"):
        fill_moodle(roster, 7, {"101": 7}, {})
    assert _rows(fill_moodle(roster, 7, {"101": 1}, {}, scale=True).text)[1][4] == "14.29"
    with pytest.raises(UsageError, match="수가 아닌 것"):
        fill_moodle(_read(tmp_path, MOODLE.replace("7.00", "통과")), 7, {"101": 7}, {})
    twice = _read(tmp_path, MOODLE.replace("참가자 104", "참가자 101"))
    done = fill_moodle(twice, 7, {"101": 7}, {"101": "x"})
    assert done.matched.ambiguous == ("101",)
    assert [row[4] for row in _rows(done.text)[1:]] == ["", "3.00", "5.00"]
    with pytest.raises(UsageError, match="점수를 적을 열"):
        fill_moodle(_read(tmp_path, "a,b\n1,2\n"), 7, {"1": 7}, {})


def test_a_cell_without_a_column_is_not_dropped(tmp_path):
    with pytest.raises(UsageError, match="3번째 줄에 열 이름이 없는"):
        _read(tmp_path, "Student,ID\n가람,1\n나래,2,9\n")
    assert _read(tmp_path, "Student,ID\n가람,1,,\n").rows == (("가람", "1"),)


@examples(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))),
        max_size=4,
    )
)
def test_given_cells_come_back_as_they_went(rows):
    back = _rows(returned_csv(rows))
    for row, given_row in zip(back, rows, strict=True):
        for cell, before in zip(row, given_row, strict=True):
            assert cell in (before, "'" + before)
            assert cell[:1] not in tuple("=@|%\t\r\n")


@pytest.fixture(scope="module")
def book(references, released, tmp_path_factory):
    data = notebook(released)
    inputs = [
        given("101", data, name="김_가람"),
        given("102", data, name="../이 <b>나래"),
        given("다온", data),
    ]
    wrong = references.wrong_values("row_mean", "center")
    results = {
        "101": assessed(references, "a.ipynb"),
        "102": assessed(references, "b.ipynb", {"center": wrong}),
        "다온": assessed(references, "c.ipynb"),
    }
    return filled(tmp_path_factory.mktemp("book") / "b.sqlite", references, inputs, results)


def _moodle_owner(name):
    r"""Moodle의 zip 들여오기가 이름을 읽는 법: 밑줄로 다섯 조각, 둘째가 번호입니다."""
    folder, _, file = name.partition("/")
    info = folder.split("_", 4)
    assert len(info) == 5
    assert info[2:4] == ["assignsubmission", "file"]
    assert file[0] not in ".~"
    return int(info[1])


def test_moodle_feedback_goes_to_its_owner_and_to_no_one_else(book, tmp_path):
    roster = _read(tmp_path, MOODLE.replace("참가자 102", "참가자 7"))
    with Gradebook(book, read_only=True) as opened:
        first = export(opened, "moodle", tmp_path / "a", Sheet(roster))
        again = export(opened, "moodle", tmp_path / "b", Sheet(roster))
        plain = export(opened, "moodle", tmp_path / "c")
    assert first.unmatched == ("102", "다온")
    assert first.paths[1].read_bytes() == again.paths[1].read_bytes()
    with zipfile.ZipFile(first.paths[1]) as archive:
        assert [_moodle_owner(name) for name in archive.namelist()] == [101]
        (name,) = archive.namelist()
        assert name == "김 가람_101_assignsubmission_file_/feedback-statistics.html"
        page = archive.read(name).decode("utf-8")
        assert "김_가람" in page
        assert "나래" not in page
    with zipfile.ZipFile(plain.paths[1]) as archive:
        assert sorted(map(_moodle_owner, archive.namelist())) == [101, 102]
        assert not [name for name in archive.namelist() if ".." in name or "<" in name]


def test_a_feedback_archive_of_last_time_does_not_stay(book, tmp_path):
    stale = tmp_path / "moodle-statistics-feedback.zip"
    stale.write_bytes(b"old")
    roster = _read(tmp_path, MOODLE.replace("참가자 10", "참가자 20"))
    with Gradebook(book, read_only=True) as opened:
        export(opened, "moodle", tmp_path, Sheet(roster))
    assert not stale.exists()


def test_a_sheet_is_for_one_exercise(book, tmp_path):
    roster = _read(tmp_path, MOODLE)
    with Gradebook(book, read_only=True) as opened:
        with pytest.raises(UsageError, match="'x' 연습문제는 성적부에 없습니다"):
            export(opened, "moodle", tmp_path, Sheet(roster), exercise="x")
        with pytest.raises(UsageError, match="`--column` 옵션은 canvas에서만"):
            export(opened, "moodle", tmp_path, Sheet(roster, column="성적"))
        done = export(opened, "canvas", tmp_path, exercise="statistics")
    assert len(done.paths) == 1
