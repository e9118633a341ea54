"""One epoch of LeNet over 10,000 digits, ours and torch's with the same start and the same batches."""

import os

import numpy as np
import torch

from coursekit.data import load_mnist
from coursekit.nn import CrossEntropyLoss, lenet
from coursekit.optim import Adam

COUNT, BATCH = 10_000, 128


def digits(dtype):
    """MNIST where COURSEKIT_DATA names its folder; else noise of the same size, which costs the same."""
    if "COURSEKIT_DATA" in os.environ:
        train, _ = load_mnist(dtype=dtype)
        return "MNIST", train.images[:COUNT, None], train.labels[:COUNT]
    rng = np.random.default_rng(0)
    images = rng.random((COUNT, 1, 28, 28)).astype(dtype)
    return "noise (no COURSEKIT_DATA)", images, rng.integers(0, 10, COUNT)


def twin(model, dtype):
    """Torch's LeNet with the weights of ours."""
    nn = torch.nn
    net = nn.Sequential(
        *[nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2)],
        *[nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()],
        *[nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)],
    ).to(getattr(torch, dtype.__name__))
    net.load_state_dict({name: torch.tensor(a) for name, a in model.state_dict().items()})
    return net


def epochs(dtype):
    """What is learned from, then torch's epoch and ours."""
    source, images, labels = digits(dtype)
    model, loss = lenet(rng=0, dtype=dtype), CrossEntropyLoss()
    net = twin(model, dtype)
    optimizer, torchs = Adam(model.parameters()), torch.optim.Adam(net.parameters())
    batches = [slice(start, start + BATCH) for start in range(0, COUNT, BATCH)]
    timages, tlabels = torch.tensor(images), torch.tensor(labels)

    def theirs():
        for here in batches:
            torchs.zero_grad()
            torch.nn.functional.cross_entropy(net(timages[here]), tlabels[here]).backward()
            torchs.step()

    def ours():
        for here in batches:
            optimizer.zero_grad()
            loss(model(images[here]), labels[here])
            model.backward(loss.backward())
            optimizer.step()

    return f"LeNet epoch, {COUNT:,} digits: {source}", theirs, ours
