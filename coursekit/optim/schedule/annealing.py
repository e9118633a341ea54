r"""반쪽 코사인을 따라 학습률을 식히는 스케줄들입니다."""

import math
from typing import Literal, final

from coursekit.arguments import integer, number
from coursekit.optim.optimizer import Optimizer
from coursekit.optim.schedule.schedule import Schedule


@final
class CosineAnnealingLR(Schedule):
    r"""학습률을 처음 값에서 `eta_min`까지 코사인 곡선으로 내립니다.

    Loshchilov & Hutter (2017), "SGDR: stochastic gradient descent with warm restarts", 식 5.
    다시 시작하지는 않습니다.

    .. math:: \eta_t = \eta_{\min} + \tfrac12 (\eta_0 - \eta_{\min})\left(1 + \cos(\pi t / T)\right)

    Parameters
    ----------
    optimizer : Optimizer
        학습률을 바꿀 옵티마이저.
    T_max : int
        바닥에 닿을 때까지의 길이 :math:`T \ge 1`. 더 세면 같은 곡선을 거꾸로 올라갑니다.
    eta_min : float
        바닥의 학습률 :math:`\eta_{\min} \ge 0`.

    Raises
    ------
    ValueError
        인자가 범위를 벗어날 때.
    """

    def __init__(self, optimizer: Optimizer, T_max: int, eta_min: float = 0.0) -> None:
        super().__init__(optimizer)
        self.T_max = integer("T_max", T_max, at_least=1)
        self.eta_min = number("eta_min", eta_min, at_least=0)
        self._apply()

    def lr_at(self, t: int) -> float:  # noqa: D102
        height = (1 + math.cos(math.pi * t / self.T_max)) / 2
        return self.eta_min + (self.base_lr - self.eta_min) * height


@final
class OneCycleLR(Schedule):
    r"""학습률을 한 번 올렸다가 아주 낮게 내리고, 모멘텀은 거꾸로 내렸다가 올립니다.

    Smith & Topin (2019), "Super-convergence: very fast training of neural networks using large
    learning rates". torch처럼 두 구간으로 나눕니다.

    Parameters
    ----------
    optimizer : Optimizer
        학습률을 바꿀 옵티마이저.
    max_lr : float
        꼭대기의 학습률, 0보다 큽니다. 옵티마이저에 준 학습률은 쓰지 않습니다.
    total_steps : int
        전체 길이, 1 이상. `step`은 `total_steps - 1` 번까지 부를 수 있습니다.
    pct_start : float
        올라가는 구간의 비율, [0, 1].
    anneal_strategy : {"cos", "linear"}
        코사인으로 바꿀지 직선으로 바꿀지.
    cycle_momentum : bool
        참이면 `momentum`이나 `betas[0]`도 바꿉니다.
    base_momentum, max_momentum : float
        모멘텀의 가장 낮은 값과 가장 높은 값, [0, 1].
    div_factor : float
        처음 학습률은 `max_lr / div_factor`입니다.
    final_div_factor : float
        마지막 학습률은 `max_lr / div_factor / final_div_factor`입니다.

    Raises
    ------
    ValueError
        인자가 범위를 벗어나거나, `cycle_momentum`을 켰는데 옵티마이저에 바꿀 모멘텀이 없을 때.
        torch는 `momentum=0`인 SGD도 받아 모멘텀을 켜지만, 여기서는 받지 않습니다.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        max_lr: float,
        total_steps: int,
        *,
        pct_start: float = 0.3,
        anneal_strategy: Literal["cos", "linear"] = "cos",
        cycle_momentum: bool = True,
        base_momentum: float = 0.85,
        max_momentum: float = 0.95,
        div_factor: float = 25.0,
        final_div_factor: float = 1e4,
    ) -> None:
        super().__init__(optimizer)
        self.max_lr = number("max_lr", max_lr, above=0)
        self.total_steps = integer("total_steps", total_steps, at_least=1)
        if anneal_strategy not in ("cos", "linear"):
            raise ValueError(
                f"`anneal_strategy` 값은 'cos'나 'linear'여야 합니다(받은 값: {anneal_strategy!r})."
            )
        self.anneal_strategy = anneal_strategy
        self.cycle_momentum = cycle_momentum
        self.base_momentum = number("base_momentum", base_momentum, at_least=0, at_most=1)
        self.max_momentum = number("max_momentum", max_momentum, at_least=0, at_most=1)
        self.first_lr = self.max_lr / number("div_factor", div_factor, above=0)
        self.final_lr = self.first_lr / number("final_div_factor", final_div_factor, above=0)
        # torch와 같이, 꼭대기는 정수가 아닐 수도 있는 이 자리입니다.
        self.peak = number("pct_start", pct_start, at_least=0, at_most=1) * self.total_steps - 1
        self._has_betas = hasattr(optimizer, "betas")
        if cycle_momentum and not (self._has_betas or getattr(optimizer, "momentum", None)):
            raise ValueError(
                "`cycle_momentum`을 켜려면 옵티마이저에 0보다 큰 `momentum`이나 `betas`가 있어야 합니다"
                f"(받은 옵티마이저: {type(optimizer).__name__})."
            )
        self._apply()

    def lr_at(self, t: int) -> float:  # noqa: D102
        return self._along(t, self.first_lr, self.max_lr, self.final_lr)

    def momentum_at(self, t: int) -> float:
        r"""`step`을 `t` 번 부른 뒤의 모멘텀을 구합니다. 아무것도 바꾸지 않습니다.

        Parameters
        ----------
        t : int
            `step`을 부른 수, 0 이상 `total_steps - 1` 이하.

        Returns
        -------
        float
            모멘텀.

        Raises
        ------
        ValueError
            `t`가 끝을 넘었을 때.
        """
        return self._along(t, self.max_momentum, self.base_momentum, self.max_momentum)

    def _along(self, t: int, first: float, middle: float, final: float) -> float:
        if t >= self.total_steps:
            raise ValueError(
                f"`step`은 {self.total_steps - 1}번까지 부를 수 있습니다"
                f"(`total_steps` 값: {self.total_steps}, 부른 수: {t})."
            )
        if t <= self.peak:
            return self._between(first, middle, t / self.peak if self.peak else 1.0)
        return self._between(middle, final, (t - self.peak) / (self.total_steps - 1 - self.peak))

    def _between(self, start: float, end: float, part: float) -> float:
        if self.anneal_strategy == "cos":
            return end + (start - end) * (1 + math.cos(math.pi * part)) / 2
        return start + (end - start) * part

    def _apply(self) -> None:
        super()._apply()
        if not self.cycle_momentum:
            return
        momentum = self.momentum_at(self.last_epoch)
        if self._has_betas:
            self.optimizer.betas = (momentum, self.optimizer.betas[1])  # type: ignore[attr-defined]
        else:
            self.optimizer.momentum = momentum  # type: ignore[attr-defined]
