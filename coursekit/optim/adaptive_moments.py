r"""Adam과 AdamW가 함께 쓰는 규칙: 기울기의 평균으로 걷고, 제곱의 평균의 제곱근으로 걸음을 고릅니다.

Kingma & Ba (2015), "Adam: a method for stochastic optimization", Algorithm 1;
Reddi, Kale, Kumar (2018), "On the convergence of Adam and beyond", Algorithm 2.
"""

import math
from abc import abstractmethod
from collections.abc import Iterable
from typing import Any, final

import numpy as np
from numpy.typing import NDArray

from coursekit.arguments import number
from coursekit.optim.optimizer import Optimizer
from coursekit.parameter import Parameter

Array = NDArray[Any]


class AdaptiveMoments(Optimizer):
    r"""Adam과 AdamW가 함께 쓰는 규칙입니다. 둘은 가중치를 줄이는 자리(`_decay`)만 다릅니다.

    .. math::

        m_t &= \beta_1 m_{t-1} + (1-\beta_1)\, g_t \\
        v_t &= \beta_2 v_{t-1} + (1-\beta_2)\, g_t^2 \\
        \hat m_t &= m_t / (1 - \beta_1^t), \quad \hat v_t = v_t / (1 - \beta_2^t) \\
        \theta_t &= \theta_{t-1} - \eta\, \hat m_t / (\sqrt{\hat v_t} + \epsilon)

    Parameters
    ----------
    params : iterable of Parameter
        바꿀 매개변수.
    lr : float
        학습률 :math:`\eta > 0`.
    betas : tuple of (float, float)
        두 평균이 지난 값을 남기는 비율 :math:`\beta_1, \beta_2`, [0, 1).
    eps : float
        분모에 더하는 작은 값 :math:`\epsilon \ge 0`. 제곱근 **밖**에, 편향을 고친 뒤에 더합니다.
    weight_decay : float
        가중치 감쇠 :math:`\lambda \ge 0`.
    amsgrad : bool
        참이면 AMSGrad: :math:`v_t` 대신 지금까지의 최댓값 :math:`\max(v_1, \dots, v_t)`로 나눕니다.

    Raises
    ------
    ValueError
        인자가 범위를 벗어날 때.

    Notes
    -----
    편향 보정(bias correction)은 :math:`m_0 = v_0 = 0`에서 출발해 작아진 평균을 되돌립니다(논문 3절).

    AMSGrad는 Reddi, Kale, Kumar (2018), "On the convergence of Adam and beyond"의 Algorithm 2입니다.
    논문에는 편향 보정과 :math:`\epsilon`이 없습니다. 여기서는 torch처럼 보정하지 않은 :math:`v_t`의 최댓값을
    고른 다음 지금 걸음의 :math:`1 - \beta_2^t`로 나누므로, 나누는 값이 조금씩 줄어들 수 있습니다.
    """

    def __init__(
        self,
        params: Iterable[Parameter],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
        amsgrad: bool = False,
    ) -> None:
        super().__init__(params, lr)
        self.betas = _betas(betas)
        self.eps = number("eps", eps, at_least=0)
        self.weight_decay = number("weight_decay", weight_decay, at_least=0)
        self.amsgrad = amsgrad
        self._add_state("exp_avg")
        self._add_state("exp_avg_sq")
        if amsgrad:
            self._add_state("max_exp_avg_sq")

    @abstractmethod
    def _decay(self, theta: Array, g: Array) -> Array:
        r"""가중치를 줄이고, 두 평균이 볼 기울기를 돌려줍니다."""

    @final
    def _update(self) -> None:
        beta1, beta2 = self.betas
        # 편향 보정은 원소마다 같은 수라서 배열에 곱하지 않고 η와 ε에 모읍니다(논문 2절 끝):
        # η·m̂/(√v̂ + ε) = η_t·m/(√v + ε_t)
        root = math.sqrt(1 - beta2**self.t)
        lr, eps = self.lr * root / (1 - beta1**self.t), self.eps * root
        for theta, g, state in self._blocks():
            g = self._decay(theta, g)
            m, v = state["exp_avg"], state["exp_avg_sq"]
            s = np.empty_like(theta)  # 임시 배열은 이것 하나를 돌려 씁니다
            m *= beta1
            m += np.multiply(1 - beta1, g, out=s)
            v *= beta2
            v += np.multiply(1 - beta2, np.square(g, out=s), out=s)
            if self.amsgrad:
                v = np.maximum(v, state["max_exp_avg_sq"], out=state["max_exp_avg_sq"])
            np.sqrt(v, out=s)
            s += eps
            np.divide(m, s, out=s)
            theta -= np.multiply(lr, s, out=s)


def _betas(betas: Any) -> tuple[float, float]:
    if not isinstance(betas, (tuple, list)) or len(betas) != 2:
        raise ValueError(f"`betas` 값은 수 두 개여야 합니다(받은 값: {betas!r}).")
    beta1, beta2 = (number(f"betas[{i}]", beta, at_least=0) for i, beta in enumerate(betas))
    if max(beta1, beta2) >= 1:
        raise ValueError(f"`betas` 값은 모두 1보다 작아야 합니다(받은 값: {betas!r}).")
    return beta1, beta2
