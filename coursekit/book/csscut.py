r"""CSS에서 책이 쓰지 않는 규칙을 덜어 냅니다.

쪽이나 스크립트에 나오지 않는 클래스, id, 요소를 가리키는 선택자와, 아무도 부르지 않는 변수를 지웁니다.
스크립트의 낱말을 모두 쓰는 이름으로 보므로 `show`처럼 나중에 붙는 클래스도 남습니다.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import tinycss2

_CLASSES = re.compile(r"""\sclass=(?:"([^"]*)"|'([^']*)')""")
_IDS = re.compile(r"""\sid=(?:"([^"]*)"|'([^']*)')""")
_TAGS = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)")
_WORDS = re.compile(r"-?[A-Za-z_][\w-]*")
_VARIABLES = re.compile(r"--[\w-]+")
# 화면에 늘 있는 요소와, 브라우저나 선언으로만 나타나는 요소입니다.
_ALWAYS = frozenset({"html", "body", "head", "dialog", "details", "summary", "from", "to"})


@dataclass(frozen=True)
class Used:
    r"""책이 쓰는 이름들.

    Parameters
    ----------
    names : frozenset of str
        클래스와 id, 스크립트의 낱말.
    tags : frozenset of str
        요소의 이름. 스크립트의 낱말을 품습니다.
    variables : frozenset of str
        쪽과 스크립트가 부르는 CSS 변수.
    """

    names: frozenset[str]
    tags: frozenset[str]
    variables: frozenset[str]


def used_names(pages: Iterable[str], scripts: Iterable[str]) -> Used:
    r"""쪽과 스크립트에서 쓰는 이름을 모읍니다.

    Parameters
    ----------
    pages : iterable of str
        HTML.
    scripts : iterable of str
        스크립트. 나오는 낱말을 모두 쓰는 이름으로 봅니다.

    Returns
    -------
    Used
        이름들.
    """
    names: set[str] = set()
    tags = set(_ALWAYS)
    variables: set[str] = set()
    for page in pages:
        for pattern in (_CLASSES, _IDS):
            for double, single in pattern.findall(page):
                names.update((double or single).split())
        tags.update(tag.lower() for tag in _TAGS.findall(page))
        variables.update(_VARIABLES.findall(page))
    for script in scripts:
        words = set(_WORDS.findall(script))
        names |= words
        tags |= words
        variables.update(_VARIABLES.findall(script))
    return Used(frozenset(names), frozenset(tags), frozenset(variables))


def cut_css(css: str, used: Used) -> str:
    r"""쓰지 않는 규칙과 변수를 덜어 내고 빈칸을 줄입니다. 두 번 해도 같습니다.

    Parameters
    ----------
    css : str
        CSS.
    used : Used
        남길 이름들.

    Returns
    -------
    str
        줄인 CSS. 규칙의 차례는 그대로입니다.
    """
    kept = _rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), used)
    while True:
        text = "".join(kept)
        called = used.variables | _called(text)
        fewer = _rules(
            tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True), used, called
        )
        if fewer == kept:
            break
        kept = fewer
    return _without_dead_frames(text)


def _called(css: str) -> frozenset[str]:
    return frozenset(re.findall(r"var\(\s*(--[\w-]+)", css))


def _rules(rules: Iterable[Any], used: Used, called: frozenset[str] | None = None) -> list[str]:
    kept = []
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [one for one in _split(rule.prelude) if _matches(one, used)]
            body = _body(rule.content, called)
            if selectors and body:
                kept.append(",".join(map(_text, selectors)) + "{" + body + "}")
        elif rule.type == "at-rule":
            kept += _at_rule(rule, used, called)
    return kept


def _at_rule(rule: Any, used: Used, called: frozenset[str] | None) -> list[str]:
    head = f"@{rule.at_keyword}" + (f" {_text(rule.prelude)}" if _text(rule.prelude) else "")
    if rule.lower_at_keyword == "charset":
        return []  # 내보내는 파일은 언제나 UTF-8입니다.
    if rule.content is None:
        return [head + ";"]
    if rule.lower_at_keyword in ("media", "supports", "layer", "container"):
        inside = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        body = "".join(_rules(inside, used, called))
        return [head + "{" + body + "}"] if body else []
    return [head + "{" + _text(rule.content) + "}"]  # @font-face, @keyframes, @page, @property


def _body(content: list[Any], called: frozenset[str] | None) -> str:
    kept = []
    for item in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if item.type == "declaration":
            if item.name.startswith("--") and called is not None and item.name not in called:
                continue
            mark = "!important" if item.important else ""
            kept.append(f"{item.name}:{_text(item.value)}{mark}")
        else:  # 규칙 안의 규칙과, 파서가 모르는 옛 브라우저용 글
            kept.append(_text([item]))
    return ";".join(kept)


def _split(prelude: list[Any]) -> list[list[Any]]:
    selectors: list[list[Any]] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            selectors.append([])
        else:
            selectors[-1].append(token)
    return selectors


def _matches(selector: list[Any], used: Used) -> bool:
    before = ""
    for token in selector:
        if (token.type == "ident" and before == ".") or token.type == "hash":
            if token.value not in used.names:
                return False
        elif token.type == "ident" and before != ":" and token.lower_value not in used.tags:
            return False
        # :is()와 :not() 안은 묻지 않습니다. 지나치게 남기는 쪽이 안전합니다.
        before = token.value if token.type == "literal" else ""
    return True


def _text(tokens: list[Any]) -> str:
    text = tinycss2.serialize([one for one in tokens if one.type != "comment"])
    # 글 안의 빈칸은 두고 밖의 빈칸만 줄입니다.
    parts = re.split(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""", text.strip())
    parts[::2] = [re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", one)) for one in parts[::2]]
    return "".join(parts)


def _without_dead_frames(css: str) -> str:
    frames = re.compile(r"@(?:-webkit-)?keyframes\s+([\w-]+)\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
    names = set(_WORDS.findall(frames.sub("", css)))
    return frames.sub(lambda match: match[0] if match[1] in names else "", css)
