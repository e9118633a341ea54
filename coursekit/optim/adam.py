r"""Adam: 가중치 감쇠를 기울기에 더하는 판입니다.

Kingma & Ba (2015), "Adam: a method for stochastic optimization", Algorithm 1.
"""

from typing import Any, final

from numpy.typing import NDArray

from coursekit.optim.adaptive_moments import AdaptiveMoments

Array = NDArray[Any]


@final
class Adam(AdaptiveMoments):
    r"""Adam. `weight_decay`는 기울기에 더하는 L2 벌점입니다.

    Parameters
    ----------
    params : iterable of Parameter
        바꿀 매개변수.
    lr : float
        학습률 :math:`\eta > 0`.
    betas : tuple of (float, float)
        두 평균이 지난 값을 남기는 비율 :math:`\beta_1, \beta_2`, [0, 1).
    eps : float
        분모에 더하는 작은 값 :math:`\epsilon \ge 0`.
    weight_decay : float
        기울기에 더하는 :math:`\lambda\theta`의 :math:`\lambda \ge 0`. 기울기와 함께 :math:`\sqrt{\hat v}`로 나뉩니다.
    amsgrad : bool
        참이면 AMSGrad.

    Raises
    ------
    ValueError
        인자가 범위를 벗어날 때.

    See Also
    --------
    AdaptiveMoments : 식과 `amsgrad`의 설명.

    Examples
    --------
    >>> theta = Parameter([4.0])
    >>> optimizer = Adam([theta], lr=0.5)
    >>> theta.grad = 2 * theta.data        # 첫 걸음의 길이는 기울기와 상관없이 lr입니다
    >>> optimizer.step()
    >>> float(theta.data[0].round(6))
    3.5
    """

    def _decay(self, theta: Array, g: Array) -> Array:
        return g + self.weight_decay * theta if self.weight_decay else g
