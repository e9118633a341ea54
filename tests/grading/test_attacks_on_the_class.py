r"""꾸민 파일이 섞인 한 반을, 파일을 읽는 데서 HTML 되먹임까지 사람이 쓰는 길로 채점합니다."""

import io
import os
import stat
import sys
import zipfile
from html.parser import HTMLParser

import pytest
from attacks.corpus import RIGHT_CENTER, RIGHT_VARIANCE
from attacks.notebooks import NOTEBOOKS, SPOOF

from coursekit.grading import assess, read_inputs, take_in
from coursekit.grading.outputs import write_outputs
from coursekit.grading.store import Gradebook
from tests.grading.handed_in import notebook

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="모래 상자는 리눅스에 있습니다.")

# 되먹임의 틀이 쓰지 않는 태그: 하나라도 있으면 학생의 글이 태그가 된 것입니다.
FOREIGN = {"script", "img", "a", "iframe", "object", "embed", "link", "base", "form", "input"}
RIGHT = {"variance_solution": RIGHT_VARIANCE, "center_solution": RIGHT_CENTER}


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found, self.handlers = set(), []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.add(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on")]


def graded(references, source, folder):
    r"""읽고, 고르고, 실행하고, 적고, 결과를 씁니다: 학생마다의 점수와 읽지 못한 학생을 돌려줍니다."""
    intake = take_in(read_inputs(source), {"statistics": references.exercise.path.parent})
    works = {work.label: work for work in intake.works}
    scores = {}
    with Gradebook(folder / "gradebook.sqlite") as book:
        book.receive(intake)
        book.register(references)
        submissions = [work.submission for work in book.pending(intake.works, references)]
        for result in assess(references, submissions):
            book.record(works[result.label], references, result)
            assert result.points == 7
            scores[works[result.label].student] = tuple(v.earned for v in result.verdicts)
        write_outputs(book, folder / "out")
    return scores, {receipt.student for receipt in intake.failures}


def unsafe(folder, secrets):
    r"""결과 폴더에 있으면 안 되는 것을 늘어놓습니다."""
    problems = []
    for path in folder.rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            problems += [(path.name, word) for word in secrets if word in text]
            problems += [(path.name, repr(c)) for c in "\x1b\x00\x07\u202e\u2066" if c in text]
            if path.suffix == ".html":
                tags = Tags(text)
                problems += [(path.name, tag) for tag in tags.found & FOREIGN]
                problems += [(path.name, name) for name in tags.handlers]
            elif path.suffix == ".csv":
                cells = [cell.strip('"') for line in text.split("\n") for cell in line.split(",")]
                problems += [(path.name, cell) for cell in cells if cell.startswith(("=", "@"))]
    return problems


def secrets_of(references):
    right = references.expected["variance"]["variance"]
    return [repr(right), right.hex(), "BEGIN SOLUTION", "deviation", "LOSES"]


def test_hostile_notebooks_in_a_folder_of_students(references, released, tmp_path):
    room = tmp_path / "class"
    for number, hostile in enumerate(NOTEBOOKS):
        folder = room / f"{number:02d}"
        folder.mkdir(parents=True)
        (folder / "statistics.ipynb").write_bytes(hostile.data(released))
    for student in ("가람", "힣"):
        (room / student).mkdir()
        (room / student / "statistics.ipynb").write_bytes(notebook(released, **RIGHT))
    secret = tmp_path / "gradebook.ipynb"
    secret.write_bytes(notebook(released, **RIGHT))
    for name, target in (("link", secret), ("folder-link", tmp_path), ("loop", room)):
        (room / f"z-{name}").mkdir()
        (room / f"z-{name}" / "statistics.ipynb").symlink_to(target)
    (room / "z-hard").mkdir()
    os.mkfifo(room / "z-hard" / "statistics.ipynb")
    odd = room / SPOOF.replace("/", "∕").replace("\n", " ")[:80]
    odd.mkdir()
    (odd / "statistics.ipynb").write_bytes(notebook(released, **RIGHT))

    scores, failures = graded(references, room, tmp_path)

    expected = {f"{i:02d}": h.honest for i, h in enumerate(NOTEBOOKS) if h.honest}
    names = {f"{i:02d}": h.name for i, h in enumerate(NOTEBOOKS)}
    others = {s: e for s, e in scores.items() if s not in names}
    differing = {names[s]: scores.get(s) for s, e in expected.items() if scores.get(s) != e}
    assert differing == {}
    assert set(others) >= {"가람", "힣"}
    assert set(others.values()) == {(3, 4)}
    assert len(others) == 3
    unread = {f"{i:02d}" for i, h in enumerate(NOTEBOOKS) if h.honest is None}
    assert {names.get(s, s) for s in failures ^ unread} == {
        "z-link",
        "z-folder-link",
        "z-loop",
        "z-hard",
    }
    assert unsafe(tmp_path / "out", secrets_of(references)) == []


def test_a_hostile_archive_of_a_class(references, released, tmp_path):
    r"""zip slip, 링크, 폭탄, 겹친 압축, 이름에 든 태그: 그 학생의 문제이고 밖에 아무것도 쓰지 않습니다."""
    right = notebook(released, **RIGHT)
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../slip-nested.ipynb", right)
        archive.writestr("bomb.ipynb", b" " * 60_000_000)
    room = tmp_path / "class" / "반.zip"
    room.parent.mkdir()
    with zipfile.ZipFile(room, "w", zipfile.ZIP_DEFLATED) as archive:
        for student in ("가람", "나래", "<script>alert(1)</script>"):
            archive.writestr(f"{student.replace('/', '∕')}/statistics.ipynb", right)
        archive.writestr("../../slip.ipynb", right)
        archive.writestr("/slip-absolute.ipynb", right)
        archive.writestr("bomb/statistics.ipynb", b"[" + b"0," * 60_000_000 + b"0]")
        archive.writestr("nested/답.zip", inner.getvalue())
        link = zipfile.ZipInfo("link/statistics.ipynb")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "../../gradebook.sqlite")

    scores, failures = graded(references, room, tmp_path)

    assert set(scores.values()) == {(3, 4)}
    assert len(scores) == 3
    assert {"bomb", "nested", "link"} <= failures
    assert not [path for path in tmp_path.parent.rglob("*slip*") if path.suffix == ".ipynb"]
    assert unsafe(tmp_path / "out", secrets_of(references)) == []


def test_what_is_unsafe_is_found(tmp_path):
    (tmp_path / "a.html").write_text("<p onclick=x>\x1b</p><script></script>1.25", encoding="utf-8")
    (tmp_path / "a.csv").write_text('a,"=cmd"\n', encoding="utf-8")
    found = {what for _, what in unsafe(tmp_path, ["1.25"])}
    assert found == {"onclick", "'\\x1b'", "script", "1.25", "=cmd"}
