r"""LeNet-5: 합성곱과 풀링을 두 번 번갈아 놓고 선형 층 셋으로 마칩니다.

LeCun, Bottou, Bengio, Haffner (1998), "Gradient-based learning applied to document recognition", 2절.
"""

import numpy as np
from numpy.typing import DTypeLike

from coursekit.arguments import generator, integer
from coursekit.nn.activation import ReLU
from coursekit.nn.conv_layer import Conv2d
from coursekit.nn.flatten import Flatten
from coursekit.nn.init import Initializer, kaiming_normal
from coursekit.nn.linear import Linear
from coursekit.nn.pool_layer import MaxPool2d
from coursekit.nn.sequential import Sequential


def lenet(
    num_classes: int = 10,
    *,
    init: Initializer | None = kaiming_normal,
    needs_grad_input: bool = False,
    rng: np.random.Generator | int,
    dtype: DTypeLike = np.float64,
) -> Sequential:
    r"""28×28 흑백 영상 (N, 1, 28, 28)을 받는 LeNet-5를 만듭니다. 매개변수는 61,706개입니다.

    1998년의 것은 32×32를 받고, 둘째 합성곱이 앞 채널의 일부만 보고, 시그모이드 꼴의 활성화와 배우는 평균 풀링을 씁니다.
    여기서는 요즘 쓰는 대로 패딩 2, 모든 채널, ReLU, 최대 풀링입니다.

    Parameters
    ----------
    num_classes : int
        출력의 수, 1 이상.
    init : Initializer, optional
        가중치의 처음 값. `None`이면 torch의 기본값입니다.
    needs_grad_input : bool
        거짓이면 `backward`가 영상의 기울기를 구하지 않아 학습이 빨라집니다. 영상의 기울기를 보려면 참이어야 합니다.
    rng : Generator or int
        난수 생성기나 씨앗.
    dtype : dtype
        매개변수의 실수 dtype.

    Returns
    -------
    Sequential
        `Conv2d(1→6, 5×5), ReLU, MaxPool2d, Conv2d(6→16, 5×5), ReLU, MaxPool2d, Flatten, Linear(400→120→84→K)`.

    Raises
    ------
    ValueError
        `num_classes`가 1보다 작을 때.

    Examples
    --------
    >>> model = lenet(rng=0)
    >>> model(np.zeros((2, 1, 28, 28))).shape, sum(p.data.size for p in model.parameters())
    ((2, 10), 61706)
    """
    num_classes, rng = integer("num_classes", num_classes, at_least=1), generator(rng)
    return Sequential(
        Conv2d(
            *(1, 6, 5),
            padding=2,
            needs_grad_input=needs_grad_input,
            init=init,
            rng=rng,
            dtype=dtype,
        ),
        *[ReLU(), MaxPool2d(2)],
        *[Conv2d(6, 16, 5, init=init, rng=rng, dtype=dtype), ReLU(), MaxPool2d(2)],
        Flatten(),
        *[Linear(16 * 5 * 5, 120, init=init, rng=rng, dtype=dtype), ReLU()],
        *[Linear(120, 84, init=init, rng=rng, dtype=dtype), ReLU()],
        Linear(84, num_classes, init=init, rng=rng, dtype=dtype),
    )
