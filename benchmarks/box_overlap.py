"""IoU beside pycocotools' C, and NMS beside the loop that compares one box with all the rest."""

from functools import partial

import numpy as np
from pycocotools import mask as coco
from rich.console import Console
from rich.table import Table

from benchmarks.timing import best_times, print_ratios
from coursekit.boxes import box_convert, box_iou, nms

BOXES = 10_000


def scattered(rng):
    low = rng.uniform(0, 1000, (BOXES, 2))
    return np.hstack([low, low + rng.uniform(10, 100, (BOXES, 2))])


def clustered(objects, jitter):
    """What a detector gives before suppression: many boxes around each object."""

    def make(rng):
        low = rng.uniform(0, 1000, (objects, 2))
        around = np.hstack([low, low + rng.uniform(30, 150, (objects, 2))])
        boxes = around[rng.integers(0, objects, BOXES)] + rng.normal(0, jitter, (BOXES, 4))
        return np.hstack([boxes[:, :2], np.maximum(boxes[:, 2:], boxes[:, :2] + 1)])

    return make


LAYOUTS = {
    "random": scattered,
    "500 objects, ± 5 px": clustered(500, 5),
    "200 objects, ± 10 px": clustered(200, 10),
    "100 objects, ± 5 px": clustered(100, 5),
}


def one_against_the_rest(boxes, scores, iou_threshold):
    """The loop most code has: no checks, areas once, one row of overlaps for each survivor."""
    x1, y1, x2, y2 = boxes.T
    area = (x2 - x1) * (y2 - y1)
    order, keep = np.argsort(-scores, kind="stable"), []
    while order.size:
        best, rest = order[0], order[1:]
        keep.append(best)
        width = np.maximum(np.minimum(x2[best], x2[rest]) - np.maximum(x1[best], x1[rest]), 0)
        height = np.maximum(np.minimum(y2[best], y2[rest]) - np.maximum(y1[best], y1[rest]), 0)
        overlap = width * height
        order = rest[overlap / (area[best] + area[rest] - overlap) <= iou_threshold]
    return np.array(keep)


def compare_nms() -> None:
    table = Table(title=f"NMS of {BOXES:,} boxes", title_justify="left")
    for column in (
        "",
        "dtype",
        "IoU",
        "kept",
        "loop ms",
        "ours ms",
        "ratio",
    ):
        table.add_column(column, justify="left" if column == "" else "right")
    for layout, make in LAYOUTS.items():
        rng = np.random.default_rng(0)
        exact, scores = make(rng), rng.random(BOXES)
        for dtype, threshold in ((np.float32, 0.5), (np.float64, 0.5), (np.float64, 0.7)):
            boxes = exact.astype(dtype)
            kept = nms(boxes, scores, threshold)
            assert (kept == one_against_the_rest(boxes, scores, threshold)).all()
            times = best_times(
                {
                    "plain": partial(one_against_the_rest, boxes, scores, threshold),
                    "ours": partial(nms, boxes, scores, threshold),
                },
                rounds=5,
            )
            table.add_row(
                layout,
                dtype.__name__,
                str(threshold),
                f"{len(kept):,}",
                *(f"{seconds * 1e3:.1f}" for seconds in times.values()),
                f"{times['plain'] / times['ours']:.1f}",
            )
    Console().print(table)


def compare_iou() -> None:
    for layout in ("random", "100 objects, ± 5 px"):
        boxes = LAYOUTS[layout](np.random.default_rng(0))[:4000]
        a, b = np.split(boxes.astype(np.float32), 2)
        as_xywh = [box_convert(x.astype(np.float64), "xyxy", "xywh") for x in (a, b)]
        crowd = [0] * len(b)
        np.testing.assert_allclose(box_iou(a, b), coco.iou(*as_xywh, crowd), atol=1e-4)
        times = best_times(
            {
                "coursekit, float32": partial(box_iou, a, b),
                "coursekit, float64": partial(box_iou, *np.split(boxes, 2)),
                "pycocotools": partial(coco.iou, *as_xywh, crowd),
            }
        )
        print_ratios(f"IoU of 2,000 × 2,000 boxes, {layout}", times, base="coursekit, float32")


def compare() -> None:
    compare_iou()
    compare_nms()
