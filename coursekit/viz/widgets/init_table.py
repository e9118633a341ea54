r"""초깃값 위젯이 커널 없이 쓸 표입니다: 표준편차와 활성화 함수마다, 서른 층의 히스토그램과 신호의 크기.

크기는 `coursekit.train.signal_scales`가 재는 것과 같습니다(테스트가 견줍니다).
"""

import math
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.nn import (
    Layer,
    Linear,
    ReLU,
    Sequential,
    Sigmoid,
    Tanh,
    init,
    layer_gradients,
    layer_outputs,
)

Array = NDArray[Any]

WIDTH = 100  # 층마다의 유닛 수
SAMPLES = 100  # 흘려보낼 입력의 수
DEPTH = 30
BINS = 24

XAVIER, HE = math.sqrt(1 / WIDTH), math.sqrt(2 / WIDTH)
# 표에 담을 표준편차: 0.01에서 1까지 로그로 고르게, 그리고 He의 값.
STDS = tuple(sorted({*(round(10 ** (k / 12 - 2), 6) for k in range(25)), round(HE, 6)}))

# 0은 로그에 없으므로 이 값으로 적습니다. 화면 밖입니다.
BOTTOM = -99.0


@dataclass(frozen=True)
class Bend:
    r"""고를 수 있는 활성화 함수 하나입니다.

    Parameters
    ----------
    key, name : str
        영어 이름과 한국어 이름.
    make : callable
        그 층을 만드는 것.
    span : (float, float)
        히스토그램의 두 끝.
    """

    key: str
    name: str
    make: Callable[[], Layer]
    span: tuple[float, float]


BENDS = (
    Bend("sigmoid", "시그모이드", Sigmoid, (0.0, 1.0)),
    Bend("tanh", "tanh", Tanh, (-1.0, 1.0)),
    Bend("relu", "ReLU", ReLU, (0.0, 3.0)),
)


@dataclass(frozen=True, eq=False)
class Signal:
    r"""한 신경망을 오간 신호입니다. L은 층의 수, K는 막대의 수.

    Parameters
    ----------
    forward, backward : ndarray of shape (L,)
        층마다 활성화 값과 그 기울기의 제곱 평균 제곱근에 상용로그를 씌운 것.
    bars : ndarray of shape (L, K)
        막대마다의 비율. 정확히 0인 ReLU의 값은 세지 않습니다.
    zeros, outside : ndarray of shape (L,)
        정확히 0인 값과 히스토그램 밖의 값의 비율.
    """

    forward: Array
    backward: Array
    bars: Array
    zeros: Array
    outside: Array

    def numbers(self) -> dict[str, Any]:
        r"""브라우저로 보낼 수 있는 꼴."""
        return {name: getattr(self, name).tolist() for name in self.__dataclass_fields__}


def find(key: str) -> Bend:
    r"""이름으로 활성화 함수를 찾습니다.

    Parameters
    ----------
    key : str
        영어 이름.

    Returns
    -------
    Bend
        활성화 함수.

    Raises
    ------
    ValueError
        그런 이름이 없을 때.
    """
    for bend in BENDS:
        if bend.key == key:
            return bend
    raise ValueError(
        f"`activation` 값은 {', '.join(b.key for b in BENDS)} 가운데 하나여야 합니다(받은 값: {key!r})."
    )


def measure(bend: Bend, std: float, seed: int) -> Signal:
    r"""신경망 하나에 신호를 앞뒤로 흘려보냅니다. 뒤로는 마지막 층에 크기 1의 기울기를 넣습니다.

    Parameters
    ----------
    bend : Bend
        활성화 함수.
    std : float
        가중치의 표준편차.
    seed : int
        씨앗.

    Returns
    -------
    Signal
        서른 층의 크기와 히스토그램.
    """
    rng = np.random.default_rng(seed)
    start = partial(init.normal, std=std)
    pairs = [(Linear(WIDTH, WIDTH, init=start, rng=rng), bend.make()) for _ in range(DEPTH)]
    net = Sequential(*[layer for pair in pairs for layer in pair])
    x, g = rng.standard_normal((2, SAMPLES, WIDTH))
    with np.errstate(over="ignore", under="ignore"):
        outputs = layer_outputs(net, x)[1::2]
        gradients = layer_gradients(net, g)[1::2]
    low, high = bend.span
    kept = [h[h != 0] if bend.key == "relu" else h for h in outputs]
    bars = [np.histogram(h, bins=BINS, range=bend.span)[0] for h in kept]
    return Signal(
        forward=_decades(outputs),
        backward=_decades(gradients),
        bars=np.array(bars) / (SAMPLES * WIDTH),
        zeros=np.array([(h == 0).mean() for h in outputs]),
        outside=np.array([((h < low) | (h > high)).mean() for h in outputs]),
    )


def _decades(values: Sequence[Array]) -> Array:
    scales = np.sqrt([np.mean(np.square(v)) for v in values])
    with np.errstate(divide="ignore"):
        return np.maximum(np.log10(scales), BOTTOM)


def pack() -> tuple[dict[str, Any], bytes]:
    r"""표를 만들어 누릅니다.

    Returns
    -------
    header : dict
        표를 읽는 데 필요한 크기와 이름.
    table : bytes
        zlib으로 누른 표: 크기의 로그(float32), 비율(uint8), 막대(uint8, 가장 큰 막대가 255).
    """
    signals = [measure(bend, std, 0) for bend in BENDS for std in STDS]
    scales = np.array([[s.forward, s.backward] for s in signals], "<f4")
    shares = np.array([[s.zeros, s.outside] for s in signals])
    bars = np.array([s.bars for s in signals])
    tallest = bars.max(axis=-1, keepdims=True)
    relative = np.divide(bars, tallest, out=np.zeros_like(bars), where=tallest > 0)
    header = {
        "activations": [{"key": b.key, "name": b.name, "span": list(b.span)} for b in BENDS],
        "stds": list(STDS),
        "depth": DEPTH,
        "bins": BINS,
        "xavier": XAVIER,
        "he": HE,
    }
    body = scales.tobytes() + _bytes(shares) + _bytes(relative)
    return header, zlib.compress(body, 9)


def _bytes(shares: Array) -> bytes:
    return np.round(shares * 255).astype(np.uint8).tobytes()
