r"""노트북 칸의 코드에서 IPython만의 줄(`%`, `!`)을 빼고 파이썬 문법으로 만듭니다."""

import re

_MAGIC = re.compile(r"^\s*[%!]")


def python_source(source: str) -> str:
    r"""IPython 명령 줄을 같은 깊이의 `pass`로 바꿉니다. 줄 번호는 그대로입니다.

    Parameters
    ----------
    source : str
        칸의 코드.

    Returns
    -------
    str
        `ast.parse`에 넣을 수 있는 코드.
    """
    if source.lstrip().startswith("%%"):
        return "\n" * source.count("\n")
    return "\n".join(
        re.match(r"\s*", line)[0] + "pass" if _MAGIC.match(line) else line  # type: ignore[index]
        for line in source.split("\n")
    )


def magic_lines(source: str) -> list[str]:
    r"""IPython 명령 줄만 모읍니다.

    Parameters
    ----------
    source : str
        칸의 코드.

    Returns
    -------
    list of str
        `%`나 `!`로 시작하는 줄들. `%%`로 시작하는 칸은 모든 줄입니다.
    """
    lines = source.split("\n")
    if source.lstrip().startswith("%%"):
        return lines
    return [line for line in lines if _MAGIC.match(line)]
