r"""가중치의 처음 값을 뽑습니다. 모두 새 배열을 돌려주며 이름과 식은 `torch.nn.init`을 따릅니다.

`shape`는 `(out, in, ...)`입니다. 들어오는 수 fan_in은 `in`에, 나가는 수 fan_out은 `out`에 뒤쪽 축들의 곱을 곱한 것입니다.
"""

from coursekit.nn.init.basic import Initializer, constant, normal, ones, uniform, zeros
from coursekit.nn.init.fan import calculate_gain, fans
from coursekit.nn.init.orthogonal import orthogonal
from coursekit.nn.init.scaled import (
    fan_in_uniform,
    kaiming_normal,
    kaiming_uniform,
    xavier_normal,
    xavier_uniform,
)

__all__ = [
    "Initializer",
    "calculate_gain",
    "constant",
    "fan_in_uniform",
    "fans",
    "kaiming_normal",
    "kaiming_uniform",
    "normal",
    "ones",
    "orthogonal",
    "uniform",
    "xavier_normal",
    "xavier_uniform",
    "zeros",
]
