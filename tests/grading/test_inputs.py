import os
import unicodedata

import pytest

from coursekit.errors import UsageError
from coursekit.grading.inputs import MAX_STUDENT_BYTES, read_inputs


def _facts(path, **options):
    return {one.label: (one.student, one.data, one.problem) for one in read_inputs(path, **options)}


def test_a_folder_of_notebooks(tmp_path):
    (tmp_path / unicodedata.normalize("NFD", "가람.ipynb")).write_bytes(b"{}")
    (tmp_path / "memo.txt").write_bytes(b"x")
    assert _facts(tmp_path) == {
        "가람.ipynb": ("가람", b"{}", ""),
        "memo.txt": ("memo", b"", "노트북(.ipynb)이 아닙니다."),
    }


def test_nfc_and_nfd_are_one_student(tmp_path):
    for form in ("NFC", "NFD"):
        folder = tmp_path / unicodedata.normalize(form, "한결")
        folder.mkdir()
        (folder / f"{form}.ipynb").write_bytes(b"{}")
    assert {one.student for one in read_inputs(tmp_path)} == {"한결"}


def test_links_pipes_and_directories_are_not_followed(tmp_path):
    secret = tmp_path / "secret.ipynb"
    secret.write_bytes(b"secret")
    given = tmp_path / "given"
    given.mkdir()
    (given / "link.ipynb").symlink_to(secret)
    (given / "folder").symlink_to(tmp_path)
    os.mkfifo(given / "pipe.ipynb")
    found = _facts(given)
    assert found["link.ipynb"] == ("link", b"", "심볼릭 링크는 따라가지 않습니다.")
    assert found["folder"][1:] == (b"", "노트북(.ipynb)이 아닙니다.")
    assert found["pipe.ipynb"][1:] == (b"", "보통 파일이 아닙니다.")
    assert len(found) == 3


def test_a_student_with_nothing_of_their_own_is_still_reported(tmp_path):
    (tmp_path / "가람" / ".git").mkdir(parents=True)
    (tmp_path / "가람" / ".git" / "HEAD").write_bytes(b"x")
    (tmp_path / "나래" / ".ipynb_checkpoints").mkdir(parents=True)
    (tmp_path / "나래" / ".ipynb_checkpoints" / "a-checkpoint.ipynb").write_bytes(b"{}")
    (tmp_path / "다온").mkdir()
    (tmp_path / "라온").mkdir()
    (tmp_path / "라온" / "a.ipynb").write_bytes(b"{}")
    (tmp_path / "라온" / ".DS_Store").write_bytes(b"x")
    assert _facts(tmp_path) == {
        "가람": ("가람", b"", "낸 파일이 없습니다."),
        "나래": ("나래", b"", "낸 파일이 없습니다."),
        "다온": ("다온", b"", "낸 파일이 없습니다."),
        "라온/a.ipynb": ("라온", b"{}", ""),
    }


def test_results_inside_the_folder_are_skipped(tmp_path):
    (tmp_path / "a.ipynb").write_bytes(b"{}")
    (tmp_path / "grades" / "feedback").mkdir(parents=True)
    (tmp_path / "grades" / "b.ipynb").write_bytes(b"{}")
    assert list(_facts(tmp_path, skip=tmp_path / "grades")) == ["a.ipynb"]


def test_one_student_cannot_use_up_the_others_share(tmp_path, monkeypatch):
    monkeypatch.setattr("coursekit.grading.inputs.MAX_STUDENT_BYTES", 10)
    for student in ("a", "b"):
        (tmp_path / student).mkdir()
        for number in range(3):
            (tmp_path / student / f"{number}.ipynb").write_bytes(b"123456")
    problems = [bool(one.problem) for one in read_inputs(tmp_path)]
    assert problems == [False, True, True, False, True, True]
    assert MAX_STUDENT_BYTES > 100_000_000


def test_a_name_that_is_not_utf8(tmp_path):
    (tmp_path / os.fsdecode(b"\xff\xfe.ipynb")).write_bytes(b"{}")
    (one,) = read_inputs(tmp_path)
    assert one.label == r"\xff\xfe.ipynb"
    one.label.encode("utf-8")


def test_missing_empty_and_other_files(tmp_path):
    with pytest.raises(UsageError, match="폴더나 압축 파일"):
        list(read_inputs(tmp_path / "none"))
    with pytest.raises(UsageError, match="비어 있습니다"):
        list(read_inputs(tmp_path))
    broken = tmp_path / "a.zip"
    broken.write_bytes(b"PK\x03\x04")
    with pytest.raises(UsageError, match="압축 파일\\(zip\\)로 읽을 수 없습니다"):
        list(read_inputs(broken))
