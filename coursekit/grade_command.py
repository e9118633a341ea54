r"""`coursekit grade`: 한 반의 제출물을 채점합니다."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from coursekit.errors import UsageError
from coursekit.options import exercise_option, found_root, named_exercise, root_option, seed_option
from coursekit.usage import KoreanCommand

if TYPE_CHECKING:
    from coursekit.grading.layout import Layout

TRUSTED_ONLY = (
    "알림: 모래 상자 없이 채점합니다. 제출물의 코드가 이 컴퓨터에서 그대로 실행되므로 "
    "자기 파일에만 쓰세요."
)
GRADEBOOK = "gradebook.sqlite"
# 제출물이 놓인 모양: 명령줄의 이름과 `read_inputs`의 이름.
LAYOUTS: dict[str, "Layout | None"] = {
    "auto": None,
    "folders": "folder",
    "canvas": "canvas",
    "moodle": "moodle",
    "classroom": "classroom",
}


def _parse_workers(ctx: click.Context, param: click.Parameter, value: str | None) -> int | None:
    if value is None:
        return None
    if not (value.isascii() and value.isdigit()) or not 1 <= int(value[:9]) <= 1024:
        raise UsageError(
            f"`--workers` 값은 1 이상 1024 이하의 정수여야 합니다(받은 값: {value!r})."
        )
    return int(value)


def _parse_layout(ctx: click.Context, param: click.Parameter, value: str) -> str:
    if value not in LAYOUTS:
        raise UsageError(
            f"`--layout` 값은 {', '.join(LAYOUTS)} 가운데 하나여야 합니다(받은 값: {value!r})."
        )
    return value


def _run_doctor(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if not value or ctx.resilient_parsing:
        return
    from coursekit.grading.doctor import doctor_text, sandbox_report

    report = sandbox_report()
    click.echo(doctor_text(report))
    ctx.exit(0 if report.sufficient else 1)


@click.command(cls=KoreanCommand)
@click.argument("folder", type=click.Path(path_type=Path), metavar="폴더")
@seed_option
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path("grades"),
    metavar="폴더",
    help="결과를 쓸 폴더(기본값: grades).",
)
@click.option(
    "--layout",
    metavar="이름",
    default="auto",
    callback=_parse_layout,
    help="제출물이 놓인 모양: auto(이름을 보고 정함, 기본값), folders(학생 이름의 파일이나 폴더), "
    "canvas, moodle, classroom(GitHub).",
)
@click.option("--trusted", is_flag=True, help="모래 상자 없이 채점합니다(자기 파일에만).")
@click.option(
    "--doctor",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_run_doctor,
    help="이 컴퓨터의 모래 상자가 무엇을 지키는지 알려 줍니다.",
)
@click.option("--scheduler", metavar="주소", help="이미 있는 Dask 스케줄러(tcp://호스트:포트).")
@click.option(
    "--workers",
    metavar="정수",
    callback=_parse_workers,
    help="이 컴퓨터에 띄울 일꾼의 수(기본값: 코어의 수).",
)
@exercise_option
@root_option
def grade(
    folder: Path,
    seed: int,
    output: Path,
    exercise: str | None,
    root: Path | None,
    layout: str,
    trusted: bool,
    scheduler: str | None,
    workers: int | None,
) -> int:
    r"""폴더나 압축 파일(zip)의 노트북을 모두 모래 상자 안에서 채점합니다. 멈추면 이어서 합니다."""
    from coursekit.grading import grade_all, known_exercises, read_inputs, take_in, write_outputs
    from coursekit.grading.progress import shown
    from coursekit.grading.store import Gradebook

    if not folder.exists():
        raise UsageError(f"제출물 폴더나 압축 파일(zip)이 아닙니다: {folder}")
    chosen = named_exercise(exercise, root) if exercise is not None else None
    exercises = {chosen.name: chosen} if chosen else known_exercises(found_root(root))
    if trusted:
        click.echo(TRUSTED_ONLY, err=True)
    intake = take_in(read_inputs(folder, layout=LAYOUTS[layout], skip=output), exercises)
    with Gradebook(output / GRADEBOOK) as book:
        try:
            summary = grade_all(
                intake,
                exercises,
                seed,
                book,
                scheduler=scheduler,
                workers=workers,
                trusted=trusted,
                watch=shown,
            )
        except KeyboardInterrupt:
            click.echo("끝난 것은 성적부에 있습니다: 같은 명령을 다시 치면 이어집니다.", err=True)
            raise
        target = write_outputs(book, output)
    before = f" 전에 채점한 {summary.kept}개는 그대로입니다." if summary.kept else ""
    click.echo(f"{target}: {summary.graded}개를 채점했습니다.{before}")
    problems = [(receipt.label, receipt.problem) for receipt in intake.failures]
    problems += [(one.work.label, one.problem) for one in summary.failed]
    for label, problem in problems:
        click.echo(f"채점하지 못함: {label}: {problem}", err=True)
    return 1 if problems else 0
