r"""책의 출력을 남기고 견주는 명령입니다. 꾸러미의 판을 올릴 때 씁니다."""

import math
from pathlib import Path

import click

from coursekit.errors import UsageError
from coursekit.options import found_root, root_option


def _parse_tolerance(ctx: click.Context, param: click.Parameter, value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not 0 <= number < 1:
        raise UsageError(f"`--tolerance` 값은 0 이상 1 미만의 수여야 합니다(받은 값: {value!r}).")
    return number


@click.command("outputs-keep")
@click.argument("folder", type=click.Path(path_type=Path), metavar="폴더")
@root_option
def outputs_keep(folder: Path, root: Path | None) -> int:
    r"""지은 책의 실행 결과를 폴더에 남깁니다: 장마다 노트북 하나입니다."""
    from coursekit.book.executed import keep_outputs

    written = keep_outputs(found_root(root), folder)
    click.echo(f"{folder}: 노트북 {len(written)}개를 남겼습니다.")
    return 0


@click.command("outputs-diff")
@click.argument("old", type=click.Path(path_type=Path), metavar="옛것")
@click.argument("new", type=click.Path(path_type=Path), metavar="새것")
@click.option(
    "--tolerance",
    callback=_parse_tolerance,
    default="0.01",
    show_default=True,
    metavar="비율",
    help="숫자의 허용 오차.",
)
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    default=Path("_build/outputs-diff.html"),
    show_default=True,
    metavar="파일",
    help="나란히 보는 쪽.",
)
def outputs_diff(old: Path, new: Path, tolerance: float, report: Path) -> int:
    r"""실행한 책 둘의 출력을 견줍니다. 허용 오차를 넘은 것이 있으면 실패합니다.

    옛것과 새것은 지은 책의 뿌리 폴더이거나 `outputs-keep`으로 남긴 폴더입니다.
    """
    from coursekit.book.outputs_diff import compare_books, write_report
    from coursekit.book.outputs_diff.report import NAMES

    changes = compare_books(old, new, tolerance=tolerance)
    write_report(changes, report, old=str(old), new=str(new), tolerance=tolerance)
    for verdict, name in NAMES.items():
        found = [one for one in changes if one.verdict == verdict]
        click.echo(f"{name}: {len(found)}개")
        for one in found:
            where = f"{one.docname}, {one.cell}번째 칸, {one.name}" if one.cell else one.docname
            click.echo(f"  {where}: {one.note}")
    click.echo(f"나란히 보기: {report}")
    return int(any(one.verdict == max(NAMES) for one in changes))
