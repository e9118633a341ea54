r"""`chapters/terms.yml`을 읽습니다: 책이 쓰는 말, 그 뜻, 쓰지 않는 말.

- ko: 경사하강법              # 책이 쓰는 말
  en: gradient descent        # 영어
  id: gradient-descent        # 용어집의 고정 주소(#gradient-descent)
  definition: …               # 짧은 뜻(MyST, 수식 가능)
  synonyms: [기울기 하강법]   # 찾을 수 있어야 하는 같은 말(선택)
  forbidden: [경사 하강법]    # 쓰지 않는 표기(선택)
  not_in: [regularization]    # 같은 글자를 다른 뜻으로 쓰는 장(선택): 거기서는 뜻을 띄우지 않는다
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from coursekit.errors import UsageError

TERMS_FILE = "chapters/terms.yml"
_KEYS = {"ko", "en", "id", "definition", "synonyms", "forbidden", "not_in"}
_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Term:
    r"""용어 하나.

    Parameters
    ----------
    ko, en : str
        우리말과 영어.
    id : str
        용어집의 고정 주소(`#term-<id>`).
    definition : str
        짧은 뜻(MyST).
    line : int
        `terms.yml`의 줄 번호(1부터).
    synonyms, forbidden : tuple of str
        같은 말과, 쓰지 않는 표기.
    not_in : tuple of str
        같은 글자를 다른 뜻으로 쓰는 장의 이름. 거기서는 뜻을 띄우지 않습니다.
    """

    ko: str
    en: str
    id: str
    definition: str
    line: int
    synonyms: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()


def read_terms(path: Path) -> tuple[Term, ...]:
    r"""용어 파일을 읽고 형식을 검사합니다.

    Parameters
    ----------
    path : Path
        `terms.yml`. 없으면 용어가 없는 책으로 봅니다.

    Returns
    -------
    tuple of Term
        파일에 적힌 순서대로의 용어.

    Raises
    ------
    UsageError
        YAML이 아니거나, 항목이 빠졌거나, 모르는 항목이 있거나, 이름이 겹칠 때.
    """
    if not path.is_file():
        return ()
    try:
        text = path.read_text(encoding="utf-8")
        items, node = yaml.safe_load(text), yaml.compose(text)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path}: YAML로 읽을 수 없습니다: {' '.join(str(error).split())}"
        ) from None
    if items is None:
        return ()
    if not isinstance(items, list):
        raise UsageError(f"{path}:1: 용어의 목록이어야 합니다: `- ko: …` 꼴로 쓰세요.")
    assert node is not None  # 목록이 있으면 마디도 있습니다.
    lines = [child.start_mark.line + 1 for child in node.value]
    terms = tuple(_term(item, line, path) for item, line in zip(items, lines, strict=True))
    _check_unique(terms, path)
    return terms


def _term(item: Any, line: int, path: Path) -> Term:
    where = f"{path}:{line}"
    if not isinstance(item, dict):
        raise UsageError(f"{where}: 용어 하나는 `ko:`로 시작하는 묶음이어야 합니다.")
    for key in item:
        if key not in _KEYS:
            raise UsageError(
                f"{where}: `{key}` 항목은 모르는 이름입니다(아는 이름: {sorted(_KEYS)})."
            )
    for key in ("ko", "en", "id", "definition"):
        if not isinstance(item.get(key), str) or not item[key].strip():
            raise UsageError(f"{where}: `{key}` 항목에 빈 글이 아닌 글을 쓰세요.")
    if not _ID.fullmatch(item["id"]):
        raise UsageError(
            f"{where}: `id` 값은 영문 소문자와 붙임표여야 합니다(받은 값: {item['id']!r})."
        )
    for key in ("synonyms", "forbidden", "not_in"):
        values = item.get(key) or []
        if not isinstance(values, list) or not all(isinstance(v, str) and v for v in values):
            raise UsageError(f"{where}: `{key}` 값은 글의 목록이어야 합니다(받은 값: {values!r}).")
    return Term(
        item["ko"].strip(),
        item["en"].strip(),
        item["id"],
        item["definition"].strip(),
        line,
        tuple(item.get("synonyms") or ()),
        tuple(item.get("forbidden") or ()),
        tuple(item.get("not_in") or ()),
    )


def _check_unique(terms: tuple[Term, ...], path: Path) -> None:
    ids: dict[str, Term] = {}
    names: dict[str, Term] = {}
    for term in terms:
        if term.id in ids:
            raise UsageError(
                f"{path}:{term.line}: `id` 값 {term.id!r}는 {ids[term.id].line}줄에 이미 있습니다."
            )
        ids[term.id] = term
        for name in (term.ko, term.en, *term.synonyms):
            other = names.setdefault(name.lower(), term)
            if other is not term:
                raise UsageError(
                    f"{path}:{term.line}: {name!r}라는 말은 {other.line}줄의 용어에 이미 있습니다."
                )
