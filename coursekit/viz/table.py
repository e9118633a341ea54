r"""이름 붙은 열을 가지런한 표로 보입니다. 숫자는 자릿수를 맞추어 오른쪽에 붙입니다."""

import html
import re
from collections.abc import Mapping, Sequence
from typing import Any, final

import numpy as np

from coursekit.arguments import integer


@final
class Table:
    r"""노트북과 책에 표로 그려지는 것. `table`이 만듭니다.

    Parameters
    ----------
    header : list of str
        열의 이름. `$...$`로 감싼 것은 수식으로 그립니다.
    rows : list of list of str
        칸의 글자.
    numeric : list of bool
        수로만 된 열이면 참. 오른쪽에 붙입니다.
    """

    def __init__(self, header: list[str], rows: list[list[str]], numeric: list[bool]) -> None:
        self.header, self.rows, self.numeric = header, rows, numeric

    def __repr__(self) -> str:
        return "\n".join("\t".join(row) for row in [self.header, *self.rows])

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        def cells(tag: str, row: list[str]) -> str:
            scope = ' scope="col"' if tag == "th" else ""
            return "".join(
                f"<{tag}{scope}{' class=number' if number else ''}>{_inline(cell)}</{tag}>"
                for cell, number in zip(row, self.numeric, strict=True)
            )

        body = "".join(f"<tr>{cells('td', row)}</tr>" for row in self.rows)
        markup = (
            '<div class="coursekit-table"><table><thead><tr>'
            f"{cells('th', self.header)}</tr></thead><tbody>{body}</tbody></table></div>"
        )
        return {"text/html": markup, "text/plain": repr(self)}


def table(columns: Mapping[str, Sequence[Any]], *, digits: int = 3) -> Table:
    r"""열의 이름과 값으로 표를 만듭니다.

    Parameters
    ----------
    columns : mapping of str to sequence
        열의 이름과 값. 길이가 모두 같아야 합니다. 이름에 쓴 `$\kappa$` 같은 그리스 글자와
        첨자는 HTML로 바꿉니다.
    digits : int
        실수의 소수점 아래 자릿수. 너무 작거나 큰 수는 지수 꼴로 씁니다.

    Returns
    -------
    Table
        노트북과 책에 그려지는 표.

    Raises
    ------
    ValueError
        열이 없거나 길이가 서로 다를 때.
    """
    digits = integer("digits", digits)
    lengths = {name: len(values) for name, values in columns.items()}
    if not columns or len(set(lengths.values())) > 1:
        raise ValueError(
            f"`columns` 길이는 모두 같고 하나 이상이어야 합니다(받은 길이: {lengths})."
        )
    text = [[_format(value, digits) for value in values] for values in columns.values()]
    numeric = [
        all(isinstance(v, (int, float, np.number)) for v in values) for values in columns.values()
    ]
    return Table(list(columns), [list(row) for row in zip(*text, strict=True)], numeric)


def _format(value: Any, digits: int) -> str:
    if isinstance(value, (int, np.integer)) and not isinstance(value, bool):
        return f"{value:,}"
    if isinstance(value, (float, np.floating)):
        number = float(value)
        tiny = number != 0 and abs(number) < 0.5 * 10.0**-digits
        text = f"{number:.{digits}e}" if tiny or abs(number) >= 1e6 else f"{number:,.{digits}f}"
        return text.replace("-", "\N{MINUS SIGN}")
    return str(value)


# 표의 이름에 나오는 간단한 수식만 HTML로 옮깁니다. 출력 칸의 수식은 빌드할 때 그려지지 않기 때문입니다.
_SYMBOLS = {
    r"\kappa": "κ",
    r"\rho": "ρ",
    r"\eta": "η",
    r"\lambda": "λ",
    r"\theta": "θ",
    r"\sigma": "σ",
    r"\mu": "μ",
    r"\beta": "β",
    r"\alpha": "α",
    r"\epsilon": "ε",
    r"\lVert": "‖",
    r"\rVert": "‖",
    r"\nabla": "∇",
    r"\times": "×",
    "-": "\N{MINUS SIGN}",
}


def _inline(text: str) -> str:
    def math(match: re.Match[str]) -> str:
        body = match[1]
        for name, symbol in _SYMBOLS.items():
            body = body.replace(name, symbol)
        if "\\" in body:
            raise ValueError(f"표의 이름에 쓸 수 없는 수식입니다(받은 값: {match[0]}).")
        # 연산자에서 기울임을 끊은 다음에 첨자를 답니다. 거꾸로 하면 첨자의 태그까지 끊깁니다.
        body = re.sub(r"\s*([−+/=])\s*", r"</i>\1<i>", html.escape(body))
        body = re.sub(r"_\{?(\w+)\}?", r"<sub>\1</sub>", body)
        return "<i>" + re.sub(r"\^\{?(\w+)\}?", r"<sup>\1</sup>", body) + "</i>"

    parts = re.split(r"(\$[^$]+\$)", text)
    return "".join(
        math(m) if (m := re.fullmatch(r"\$([^$]+)\$", part)) else html.escape(part)
        for part in parts
    )
