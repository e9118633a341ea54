"""VOC's protocol against plain loops, the public example, and a bank of mistakes the loops can make on demand."""

import numpy as np
import pytest
from pycocotools import mask

from coursekit.metrics import (
    Detections,
    Truths,
    average_precision,
    evaluate_detections,
    padilla_example,
    precision_recall,
)


def iou(a, b):
    """Of two boxes, by pycocotools."""
    a, b = ([x1, y1, x2 - x1, y2 - y1] for x1, y1, x2, y2 in (a, b))
    return mask.iou([a], [b], [0])[0, 0]


def ranked(detections, label, mistake):
    """(score, image, box) of one class over all images, the best first."""
    rows = [
        (score, n, box)
        for n, d in enumerate(detections)
        for score, box, c in zip(d.scores.tolist(), d.boxes.tolist(), d.labels, strict=True)
        if c == label
    ]
    if mistake == "ties the other way":
        rows.reverse()
    if mistake == "sorted per image":
        return sorted(rows, key=lambda row: (row[1], -row[0]))
    return sorted(rows, key=lambda row: -row[0])  # sorted() is stable


def hits_by_hand(detections, truths, label, threshold, mistake=None):
    """TP or FP per counted detection, and the number of counted truths."""
    taken, hits = set(), []
    for _, n, box in ranked(detections, label, mistake):
        best, which = 0.0, None
        for g, truth in enumerate(truths[n].boxes.tolist()):
            same = truths[n].labels[g] == label or mistake == "classes mixed"
            free = (n, g) not in taken or mistake != "the best free truth"
            if same and free and iou(box, truth) > best:
                best, which = iou(box, truth), g
        reached = best > threshold if mistake == "strict threshold" else best >= threshold
        if which is None or not reached:
            hits.append(False)
        elif truths[n].difficult[which] or truths[n].crowd[which]:
            if mistake == "difficult is wrong":
                hits.append(False)
        else:
            hits.append((n, which) not in taken or mistake == "a truth found twice")
            taken.add((n, which))
    counted = [
        not (d or c) or mistake == "difficult is missed"
        for t in truths
        for k, d, c in zip(t.labels, t.difficult, t.crowd, strict=True)
        if k == label
    ]
    return hits, sum(counted)


@pytest.mark.parametrize("threshold", [0.3, 0.5, 0.75])
@pytest.mark.parametrize("seed", range(8))
def test_the_matching_is_that_of_the_loops(seed, threshold, box_images):
    detections, truths = box_images(np.random.default_rng(seed))
    found = evaluate_detections(detections, truths, classes=3, iou_threshold=threshold)
    for label, curve in enumerate(found.curves):
        hits, counted = hits_by_hand(detections, truths, label, threshold)
        assert curve.hits.tolist() == hits
        assert curve.truths == counted
        assert np.all(np.diff(curve.scores) <= 0)
        if counted:
            precision, recall = precision_recall(np.array(hits, bool), truths=counted)
            assert curve.precision.tolist() == precision.tolist()
            assert found.average_precision[label] == average_precision(recall, precision)
    assert found.mean_average_precision == np.nanmean(found.average_precision)


@pytest.mark.parametrize(
    "mistake",
    [
        "ties the other way",
        "sorted per image",
        "classes mixed",
        "the best free truth",
        "strict threshold",
        "difficult is wrong",
        "difficult is missed",
        "a truth found twice",
    ],
)
def test_the_loops_with_a_mistake_disagree(mistake, box_images):
    disagreements = 0
    for seed in range(8):
        detections, truths = box_images(np.random.default_rng(seed))
        found = evaluate_detections(detections, truths, classes=3)
        for label, curve in enumerate(found.curves):
            hits, counted = hits_by_hand(detections, truths, label, 0.5, mistake)
            disagreements += (curve.hits.tolist(), curve.truths) != (hits, counted)
    assert disagreements > 0


PUBLISHED = {"all-point": 24.57, "11-point": 26.84, "101-point": 24.82, "no-envelope": 22.78}


@pytest.mark.parametrize("method", PUBLISHED)
def test_the_public_example(method):
    found = evaluate_detections(*padilla_example(), iou_threshold=0.3, method=method)
    assert round(100 * found.mean_average_precision, 2) == PUBLISHED[method]


def test_the_public_examples_table():
    """TP of the published table: detections R, J, B, P, E, X, G of 24, on 15 truths."""
    (curve,) = evaluate_detections(*padilla_example(), iou_threshold=0.3).curves
    assert np.flatnonzero(curve.hits).tolist() == [0, 2, 9, 11, 12, 13, 22]
    assert (len(curve.hits), curve.truths) == (24, 15)


def test_the_public_example_flips_with_the_ties():
    detections, truths = padilla_example()
    backwards = [Detections(d.boxes[::-1], d.scores[::-1], d.labels) for d in detections[::-1]]
    flipped = {
        method: evaluate_detections(backwards, truths[::-1], iou_threshold=0.3, method=method)
        for method in ("all-point", "11-point")
    }
    assert round(100 * flipped["all-point"].mean_average_precision, 2) == 22.35
    assert round(100 * flipped["11-point"].mean_average_precision, 2) == 23.81


def test_the_public_example_loses_a_hit_without_the_extra_pixel():
    found = evaluate_detections(*padilla_example(inclusive=False), iou_threshold=0.3)
    assert found.curves[0].hits.sum() == 6
    assert round(100 * found.mean_average_precision, 2) == 22.54


def test_an_overlap_of_exactly_the_threshold_counts():
    found = Detections([[0, 0, 5, 10]], [0.9], [0])
    truth = Truths([[0, 0, 10, 10]], [0])
    assert evaluate_detections([found], [truth]).mean_average_precision == 1
    assert evaluate_detections([found], [truth], iou_threshold=0.51).mean_average_precision == 0


def test_equal_overlaps_take_the_earlier_truth():
    truths = Truths([[0, 0, 10, 10], [2, 0, 12, 10]], [0, 0])
    found = Detections([[1, 0, 11, 10], [3, 0, 13, 10]], [0.9, 0.8], [0, 0])
    assert evaluate_detections([found], [truths]).mean_average_precision == 1
    swapped = Truths(truths.boxes[::-1], truths.labels)
    assert evaluate_detections([found], [swapped]).mean_average_precision == 1 / 2


def test_classes_without_truths_are_left_out_of_the_mean():
    found = Detections([[0, 0, 5, 5], [0, 0, 5, 5]], [0.9, 0.8], [0, 2])
    metrics = evaluate_detections([found], [Truths([[0, 0, 5, 5]], [0])], classes=4)
    assert metrics.mean_average_precision == 1
    assert np.isnan(metrics.average_precision).tolist() == [False, True, True, True]
    assert metrics.curves[2].hits.tolist() == [False]
    assert np.isnan(metrics.curves[2].recall).all()


def test_no_detection_at_all_is_zero():
    nothing = Detections(np.zeros((0, 4)), [], [])
    found = evaluate_detections([nothing], [Truths([[0, 0, 5, 5]], [0])])
    assert found.mean_average_precision == 0
    boxes = Detections([[3, 3, 3, 8]], [1.0], [0])  # an empty box overlaps nothing
    assert evaluate_detections([boxes], [Truths([[3, 3, 3, 8]], [0])]).mean_average_precision == 0


def test_float32_boxes_are_compared_in_double_precision():
    boxes = np.array([[0.1, 0.1, 30.3, 40.7]], np.float32)
    assert Detections(boxes, np.ones(1, np.float32), [0]).boxes.dtype == np.float64


NOTHING = np.zeros((0, 4))
ONE = np.array([[0.0, 0.0, 5.0, 5.0]])
FOUND, TRUTH = Detections(ONE, [0.5], [0]), Truths(ONE, [0])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Detections([[0, 0, 5]], [1], [0]), "`boxes` 모양"),
        (lambda: Detections([[5, 0, 0, 5]], [1], [0]), r"`boxes\[0\]` 값은 x1 <= x2"),
        (lambda: Detections(ONE, [0.1, 0.2], [0]), "`scores` 모양"),
        (lambda: Detections(ONE, [np.nan], [0]), r"`scores\[0\]` 값은 유한"),
        (lambda: Detections(ONE, [0.1], [0.0]), "`labels` 값은 상자의 수 1"),
        (lambda: Detections(ONE, [0.1], [0, 1]), "`labels` 값은 상자의 수 1"),
        (lambda: Detections(ONE, [0.1], [-1]), "`labels` 값은 0 이상"),
        (lambda: Truths(ONE, [0], difficult=[2]), "`difficult` 값"),
        (lambda: Truths(ONE, [0], crowd=[0, 1]), "`crowd` 값"),
        (lambda: Truths(ONE, [0], area=[-1]), "`area` 값은 0 이상"),
        (lambda: Truths(ONE, [0], area=[1, 2]), "`area` 모양"),
        (lambda: evaluate_detections([], []), "그림의 수"),
        (lambda: evaluate_detections([FOUND], [TRUTH, TRUTH]), "그림의 수"),
        (lambda: evaluate_detections([TRUTH], [TRUTH]), r"`detections\[0\]` 값은 Detections"),
        (lambda: evaluate_detections([FOUND], [FOUND]), r"`truths\[0\]` 값은 Truths"),
        (lambda: evaluate_detections([FOUND], [TRUTH], classes=0), "`classes` 값"),
        (
            lambda: evaluate_detections([FOUND], [Truths(ONE, [3])], classes=3),
            "`truths`의 `labels`",
        ),
        (lambda: evaluate_detections([FOUND], [Truths(NOTHING, [])]), "셀 정답이 하나 이상"),
        (lambda: evaluate_detections([FOUND], [TRUTH], iou_threshold=0), "`iou_threshold` 값"),
        (lambda: evaluate_detections([FOUND], [TRUTH], method="voc"), "`method` 값"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
