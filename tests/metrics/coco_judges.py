"""Two judges of COCO's twelve numbers: pycocotools, and its protocol in plain loops that can err on demand."""

import contextlib
import io
from bisect import bisect_left

import numpy as np
from pycocotools import mask
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

RANGES = [(0, 1e10), (0, 32**2), (32**2, 96**2), (96**2, 1e10)]
THRESHOLDS = np.linspace(0.5, 0.95, 10).tolist()
RECALLS = np.linspace(0, 1, 101).tolist()


def sides(box):
    return [box[0], box[1], box[2] - box[0], box[3] - box[1]]


def pycocotools_says(detections, truths, classes):
    """The evaluated COCOeval: .stats and .eval["precision"]."""
    annotations = [
        {"image_id": n, "category_id": c, "bbox": sides(box), "iscrowd": int(crowd), "area": area}
        for n, t in enumerate(truths)
        for box, c, crowd, area in zip(
            t.boxes.tolist(), t.labels.tolist(), t.crowd, t.area.tolist(), strict=True
        )
    ]
    results = [
        {"image_id": n, "category_id": c, "bbox": sides(box), "score": score}
        for n, d in enumerate(detections)
        for box, c, score in zip(
            d.boxes.tolist(), d.labels.tolist(), d.scores.tolist(), strict=True
        )
    ]
    for number, annotation in enumerate(annotations, start=1):
        annotation["id"] = number
    with contextlib.redirect_stdout(io.StringIO()):
        known = COCO()
        known.dataset = {
            "images": [{"id": n} for n in range(len(truths))],
            "annotations": annotations,
            "categories": [{"id": c} for c in range(classes)],
        }
        known.createIndex()
        judge = COCOeval(known, known.loadRes(results), "bbox")
        judge.evaluate()
        judge.accumulate()
        judge.summarize()
    return judge


def loops_say(detections, truths, classes, mistake=None):
    """The twelve numbers by loops over images and boxes. `mistake` names one to make."""
    table = {
        (area, most): [
            one_class(detections, truths, c, RANGES[area], most, mistake) for c in range(classes)
        ]
        for area, most in [(0, 1), (0, 10), (0, 100), (1, 100), (2, 100), (3, 100)]
    }
    return [
        mean(table[0, 100], 0),
        mean(table[0, 100], 0, [0]),
        mean(table[0, 100], 0, [5]),
        *(mean(table[area, 100], 0) for area in (1, 2, 3)),
        *(mean(table[0, most], 1) for most in (1, 10, 100)),
        *(mean(table[area, 100], 1) for area in (1, 2, 3)),
    ]


def mean(per_class, which, thresholds=range(10)):
    values = [found[which][t] for found in per_class if found is not None for t in thresholds]
    return sum(values) / len(values) if values else -1


def one_class(detections, truths, label, area_range, most, mistake):
    """AP and AR of one class at ten thresholds; None without a truth that counts."""

    def out(area):
        return not area_range[0] <= area <= area_range[1]

    images, counted = [], 0
    for d, t in zip(detections, truths, strict=True):
        found = [
            (score, box)
            for score, box, c in zip(d.scores.tolist(), d.boxes.tolist(), d.labels, strict=True)
            if c == label
        ]
        if mistake == "ties the other way":
            found.reverse()
        found.sort(key=lambda row: -row[0])
        if mistake == "area before the cut":
            found = [row for row in found if not out(sides(row[1])[2] * sides(row[1])[3])]
        real = [
            (box, bool(crowd), out(area) or bool(crowd and mistake != "crowd is a truth"))
            for box, crowd, area, c in zip(
                t.boxes.tolist(), t.crowd, t.area.tolist(), t.labels, strict=True
            )
            if c == label
        ]
        counted += sum(not ignored for *_, ignored in real)
        found = found[:most]
        shared = [int(crowd and mistake != "crowd by IoU") for _, crowd, _ in real]
        overlaps = mask.iou([sides(b) for _, b in found], [sides(b) for b, *_ in real], shared)
        images.append((found, real, overlaps))
    if not counted:
        return None
    precision, recall = [], []
    for threshold in THRESHOLDS:
        rows = [row for image in images for row in match(*image, threshold, out, mistake)]
        if mistake != "sorted per image":
            rows.sort(key=lambda row: -row[0])
        p, r = area_under([hit for _, hit in rows if hit is not None], counted, mistake)
        precision.append(p)
        recall.append(r)
    return precision, recall


def match(found, real, overlaps, threshold, out, mistake):
    """(score, True, False or None for not counted) per detection of one image."""
    taken, rows = set(), []
    for d, (score, box) in enumerate(found):
        best, which = min(threshold, 1 - 1e-10), None
        for wanted in (False, True):  # the truths that count come first
            for g, (_, crowd, ignored) in enumerate(real):
                overlap = overlaps[d, g]
                free = g not in taken or crowd or mistake == "a truth found twice"
                reached = overlap > best if mistake == "strict threshold" else overlap >= best
                if ignored == wanted and free and reached:
                    best, which = overlap, g
            if which is not None:
                break
        if which is None:
            small = out(sides(box)[2] * sides(box)[3]) and mistake != "area of misses forgotten"
            rows.append((score, None if small else False))
        else:
            taken.add(which)
            rows.append((score, None if real[which][2] else True))
    return rows


def area_under(hits, counted, mistake):
    curve, tp = [], 0
    for k, hit in enumerate(hits, start=1):
        tp += hit
        curve.append((tp / counted, tp / k))
    if mistake != "no envelope":
        for k in range(len(curve) - 1, 0, -1):
            curve[k - 1] = (curve[k - 1][0], max(curve[k - 1][1], curve[k][1]))
    places = [bisect_left(curve, r, key=lambda point: point[0]) for r in RECALLS]
    read = [curve[k][1] for k in places if k < len(curve)]
    return sum(read) / 101, tp / counted
