r"""그림의 설명(alt): 눈으로 볼 수 없는 독자에게 그림 대신 읽어 줄 한국어 문장입니다.

설명은 축이나 그림 객체에 붙어 다니다가 책의 HTML에서 `<img alt>`가 됩니다.
"""

import re
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

_HANGUL = re.compile("[가-힣]")
_SLOT = "_coursekit_alt"


def require_alt(alt: Any) -> str:
    r"""설명이 한국어 문장인지 검사합니다.

    Parameters
    ----------
    alt : Any
        검사할 값.

    Returns
    -------
    str
        앞뒤의 빈칸을 떼고 줄바꿈을 빈칸 하나로 바꾼 설명.

    Raises
    ------
    ValueError
        문자열이 아니거나, 비었거나, 한글이 하나도 없을 때.
    """
    text = " ".join(alt.split()) if isinstance(alt, str) else ""
    if not _HANGUL.search(text):
        raise ValueError(
            "`alt` 값은 그림이 무엇을 보여 주는지 말하는 한국어 문장이어야 합니다"
            f"(받은 값: {alt!r})."
        )
    return text


def describe(target: Figure | Axes, alt: str) -> None:
    r"""손으로 그린 그림에 설명을 붙입니다.

    Parameters
    ----------
    target : Figure or Axes
        `Figure`면 그림 전체의 설명이 되어 축들의 설명을 대신합니다.
        `Axes`면 그 축의 설명 뒤에 덧붙습니다(같은 문장은 한 번만).
    alt : str
        그림에서 무엇을 볼 수 있는지 말하는 한국어 문장.

    Raises
    ------
    ValueError
        설명에 한글이 없거나 `target`이 그림도 축도 아닐 때.
    """
    text = require_alt(alt)
    if isinstance(target, Figure):
        setattr(target, _SLOT, (text,))
    elif isinstance(target, Axes):
        earlier: tuple[str, ...] = getattr(target, _SLOT, ())
        if text not in earlier:
            setattr(target, _SLOT, (*earlier, text))
    else:
        raise ValueError(
            "`target` 값은 Matplotlib의 Figure나 Axes여야 합니다"
            f"(받은 형: {type(target).__name__})."
        )


def alt_of(figure: Figure) -> str:
    r"""그림의 설명을 돌려줍니다.

    Parameters
    ----------
    figure : Figure
        설명을 물을 그림.

    Returns
    -------
    str
        그림 전체의 설명. 없으면 축마다의 설명을 이은 것.

    Raises
    ------
    ValueError
        설명이 하나도 없을 때. 설명이 없는 그림은 책에 실을 수 없습니다.
    """
    sentences: tuple[str, ...] = getattr(figure, _SLOT, ())
    if not sentences:
        sentences = tuple(text for ax in figure.axes for text in getattr(ax, _SLOT, ()))
    if not sentences:
        raise ValueError(
            '그림에 설명이 없습니다. 그리는 함수에 `alt="…"`를 주거나 '
            '`viz.describe(fig, "…")`를 부르십시오.'
        )
    return " ".join(dict.fromkeys(sentences))
