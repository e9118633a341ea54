r"""교실로 나누어 주는 명령: GitHub Classroom의 틀과 JupyterHub의 링크를 만듭니다."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from coursekit import __version__
from coursekit.errors import UsageError
from coursekit.options import found_root, named_exercise, root_option
from coursekit.usage import KoreanCommand

if TYPE_CHECKING:
    from coursekit.grading.template import SelfCheck

_SOLUTIONS = (
    "알림: 학생의 자기 점검은 {course}에 있는 원본으로 돕니다. 그 저장소를 읽는 사람은 정답도 읽습니다. "
    "정답을 감출 연습문제에는 `--no-check`를 쓰세요."
)


@click.command("template", cls=KoreanCommand)
@click.argument("exercise", metavar="이름|폴더")
@click.argument("target", type=click.Path(path_type=Path), metavar="쓸 폴더")
@click.option(
    "--course",
    metavar="주소",
    help="연습문제의 원본이 있는 공개 저장소. 없으면 pyproject.toml의 주소.",
)
@click.option(
    "--ref", metavar="이름", help="그 저장소의 꼬리표나 커밋. 점검은 그때의 원본으로 돕니다."
)
@click.option("--no-check", is_flag=True, help="자기 점검의 워크플로를 넣지 않습니다.")
@root_option
def template(
    exercise: str,
    target: Path,
    course: str | None,
    ref: str | None,
    no_check: bool,
    root: Path | None,
) -> int:
    r"""GitHub Classroom의 틀이 되는 저장소를 폴더에 씁니다. 정답은 들어가지 않습니다."""
    from coursekit.grading.template import write_template

    folder = named_exercise(exercise, root)
    if no_check and (course or ref):
        raise UsageError("`--course`나 `--ref`는 `--no-check`와 함께 쓰지 않습니다.")
    check = None if no_check else _self_check(folder, course, ref)
    written = write_template(folder, target, check)
    for path in written:
        click.echo(path)
    if check is not None:
        click.echo(_SOLUTIONS.format(course=check.course), err=True)
    return 0


def _self_check(folder: Path, course: str | None, ref: str | None) -> "SelfCheck":
    from coursekit.book.address import installed_repository, repository_url
    from coursekit.grading import course_root
    from coursekit.grading.template import SelfCheck

    top = course_root(folder)
    if course is None and (top / "pyproject.toml").is_file():
        course = repository_url(top)
    if not course:
        raise UsageError(
            "자기 점검에 쓸 공개 저장소를 모릅니다: `--course`로 알려 주거나 `--no-check`로 빼세요."
        )
    code, version = installed_repository(), f"v{__version__}"
    if ref is None and course.rstrip("/") != code:
        raise UsageError("`--ref`로 그 저장소의 꼬리표나 커밋을 알려 주세요.")
    return SelfCheck(course, ref or version, code, version)


@click.command("link", cls=KoreanCommand)
@click.option("--hub", required=True, metavar="주소", help="JupyterHub의 첫 주소.")
@click.option("--exercise", metavar="이름", help="이 연습문제의 노트북을 엽니다.")
@click.option("--chapter", metavar="이름", help="이 장의 노트북을 엽니다.")
@click.option("--path", metavar="경로", help="`--repo` 저장소의 이 파일을 엽니다.")
@click.option("--repo", metavar="주소", default="", help="저장소. 없으면 pyproject.toml의 주소.")
@click.option("--branch", metavar="이름", help="저장소의 가지. 없으면 원본이 있는 가지.")
@root_option
def link(
    hub: str,
    exercise: str | None,
    chapter: str | None,
    path: str | None,
    repo: str,
    branch: str | None,
    root: Path | None,
) -> int:
    r"""누르면 학생의 JupyterHub에서 노트북이 열리는 nbgitpuller 주소를 찍습니다."""
    from coursekit.book.address import BRANCH
    from coursekit.book.nbgitpuller import chapter_link, exercise_link, pull_link

    if sum(choice is not None for choice in (exercise, chapter, path)) != 1:
        raise UsageError("`--exercise`, `--chapter`, `--path` 가운데 꼭 하나를 쓰세요.")
    if path is not None:
        if not repo:
            raise UsageError("`--path`는 `--repo`와 함께 씁니다.")
        click.echo(pull_link(hub, repo, path, BRANCH if branch is None else branch))
    elif exercise is not None:
        click.echo(
            exercise_link(
                found_root(root), hub, exercise, repo, BRANCH if branch is None else branch
            )
        )
    elif chapter is not None:
        if branch is not None:
            raise UsageError(
                "`--chapter`는 노트북만 있는 가지를 쓰므로 `--branch`를 받지 않습니다."
            )
        click.echo(chapter_link(found_root(root), hub, chapter, repo))
    return 0
