"""Runs every benchmark, or the named ones: `python -m benchmarks [NAME ...]`."""

import sys
from importlib import import_module
from pathlib import Path

NOT_BENCHMARKS = {
    "__init__",
    "__main__",
    "blas",
    "box_overlap",
    "coco_evaluation",
    "detector_seeds",  # minutes: the tables of chapter 15
    "lenet_epoch",
    "peers",
    "timing",
}


def main() -> int:
    here = Path(__file__).parent
    names = sorted(p.stem for p in here.glob("*.py") if p.stem not in NOT_BENCHMARKS)
    wanted = sys.argv[1:] or names
    if unknown := [name for name in wanted if name not in names]:
        sys.stderr.write(f"모르는 벤치마크입니다: {unknown[0]} (있는 것: {', '.join(names)})\n")
        return 2
    for name in wanted:
        import_module(f"benchmarks.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
