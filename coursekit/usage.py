r"""click의 말을 한국어로 바꿉니다: 도움말의 틀과, 잘못 부른 명령을 말하는 한 문장입니다."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

import click

from coursekit.errors import UsageError

_HELP_WORDS = {
    r"^Usage:": "사용법:",
    r"^Options:": "옵션:",
    r"^Commands:": "명령:",
    r"Show this message and exit\.": "이 도움말을 보여 줍니다.",
    r"\[OPTIONS\]": "[옵션]",
    r"COMMAND \[ARGS\]\.\.\.": "명령 [인자]...",
    r"\[default: ": "[기본값: ",
}


class KoreanCommand(click.Command):
    r"""도움말의 틀도 한국어인 명령."""

    def get_help(self, ctx: click.Context) -> str:
        r"""도움말의 틀을 한국어로 바꿉니다.

        Parameters
        ----------
        ctx : Context
            click의 문맥.

        Returns
        -------
        str
            도움말.
        """
        return _korean_help(super().get_help(ctx))


class KoreanGroup(click.Group):
    r"""도움말이 한국어이고, 모르는 명령에는 가까운 이름을 알려 주는 묶음."""

    command_class = KoreanCommand

    def get_help(self, ctx: click.Context) -> str:
        r"""도움말의 틀을 한국어로 바꿉니다.

        Parameters
        ----------
        ctx : Context
            click의 문맥.

        Returns
        -------
        str
            도움말.
        """
        return _korean_help(super().get_help(ctx))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        r"""첫 낱말로 명령을 찾습니다.

        Parameters
        ----------
        ctx : Context
            click의 문맥.
        args : list of str
            남은 낱말.

        Returns
        -------
        tuple
            명령의 이름, 명령, 나머지 낱말.

        Raises
        ------
        UsageError
            그런 명령이 없을 때.
        """
        name = args[0]
        if not name.startswith("-") and self.get_command(ctx, name) is None:
            raise UsageError(f"{name!r} 명령은 없습니다({_suggestion(name, self.commands)}).")
        return super().resolve_command(ctx, args)


KoreanGroup.group_class = KoreanGroup


def _korean_help(text: str) -> str:
    for english, korean in _HELP_WORDS.items():
        text = re.sub(english, korean, text, flags=re.MULTILINE)
    return text


def _suggestion(name: str, known: Iterable[str]) -> str:
    known = [*known]
    near = get_close_matches(name, known, n=1)
    return f"비슷한 이름: {near[0]}" if near else f"있는 이름: {', '.join(known)}"


def explain(error: click.ClickException) -> str:
    r"""click의 오류를 한국어 한 문장으로 바꿉니다.

    Parameters
    ----------
    error : ClickException
        click이 던진 오류.

    Returns
    -------
    str
        무엇이 잘못인지 말하는 한 문장.
    """
    english = error.format_message()
    if isinstance(error, click.NoSuchOption):
        params = error.ctx.command.params if error.ctx else []
        known = [name for param in params for name in param.opts if name.startswith("-")]
        return f"`{error.option_name}` 옵션은 없습니다({_suggestion(error.option_name, known)})."
    if isinstance(error, click.MissingParameter):
        name = error.param.get_error_hint(error.ctx).strip("'") if error.param else "인자"
        return f"`{name}` 자리에 값을 쓰세요."
    if isinstance(error, click.BadOptionUsage):
        need = "값이 필요 없습니다" if "not take" in english else "값이 하나 필요합니다"
        return f"`{error.option_name}` 옵션에는 {need}."
    if isinstance(error, click.BadParameter) and error.param:
        quoted = re.search(r"'([^']*)'", error.message)
        got = f"(받은 값: {quoted[1]!r})" if quoted else ""
        return f"`{error.param.opts[0]}` 값을 알아들을 수 없습니다{got}."
    extra = re.search(r"unexpected extra arguments? \((.*)\)", english)
    if extra:
        return f"남는 인자가 있습니다: {extra[1]}."
    if english.startswith("Missing command") and isinstance(error, click.UsageError) and error.ctx:
        command = error.ctx.command
        names = ", ".join(command.commands) if isinstance(command, click.Group) else ""
        return f"`{error.ctx.command_path}` 다음에 명령을 쓰세요(있는 이름: {names})."
    return f"명령을 알아들을 수 없습니다: {english}"
