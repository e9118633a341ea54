r"""같은 것을 부르는 여러 말을 모읍니다: 용어집의 말과, 찾기만 아는 말(`search_words.yml`).

배치 정규화, 배치정규화, batch normalization, batch norm, BN이 모두 용어 하나로 갑니다.
"""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from coursekit.book.terms import Term, read_terms
from coursekit.errors import UsageError

TYPED_FILE = "search_words.yml"
_HANGUL = re.compile("(?<!\\S)[가-힣]{2,}(?!\\S)")


@dataclass(frozen=True)
class Names:
    r"""찾기가 아는 말.

    Parameters
    ----------
    terms : dict of str to tuple of str
        용어의 id와, 그 용어를 부르는 다듬은 말(`folded`)들.
    own : frozenset of str
        `terms`의 말 가운데 책의 글에 나오는 것(쓰지 않는 표기가 아닌 것).
    pieces : frozenset of str
        용어의 우리말을 이루는 낱말들. 분석기에 하나의 낱말이라고 알려 줍니다.
    groups : tuple of tuple of str
        서로 바꾸어 찾아 줄 말의 무리.
    """

    terms: dict[str, tuple[str, ...]]
    own: frozenset[str]
    pieces: frozenset[str] = frozenset()
    groups: tuple[tuple[str, ...], ...] = ()


def folded(text: str) -> str:
    r"""비교할 꼴로 다듬습니다: 글자와 숫자만 남기고 소문자로.

    Parameters
    ----------
    text : str
        아무 말.

    Returns
    -------
    str
        띄어쓰기와 붙임표와 대소문자를 가리지 않는 말.
    """
    text = unicodedata.normalize("NFKC", text).lower().replace("×", "x")
    return "".join(char for char in text if char.isalnum())


def read_names(folder: Path) -> Names:
    r"""용어 파일과 그 곁의 `search_words.yml`에서 말을 모읍니다.

    Parameters
    ----------
    folder : Path
        두 파일이 있는 폴더. 없는 파일은 빈 것으로 봅니다.

    Returns
    -------
    Names
        모은 말.

    Raises
    ------
    UsageError
        파일을 읽을 수 없거나, 모르는 용어를 가리키거나, 한 말이 두 용어를 가리킬 때.
    """
    terms = read_terms(folder / "terms.yml")
    path = folder / TYPED_FILE
    typed, groups = _read_typed(path)
    known = {term.id for term in terms}
    for name in typed:
        if name not in known:
            raise UsageError(f"{path}: names: 모르는 용어입니다: {name!r}(용어의 id를 쓰세요)")
    owner: dict[str, str] = {}
    own: set[str] = set()
    names: dict[str, tuple[str, ...]] = {}
    for term in terms:
        official = [folded(one) for one in _official(term)]
        own.update(official)
        forms = dict.fromkeys([*official, *map(folded, term.forbidden)])
        names[term.id] = tuple(form for form in forms if form)
        for form in names[term.id]:
            owner.setdefault(form, term.id)
    for term_id, more in typed.items():
        for word in more:
            form = folded(word)
            if owner.setdefault(form, term_id) != term_id:
                raise UsageError(
                    f"{path}: names: {word!r}라는 말은 이미 용어 {owner[form]!r}를 가리킵니다"
                    f"({term_id!r}에서 지우세요)"
                )
            names[term_id] = tuple(dict.fromkeys((*names[term_id], form)))
    pieces = {word for term in terms for name in _official(term) for word in _HANGUL.findall(name)}
    return Names(names, frozenset(own), frozenset(pieces), groups)


def _official(term: Term) -> list[str]:
    return [name for text in (term.ko, term.en, *term.synonyms) for name in text.split(", ")]


def _read_typed(path: Path) -> tuple[dict[str, list[str]], tuple[tuple[str, ...], ...]]:
    if not path.is_file():
        return {}, ()
    try:
        data: Any = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        text = " ".join(str(error).split())
        raise UsageError(f"{path}: YAML로 읽을 수 없습니다: {text}") from None
    if not isinstance(data, dict) or not set(data) <= {"names", "words"}:
        raise UsageError(f"{path}: `names`와 `words`만 쓸 수 있습니다.")
    names, words = data.get("names") or {}, data.get("words") or []
    if not isinstance(names, dict) or not all(_is_words(value) for value in names.values()):
        raise UsageError(f"{path}: `names` 값은 `용어의 id: [말, …]`의 묶음이어야 합니다.")
    if not isinstance(words, list) or not all(_is_words(value) for value in words):
        raise UsageError(f"{path}: `words` 값은 말의 목록들의 목록이어야 합니다.")
    return names, tuple(tuple(group) for group in words)


def _is_words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one for one in value)
