r"""옵티마이저: 기울기를 보고 매개변수를 바꾸는 규칙들입니다."""

from coursekit.optim.adadelta import Adadelta
from coursekit.optim.adagrad import Adagrad
from coursekit.optim.adam import Adam
from coursekit.optim.adamw import AdamW
from coursekit.optim.adaptive_moments import AdaptiveMoments
from coursekit.optim.descend import Differentiable, Trajectory, descend
from coursekit.optim.gradient_descent import GradientDescent
from coursekit.optim.optimizer import Optimizer
from coursekit.optim.penalty import L1Penalty, L2Penalty, Penalty
from coursekit.optim.proximal import ProximalGradient, soft_threshold
from coursekit.optim.rates import (
    condition_number,
    contraction_rate,
    heavy_ball_rate,
    largest_lr,
    nesterov_rate,
    optimal_heavy_ball,
    optimal_lr,
)
from coursekit.optim.rmsprop import RMSprop
from coursekit.optim.sgd import SGD

__all__ = [
    "SGD",
    "Adadelta",
    "Adagrad",
    "Adam",
    "AdamW",
    "AdaptiveMoments",
    "Differentiable",
    "GradientDescent",
    "L1Penalty",
    "L2Penalty",
    "Optimizer",
    "Penalty",
    "ProximalGradient",
    "RMSprop",
    "Trajectory",
    "condition_number",
    "contraction_rate",
    "descend",
    "heavy_ball_rate",
    "largest_lr",
    "nesterov_rate",
    "optimal_heavy_ball",
    "optimal_lr",
    "soft_threshold",
]
