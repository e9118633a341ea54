"""COCO's twelve numbers: pycocotools to the last bit, plain loops, hand numbers, and a bank of mistakes."""

import json
import os
from pathlib import Path

import numpy as np
import pytest

from coursekit.metrics import CocoMetrics, Detections, Truths, coco_metrics, overlaps

from .coco_judges import loops_say, pycocotools_says

SETTINGS = {
    "ties everywhere": {},
    "small, medium and large": {"scale": 9.3},
    "areas of masks": {"scale": 4.0, "areas": True},
    "one class": {"classes": 1, "most": 12},
    "many classes": {"classes": 40},
    "no crowd": {"crowd": 0, "levels": 1000},
    "crowds": {"crowd": 0.6, "scale": 5.0},
    "few truths": {"most": 1, "images": 12},
    "equal scores": {"levels": 1, "images": 9},
}


def assert_same(found, judge):
    """All twelve and those per class, bit by bit."""
    assert found.twelve().tolist() == judge.stats.tolist()
    everything = judge.eval["precision"][..., 0, 2]
    for ours, theirs in (
        (found.class_ap, everything),
        (found.class_ap50, everything[:1]),
        (found.class_ar, judge.eval["recall"][:, None, :, 0, 2]),
    ):
        present = (theirs > -1).all(axis=(0, 1))
        assert np.array_equal(present, ~np.isnan(ours))
        np.testing.assert_allclose(ours[present], theirs.mean(axis=(0, 1))[present], atol=1e-12)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("setting", SETTINGS)
def test_pycocotools_to_the_last_bit(setting, seed, box_images):
    options = {"classes": 3, **SETTINGS[setting]}
    detections, truths = box_images(np.random.default_rng(seed), difficult=0, **options)
    found = coco_metrics(detections, truths, classes=options["classes"])
    assert_same(found, pycocotools_says(detections, truths, options["classes"]))


def crowded_image(rng, count=150):
    """More than a hundred detections of one class in an image, many of them small."""
    truths = np.concatenate([rng.integers(0, 300, (40, 2)), np.zeros((40, 2), int)], axis=1)
    truths[:, 2:] = truths[:, :2] + rng.integers(8, 60, (40, 2))
    copies = truths[rng.integers(0, 40, count)] + rng.integers(-3, 4, (count, 4))
    copies[:, 2:] = np.maximum(copies[:, 2:], copies[:, :2])
    labels = np.zeros(count, int)
    scores = rng.integers(0, 30, count) / 30
    return Detections(copies, scores, labels), Truths(truths, labels[:40])


def test_only_a_hundred_detections_of_an_image_and_class_count():
    detections, truths = crowded_image(np.random.default_rng(0))
    judge = pycocotools_says([detections], [truths], 1)
    assert_same(coco_metrics([detections], [truths]), judge)
    kept = np.argsort(-detections.scores, kind="stable")
    best = Detections(
        detections.boxes[kept[:100]], detections.scores[kept[:100]], detections.labels[:100]
    )
    assert coco_metrics([best], [truths]).twelve().tolist() == judge.stats.tolist()
    more = Detections(
        detections.boxes[kept[:130]], detections.scores[kept[:130]], detections.labels[:130]
    )
    assert coco_metrics([more], [truths]).twelve().tolist() == judge.stats.tolist()


def test_the_hundred_and_first_is_not_even_a_mistake():
    wrong = Detections(np.tile([50, 50, 60, 60], (101, 1)), np.full(101, 0.9), np.zeros(101, int))
    right = Detections([[0, 0, 9, 9]], [0.5], [0])
    truths = [Truths(np.zeros((0, 4)), []), Truths([[0, 0, 9, 9]], [0])]
    found = coco_metrics([wrong, right], truths)
    assert found.ap == pytest.approx(1 / 101)  # one right after a hundred wrong ones
    assert_same(found, pycocotools_says([wrong, right], truths, 1))


def test_equal_overlaps_take_the_later_truth():
    truths = Truths([[0, 0, 10, 10], [2, 0, 12, 10]], [0, 0])
    found = Detections([[1, 0, 11, 10], [3, 0, 13, 10]], [0.9, 0.8], [0, 0])
    metrics = coco_metrics([found], [truths])
    # the first overlaps both by 9/11; the second only the later one, which is gone
    assert metrics.ap75 == pytest.approx(51 / 101)
    assert_same(metrics, pycocotools_says([found], [truths], 1))


def test_an_overlap_that_rounding_puts_below_the_threshold():
    """Width 8 in width 10, but 1.38 + (9.38 - 1.38) is not 9.38 in floating point."""
    truths = Truths([[1.38, 0, 11.38, 10]], [0])
    found = Detections([[1.38, 0, 9.38, 10]], [0.9], [0])
    metrics = coco_metrics([found], [truths])
    assert metrics.ar100 == pytest.approx(0.6)
    assert_same(metrics, pycocotools_says([found], [truths], 1))


def test_pairs_measured_in_small_blocks_are_the_same(monkeypatch, box_images):
    detections, truths = box_images(np.random.default_rng(3), images=20)
    whole = coco_metrics(detections, truths).twelve()
    for block in (1, 7, 64):
        monkeypatch.setattr(overlaps, "_BLOCK", block)
        assert np.array_equal(coco_metrics(detections, truths).twelve(), whole)


def blood_cells():
    """BCCD's truths, and detections made of them: moved, doubled, missed, invented, mislabelled."""
    beside = Path(__file__).resolve().parents[3] / "shared" / "data"
    for folder in (Path(os.environ.get("COURSEKIT_DATA") or beside), beside):
        if (folder / "bccd" / "annotations.json").is_file():
            break
    else:
        pytest.skip("저장소 옆의 shared/data가 없고 COURSEKIT_DATA에도 bccd가 없습니다")
    rng = np.random.default_rng(0)
    detections, truths = [], []
    images = json.loads((folder / "bccd" / "annotations.json").read_text())["images"]
    for image in images.values():
        rows = np.array(image["objects"], float).reshape(-1, 5)
        rows = rows[(rows[:, 3:] > rows[:, 1:3]).all(axis=1)]
        labels, boxes = rows[:, 0].astype(int), rows[:, 1:]
        truths.append(Truths(boxes, labels))
        copies = rng.integers(0, len(boxes), 2 * len(boxes)) if len(boxes) else np.zeros(0, int)
        size = np.tile(boxes[copies, 2:] - boxes[copies, :2], 2)
        moved = boxes[copies] + 0.12 * size * rng.normal(size=(len(copies), 4))
        moved[:, 2:] = np.maximum(moved[:, 2:], moved[:, :2])
        other = rng.random(len(copies)) < 0.1
        labels = np.where(other, rng.integers(0, 3, len(copies)), labels[copies])
        detections.append(Detections(moved, rng.random(len(copies)).round(2), labels))
    return detections, truths


def test_real_boxes_to_the_last_bit():
    detections, truths = blood_cells()
    assert sum(len(t.boxes) for t in truths) == 4886  # of 4,888, two are empty
    found = coco_metrics(detections, truths, classes=3)
    assert_same(found, pycocotools_says(detections, truths, 3))
    assert 0.1 < found.ap < 0.9


@pytest.mark.parametrize("seed", range(4))
def test_the_loops_agree_too(seed, box_images):
    detections, truths = box_images(np.random.default_rng(seed), difficult=0, scale=9.3)
    found = coco_metrics(detections, truths, classes=3)
    assert found.twelve().tolist() == pytest.approx(loops_say(detections, truths, 3), abs=1e-9)


@pytest.mark.parametrize(
    "mistake",
    [
        "ties the other way",
        "sorted per image",
        "crowd is a truth",
        "crowd by IoU",
        "strict threshold",
        "a truth found twice",
        "area of misses forgotten",
        "no envelope",
    ],
)
def test_the_loops_with_a_mistake_disagree(mistake, box_images):
    detections, truths = box_images(np.random.default_rng(1), images=12, difficult=0, scale=9.3)
    found = coco_metrics(detections, truths, classes=3)
    wrong = loops_say(detections, truths, 3, mistake)
    assert np.abs(found.twelve() - wrong).max() > 1e-4


def test_cutting_after_the_area_was_looked_at_would_disagree():
    detections, truths = crowded_image(np.random.default_rng(0))
    found = coco_metrics([detections], [truths]).twelve()
    right = loops_say([detections], [truths], 1)
    wrong = loops_say([detections], [truths], 1, "area before the cut")
    assert found.tolist() == pytest.approx(right, abs=1e-9)
    assert np.abs(found - wrong).max() > 1e-3


def test_an_overlap_of_eight_tenths_by_hand():
    """IoU 0.8: right at the seven thresholds .50 to .80, wrong at .85, .90 and .95."""
    found = coco_metrics([Detections([[0, 0, 8, 10]], [0.9], [0])], [Truths([[0, 0, 10, 10]], [0])])
    assert found.ap == pytest.approx(0.7)
    assert (found.ap50, found.ap75) == (pytest.approx(1), pytest.approx(1))
    assert found.ar1 == pytest.approx(0.7)
    assert (found.ap_small, found.ap_medium, found.ap_large) == (pytest.approx(0.7), -1, -1)
    assert (found.ar_small, found.ar_medium, found.ar_large) == (found.ar1, -1, -1)


def test_the_second_best_truth_may_be_taken_which_voc_forbids():
    truths = Truths([[0, 0, 10, 10], [2, 0, 12, 10]], [0, 0])
    found = Detections([[0, 0, 10, 10], [0, 0, 10, 10]], [0.9, 0.8], [0, 0])
    assert coco_metrics([found], [truths]).ap50 == 1  # IoU of the second is 80 / 120


def test_difficult_truths_are_ignored_but_are_no_crowds():
    one, two = [[0, 0, 10, 10]], [[0, 0, 10, 10], [50, 50, 60, 60]]
    found = Detections([*one, *one, [50, 50, 60, 60]], [0.9, 0.8, 0.7], [0, 0, 0])
    truths = Truths(two, [0, 0], difficult=[1, 0])
    # the first is not counted, the second finds nothing free and is wrong, the third is right
    assert coco_metrics([found], [truths]).ap50 == pytest.approx(1 / 2)
    crowd = Truths(two, [0, 0], crowd=[1, 0])
    assert coco_metrics([found], [crowd]).ap50 == pytest.approx(1)


def test_nothing_to_find_is_minus_one_and_nothing_found_is_zero():
    nothing = Detections(np.zeros((0, 4)), [], [])
    empty = Truths(np.zeros((0, 4)), [])
    assert coco_metrics([nothing], [empty]).twelve().tolist() == [-1] * 12
    some = Detections([[0, 0, 5, 5]], [0.5], [1])
    found = coco_metrics([some], [empty], classes=2)
    assert found.twelve().tolist() == [-1] * 12
    assert np.isnan(found.class_ap).all()
    missed = coco_metrics([nothing], [Truths([[0, 0, 50, 50]], [0])])
    assert missed.twelve().tolist() == [0, 0, 0, -1, 0, -1, 0, 0, 0, -1, 0, -1]


def test_the_answer_is_frozen():
    found = coco_metrics([Detections([[0, 0, 5, 5]], [0.5], [0])], [Truths([[0, 0, 5, 5]], [0])])
    assert isinstance(found, CocoMetrics)
    with pytest.raises(AttributeError, match="cannot assign"):
        found.ap = 1.0


def test_bad_input_is_named():
    one = Detections([[0, 0, 5, 5]], [0.5], [3])
    truth = Truths([[0, 0, 5, 5]], [0])
    with pytest.raises(ValueError, match=r"`detections`의 `labels` 값은 2 미만.*받은 값: 3"):
        coco_metrics([one], [truth], classes=2)
    with pytest.raises(ValueError, match="그림의 수"):
        coco_metrics([one], [])
