"""Numbers and claims of chapter 13, each found here another way than in the chapter."""

import itertools
import json
import os
import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional

from coursekit.book.sources import read_chapter
from coursekit.data import ArrayDataset, DataLoader, example_scene, load_nuclei, make_scenes
from coursekit.models import FCN, UNet, pixel_cross_entropy, seeded, subtract_median
from coursekit.train import fit_torch, predict_torch

ROOT = Path(__file__).resolve().parents[2]
CHAPTER = ROOT / "chapters" / "segmentation.md"
STORED = ROOT / "chapters" / "_static" / "stored" / "nuclei.json"
OPTIONS = {
    "size": 40,
    "classes": ("원", "십자", "고리"),
    "scale": (0.35, 0.75),
    "objects": (1, 2),
    "clutter": 0,
    "noise": 0.02,
}


def pieces(mask):
    """Connected pieces, four neighbours, by flooding."""
    left, count = set(zip(*np.nonzero(mask), strict=True)), 0
    while left:
        count, edge = count + 1, [left.pop()]
        while edge:
            y, x = edge.pop()
            for near in ((y + 1, x), (y - 1, x), (y, x + 1), (y, x - 1)):
                if near in left:
                    left.remove(near)
                    edge.append(near)
    return count


def jaccard(truth, guess, classes):
    """IoU of each class by sets of pixels."""
    found = []
    for k in range(classes):
        a, b = (set(np.flatnonzero(v == k)) for v in (np.asarray(truth), np.asarray(guess)))
        found.append(Fraction(len(a & b), len(a | b)) if a | b else None)
    return found


def test_two_circles_are_one_piece():
    scene = example_scene()
    circles = scene.semantic == 1
    assert (pieces(circles), (scene.labels == 0).sum(), circles.sum()) == (1, 2, 5304)
    assert len(scene.labels) == 6
    assert scene.image.shape == (3, 128, 192)


def test_places_and_products_of_the_patch_classifier():
    """24 -5+1-> 20 -> 10 -3+1-> 8 -> 4, and the map over 64 x 96 has 11 x 19 places."""

    def products(height, width):
        h, w = height - 4, width - 4
        first = h * w * 12 * 3 * 25
        h, w = h // 2 - 2, w // 2 - 2
        second = h * w * 24 * 12 * 9
        h, w = h // 2 - 3, w // 2 - 3
        return (h, w), first + second + h * w * (24 * 16 * 48 + 48 * 4)

    one, alone = products(24, 24)
    places, whole = products(64, 96)
    assert one == (1, 1)
    assert places == (11, 19)
    assert (alone, 209 * alone, whole) == (544_512, 113_803_008, 12_053_760)
    assert round(209 * alone / whole, 1) == 9.4
    weights = 12 * 76 + 24 * 109 + 48 * 385 + 4 * 49
    assert weights == 22_204


def test_a_dense_net_slid_over_a_picture_is_one_pass():
    """With torch's unfold and einsum instead of the package's conversion."""
    torch.manual_seed(0)
    conv, dense = nn.Conv2d(2, 3, 3).double(), nn.Linear(3 * 4 * 4, 5).double()
    picture = torch.randn(1, 2, 9, 11, dtype=torch.float64)
    with torch.no_grad():
        kernel = dense.weight.reshape(5, 3, 4, 4)
        at_once = functional.conv2d(conv(picture), kernel, dense.bias)
        for i, j in itertools.product(range(4), range(6)):
            window = picture[:, :, i : i + 6, j : j + 6]
            torch.testing.assert_close(dense(conv(window).flatten(1))[0], at_once[0, :, i, j])


def test_the_transposed_matrix_and_its_lengths():
    A = np.zeros((3, 7))
    for row in range(3):
        A[row, 2 * row : 2 * row + 3] = [1, 2, 3]
    kernel = torch.tensor([[[1.0, 2, 3]]], dtype=torch.float64)
    columns = functional.conv_transpose1d(torch.eye(3).double()[:, None], kernel, stride=2)[:, 0]
    np.testing.assert_array_equal(columns.numpy(), A)
    x = np.array([3.0, 1, 4, 1, 5, 9, 2])
    assert (A @ x).tolist() == [17, 21, 29]
    assert not np.allclose(A.T @ A @ x, x)
    assert np.linalg.matrix_rank(A.T @ A) == 3
    for length, extra in ((7, 0), (8, 1)):
        short = functional.conv1d(torch.zeros(1, 1, length).double(), kernel, stride=2)
        long = functional.conv_transpose1d(short, kernel, stride=2, output_padding=extra)
        assert (short.shape[-1], long.shape[-1]) == (3, length)


@pytest.mark.parametrize(
    ("k", "s", "counts"),
    [
        (2, 2, {1}),
        (3, 2, {1, 2}),
        (4, 2, {2}),
        (5, 2, {2, 3}),
        (3, 1, {3}),
        (5, 3, {1, 2}),
    ],
)
def test_overlaps_by_counting_stamps(k, s, counts):
    touched = np.zeros(12 * s + k)
    for i in range(12):
        touched[i * s : i * s + k] += 1
    inner = touched[k : 11 * s]
    assert set(inner.tolist()) == counts
    assert (len(counts) == 1) == (k % s == 0)


def test_an_even_overlap_still_leaves_a_pattern_and_resizing_first_does_not():
    flat = torch.ones(1, 1, 12, 12, dtype=torch.float64)
    torch.manual_seed(1)
    for k, even in ((3, False), (4, False)):
        out = functional.conv_transpose2d(flat, torch.rand(1, 1, k, k).double(), stride=2)
        assert (out[..., 4:-4, 4:-4].std() < 1e-9) == even
    for k, spread in ((3, True), (4, False)):  # all weights the same
        out = functional.conv_transpose2d(flat, torch.ones(1, 1, k, k).double(), stride=2)
        assert (out[..., 4:-4, 4:-4].std() > 0.1) == spread
    larger = functional.interpolate(flat, scale_factor=2)
    out = functional.conv2d(larger, torch.rand(1, 1, 3, 3).double())
    assert out[..., 4:-4, 4:-4].std() < 1e-12


def test_all_background():
    for options, accuracy, share in (
        (OPTIONS, 0.788, 0.197),
        ({"size": 48}, 0.885, 0.221),
    ):
        semantic = make_scenes(200, rng=1, **options).semantic
        background = (semantic == 0).mean()
        assert background == pytest.approx(accuracy, abs=5e-4)
        assert background / 4 == pytest.approx(share, abs=5e-4)  # the other three have IoU 0


def test_the_small_cases_by_sets():
    truth, guess = [0] * 6 + [1] * 3 + [2], [0] * 5 + [1, 1, 1, 0, 2]
    assert jaccard(truth, guess, 3) == [Fraction(5, 7), Fraction(1, 2), 1]
    dice = [2 * i / (1 + i) for i in jaccard(truth, guess, 3)]
    assert dice == [Fraction(5, 6), Fraction(2, 3), 1]
    found = jaccard([0, 0, 0, 1], [0, 0, 1, 1], 4)
    assert found == [Fraction(2, 3), Fraction(1, 2), None, None]
    seen = sum(found[:2])
    assert [round(float(v), 3) for v in (seen / 2, seen / 4, (seen + 2) / 4)] == [
        0.583,
        0.292,
        0.792,
    ]


def test_original_unet():
    """Weights counted by hand: pairs of 3 x 3 convolutions down and up, 2 x 2 transposed ones."""
    widths = [64, 128, 256, 512, 1024]
    count = 0
    for before, width in zip([1, *widths], widths, strict=False):
        count += 9 * before * width + width + 9 * width * width + width
    for width in widths[-2::-1]:
        count += 4 * 2 * width * width + width  # transposed
        count += 9 * 2 * width * width + width + 9 * width * width + width
    count += 2 * 64 + 2
    assert count == 31_030_658
    side = 572
    for _ in range(4):
        side = (side - 4) // 2
    side -= 4
    for _ in range(4):
        side = 2 * side - 4
    assert side == 388


@pytest.fixture(scope="module")
def trained():
    """Two networks with and without what the chapter calls 지름길, smaller than in the page."""
    learn, exam = make_scenes(200, rng=5, **OPTIONS), make_scenes(100, rng=6, **OPTIONS)
    inputs, held = subtract_median(learn.images), subtract_median(exam.images)
    truth = exam.semantic > 0
    guesses = {}
    for name, make in {
        "fcn 0": lambda: FCN(3, 2, skips=0, wide=1),
        "fcn 2": lambda: FCN(3, 2, skips=2, wide=1),
        "unet": lambda: UNet(3, 2, width=8, depth=3, padding=1, norm=True),
    }.items():
        with seeded(3):
            net = make()
        where = (learn.semantic > 0).astype(np.int64)
        loader = DataLoader(ArrayDataset(inputs, where), 10, shuffle=True, rng=3)
        optimizer = torch.optim.Adam(net.parameters(), lr=0.02)
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.02, total_steps=3 * len(loader))
        fit_torch(
            net, pixel_cross_entropy, optimizer, loader, epochs=3, rng=3, progress=False,
            schedule=schedule, schedule_every="update",
        )  # fmt: skip
        guesses[name] = predict_torch(net, held).argmax(1).numpy() > 0
    return truth, guesses


def test_skips_mend_the_edges(trained):
    truth, guesses = trained
    share = {}
    edge = np.zeros_like(truth)
    for dy, dx in itertools.product((-1, 0, 1), (-1, 0, 1)):
        edge |= np.roll(truth, (dy, dx), (1, 2)) != truth
    for name, guess in guesses.items():
        share[name] = (truth & guess).sum() / (truth | guess).sum()
        wrong = guess != truth
        assert wrong[edge].mean() > 5 * wrong[~edge].mean()
    assert share["fcn 0"] < share["fcn 2"] < share["unet"]
    assert 0.55 < share["fcn 0"] < 0.85
    assert share["unet"] > 0.88


def test_rounding_a_region_moves_its_edges():
    """A box from 9 to 25 on cells of four pixels becomes 8 to 28 (Fast R-CNN's rounding)."""
    first, last = round(9 / 4), round(25 / 4)
    assert (4 * first, 4 * (last + 1)) == (8, 28)


@pytest.fixture(scope="module")
def crowded():
    return make_scenes(
        100, size=48, classes=("원", "십자", "고리"), scale=(0.3, 0.6), objects=(1, 3),
        clutter=0, noise=0.02, rng=1,
    )  # fmt: skip


def test_a_perfect_semantic_answer_miscounts_three_pictures_of_ten(crowded):
    right = [
        [pieces(scene.semantic == k + 1) for k in range(3)]
        == [int((scene.labels == k).sum()) for k in range(3)]
        for scene in crowded
    ]
    assert np.mean(right) == 0.70


def test_rounding_costs_a_mask_its_overlap(crowded):
    """The chapter's readings by torch's grid_sample: both ways through the map."""

    def read(picture, xs, ys, side):  # bilinear, at pixels of a picture `side` wide
        y, x = np.meshgrid(ys, xs, indexing="ij")
        places = torch.tensor(np.stack([x, y], axis=-1)[None] * 2 / side - 1)
        return functional.grid_sample(picture, places, padding_mode="border", align_corners=False)

    shares = {"as it is": [], "rounded": []}
    centre = np.arange(48) + 0.5
    for scene in crowded[:40]:
        for mask, box in zip(scene.masks, scene.boxes.astype(float), strict=True):
            cells = functional.avg_pool2d(torch.tensor(mask[None, None]).double(), 4)
            for name, region in (("as it is", box), ("rounded", np.floor(box / 4 + 0.5) * 4)):
                steps = (np.arange(28) + 0.5) / 28  # two readings in each of 14 bins
                xs, ys = (region[k] + (region[k + 2] - region[k]) * steps for k in (0, 1))
                small = functional.avg_pool2d(read(cells, xs, ys, 48), 2)
                x, y = ((centre - box[k]) / (box[k + 2] - box[k]) for k in (0, 1))
                inside = np.outer((y >= 0) & (y < 1), (x >= 0) & (x < 1))
                drawn = (read(small, x, y, 1)[0, 0].numpy() >= 0.5) & inside
                shares[name].append((drawn & mask).sum() / (drawn | mask).sum())
    found = {name: np.mean(values) for name, values in shares.items()}
    assert found["as it is"] == pytest.approx(0.79, abs=0.03)
    assert found["rounded"] == pytest.approx(0.685, abs=0.04)


def test_stored_nuclei_are_the_ones_of_the_text():
    numbers = json.loads(STORED.read_text(encoding="utf-8"))["numbers"]
    assert numbers["핵의 IoU"] > 0.6
    assert numbers["핵의 IoU"] - numbers["지름길을 끊은 핵의 IoU"] > 0.1
    assert numbers["정답의 덩어리 수"] < numbers["핵의 수"]
    assert numbers["모두 배경일 때 픽셀 정확도"] > 0.9


def test_stored_nuclei_can_be_counted_again():
    """What needs no training is counted again from the files; a shorter training comes near."""
    beside = ROOT.parent / "shared" / "data"
    folder = Path(os.environ.get("COURSEKIT_DATA") or beside)
    if not (folder / "nuclei").is_dir():
        pytest.skip("저장소 옆의 shared/data가 없고 COURSEKIT_DATA에도 nuclei가 없습니다")
    numbers = json.loads(STORED.read_text(encoding="utf-8"))["numbers"]
    rng = np.random.default_rng(0)
    photos, numbered = [], []
    for tiles, n in zip(load_nuclei(folder, size=128, rng=0), (400, 150), strict=True):
        chosen = rng.choice(len(tiles), n, replace=False)
        thinned = [tiles.images[i, :1, y::2, x::2] for i in chosen for y in (0, 1) for x in (0, 1)]
        photos.append(np.mean(np.reshape(thinned, (n, 4, 1, 64, 64)), axis=1, dtype=np.float32))
        numbered.append(tiles.instances[chosen][:, ::2, ::2])
    exam = numbered[1] > 0
    assert numbers["핵의 수"] == sum(len(set(i[i > 0])) for i in numbered[1])
    assert numbers["정답의 덩어리 수"] == sum(pieces(s) for s in exam)
    assert numbers["모두 배경일 때 픽셀 정확도"] == pytest.approx(1 - exam.mean())
    X, T = (
        (x - np.median(x, axis=(2, 3), keepdims=True))
        / (x.std(axis=(2, 3), keepdims=True) + np.float32(0.01))
        for x in photos
    )
    with seeded(0):
        net = FCN(1, 2, skips=2, wide=1)
    learn = (numbered[0][:150] > 0).astype(np.int64)
    loader = DataLoader(ArrayDataset(X[:150], learn), 10, shuffle=True, rng=0)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.02)
    fit_torch(net, pixel_cross_entropy, optimizer, loader, epochs=3, rng=0, progress=False)
    guess, truth = predict_torch(net, T[:60]).argmax(1).numpy() > 0, exam[:60]
    share = (guess & truth).sum() / (guess | truth).sum()
    assert abs(share - numbers["핵의 IoU"]) < 0.25


def test_text_and_cells_say_what_was_found_here():
    chapter = read_chapter(CHAPTER, ROOT)
    text = "\n".join(line.text for line in chapter.lines)
    for said in ("31,030,658", "63.6, 65.0, 65.5", "$572 \\to 388$", "창 209개"):
        assert said in text
    assert re.search(r"열다섯 번 학습", text)
    source = "\n".join(cell.source for cell in chapter.cells)
    assert "assert sides[-1] == shape[-1] == 388" in source
