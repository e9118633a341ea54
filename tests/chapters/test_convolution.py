"""Numbers and claims of chapter 10, each found here another way than in the chapter."""

import warnings
from pathlib import Path

import numpy as np
import pytest
import scipy.signal
import torch
from torch.utils.flop_counter import FlopCounterMode

from coursekit.book.sources import read_chapter
from coursekit.data import photograph
from coursekit.nn import IMAGE_FILTERS

F = torch.nn.functional
ROOT = Path(__file__).resolve().parents[2]
CHAPTER = ROOT / "chapters" / "convolution.md"
SOBEL = np.outer([1.0, 2, 1], [-1, 0, 1])
EMBOSS = np.array([[-2.0, -1, 0], [-1, 1, 1], [0, 1, 2]])


@pytest.fixture(scope="module")
def photo():
    return photograph(gray=True, crop=(80, 40, 320, 220), dtype=np.float64)[0]


def test_the_window_worked_by_hand():
    x = np.array([[0, 0, 9, 9], [0, 0, 9, 9], [0, 0, 9, 9], [0, 9, 9, 9.0]])
    assert scipy.signal.correlate2d(x, SOBEL, "valid").tolist() == [[36, 36], [36, 27]]


def test_gain_of_stripes():
    """Gains of stripes along a row, from the cosines of each kernel's column sums."""
    c = np.cos(2 * np.pi * np.array([0, 1 / 8, 1 / 4, 1 / 2]))
    s = np.sin(2 * np.pi * np.array([0, 1 / 8, 1 / 4, 1 / 2]))
    expected = {
        "blur": (1 + 2 * c) / 3,
        "gaussian": (1 + c) / 2,
        "sharpen": 3 - 2 * c,
        "emboss": np.hypot(1, 6 * s),  # column sums -3, 1, 3
        "outline": 6 - 6 * c,
    }
    for name, gains in expected.items():
        columns = IMAGE_FILTERS[name].kernel.sum(axis=0)
        phases = np.exp(2j * np.pi * np.outer([0, 1 / 8, 1 / 4, 1 / 2], [-1, 0, 1]))
        np.testing.assert_allclose(np.abs(phases @ columns), np.abs(gains), atol=1e-12)
    assert expected["blur"][-1] == pytest.approx(-1 / 3)  # turned over
    assert expected["gaussian"][-1] == pytest.approx(0)
    assert expected["sharpen"][-1] == pytest.approx(5)
    assert expected["outline"][-1] == pytest.approx(12)
    assert np.hypot(1, 6 * s[1]) == pytest.approx(4.36, abs=0.005)


def test_only_one_of_two_dots_moves_to_the_right():
    """The chapter's video and kernels through SciPy's correlation of volumes."""
    t, i, j = np.ogrid[:12, :24, :40]
    video = np.exp(-((i - 7) ** 2 + (j - 8 - 2 * t) ** 2) / 4.5)
    video = video + np.exp(-((i - 17) ** 2 + (j - 31 + 2 * t) ** 2) / 4.5)
    video += np.random.default_rng(0).normal(0, 0.4, video.shape)
    s, u, v = np.ogrid[-2:3, -3:4, -3:4]
    for kernel, means in (
        (np.exp(-(u**2 + v**2) / 4.5), (1.67, 1.82)),
        (np.exp(-(u**2 + (v - 2 * s) ** 2) / 4.5), (3.73, 0.03)),
    ):
        kernel = (kernel - kernel.mean()) / (kernel.std() * np.sqrt(kernel.size))
        y = scipy.signal.correlate(video, kernel, "same")
        right = np.mean([y[k, 7, 8 + 2 * k] for k in range(2, 10)])
        left = np.mean([y[k, 17, 31 - 2 * k] for k in range(2, 10)])
        assert (right, left) == pytest.approx(means, abs=0.01)


def test_laws_that_only_the_flip_gives(photo):
    gaps = {}
    for walk in (scipy.signal.convolve2d, scipy.signal.correlate2d):
        both = walk(np.pad(EMBOSS, 2), SOBEL, "valid")
        twice = walk(walk(photo, EMBOSS, "valid"), SOBEL, "valid")
        gaps[walk] = np.abs(twice - walk(photo, both, "valid")).max()
    assert gaps[scipy.signal.convolve2d] < 1e-12
    assert gaps[scipy.signal.correlate2d] == pytest.approx(37, abs=0.5)
    torch_twice = torch.tensor(photo)[None, None]
    for kernel in (EMBOSS, SOBEL):
        torch_twice = F.conv2d(torch_twice, torch.tensor(kernel)[None, None])
    merged = scipy.signal.convolve2d(EMBOSS, SOBEL)
    once = F.conv2d(torch.tensor(photo)[None, None], torch.tensor(merged)[None, None])
    assert (once - torch_twice).abs().max() < 1e-12


def test_a_learned_kernel_comes_out_turned_by_half(photo):
    """By torch's optimizer here, by least squares in the chapter."""
    photo = photo[40:110, :100]
    x = torch.tensor(photo)[None, None] - 0.5
    target = torch.tensor(scipy.signal.convolve2d(photo - 0.5, EMBOSS, "valid"))[None, None]
    w = torch.zeros(1, 1, 3, 3, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([w], max_iter=100, line_search_fn="strong_wolfe")

    def loss():
        optimizer.zero_grad()
        value = F.mse_loss(F.conv2d(x, w), target)
        value.backward()
        return value

    optimizer.step(loss)
    np.testing.assert_allclose(w.detach()[0, 0], EMBOSS[::-1, ::-1], atol=1e-3)


@pytest.mark.parametrize(
    ("size", "kernel", "padding", "stride", "dilation", "out"),
    [
        (7, 3, 0, 1, 1, 5),
        (7, 3, 1, 1, 1, 7),
        (7, 3, 1, 2, 1, 4),
        (8, 3, 0, 2, 1, 3),
        (7, 3, 0, 1, 2, 3),
        (32, 5, 2, 1, 1, 32),
        (224, 7, 3, 2, 1, 112),
    ],
)
def test_sizes_of_the_table(size, kernel, padding, stride, dilation, out):
    y = F.conv1d(
        torch.zeros(1, 1, size), torch.zeros(1, 1, kernel), None, stride, padding, dilation
    )
    assert y.shape[-1] == out


@pytest.mark.parametrize(
    ("kernel", "options", "unseen"),
    [
        (3, {}, 0),
        (3, {"padding": 1}, 0),
        (3, {"stride": 2}, 15 / 64),
        (3, {"stride": 2, "padding": 1}, 0),
        (3, {"stride": 2, "dilation": 2}, 48 / 64),
        (2, {"stride": 3}, 28 / 64),
    ],
)
def test_pixels_that_no_window_sees(kernel, options, unseen):
    """A pixel is in as many windows as the gradient of the sum says."""
    x = torch.ones(1, 1, 8, 8, requires_grad=True)
    F.conv2d(x, torch.ones(1, 1, kernel, kernel), **options).sum().backward()
    assert (x.grad == 0).double().mean().item() == unseen
    if not options:
        assert x.grad[0, 0, 0, 0] == 1
        assert x.grad[0, 0, 4, 4] == 9


def test_an_even_kernel_pads_one_more_behind():
    x, w = torch.randn(1, 1, 8, 8).double(), torch.randn(1, 1, 4, 4).double()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch says that it copies
        same = F.conv2d(x, w, padding="same")
    assert torch.allclose(same, F.conv2d(F.pad(x, (1, 2, 1, 2)), w))
    assert not torch.allclose(same, F.conv2d(F.pad(x, (2, 1, 2, 1)), w))


def test_counts_of_parameters():
    def size(layer):
        return sum(p.numel() for p in layer.parameters())

    assert [size(torch.nn.Conv2d(3, 8, k)) for k in (1, 3, 11)] == [32, 224, 2912]
    full = torch.nn.Conv2d(64, 64, 3, bias=False)
    depthwise = torch.nn.Conv2d(64, 64, 3, groups=64, bias=False)
    pointwise = torch.nn.Conv2d(64, 64, 1, bias=False)
    counts = (size(full), size(depthwise), size(depthwise) + size(pointwise))
    assert counts == (36864, 576, 4672)
    with torch.device("meta"):
        dense = size(torch.nn.Linear(3 * 32 * 32, 16 * 32 * 32))
    assert dense == 50_348_032
    assert dense > 100_000 * size(torch.nn.Conv2d(3, 16, 3, padding=1))


def test_the_matrix_of_a_convolution_is_banded():
    """36 rows of nine numbers each: by torch's Jacobian."""
    w = torch.arange(1.0, 10).reshape(1, 1, 3, 3)
    matrix = torch.autograd.functional.jacobian(
        lambda x: F.conv2d(x.reshape(1, 1, 8, 8), w).flatten(), torch.zeros(64)
    )
    assert matrix.shape == (36, 64)
    assert ((matrix != 0).sum(dim=1) == 9).all()
    assert round(100 * (matrix != 0).double().mean().item()) == 14


@pytest.mark.parametrize(
    ("stride", "shift", "gap"),
    [(1, 1, 0), (1, 3, 0), (2, 1, 1.32), (2, 2, 0), (4, 2, 1.54), (4, 4, 0)],
)
def test_stride_breaks_equivariance(photo, stride, shift, gap):
    x, w = torch.tensor(photo)[None, None], torch.tensor(SOBEL)[None, None]
    there = F.conv2d(x[..., shift:], w, stride=stride)
    here = F.conv2d(x, w, stride=stride)
    far = there - here[..., shift // stride :][..., : there.shape[-1]]
    assert (far.norm() / here.norm()).item() == pytest.approx(gap, abs=0.006)


def test_the_worked_pooling():
    x = torch.tensor([[1, 3, 2, 0], [4, 4, 1, 1], [0, -2, 5, 6], [-1, -3, 7, 8.0]])[None, None]
    assert F.max_pool2d(x, 2)[0, 0].tolist() == [[4, 2], [0, 8]]
    assert F.avg_pool2d(x, 2)[0, 0].tolist() == [[3, 1], [-1.5, 6.5]]
    edge = F.avg_pool2d(torch.full((1, 1, 4, 4), -1.0), 2, padding=1)[0, 0, 0]
    assert edge.tolist() == [-0.25, -0.5, -0.25]


def test_pooling_softens_a_shift_and_does_not_undo_it():
    """Forty other pieces than the chapter's: its order and its bounds hold."""
    whole = torch.tensor(photograph(gray=True, dtype=np.float64))[None]
    maps = F.relu(F.conv2d(whole, torch.tensor(SOBEL)[None, None]))
    ways = {
        "nothing": lambda v: v,
        "every fourth": lambda v: v[..., ::4, ::4],
        "max": lambda v: F.max_pool2d(v, 4),
        "average": lambda v: F.avg_pool2d(v, 4),
        "global": lambda v: v.mean(dim=(2, 3)),
    }
    rng = np.random.default_rng(1)
    change = {name: [] for name in ways}
    for _ in range(40):
        top, left = rng.integers(60, 290), rng.integers(60, 270)
        pieces = [maps[..., top : top + 64, left + d : left + d + 64] for d in (0, 1, 4)]
        for name, way in ways.items():
            first, one, four = map(way, pieces)
            change[name].append([((y - first).norm() / first.norm()).item() for y in (one, four)])
    (one, four) = ({n: np.mean(c, axis=0)[k] for n, c in change.items()} for k in (0, 1))
    assert min(one["nothing"], one["every fourth"]) > 0.9
    assert max(one["max"], one["average"]) < 0.5
    assert 0.5 < min(four["max"], four["average"]) < 1
    assert max(one["global"], four["global"]) < 0.1


def test_multiplications_of_the_timed_layer():
    layer = torch.nn.Conv2d(16, 32, 3, padding=1, bias=False, device="meta")
    with FlopCounterMode(display=False) as counter:
        layer(torch.zeros(8, 16, 28, 28, device="meta"))
    assert counter.get_total_flops() == 2 * 28_901_376  # padding's zeros counted, two per product


def test_what_the_chapter_must_hold():
    """Rows of the coverage, each by its anchor; every displayed number is computed by a cell."""
    text = CHAPTER.read_text(encoding="utf-8")
    anchors = ("filters", "1d2d3d", "frequency", "flip", "shape", "channels", "linear", "im2col")
    assert all(f"(conv-{anchor})=" in text for anchor in (*anchors, "pool"))
    for box in ("섞는 연산", "국소적으로", "필터를 알 수 있다", "합성함수", "중요한 특성"):
        assert any(box in line for line in text.split("\n") if line.startswith(":::{admonition}"))
    cells = read_chapter(CHAPTER, ROOT).cells
    assert sum("assert" in cell.source for cell in cells) >= 15
