"""Boxes and detection metrics beside the plain loop and pycocotools, on one thread."""

from benchmarks import coco_evaluation


def main() -> None:
    coco_evaluation.compare()


if __name__ == "__main__":
    main()
