"""Numbers and claims of chapter 14, each found here another way than in the chapter."""

import itertools
import math
from pathlib import Path

import numpy as np
import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

from coursekit.book.sources import read_chapter
from coursekit.boxes import (
    anchor_boxes,
    assign,
    batched_nms,
    box_iou,
    count_sliding_windows,
    decode_boxes,
    encode_boxes,
    generalized_box_iou,
    graph_segmentation,
    grid_anchors,
    nms,
    region_proposals,
    spatial_pyramid_pool,
)
from coursekit.data import example_scene, make_scenes
from coursekit.metrics import evaluate_detections
from coursekit.models import DetectionSet, FasterRCNN, roi_loss, to_metrics, to_targets
from coursekit.train import fit_detector

F = torch.nn.functional
ROOT = Path(__file__).resolve().parents[2]
CHAPTER = ROOT / "chapters" / "two_stage_detection.md"


@pytest.fixture(scope="module")
def scene():
    return example_scene()


def pixels(box, inclusive=False):
    """The set of pixels of a box with whole coordinates."""
    x1, y1, x2, y2 = (int(v) for v in box)
    last = int(inclusive)
    return set(itertools.product(range(x1, x2 + last), range(y1, y2 + last)))


def pixel_iou(a, b, inclusive=False):
    a, b = pixels(a, inclusive), pixels(b, inclusive)
    return len(a & b) / len(a | b)


def test_shapes_and_work_of_the_layers():
    """Multiply-adds by torch's own counter: 3.83 million a crop, 92 million the picture."""
    backbone = FasterRCNN(3, rng=0).backbone
    for size, expected in (((32, 32), 3_833_856), ((128, 192), 92_012_544)):
        with FlopCounterMode(display=False) as counter, torch.no_grad():
            maps = backbone(torch.zeros(1, 3, *size))
        assert counter.get_total_flops() == 2 * expected
    assert maps.shape == (1, 48, 32, 48)
    assert 32 * 48 * 8 == 12_288


def test_the_mean_of_two_boxes_touches_neither(scene):
    squares = scene.boxes[scene.labels == 1]
    middle = np.mean(squares, axis=0)
    assert middle.tolist() == [84, 52.5, 114, 79.5]
    assert all(not pixels(np.round(middle)) & pixels(box) for box in squares)


def test_one_pixel_more_changes_small_boxes_most():
    by_convention = {}
    for side in (7, 28, 112):
        a, b = (0, 0, side, side), (3 * side // 7, 0, 10 * side // 7, side)
        by_convention[side] = pixel_iou(a, b), pixel_iou(a, b, inclusive=True)
    plain, plus = zip(*by_convention.values(), strict=True)
    assert plain == (0.4, 0.4, 0.4)
    assert plus == pytest.approx((0.455, 0.415, 0.404), abs=5e-4)


def test_iou_is_mean():
    """The chapter's two columns, by counting pixels."""
    for percent, across, both in ((10, 0.818, 0.681), (20, 0.667, 0.471), (50, 0.333, 0.143)):
        still = (0, 0, 100, 100)
        assert pixel_iou(still, (percent, 0, 100 + percent, 100)) == pytest.approx(across, abs=5e-4)
        moved = (percent,) * 2 + (100 + percent,) * 2
        assert pixel_iou(still, moved) == pytest.approx(both, abs=5e-4)


def test_giou_tells_the_distance_after_iou_is_silent():
    still = np.array([[0.0, 0, 40, 40]])
    seen = []
    for step in (0, 20, 40, 80, 160):
        moved = still + np.array([step, 0, step, 0])
        a, b = pixels(still[0]), pixels(moved[0])
        hull = pixels((0, 0, 40 + step, 40))
        expected = len(a & b) / len(a | b) - len(hull - a - b) / len(hull)
        assert generalized_box_iou(still, moved)[0, 0] == pytest.approx(expected)
        seen.append(expected)
    assert seen[:2] == [1, pixel_iou((0, 0, 40, 40), (20, 0, 60, 40))]  # alike while they meet
    assert seen[2] == 0 > seen[3] > seen[4] > -1


def test_the_threshold_of_nms_trades_neighbours_for_doubles():
    """Noisy copies of other scenes than the chapter's; its order holds."""
    rng = np.random.default_rng(7)
    lost = {(way, t): 0 for way in ("all", "own") for t in (0.1, 0.5, 0.7)}
    kept = dict(lost)
    for one in make_scenes(60, objects=(4, 4), rng=11):
        owner = np.repeat(np.arange(4), 5)
        sizes = np.tile(one.boxes[:, 2:] - one.boxes[:, :2], 2)[owner]
        boxes = one.boxes[owner] + rng.normal(0, 0.1, (20, 4)) * sizes
        scores = rng.random(20)
        for way, t in lost:
            labels = one.labels[owner]
            left = nms(boxes, scores, t) if way == "all" else batched_nms(boxes, scores, labels, t)
            lost[way, t] += 4 - len(np.unique(owner[left]))
            kept[way, t] += len(left)
    assert lost["all", 0.1] > lost["own", 0.1] > 0
    assert lost["all", 0.1] > 0.05 * 240
    assert lost["own", 0.5] <= 2
    assert kept["own", 0.7] > 2 * 240


def test_the_four_numbers():
    base = np.array([[0.0, 0, 10, 10], [0, 0, 100, 100]])
    assert encode_boxes(base + 4, base)[:, 0] == pytest.approx([0.4, 0.04])
    twice = np.array([[-5.0, -5, 15, 15], [-50, -50, 150, 150]])
    half = np.array([[2.5, 2.5, 7.5, 7.5], [25, 25, 75, 75]])
    assert encode_boxes(twice, base)[:, 2] == pytest.approx(math.log(2))
    assert encode_boxes(half, base)[:, 2] == pytest.approx(-math.log(2))
    wild = decode_boxes(np.full((2, 4), -5.0), base)
    assert (wild[:, 2:] > wild[:, :2]).all()  # whatever is answered, widths are positive


@pytest.mark.parametrize(("stride", "count"), [(1, 127_515), (4, 8_241), (8, 2_169), (16, 598)])
def test_windows_of_the_table(stride, count):
    sides = [(s * math.sqrt(r), s / math.sqrt(r)) for s in (16, 32, 64) for r in (0.5, 1, 2)]
    places = 0
    for h, w in sides:
        rows = len(range(0, 128 - round(h) + 1, stride))
        places += rows * len(range(0, 192 - round(w) + 1, stride))
    assert (
        places
        == count
        == count_sliding_windows((128, 192), [16, 32, 64], [0.5, 1, 2], stride=stride)
    )
    times = {1: 5313, 4: 343, 8: 90, 16: 25}
    assert round(count * 3_833_856 / 92_012_544) == times[stride]


def test_one_window_reaches_from_071_to_141():
    for ratio, reached in ((0.70, False), (0.71, True), (1.41, True), (1.42, False)):
        a, b = [[-12, -12, 12, 12]], [[-12 * ratio, -12 * ratio, 12 * ratio, 12 * ratio]]
        assert (box_iou(a, b)[0, 0] >= 0.5) == reached


def test_proposals_of_the_scene(scene):
    proposals = region_proposals(scene.image)
    assert len(proposals) == 328
    best = [max(pixel_iou(t, p) for p in np.round(proposals)) for t in scene.boxes]
    assert min(best) >= 0.855
    assert graph_segmentation(scene.image, scale=0.5).max() > len(scene.boxes)
    assert round(328 * 3_833_856 / 92_012_544, 1) == 13.7


def test_proposals_cover_small_scenes():
    hits = {10: [], 20: [], 50: []}
    for one in make_scenes(25, rng=21):
        proposals = region_proposals(one.image)
        for budget, found in hits.items():
            found += (box_iou(one.boxes, proposals[:budget]).max(axis=1) >= 0.5).tolist()
    ten, twenty, fifty = (np.mean(found) for found in hits.values())
    assert 0.4 < ten < 0.75 < twenty < fifty
    assert fifty > 0.93


def test_two_thousand_patches():
    assert round(2000 * 227**2 / (600 * 1000)) == 172
    assert round(47 / 0.32) == 147
    assert round(47 / 0.22) in (213, 214)


def test_any_map_gives_the_same_length():
    for shape in ((8, 8), (13, 13), (32, 48), (3, 5)):
        assert spatial_pyramid_pool(np.zeros((1, 16, *shape)), (4, 2, 1)).shape == (1, 336)


def test_the_worked_loss():
    logits = torch.tensor([[0.0, 2, 0, 0]])
    proposal, truth = torch.tensor([[10.0, 10, 30, 30]]), torch.tensor([[12.0, 10, 32, 30]])
    for u, cls, box in ((1, 0.341, 0.5), (0, 2.341, 0.0)):
        losses = roi_loss(
            logits, torch.zeros(1, 3, 4), proposal, torch.tensor([u]), truth if u else truth[:0]
        )
        assert losses[0].item() == pytest.approx(F.cross_entropy(logits, torch.tensor([u])).item())
        assert [loss.item() for loss in losses] == pytest.approx([cls, box], abs=5e-4)


def test_anchors_of_the_paper():
    """By loops over the centres, with the released code's nine anchors as well."""
    released = [(-84, -40, 100, 56), (-176, -88, 192, 104), (-360, -184, 376, 200)]
    released += [(-s, -s, s + 16, s + 16) for s in (56, 120, 248)]
    released += [(-36, -80, 52, 96), (-80, -168, 96, 184), (-168, -344, 184, 360)]
    ours = [
        (-s / math.sqrt(r) / 2, -s * math.sqrt(r) / 2, s / math.sqrt(r) / 2, s * math.sqrt(r) / 2)
        for s in (128, 256, 512)
        for r in (0.5, 1, 2)
    ]
    for nine, offset, cells, total, expected in (
        (ours, 8, (37, 62), 20_646, 8_044),
        (ours, 8, (38, 63), 21_546, 8_044),
        (released, 0, (37, 62), 20_646, 8_151),
    ):
        inside = everything = 0
        for i, j in np.ndindex(cells):
            x, y = 16 * j + offset, 16 * i + offset
            for x1, y1, x2, y2 in nine:
                everything += 1
                inside += x + x1 >= 0 and y + y1 >= 0 and x + x2 <= 1000 and y + y2 <= 600
        assert (everything, inside) == (total, expected)


def test_almost_every_anchor_is_background(scene):
    nine = grid_anchors((8, 12), 16, anchor_boxes([16, 32, 64], [0.5, 1, 2]))
    one = grid_anchors((8, 12), 16, anchor_boxes([32], [1]))
    for anchors, counts, over in ((nine, (7, 126, 731), 3), (one, (6, 6, 84), 0)):
        table = box_iou(anchors, scene.boxes)
        assert (table >= 0.7).any(axis=0).sum() == over
        matched = assign(anchors, scene.boxes)
        assert ((matched >= 0).sum(), (matched == -2).sum(), (matched == -1).sum()) == counts
        assert (table[matched == -1].max(axis=1) < 0.3).all()
        assert len(np.unique(matched[matched >= 0])) == 6


@pytest.fixture(scope="module")
def trained():
    torch.set_num_threads(1)
    learn = make_scenes(240, rng=0)
    model = FasterRCNN(3, rng=0)
    data = DetectionSet(learn.images, to_targets(learn))
    fit_detector(model, data, epochs=6, batch_size=8, lr=4e-3, rng=0)
    return model.eval()


def test_a_smaller_training_is_on_the_way(trained):
    """The table of three seeds is of 800 scenes and eight epochs: 0.91 to 0.94."""
    test = make_scenes(60, rng=100)
    found, truths = to_metrics(trained.detect(torch.as_tensor(test.images)), to_targets(test))
    assert 0.4 < evaluate_detections(found, truths).mean_average_precision < 0.9


def test_each_stage_brings_boxes_nearer(trained):
    test = make_scenes(60, rng=100)
    with torch.no_grad():
        stage = trained(torch.as_tensor(test.images))
        proposals = trained.propose(stage)
    assert stage.anchors.shape == (768, 4)
    assert max(len(p) for p in proposals) == 50
    medians = [
        np.median(
            np.concatenate(
                [box_iou(one.boxes, b).max(axis=1) for one, b in zip(test, boxes, strict=True)]
            )
        )
        for boxes in (
            [stage.anchors] * len(test),
            [p.numpy() for p in proposals],
        )
    ]
    assert medians[0] < medians[1]


def test_seeds_of_the_table():
    """Mean and spread are of the three rows above them."""
    lines = CHAPTER.read_text(encoding="utf-8").split("\n")
    rows = [line.split("|")[2:4] for line in lines if line.startswith(("| 0 |", "| 1 |", "| 2 |"))]
    values = np.array(rows, dtype=float)
    assert values.shape == (3, 2)
    (summary,) = (line for line in lines if line.startswith("| 평균 ± 표준편차 |"))
    for column, text in enumerate(summary.split("|")[2:4]):
        mean, spread = (float(part) for part in text.split("±"))
        assert mean == pytest.approx(values[:, column].mean(), abs=6e-4)
        assert spread == pytest.approx(values[:, column].std(ddof=1), abs=1.1e-3)


def test_family_of_the_table():
    """Mean and spread are of the three seeds beside them, and the order is the same in each."""
    lines = CHAPTER.read_text(encoding="utf-8").split("\n")
    rows = {}
    for line in lines:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells[0] in ("R-CNN", "SPPNet", "Fast R-CNN") and "±" in line:
            rows[cells[0]] = np.array(cells[2].split(","), dtype=float)
            mean, spread = (float(part) for part in cells[1].split("±"))
            assert mean == pytest.approx(rows[cells[0]].mean(), abs=6e-4)
            assert spread == pytest.approx(rows[cells[0]].std(ddof=1), abs=6e-4)
    assert (rows["R-CNN"] > rows["Fast R-CNN"]).all()
    assert (rows["Fast R-CNN"] > rows["SPPNet"]).all()


def test_what_the_chapter_must_hold():
    text = CHAPTER.read_text(encoding="utf-8")
    anchors = ("outputs", "iou", "nms", "coding", "sliding", "rcnn", "spp", "fast", "anchors")
    assert all(f"(detection-{anchor})=" in text for anchor in (*anchors, "faster", "stages"))
    for box in (
        "[1, 1, class_num]",
        "상자",
        "2,000개의 패치",
        "얼마나 forward",
        "앵커 수",
        "빠르기",
    ):
        assert any(box in line for line in text.split("\n") if line.startswith(":::{admonition}"))
    cells = read_chapter(CHAPTER, ROOT).cells
    assert sum("assert" in cell.source for cell in cells) >= 15
