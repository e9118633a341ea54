"""The tables of chapter 15 over three seeds: `python -m benchmarks.detector_seeds [NAME ...]`.

Three sets of figures, about ten minutes on one core: detectors on the same scenes, necks on scenes and on
pupils. What is printed: test mAP50, mAP50:95, AP of small objects, CPU seconds to train, ms for one picture.
"""

import sys
import time

import torch

from coursekit.data import make_pupils, make_scenes
from coursekit.metrics import coco_metrics
from coursekit.models import (
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

SEEDS = (0, 1, 2)
SMALL = 14  # a box of fewer pixels than 14 x 14 is small here
SCENES = {"size": 48, "classes": ("원", "십자", "고리"), "scale": (0.2, 0.5), "objects": (1, 3)}
FAST = {"epochs": 6, "batch_size": 20, "lr": 0.01}
RUNS = {
    "grid": ("scenes", lambda s: GridDetector(3), FAST | {"epochs": 8, "batch_size": 25}),
    "ssd": ("scenes", lambda s: SSD(3), FAST),
    "ssd-long": ("scenes", lambda s: SSD(3), FAST | {"epochs": 18}),
    "faster": (
        "scenes",
        lambda s: FasterRCNN(3, sizes=(9, 15, 24), rng=s),
        {"epochs": 6, "batch_size": 8, "lr": 0.004},
    ),
    "pupils-add": ("pupils", lambda s: SSD(2), FAST),
    "pupils-none": ("pupils", lambda s: SSD(2, neck=None), FAST),
    "pupils-concat": ("pupils", lambda s: SSD(2, neck="concat"), FAST),
    "scenes-none": ("scenes", lambda s: SSD(3, neck=None), FAST),
    "scenes-concat": ("scenes", lambda s: SSD(3, neck="concat"), FAST),
    "scenes-focal": ("scenes", lambda s: SSD(3, balance="focal"), FAST),
    "scenes-focal-10": ("scenes", lambda s: SSD(3, balance="focal", class_weight=10.0), FAST),
}


def sets(name):
    """Pictures and truths to learn from, and fresh ones to test on."""
    if name == "pupils":
        both = make_pupils(600, rng=15), make_pupils(300, rng=16)
    else:
        both = make_scenes(1000, rng=15, **SCENES), make_scenes(400, rng=16, **SCENES)
    return [(subtract_median(part.images), to_targets(part)) for part in both]


def milliseconds(model, images):
    """The middle of 60 pictures looked at one by one, from pixels to boxes."""
    spent = []
    for image in torch.as_tensor(images[:60]):
        began = time.process_time()
        find(model, image[None])
        spent.append(time.process_time() - began)
    return 1000 * sorted(spent)[30]


def find(model, images):
    if isinstance(model, FasterRCNN):
        return [one for part in torch.as_tensor(images).split(50) for one in model.detect(part)]
    return detect(model, images)


def main():
    torch.set_num_threads(1)
    for name in sys.argv[1:] or RUNS:
        data, make, recipe = RUNS[name]
        train, (images, truths) = sets(data)
        for seed in SEEDS:
            with seeded(seed):
                model = make(seed)
            began = time.process_time()
            fit_detector(model, DetectionSet(*train), rng=seed, progress=False, **recipe)
            spent = time.process_time() - began
            found = find(model, images)
            all_sizes = coco_metrics(*to_metrics(found, truths))
            by_size = coco_metrics(*to_metrics(found, truths, scale=32 / SMALL))
            size = sum(p.numel() for p in model.parameters())
            sys.stdout.write(
                f"{name:14} seed {seed}  mAP50 {all_sizes.ap50:.3f}  mAP {all_sizes.ap:.3f}  "
                f"small {by_size.ap_small:.3f}  first class {all_sizes.class_ap50[0]:.3f}  "
                f"train {spent:.1f} s  {milliseconds(model, images):.2f} ms  {size:,} parameters\n"
            )
            sys.stdout.flush()


if __name__ == "__main__":
    main()
