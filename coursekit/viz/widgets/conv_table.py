r"""합성곱 위젯이 쓰는 숫자입니다: 입력과 커널과 걸음마다, 창의 곱과 그 합과 출력의 크기.

합은 `coursekit.nn.conv2d_forward`가, 창은 `im2col`이, 픽셀마다 든 창의 수는 `col2im`이 구합니다.
"""

import json
import zlib
from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from coursekit.arguments import integer
from coursekit.data import photograph
from coursekit.nn import IMAGE_FILTERS, col2im, conv2d_forward, conv_output_size, im2col

Array = NDArray[Any]

SIDE = 7  # 입력의 한 변
LONGEST = 5  # 가장 큰 커널의 한 변
STRIDES, PADDINGS, DILATIONS = (1, 2, 3), (0, 1, 2), (1, 2)
INPUTS = {"photograph": "사진", "numbers": "숫자"}
# 커널마다 고를 수 있는 크기. 사람이 정한 3×3은 다른 크기로 늘릴 방법이 하나가 아닙니다.
SIZES = {
    "outline": (3,),
    "sharpen": (3,),
    "emboss": (3,),
    "blur": (1, 2, 3, 4, 5),
    "numbers": (1, 2, 3, 4, 5),
}


class Walk(NamedTuple):
    r"""커널이 걷는 방법 하나입니다.

    Parameters
    ----------
    size, stride, padding, dilation : int
        커널의 한 변, 보폭, 패딩, 팽창.
    """

    size: int
    stride: int
    padding: int
    dilation: int

    def options(self) -> dict[str, Any]:
        r"""`conv2d_forward`에 넘길 이름 붙은 인자."""
        return {"stride": self.stride, "padding": self.padding, "dilation": self.dilation}

    def side(self) -> int:
        r"""출력의 한 변. 커널이 들어가지 않으면 0입니다."""
        try:
            return conv_output_size(SIDE, *self)
        except ValueError:
            return 0


def kernel_name(key: str) -> str:
    r"""커널의 한국어 이름.

    Parameters
    ----------
    key : str
        영어 이름.

    Returns
    -------
    str
        이름.
    """
    return IMAGE_FILTERS[key].title if key in IMAGE_FILTERS else "숫자"


def pixels(key: str, seed: int = 0) -> Array:
    r"""입력을 0에서 9까지의 정수로 줍니다.

    Parameters
    ----------
    key : {"photograph", "numbers"}
        7×7로 줄인 누각 사진, 또는 무작위로 뽑은 정수.
    seed : int
        정수를 뽑는 씨앗.

    Returns
    -------
    ndarray of shape (7, 7)
        정수인 float64.

    Raises
    ------
    ValueError
        그런 입력이 없을 때.
    """
    if key not in INPUTS:
        raise ValueError(
            f"`picture` 값은 {', '.join(INPUTS)} 가운데 하나여야 합니다(받은 값: {key!r})."
        )
    return _scene() if key == "photograph" else _draw(seed)[0]


def weights(key: str, size: int, seed: int = 0) -> tuple[Array, int]:
    r"""커널을 정수와 분모로 나누어 줍니다. 흐리게 하는 커널의 1/9을 1과 9로 적기 위해서입니다.

    Parameters
    ----------
    key : {"outline", "sharpen", "emboss", "blur", "numbers"}
        커널의 이름.
    size : int
        커널의 한 변.
    seed : int
        "numbers"의 정수를 뽑는 씨앗.

    Returns
    -------
    values : ndarray of shape (size, size)
        정수인 float64.
    divisor : int
        나눌 수. 커널은 `values / divisor`입니다.

    Raises
    ------
    ValueError
        그런 커널이나 크기가 없을 때.
    """
    if key not in SIZES:
        raise ValueError(
            f"`kernel` 값은 {', '.join(SIZES)} 가운데 하나여야 합니다(받은 값: {key!r})."
        )
    if integer("size", size, at_least=1) not in SIZES[key]:
        allowed = ", ".join(map(str, SIZES[key]))
        raise ValueError(f"커널 {key}의 `size` 값은 {allowed}이어야 합니다(받은 값: {size}).")
    if key == "numbers":
        return _draw(seed)[1][:size, :size], 1
    if key == "blur":
        return np.ones((size, size)), size**2
    return IMAGE_FILTERS[key].kernel, 1


def measure(picture: str, kernel: str, walk: Walk, seed: int = 0) -> dict[str, Any]:
    r"""한 설정의 출력을 모두 구합니다.

    Parameters
    ----------
    picture, kernel : str
        입력과 커널의 이름.
    walk : Walk
        걷는 방법.
    seed : int
        숫자를 뽑는 씨앗.

    Returns
    -------
    dict
        입력 `x`, 커널 `weights`와 `divisor`, 출력의 한 변 `side`, 출력 `y`(행마다 이어서),
        출력마다 창의 곱 `products`(분모로 나누기 전), 픽셀마다 든 창의 수 `seen`, 크기를 셈한 글 `text`.
        커널이 들어가지 않으면 `side`가 0이고 `text`가 까닭입니다.

    Raises
    ------
    ValueError
        없는 이름이거나 걸음의 값이 옳지 않을 때.
    """
    values, divisor = weights(kernel, walk.size, seed)
    x = pixels(picture, seed)
    side = walk.side()
    found: dict[str, Any] = {"x": x, "weights": values, "divisor": divisor, "side": side}
    if side == 0:
        found |= {"y": np.zeros(0), "products": np.zeros((0, values.size))}
    else:
        image = x[np.newaxis, np.newaxis]
        y, _ = conv2d_forward(image, (values / divisor)[np.newaxis, np.newaxis], **walk.options())
        windows = im2col(image, walk.size, **walk.options())[0].T  # 창마다 한 행
        found |= {"y": y.ravel(), "products": windows * values.ravel()}
    return found | {"seen": _seen(walk), "text": explain(walk)}


@cache
def _seen(walk: Walk) -> Array:
    if walk.side() == 0:
        return np.zeros((SIDE, SIDE))
    one = im2col(np.ones((1, 1, SIDE, SIDE)), walk.size, **walk.options())
    return np.asarray(col2im(one, (SIDE, SIDE), walk.size, **walk.options())[0, 0])


def explain(walk: Walk) -> str:
    r"""출력의 크기를 구하는 식에 수를 넣어 적습니다.

    Parameters
    ----------
    walk : Walk
        걷는 방법.

    Returns
    -------
    str
        식과 값. 나누어떨어지지 않으면 내림을, 커널이 들어가지 않으면 그 까닭을 적습니다.

    Examples
    --------
    >>> explain(Walk(3, 2, 1, 1))
    '출력의 한 변: (7 + 2·1 − 3)/2 + 1 = 4.'
    """
    size, stride, padding, dilation = walk
    try:
        side = conv_output_size(SIDE, *walk)
    except ValueError as error:
        return str(error)
    reach = dilation * (size - 1) + 1
    spread = f"커널이 덮는 길이는 {dilation}·({size}−1) + 1 = {reach}. " if dilation > 1 else ""
    room = SIDE + 2 * padding - reach
    ratio = f"({SIDE} + 2·{padding} − {reach})/{stride}"
    if room % stride == 0:
        text = f"{spread}출력의 한 변: {ratio} + 1 = {side}."
    else:
        text = f"{spread}출력의 한 변: ⌊{ratio}⌋ + 1 = ⌊{room / stride:.2f}⌋ + 1 = {side}."
    lost = int((_seen(walk) == 0).sum())
    return f"{text} 어느 창에도 들지 않는 픽셀 {lost}개에는 빗금을 그었습니다." if lost else text


def walks() -> Iterator[Walk]:
    r"""표에 담을 걷는 방법을 차례로 내어 줍니다.

    Yields
    ------
    Walk
        크기, 보폭, 패딩, 팽창의 모든 짝.
    """
    for values in product(range(1, LONGEST + 1), STRIDES, PADDINGS, DILATIONS):
        yield Walk(*values)


def pack() -> tuple[dict[str, Any], bytes]:
    r"""표를 만들어 누릅니다.

    Returns
    -------
    header : dict
        고를 수 있는 것, 입력과 커널의 값, 걷는 방법마다 출력의 한 변(0이면 들어가지 않음).
    table : bytes
        zlib으로 누른 출력(float32), 곱(int8), 픽셀마다 든 창의 수(uint8), 크기를 셈한 글(JSON).
        출력과 곱의 차례는 입력, 커널, 걷는 방법입니다.
    """
    ways = list(walks())
    found = [
        measure(picture, key, walk)
        for picture in INPUTS
        for key, sizes in SIZES.items()
        for walk in ways
        if walk.size in sizes
    ]
    blocks = [
        np.concatenate([f["y"] for f in found]).astype("<f4").tobytes(),
        np.concatenate([f["products"].ravel() for f in found]).astype(np.int8).tobytes(),
        np.concatenate([_seen(walk).ravel() for walk in ways]).astype(np.uint8).tobytes(),
        json.dumps([explain(walk) for walk in ways], ensure_ascii=False).encode(),
    ]
    header = {
        "side": SIDE,
        "inputs": [
            {"key": k, "name": n, "x": pixels(k).ravel().tolist()} for k, n in INPUTS.items()
        ],
        "kernels": [
            {
                "key": key,
                "name": kernel_name(key),
                "sizes": list(sizes),
                "weights": [weights(key, k)[0].ravel().tolist() for k in sizes],
                "divisors": [weights(key, k)[1] for k in sizes],
            }
            for key, sizes in SIZES.items()
        ],
        "strides": list(STRIDES),
        "paddings": list(PADDINGS),
        "dilations": list(DILATIONS),
        "walks": [list(walk) for walk in ways],
        "sides": [walk.side() for walk in ways],
        "blocks": [len(block) for block in blocks],
    }
    return header, zlib.compress(b"".join(blocks), 9)


@cache
def _scene() -> Array:
    # 하늘과 누각이 모두 들어가는 데를 잘라 줄였습니다. 밝기 0에서 1을 0에서 9로 적습니다.
    small = photograph(gray=True, crop=(80, 40, 320, 220), size=SIDE, dtype=np.float64)[0]
    scene: Array = np.round(9 * small)
    scene.flags.writeable = False
    return scene


def _draw(seed: int) -> tuple[Array, Array]:
    rng = np.random.default_rng(integer("seed", seed))
    x = rng.integers(0, 10, (SIDE, SIDE)).astype(np.float64)
    return x, rng.integers(-3, 4, (LONGEST, LONGEST)).astype(np.float64)
