r"""확률적 경사하강법과 모멘텀: 지난 기울기를 속도로 모아 두고 그 속도로 걷습니다.

Polyak (1964), "Some methods of speeding up the convergence of iteration methods";
Sutskever et al. (2013), "On the importance of initialization and momentum in deep learning".
"""

from collections.abc import Iterable
from typing import final

from coursekit.arguments import number
from coursekit.optim.optimizer import Optimizer
from coursekit.parameter import Parameter


@final
class SGD(Optimizer):
    r"""확률적 경사하강법(stochastic gradient descent). 모멘텀과 네스테로프 모멘텀을 고를 수 있습니다.

    .. math::

        v_t &= \mu v_{t-1} + (1 - \tau)\, g_t \\
        \theta_t &= \theta_{t-1} - \eta\, v_t
            \quad\text{(nesterov: } \theta_{t-1} - \eta\,(g_t + \mu v_t)\text{)}

    Parameters
    ----------
    params : iterable of Parameter
        바꿀 매개변수.
    lr : float
        학습률 :math:`\eta > 0`.
    momentum : float
        모멘텀 :math:`\mu \ge 0`. 0이면 속도를 두지 않습니다. 1 이상이면 속도가 줄지 않습니다.
    dampening : float
        새 기울기를 덜어 내는 비율 :math:`\tau`. 첫 걸음에는 torch처럼 쓰지 않아 :math:`v_1 = g_1`입니다.
    weight_decay : float
        기울기에 더하는 :math:`\lambda\theta`의 :math:`\lambda \ge 0`.
    nesterov : bool
        참이면 네스테로프(Nesterov) 모멘텀. `momentum`이 양수이고 `dampening`이 0이어야 합니다.

    Raises
    ------
    ValueError
        인자가 범위를 벗어나거나, `nesterov`를 켜고 `momentum`이 0이거나 `dampening`이 0이 아닐 때.

    Notes
    -----
    속도에 학습률이 들어 있지 않은 torch의 형태입니다.
    :math:`u_t = \mu u_{t-1} - \eta g_t`, :math:`\theta_t = \theta_{t-1} + u_t`로 적는 책도 있습니다.
    학습률이 일정하면 :math:`u_t = -\eta v_t`여서 두 궤적이 같고, 학습률을 도중에 바꾸면 갈라집니다.

    네스테로프 모멘텀은 앞을 내다본 점 :math:`\phi_t = \theta_t - \eta\mu v_t`에서 기울기를 잽니다
    (Sutskever et al. 2013, 식 3과 4). 여기서는 torch처럼 내다본 점 :math:`\phi` 자체를 저장합니다.
    """

    def __init__(
        self,
        params: Iterable[Parameter],
        lr: float = 1e-3,
        momentum: float = 0.0,
        dampening: float = 0.0,
        weight_decay: float = 0.0,
        nesterov: bool = False,
    ) -> None:
        super().__init__(params, lr)
        self.momentum = number("momentum", momentum, at_least=0)
        self.dampening = number("dampening", dampening)
        self.weight_decay = number("weight_decay", weight_decay, at_least=0)
        self.nesterov = nesterov
        if nesterov and self.momentum == 0:
            raise ValueError(
                f"`nesterov`를 켜려면 `momentum` 값은 0보다 커야 합니다(받은 값: {momentum})."
            )
        if nesterov and self.dampening != 0:
            raise ValueError(
                f"`nesterov`를 켜려면 `dampening` 값은 0이어야 합니다(받은 값: {dampening})."
            )
        if self.momentum:
            self._add_state("momentum_buffer")

    def _update(self) -> None:
        for theta, g, state in self._blocks():
            if self.weight_decay:
                g = g + self.weight_decay * theta
            if self.momentum:
                v = state["momentum_buffer"]
                v *= self.momentum
                v += g if self.t == 1 else (1 - self.dampening) * g
                g = g + self.momentum * v if self.nesterov else v
            theta -= self.lr * g
