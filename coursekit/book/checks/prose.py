r"""글의 모양을 봅니다: 조사 앞에서 닫히지 않는 굵은 글씨와, 한 줄에 놓인 여러 문장."""

import re
import unicodedata
from collections.abc import Iterator

from coursekit.book.checks.masking import mask
from coursekit.book.checks.problem import Problem
from coursekit.book.myst import Line
from coursekit.book.sources import Book

_BOLD = re.compile(
    r"(?<![*\\])(?P<mark>\*{1,3})(?![*\s])(?P<inside>[^*]+?)(?<![*\s\\])(?P=mark)(?!\*)"
)
_SENTENCES = re.compile(r"[가-힣][)\]'\"’”」』*_`]*[.?!][)\]'\"’”」』*_`]*\s+(?P<next>\S)")


def bold(book: Book) -> Iterator[Problem]:
    r"""`**경사(gradient)**를`처럼 별표가 그대로 찍히는 굵은 글씨를 찾습니다."""
    for chapter in book.chapters:
        for line in chapter.lines:
            if line.kind in {"prose", "heading"}:
                yield from (Problem(chapter.path, line.number, *words) for words in _unclosed(line))


def _unclosed(line: Line) -> Iterator[tuple[str, str]]:
    masked = mask(line.text)
    for match in _BOLD.finditer(masked):
        written = line.text[match.start() : match.end()]
        before = masked[match.start() - 1] if match.start() else " "
        after = masked[match.end()] if match.end() < len(masked) else " "
        first, last = match["inside"][0], match["inside"][-1]
        if _is_punctuation(last) and not (after.isspace() or _is_punctuation(after)):
            fix = _closing_fix(written, match["mark"])
            yield f"강조가 닫히지 않아 별표가 그대로 찍힙니다: {written}{after}", fix
        elif _is_punctuation(first) and not (before.isspace() or _is_punctuation(before)):
            yield (
                f"강조가 열리지 않아 별표가 그대로 찍힙니다: {before}{written}",
                "앞을 한 칸 띄우거나 기호를 강조 밖으로 빼세요.",
            )


def _is_punctuation(char: str) -> bool:
    # CommonMark가 문장부호로 치는 글자: 유니코드의 P와 S 갈래.
    return unicodedata.category(char)[0] in "PS"


def _closing_fix(written: str, mark: str) -> str:
    inside = written[len(mark) : -len(mark)]
    bracket = re.fullmatch(r"(?P<word>[^(]+)(?P<rest>\([^)]*\))", inside)
    if bracket:
        return f"괄호 앞에서 닫으세요: {mark}{bracket['word']}{mark}{bracket['rest']}"
    if inside.startswith("`") and inside.endswith("`"):
        return f"코드는 굵게 하지 마세요: {inside}"
    return "문장부호를 강조 밖으로 빼세요."


def sentences(book: Book) -> Iterator[Problem]:
    r"""한 줄에 문장이 둘 이상 있는 곳을 찾습니다. 바뀐 문장만 차이로 보이게 하려는 규칙입니다."""
    for chapter in book.chapters:
        for line in chapter.prose():
            if line.text.lstrip().startswith("|"):
                continue  # 표의 칸은 줄을 나눌 수 없습니다.
            match = _SENTENCES.search(mask(line.text))
            if match:
                rest = line.text[match.start("next") :][:20]
                yield Problem(
                    chapter.path,
                    line.number,
                    "한 줄에 문장이 둘 이상 있습니다",
                    f"`{rest}…` 앞에서 줄을 바꾸세요.",
                )
