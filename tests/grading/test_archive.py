import io
import stat
import zipfile
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipInfo

import pytest

from coursekit.errors import UsageError
from coursekit.grading.archive import MAX_NESTED_ENTRIES, Archive
from coursekit.grading.inputs import read_inputs


def _zip(files, method=ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def _problems(path):
    return {one.label: one.problem for one in read_inputs(path)}


@pytest.fixture
def place(tmp_path):
    def write(files, name="제출.zip", method=ZIP_DEFLATED):
        path = tmp_path / name
        path.write_bytes(files if isinstance(files, bytes) else _zip(files, method))
        return path

    return write


def test_names_that_leave_the_archive_hurt_nobody_else(place, tmp_path):
    path = place(
        {
            "../../evil.ipynb": b"1",
            "/etc/evil2.ipynb": b"2",
            "C:/evil3.ipynb": b"3",
            "가람/a.ipynb": b"{}",
            "나래\\b.ipynb": b"{}",
        }
    )
    found = {one.label: (one.problem, one.data) for one in read_inputs(path)}
    outside = "압축 파일 밖을 가리키는 이름입니다."
    assert [label for label, (problem, _) in found.items() if problem == outside] == [
        "C:/evil3.ipynb",
        "etc/evil2.ipynb",
        "evil.ipynb",
    ]
    assert found["가람/a.ipynb"] == ("", b"{}")
    assert found["나래/b.ipynb"] == ("", b"{}")
    assert sorted(p.name for p in tmp_path.parent.rglob("evil*")) == []


def test_links_devices_passwords_and_odd_methods(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, kind in (("link", stat.S_IFLNK), ("device", stat.S_IFCHR)):
            info = ZipInfo(f"{name}.ipynb")
            info.external_attr = (kind | 0o644) << 16
            archive.writestr(info, "/etc/passwd")
        archive.writestr(ZipInfo("bzip.ipynb"), b"{}", ZIP_BZIP2)
        archive.writestr("locked.ipynb", b"{}")
        archive.writestr("ok.ipynb", b"{}")
    data = bytearray(path.read_bytes())
    # 중앙 목록의 네 번째 파일에 암호 표시를 답니다.
    place = -1
    for _ in range(4):
        place = data.index(b"PK\x01\x02", place + 1)
    data[place + 8] |= 1
    path.write_bytes(data)
    assert _problems(path) == {
        "bzip.ipynb": "모르는 방법으로 압축했습니다(zip의 보통 방법을 쓰세요).",
        "device.ipynb": "보통 파일이 아닙니다.",
        "link.ipynb": "심볼릭 링크는 따라가지 않습니다.",
        "locked.ipynb": "암호가 걸려 있어 꺼낼 수 없습니다.",
        "ok.ipynb": "",
    }


def test_bombs_by_ratio_and_by_size(place, monkeypatch):
    monkeypatch.setattr("coursekit.grading.archive.SUSPECT_BYTES", 1_000_000)
    bomb = b"0" * 3_000_000
    assert _problems(place({"bomb.ipynb": bomb, "ok.ipynb": b"{}"})) == {
        "bomb.ipynb": "압축을 풀면 500배 넘게 커지는 파일이라 꺼내지 않았습니다.",
        "ok.ipynb": "",
    }
    monkeypatch.setattr("coursekit.grading.archive.MAX_ENTRY_BYTES", 1_000_000)
    big = place({"big.ipynb": bomb, "ok.ipynb": b"{}"}, "b.zip")
    assert _problems(big) == {"big.ipynb": "파일이 너무 큽니다(1 MB 이하).", "ok.ipynb": ""}


def test_a_size_that_lies_is_found_out(place):
    data = bytearray(_zip({"a.ipynb": b"0" * 1000}, zipfile.ZIP_STORED))
    place_of_size = data.index(b"PK\x01\x02") + 24
    data[place_of_size : place_of_size + 4] = (10).to_bytes(4, "little")
    (one,) = read_inputs(place(bytes(data)))
    assert one.data == b""
    assert one.problem == "압축 파일이 깨져 꺼낼 수 없습니다."


def test_a_broken_entry_hurts_nobody_else(place):
    data = bytearray(_zip({"a.ipynb": b"a" * 50, "b.ipynb": b"{}"}, zipfile.ZIP_STORED))
    data[data.index(b"aaaa")] ^= 1
    found = _problems(place(bytes(data)))
    assert found == {"a.ipynb": "압축 파일이 깨져 꺼낼 수 없습니다.", "b.ipynb": ""}


def test_one_archive_inside_is_opened_and_no_more(place):
    inner = _zip({"deep/statistics.ipynb": b"{}", "more.zip": _zip({"c.ipynb": b"{}"})})
    path = place({"가람/답.zip": inner, "나래/답.zip": b"not a zip", "다온/a.ipynb": b"{}"})
    found = {one.label: (one.student, one.problem) for one in read_inputs(path)}
    assert found == {
        "가람/답.zip/deep/statistics.ipynb": ("가람", ""),
        "가람/답.zip/more.zip": ("가람", "압축 파일 안의 압축 파일은 열지 않습니다."),
        "나래/답.zip": ("나래", "압축 파일(zip)로 읽을 수 없습니다."),
        "다온/a.ipynb": ("다온", ""),
    }


def test_too_many_files_inside(place):
    many = _zip({f"{i}.ipynb": b"" for i in range(MAX_NESTED_ENTRIES + 1)})
    path = place({"가람/답.zip": many, "나래/a.ipynb": b"{}"})
    found = _problems(path)
    assert found["가람/답.zip"].startswith("압축 파일에 파일이 너무 많습니다")
    assert found["나래/a.ipynb"] == ""


def test_a_long_directory_is_refused_before_it_is_read(monkeypatch):
    many = _zip({f"{i:0200}.ipynb": b"" for i in range(2000)})
    monkeypatch.setattr(zipfile, "ZipFile", None)
    with pytest.raises(UsageError, match="너무 많습니다"):
        Archive(many)


@pytest.mark.parametrize("encoding", ["cp949", "utf-8"])
def test_korean_names_without_the_utf8_mark(place, encoding):
    raw = "가람.ipynb".encode(encoding)
    data = _zip({"x" * len(raw): b"{}"}, zipfile.ZIP_STORED).replace(b"x" * len(raw), raw)
    (one,) = read_inputs(place(data))
    assert (one.student, one.problem) == ("가람", "")


def test_the_folder_around_everything_is_taken_off(place):
    path = place({"모음/가람/a.ipynb": b"{}", "모음/나래/a.ipynb": b"{}", "__MACOSX/._a": b""})
    assert {one.student for one in read_inputs(path)} == {"가람", "나래"}
