r"""직선으로 바꾸는 스케줄: 낮은 학습률에서 시작하는 예열(warm-up)에 씁니다.

Goyal et al. (2017), "Accurate, large minibatch SGD: training ImageNet in 1 hour", 2.2절.
"""

from typing import final

from coursekit.arguments import integer, number
from coursekit.optim.optimizer import Optimizer
from coursekit.optim.schedule.schedule import Schedule


@final
class LinearLR(Schedule):
    r"""학습률에 곱하는 값을 `start_factor`에서 `end_factor`까지 직선으로 바꾸고, 그 뒤로는 그대로 둡니다.

    .. math:: \eta_t = \eta_0 \left(a + (b - a) \min(t / T,\ 1)\right)

    Parameters
    ----------
    optimizer : Optimizer
        학습률을 바꿀 옵티마이저.
    start_factor : float
        처음 곱하는 값 :math:`a`, (0, 1].
    end_factor : float
        마지막에 곱하는 값 :math:`b`, [0, 1].
    total_iters : int
        걸리는 길이 :math:`T \ge 1`.

    Raises
    ------
    ValueError
        인자가 범위를 벗어날 때.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        start_factor: float = 1 / 3,
        end_factor: float = 1.0,
        total_iters: int = 5,
    ) -> None:
        super().__init__(optimizer)
        self.start_factor = number("start_factor", start_factor, above=0, at_most=1)
        self.end_factor = number("end_factor", end_factor, at_least=0, at_most=1)
        self.total_iters = integer("total_iters", total_iters, at_least=1)
        self._apply()

    def lr_at(self, t: int) -> float:  # noqa: D102
        part = min(t / self.total_iters, 1)
        return self.base_lr * (self.start_factor + (self.end_factor - self.start_factor) * part)
