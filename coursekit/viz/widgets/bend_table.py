r"""은닉 유닛 위젯이 커널 없이 쓸 표입니다: 목표, 활성화 함수, 가파르기, 유닛 수마다의 몫과 그 합.

유닛은 `place_hidden_units`로 놓고 출력층은 `fit_output_layer`로 풉니다(테스트가 견줍니다).
"""

import zlib
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.nn import Layer, LeakyReLU, ReLU, Sigmoid, Tanh
from coursekit.train import fit_output_layer, hidden_contributions, place_hidden_units
from coursekit.viz.widgets.packing import squeeze, to_grid

Array = NDArray[Any]

SIDE = 65  # 곡선을 적을 점의 수
UNITS = (1, 2, 3, 4, 6, 8, 12, 16)  # 표에 담을 유닛의 수
STEEPNESS = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)  # 표에 담을 은닉층의 가중치
RIDGE = 1e-4

# 값을 정수로 적는 눈금.
VALUES = (-24.0, 24.0)
VALUE_STEPS = 2**13

# 이름은 화면에 보이는 것. 기울기가 1인 LeakyReLU는 아무것도 휘지 않습니다.
ACTIVATIONS: dict[str, Callable[[], Layer]] = {
    "ReLU": ReLU,
    "tanh": Tanh,
    "시그모이드": Sigmoid,
    "없음": partial(LeakyReLU, 1.0),
}


def grid() -> Array:
    r"""구간 [−1, 1]을 고르게 나눈 점, (SIDE, 1)."""
    return np.linspace(-1, 1, SIDE)[:, None]


def targets() -> dict[str, Array]:
    r"""맞출 곡선의 이름과 값, (SIDE, 1)씩."""
    x = grid()
    return {
        "물결": np.sin(4 * x) * (0.4 + 0.6 * (x + 1)),
        "계단": np.where(x < 0, -0.8, 0.8),
        "봉우리": 1 - 2 * np.abs(x),
    }


def bend(target: str, activation: str, units: int, steepness: float) -> dict[str, Any]:
    r"""유닛을 놓고 출력층을 풀어 유닛마다의 몫과 그 합을 셈합니다.

    Parameters
    ----------
    target : str
        맞출 곡선의 이름.
    activation : str
        활성화 함수의 이름.
    units : int
        은닉 유닛의 수, 1 이상.
    steepness : float
        은닉층의 가중치, 0보다 큽니다.

    Returns
    -------
    dict
        `parts`(유닛마다의 몫), `total`(출력), `bias`(출력층의 편향), `mse`(평균 제곱 오차).

    Raises
    ------
    KeyError
        그런 곡선이나 활성화 함수가 없을 때.
    ValueError
        유닛의 수나 가중치가 범위를 벗어날 때.
    """
    x, wanted = grid(), targets()[target]
    model = place_hidden_units(units, activation=ACTIVATIONS[activation], steepness=steepness)
    mse = fit_output_layer(model, x, wanted, ridge=RIDGE)
    bias = dict(model.named_parameters())["2.bias"].data
    return {
        "parts": hidden_contributions(model, x),
        "total": model(x)[:, 0],
        "bias": float(bias[0]),
        "mse": mse,
    }


def pack() -> tuple[dict[str, Any], bytes]:
    r"""위젯의 표를 만듭니다.

    Returns
    -------
    header : dict
        점과 곡선, 고를 수 있는 값, 눈금 등 JSON으로 보낼 것.
    data : bytes
        zlib으로 누른 것. 목표, 활성화 함수, 가파르기, 유닛 수의 차례로 오차와 편향 (…, 2) float32,
        그다음에 같은 차례로 유닛마다의 몫과 합을 누른 uint16.
    """
    numbers, columns = [], []
    for target in targets():
        for activation in ACTIVATIONS:
            for steepness in STEEPNESS:
                for units in UNITS:
                    made = bend(target, activation, units, steepness)
                    numbers.append([made["mse"], made["bias"]])
                    rows = np.concatenate([made["parts"], made["total"][None]])
                    columns += list(to_grid(rows, *VALUES, VALUE_STEPS))
    header = {
        "x": np.round(grid()[:, 0], 6).tolist(),
        "targets": {name: np.round(y[:, 0], 5).tolist() for name, y in targets().items()},
        "activations": list(ACTIVATIONS),
        "units": list(UNITS),
        "steepness": list(STEEPNESS),
        "values": list(VALUES),
        "valueSteps": VALUE_STEPS,
    }
    blocks = [np.array(numbers, dtype="<f4").tobytes(), squeeze(columns)]
    return header, zlib.compress(b"".join(blocks), 9)
