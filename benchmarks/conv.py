"""A CNN's parts beside torch's, one thread each in one process: time ÷ torch's, and the goal of each.

For convolution the time ÷ that of its matrix products alone stands beside it: no column buffer, no padding,
nothing but the BLAS of this machine. Where OpenBLAS leaves AVX-512 unused there is a second table with it.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import torch
from rich.console import Console
from rich.table import Table
from threadpoolctl import threadpool_limits

from benchmarks import blas, layers, lenet_epoch, optimizers
from benchmarks.timing import best_times
from coursekit.nn import BatchNorm2d, MaxPool2d, ReLU, conv2d_backward, conv2d_forward
from coursekit.optim import SGD, Adam, AdamW, RMSprop

# N, C, H = W, F, k, stride, padding
SHAPES = {
    "A": (32, 3, 32, 32, 3, 1, 1),
    "B": (16, 64, 28, 64, 3, 1, 1),
    "C": (8, 32, 56, 64, 5, 2, 2),
}
MILLION = [(1000, 1000)]
Run = Callable[[], object]


class Row(NamedTuple):
    """Two contenders for the same work, the largest ratio that is good enough, and the bare products."""

    what: str
    torchs: Run
    ours: Run
    goal: float | None = None
    products: Run | None = None
    rounds: int = 15


def convolution(name: str, dtype: type) -> Iterator[Row]:
    n, c, size, f, k, stride, padding = SHAPES[name]
    rng = np.random.default_rng(0)
    x, weight, bias = (
        rng.normal(size=shape).astype(dtype) for shape in [(n, c, size, size), (f, c, k, k), f]
    )
    leaves = [torch.tensor(a, requires_grad=True) for a in (x, weight, bias)]
    options = {"stride": stride, "padding": padding}
    y, cache = conv2d_forward(x, weight, bias, **options)
    grad = rng.normal(size=y.shape).astype(dtype)
    ty, tgrad = torch.nn.functional.conv2d(*leaves, **options), torch.tensor(grad)

    flat, out = weight.reshape(f, -1), grad.reshape(n, f, -1)
    columns = rng.normal(size=(flat.shape[1], out.shape[2])).astype(dtype)
    wide, narrow, square = np.empty_like(out[0]), np.empty_like(columns), np.empty_like(flat)

    def forward_products():
        for _ in range(n):
            np.matmul(flat, columns, out=wide)

    def backward_products():
        for g in out:
            np.matmul(g, columns.T, out=square)
            np.matmul(flat.T, g, out=narrow)

    single, deep = dtype is np.float32, name != "A"
    yield Row(
        f"conv {name} forward",
        lambda: torch.nn.functional.conv2d(*leaves, **options),
        lambda: conv2d_forward(x, weight, bias, **options),
        1.6 if single else 0.5 if deep else None,
        forward_products,
    )
    yield Row(
        f"conv {name} backward",
        lambda: torch.autograd.grad(ty, leaves, tgrad, retain_graph=True),
        lambda: conv2d_backward(grad, cache),
        1.7 if single else 0.8 if deep else None,
        backward_products,
    )


def layer(what: str, goal: float, ours: Callable, theirs: Callable, dtype: type) -> Row:
    return Row(
        f"{what} forward + backward", *layers.passes(ours, theirs, layers.IMAGES, dtype), goal
    )


def step(kind: type, options: dict, goal: float | None, dtype: type) -> Row:
    ours, theirs = optimizers.steps(kind, options, MILLION, dtype)
    named = " ".join([kind.__name__, *(f"{name}={value}" for name, value in options.items())])
    return Row(f"{named} step, 1M parameters", theirs, ours, goal, rounds=40)


def rows(dtype: type) -> Iterator[Row]:
    for name in SHAPES:
        yield from convolution(name, dtype)
    yield layer("max pool 2 × 2", 0.6, lambda: MaxPool2d(2), lambda: torch.nn.MaxPool2d(2), dtype)
    yield layer(
        "batch norm",
        1.8,
        lambda dtype: BatchNorm2d(64, dtype=dtype),
        lambda: torch.nn.BatchNorm2d(64),
        dtype,
    )
    yield layer("ReLU", 2.5, lambda: ReLU(), torch.nn.ReLU, dtype)
    for kind, options, goal in [
        (Adam, {}, 1.0),
        (AdamW, {}, None),
        (RMSprop, {}, None),
        (SGD, {"momentum": 0.9}, None),
    ]:
        yield step(kind, options, goal, dtype)
    goal = 2.0 if dtype is np.float32 else 1.0
    what, theirs, ours = lenet_epoch.epochs(dtype)
    yield Row(what, theirs, ours, goal, rounds=3)


def measure(table: Table, row: Row, dtype: type) -> None:
    contenders = {"torch": row.torchs, "coursekit": row.ours}
    if row.products:
        contenders["products"] = row.products
    best = best_times(contenders, rounds=row.rounds)
    ratio = best["coursekit"] / best["torch"]
    table.add_row(
        row.what,
        dtype.__name__,
        f"{best['torch'] * 1e3:.2f}",
        f"{best['coursekit'] * 1e3:.2f}",
        f"{ratio:.2f}",
        f"{best['coursekit'] / best['products']:.2f}" if row.products else "",
        "" if row.goal is None else f"{row.goal:.1f}",
        "" if row.goal is None else "yes" if ratio <= row.goal else "NO",
    )


def main() -> None:
    torch.set_num_threads(1)
    table = Table(title=f"A CNN's parts, one thread. {blas.kernels()}", title_justify="left")
    table.add_column("")
    table.add_column("dtype")
    for column in ("torch ms", "coursekit ms", "÷ torch", "÷ GEMM", "goal", "met?"):
        table.add_column(column, justify="right")
    with threadpool_limits(1):
        for dtype in (np.float32, np.float64):
            for row in rows(dtype):
                measure(table, row, dtype)
            table.add_section()
    Console(width=max(110, Console().width)).print(table)
    if blas.narrow():  # the same once more with the kernels that fit the processor
        wider = {**os.environ, **blas.WIDER}
        subprocess.run([sys.executable, "-m", "benchmarks.conv"], env=wider, check=True)


if __name__ == "__main__":
    main()
