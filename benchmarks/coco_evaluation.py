"""COCO's twelve numbers beside pycocotools: 5,000 generated images, 80 classes, some 160,000 detections."""

import contextlib
import io
import time
from collections.abc import Callable

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval
from rich.console import Console

from coursekit.metrics import Detections, Truths, coco_metrics

IMAGES, CLASSES = 5_000, 80


def draw_image(rng: np.random.Generator) -> tuple[Detections, Truths]:
    """Up to 16 objects; every one is found three times, more or less, among boxes of nothing."""
    boxes, labels = draw_boxes(rng, int(rng.integers(0, 17)))
    size = np.tile(boxes[:, 2:] - boxes[:, :2], 2)
    copies = np.repeat(np.arange(len(boxes)), 3)
    shift = rng.normal(scale=0.3, size=(len(copies), 4)) * rng.random((len(copies), 1))
    moved = boxes[copies] + shift * size[copies]
    moved[:, 2:] = np.maximum(moved[:, 2:], moved[:, :2])
    confused = rng.random(len(copies)) < 0.1
    named = np.where(confused, rng.integers(0, CLASSES, len(copies)), labels[copies])
    noise, noise_labels = draw_boxes(rng, int(rng.integers(0, len(boxes) + 8)))
    found = np.concatenate([moved, noise])
    return (
        Detections(found, rng.random(len(found)).round(3), np.concatenate([named, noise_labels])),
        Truths(boxes, labels, crowd=rng.random(len(boxes)) < 0.03),
    )


def draw_boxes(rng: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    corner = rng.uniform(0, 400, (count, 2))
    boxes = np.concatenate([corner, corner + np.exp(rng.normal(3.8, 0.9, (count, 2)))], axis=1)
    return boxes.round(2), rng.integers(0, CLASSES, count)


def pycocotools_for(detections: list[Detections], truths: list[Truths]) -> COCOeval:
    """Everything read and indexed, so that the clock sees the evaluation alone."""
    annotations = [
        {"image_id": n, "category_id": c, "bbox": xywh, "iscrowd": int(crowd), "area": area}
        for n, t in enumerate(truths)
        for xywh, c, crowd, area in zip(
            as_xywh(t.boxes), t.labels.tolist(), t.crowd, t.area.tolist(), strict=True
        )
    ]
    for number, annotation in enumerate(annotations, start=1):
        annotation["id"] = number
    results = [
        {"image_id": n, "category_id": c, "bbox": xywh, "score": score}
        for n, d in enumerate(detections)
        for xywh, c, score in zip(
            as_xywh(d.boxes), d.labels.tolist(), d.scores.tolist(), strict=True
        )
    ]
    known = COCO()
    known.dataset = {
        "images": [{"id": n} for n in range(len(truths))],
        "annotations": annotations,
        "categories": [{"id": c} for c in range(CLASSES)],
    }
    known.createIndex()
    return COCOeval(known, known.loadRes(results), "bbox")


def as_xywh(boxes: np.ndarray) -> list[list[float]]:
    return np.concatenate([boxes[:, :2], boxes[:, 2:] - boxes[:, :2]], axis=1).tolist()


def cpu_seconds(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def compare() -> None:
    rng = np.random.default_rng(0)
    pairs = [draw_image(rng) for _ in range(IMAGES)]
    detections, truths = [d for d, _ in pairs], [t for _, t in pairs]
    with contextlib.redirect_stdout(io.StringIO()):
        judge = pycocotools_for(detections, truths)
        theirs = cpu_seconds(lambda: (judge.evaluate(), judge.accumulate(), judge.summarize()))
    ours = np.median(
        [cpu_seconds(lambda: coco_metrics(detections, truths, classes=CLASSES)) for _ in range(5)]
    )
    equal = np.array_equal(coco_metrics(detections, truths, classes=CLASSES).twelve(), judge.stats)
    count = sum(len(d.scores) for d in detections)
    Console().print(
        f"COCO's twelve numbers, {IMAGES} images, {CLASSES} classes, {count} detections: "
        f"pycocotools {theirs:.1f} s, coursekit {ours:.2f} s of CPU, "
        f"{theirs / ours:.0f} times faster, {'equal to the last bit' if equal else 'NOT EQUAL'}"
    )


if __name__ == "__main__":
    compare()
