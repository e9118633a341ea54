r"""옵티마이저: 기울기를 보고 매개변수를 바꾸는 규칙들입니다."""

from coursekit.optim.descend import Differentiable, Trajectory, descend
from coursekit.optim.gradient_descent import GradientDescent
from coursekit.optim.optimizer import Optimizer
from coursekit.optim.rates import condition_number, contraction_rate, largest_lr, optimal_lr

__all__ = [
    "Differentiable",
    "GradientDescent",
    "Optimizer",
    "Trajectory",
    "condition_number",
    "contraction_rate",
    "descend",
    "largest_lr",
    "optimal_lr",
]
