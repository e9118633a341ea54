"""Boxes and detection metrics beside the plain loop and pycocotools, on one thread."""

from benchmarks import box_overlap, coco_evaluation


def main() -> None:
    box_overlap.compare()
    coco_evaluation.compare()


if __name__ == "__main__":
    main()
