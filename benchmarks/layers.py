"""Layers forward and backward beside torch's on one thread; those of a CNN stand in the table of `conv`."""

import numpy as np
import torch

from benchmarks.timing import best_times, print_ratios
from coursekit.nn import GELU, BatchNorm1d, Dropout, LayerNorm, LeakyReLU

IMAGES, ROWS = (16, 64, 28, 28), (128, 1024)
CASES = {
    "LeakyReLU": (lambda: LeakyReLU(), torch.nn.LeakyReLU, IMAGES),
    "GELU(tanh)": (lambda: GELU("tanh"), lambda: torch.nn.GELU("tanh"), ROWS),
    "Dropout": (lambda: Dropout(0.5, rng=0), torch.nn.Dropout, IMAGES),
    "BatchNorm1d": (
        lambda dtype: BatchNorm1d(1024, dtype=dtype), lambda: torch.nn.BatchNorm1d(1024), ROWS
    ),
    "LayerNorm": (
        lambda dtype: LayerNorm(1024, dtype=dtype), lambda: torch.nn.LayerNorm(1024), ROWS
    ),
}  # fmt: skip


def passes(ours, theirs, shape, dtype):
    """Forward and backward once, ours and torch's, on the same numbers."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=shape).astype(dtype)
    layer = ours(dtype) if ours.__code__.co_argcount else ours()
    grad = rng.normal(size=layer(x).shape).astype(dtype)
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
