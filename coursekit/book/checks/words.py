r"""쓰지 않기로 한 말이 글에 남았는지 봅니다. 말의 목록은 `chapters/terms.yml`에 있습니다.

남의 표기를 그대로 보여 줄 때는 그 문단 바로 위에 `% allow-term: 말, 말` 줄을 둡니다.
허락은 다음 빈 줄까지만 갑니다.
"""

import re
from collections.abc import Iterator

from coursekit.book.checks.masking import mask
from coursekit.book.checks.problem import Problem
from coursekit.book.sources import Book, Chapter
from coursekit.book.terms import TERMS_FILE, Term, read_terms

_ALLOW = re.compile(r"^\s*%\s*allow-term:\s*(?P<words>.+)$")


def forbidden_terms(book: Book) -> Iterator[Problem]:
    r"""금지된 표기를 찾아 책이 쓰는 말을 알려 줍니다."""
    terms = read_terms(book.root / TERMS_FILE)
    right = sorted({name for term in terms for name in (term.ko, *term.synonyms)}, key=len)
    rules = [
        (word, term, _pattern(word, [name for name in right if word in name and word != name]))
        for term in terms
        for word in term.forbidden
    ]
    for chapter in book.chapters:
        yield from _in_chapter(chapter, rules)


def _pattern(word: str, longer: list[str]) -> re.Pattern[str]:
    # 맞는 말의 일부(예: '가중'이 든 '가중치')는 먼저 소비하여 걸리지 않게 합니다.
    edge = r"(?<![A-Za-z]){}(?![A-Za-z])" if word.isascii() else "{}"
    skip = "|".join(re.escape(name) for name in sorted(longer, key=len, reverse=True))
    bad = f"(?P<bad>{edge.format(re.escape(word))})"
    return re.compile(f"(?:{skip})|{bad}" if skip else bad, re.IGNORECASE)


def _in_chapter(
    chapter: Chapter, rules: list[tuple[str, Term, re.Pattern[str]]]
) -> Iterator[Problem]:
    allowed: set[str] = set()
    for line in chapter.lines:
        marker = _ALLOW.match(line.text) if line.kind in {"comment", "prose"} else None
        if marker:
            allowed |= {word.strip().lower() for word in marker["words"].split(",")}
            continue
        if not line.text.strip():
            allowed = set()
        if line.kind not in {"prose", "heading"}:
            continue
        text = mask(line.text)
        for word, term, pattern in rules:
            if word.lower() in allowed:
                continue
            if any(match["bad"] for match in pattern.finditer(text)):
                yield Problem(
                    chapter.path,
                    line.number,
                    f"쓰지 않기로 한 말이 있습니다: {word}",
                    f"이렇게 쓰세요: {term.ko}. 인용이면 위에 `% allow-term: {word}` 줄을 두세요.",
                )
