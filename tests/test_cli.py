import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from coursekit import cli, grade_command

COURSE = Path(__file__).parent / "grading" / "fixtures"
NOTEBOOK = COURSE / "exercises" / "statistics" / "statistics.ipynb"

BAD_INPUT = {
    "nothing": ([], "`coursekit` 다음에 명령을 쓰세요(있는 이름: exercise, check, grade,"),
    "unknown command": (["chek"], "'chek' 명령은 없습니다(비슷한 이름: check)."),
    "unknown option of the group": (["--verbose"], "`--verbose` 옵션은 없습니다"),
    "group without a command": (["exercise"], "`coursekit exercise` 다음에 명령을 쓰세요"),
    "unknown subcommand": (["exercise", "bild"], "'bild' 명령은 없습니다(비슷한 이름: build)."),
    "unknown option": (
        ["check", "--sed", "1", "a"],
        "`--sed` 옵션은 없습니다(비슷한 이름: --seed).",
    ),
    "missing argument": (["check"], "`노트북` 자리에 값을 쓰세요."),
    "missing option value": (["check", "a", "--seed"], "`--seed` 옵션에는 값이 하나 필요합니다."),
    "value for a flag": (
        ["exercise", "build", "--check=3"],
        "`--check` 옵션에는 값이 필요 없습니다.",
    ),
    "extra argument": (["check", "a", "b"], "남는 인자가 있습니다: b."),
    "seed is text": (["check", "a", "--seed", "abc"], "`--seed` 값은 0 이상의 정수여야"),
    "seed is negative": (["check", "a", "--seed", "-1"], "(받은 값: '-1')."),
    "seed is a fraction": (["grade", "a", "--seed", "1.5"], "(받은 값: '1.5')."),
    "unknown layout": (
        ["grade", "a", "--layout", "blackboard"],
        "auto, folders, canvas, moodle, classroom 가운데 하나여야 합니다(받은 값: 'blackboard').",
    ),
    "no workers": (["grade", "a", "--workers", "0"], "1 이상 1024 이하의 정수여야"),
    "missing notebook": (["check", "none.ipynb"], "노트북을 찾을 수 없습니다: none.ipynb"),
    "not a notebook": (["check", str(COURSE / "_toc.yml")], "_toc.yml: 노트북(JSON)으로 읽을 수"),
    "missing folder": (["grade", "none"], "제출물 폴더나 압축 파일(zip)이 아닙니다: none"),
    "root is nowhere": (["exercise", "test", "--root", "none"], "`--root` 값은 있는 폴더여야"),
    "unknown exercise": (
        ["exercise", "test", "statistic", "--root", str(COURSE)],
        "'statistic' 연습문제는 없습니다(비슷한 이름: statistics).",
    ),
    "quite unknown exercise": (
        ["exercise", "build", "zzz", "--root", str(COURSE)],
        "'zzz' 연습문제는 없습니다(있는 이름: statistics).",
    ),
    "unknown exercise of a check": (
        ["check", str(NOTEBOOK), "--exercise", "zzz", "--root", str(COURSE)],
        "'zzz' 연습문제는 없습니다",
    ),
    "outside a course": (["exercise", "build"], "책의 뿌리 폴더(`_toc.yml`이 있는 곳)를 찾을 수"),
}


@pytest.mark.parametrize("case", BAD_INPUT)
def test_bad_input_is_one_korean_sentence_and_status_two(case, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    args, message = BAD_INPUT[case]
    assert cli.main(args) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.count("\n") == 1
    assert message in output.err
    assert "Traceback" not in output.err
    assert "Error" not in output.err


def test_module_and_status_in_a_fresh_interpreter(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "coursekit", "check", "--seed", "x", "y"],
        capture_output=True,
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == b""
    assert "'x'" in done.stderr.decode("utf-8")


def test_help_is_korean_and_light():
    code = (
        "import sys\nfrom coursekit.cli import main\nstatus = main(['--help'])\n"
        "heavy = {'numpy', 'rich', 'nbformat', 'jupytext', 'pytest', 'sphinx'} & set(sys.modules)\n"
        "sys.exit(status or ', '.join(sorted(heavy)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    text = done.stdout.decode("utf-8")
    assert (done.returncode, done.stderr) == (0, b"")
    assert text.startswith("사용법: coursekit [옵션] 명령")
    for english in ("Usage", "Options", "Commands", "Show this message"):
        assert english not in text


HELPS = [
    ["exercise"],
    ["exercise", "new"],
    ["exercise", "build"],
    ["exercise", "test"],
    ["exercise", "template"],
    ["link"],
    ["check"],
    ["grade"],
    ["gradebook"],
    ["gradebook", "show"],
    ["gradebook", "export"],
    ["lab"],
    ["book"],
    ["book", "build"],
]


@pytest.mark.parametrize("args", HELPS, ids=" ".join)
def test_every_help_is_korean(args, capsys):
    assert cli.main([*args, "--help"]) == 0
    text = capsys.readouterr().out
    assert text.startswith(f"사용법: coursekit {' '.join(args)}")
    # Option names and a few formats are Latin; sentences are not.
    assert not re.search(r"[a-z]+ [a-z]+ [a-z]+", text.partition("\n")[2])
    assert "Options" not in text
    assert "Show this" not in text


def test_interrupt_is_130(monkeypatch, capsys):
    def stop(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(cli.cli, "main", stop)
    assert cli.main(["check", "a"]) == 130
    assert capsys.readouterr().err == "사용자가 멈추었습니다.\n"


def test_build_checks_and_reports(capsys):
    assert cli.main(["exercise", "build", "--check", "--root", str(COURSE)]) == 0
    assert "statistics.ipynb: 원본과 같습니다." in capsys.readouterr().out


def test_check_tells_the_student(capsys, tmp_path):
    notebook = json.loads(NOTEBOOK.read_bytes())
    cells = {cell["id"]: cell for cell in notebook["cells"]}
    cells["variance-solution"]["source"] = "def sample_variance(x):\n    return float(x.var())"
    path = tmp_path / "내 답.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    assert cli.main(["check", str(path), "--seed", "2", "--root", str(COURSE)]) == 0
    output = capsys.readouterr().out
    assert "모분산입니다" in output
    assert "아직 답을 쓰지 않았습니다." in output
    assert output.endswith("합계: 0 / 7점\n")


def test_doctor_tells_what_is_enforced(capsys):
    assert cli.main(["grade", "--doctor"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "네트워크 없음: 예"
    assert lines[-1] == "모르는 사람의 제출물을 채점해도 됩니다."
    assert not any("아니오" in line for line in lines)


def test_grade_refuses_where_there_is_no_sandbox(capsys, monkeypatch, tmp_path):
    from coursekit.grading import doctor, sandbox

    doctor.sandbox_report.cache_clear()
    monkeypatch.setattr(sandbox, "bubblewrap", lambda: None)
    (tmp_path / "a.ipynb").write_bytes(NOTEBOOK.read_bytes())
    args = ["grade", str(tmp_path), "--output", str(tmp_path / "out"), "--root", str(COURSE)]
    try:
        assert cli.main(args) == 2
        assert "apt install bubblewrap" in capsys.readouterr().err
        assert cli.main(["grade", "--doctor"]) == 1
        assert cli.main([*args, "--trusted"]) == 0
        assert grade_command.TRUSTED_ONLY in capsys.readouterr().err
    finally:
        doctor.sandbox_report.cache_clear()


def test_grade_reports_what_it_could_not_grade(capsys, tmp_path):
    folder = tmp_path / "제출"
    folder.mkdir()
    (folder / "가람.ipynb").write_bytes(NOTEBOOK.read_bytes())
    output = tmp_path / "결과"
    args = ["grade", str(folder), "--output", str(output), "--root", str(COURSE)]
    assert cli.main(args) == 0
    first = capsys.readouterr()
    assert "grades.csv: 1개를 채점했습니다." in first.out
    assert grade_command.TRUSTED_ONLY not in first.err
    (folder / "메모.txt").write_text("x", encoding="utf-8")
    (folder / "가람.ipynb").unlink()
    assert cli.main(args) == 1
    assert "채점하지 못함: 메모.txt: 노트북(.ipynb)이 아닙니다." in capsys.readouterr().err


def test_the_instructor_says_how_the_files_are_laid_out(capsys, tmp_path):
    """One Canvas name among plain ones is not enough to guess Canvas from."""
    folder = tmp_path / "제출"
    folder.mkdir()
    for name in ("kimgaram_12_34_a.ipynb", "나래.ipynb"):
        (folder / name).write_bytes(NOTEBOOK.read_bytes())
    args = ["grade", str(folder), "--root", str(COURSE), "--trusted", "--output"]
    found = {}
    for layout in ("auto", "canvas", "folders"):
        target = tmp_path / layout
        assert cli.main([*args, str(target), "--layout", layout]) == 0
        capsys.readouterr()
        assert cli.main(["gradebook", "show", str(target / "gradebook.sqlite")]) == 0
        lines = capsys.readouterr().out.splitlines()[:-1]
        found[layout] = [line.split()[0] for line in lines]
    assert found["auto"] == found["folders"] == ["kimgaram_12_34_a", "나래"]
    assert found["canvas"] == ["12", "나래"]


def test_exercise_test_prints_the_table_and_fails_when_broken(capsys, tmp_path):
    shutil.copytree(COURSE, tmp_path / "course")
    course = tmp_path / "course"
    (course / "exercises" / "statistics" / "wrong" / "row_mean.py").unlink()
    assert cli.main(["exercise", "test", "--root", str(course)]) == 1
    output = capsys.readouterr().out
    assert "population_variance" in output
    assert "약속을 어겼습니다." in output
