r"""판을 내는 사람의 명령입니다. 차례는 `docs/releasing.md`에 있습니다."""

from datetime import UTC, datetime
from pathlib import Path

import click

from coursekit.options import found_root, root_option


@click.group(no_args_is_help=False)
def release() -> None:
    r"""새 판의 번호를 적고, 낼 수 있는지 봅니다."""


@release.command("prepare")
@click.argument("version", metavar="판")
@root_option
def release_prepare(version: str, root: Path | None) -> int:
    r"""새 판의 번호와 오늘 날짜를 모든 파일에 적습니다. 커밋은 하지 않습니다."""
    from coursekit.release import prepare_release

    for name in prepare_release(found_root(root), version, datetime.now(UTC).date()):
        click.echo(f"{name}: 고쳤습니다.")
    return 0


@release.command("check")
@root_option
def release_check(root: Path | None) -> int:
    r"""판 번호들이 맞고, 커밋하지 않은 것이 없고, 꼬리표가 비었는지 봅니다."""
    from coursekit.release import release_problems, release_version

    top = found_root(root)
    problems = release_problems(top)
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        return 1
    click.echo(f"{release_version(top)} 판을 낼 수 있습니다.")
    return 0


@release.command("notes")
@root_option
def release_notes(root: Path | None) -> int:
    r"""지금 판에서 바뀐 점을 찍습니다."""
    from coursekit.release import release_notes as notes

    click.echo(notes(found_root(root)))
    return 0
