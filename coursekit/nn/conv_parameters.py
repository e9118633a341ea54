r"""합성곱 층의 매개변수: 그룹이 맞는지 보고 처음 값을 뽑습니다."""

import math

import numpy as np
from numpy.typing import DTypeLike

from coursekit.arguments import generator
from coursekit.nn.init import Initializer, fan_in_uniform
from coursekit.parameter import Parameter


def check_groups(groups: int, **channels: int) -> None:
    r"""채널의 수가 그룹으로 나누어떨어지는지 봅니다.

    Parameters
    ----------
    groups : int
        그룹의 수.
    **channels : int
        인자 이름마다의 채널 수.

    Raises
    ------
    ValueError
        나누어떨어지지 않을 때.
    """
    for name, count in channels.items():
        if count % groups:
            raise ValueError(
                f"`{name}` 값은 `groups`의 배수여야 합니다(받은 값: {count}, groups: {groups})."
            )


def start(
    shape: tuple[int, ...],
    filters: int,
    *,
    init: Initializer | None,
    rng: np.random.Generator | int,
    dtype: DTypeLike,
) -> tuple[Parameter, Parameter | None]:
    r"""가중치와 편향의 처음 값을 뽑습니다.

    Parameters
    ----------
    shape : tuple of int
        가중치의 모양.
    filters : int
        편향의 수. 0이면 편향이 없습니다.
    init : Initializer or None
        가중치를 뽑는 함수. `None`이면 torch의 기본값으로, 편향도 같은 범위에서 뽑습니다.
    rng : Generator or int
        난수 생성기나 씨앗.
    dtype : dtype
        실수 dtype.

    Returns
    -------
    weight : Parameter
        가중치.
    bias : Parameter or None
        편향.
    """
    rng = generator(rng)
    weight = Parameter((init or fan_in_uniform)(shape, rng=rng, dtype=dtype))
    if not filters:
        return weight, None
    if init is not None:
        return weight, Parameter(np.zeros(filters, dtype))
    bound = 1 / math.sqrt(math.prod(shape[1:]))
    return weight, Parameter(rng.uniform(-bound, bound, filters).astype(dtype))
