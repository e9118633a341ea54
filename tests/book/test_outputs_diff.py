"""Two executed books beside each other: what changed, what only wobbled, what was a clock."""

import base64
import io
import json
import subprocess
import sys
import zlib
from collections import Counter

import pytest
from PIL import Image, ImageDraw

from coursekit.book.executed import executed_files, keep_outputs, read_notebook
from coursekit.book.outputs_diff import compare_books, write_report
from coursekit.book.outputs_diff.pictures import Picture, compare_pictures
from coursekit.book.outputs_diff.pieces import pieces_of
from coursekit.book.outputs_diff.texts import Verdict, close, compare_text
from coursekit.errors import UsageError

WIDGET = "application/vnd.jupyter.widget-view+json"


def picture(shift=0.0, color="navy", size=(160, 120)):
    image = Image.new("RGB", (size[0] * 4, size[1] * 4), "white")  # drawn large, then made small
    line = [(10 + 4 * x, 240 + 100 * (x % 40) / 40 + 4 * shift) for x in range(size[0] - 5)]
    ImageDraw.Draw(image).line(line, fill=color, width=8)
    file = io.BytesIO()
    image.resize(size, Image.Resampling.BOX).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def stream(*lines):
    return {"output_type": "stream", "name": "stdout", "text": [f"{line}\n" for line in lines]}


def shown(metadata=None, **data):
    names = {"plain": "text/plain", "html": "text/html", "png": "image/png", "widget": WIDGET}
    bundle = {names[name]: value for name, value in data.items()}
    return {"output_type": "display_data", "data": bundle, "metadata": metadata or {}}


def table(*rows):
    return shown(plain="\n".join("\t".join(row) for row in rows), html="<table>…</table>")


def chapter(*cells, widgets=None):
    return {
        "cells": [
            {"cell_type": "code", "source": source, "outputs": outputs, "metadata": {}}
            for source, outputs in cells
        ],
        "metadata": {"widgets": widgets} if widgets else {},
    }


@pytest.fixture
def compare(tmp_path):
    def run(old, new, **options):
        for name, book in (("old", old), ("new", new)):
            for docname, notebook in book.items():
                path = tmp_path / name / f"{docname}.ipynb"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(json.dumps(notebook), encoding="utf-8")
        return compare_books(tmp_path / "old", tmp_path / "new", **options)

    return run


def verdicts(changes):
    return [(one.name, one.verdict.name) for one in changes]


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("0.917", "0.917", True),
        ("100.0", "100.9", True),  # a hundredth
        ("100.0", "102.0", False),
        ("0.07", "0.08", True),  # the last place, rounded the other way
        ("0.07", "0.09", False),
        ("7", "8", False),  # counted
        ("1,000", "1,009", True),
        ("1,000", "1,011", False),
        ("1e-16", "2e-16", True),
        ("1e-16", "3e-16", False),
        ("−1.50", "1.50", False),
    ],
)
def test_when_two_written_numbers_are_one(old, new, same):
    assert close(old, new, 0.01) == same
    assert close(new, old, 0.01) == same


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [
        ("정확도 0.917, 걸음 40", "정확도 0.917,  걸음 40", "SAME"),
        ("정확도 0.917", "정확도 0.912", "WITHIN"),
        ("정확도 0.917", "정확도 0.817", "BEYOND"),
        ("정확도 0.917", "정밀도 0.917", "BEYOND"),
        ("손실 0.5", "손실 nan", "BEYOND"),
        ("conv2d 3", "conv3d 3", "BEYOND"),
        ("가\n나", "가", "BEYOND"),
        ("계산 시간: 9초 이내", "계산 시간: 14초 이내", "TIMING"),
        ("계산 시간: 9초 이내", "계산: 14초 이내", "BEYOND"),
        ("64번 학습: 11초 이내", "64번 학습: 15초 이내", "TIMING"),
        ("초깃값 11", "초깃값 15", "BEYOND"),
        ("계산 시간: 9초\n정확도 0.9", "계산 시간: 8초\n정확도 0.7", "BEYOND"),
        ("방법\t시간의 비\n가\t0.24", "방법\t시간의 비\n가\t0.99", "TIMING"),
        ("방법\tmAP\t한 장 (ms)\n가\t0.5\t1.1", "방법\tmAP\t한 장 (ms)\n가\t0.5\t2.4", "TIMING"),
        ("방법\tmAP\t한 장 (ms)\n가\t0.5\t1.1", "방법\tmAP\t한 장 (ms)\n가\t0.8\t2.4", "BEYOND"),
        ("방법\tmAP\n시간\t0.5", "방법\tmAP\n시간\t0.8", "BEYOND"),
        ("<Line at 0x7f0012345678>", "<Line at 0x7f00aaaaaaaa>", "SAME"),
    ],
)
def test_texts_and_tables(old, new, verdict):
    assert compare_text(old, new, 0.01).verdict == Verdict[verdict]


def test_a_number_as_a_negative_one_and_a_span_of_numbers():
    assert compare_text("-0.5", "0.5", 0.01).verdict == Verdict.BEYOND
    assert compare_text("0.10-0.20", "0.10-0.21", 0.01).verdict == Verdict.WITHIN


@pytest.mark.parametrize(
    ("changed", "verdict"),
    [
        ({}, "SAME"),
        ({"shift": 0.25}, "WITHIN"),
        ({"shift": 3}, "BEYOND"),
        ({"color": "crimson"}, "BEYOND"),
        ({"size": (160, 124)}, "BEYOND"),
    ],
)
def test_figures_by_what_the_eye_sees(changed, verdict):
    found = compare_pictures(Picture(picture()), Picture(picture(**changed)))
    assert found.verdict == Verdict[verdict], found.note


def test_a_figure_of_measured_time_is_shown_and_not_judged():
    old = Picture(picture(), alt="표본 하나에 드는 시간")
    assert compare_pictures(old, Picture(picture(shift=9))).verdict == Verdict.TIMING


def test_every_frame_of_a_moving_picture_is_compared():
    def moving(last):
        frames = [Image.new("RGB", (16, 16), color) for color in ("white", "black", last)]
        file = io.BytesIO()
        frames[0].save(file, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
        return Picture(base64.b64encode(file.getvalue()).decode(), "image/webp")

    assert compare_pictures(moving("red"), moving("blue")).verdict == Verdict.BEYOND


def test_what_changed_in_a_chapter(compare):
    old = {
        "chapters/a": chapter(
            ("print(x)", [stream("정확도 0.917")]),
            ("plot()", [shown({"image/png": {"alt": "곡선"}}, png=picture(), plain="<Figure>")]),
            ("lost()", [stream("있다가 없어짐")]),
            ("quiet()", []),
            ("wobble()", [stream("손실 0.5001")]),
            ("same()", [table(("가", "나"), ("1", "2"))]),
        )
    }
    new = {
        "chapters/a": chapter(
            ("print(x)", [stream("정확도 0.817")]),
            ("plot()", [shown({"image/png": {"alt": "곡선"}}, png=picture(9), plain="<Figure>")]),
            ("lost()", []),
            ("quiet()", [{"output_type": "error", "ename": "ValueError", "evalue": "왜"}]),
            ("wobble()", [stream("손실 0.5002")]),
            ("same()", [table(("가", "나"), ("1", "2"))]),
        )
    }
    changes = compare(old, new)
    assert [(one.cell, *pair) for one, pair in zip(changes, verdicts(changes), strict=True)] == [
        (1, "글(stdout)", "BEYOND"),
        (2, "그림", "BEYOND"),
        (3, "글(stdout)", "BEYOND"),
        (4, "오류", "BEYOND"),
        (5, "글(stdout)", "WITHIN"),
    ]
    assert [one.note for one in changes[2:4]] == ["없어진 출력", "새로 생긴 출력"]
    assert changes[0].note == "0.917 → 0.817"
    assert compare(old, old) == []
    assert [one.cell for one in compare(old, new, tolerance=0.2)[:1]] == [1]
    assert compare(old, new, tolerance=0.2)[0].verdict == Verdict.WITHIN


def test_cells_are_matched_by_their_code_when_one_comes_between(compare):
    old = {"a": chapter(("one()", [stream("1")]), ("two()", [stream("2")]))}
    new = {
        "a": chapter(("one()", [stream("1")]), ("new()", [stream("9")]), ("two()", [stream("3")]))
    }
    assert [(one.cell, one.note) for one in compare(old, new)] == [
        (2, "새로 생긴 출력"),
        (3, "2 → 3"),
    ]


def test_a_cell_that_measures_speed_is_not_judged_but_its_loss_is(compare):
    cell = "began = time.perf_counter()"
    rows = [("방법", "몇 배"), ("가", "13.0")]
    old = {"a": chapter((cell, [table(*rows)]))}
    assert verdicts(compare(old, {"a": chapter((cell, [table(rows[0], ("가", "99.0"))]))})) == [
        ("표", "TIMING")
    ]
    assert verdicts(compare(old, {"a": chapter((cell, []))})) == [("표", "BEYOND")]
    plain = {"a": chapter(("x", [table(*rows)]))}
    other = {"a": chapter(("x", [table(rows[0], ("가", "99.0"))]))}
    assert verdicts(compare(plain, other)) == [("표", "BEYOND")]


def test_lost_and_new_chapters(compare):
    changes = compare({"a": chapter(), "b": chapter()}, {"b": chapter(), "c": chapter()})
    assert [(one.docname, one.note) for one in changes] == [
        ("c", "새로 생긴 장"),
        ("a", "없어진 장"),
    ]


def widget(name, numbers, table):
    state = {"header": {"low": numbers}, "layout": f"IPY_MODEL_{name}", "_esm": name}
    buffer = {"data": base64.b64encode(zlib.compress(bytes(table))).decode()}
    group = {"state": {name: {"state": state, "buffers": [buffer]}}}
    view = shown(widget={"model_id": name}, png=picture(), plain="Panel")
    return chapter(("show()", [view]), widgets={"w": group})


@pytest.mark.parametrize(
    ("numbers", "table", "expected"),
    [
        ([1.0], [0] * 999 + [1], []),  # only the names of this run differ
        ([1.0], [0] * 998 + [2, 1], [("위젯", "WITHIN")]),
        ([1.0], [7] * 1000, [("위젯", "BEYOND")]),
        ([1.0], [0] * 999, [("위젯", "BEYOND")]),
        ([2.0], [0] * 999 + [1], [("위젯", "BEYOND")]),
    ],
)
def test_the_state_of_a_widget(compare, numbers, table, expected):
    old = {"a": widget("aa", [1.0], [0] * 999 + [1])}
    assert verdicts(compare(old, {"a": widget("bb", numbers, table)})) == expected


def test_pictures_inside_html_are_pictures(compare):
    def page(code, words="글 1.0"):
        return {
            "a": chapter(
                ("x", [shown(html=f"<p>{words}</p><img src='data:image/png;base64,{code}'>")])
            )
        }

    assert compare(page(picture()), page(picture())) == []
    assert verdicts(compare(page(picture()), page(picture(9)))) == [("그림", "BEYOND")]
    assert verdicts(compare(page(picture()), page(picture(), "글 2.0"))) == [("글", "BEYOND")]


def test_the_report_shows_both_and_escapes(compare, tmp_path):
    old = {"a": chapter(("x", [stream("<b>1</b>", "같은 줄")]), ("y", [shown(png=picture())]))}
    new = {"a": chapter(("x", [stream("<b>2</b>", "같은 줄")]), ("y", [shown(png=picture(9))]))}
    write_report(compare(old, new), tmp_path / "r.html", old="옛 판", new="새 판", tolerance=0.01)
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "<mark>&lt;b&gt;2&lt;/b&gt;</mark>" in page
    assert "<mark>같은 줄" not in page
    assert page.count("<img ") == 3  # old, new, where
    assert "<b>" not in page
    assert "http" not in page.replace("http-equiv", "")


def command(*words, cwd):
    return subprocess.run(
        [sys.executable, "-m", "coursekit", "book", *map(str, words)],
        capture_output=True,
        text=True,
        cwd=cwd,
    )


def test_the_commands(tmp_path):
    book = tmp_path / "book"
    cache = book / "_build" / ".jupyter_cache" / "chapters-a" / "f"
    (cache / "executed" / "e").mkdir(parents=True)
    (book / "_toc.yml").write_text("format: jb-book\nroot: index\n")
    (cache / "made.json").write_text(json.dumps({"docname": "chapters/a"}))
    notebook = cache / "executed" / "e" / "base.ipynb"
    notebook.write_text(json.dumps(chapter(("x", [stream("정확도 0.917")]))))
    kept = command("outputs-keep", "kept", cwd=book)
    assert (kept.returncode, kept.stdout) == (0, "kept: 노트북 1개를 남겼습니다.\n")
    same = command("outputs-diff", "kept", ".", cwd=book)
    assert same.returncode == 0, same.stderr
    notebook.write_text(json.dumps(chapter(("x", [stream("정확도 0.517")]))))
    changed = command("outputs-diff", "kept", ".", "--report", "r.html", cwd=book)
    assert changed.returncode == 1
    assert "chapters/a, 1번째 칸, 글(stdout): 0.917 → 0.517" in changed.stdout
    assert (book / "r.html").is_file()
    wrong = command("outputs-diff", "kept", ".", "--tolerance", "2", cwd=book)
    assert (wrong.returncode, "(받은 값: '2')" in wrong.stderr) == (2, True)
    nowhere = command("outputs-diff", "none", ".", cwd=book)
    assert (nowhere.returncode, "none" in nowhere.stderr) == (2, True)


def test_what_is_not_an_executed_book_is_said(tmp_path):
    with pytest.raises(UsageError, match="하나도 없습니다"):
        executed_files(tmp_path)
    (tmp_path / "_toc.yml").touch()
    with pytest.raises(UsageError, match="book build"):
        executed_files(tmp_path)
    for mark in ("f", "g"):
        folder = tmp_path / "_build" / ".jupyter_cache" / "a" / mark
        (folder / "executed" / "e").mkdir(parents=True)
        (folder / "made.json").write_text('{"docname": "a"}')
        (folder / "executed" / "e" / "base.ipynb").write_text('{"cells": []}')
    with pytest.raises(UsageError, match="하나가 아닙니다"):
        executed_files(tmp_path)
    other = tmp_path / "mine"
    other.mkdir()
    (other / "notes.txt").touch()
    (folder / "made.json").unlink()
    with pytest.raises(UsageError, match=r"notes\.txt"):
        keep_outputs(tmp_path, other)
    broken = tmp_path / "broken" / "a.ipynb"
    broken.parent.mkdir()
    broken.write_text("[]")
    with pytest.raises(UsageError, match="노트북"):
        compare_books(broken.parent, broken.parent)


def test_the_real_book_is_read_whole(built_book):
    """Every figure, table and widget of the executed chapters is something to compare."""
    root = built_book.parents[1]
    found = Counter()
    for path in executed_files(root).values():
        notebook = read_notebook(path)
        for cell in notebook["cells"]:
            found += Counter(piece.name for piece in pieces_of(cell, notebook))
            for piece in pieces_of(cell, notebook):
                if piece.name == "위젯":
                    assert piece.content.tables, path  # its state was found
    assert found["위젯"] >= 11
    assert found["그림"] > 150
    assert found["표"] > 50
    assert found["오류"] == 0
