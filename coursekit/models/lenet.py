r"""LeNet-5: 손글씨를 읽은 첫 합성곱 신경망과, 28×28 그림에 맞춘 요즘 꼴."""

from collections import OrderedDict

import numpy as np
from torch import nn

from coursekit.arguments import integer
from coursekit.models.seed import seeded

# 1998년 논문의 표 I: C3의 특성 맵 16개가 저마다 보는 S2의 특성 맵
LENET5_C3 = (
    (0, 1, 2),
    (1, 2, 3),
    (2, 3, 4),
    (3, 4, 5),
    (0, 4, 5),
    (0, 1, 5),
    (0, 1, 2, 3),
    (1, 2, 3, 4),
    (2, 3, 4, 5),
    (0, 3, 4, 5),
    (0, 1, 4, 5),
    (0, 1, 2, 5),
    (0, 1, 3, 4),
    (1, 2, 4, 5),
    (0, 2, 3, 5),
    (0, 1, 2, 3, 4, 5),
)


def lenet5(classes: int = 10, *, rng: np.random.Generator | int) -> nn.Sequential:
    r"""28×28 그림을 읽는 LeNet-5를 만듭니다: ReLU와 최대 풀링을 쓰는 요즘 꼴.

    첫 합성곱이 둘레에 0을 두 줄 채워 1998년의 32×32를 대신합니다.
    `coursekit.nn.lenet`은 같은 차례로 이은 NumPy 모델입니다.

    Parameters
    ----------
    classes : int
        클래스의 수, 1 이상.
    rng : Generator or int
        난수 생성기나 씨앗.

    Returns
    -------
    torch.nn.Sequential
        `(N, 1, 28, 28)`을 받아 `(N, classes)` 로짓을 내는 모델. 클래스가 10개면 매개변수가 61,706개입니다.

    Raises
    ------
    ValueError
        `classes`가 1보다 작을 때.
    """
    integer("classes", classes, at_least=1)
    with seeded(rng):
        return nn.Sequential(
            OrderedDict(
                conv1=nn.Conv2d(1, 6, 5, padding=2),
                relu1=nn.ReLU(),
                pool1=nn.MaxPool2d(2),
                conv2=nn.Conv2d(6, 16, 5),
                relu2=nn.ReLU(),
                pool2=nn.MaxPool2d(2),
                flatten=nn.Flatten(),
                fc1=nn.Linear(16 * 5 * 5, 120),
                relu3=nn.ReLU(),
                fc2=nn.Linear(120, 84),
                relu4=nn.ReLU(),
                fc3=nn.Linear(84, classes),
            )
        )


def lenet5_1998() -> dict[str, tuple[int, int]]:
    r"""1998년의 LeNet-5를 층마다 셉니다: 배우는 매개변수와 이음(connection)의 수.

    C3는 `LENET5_C3`에 적힌 특성 맵만 보고, 풀링(S2, S4)은 특성 맵마다 배율과 편향을 배웁니다.
    출력은 정해 둔 그림 10개까지의 거리라서 이음만 있고 배우는 것이 없습니다.

    Returns
    -------
    dict of str to (int, int)
        층의 이름마다 (매개변수, 이음). 합은 논문이 적은 60,000과 340,908입니다.
        LeCun et al. (1998), "Gradient-based learning applied to document recognition", II.B.

    Examples
    --------
    >>> [sum(column) for column in zip(*lenet5_1998().values())]
    [60000, 340908]
    """
    c3 = sum(25 * len(maps) + 1 for maps in LENET5_C3)
    c1, c5, f6 = 6 * (25 + 1), 120 * (16 * 25 + 1), 84 * (120 + 1)
    return {
        "C1": (c1, c1 * 28 * 28),
        "S2": (6 * 2, 6 * (4 + 1) * 14 * 14),
        "C3": (c3, c3 * 10 * 10),
        "S4": (16 * 2, 16 * (4 + 1) * 5 * 5),
        "C5": (c5, c5),
        "F6": (f6, f6),
        "output": (0, 10 * 84),
    }
