r"""한 줄에서 검사하지 않을 부분(코드, 수식, 주소)을 같은 길이의 다른 글자로 가립니다."""

import re

_SPANS = [
    re.compile(r"(?<!`)(`+)(?!`)(?P<inside>.+?)(?<!`)\1(?!`)"),
    re.compile(r"(?<!\\)(\$\$?)(?!\s)(?P<inside>.+?)(?<![\s\\])\1"),
    re.compile(r"\]\((?P<inside>[^)\s]*)[^)]*\)"),
    re.compile(r"(?P<inside>https?://[^\s)>]+)"),
    re.compile(r"(?P<inside><!--.*?-->)"),
]


def mask(text: str, filler: str = "x") -> str:
    r"""코드, 수식, 주소의 안쪽을 `filler`로 바꿉니다. 표시 글자와 줄의 길이는 그대로입니다.

    Parameters
    ----------
    text : str
        원본의 한 줄.
    filler : str
        안쪽을 채울 글자 하나.

    Returns
    -------
    str
        길이가 같은 줄.
    """
    for pattern in _SPANS:
        text = pattern.sub(lambda match: _fill(match, filler), text)
    return text


def _fill(match: re.Match[str], filler: str) -> str:
    start, end = match.start("inside") - match.start(), match.end("inside") - match.start()
    whole = match[0]
    return whole[:start] + filler * (end - start) + whole[end:]
