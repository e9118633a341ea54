r"""전치 합성곱 위젯이 쓰는 숫자입니다: 설정마다, 입력 칸들의 도장이 출력의 칸마다 몇 번 겹치는가.

입력과 커널이 모두 1이면 출력이 곧 겹친 수입니다. `coursekit.nn`의 전치 합성곱이 셉니다.
"""

import json
import zlib
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.arguments import integer
from coursekit.nn import conv_transpose1d_forward, conv_transpose2d_forward

Array = NDArray[Any]

SIDE = 4  # 입력의 한 변
DIMENSIONS, SIZES, STRIDES, PADDINGS = (2, 1), (1, 2, 3, 4, 5), (1, 2, 3, 4), (0, 1, 2)
_ASKED = {"dimensions": DIMENSIONS, "size": SIZES, "stride": STRIDES, "padding": PADDINGS}


def measure(dimensions: int, size: int, stride: int, padding: int) -> dict[str, Any]:
    r"""한 설정에서 도장이 겹친 수를 구합니다.

    Parameters
    ----------
    dimensions : {1, 2}
        차원.
    size : int
        커널의 한 변, 1 이상 5 이하.
    stride : int
        보폭, 1 이상 4 이하.
    padding : int
        잘라 내는 칸의 수, 0 이상 2 이하.

    Returns
    -------
    dict
        자르기 전의 한 변 `wide`와 겹친 수 `board`, 자른 뒤의 한 변 `side`와 겹친 수 `y`,
        1차원에서 입력 칸마다의 도장 `stamps`(2차원에서는 비어 있음), 크기와 고르기를 적은 글 `text`.
        자르고 남는 칸이 없으면 `side`가 0입니다.

    Raises
    ------
    ValueError
        값이 범위를 벗어날 때.
    """
    asked = {"dimensions": dimensions, "size": size, "stride": stride, "padding": padding}
    for name, value in asked.items():
        if integer(name, value) not in _ASKED[name]:
            allowed = f"{min(_ASKED[name])} 이상 {max(_ASKED[name])} 이하"
            raise ValueError(f"`{name}` 값은 {allowed}여야 합니다(받은 값: {value}).")
    x = np.ones((1, 1, *(SIDE,) * dimensions))
    board = _stamp(x, size, stride, 0)
    wide = board.shape[-1]
    side = max(wide - 2 * padding, 0)
    y = _stamp(x, size, stride, padding) if side else np.zeros(0)
    one_each = np.eye(SIDE)[:, np.newaxis]  # 표본마다 칸 하나만 1
    stamps = _stamp(one_each, size, stride, 0) if dimensions == 1 else np.zeros(0)
    return {
        "wide": wide,
        "side": side,
        "board": board.ravel(),
        "y": y.ravel(),
        "stamps": stamps.ravel(),
        "text": explain(dimensions, size, stride, padding),
    }


def numbers(found: dict[str, Any]) -> dict[str, Any]:
    r"""`measure`의 값을 JSON에 담을 수 있게 폅니다.

    Parameters
    ----------
    found : dict
        `measure`의 값.

    Returns
    -------
    dict
        배열이 정수의 목록이 된 것.
    """
    return {
        name: value.astype(int).tolist() if isinstance(value, np.ndarray) else value
        for name, value in found.items()
    }


def explain(dimensions: int, size: int, stride: int, padding: int) -> str:
    r"""출력의 크기를 셈한 식과, 안쪽에서 고르게 겹치는지를 적습니다.

    Parameters
    ----------
    dimensions, size, stride, padding : int
        `measure`와 같습니다.

    Returns
    -------
    str
        두 문장.

    Examples
    --------
    >>> explain(1, 4, 2, 1)
    '출력의 길이: (4 − 1)·2 − 2·1 + 4 = 8. 커널이 보폭으로 나누어떨어져, 안쪽은 어디나 2번씩 겹칩니다.'
    """
    side = (SIDE - 1) * stride - 2 * padding + size
    name = "길이" if dimensions == 1 else "한 변"
    formula = f"출력의 {name}: ({SIDE} − 1)·{stride} − 2·{padding} + {size} = {side}."
    if side <= 0:
        return f"{formula} 잘라 내고 남는 칸이 없습니다."
    few, rest = divmod(size, stride)
    if rest == 0:
        far = f" 입력이 축마다 {few}칸 이상이면 그렇습니다." if few > SIDE else ""
        return f"{formula} 커널이 보폭으로 나누어떨어져, 안쪽은 어디나 {few**dimensions}번씩 겹칩니다.{far}"
    if few == 0:
        return f"{formula} 보폭이 커널보다 넓어, 아무 도장도 닿지 않는 칸이 생깁니다."
    counts = sorted({a * b for a in (few, few + 1) for b in (few, few + 1)})
    counts = [few, few + 1] if dimensions == 1 else counts
    return (
        f"{formula} 커널이 보폭으로 나누어떨어지지 않아, 안쪽에서도 겹친 수가 칸마다 다릅니다"
        f"({', '.join(map(str, counts))})."
    )


def pack() -> tuple[dict[str, Any], bytes]:
    r"""표를 만들어 누릅니다.

    Returns
    -------
    header : dict
        입력의 한 변과 고를 수 있는 것.
    table : bytes
        zlib으로 누른 JSON: 차원, 커널, 보폭, 패딩의 차례로 늘어놓은 `numbers(measure(...))`.
    """
    answers = [numbers(measure(*asked)) for asked in product(*_ASKED.values())]
    header = {"side": SIDE, **{name: list(values) for name, values in _ASKED.items()}}
    return header, zlib.compress(json.dumps(answers, ensure_ascii=False).encode(), 9)


def _stamp(x: Array, size: int, stride: int, padding: int) -> Array:
    flat = x.ndim == 3
    forward = conv_transpose1d_forward if flat else conv_transpose2d_forward
    weight = np.ones((1, 1, size) if flat else (1, 1, size, size))
    y = forward(x, weight, stride=stride, padding=padding)[0][:, 0]
    return np.asarray(y if len(x) > 1 else y[0])
