r"""AdamW: 가중치 감쇠를 기울기와 따로 하는 판입니다.

Loshchilov & Hutter (2019), "Decoupled weight decay regularization", Algorithm 2.
"""

from collections.abc import Iterable
from typing import Any, final

from numpy.typing import NDArray

from coursekit.optim.adaptive_moments import AdaptiveMoments
from coursekit.parameter import Parameter

Array = NDArray[Any]


@final
class AdamW(AdaptiveMoments):
    r"""AdamW: 가중치를 기울기와 따로(decoupled) 줄입니다.

    논문은 줄이는 양을 스케줄의 배율로만 조절하고 학습률은 곱하지 않습니다.
    여기서는 torch처럼 `lr`을 곱하므로, 학습률을 바꾸면 줄이는 양도 함께 바뀝니다.

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
        걸음마다 매개변수에 :math:`1 - \eta\lambda`를 곱합니다, :math:`\lambda \ge 0`.
        두 평균은 이것을 보지 못합니다.
    amsgrad : bool
        참이면 AMSGrad.

    Raises
    ------
    ValueError
        인자가 범위를 벗어날 때.

    See Also
    --------
    AdaptiveMoments : 식과 `amsgrad`의 설명.
    """

    def __init__(
        self,
        params: Iterable[Parameter],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
        amsgrad: bool = False,
    ) -> None:
        super().__init__(params, lr, betas, eps, weight_decay, amsgrad)

    def _decay(self, theta: Array, g: Array) -> Array:
        theta *= 1 - self.lr * self.weight_decay
        return g
