"""The self-check questions of a chapter, and the numbers that their answers state."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from coursekit.book.self_checks import SelfCheck, read_self_checks
from coursekit.book.sources import read_chapter

# A chapter's statements: the beginning of a section's title, and what its answer must say.
Stated = Mapping[str, list[str]]

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_OBVIOUS = {"0", "1", "2"}


def plain(text: str) -> str:
    """Write 1{,}234 and 1,234 as 1234, and \\frac13 as 1/3, so that numbers can be compared."""
    text = re.sub(r"\\t?frac(\d)(\d)", r"\1/\2", text.replace("{,}", ","))
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)


def says(answer: str, statement: str) -> bool:
    """Look for the statement where it is not a part of a longer number."""
    pattern = rf"(?<!\d)(?<!\d\.){re.escape(plain(statement))}(?!\d)(?!\.\d)"
    return re.search(pattern, plain(answer)) is not None


def misstated(checks: list[SelfCheck], stated: Stated) -> list[str]:
    """Name what an answer does not say, and the numbers in it that nobody computed."""
    problems = []
    computed: dict[int, set[str]] = {}
    for title, statements in stated.items():
        mine = [check for check in checks if check.section.startswith(title)]
        if len(mine) != 1:
            problems.append(f"{title}: {len(mine)} questions")
            continue
        answer = "\n".join(mine[0].answers)
        problems += [f"{title}: no {s}" for s in statements if not says(answer, s)]
        numbers = {n for s in statements for n in _NUMBER.findall(plain(s))}
        computed.setdefault(mine[0].line, set()).update(numbers)
    for check in checks:
        known = _OBVIOUS | set(_NUMBER.findall(plain(check.question)))
        known |= computed.get(check.line, set())
        found = _NUMBER.findall(plain("\n".join(check.answers)))
        problems += [f"{check.section}: {n} is not computed" for n in found if n not in known]
    return problems


def spoilt(check: SelfCheck, statement: str) -> SelfCheck:
    """Change the last digit of a statement wherever the answer makes it."""
    place = max(i for i, char in enumerate(plain(statement)) if char.isdigit())
    text = plain(statement)
    wrong = text[:place] + str((int(text[place]) + 1) % 10) + text[place + 1 :]
    pattern = rf"(?<!\d)(?<!\d\.){re.escape(text)}(?!\d)(?!\.\d)"
    answers = tuple(re.sub(pattern, lambda _: wrong, plain(answer)) for answer in check.answers)
    return SelfCheck(check.line, check.section, check.question, answers)


@pytest.fixture
def self_checks(root: Path) -> Callable[[str], list[SelfCheck]]:
    """Read the questions of a chapter by its stem."""

    def read(stem: str) -> list[SelfCheck]:
        return read_self_checks(read_chapter(root / "chapters" / f"{stem}.md", root))

    return read


@pytest.fixture
def verify(self_checks: Callable[[str], list[SelfCheck]]) -> Callable[[str, Stated], None]:
    """Hold a chapter's answers to what was computed, and show that each number is looked at."""

    def check(stem: str, stated: Stated) -> None:
        checks = self_checks(stem)
        assert misstated(checks, stated) == []
        for title, statements in stated.items():
            for statement in statements:
                changed = [
                    spoilt(c, statement) if c.section.startswith(title) else c for c in checks
                ]
                assert misstated(changed, stated), f"{title}: {statement} may be changed"

    return check
