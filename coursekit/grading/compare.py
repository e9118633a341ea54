r"""낸 값이 기대한 값과 같은지 봅니다. 다르면 무엇이 다른지 말하되, 기대한 수는 말하지 않습니다.

모양과 형은 말해도 되지만 수는 숨은 입력의 답이므로 학생에게 보이지 않습니다.
"""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from coursekit.grading.outcome import clean

_KINDS = {
    type(None): "None",
    bool: "참·거짓(bool)",
    int: "정수(int)",
    float: "실수(float)",
    str: "글자(str)",
    list: "목록(list)",
    tuple: "튜플(tuple)",
    dict: "사전(dict)",
    np.ndarray: "배열(ndarray)",
}
_DTYPE_KINDS = {"b": "참·거짓", "i": "정수", "u": "부호 없는 정수", "f": "실수"}


def difference(
    expected: Mapping[str, Any], got: Mapping[str, Any], *, rtol: float, atol: float
) -> str | None:
    r"""이름 붙은 값 두 묶음이 다르면 처음으로 다른 점을 한 문장으로 말합니다.

    Parameters
    ----------
    expected : mapping of str to Any
        기대한 이름과 값.
    got : mapping of str to Any
        받은 이름과 값.
    rtol, atol : float
        실수에 쓰는 허용 오차: :math:`|\text{받은 값} - \text{기대한 값}| \le
        \text{atol} + \text{rtol}\,|\text{기대한 값}|`. 나머지는 정확히 같아야 합니다.

    Returns
    -------
    str or None
        같으면 `None`.
    """
    if set(expected) != set(got):
        return f"낸 이름이 다릅니다: 기대 {_names(expected)}, 받음 {_names(got)}."
    for name in expected:
        reason = _difference(name, expected[name], got[name], rtol, atol)
        if reason:
            return reason
    return None


def all_finite(value: Any) -> bool:
    r"""값 안의 모든 실수가 유한하면 참입니다.

    Parameters
    ----------
    value : Any
        `decode`가 돌려준 값.

    Returns
    -------
    bool
        NaN이나 무한대가 하나라도 있으면 거짓.
    """
    if isinstance(value, np.ndarray):
        return value.dtype.kind != "f" or bool(np.isfinite(value).all())
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, dict):
        return all(map(all_finite, value.values()))
    return not isinstance(value, list | tuple) or all(map(all_finite, value))


def describe(value: Any) -> str:
    r"""받은 값을 짧게 적습니다.

    Parameters
    ----------
    value : Any
        `decode`가 돌려준 값.

    Returns
    -------
    str
        형과 모양, 짧은 값.
    """
    if isinstance(value, np.ndarray):
        with np.printoptions(precision=6, threshold=8, edgeitems=3):
            return clean(f"{value.dtype} {value.shape} {value}", 120)
    return clean(_short(value), 120)


def _names(values: Mapping[str, Any]) -> str:
    return clean(", ".join(sorted(values)) or "없음", 120)


def _short(value: Any) -> str:
    return f"{value:.6g}" if isinstance(value, float) else repr(value)


def _difference(name: str, want: Any, got: Any, rtol: float, atol: float) -> str | None:
    if type(want) is not type(got):
        return f"`{name}` 값의 형이 다릅니다: 기대 {_KINDS[type(want)]}, 받음 {_KINDS[type(got)]}."
    if isinstance(want, np.ndarray):
        return _array_difference(name, want, got, rtol, atol)
    if isinstance(want, dict):
        if set(want) != set(got):
            return f"`{name}` 사전의 열쇠가 다릅니다: 기대 {_names(want)}, 받음 {_names(got)}."
        pairs = [(f"{name}[{key!r}]", want[key], got[key]) for key in want]
    elif isinstance(want, list | tuple):
        if len(want) != len(got):
            return f"`{name}` 길이가 다릅니다: 기대 {len(want)}, 받음 {len(got)}."
        pairs = [(f"{name}[{i}]", w, g) for i, (w, g) in enumerate(zip(want, got, strict=True))]
    elif isinstance(want, float):
        if not all_finite(got):
            return f"`{name}` 값이 유한하지 않습니다(받은 값: {got})."
        near = all_finite(want) and abs(got - want) <= atol + rtol * abs(want)
        return None if near else f"`{name}` 값이 다릅니다(받은 값: {_short(got)})."
    else:
        return None if want == got else f"`{name}` 값이 다릅니다(받은 값: {describe(got)})."
    reasons = (_difference(label, w, g, rtol, atol) for label, w, g in pairs)
    return next((reason for reason in reasons if reason), None)


def _array_difference(name: str, want: Any, got: Any, rtol: float, atol: float) -> str | None:
    if want.shape != got.shape:
        return f"`{name}` 모양이 다릅니다: 기대 {want.shape}, 받음 {got.shape}."
    if want.dtype.kind != got.dtype.kind:
        kinds = _DTYPE_KINDS[want.dtype.kind], _DTYPE_KINDS[got.dtype.kind]
        return f"`{name}` dtype의 종류가 다릅니다: 기대 {kinds[0]}, 받음 {kinds[1]}({got.dtype})."
    if want.dtype.kind == "f":
        wide_want, wide_got = want.astype(np.float64), got.astype(np.float64)
        odd = ~np.isfinite(wide_got)
        if odd.any():
            place = np.argwhere(odd)[0].tolist()
            return f"`{name}{place}` 값이 유한하지 않습니다(받은 값: {got[tuple(place)]})."
        # 유한한 두 수의 차도 넘칠 수 있습니다: 넘치면 무한대이고, 다르다고 봅니다.
        with np.errstate(over="ignore", invalid="ignore"):
            same = np.abs(wide_got - wide_want) <= atol + rtol * np.abs(wide_want)
        same &= np.isfinite(wide_want)
    else:
        same = want == got
    if same.all():
        return None
    place = np.argwhere(~same)[0].tolist()
    return (
        f"`{name}` 값이 다릅니다: 원소 {same.size}개 가운데 {int((~same).sum())}개, "
        f"첫 번째로 다른 위치 {place}(받은 값: {_short(got[tuple(place)].item())})."
    )
