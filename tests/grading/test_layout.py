import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursekit.grading.layout import LAYOUTS, Owner, detect_layout, identity, owner_of

NAMES = st.text(min_size=1, max_size=30).filter(lambda text: "/" not in text and "\0" not in text)


def test_canvas():
    places = [("kimgaram_12345_67890_statistics.ipynb",), ("leenarae_LATE_12_34_내 답-2.ipynb",)]
    assert detect_layout(places) == "canvas"
    assert owner_of(places[0], "canvas") == Owner(
        "12345", "kimgaram", "statistics.ipynb", 67_890_000
    )
    assert owner_of(places[1], "canvas") == Owner("12", "leenarae", "내 답-2.ipynb", 34_002, True)


def test_moodle_in_folders_and_flat():
    places = [
        ("김 가람_1234_assignsubmission_file_", "답.ipynb"),
        ("이나래_77_assignsubmission_file", "a.ipynb"),
        ("박_다온_5_assignsubmission_file_statistics.ipynb",),
    ]
    assert detect_layout(places) == "moodle"
    found = [owner_of(parts, "moodle") for parts in places]
    assert [(one.student, one.name, one.file) for one in found] == [
        ("1234", "김 가람", "답.ipynb"),
        ("77", "이나래", "a.ipynb"),
        ("5", "박_다온", "statistics.ipynb"),
    ]


def test_github_classroom():
    places = [("hw1-garam", "hw1.ipynb"), ("hw1-na-rae", "hw1.ipynb")]
    assert detect_layout(places, "hw1-submissions") == "classroom"
    assert owner_of(places[1], "classroom", "hw1-submissions").student == "na-rae"
    assert detect_layout(places, "hw2-submissions") == "folder"


def test_one_odd_name_does_not_change_the_layout():
    places = [("a_1_2_x.ipynb",), ("b_3_4_x.ipynb",), ("홀로.ipynb",)]
    assert detect_layout(places) == "canvas"
    assert owner_of(places[2], "canvas").student == "홀로"


@pytest.mark.parametrize(
    ("parts", "student"),
    [
        (("가람.ipynb",), "가람"),
        (("나래", "statistics.ipynb"), "나래"),
        (("다온", "x", "y"), "다온"),
    ],
)
def test_folders(parts, student):
    assert owner_of(parts, "folder").student == student


@given(name=NAMES)
def test_every_name_has_one_identity(name):
    key = identity(name)
    assert key
    assert key == identity(unicodedata.normalize("NFD", unicodedata.normalize("NFC", name)))
    key.encode("utf-8")
    assert not any(unicodedata.category(letter) == "Cc" for letter in key)


@given(parts=st.lists(NAMES, min_size=1, max_size=3), layout=st.sampled_from(LAYOUTS))
def test_any_name_has_an_owner_in_any_layout(parts, layout):
    owner = owner_of(parts, layout, "hw-submissions")
    assert isinstance(owner.attempt, int)
    owner.student.encode("utf-8")
