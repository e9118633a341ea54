"""Layers forward and backward beside torch's on one thread: goals are ReLU <= 2.5, batch norm <= 1.8."""

import numpy as np
import torch

from benchmarks.timing import best_times, print_ratios
from coursekit.nn import GELU, BatchNorm1d, BatchNorm2d, Dropout, LayerNorm, LeakyReLU, ReLU

IMAGES, ROWS = (16, 64, 28, 28), (128, 1024)
CASES = {
    "ReLU": (lambda: ReLU(), torch.nn.ReLU, IMAGES),
    "LeakyReLU": (lambda: LeakyReLU(), torch.nn.LeakyReLU, IMAGES),
    "GELU(tanh)": (lambda: GELU("tanh"), lambda: torch.nn.GELU("tanh"), ROWS),
    "Dropout": (lambda: Dropout(0.5, rng=0), torch.nn.Dropout, IMAGES),
    "BatchNorm1d": (
        lambda dtype: BatchNorm1d(1024, dtype=dtype), lambda: torch.nn.BatchNorm1d(1024), ROWS
    ),
    "BatchNorm2d": (
        lambda dtype: BatchNorm2d(64, dtype=dtype), lambda: torch.nn.BatchNorm2d(64), IMAGES
    ),
    "LayerNorm": (
        lambda dtype: LayerNorm(1024, dtype=dtype), lambda: torch.nn.LayerNorm(1024), ROWS
    ),
}  # fmt: skip


def passes(ours, theirs, shape, dtype):
    """Forward and backward once, ours and torch's, on the same numbers."""
    rng = np.random.default_rng(0)
    x, grad = (rng.normal(size=shape).astype(dtype) for _ in range(2))
    layer = ours(dtype) if ours.__code__.co_argcount else ours()
    module = theirs().to(torch.float32 if dtype == np.float32 else torch.float64)
    tx, tgrad = torch.tensor(x, requires_grad=True), torch.tensor(grad)

    def torchs():
        tx.grad = None
        module(tx).backward(tgrad)

    def coursekits():
        layer(x)
        layer.backward(grad)

    return torchs, coursekits


def main() -> None:
    torch.set_num_threads(1)
    for dtype in (np.float32, np.float64):
        for name, (ours, theirs, shape) in CASES.items():
            torchs, coursekits = passes(ours, theirs, shape, dtype)
            times = best_times({"torch": torchs, "coursekit": coursekits})
            title = f"{name} forward + backward, {' × '.join(map(str, shape))}, {dtype.__name__}"
            print_ratios(title, times, base="torch")


if __name__ == "__main__":
    main()
