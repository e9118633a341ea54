r"""근접 경사하강법(proximal gradient descent): L1 벌점을 미분하지 않고, 걸은 뒤에 0 쪽으로 당깁니다.

Daubechies et al. (2004), 식 1.4; Beck & Teboulle (2009), 식 1.4(ISTA).
"""

from collections.abc import Iterable
from typing import Any, final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, number
from coursekit.optim.optimizer import Optimizer
from coursekit.parameter import Parameter

Array = NDArray[Any]


def soft_threshold(w: ArrayLike, threshold: float) -> Array:
    r"""0 쪽으로 `threshold`만큼 당기고, 0을 지나칠 것은 0으로 둡니다.

    .. math:: S_\tau(w) = \operatorname{sign}(w)\,\max(|w|-\tau,\,0)
              = \arg\min_v \tfrac12 (v-w)^2 + \tau|v|

    Parameters
    ----------
    w : array_like
        값.
    threshold : float
        당길 거리 :math:`\tau`, 0 이상.

    Returns
    -------
    ndarray
        모양과 dtype이 같은 새 배열.

    Raises
    ------
    ValueError
        `threshold`가 음수이거나 `w`가 실수 배열이 아닐 때.
    """
    w = array("w", w)
    tau = number("threshold", threshold, at_least=0)
    shrunk: Array = np.sign(w) * np.maximum(np.abs(w) - w.dtype.type(tau), 0)
    return shrunk


@final
class ProximalGradient(Optimizer):
    r"""근접 경사하강법: :math:`\theta \leftarrow S_{\eta\lambda}(\theta - \eta\,\nabla\mathcal{L}(\theta))`.

    :math:`\mathcal{L} + \lambda\|\theta\|_1`을 줄입니다. 기울기에 :math:`\lambda\operatorname{sign}(\theta)`를 더하는 방법은
    0 둘레에서 왔다 갔다 할 뿐 0이 되지 못하지만, 이 걸음은 필요 없는 가중치를 정확히 0으로 만듭니다.

    Parameters
    ----------
    params : iterable of Parameter
        바꿀 매개변수. 모두 벌점을 받습니다.
    lr : float
        학습률 :math:`\eta > 0`.
    l1 : float
        벌점의 세기 :math:`\lambda \ge 0`.

    Raises
    ------
    ValueError
        `l1`이 음수이거나 나머지 인자가 틀렸을 때.

    Examples
    --------
    >>> theta = Parameter([3.0, 0.1])
    >>> optimizer = ProximalGradient([theta], lr=0.5, l1=1.0)
    >>> optimizer.step()                   # 기울기는 0
    >>> theta.data
    array([2.5, 0. ])
    """

    def __init__(self, params: Iterable[Parameter], lr: float, l1: float = 0.0) -> None:
        super().__init__(params, lr)
        self.l1 = number("l1", l1, at_least=0)

    def _update(self) -> None:
        for p in self.params:
            p.data[...] = soft_threshold(p.data - self.lr * p.grad, self.lr * self.l1)
