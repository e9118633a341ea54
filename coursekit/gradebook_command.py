r"""`coursekit gradebook`: 성적부를 보고 내보냅니다. 성적부를 바꾸지 않습니다."""

from pathlib import Path

import click

from coursekit.usage import KoreanGroup

_book_argument = click.argument("gradebook", type=click.Path(path_type=Path), metavar="성적부")


@click.group(cls=KoreanGroup, no_args_is_help=False)
def gradebook() -> None:
    r"""성적부를 보고 내보냅니다."""


@gradebook.command("show")
@_book_argument
@click.option("--student", metavar="이름", help="한 학생의 지난 채점과 받은 파일을 모두 봅니다.")
def show(gradebook: Path, student: str | None) -> int:
    r"""지금의 성적이나 한 학생의 기록을 보여 줍니다."""
    from coursekit.grading.ledger import grades_lines, history_lines
    from coursekit.grading.store import Gradebook

    with Gradebook(gradebook, read_only=True) as book:
        lines = grades_lines(book) if student is None else history_lines(book, student)
        for line in lines:
            click.echo(line)
    return 0


@gradebook.command("export")
@_book_argument
@click.option(
    "--format",
    "form",
    metavar="꼴",
    default="csv",
    help="csv(결과 폴더 전부), canvas, moodle, gradescope, nbgrader, classroom.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path("grades"),
    metavar="폴더",
    help="결과를 쓸 폴더(기본값: grades).",
)
@click.option(
    "--roster",
    type=click.Path(path_type=Path),
    metavar="파일",
    help="LMS에서 내려받은 성적표(CSV). 그 표에 점수만 채웁니다.",
)
@click.option("--exercise", metavar="이름", help="이 연습문제만 내보냅니다.")
@click.option(
    "--column", metavar="열 이름", help="성적표에서 채울 열(canvas). 없으면 제목으로 찾음."
)
@click.option("--scale", is_flag=True, help="LMS의 만점이 배점과 다르면 점수를 비례로 바꿉니다.")
@click.option(
    "--with-expected",
    is_flag=True,
    help="기대한 값의 그림을 넣습니다(강사용, 학생에게 보내지 마세요).",
)
def export_command(
    gradebook: Path,
    form: str,
    output: Path,
    roster: Path | None,
    exercise: str | None,
    column: str | None,
    scale: bool,
    with_expected: bool,
) -> int:
    r"""성적부를 결과 폴더나 다른 도구가 읽는 꼴로 내보냅니다."""
    from coursekit.errors import UsageError
    from coursekit.grading.exporters import Sheet, export
    from coursekit.grading.outputs import write_outputs
    from coursekit.grading.roster import read_roster
    from coursekit.grading.store import Gradebook

    if roster is None and (scale or column is not None):
        name = "--scale" if scale else "--column"
        raise UsageError(f"`{name}` 옵션은 `--roster`와 함께 씁니다.")
    with Gradebook(gradebook, read_only=True) as book:
        if form == "csv":
            if roster is not None:
                raise UsageError("`--roster` 옵션은 canvas와 moodle에서만 씁니다(받은 꼴: csv).")
            if exercise is not None:
                raise UsageError("`--exercise` 옵션은 `--format csv`에서는 쓰지 않습니다.")
            click.echo(f"{write_outputs(book, output, with_expected=with_expected)}: 썼습니다.")
            return 0
        if with_expected:
            raise UsageError("`--with-expected` 옵션은 `--format csv`에서만 씁니다.")
        sheet = Sheet(read_roster(roster), column, scale) if roster else None
        done = export(book, form, output, sheet, exercise=exercise)
    click.echo(f"{output}: 파일 {len(done.paths)}개를 썼습니다.")
    for student in done.unmatched:
        click.echo(f"성적표에서 찾지 못함: {student}", err=True)
    for student in done.ambiguous:
        click.echo(f"성적표의 어느 줄인지 가릴 수 없어 적지 않음: {student}", err=True)
    return 1 if done.unmatched or done.ambiguous else 0
