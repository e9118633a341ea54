"""`coursekit book …`: exit status and one Korean line for each way to call it wrongly."""

import subprocess
import sys

import pytest


def run(*words, cwd):
    process = subprocess.run(
        [sys.executable, "-m", "coursekit", "book", *words],
        capture_output=True,
        text=True,
        cwd=cwd,
        timeout=120,
    )
    assert "Traceback" not in process.stderr
    return process


@pytest.fixture
def book(write_book):
    return write_book({"a": "# 가\n\n**경사(gradient)**를 봅니다.\n"})


def test_check_names_file_line_and_fix_then_passes(book):
    wrong = run("check", cwd=book)
    assert wrong.returncode == 1
    assert wrong.stderr.startswith("chapters/a.md:3: ")
    assert "→ 괄호 앞에서 닫으세요" in wrong.stderr
    (book / "chapters" / "a.md").write_text("# 가\n\n**경사**(gradient)를 봅니다.\n")
    right = run("check", cwd=book / "chapters")  # from inside the book
    assert (right.returncode, right.stderr) == (0, "")


def test_build_stops_at_the_check(book):
    stopped = run("build", cwd=book)
    assert stopped.returncode == 1
    assert "chapters/a.md:3" in stopped.stderr
    assert not (book / "_build").exists()


@pytest.mark.book
def test_build_says_where_to_look_and_clean_removes_it(book):
    (book / "chapters" / "a.md").write_text("# 가\n")
    built = run("build", cwd=book)
    assert built.returncode == 0, built.stderr
    assert str(book / "_build" / "html" / "index.html") in built.stdout
    assert "make serve" in built.stdout
    (book / "chapters" / "a.md").write_text("# 가\n\n{ref}`nowhere`\n")
    failed = run("build", cwd=book)
    assert failed.returncode == 1
    assert "chapters/a.md:3" in failed.stderr
    assert "문제 1개" in failed.stderr
    assert run("clean", cwd=book).returncode == 0
    assert not (book / "_build").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["serve"], "지은 책이 없습니다"),
        (["serve", "--port", "열"], "열"),
        (["build", "--fast"], "--fast"),
        (["chekc"], "check"),
        (["check", "--root", "없는곳"], "없는곳"),
    ],
)
def test_wrong_calls_are_one_sentence_and_status_2(book, words, said):
    process = run(*words, cwd=book)
    assert process.returncode == 2
    assert said in process.stderr
    assert process.stderr.count("\n") == 1


def test_a_folder_without_a_book(tmp_path):
    process = run("check", cwd=tmp_path)
    assert process.returncode == 2
    assert "_toc.yml" in process.stderr
