r"""RMSprop: AdaGrad의 합을 지수 이동 평균으로 바꾸어, 걸음이 끝없이 짧아지지 않게 합니다.

Tieleman & Hinton (2012), "Lecture 6.5 - RMSProp", COURSERA: Neural Networks for Machine Learning;
`centered`는 Graves (2013), "Generating sequences with recurrent neural networks", 식 38-41.
"""

from collections.abc import Iterable
from typing import final

import numpy as np

from coursekit.arguments import number
from coursekit.optim.optimizer import Optimizer
from coursekit.parameter import Parameter


@final
class RMSprop(Optimizer):
    r"""RMSprop: 기울기를 최근 기울기의 제곱 평균 제곱근(root mean square)으로 나눕니다.

    .. math::

        s_t &= \alpha s_{t-1} + (1-\alpha)\, g_t^2 \\
        \theta_t &= \theta_{t-1} - \eta\, \frac{g_t}{\sqrt{s_t} + \epsilon}

    Parameters
    ----------
    params : iterable of Parameter
        바꿀 매개변수.
    lr : float
        학습률 :math:`\eta > 0`.
    alpha : float
        지난 평균을 남기는 비율 :math:`\alpha`, [0, 1].
    eps : float
        분모에 더하는 작은 값 :math:`\epsilon \ge 0`. 제곱근 **밖**에 더합니다.
    weight_decay : float
        기울기에 더하는 :math:`\lambda\theta`의 :math:`\lambda \ge 0`.
    momentum : float
        0보다 크면 나눈 기울기를 속도 :math:`b_t = \mu b_{t-1} + g_t/(\sqrt{s_t}+\epsilon)`로 모아
        그 속도로 걷습니다.
    centered : bool
        참이면 :math:`s_t`에서 평균 기울기의 제곱을 빼어 분산으로 나눕니다.

    Raises
    ------
    ValueError
        인자가 범위를 벗어날 때.

    Notes
    -----
    기울기가 일정하면 분산이 0에 다가가므로 `centered`의 걸음은 커집니다. 반올림 때문에 분산이 음수가 되면
    0으로 봅니다(torch는 이때 NaN을 냅니다).
    """

    def __init__(
        self,
        params: Iterable[Parameter],
        lr: float = 1e-2,
        alpha: float = 0.99,
        eps: float = 1e-8,
        weight_decay: float = 0.0,
        momentum: float = 0.0,
        centered: bool = False,
    ) -> None:
        super().__init__(params, lr)
        self.alpha = number("alpha", alpha, at_least=0, at_most=1)
        self.eps = number("eps", eps, at_least=0)
        self.weight_decay = number("weight_decay", weight_decay, at_least=0)
        self.momentum = number("momentum", momentum, at_least=0)
        self.centered = centered
        self._add_state("square_avg")
        if centered:
            self._add_state("grad_avg")
        if self.momentum:
            self._add_state("momentum_buffer")

    def _update(self) -> None:
        for theta, g, state in self._blocks():
            if self.weight_decay:
                g = g + self.weight_decay * theta
            s = state["square_avg"]
            s *= self.alpha
            s += (1 - self.alpha) * g**2
            if self.centered:
                mean = state["grad_avg"]
                mean *= self.alpha
                mean += (1 - self.alpha) * g
                s = np.maximum(s - mean**2, 0)
            step = g / (np.sqrt(s) + self.eps)
            if self.momentum:
                b = state["momentum_buffer"]
                b *= self.momentum
                b += step
                step = b
            theta -= self.lr * step
