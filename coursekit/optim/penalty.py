r"""가중치 벌점: 손실에 더하는 값과, 기울기에 더하는 몫입니다."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any, final

import numpy as np
from numpy.typing import NDArray

from coursekit.arguments import number
from coursekit.parameter import Parameter

Array = NDArray[Any]


class Penalty(ABC):
    r"""매개변수의 크기에 매기는 벌점입니다.

    Penalty (추상)
    ├── L1Penalty
    └── L2Penalty

    Parameters
    ----------
    params : iterable of Parameter
        벌점을 받을 매개변수. 흔히 편향은 빼고 가중치만 줍니다.
    strength : float
        벌점의 세기 :math:`\lambda \ge 0`.

    Raises
    ------
    ValueError
        `params`가 비었거나 `Parameter`가 아닌 것이 있거나 `strength`가 음수일 때.
    """

    def __init__(self, params: Iterable[Parameter], strength: float) -> None:
        self.params = list(params)
        if not self.params or not all(isinstance(p, Parameter) for p in self.params):
            kinds = [type(p).__name__ for p in self.params]
            raise ValueError(f"`params` 값은 Parameter 하나 이상이어야 합니다(받은 형: {kinds}).")
        self.strength = number("strength", strength, at_least=0)

    @final
    def __call__(self) -> float:
        r"""지금 매개변수의 벌점."""
        return self.strength * sum(self._value(p.data) for p in self.params)

    @final
    def backward(self) -> None:
        r"""벌점의 기울기를 `Parameter.grad`에 더합니다. 손실의 `backward`와 차례는 상관없습니다."""
        for p in self.params:
            p.grad = p.grad + p.data.dtype.type(self.strength) * self._slope(p.data)

    @abstractmethod
    def _value(self, w: Array) -> float:
        r"""세기가 1일 때의 벌점."""

    @abstractmethod
    def _slope(self, w: Array) -> Array:
        r"""세기가 1일 때의 기울기."""


@final
class L2Penalty(Penalty):
    r"""제곱의 합 :math:`\tfrac{\lambda}{2}\|W\|^2`. 기울기는 :math:`\lambda W`입니다.

    제곱해 더한 값에 제곱근을 씌우지 않습니다. 절반은 미분하면 2와 지워지라고 붙입니다.
    `SGD(weight_decay=λ)`와 같은 걸음이지만 `Adam`에서는 기울기와 함께 나뉘므로 `AdamW`와 다릅니다.

    Parameters
    ----------
    params : iterable of Parameter
        벌점을 받을 매개변수. 흔히 편향은 빼고 가중치만 줍니다.
    strength : float
        벌점의 세기 :math:`\lambda \ge 0`.
    """

    def _value(self, w: Array) -> float:
        return float(np.vdot(w, w)) / 2

    def _slope(self, w: Array) -> Array:
        return w


@final
class L1Penalty(Penalty):
    r"""절댓값의 합 :math:`\lambda\|W\|_1`. 기울기는 :math:`\lambda\operatorname{sign}(W)`이고 0에서는 0을 씁니다.

    정확히 0인 가중치를 바라면 기울기를 더하는 대신 `ProximalGradient`로 걷습니다.

    Parameters
    ----------
    params : iterable of Parameter
        벌점을 받을 매개변수. 흔히 편향은 빼고 가중치만 줍니다.
    strength : float
        벌점의 세기 :math:`\lambda \ge 0`.
    """

    def _value(self, w: Array) -> float:
        return float(np.abs(w).sum())

    def _slope(self, w: Array) -> Array:
        return np.sign(w)
