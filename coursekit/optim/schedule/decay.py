r"""일정한 비율로 줄이는 스케줄: 계단과 등비."""

from typing import final

from coursekit.arguments import integer, number
from coursekit.optim.optimizer import Optimizer
from coursekit.optim.schedule.schedule import Schedule


@final
class StepLR(Schedule):
    r"""`step_size` 번마다 학습률에 `gamma`를 곱합니다.

    .. math:: \eta_t = \eta_0\, \gamma^{\lfloor t / s \rfloor}

    Parameters
    ----------
    optimizer : Optimizer
        학습률을 바꿀 옵티마이저.
    step_size : int
        계단 하나의 길이 :math:`s \ge 1`.
    gamma : float
        곱하는 비율 :math:`\gamma > 0`.

    Raises
    ------
    ValueError
        인자가 범위를 벗어날 때.
    """

    def __init__(self, optimizer: Optimizer, step_size: int, gamma: float = 0.1) -> None:
        super().__init__(optimizer)
        self.step_size = integer("step_size", step_size, at_least=1)
        self.gamma = number("gamma", gamma, above=0)
        self._apply()

    def lr_at(self, t: int) -> float:  # noqa: D102
        return self.base_lr * self.gamma ** (t // self.step_size)


@final
class ExponentialLR(Schedule):
    r"""셀 때마다 학습률에 `gamma`를 곱합니다.

    .. math:: \eta_t = \eta_0\, \gamma^t

    Parameters
    ----------
    optimizer : Optimizer
        학습률을 바꿀 옵티마이저.
    gamma : float
        곱하는 비율 :math:`\gamma > 0`.

    Raises
    ------
    ValueError
        인자가 범위를 벗어날 때.
    """

    def __init__(self, optimizer: Optimizer, gamma: float) -> None:
        super().__init__(optimizer)
        self.gamma = number("gamma", gamma, above=0)
        self._apply()

    def lr_at(self, t: int) -> float:  # noqa: D102
        return self.base_lr * self.gamma**t
