r"""여러 명령이 함께 쓰는 옵션과, 그 값이 가리키는 폴더를 찾는 일입니다."""

from pathlib import Path

import click

from coursekit.errors import UsageError


def _parse_seed(ctx: click.Context, param: click.Parameter, value: str) -> int:
    if not (value.isascii() and value.isdigit()) or len(value) > 18:
        raise UsageError(f"`--seed` 값은 0 이상의 정수여야 합니다(받은 값: {value!r}).")
    return int(value)


def _find_root(ctx: click.Context, param: click.Parameter, value: Path | None) -> Path | None:
    if value is not None and not value.is_dir():
        raise UsageError(f"`--root` 값은 있는 폴더여야 합니다(받은 값: {str(value)!r}).")
    return value


root_option = click.option(
    "--root",
    type=click.Path(path_type=Path),
    metavar="폴더",
    callback=_find_root,
    help="책의 뿌리 폴더. 없으면 `_toc.yml`이 있는 위 폴더를 찾습니다.",
)
seed_option = click.option(
    "--seed",
    metavar="정수",
    default="1",
    show_default=True,
    callback=_parse_seed,
    help="점검 칸이 입력을 뽑는 씨앗.",
)


exercise_option = click.option(
    "--exercise", metavar="이름|폴더", help="연습문제. 없으면 노트북에 적힌 이름으로 찾습니다."
)


def found_root(root: Path | None) -> Path:
    r"""책이나 과정의 뿌리 폴더를 찾습니다.

    Parameters
    ----------
    root : Path or None
        `--root` 값.

    Returns
    -------
    Path
        뿌리 폴더.
    """
    from coursekit.grading import course_root

    return course_root(root)


def named_exercise(name: str, root: Path | None) -> Path:
    r"""`--exercise` 값이 가리키는 연습문제 폴더를 찾습니다.

    Parameters
    ----------
    name : str
        연습문제의 이름이나 폴더.
    root : Path or None
        `--root` 값.

    Returns
    -------
    Path
        연습문제 폴더.
    """
    from coursekit.grading import exercise_folder

    folder = Path(name)
    if (folder / "exercise.md").is_file():
        return folder.absolute()
    return exercise_folder(found_root(root), name)
