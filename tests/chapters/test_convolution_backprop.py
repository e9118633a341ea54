"""Numbers and claims of chapter 11, each found here another way than in the chapter."""

import os
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

from coursekit.book.sources import read_chapter
from coursekit.data import ArrayDataset, DataLoader, load_digits, load_mnist, make_signals
from coursekit.nn import CrossEntropyLoss, lenet, mlp
from coursekit.optim import Adam
from coursekit.train import accuracy, fit
from coursekit.viz.widgets.conv_backward_table import measure

ROOT = Path(__file__).resolve().parents[2]
CHAPTER = ROOT / "chapters" / "convolution_backprop.md"
F = torch.nn.functional
X, W, DELTA = [1, 3, 2, -1, 4], [2, -1, 3], [1, -2, 2]


def test_the_worked_signal_as_products_of_polynomials():
    """The gradient of x holds the coefficients of δ(z)·w(z)."""
    outputs = [sum(W[k] * X[j + k] for k in range(3)) for j in range(3)]
    assert [o - t for o, t in zip(outputs, (4, 3, 15), strict=True)] == DELTA
    assert np.polymul(DELTA, W).tolist() == [2, -5, 9, -8, 6]
    assert 3 * 1 + (-1) * (-2) + 2 * 2 == 9
    wide = np.polymul(X, DELTA[::-1])
    assert wide[2:5].tolist() == [-1, -3, 12]


def test_the_widget_starts_with_the_chapters_numbers():
    shown = measure(dimensions=1, stride=1, padding=0)
    for name, numbers in (("x", X), ("weight", W), ("delta", DELTA)):
        assert shown[name].ravel().tolist() == numbers
    assert shown["grad_x"].ravel().tolist() == [2, -5, 9, -8, 6]
    ways = [int(sum(link[2] == k for link in shown["links"])) for k in range(5)]
    assert ways == [1, 2, 3, 2, 1]


def test_rows_of_the_matrix_hold_the_kernel_and_columns_hold_it_turned():
    kernel = torch.tensor(W, dtype=torch.float64)[None, None]
    matrix = torch.autograd.functional.jacobian(
        lambda x: F.conv1d(x[None, None], kernel)[0, 0], torch.zeros(5, dtype=torch.float64)
    )
    assert matrix[1].tolist() == [0, 2, -1, 3, 0]
    assert matrix[:, 2].tolist() == [3, -1, 2]


@pytest.mark.parametrize(("needs_input", "times"), [(True, 2), (False, 1)])
def test_going_back_costs_twice_going_forth(needs_input, times):
    x = torch.randn(2, 3, 8, 8, requires_grad=needs_input)
    weight = torch.randn(4, 3, 3, 3, requires_grad=True)
    with FlopCounterMode(display=False) as forth:
        y = F.conv2d(x, weight)
    with FlopCounterMode(display=False) as back:
        y.sum().backward()
    assert back.get_total_flops() == times * forth.get_total_flops()


def test_what_padding_gets_is_cut_away():
    x = torch.randn(1, 1, 4, 4, dtype=torch.float64, requires_grad=True)
    weight = torch.randn(1, 1, 3, 3, dtype=torch.float64)
    padded = F.pad(x, (1, 1, 1, 1))
    padded.retain_grad()
    F.conv2d(padded, weight).square().sum().backward()
    assert padded.grad[..., 0, :].abs().max() > 0
    torch.testing.assert_close(padded.grad[..., 1:-1, 1:-1], x.grad)


def test_stride_two_never_sees_the_sixth_row():
    x = torch.randn(1, 1, 6, 6, requires_grad=True)
    F.conv2d(x, torch.randn(1, 1, 3, 3), stride=2).square().sum().backward()
    untouched = x.grad[0, 0] == 0
    assert untouched[5].all()
    assert untouched[:, 5].all()
    assert not untouched[:5, :5].any()


def test_how_often_a_window_touches():
    def touched(kernel, stride):
        ones = torch.ones(1, 1, 12, 12)
        return F.fold(F.unfold(ones, kernel, stride=stride), 12, kernel, stride=stride)[0, 0]

    assert touched(3, 1)[2:-2, 2:-2].unique().tolist() == [9]
    assert touched(3, 2).unique().tolist() == [0, 1, 2, 4]
    assert touched(3, 2)[-1].sum() == 0
    assert touched(4, 2)[2:-2, 2:-2].unique().tolist() == [4]


def test_two_heights_give_one_output_at_stride_two():
    heights = [F.conv2d(torch.zeros(1, 1, n, n), torch.zeros(1, 1, 3, 3), stride=2) for n in (5, 6)]
    assert heights[0].shape == heights[1].shape == (1, 1, 2, 2)


def test_ties():
    tie = torch.tensor([4.0, 4.0, 4.0, 1.0], dtype=torch.float64, requires_grad=True)
    tie.amax().backward()
    assert tie.grad.tolist() == pytest.approx([1 / 3, 1 / 3, 1 / 3, 0])
    values, h = [4.0, 4.0, 4.0, 1.0], 1e-3
    halves = []
    for k in range(4):
        up, down = list(values), list(values)
        up[k] += h
        down[k] -= h
        halves.append((max(up) - max(down)) / (2 * h))
    assert halves == pytest.approx([0.5, 0.5, 0.5, 0])


def test_zeros_that_tie_behind_a_relu_get_nothing():
    x = -torch.rand(1, 1, 4, 4)
    x[0, 0, 0, 0] = 1
    x.requires_grad_()
    F.max_pool2d(F.relu(x), 2).sum().backward()
    assert x.grad.sum() == x.grad[0, 0, 0, 0] == 1


def test_a_cell_that_wins_twice_is_paid_twice():
    x = torch.tensor([[[1.0, 9.0, 2.0, 3.0]]], requires_grad=True)
    F.max_pool1d(x, 2, stride=1).backward(torch.tensor([[[1.0, 2.0, 4.0]]]))
    assert x.grad[0, 0].tolist() == [0, 3, 0, 4]


def easy_and_hard():
    generator = torch.Generator().manual_seed(5)

    def draw(*shape):
        return torch.randn(*shape, dtype=torch.float64, generator=generator)

    line = torch.tensor([1.0, 2.0, 1.0], dtype=torch.float64)
    symmetric = draw(2, 2, 1, 1) * torch.outer(line, line)
    hard = {"weight": draw(2, 2, 3, 3), "stride": 2, "padding": 1}
    return hard, hard | {"weight": symmetric}, draw


SLIPS = {
    "not turned": lambda w: w.flip(2, 3),
    "one axis turned": lambda w: w.flip(3),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_symmetric_kernel_hides_that_it_was_not_turned(slip):
    hard, easy, draw = easy_and_hard()
    grad = draw(2, 2, 3, 3)

    def error(problem):
        walk = {"stride": problem["stride"], "padding": problem["padding"]}
        right = torch.nn.grad.conv2d_input((2, 2, 6, 6), problem["weight"], grad, **walk)
        wrong = SLIPS[slip](problem["weight"])
        got = torch.nn.grad.conv2d_input((2, 2, 6, 6), wrong, grad, **walk)
        return ((got - right).norm() / right.norm()).item()

    assert error(hard) > 0.4
    assert error(easy) < 1e-12


def test_parameters_by_hand():
    convolutions = 6 * 26 + 16 * (6 * 25 + 1)
    linear = [o * (i + 1) for i, o in pairwise([400, 120, 84, 10])]
    assert convolutions + sum(linear) == 61706
    assert sum(linear) / 61706 > 0.95  # nearly all
    assert sum(o * (i + 1) for i, o in pairwise([784, 75, 30, 10])) == 61465
    signal = 16 * 6 + 24 * (16 * 5 + 1) + 24 * (24 * 3 + 1) + 10 * 241
    assert signal == 6202
    assert sum(o * (i + 1) for i, o in pairwise([40, 75, 40, 10])) == 6525


def learned(model, x, y, *, lr, epochs, seed):
    optimizer, rng = torch.optim.Adam(model.parameters(), lr), np.random.default_rng(seed)
    for _ in range(epochs):
        for part in rng.permutation(len(x))[: len(x) // 50 * 50].reshape(-1, 50):
            optimizer.zero_grad()
            F.cross_entropy(model(x[part]), y[part]).backward()
            optimizer.step()
    return model


def right(model, x, y):
    with torch.no_grad():
        return (model(x).argmax(1) == y).double().mean().item()


def test_where_the_same_thing_may_stand_anywhere():
    """torch's layers, another seed: far ahead in order, and no longer when shuffled."""
    nn = torch.nn
    learn, held = make_signals(1000, rng=0, dtype=np.float32), make_signals(2000, rng=2)
    order = np.random.default_rng(9).permutation(40)
    scores = {}
    for name, columns in (("in order", np.arange(40)), ("shuffled", order)):
        torch.manual_seed(9)
        model = nn.Sequential(
            *[nn.Conv1d(1, 16, 5, padding=2), nn.ReLU(), nn.MaxPool1d(2)],
            *[nn.Conv1d(16, 24, 5, padding=2), nn.ReLU(), nn.MaxPool1d(2)],
            *[nn.Conv1d(24, 24, 3, padding=1), nn.ReLU(), nn.Flatten(), nn.Linear(240, 10)],
        )
        x, y = torch.tensor(learn.signals[:, None, columns]), torch.tensor(learn.labels)
        learned(model, x, y, lr=0.003, epochs=20, seed=9)
        new = torch.tensor(held.signals[:, None, columns].astype(np.float32))
        scores[name] = right(model, new, torch.tensor(held.labels))
    torch.manual_seed(9)
    dense = nn.Sequential(
        *[nn.Linear(40, 75), nn.ReLU(), nn.Linear(75, 40), nn.ReLU(), nn.Linear(40, 10)]
    )
    x, new = torch.tensor(learn.signals), torch.tensor(held.signals.astype(np.float32))
    learned(dense, x, y, lr=0.003, epochs=20, seed=9)
    dense_score = right(dense, new, torch.tensor(held.labels))
    assert scores["in order"] > dense_score + 0.08
    assert scores["shuffled"] < dense_score + 0.02


def test_enlarged_digits_lose_by_shuffling():
    nn = torch.nn
    train, test = load_digits(test_size=0.5, rng=0, dtype=np.float32)
    order, scores = torch.randperm(784, generator=torch.Generator().manual_seed(7)), {}
    for name in ("in order", "shuffled"):
        torch.manual_seed(7)
        model = nn.Sequential(
            *[nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2)],
            *[nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()],
            *[nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)],
        )
        sets = []
        for part in (train, test):
            images = F.interpolate(torch.tensor(part.images)[:, None], scale_factor=3.0)
            images = F.pad(images, (2, 2, 2, 2))
            if name == "shuffled":
                images = images.flatten(1)[:, order].reshape(images.shape)
            sets += [images, torch.tensor(part.labels)]
        learned(model, *sets[:2], lr=0.002, epochs=12, seed=7)
        scores[name] = right(model, *sets[2:])
    assert scores["in order"] > scores["shuffled"] + 0.003


def test_on_real_mnist_shuffling_costs_more():
    beside = ROOT.parent / "shared" / "data"
    folder = Path(os.environ.get("COURSEKIT_DATA") or beside) / "mnist"
    if not folder.is_dir():
        pytest.skip("저장소 옆의 shared/data가 없고 COURSEKIT_DATA에도 mnist가 없습니다")
    train, test = (part.take(range(900)) for part in load_mnist(folder))
    order, scores = np.random.default_rng(0).permutation(784), {}
    for name in ("LeNet", "shuffled LeNet", "dense"):
        inputs, held = train.flat, test.flat
        if "shuffled" in name:
            inputs, held = inputs[:, order], held[:, order]
        if "LeNet" in name:
            inputs, held = inputs.reshape(-1, 1, 28, 28), held.reshape(-1, 1, 28, 28)
        shape = {"rng": 0, "dtype": np.float32}
        model = lenet(**shape) if "LeNet" in name else mlp([784, 75, 30, 10], **shape)
        loader = DataLoader(ArrayDataset(inputs, train.labels), 50, shuffle=True, rng=0)
        fit(model, CrossEntropyLoss(), Adam(model.parameters(), lr=0.002), loader, epochs=12)
        scores[name] = accuracy(model, held, test.labels)
    assert scores["LeNet"] > 0.9
    assert scores["dense"] == pytest.approx(0.85, abs=0.015)
    assert scores["shuffled LeNet"] < 0.8


def test_what_the_chapter_must_hold():
    """Rows convbp-*, poolbp, cnn-train of the coverage, each by its anchor."""
    text = CHAPTER.read_text(encoding="utf-8")
    anchors = ("1d", "stepper", "2d", "steps", "pool", "ties", "check", "lenet", "compare")
    assert all(f"(convbp-{anchor})=" in text for anchor in anchors)
    cells = read_chapter(CHAPTER, ROOT).cells
    assert sum("assert" in cell.source for cell in cells) >= 14
