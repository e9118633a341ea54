r"""장의 「스스로 확인」 물음을 읽습니다: 어느 절에 있고, 무엇을 묻고, 답이 무엇인지.

물음은 `self-check` 갈래의 상자이고, 답은 그 안에 접힌 `dropdown`입니다.
이 꼴은 Sphinx와 JupyterLab이 모두 그립니다.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from coursekit.book.myst import Line
from coursekit.book.sources import Chapter

TITLE = "스스로 확인"
CLASS = "self-check"

_FENCE = re.compile(r"^\s*(?P<mark>`{3,}|~{3,}|:{3,})(?P<info>.*)$")
_NAME = re.compile(r"^\{(?P<name>[^}]+)\}\s*(?P<argument>.*)$")


@dataclass(frozen=True)
class SelfCheck:
    r"""물음 하나.

    Parameters
    ----------
    line : int
        상자를 여는 줄의 번호(1부터).
    section : str
        물음이 있는 큰 절의 제목.
    question : str
        물음의 글.
    answers : tuple of str
        접힌 답들. 바르게 쓴 물음에는 하나입니다.
    """

    line: int
    section: str
    question: str
    answers: tuple[str, ...]


@dataclass
class _Box:
    r"""읽고 있는 울타리 하나. 물음과 답의 글은 제 `text`에 모읍니다."""

    mark: str
    name: str
    argument: str
    line: int
    section: str
    classes: str = ""
    text: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)

    @property
    def is_question(self) -> bool:
        return self.name == "admonition" and (
            CLASS in self.classes.split() or self.argument == TITLE
        )


def read_self_checks(chapter: Chapter) -> list[SelfCheck]:
    r"""장에서 「스스로 확인」 물음을 차례대로 찾습니다.

    제목이나 갈래 가운데 하나만 맞아도 물음으로 봅니다.

    Parameters
    ----------
    chapter : Chapter
        장의 원본.

    Returns
    -------
    list of SelfCheck
        찾은 물음들.
    """
    return list(_read(chapter.lines))


def _read(lines: list[Line]) -> Iterator[SelfCheck]:
    stack: list[_Box] = []
    section = ""
    for line in lines:
        if line.kind == "heading" and line.text.startswith("## "):
            section = line.text.removeprefix("## ").strip()
        match = _FENCE.match(line.text) if line.kind == "fence" else None
        if match and match["info"].strip():
            named = _NAME.match(match["info"].strip())
            name, argument = (named["name"], named["argument"].strip()) if named else ("", "")
            stack.append(_Box(match["mark"], name, argument, line.number, section))
        elif match and stack:
            closed = stack.pop()
            if closed.name == "dropdown":
                for outer in stack:
                    outer.answers.append("\n".join(closed.text).strip())
            elif closed.is_question:
                question = "\n".join(closed.text).strip()
                yield SelfCheck(closed.line, closed.section, question, tuple(closed.answers))
        elif stack and line.kind == "option":
            if line.text.lstrip().startswith(":class:"):
                stack[-1].classes += " " + line.text.split(":class:", 1)[1]
        elif stack:
            stack[-1].text.append(line.text)
