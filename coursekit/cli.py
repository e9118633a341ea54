r"""명령줄입니다: 읽고, 부르고, 찍고, 종료 상태를 냅니다. 하는 일은 모두 꾸러미에 있습니다.

무거운 모듈은 명령 안에서 불러오므로 `coursekit --help`는 빠릅니다.
잘못 부른 명령은 모두 종료 상태 2와 한국어 한 문장이 됩니다.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coursekit.classroom_commands import link, template
from coursekit.errors import UsageError
from coursekit.grade_command import grade
from coursekit.gradebook_command import gradebook
from coursekit.options import exercise_option, found_root, named_exercise, root_option, seed_option
from coursekit.outputs_commands import outputs_diff, outputs_keep
from coursekit.release_commands import release
from coursekit.site_commands import costs, links, pdf, queries, validate, weigh, zip_book
from coursekit.usage import KoreanGroup, explain

if TYPE_CHECKING:
    from coursekit.book import Problem
    from coursekit.grading import Proof

INTERRUPTED = 130


@click.group(cls=KoreanGroup, no_args_is_help=False)
def cli() -> None:
    r"""밑바닥부터 배우는 딥러닝: 책과 연습문제의 명령줄입니다."""


@cli.group(no_args_is_help=False)
def exercise() -> None:
    r"""연습문제를 만들고 증명합니다."""


@exercise.command("new")
@click.argument("stem", metavar="이름")
@root_option
def exercise_new(stem: str, root: Path | None) -> int:
    r"""새 연습문제의 뼈대를 만듭니다. 만들자마자 증명됩니다."""
    from coursekit.grading import course_root, new_exercise

    try:
        top = course_root(root)
    except UsageError:
        # 첫 연습문제입니다: 부른 자리가 새 과정의 뿌리가 됩니다.
        top = root or Path.cwd()
    folder = new_exercise(top, stem)
    click.echo(f"{folder}: 만들었습니다. `exercise.md`와 `wrong/`을 고친 뒤에 증명하세요:")
    click.echo(f"  coursekit exercise build {stem} && coursekit exercise test {stem}")
    return 0


@exercise.command("build")
@click.argument("stems", nargs=-1, metavar="[이름]...")
@click.option("--check", is_flag=True, help="쓰지 않고, 놓인 노트북이 원본과 같은지만 봅니다.")
@root_option
def exercise_build(stems: tuple[str, ...], check: bool, root: Path | None) -> int:
    r"""exercise.md에서 학생이 여는 노트북을 만듭니다."""
    from coursekit.grading import build_exercise

    for folder in _folders(stems, root):
        path = build_exercise(folder, check=check)
        click.echo(f"{path.name}: 원본과 같습니다." if check else f"{path.name}: 만들었습니다.")
    return 0


@exercise.command("test")
@click.argument("stems", nargs=-1, metavar="[이름]...")
@click.option("--kernel", is_flag=True, help="오답도 모두 커널에서 채점합니다(오래 걸립니다).")
@root_option
def exercise_test(stems: tuple[str, ...], kernel: bool, root: Path | None) -> int:
    r"""정답, 배포본, 오답을 채점해 약속이 지켜지는지 봅니다."""
    from coursekit.grading import build_exercise, prove

    status = 0
    for folder in _folders(stems, root):
        build_exercise(folder, check=True)
        proof = prove(folder, all_in_kernel=kernel)
        _print_proof(proof)
        status |= not proof.holds
    return int(status)


exercise.add_command(template)


@cli.command()
@click.argument("notebook", type=click.Path(path_type=Path), metavar="노트북")
@seed_option
@exercise_option
@root_option
def check(notebook: Path, seed: int, exercise: str | None, root: Path | None) -> int:
    r"""내 노트북을 점검해 문항마다 무엇이 맞고 틀렸는지 알려 줍니다."""
    from coursekit.grading import assess, compute_references, read_exercise, read_submission, render

    submission = read_submission(notebook)
    folder = _exercise_of(notebook, submission.exercise_id, exercise, root)
    references = compute_references(read_exercise(folder), seed)
    (assessment,) = assess(references, [submission], trusted=True)
    click.echo(render(assessment))
    return 0 if assessment.ran else 1


cli.add_command(grade)
cli.add_command(gradebook)
cli.add_command(release)
cli.add_command(link)


@cli.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[인자]...")
@root_option
def lab(arguments: tuple[str, ...], root: Path | None) -> int:
    r"""JupyterLab을 열어 장을 노트북으로 실행합니다. 나머지 인자는 JupyterLab에 넘깁니다."""
    from coursekit.book.lab import run_lab

    return run_lab(found_root(root), arguments)


@cli.command()
def doctor() -> int:
    r"""이 컴퓨터에서 무엇이 되고, 안 되는 것에는 무엇이 모자라는지 알려 줍니다."""
    from coursekit.doctor import doctor_text, examine, surroundings

    tasks = examine()
    click.echo(doctor_text(tasks, surroundings()))
    return 0 if any(task.ready for task in tasks) else 1


@cli.group(no_args_is_help=False)
def book() -> None:
    r"""책을 검사하고 만듭니다."""


@book.command("check")
@root_option
def book_check(root: Path | None) -> int:
    r"""책의 원본을 검사합니다. 아무것도 실행하지 않습니다."""
    from coursekit.book import check_book

    return _print_problems(check_book(found_root(root)), found_root(root))


@book.command("build")
@click.option("--verbose", is_flag=True, help="Sphinx가 쓰는 글을 모두 보여 줍니다.")
@root_option
def book_build(verbose: bool, root: Path | None) -> int:
    r"""책을 검사하고, 장을 실행하고, HTML을 만듭니다. 바뀌지 않은 것은 다시 하지 않습니다."""
    from coursekit.book import build_book, chapter_costs

    top = found_root(root)
    build = build_book(top, report=click.echo if verbose else _print_progress)
    if build.problems:
        return _print_problems(build.problems, top)
    for failure in build.failures:
        click.echo(failure, err=True)
    if build.failures:
        click.echo(f"책을 만들지 못했습니다: 문제 {len(build.failures)}개", err=True)
        return 1
    for cost in chapter_costs(top):
        click.echo(str(cost))
    click.echo(f"책을 만들었습니다: {build.html / 'index.html'}")
    click.echo("브라우저로 이 파일을 열거나, `make serve`(또는 `coursekit book serve`)로 보세요.")
    return 0


@book.command("serve")
@click.option("--port", type=int, default=8000, metavar="정수", help="포트 번호(기본값: 8000).")
@root_option
def book_serve(port: int, root: Path | None) -> int:
    r"""만든 책을 이 컴퓨터에서만 보이는 주소로 엽니다."""
    from coursekit.book import book_server

    with book_server(found_root(root), port) as server:
        click.echo(f"http://127.0.0.1:{server.server_port}/ 에서 보세요. Ctrl+C로 멈춥니다.")
        server.serve_forever()
    return 0


book.add_command(validate)
book.add_command(links)
book.add_command(queries)
book.add_command(weigh)
book.add_command(costs)
book.add_command(zip_book)
book.add_command(pdf)
book.add_command(outputs_keep)
book.add_command(outputs_diff)


@book.command("binder")
@click.option("--check", is_flag=True, help="쓰지 않고, 놓인 파일이 잠금 파일과 같은지만 봅니다.")
@root_option
def book_binder(check: bool, root: Path | None) -> int:
    r"""Binder가 설치할 꾸러미의 목록을 잠금 파일에서 만듭니다."""
    from coursekit.book.binder import write_binder

    folder = write_binder(found_root(root), check=check)
    click.echo(f"{folder.name}: " + ("잠금 파일과 같습니다." if check else "만들었습니다."))
    return 0


@book.command("colab")
@click.argument("wheel", type=click.Path(path_type=Path), metavar="바퀴(.whl)")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path("_build/colab"),
    show_default=True,
    metavar="폴더",
    help="노트북을 쓸 폴더.",
)
@root_option
def book_colab(wheel: Path, output: Path, root: Path | None) -> int:
    r"""장마다 Colab에서 열 노트북을 만들고, 그 노트북이 설치할 바퀴와 함께 폴더에 모읍니다."""
    from coursekit.book.colab import write_colab

    for path in write_colab(found_root(root), wheel, output):
        click.echo(path)
    return 0


@book.command("clean")
@root_option
def book_clean(root: Path | None) -> int:
    r"""만든 책과 실행 캐시를 지웁니다."""
    from coursekit.book import clean_book

    top = found_root(root)
    click.echo(
        f"{top / '_build'}: " + ("지웠습니다." if clean_book(top) else "지울 것이 없습니다.")
    )
    return 0


def _print_problems(problems: Sequence["Problem"], root: Path) -> int:
    for problem in problems:
        click.echo(problem.describe(root), err=True)
    if problems:
        click.echo(f"책의 원본에 고칠 것이 있습니다: {len(problems)}개", err=True)
        return 1
    click.echo("책의 원본에 고칠 것이 없습니다.")
    return 0


def _print_progress(line: str) -> None:
    # Sphinx의 긴 글에서 오래 걸리는 일만 알립니다.
    if line.startswith("실행: "):
        click.echo(line)


def _folders(stems: Sequence[str], root: Path | None) -> tuple[Path, ...]:
    from coursekit.grading import exercise_folder, exercise_folders

    top = found_root(root)
    if stems:
        return tuple(exercise_folder(top, stem) for stem in stems)
    folders = exercise_folders(top)
    if not folders:
        raise UsageError(f"연습문제가 하나도 없습니다: {top / 'exercises'}")
    return folders


def _exercise_of(notebook: Path, told: str, name: str | None, root: Path | None) -> Path:
    r"""노트북이 어느 연습문제의 답인지 정합니다: 옵션, 노트북에 적힌 이름, 옆의 원본, 파일 이름 차례입니다."""
    if name is not None:
        return named_exercise(name, root)
    from coursekit.grading import exercise_folder, known_exercises

    if (notebook.absolute().parent / "exercise.md").is_file():
        return notebook.absolute().parent
    top = found_root(root)
    known = known_exercises(top)
    return known[told] if told in known else exercise_folder(top, notebook.stem)


def _print_proof(proof: "Proof") -> None:
    from rich.console import Console

    from coursekit.grading import proof_table

    table = proof_table(proof)
    # 파일이나 CI의 기록으로 갈 때는 표를 접지 않습니다.
    console = Console(width=None if sys.stdout.isatty() else 60 + 20 * len(table.columns))
    console.print(table)
    for problem in proof.problems:
        click.echo(problem)
    verdict = "증명되었습니다." if proof.holds else "약속을 어겼습니다."
    click.echo(f"{proof.exercise.id}: {verdict}")


def main(args: Sequence[str] | None = None) -> int:
    r"""명령줄을 실행합니다.

    Parameters
    ----------
    args : sequence of str, optional
        명령줄의 낱말. 주지 않으면 `sys.argv`에서 읽습니다.

    Returns
    -------
    int
        종료 상태: 0 성공, 1 일이 잘못됨, 2 잘못 부름, 130 사용자가 멈춤.
    """
    try:
        status = cli.main(
            args=None if args is None else list(args),
            prog_name="coursekit",
            standalone_mode=False,
        )
    except UsageError as error:
        message = str(error)
    except click.ClickException as error:
        message = explain(error)
    except (click.Abort, KeyboardInterrupt):
        click.echo("사용자가 멈추었습니다.", err=True)
        return INTERRUPTED
    else:
        return int(status or 0)
    click.echo(" ".join(message.split()), err=True)
    return 2
