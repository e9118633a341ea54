r"""스케줄 여럿을 차례로 이어 붙입니다: 예열한 다음 식히는 것이 흔한 쓰임입니다."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import final

from coursekit.arguments import integer
from coursekit.optim.optimizer import Optimizer
from coursekit.optim.schedule.schedule import Schedule


@final
class SequentialLR(Schedule):
    r"""정해 둔 때(milestone)마다 다음 스케줄로 넘어갑니다. 넘어간 스케줄은 0부터 셉니다.

    Parameters
    ----------
    optimizer : Optimizer
        학습률을 바꿀 옵티마이저.
    schedulers : sequence of Schedule
        이어 붙일 스케줄, 하나 이상. 모두 같은 `optimizer`로 만든 것이어야 합니다.
    milestones : sequence of int
        넘어가는 때, 커지는 차례로 스케줄보다 하나 적게. 1 이상입니다.

    Raises
    ------
    ValueError
        스케줄이 없거나, 옵티마이저가 다르거나, `milestones`의 개수나 차례가 맞지 않을 때.
    """

    def __init__(
        self, optimizer: Optimizer, schedulers: Sequence[Schedule], milestones: Sequence[int]
    ) -> None:
        super().__init__(optimizer)
        self.schedulers = list(schedulers)
        self.milestones = [
            integer(f"milestones[{i}]", m, at_least=1) for i, m in enumerate(milestones)
        ]
        if not self.schedulers:
            raise ValueError("`schedulers` 값은 비어 있지 않아야 합니다(받은 스케줄: 0개).")
        for i, schedule in enumerate(self.schedulers):
            if not isinstance(schedule, Schedule) or schedule.optimizer is not optimizer:
                raise ValueError(
                    f"`schedulers[{i}]` 값은 같은 옵티마이저로 만든 스케줄이어야 합니다"
                    f"(받은 형: {type(schedule).__name__})."
                )
        if len(self.milestones) != len(self.schedulers) - 1:
            raise ValueError(
                f"`milestones` 개수는 {len(self.schedulers) - 1}이어야 합니다"
                f"(받은 개수: {len(self.milestones)})."
            )
        if any(a >= b for a, b in zip(self.milestones, self.milestones[1:], strict=False)):
            raise ValueError(f"`milestones` 값은 갈수록 커져야 합니다(받은 값: {self.milestones}).")
        self._apply()

    def _current(self, t: int) -> tuple[Schedule, int]:
        r"""`t` 번째에 맡는 스케줄과, 그 스케줄이 센 수."""
        i = bisect_right(self.milestones, t)
        return self.schedulers[i], t - (self.milestones[i - 1] if i else 0)

    def lr_at(self, t: int) -> float:  # noqa: D102
        schedule, own = self._current(t)
        return schedule.lr_at(own)

    def _apply(self) -> None:
        schedule, own = self._current(self.last_epoch)
        schedule.last_epoch = own
        schedule._apply()

    def _rebase(self, base_lr: float) -> None:
        super()._rebase(base_lr)
        for schedule in self.schedulers:
            schedule._rebase(base_lr)
