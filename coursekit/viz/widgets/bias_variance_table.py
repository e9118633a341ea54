r"""편향과 분산 위젯의 셈: 차수, 점의 수, 잡음마다 다시 뽑아 맞춘 곡선들과 편향², 분산.

최소제곱은 정답의 선형 함수이므로 잡음의 세기는 표에 담지 않습니다. 잡음 없이 맞춘 곡선과
잡음 1에 대한 곡선의 흔들림만 담으면 어느 세기의 곡선이든 둘의 합입니다(테스트가 `fit_polynomial`과 견줍니다).
"""

import zlib
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.data import noisy_sine, polynomial_features, sine
from coursekit.viz.widgets.packing import squeeze, to_grid

Array = NDArray[Any]

DEGREES = tuple(range(11))
COUNTS = (12, 20, 40, 80)  # 표에 담을 점의 수
NOISES = (0.1, 0.2, 0.3, 0.5, 0.8)  # 표에서 고를 잡음의 세기
REPEATS = 24  # 그릴 곡선의 수
GRID = np.linspace(-1, 1, 41)  # 곡선을 잴 자리
MARKS = (-0.5, 0.7)  # 과녁의 가로와 세로가 되는 두 자리
MAX_COUNT = 100
MAX_NOISE = 1.0

# 곡선을 정수로 적는 눈금. 그림은 [-2, 2]만 보입니다.
VALUES = (-16.0, 16.0)
VALUE_STEPS = 2**14


def smoother(degree: int, n: int) -> Array:
    r"""정답 n개에 곱하면 맞춘 다항식의 `GRID` 값이 되는 행렬을 구합니다.

    Parameters
    ----------
    degree : int
        차수, 0 이상.
    n : int
        점의 수, `degree`보다 큽니다.

    Returns
    -------
    ndarray of shape (41, n)
        :math:`\Phi(\text{GRID})\,\Phi(x)^+`.
    """
    x = np.linspace(-1, 1, n)
    known, wanted = polynomial_features(x, degree), polynomial_features(GRID, degree)
    return np.asarray(wanted @ np.linalg.pinv(known))


def pieces(degree: int, n: int) -> tuple[Array, Array, float, float]:
    r"""잡음 없이 맞춘 곡선, 잡음 1의 흔들림, 편향², 잡음 1의 분산을 구합니다.

    Parameters
    ----------
    degree : int
        차수.
    n : int
        점의 수.

    Returns
    -------
    mean : ndarray of shape (41,)
        예측의 평균.
    responses : ndarray of shape (24, 41)
        씨앗마다 잡음 1일 때 평균에서 벗어난 정도.
    bias, variance : float
        `GRID`에서 평균 낸 편향²과, 잡음 1일 때의 분산.
    """
    S = smoother(degree, n)
    mean = S @ sine(np.linspace(-1, 1, n))
    responses = np.stack([S @ _unit_noise(n, seed) for seed in range(REPEATS)])
    bias = float(((mean - sine(GRID)) ** 2).mean())
    return mean, responses, bias, float((S**2).sum(axis=1).mean())


def measure(degree: int, n: int, noise: float) -> dict[str, Any]:
    r"""위젯이 그릴 것을 모두 셈합니다.

    Parameters
    ----------
    degree : int
        차수, `n`보다 작습니다.
    n : int
        점의 수.
    noise : float
        잡음의 표준편차.

    Returns
    -------
    dict
        `fits` (24, 41), `mean` (41,), `data` (2, n), 그리고 차수마다의 `bias`와 `variance`.
    """
    mean, responses, _, _ = pieces(degree, n)
    degrees = [d for d in DEGREES if d < n]
    parts = [pieces(d, n)[2:] for d in degrees]
    return {
        "fits": (mean + noise * responses).tolist(),
        "mean": mean.tolist(),
        "data": [values.tolist() for values in noisy_sine(n, noise=noise, rng=0)],
        "bias": [bias for bias, _ in parts],
        "variance": [noise**2 * variance for _, variance in parts],
    }


@lru_cache(maxsize=1)
def pack() -> tuple[dict[str, Any], bytes]:
    r"""커널이 없는 쪽에서 쓸 표를 만듭니다.

    Returns
    -------
    header : dict
        고를 수 있는 값과 눈금 등 JSON으로 보낼 것.
    data : bytes
        zlib으로 누른 것. 차례로 점의 수와 차수마다의 편향²과 분산 (4, 11, 2) float32,
        점의 수마다 첫 씨앗의 잡음 float32, 그리고 평균과 흔들림의 곡선을 누른 uint16.
    """
    parts, curves = [], []
    for n in COUNTS:
        for degree in DEGREES:
            mean, responses, bias, variance = pieces(degree, n)
            parts.append((bias, variance))
            stacked = np.clip(np.vstack([mean, responses]), *VALUES)
            curves += list(to_grid(stacked, *VALUES, VALUE_STEPS))
    blocks = [
        np.array(parts, dtype="<f4").tobytes(),
        np.concatenate([_unit_noise(n, 0) for n in COUNTS]).astype("<f4").tobytes(),
        squeeze(curves),
    ]
    header = {
        "degrees": list(DEGREES),
        "counts": list(COUNTS),
        "noises": list(NOISES),
        "repeats": REPEATS,
        "grid": np.round(GRID, 3).tolist(),
        "truth": np.round(sine(GRID), 5).tolist(),
        "marks": list(MARKS),
        "maxCount": MAX_COUNT,
        "maxNoise": MAX_NOISE,
        "values": list(VALUES),
        "valueSteps": VALUE_STEPS,
    }
    return header, zlib.compress(b"".join(blocks), 9)


def _unit_noise(n: int, seed: int) -> Array:
    # `noisy_sine`이 더하는 잡음과 같은 것입니다.
    x, y = noisy_sine(n, noise=1.0, rng=seed)
    return np.asarray(y - sine(x))
