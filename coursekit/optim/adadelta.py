r"""Adadelta: 걸음의 단위를 매개변수의 단위와 맞추어 학습률을 없애려 한 방법입니다.

Zeiler (2012), "ADADELTA: an adaptive learning rate method", Algorithm 1.
"""

from collections.abc import Iterable
from typing import final

import numpy as np

from coursekit.arguments import number
from coursekit.optim.optimizer import Optimizer
from coursekit.parameter import Parameter


@final
class Adadelta(Optimizer):
    r"""Adadelta: 지난 걸음의 크기를 지난 기울기의 크기로 나눈 비를 학습률 자리에 씁니다.

    .. math::

        s_t &= \rho s_{t-1} + (1-\rho)\, g_t^2 \\
        \delta_t &= \frac{\sqrt{d_{t-1} + \epsilon}}{\sqrt{s_t + \epsilon}}\, g_t \\
        d_t &= \rho d_{t-1} + (1-\rho)\, \delta_t^2 \\
        \theta_t &= \theta_{t-1} - \eta\, \delta_t

    Parameters
    ----------
    params : iterable of Parameter
        바꿀 매개변수.
    lr : float
        걸음에 곱하는 :math:`\eta > 0`. 논문에는 없으며 1이면 논문과 같습니다.
    rho : float
        지난 평균을 남기는 비율 :math:`\rho`, [0, 1].
    eps : float
        :math:`\epsilon \ge 0`. 제곱근 **안**에 더하고, 첫 걸음의 크기를 정합니다.
    weight_decay : float
        기울기에 더하는 :math:`\lambda\theta`의 :math:`\lambda \ge 0`.

    Raises
    ------
    ValueError
        인자가 범위를 벗어날 때.

    Notes
    -----
    :math:`\epsilon`을 빼고 보면 :math:`\delta`의 단위는 (걸음/기울기)×기울기, 곧 매개변수의 단위입니다.
    그래서 매개변수의 눈금을 바꾸면 걸음도 같은 배율로 바뀝니다. 경사하강법과 RMSprop은 그렇지 않습니다.
    """

    def __init__(
        self,
        params: Iterable[Parameter],
        lr: float = 1.0,
        rho: float = 0.9,
        eps: float = 1e-6,
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(params, lr)
        self.rho = number("rho", rho, at_least=0, at_most=1)
        self.eps = number("eps", eps, at_least=0)
        self.weight_decay = number("weight_decay", weight_decay, at_least=0)
        self._add_state("square_avg")
        self._add_state("acc_delta")

    def _update(self) -> None:
        rho, eps = self.rho, self.eps
        for theta, g, state in self._blocks():
            if self.weight_decay:
                g = g + self.weight_decay * theta
            s, d = state["square_avg"], state["acc_delta"]
            s *= rho
            s += (1 - rho) * g**2
            delta = np.sqrt(d + eps) / np.sqrt(s + eps) * g
            d *= rho
            d += (1 - rho) * delta**2
            theta -= self.lr * delta
