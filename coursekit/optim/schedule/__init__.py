r"""학습률 스케줄: 걸음 수를 보고 옵티마이저의 학습률을 바꾸는 것들입니다."""

from coursekit.optim.schedule.annealing import CosineAnnealingLR, OneCycleLR
from coursekit.optim.schedule.decay import ExponentialLR, StepLR
from coursekit.optim.schedule.linear import LinearLR
from coursekit.optim.schedule.schedule import Schedule
from coursekit.optim.schedule.sequential import SequentialLR

__all__ = [
    "CosineAnnealingLR",
    "ExponentialLR",
    "LinearLR",
    "OneCycleLR",
    "Schedule",
    "SequentialLR",
    "StepLR",
]
