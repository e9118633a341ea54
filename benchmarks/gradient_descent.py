"""Gradient descent: a step beside torch's, and what a numerical gradient costs."""

import numpy as np
import torch

from benchmarks.timing import best_times, print_ratios
from coursekit.data import toy
from coursekit.gradcheck import numerical_gradient
from coursekit.optim import GradientDescent
from coursekit.parameter import Parameter


def main() -> None:
    torch.set_num_threads(1)
    for dtype in (np.float32, np.float64):
        ours = Parameter(np.ones((1000, 1000), dtype))
        ours.grad = np.full_like(ours.data, 1e-3)
        theirs = torch.ones(
            1000, 1000, dtype=getattr(torch, np.dtype(dtype).name), requires_grad=True
        )
        theirs.grad = torch.full_like(theirs, 1e-3)
        descent, sgd = GradientDescent([ours], lr=0.1), torch.optim.SGD([theirs], lr=0.1)
        times = best_times({"torch.optim.SGD": sgd.step, "GradientDescent": descent.step})
        title = f"one step, 1M parameters, {np.dtype(dtype).name}"
        print_ratios(title, times, base="torch.optim.SGD")

    objective = toy.quadratic(np.eye(100))
    x = np.ones(100)
    times = best_times(
        {
            "analytic": lambda: objective.gradient(x),
            "numerical": lambda: numerical_gradient(objective, x),
        }
    )
    print_ratios("gradient of a quadratic with 100 variables", times, base="analytic")


if __name__ == "__main__":
    main()
