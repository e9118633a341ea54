"""Every optimizer's step beside torch's on one thread: a million parameters, and many small arrays."""

import numpy as np
import torch
from rich.console import Console
from rich.table import Table

from benchmarks.timing import best_times
from coursekit.optim import SGD, Adadelta, Adagrad, Adam, AdamW, RMSprop
from coursekit.parameter import Parameter

CASES = [
    (SGD, {}),
    (SGD, {"momentum": 0.9}),
    (SGD, {"momentum": 0.9, "nesterov": True}),
    (Adagrad, {}),
    (Adadelta, {}),
    (RMSprop, {}),
    (RMSprop, {"centered": True, "momentum": 0.9}),
    (Adam, {}),
    (Adam, {"amsgrad": True}),
    (AdamW, {}),
]


def steps(kind, options, shapes, dtype):
    """Our step and torch's, over parameters and gradients of the same numbers."""
    ours = [Parameter(np.ones(shape, dtype)) for shape in shapes]
    theirs = [torch.tensor(p.data, requires_grad=True) for p in ours]
    for p, q in zip(ours, theirs, strict=True):
        p.grad = np.full_like(p.data, 1e-3)
        q.grad = torch.tensor(p.grad)
    return (
        kind(ours, **options).step,
        getattr(torch.optim, kind.__name__)(theirs, **options).step,
    )


def main() -> None:
    torch.set_num_threads(1)
    layouts = {
        "1M parameters in one array, float32": ([(1000, 1000)], np.float32),
        "1M parameters in one array, float64": ([(1000, 1000)], np.float64),
        "50 arrays of 32 × 32, float32": ([(32, 32)] * 50, np.float32),
    }
    for layout, (shapes, dtype) in layouts.items():
        table = Table(title=f"one step, {layout}", title_justify="left")
        table.add_column("")
        for column in ("torch ms", "coursekit ms", "÷ torch"):
            table.add_column(column, justify="right")
        for kind, options in CASES:
            ours, theirs = steps(kind, options, shapes, dtype)
            times = best_times({"torch": theirs, "coursekit": ours})
            table.add_row(
                " ".join([kind.__name__, *(f"{name}={value}" for name, value in options.items())]),
                *(f"{seconds * 1e3:.3f}" for seconds in times.values()),
                f"{times['coursekit'] / times['torch']:.2f}",
            )
        Console().print(table)


if __name__ == "__main__":
    main()
