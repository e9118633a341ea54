r"""글을 찾기의 낱말로 나눕니다: 우리말은 형태소 분석기 kiwipiepy로, 로마자와 코드의 이름은 규칙으로.

나눈 것은 글의 내용으로 저장해 두므로, 바뀌지 않은 절은 다시 나누지 않습니다.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coursekit.book.search_names import Names, folded

_NOUNS = {"NNG", "NNP", "XR", "XSN", "XPN", "SL", "SH", "SN", "NR"}
_VERBS = {"VV", "VA"}
# 어느 글에나 나와서 아무것도 가리키지 않는 용언과 로마자 낱말입니다.
_PLAIN = """
하 되 있 없 같 이 보 주 말 않 그렇 어떻 이렇 들 내
the of and a an in to is for on with by as at or be
"""
_SKIPPED = frozenset(_PLAIN.split())
_LATIN = re.compile(
    r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)+|[A-Za-z_][A-Za-z0-9_]*|\d+[x×]\d+(?:[x×]\d+)*|\d+[A-Za-z]+"
)
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_HANGUL = re.compile("[가-힣]")
# 용언의 어간이 문장에서 바뀌는 꼴을 뽑아 볼 어미들입니다.
_ENDINGS = (
    ("어", "EC"),
    ("은", "ETM"),
    ("는", "ETM"),
    ("을", "ETM"),
    ("음", "ETN"),
    ("습니다", "EF"),
)


@dataclass(frozen=True)
class Word:
    r"""글에서 나온 낱말 하나.

    Parameters
    ----------
    form : str
        찾을 꼴. 용언은 `나누다`처럼 으뜸꼴이고 용어는 `#id`입니다.
    start, end : int
        글에서의 자리.
    """

    form: str
    start: int
    end: int


def latin_words(name: str) -> list[str]:
    r"""로마자 이름 하나의 찾을 꼴들.

    Parameters
    ----------
    name : str
        `BatchNorm2d`, `conv2d_forward`, `filters` 같은 이름.

    Returns
    -------
    list of str
        온 이름과 그 조각들. 낱말의 복수형은 단수로 바꿉니다.
    """
    whole = singular(name.lower().replace("×", "x").replace("-", "").strip("_"))
    pieces = name.strip("_").replace("-", "_").split("_")
    parts = [part for piece in pieces for part in _camel_parts(piece)] if name[0].isalpha() else []
    forms = [whole, *(part for part in parts if len(part) > 1)]
    return [form for form in dict.fromkeys(forms) if form and form not in _SKIPPED]


def _camel_parts(piece: str) -> list[str]:
    if piece in (piece.lower(), piece.upper()):
        return [singular(piece.lower())]
    return [singular(part.lower()) for part in _CAMEL.findall(piece) if not part.isdigit()]


def singular(word: str) -> str:
    r"""영어 낱말의 복수형을 어림하여 단수로 바꿉니다.

    Parameters
    ----------
    word : str
        소문자 낱말.

    Returns
    -------
    str
        `filters`는 `filter`, `loss`는 그대로.
    """
    if len(word) > 3 and word.isalpha() and word.endswith("s"):
        return word if word.endswith(("ss", "us", "is", "ias", "as")) else word[:-1]
    return word


class Splitter:
    r"""글을 낱말로 나눕니다.

    Parameters
    ----------
    names : Names
        용어를 부르는 말들.
    store : Path or None
        나눈 것을 저장할 파일. `None`이면 저장하지 않습니다.

    Attributes
    ----------
    analysed : int
        저장된 것이 없어 분석기를 부른 횟수.
    verbs : set of str
        지금까지 나온 용언의 으뜸꼴.
    """

    def __init__(self, names: Names, store: Path | None = None) -> None:
        self._names = {form: term for term, forms in names.terms.items() for form in forms}
        self._longest = max(map(len, self._names), default=0)
        own = sorted({*names.pieces, *(one for one in names.own if not _HANGUL.sub("", one))})
        own = [one for one in own if len(one) > 1]
        self._own = own
        self._kiwi: Any = None
        self._store = store
        facts = json.dumps([_SCHEME, own], ensure_ascii=False)
        self._key = hashlib.sha256(facts.encode()).hexdigest()[:16]
        self._old = _load(store, self._key)
        self._new: dict[str, list[list[Any]]] = {}
        self.analysed = 0
        self.verbs: set[str] = set()

    def words(self, text: str) -> list[Word]:
        r"""글의 낱말과 용어를 나온 차례로 구합니다.

        Parameters
        ----------
        text : str
            한 줄의 글.

        Returns
        -------
        list of Word
            낱말들. 용어는 `#id`로 따로 들어 있습니다.
        """
        text = unicodedata.normalize("NFC", text)
        latin = [(m.start(), m.end(), m[0]) for m in _LATIN.finditer(text)]
        # 분석기가 이름을 쪼개거나 뒤의 조사를 잘못 읽지 않도록 이름을 같은 길이의 낱말로 가립니다.
        hidden = _LATIN.sub(lambda match: "A" * len(match[0]), text)
        morphemes = [m for m in self._morphemes(hidden) if not _inside(m, latin)]
        words = [Word(form, s, e) for s, e, name in latin for form in latin_words(name)]
        words += _nouns(morphemes)
        verbs = [
            Word(f"{form}다", start, start + length)
            for form, tag, start, length in morphemes
            if tag.split("-")[0] in _VERBS and form not in _SKIPPED
        ]
        self.verbs.update(verb.form for verb in verbs)
        words += verbs
        words += self._terms(text, morphemes, latin)
        return sorted(words, key=lambda word: (word.start, word.end))

    def verb_surfaces(self, stem: str) -> list[str]:
        r"""용언의 어간이 글에서 갖는 꼴들(`나누`: 나누, 나눠, 나눈, 나눌, …).

        Parameters
        ----------
        stem : str
            `다`를 뺀 으뜸꼴.

        Returns
        -------
        list of str
            어간으로 볼 꼴들. 규칙적인 것은 어간 하나뿐입니다.
        """
        key = f"?{stem}"
        if key not in self._new:
            found = self._old.get(key) or [[self._inflected(stem)]]
            self._new[key] = found
        return list(self._new[key][0][0])

    def save(self) -> None:
        r"""나눈 것을 저장합니다. 이번에 쓰지 않은 것은 버립니다."""
        if self._store is not None and self._new.keys() != self._old.keys():
            self._store.parent.mkdir(parents=True, exist_ok=True)
            data = {"key": self._key, "words": self._new}
            self._store.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")

    def _analyser(self) -> Any:
        if self._kiwi is None:
            from kiwipiepy import Kiwi

            self._kiwi = Kiwi(num_workers=1)
            for word in self._own:
                self._kiwi.add_user_word(word, "NNG")
        return self._kiwi

    def _morphemes(self, text: str) -> list[list[Any]]:
        if not _HANGUL.search(text):
            return []
        key = hashlib.sha256(text.encode()).hexdigest()[:16]
        if key not in self._new:
            found = self._old.get(key)
            if found is None:
                self.analysed += 1
                tokens = self._analyser().tokenize(text)
                found = [[t.form, t.tag, t.start, t.len] for t in tokens]
            self._new[key] = found
        return self._new[key]

    def _inflected(self, stem: str) -> list[str]:
        self.analysed += 1
        surfaces = [stem]
        for tag in ("VV", "VV-I", "VA"):
            for ending, kind in _ENDINGS:
                text = self._analyser().join([(stem, tag), (ending, kind)])
                ending = "니다" if kind == "EF" else ending
                # `모은`처럼 어미가 어간에 녹은 꼴은 그대로, `막은`처럼 덧붙은 꼴은 어간만 남깁니다.
                surfaces.append(text if len(text) == len(stem) else text.removesuffix(ending))
        known = dict.fromkeys(one for one in surfaces if one)
        return [one for one in known if one == stem or not one.startswith(stem)]

    def _terms(
        self, text: str, morphemes: list[list[Any]], latin: list[tuple[int, int, str]]
    ) -> Iterable[Word]:
        starts = {m[2] for m in morphemes} | {start for start, _, _ in latin}
        ends = {m[2] + m[3] for m in morphemes} | {end for _, end, _ in latin}
        letters = [(place, folded(char)) for place, char in enumerate(text)]
        letters = [(place, form) for place, form in letters if form]
        flat = "".join(form[0] for _, form in letters)
        skip = 0
        for i, (place, _) in enumerate(letters):
            if i < skip or place not in starts:
                continue
            for size in range(min(self._longest, len(flat) - i), 0, -1):
                term = self._names.get(flat[i : i + size])
                last = letters[i + size - 1][0] + 1
                if term and last in ends and "." not in text[place:last]:
                    yield Word(f"#{term}", place, last)
                    skip = i + size
                    break


_SCHEME = "3"


def _load(store: Path | None, key: str) -> dict[str, Any]:
    if store is None or not store.is_file():
        return {}
    try:
        data = json.loads(store.read_text(encoding="utf-8"))
    except ValueError:
        return {}  # 쓰다가 끊긴 파일입니다. 다시 나누면 됩니다.
    return dict(data["words"]) if data.get("key") == key else {}


def _inside(morpheme: list[Any], latin: list[tuple[int, int, str]]) -> bool:
    start = morpheme[2]
    return any(a <= start < b for a, b, _ in latin)


def _nouns(morphemes: list[list[Any]]) -> Iterable[Word]:
    r"""붙어 있는 명사들: 온 낱말과, 두 글자가 넘는 조각들."""
    run: list[list[Any]] = []
    for morpheme in [*morphemes, ["", "", 10**9, 0]]:
        form, tag, start, length = morpheme
        if run and start != run[-1][2] + run[-1][3]:
            yield from _compound(run)
            run = []
        if tag in _NOUNS:
            run.append([form.lower(), tag, start, length])
        elif run:
            yield from _compound(run)
            run = []


def _compound(run: list[list[Any]]) -> Iterable[Word]:
    start, end = run[0][2], run[-1][2] + run[-1][3]
    whole = "".join(one[0] for one in run)
    if not whole.isdigit():
        yield Word(whole, start, end)
    if len(run) > 1:
        for form, tag, place, length in run:
            if len(form) > 1 and tag not in {"SN", "XSN", "XPN"} and form != whole:
                yield Word(form, place, place + length)
