r"""AdaGrad: 지금까지 받은 기울기의 제곱을 매개변수마다 더해 두고, 많이 받은 쪽의 걸음을 줄입니다.

Duchi, Hazan, Singer (2011), "Adaptive subgradient methods for online learning and stochastic
optimization"에서 대각 행렬을 쓰는 판.
"""

from collections.abc import Iterable
from typing import final

import numpy as np

from coursekit.arguments import number
from coursekit.optim.optimizer import Optimizer
from coursekit.parameter import Parameter


@final
class Adagrad(Optimizer):
    r"""AdaGrad: 기울기 제곱의 **합**으로 매개변수마다 학습률을 조절합니다.

    .. math::

        G_t &= G_{t-1} + g_t^2 \\
        \theta_t &= \theta_{t-1} - \frac{\eta}{1 + (t-1)\gamma}\, \frac{g_t}{\sqrt{G_t} + \epsilon}

    Parameters
    ----------
    params : iterable of Parameter
        바꿀 매개변수.
    lr : float
        학습률 :math:`\eta > 0`.
    lr_decay : float
        학습률을 걸음 수에 따라 줄이는 :math:`\gamma \ge 0`. 논문에는 없고 torch에 있습니다.
    weight_decay : float
        기울기에 더하는 :math:`\lambda\theta`의 :math:`\lambda \ge 0`.
    initial_accumulator_value : float
        합의 처음 값 :math:`G_0 \ge 0`.
    eps : float
        분모에 더하는 작은 값 :math:`\epsilon \ge 0`. 제곱근 **밖**에 더합니다.

    Raises
    ------
    ValueError
        인자가 범위를 벗어날 때.

    Notes
    -----
    합은 줄어들지 않으므로 걸음은 갈수록 짧아집니다.
    기울기의 크기가 늘 같다면 :math:`t`번째 걸음의 길이는 :math:`\eta/\sqrt{t}`입니다.
    """

    def __init__(
        self,
        params: Iterable[Parameter],
        lr: float = 1e-2,
        lr_decay: float = 0.0,
        weight_decay: float = 0.0,
        initial_accumulator_value: float = 0.0,
        eps: float = 1e-10,
    ) -> None:
        super().__init__(params, lr)
        self.lr_decay = number("lr_decay", lr_decay, at_least=0)
        self.weight_decay = number("weight_decay", weight_decay, at_least=0)
        self.eps = number("eps", eps, at_least=0)
        start = number("initial_accumulator_value", initial_accumulator_value, at_least=0)
        self._add_state("sum", start)

    def _update(self) -> None:
        lr = self.lr / (1 + (self.t - 1) * self.lr_decay)
        for theta, g, state in self._blocks():
            if self.weight_decay:
                g = g + self.weight_decay * theta
            G = state["sum"]
            G += g**2
            theta -= lr * g / (np.sqrt(G) + self.eps)
