r"""GitHub Classroom의 틀: 정답이 새지 않고, 워크플로가 저장소의 규칙을 지키며, 되받은 저장소가 채점됩니다."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

from coursekit import cli
from coursekit.errors import UsageError
from coursekit.grading import read_exercise, read_inputs, take_in
from coursekit.grading.template import SelfCheck, write_template
from tests.test_workflows import USES, broad_permissions, loose_actions

CODE = "https://github.com/coursekit-kr/coursekit"
CHECK = SelfCheck("https://github.com/my-school/my.course.git", "v2", CODE, "v0.1.0")
WORKFLOW = ".github/workflows/classroom.yml"


def _texts(folder):
    return [path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
def written(copied, tmp_path):
    write_template(copied, tmp_path / "틀", CHECK)
    return tmp_path / "틀"


def test_the_template_has_all_that_a_student_needs_and_no_answer(written, copied):
    names = {p.relative_to(written).as_posix() for p in written.rglob("*") if p.is_file()}
    assert names == {"statistics.ipynb", "README.md", ".gitignore", WORKFLOW}
    assert (written / "statistics.ipynb").read_bytes() == (copied / "statistics.ipynb").read_bytes()
    answers = {
        json.dumps(line.strip()).strip('"')
        for cell in read_exercise(copied).solutions
        for line in set(cell.source.splitlines()) - set(cell.stub.splitlines())
    }
    assert len(answers) >= 2
    for text in _texts(written):
        assert not [line for line in {"BEGIN SOLUTION", *answers} if line in text]
    assert all(any(line in text for text in _texts(copied)) for line in answers)
    readme = (written / "README.md").read_text("utf-8")
    assert readme.startswith("# 기술통계 연습\n\n15분쯤 걸리는, 7점 만점의")
    assert "**성적이 아닙니다**" in readme
    assert not [word for word in CHECK.words() if word in readme]


def test_the_workflow_keeps_the_rules_of_this_repository(written, root):
    text = (written / WORKFLOW).read_text("utf-8")
    assert loose_actions(text) == []
    assert broad_permissions(text) == []
    ours = {
        use
        for p in (root / ".github/workflows").glob("*.yml")
        for use in USES.findall(p.read_text())
    }
    assert set(USES.findall(text)) <= ours
    (job,) = yaml.safe_load(text)["jobs"].values()
    assert "permissions" not in job
    assert [step["with"]["persist-credentials"] for step in job["steps"][:2]] == [False, False]
    assert job["steps"][1]["with"] | {"path": ""} == {
        "repository": "my-school/my.course",
        "ref": "v2",
        "path": "",
        "persist-credentials": False,
    }
    assert job["steps"][3]["run"].endswith(f'"coursekit[grading] @ git+{CODE}@v0.1.0"')


def test_the_workflows_check_tells_the_student(written, copied):
    """The very command of the last step, with the course where the second step puts it."""
    (job,) = yaml.safe_load((written / WORKFLOW).read_text("utf-8"))["jobs"].values()
    (written / ".course").symlink_to(copied.parents[1], target_is_directory=True)
    summary = written / "summary.md"
    tools = Path(sys.executable).parent
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", job["steps"][-1]["run"]],
        cwd=written,
        env={
            **os.environ,
            "PATH": f"{tools}:{os.environ['PATH']}",
            "GITHUB_STEP_SUMMARY": str(summary),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert "아직 답을 쓰지 않았습니다." in done.stdout
    lines = summary.read_text("utf-8").splitlines()
    assert (lines[0], lines[-2:]) == ("~~~text", ["합계: 0 / 7점", "~~~"])


def test_without_the_check_there_is_no_workflow(copied, tmp_path):
    write_template(copied, tmp_path / "t")
    assert not (tmp_path / "t" / ".github").exists()
    assert "자기 점검" not in (tmp_path / "t" / "README.md").read_text("utf-8")


@pytest.mark.parametrize(
    "course",
    [
        "http://github.com/a/b",
        "https://github.com/a",
        "https://gitlab.com/a/b",
        "https://github.com/a/b?x=1",
        'https://github.com/a/b", ref: "x',
        "git@github.com:a/b.git",
    ],
)
def test_no_address_writes_into_the_workflow(course, copied, tmp_path):
    with pytest.raises(UsageError, match="GitHub 저장소의 주소"):
        write_template(copied, tmp_path / "t", SelfCheck(course, "v1", CODE, "v1"))
    assert not (tmp_path / "t").exists()


@pytest.mark.parametrize("ref", ["", "-x", "a b", 'a"', "a..b", "a\nb"])
def test_no_ref_writes_into_the_workflow(ref, copied, tmp_path):
    with pytest.raises(UsageError, match="`--ref` 값은"):
        write_template(copied, tmp_path / "t", SelfCheck(CODE, ref, CODE, "v1"))


def test_nothing_is_overwritten_and_nothing_stale_is_given_out(copied, tmp_path):
    (tmp_path / "t").mkdir()
    (tmp_path / "t" / "memo").touch()
    with pytest.raises(UsageError, match="비어 있지 않은 폴더"):
        write_template(copied, tmp_path / "t")
    (copied / "statistics.ipynb").write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError, match="원본과 다릅니다"):
        write_template(copied, tmp_path / "u")
    assert not (tmp_path / "u").exists()


def test_the_command(copied, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    base = ["exercise", "template", "statistics"]
    assert cli.main([*base, "a", "--no-check"]) == 0
    assert cli.main([*base, "b", "--course", CODE]) == 0
    assert "정답도 읽습니다" in capsys.readouterr().err
    assert "v0.1.0" in (tmp_path / "b" / WORKFLOW).read_text("utf-8")
    for more, message in (
        ([], "`--course`로 알려 주거나 `--no-check`로"),
        (["--course", "https://github.com/a/b"], "`--ref`로 그 저장소의"),
        (["--no-check", "--course", CODE], "함께 쓰지 않습니다"),
    ):
        assert cli.main([*base, "c", *more]) == 2
        assert message in capsys.readouterr().err
    assert not (tmp_path / "c").exists()


def _cloned(written, place):
    r"""`gh classroom clone student-repos`가 만드는 것: 과제 이름의 폴더 안에 `과제-아이디` 저장소."""
    for user in ("ga-ram", "narae99"):
        target = place / f"hw1-{user}"
        shutil.copytree(written, target, dirs_exist_ok=True)
        (target / ".git").mkdir()
        (target / ".git" / "config.ipynb").write_text("{}")
    (place / "hw1-daon" / ".git").mkdir(parents=True)
    (place / "hw1-daon" / "README.md").write_text("# 안내")
    return place


@pytest.mark.parametrize("form", ["folder", "zip"])
@pytest.mark.parametrize("layout", [None, "classroom"])
def test_cloned_repositories_are_taken_in(form, layout, written, copied, tmp_path):
    place = _cloned(written, tmp_path / "받은 것" / "hw1-submissions")
    if form == "zip":
        archive = tmp_path / "hw1-submissions.zip"
        with zipfile.ZipFile(archive, "w") as stream:
            for path in sorted(place.rglob("*")):
                stream.write(path, path.relative_to(place.parent))
        place = archive
    intake = take_in(read_inputs(place, layout=layout), {"statistics": copied})
    assert [(work.student, work.notes) for work in intake.works] == [
        ("ga-ram", ()),
        ("narae99", ()),
    ]
    assert [(f.student, f.problem) for f in intake.failures] == [("daon", "낸 파일이 없습니다.")]


def test_elsewhere_a_readme_is_still_named(copied, tmp_path):
    folder = tmp_path / "제출" / "가람"
    folder.mkdir(parents=True)
    notebook = json.loads((copied / "statistics.ipynb").read_bytes())
    (folder / "a.ipynb").write_text(json.dumps(notebook))
    (folder / "README.md").touch()
    (work,) = take_in(read_inputs(tmp_path / "제출"), {"statistics": copied}).works
    assert work.notes == ("노트북이 아닌 파일은 보지 않았습니다: 가람/README.md",)
