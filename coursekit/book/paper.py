r"""A4 한 쪽에 얼마나 들어가는지 어림합니다. 단위는 모두 밀리미터입니다.

수는 summary.css의 인쇄 모양에서 왔습니다. 어림이 틀려 한 쪽을 넘으면 시험이 알려 줍니다.
"""

import math
import re

# 두 단의 높이를 더한 것에서, 나누어지지 않는 식이 단 끝에 남기는 빈 곳을 뺍니다.
COLUMNS = 2 * 254 - 34
# 이보다 많이 남으면 글자를 키웁니다.
ROOMY = 90
HEADING, LINE, FIGURE = 9.0, 4.2, 64.0
_WIDTH = 29.0  # 한 줄에 드는 한글의 수
_NARROW = 0.55  # 한글에 견준 로마자와 숫자의 폭
_TALL = re.compile(r"\\(?:d?frac|tfrac|sum|prod|max|underbrace|binom)\b")


def text_height(text: str, size: float = 1.0) -> float:
    r"""글 한 문단의 높이를 어림합니다.

    Parameters
    ----------
    text : str
        글. 수식은 조판 명령의 길이로 세므로 조금 크게 어림합니다.
    size : float
        본문에 견준 글자의 크기.

    Returns
    -------
    float
        높이(mm).
    """
    width = sum(1.0 if char >= "ᄀ" else _NARROW for char in text.strip())
    return LINE * size * math.ceil(width * size / _WIDTH)


def formula_height(tex: str) -> float:
    r"""이름이 붙은 식 하나의 높이를 어림합니다.

    Parameters
    ----------
    tex : str
        식의 조판 명령.

    Returns
    -------
    float
        높이(mm).
    """
    rows = re.split(r"\\\\", tex)
    return LINE + 2.5 + sum(9.0 if _TALL.search(row) else 5.5 for row in rows)
