r"""찾기의 색인을 만듭니다: 낱말마다 그것을 다루는 절과 그 무게를, 브라우저가 바로 쓸 꼴로 적습니다.

무게는 어디에 나오는지로 정합니다: 제목 > 소스를 보이는 이름, 용어를 처음 말하는 곳 > 굵은 말 > 글 > 칸의 코드.
"""

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from coursekit.book.search_entries import Entry
from coursekit.book.search_names import Names
from coursekit.book.search_words import Splitter, latin_words

INDEX_FILE = "search-index.js"
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_TITLE, _HEAD, _SHOWN, _FIRST, _OPENED, _STRONG = 9.0, 6.0, 8.0, 10.0, 3.5, 1.2
_PARENT, _BODY, _PART, _CODE, _PICTURE = 2.0, 3.5, 1.5, 0.6, 0.3
_HALF = 6.0  # 무게의 합이 이만하면 절반의 점수입니다.


def search_index(entries: Sequence[Entry], names: Names, splitter: Splitter) -> dict[str, Any]:
    r"""색인을 만듭니다.

    Parameters
    ----------
    entries : sequence of Entry
        책의 차례대로의 결과들.
    names : Names
        용어를 부르는 말들.
    splitter : Splitter
        글을 낱말로 나누는 것.

    Returns
    -------
    dict of str to object
        `search.js`가 읽는 색인.
    """
    pages = list(dict.fromkeys(entry.page for entry in entries))
    postings = _postings(entries, splitter)
    words = sorted(postings)
    verbs = {
        word: " ".join(splitter.verb_surfaces(word[:-1]))
        for word in words
        if word.endswith("다") and word in splitter.verbs
    }
    return {
        "pages": [_page(entries, name) for name in pages],
        "entries": [_row(entries, place, pages) for place in range(len(entries))],
        "words": " ".join(words),
        "places": " ".join(_encoded(postings[word]) for word in words),
        "verbs": verbs,
        "names": {term: "|".join(forms) for term, forms in names.terms.items()},
        "groups": [list(group) for group in names.groups],
    }


def index_script(index: dict[str, Any]) -> str:
    r"""색인을 `file://`에서도 읽을 수 있는 보통의 스크립트로 적습니다.

    Parameters
    ----------
    index : dict of str to object
        `search_index`의 결과.

    Returns
    -------
    str
        스크립트 한 줄.
    """
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    # JSON이지만 옛 자바스크립트에서는 줄바꿈인 글자들입니다.
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"globalThis.courseSearchIndex={text};\n"


def _page(entries: Sequence[Entry], name: str) -> list[str]:
    chapter = next(entry for entry in entries if entry.page == name)
    return [name, chapter.number, chapter.title]


def _row(entries: Sequence[Entry], place: int, pages: list[str]) -> list[Any]:
    entry = entries[place]
    kind = ("chapter", "section", "exercise", "term", "name").index(entry.kind)
    parents = entry.path[1:]
    return [
        pages.index(entry.page),
        kind,
        entry.anchor,
        entry.number,
        entry.title,
        parents[-1] if parents else "",
        entry.prior,
        entry.text if entry.kind != "exercise" else _shortened(entry.text),
    ]


def _shortened(text: str, size: int = 160) -> str:
    r"""문항은 무엇을 하는지만 보이면 됩니다. 나머지는 찾을 수는 있지만 요약에는 없습니다."""
    return text if len(text) <= size else f"{text[: text.rfind(' ', 0, size)]} …"


def _postings(entries: Sequence[Entry], splitter: Splitter) -> dict[str, dict[int, float]]:
    bodies = [_forms(splitter, entry.text) for entry in entries]
    usual = sum(map(len, bodies)) / max(1, len(bodies))
    met: set[str] = set()  # 앞의 절에서 이미 처음 말한 용어들
    result: dict[str, dict[int, float]] = defaultdict(dict)
    for place, (entry, body) in enumerate(zip(entries, bodies, strict=True)):
        weights = _weights(entry, body, usual, splitter, met)
        for word, weight in weights.items():
            result[word][place] = weight / (weight + _HALF)
    return result


def _weights(
    entry: Entry, body: list[str], usual: float, splitter: Splitter, met: set[str]
) -> dict[str, float]:
    weights: dict[str, float] = defaultdict(float)

    def add(words: Iterable[str], weight: float) -> None:
        for word in dict.fromkeys(words):
            weights[word] += weight

    add(_forms(splitter, entry.title), _TITLE)
    head, colon, _ = entry.title.partition(": ")  # `Adam: 실패에서 조립하기`는 Adam의 절입니다.
    if colon or len({(word.start, word.end) for word in splitter.words(head)}) == 1:
        add(_forms(splitter, head), _HEAD)
    for title in entry.path[1:]:  # 장의 제목은 절마다 적지 않고 브라우저가 더합니다.
        add(_forms(splitter, title), _PARENT)
    for text, opened in entry.strong:
        for word in dict.fromkeys(_forms(splitter, text)):
            new = opened and word.startswith("#") and word not in met
            weights[word] += _FIRST if new else _OPENED if opened else _STRONG
            if new:
                met.add(word)
    for name in entry.shown:
        whole, *parts = latin_words(name) or [name.lower()]
        add([whole], _SHOWN)
        add(parts, _PART)
    for name in entry.code:
        add(latin_words(name)[:1], _CODE)
    for text in entry.pictures:
        add(_forms(splitter, text), _PICTURE)
    length = 0.5 + 0.5 * len(body) / max(1.0, usual)
    for word in dict.fromkeys(body):
        count = body.count(word)
        weights[word] += _BODY * count / (count + 2 * length)
    return weights


def _forms(splitter: Splitter, text: str) -> list[str]:
    return [word.form for word in splitter.words(text)]


def _encoded(places: dict[int, float]) -> str:
    r"""절의 번호의 차이와 점수를 글자로 적습니다: 차이는 다섯 비트씩, 점수는 한 글자."""
    text, last = "", -1
    for place, score in sorted(places.items()):
        gap, last = place - last, place
        while gap >= 32:
            text += _DIGITS[32 + gap % 32]
            gap //= 32
        text += _DIGITS[gap] + _DIGITS[max(1, min(63, math.ceil(63 * score)))]
    return text
