"""The problem on which every optimizer walks beside torch's."""

import numpy as np
import pytest
import torch

from coursekit.parameter import Parameter

torch.set_num_threads(1)  # these tensors are too small to share among cores


def problem(seed):
    """Dense least squares with two parameters of different shape."""
    rng = np.random.default_rng(seed)
    return (
        rng.normal(size=(20, 4)),
        rng.normal(size=(20, 3)),
        rng.normal(size=(4, 3)),
        rng.normal(size=3),
    )


def run_ours(make, seed, steps=100):
    X, Y, W0, b0 = problem(seed)
    W, b = Parameter(W0), Parameter(b0)
    optimizer = make([W, b])
    path = []
    for _ in range(steps):
        error = X @ W.data + b.data - Y
        W.grad = 2 * X.T @ error / error.size
        b.grad = 2 * error.sum(axis=0) / error.size
        optimizer.step()
        path.append(np.concatenate([W.data.ravel(), b.data]))
    return np.array(path)


def run_torch(make, seed, steps=100):
    X, Y, W0, b0 = (torch.tensor(a) for a in problem(seed))
    W, b = W0.clone().requires_grad_(), b0.clone().requires_grad_()
    optimizer = make([W, b])
    path = []
    for _ in range(steps):
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(X @ W + b, Y).backward()
        optimizer.step()
        path.append(torch.cat([W.detach().ravel(), b.detach()]).numpy().copy())
    return np.array(path)


@pytest.fixture(scope="session")
def difference():
    """How far our path ever is from torch's: `difference(ours, theirs, seed)`, each made of params."""

    def measure(ours, theirs, seed):
        return np.abs(run_ours(ours, seed) - run_torch(theirs, seed)).max()

    return measure
