r"""숫자를 닮은 1차원 신호: 모델의 편향(inductive bias)을 몇 초 만에 가르는 분류 문제를 만듭니다.

Greydanus & Kobak (2024), "Scaling down deep learning"의 MNIST-1D와 같은 생각이고, 본과 코드는 이 책의 것입니다.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from coursekit.arguments import generator, integer

Array = NDArray[Any]

# 숫자를 위에서 아래로 읽으며 획이 왼쪽(-)과 오른쪽(+) 어디에 있는지를 손으로 적은 본입니다.
# 0과 8처럼 좌우에 획이 있는 숫자는 한 획만 따라갑니다.
TEMPLATES = np.array(
    [
        [0.0, -5.0, -7.0, -7.0, -7.0, -7.0, -7.0, -7.0, -7.0, -7.0, -5.0, 0.0],  # 0
        [-6.0, -3.0, 4.0, 4.0, 4.0, 4.0, 4.0, 4.0, 4.0, 4.0, 4.0, 4.0],  # 1
        [-5.0, 2.0, 6.0, 7.0, 5.0, 2.0, -1.0, -4.0, -7.0, -7.0, 2.0, 7.0],  # 2
        [-4.0, 3.0, 6.0, 6.0, 2.0, -5.0, 2.0, 6.0, 7.0, 6.0, 2.0, -5.0],  # 3
        [4.0, 2.0, 0.0, -2.0, -4.0, -6.0, -7.0, 7.0, 3.0, 3.0, 3.0, 3.0],  # 4
        [7.0, 1.0, -6.0, -6.0, -6.0, 3.0, 6.0, 7.0, 7.0, 5.0, 0.0, -6.0],  # 5
        [5.0, 0.0, -4.0, -6.0, -7.0, -7.0, -7.0, -6.0, 2.0, 6.0, 2.0, -6.0],  # 6
        [-7.0, 7.0, 6.0, 5.0, 3.0, 2.0, 0.0, -1.0, -3.0, -4.0, -5.0, -6.0],  # 7
        [0.0, 6.0, 6.0, 0.0, -6.0, -6.0, 0.0, 6.0, 6.0, 0.0, -6.0, -6.0],  # 8
        [5.0, -5.0, -7.0, -2.0, 5.0, 6.0, 6.0, 6.0, 6.0, 6.0, 5.0, 4.0],  # 9
    ]
)
TEMPLATES /= 6.0
LENGTH = 40
_FINE = 84  # 줄이기 전의 길이


@dataclass(frozen=True, eq=False)
class LabelledSignals:
    r"""이름표가 붙은 1차원 신호들입니다.

    Parameters
    ----------
    signals : ndarray of shape (N, 40)
        신호.
    labels : ndarray of shape (N,)
        클래스 번호, 0부터 9까지, int64.
    names : tuple of str
        클래스 번호마다의 이름.
    source : str
        데이터를 만든 곳.
    licence : str
        이용허락.
    """

    signals: Array
    labels: Array
    names: tuple[str, ...] = tuple("0123456789")
    source: str = "coursekit.data.make_signals"
    licence: str = "CC BY 4.0"

    def __len__(self) -> int:
        r"""신호의 수."""
        return len(self.signals)


def make_signals(
    n: int = 1000, *, rng: np.random.Generator | int, dtype: DTypeLike = np.float64
) -> LabelledSignals:
    r"""숫자를 닮은 신호를 `n`개 만듭니다.

    클래스마다 점 12개짜리 본이 하나 있습니다. 본을 늘이고 기울이고, 긴 빈 신호의 아무 데나 놓고,
    이웃끼리 닮은 잡음을 더하고, 매끄럽게 한 뒤 점 40개로 줄입니다. 같은 숫자가 어디에나 올 수 있으므로
    자리마다 가중치를 따로 배우는 선형 모델은 거의 풀지 못하고, 어디서나 같은 것을 찾는 합성곱이 가장 잘 풉니다.

    Parameters
    ----------
    n : int
        신호의 수 N, 1 이상. 클래스마다의 수는 1 넘게 다르지 않습니다.
    rng : Generator or int
        난수 생성기나 씨앗. 같으면 같은 신호가 나옵니다.
    dtype : dtype
        신호의 실수 dtype.

    Returns
    -------
    LabelledSignals
        섞인 신호와 이름표.

    Raises
    ------
    ValueError
        `n`이 1보다 작거나 `dtype`이 실수가 아닐 때.

    Notes
    -----
    데이터 카드

    - 무엇: 클래스 10개, 길이 40의 신호. 크기는 대략 [-2, 2]이고 평균은 0에 가깝습니다.
    - 쓸 곳: 모델과 규제를 몇 초 안에 견주기. 실제 손글씨의 성능을 말해 주지는 않습니다.
    - 변형: 점 84개의 빈 신호에 본을 20–28점의 길이로 늘여 놓습니다. 세기는 0.6–1.4배, 기울임은 ±0.5, 자리는 어디나이고
      모두 고르게 뽑습니다. 표준편차 0.15의 닮은 잡음과 0.02의 따로 노는 잡음을 더합니다.
    - 난이도: 1,000개로 학습하면 새 신호의 정확도는 선형 0.3, 다층 퍼셉트론 0.7, 합성곱 0.9쯤입니다.
    - 사람이나 개인의 정보는 없습니다.
    """
    n = integer("n", n, at_least=1)
    wanted = np.dtype(dtype)
    if wanted.kind != "f":
        raise ValueError(f"`dtype` 값은 실수 dtype이어야 합니다(받은 값: {wanted}).")
    rng = generator(rng)
    labels = rng.permutation(np.arange(n) % len(TEMPLATES))
    signals = np.stack([_draw(TEMPLATES[label], rng) for label in labels])
    return LabelledSignals(signals.astype(wanted), labels)


def _draw(template: Array, rng: np.random.Generator) -> Array:
    r"""본 하나를 비틀어 신호 하나로 만듭니다."""
    width = int(rng.integers(20, 29))
    knots = np.linspace(0, 1, len(template))
    places = np.linspace(0, 1, width)
    shape = rng.uniform(0.6, 1.4) * np.interp(places, knots, template)
    shape += rng.uniform(-0.5, 0.5) * (places - 0.5)
    signal = np.zeros(_FINE)
    signal[:width] = shape
    signal = np.roll(signal, int(rng.integers(_FINE)))  # 끝을 넘으면 처음으로 이어집니다
    signal += 0.15 * _correlated_noise(rng) + 0.02 * rng.standard_normal(_FINE)
    smooth = np.convolve(signal, _GAUSSIAN, mode="same")
    sampled: Array = np.interp(np.linspace(0, _FINE - 1, LENGTH), np.arange(_FINE), smooth)
    return sampled


def _correlated_noise(rng: np.random.Generator) -> Array:
    r"""이웃끼리 닮은, 표준편차가 1인 잡음."""
    margin = len(_GAUSSIAN)
    noise = np.convolve(rng.standard_normal(_FINE + margin - 1), _GAUSSIAN, mode="valid")
    scaled: Array = noise / np.sqrt((_GAUSSIAN**2).sum())
    return scaled


# 표준편차가 2점인 낮은 주파수 거르개. 합이 1입니다.
_GAUSSIAN = np.exp(-0.5 * (np.arange(-6, 7) / 2.0) ** 2)
_GAUSSIAN /= _GAUSSIAN.sum()
