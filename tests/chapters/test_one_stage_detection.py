"""Numbers and claims of chapter 15, each found here another way than in the chapter."""

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
import torch

from coursekit.book.sources import read_chapter
from coursekit.boxes import anchor_boxes, box_iou, grid_anchors
from coursekit.data import make_pupils, make_scenes
from coursekit.metrics import coco_metrics, padilla_example
from coursekit.models import (
    FPN,
    SSD,
    DetectionSet,
    FasterRCNN,
    GridDetector,
    detect,
    seeded,
    subtract_median,
    to_metrics,
    to_targets,
)
from coursekit.train import fit_detector

ROOT = Path(__file__).resolve().parents[2]
CHAPTER = ROOT / "chapters" / "one_stage_detection.md"
STORED = ROOT / "chapters" / "_static" / "stored" / "one_stage_bccd.json"
SCENES = {"size": 48, "classes": ("원", "십자", "고리"), "scale": (0.2, 0.5), "objects": (1, 3)}


def plain_hits(inclusive):
    """Padilla's example by loops over single boxes: scores and verdicts, best score first."""
    detections, truths = padilla_example(inclusive=inclusive)
    rows = [
        (-score, image, k) for image, d in enumerate(detections) for k, score in enumerate(d.scores)
    ]
    taken, listed = set(), []
    for negative, image, k in sorted(rows, key=lambda row: row[0]):
        box = detections[image].boxes[k]
        overlaps = []
        for truth in truths[image].boxes:
            width = min(box[2], truth[2]) - max(box[0], truth[0])
            height = min(box[3], truth[3]) - max(box[1], truth[1])
            common = max(width, 0) * max(height, 0)
            both = sum((b[2] - b[0]) * (b[3] - b[1]) for b in (box, truth))
            overlaps.append(common / (both - common))
        best = int(np.argmax(overlaps))
        hit = overlaps[best] >= 0.3 and (image, best) not in taken
        if hit:
            taken.add((image, best))
        listed.append((-negative, hit, max(overlaps)))
    return listed


def plain_ap(hits):
    """Area under the pressed curve: each truth found adds 1/15 of the best precision from there on."""
    found = np.cumsum(hits)
    precision = [f / k for k, f in enumerate(found, start=1)]
    return sum(max(precision[k:]) / 15 for k, hit in enumerate(hits) if hit)


def test_the_public_example_and_its_two_flips():
    listed = plain_hits(inclusive=True)
    hits = [hit for _, hit, _ in listed]
    assert (len(hits), sum(hits)) == (24, 7)
    assert 100 * plain_ap(hits) == pytest.approx(24.57, abs=0.005)
    scores = [score for score, _, _ in listed]
    ties = [k for k in range(23) if scores[k] == scores[k + 1]]
    assert [scores[k] for k in ties] == [0.95, 0.45, 0.44]
    seen = []
    for turned in itertools.product((False, True), repeat=3):
        other = list(hits)
        for k, turn in zip(ties, turned, strict=True):
            if turn:
                other[k], other[k + 1] = other[k + 1], other[k]
        seen.append(100 * plain_ap(other))
    assert min(seen) == pytest.approx(22.35, abs=0.005)
    assert max(seen) == pytest.approx(24.57, abs=0.005)
    without = plain_hits(inclusive=False)
    assert sum(hit for _, hit, _ in without) == 6
    assert 100 * plain_ap([hit for _, hit, _ in without]) == pytest.approx(22.54, abs=0.005)
    overlap = {inc: next(o for s, _, o in plain_hits(inc) if s == 0.18) for inc in (True, False)}
    assert overlap[True] == pytest.approx(0.3034, abs=5e-5)
    assert overlap[False] == pytest.approx(0.2953, abs=5e-5)


def test_counts_of_boxes_and_focal_factors():
    per_cell = {38: 4, 19: 6, 10: 6, 5: 6, 3: 4, 1: 4}
    placed = sum(
        len(grid_anchors((n, n), 300 / n, anchor_boxes([30.0], range(1, k + 1))))
        for n, k in per_cell.items()
    )
    assert placed == 8732
    cells = [sum(1 for _ in itertools.product(range(n), range(n))) for n in (7, 13, 26, 52)]
    assert cells[0] * 2 == 98
    assert cells[0] * (2 * (4 + 1) + 20) == 1470
    assert cells[1] * 5 == 845
    assert 3 * sum(cells[1:]) == 10647
    assert [(1 - p) ** -2 for p in (0.5, 0.9, 0.968)] == pytest.approx([4, 100, 976.5625])


def test_adding_is_joining_with_two_unit_matrices():
    fine, coarse = np.random.default_rng(0).normal(size=(2, 32, 5, 5))
    joined = np.concatenate([fine, coarse])
    both = np.hstack([np.eye(32), np.eye(32)])
    np.testing.assert_allclose(np.einsum("oc,chw->ohw", both, joined), fine + coarse)
    sizes = {
        m: sum(p.numel() for p in FPN((24, 32, 32), 32, m).parameters()) for m in ("add", "concat")
    }
    assert sizes["concat"] - sizes["add"] == 2 * 32 * 32 * 9  # two places where levels meet


@pytest.mark.parametrize(("neck", "seen"), [(None, 34), ("add", 50)])
def test_how_far_the_fine_level_sees(neck, seen):
    """By gradients, with averages for maxima and without GroupNorm, which sees all of the picture."""
    with seeded(0):
        model = SSD(2, neck=neck).eval()
    for stage in model.stages:
        stage[-1] = torch.nn.AvgPool2d(2)
        stage[-2] = torch.nn.Identity()
    model.tower[1] = model.tower[2] = torch.nn.Identity()
    model = model.double()
    picture = torch.randn(1, 3, 96, 96, dtype=torch.float64, requires_grad=True)
    model(picture)["logits"][0, 12 * 24 + 12, 0].backward()
    rows = torch.nonzero(picture.grad.abs().sum(dim=(0, 1, 3))).ravel()
    width = int(rows.max() - rows.min() + 1)
    assert width == seen if neck is None else width > seen


def quality(model, scenes, classes):
    images, truths = subtract_median(scenes.images), to_targets(scenes)
    found = detect(model, images)
    return coco_metrics(*to_metrics(found, truths), classes=classes)


def test_a_neck_brings_what_is_far():
    """A third of the chapter's data: the class that hangs on a far ring gains most."""
    train, test = make_pupils(300, rng=25), make_pupils(100, rng=26)
    data = DetectionSet(subtract_median(train.images), to_targets(train))
    score = {}
    for neck in (None, "add"):
        with seeded(0):
            model = SSD(2, neck=neck)
        fit_detector(model, data, epochs=4, rng=0)
        score[neck] = quality(model, test, 2).class_ap50[0]
    assert score["add"] > score[None] + 0.05


@pytest.mark.parametrize(
    ("make", "recipe", "least"),
    [
        (lambda: GridDetector(3), {"epochs": 8, "batch_size": 15}, 0.12),
        (lambda: SSD(3), {"epochs": 5}, 0.3),
    ],
)
def test_the_detectors_learn_from_a_third(make, recipe, least):
    train, test = make_scenes(300, rng=25, **SCENES), make_scenes(100, rng=26, **SCENES)
    data = DetectionSet(subtract_median(train.images), to_targets(train))
    with seeded(0):
        model = make()
    fit_detector(model, data, rng=0, **recipe)
    assert quality(model, test, 3).ap50 > least


def test_parameters_of_the_three():
    models = GridDetector(3), SSD(3), FasterRCNN(3, sizes=(9, 15, 24), rng=0)
    counts = [sum(p.numel() for p in m.parameters()) for m in models]
    assert counts == [29_768, 61_395, 217_199]
    text = CHAPTER.read_text(encoding="utf-8")
    assert all(f"{count:,}" in text for count in counts)


def test_background_is_nearly_everything():
    scenes = make_scenes(300, rng=25, **SCENES)
    anchors = SSD(3).anchors(48, 48).numpy()
    assert len(anchors) == 144 + 36 + 9
    overlap = np.concatenate([box_iou(anchors, boxes).max(axis=1) for boxes in scenes.boxes])
    assert 10 < (overlap < 0.4).sum() / (overlap >= 0.5).sum() < 100


def test_the_blood_cells_are_stored():
    record = json.loads(STORED.read_text(encoding="utf-8"))
    numbers = record["numbers"]
    assert list(numbers) == ["mAP50", "적혈구", "백혈구", "혈소판"]
    assert numbers["mAP50"] == pytest.approx(np.mean(list(numbers.values())[1:]))
    assert numbers["백혈구"] > numbers["적혈구"] > 0.5
    assert "MIT" in record["data"]


def test_what_the_chapter_must_hold():
    """Rows of the coverage, each by its anchor; every displayed number is computed by a cell."""
    text = CHAPTER.read_text(encoding="utf-8")
    for anchor in ("grid", "train", "parts", "imbalance", "fpn", "map", "vs-two", "bccd"):
        assert f"(one-stage-{anchor})=" in text
    for box in ("격자는 픽셀의 수", "상자의 끝 픽셀", "정확하지만 느리다", "재현 카드"):
        assert any(box in line for line in text.split("\n") if line.startswith(":::{admonition}"))
    cells = read_chapter(CHAPTER, ROOT).cells
    assert sum("assert" in cell.source for cell in cells) >= 12
