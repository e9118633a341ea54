r"""초깃값의 눈금을 정하는 두 가지: 들고 나는 수(fan)와 활성화 함수에 맞춘 배율(gain)."""

import math

from coursekit.arguments import integer, number


def fans(shape: tuple[int, ...]) -> tuple[int, int]:
    r"""가중치 하나의 fan_in과 fan_out을 구합니다.

    Parameters
    ----------
    shape : tuple of int
        `(out, in, ...)`, 축이 둘 이상이고 길이는 1 이상.

    Returns
    -------
    fan_in : int
        출력 하나에 들어오는 입력의 수.
    fan_out : int
        입력 하나가 나가는 출력의 수.

    Raises
    ------
    ValueError
        축이 둘보다 적거나 길이가 1보다 작을 때.
    """
    if len(shape) < 2:
        raise ValueError(f"`shape` 축은 둘 이상이어야 합니다(받은 값: {tuple(shape)}).")
    out, into, *rest = (integer("shape", n, at_least=1) for n in shape)
    return into * math.prod(rest), out * math.prod(rest)


def calculate_gain(nonlinearity: str, param: float | None = None) -> float:
    r"""활성화 함수에 맞춘 배율입니다.

    ReLU는 입력의 절반을 0으로 만들어 제곱의 평균을 반으로 줄이므로, 가중치를 :math:`\sqrt 2`배 키워 되돌립니다.
    기울기가 :math:`a`인 LeakyReLU에서는 :math:`\sqrt{2/(1 + a^2)}`입니다.

    Parameters
    ----------
    nonlinearity : {"linear", "sigmoid", "tanh", "relu", "leaky_relu"}
        활성화 함수.
    param : float, optional
        "leaky_relu"의 음수 쪽 기울기. 주지 않으면 0.01입니다.

    Returns
    -------
    float
        배율. "linear"와 "sigmoid"는 1, "tanh"는 경험에서 온 5/3입니다.

    Raises
    ------
    ValueError
        모르는 활성화 함수일 때.
    """
    slope = 0.01 if param is None else number("param", param)
    gains = {
        "linear": 1.0,
        "sigmoid": 1.0,
        "tanh": 5 / 3,
        "relu": math.sqrt(2),
        "leaky_relu": math.sqrt(2 / (1 + slope**2)),
    }
    if nonlinearity not in gains:
        raise ValueError(
            f"`nonlinearity` 값은 {', '.join(map(repr, gains))} 가운데 하나여야 합니다"
            f"(받은 값: {nonlinearity!r})."
        )
    return gains[nonlinearity]
