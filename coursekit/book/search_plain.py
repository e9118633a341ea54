r"""수식과 코드를 찾기에 쓸 글로 바꿉니다."""

import re
from dataclasses import dataclass

_NAMES = """
alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau phi chi psi
omega Gamma Delta Theta Lambda Sigma Phi Psi Omega
"""
_GREEK = dict(zip(_NAMES.split(), "αβγδεζηθικλμνξπρστφχψωΓΔΘΛΣΦΨΩ", strict=True))
_SIGNS = {
    "times": "×",
    "cdot": "·",
    "le": "≤",
    "leq": "≤",
    "ge": "≥",
    "geq": "≥",
    "ne": "≠",
    "approx": "≈",
    "to": "→",
    "sqrt": "√",
    "partial": "∂",
    "nabla": "∇",
    "sum": "∑",
    "infty": "∞",
    "pm": "±",
    "in": "∈",
    "dots": "…",
    "ldots": "…",
    "cdots": "…",
    "odot": "⊙",
    "log": "log",
    "exp": "exp",
    "max": "max",
    "min": "min",
}
_FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_TIGHT = re.compile(r"\\[dt]?frac\s*([\w\\])\s*(\w)")
_COMMAND = re.compile(r"\\([A-Za-z]+)\s*|\\(.)")
_LONGEST = 32

_DEFINED = re.compile(r"^\s*(?:def|class)\s+([A-Za-z]\w*)", re.MULTILINE)
_CALLED = re.compile(r"\b([A-Za-z]\w*)\s*\(")
_IMPORT = re.compile(r"^(?:from\s.+?import\s*(?:\([^)]*\)|.*)|import\s.*)$", re.MULTILINE)
_QUOTED = re.compile(r"""("{3}|'{3}).*?\1|"[^"\n]*"|'[^'\n]*'|\#.*""", re.DOTALL)
# 어느 절에나 나오는 이름은 아무 절도 가리키지 않습니다.
_COMMON = """
print range len zip list dict set tuple float int str min max sum abs round enumerate sorted any all
plt ax fig figure subplots plot legend show imshow describe use_style table show_source default_rng
items values keys append array zeros ones arange linspace format super isinstance reshape astype mean
for in if and or not assert return while with of yield lambda print set_num_threads text bar normal
"""
_SKIPPED = frozenset(_COMMON.split())


@dataclass(frozen=True)
class Identifiers:
    r"""코드 한 덩이의 이름들.

    Parameters
    ----------
    defined : list of str
        정의한 함수와 클래스.
    used : list of str
        부른 함수와 클래스.
    """

    defined: list[str]
    used: list[str]


def plain_math(tex: str) -> str:
    r"""글줄 안의 식을 요약에 보일 글로 바꿉니다.

    Parameters
    ----------
    tex : str
        TeX 식.

    Returns
    -------
    str
        읽을 수 있는 한 줄. 길면 앞만 남기고 줄입니다.
    """
    tex = _FRACTION.sub(r"\1/\2", tex)
    tex = _TIGHT.sub(r"\1/\2", tex)

    def command(match: re.Match[str]) -> str:
        name = match[1]
        if name is None:
            return "" if match[2] in ",;!:" else match[2]
        return _GREEK.get(name) or _SIGNS.get(name, "")

    text = _COMMAND.sub(command, tex)
    text = re.sub(r"[{}$^]|\s+", "", text).replace("_", "").replace("&", "")
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def identifiers(code: str) -> Identifiers:
    r"""코드에서 정의한 이름과 부른 이름을 뽑습니다. import와 글과 주석은 빼고 봅니다.

    Parameters
    ----------
    code : str
        파이썬 코드. 조각이어도 됩니다.

    Returns
    -------
    Identifiers
        처음 나온 차례의 이름들. 흔한 이름은 없습니다.
    """
    code = _IMPORT.sub("", _QUOTED.sub("", code))
    defined = [name for name in _DEFINED.findall(code) if not name.startswith("_")]
    used = [name for name in _CALLED.findall(code) if name not in _SKIPPED]
    return Identifiers(list(dict.fromkeys(defined)), list(dict.fromkeys(used)))
