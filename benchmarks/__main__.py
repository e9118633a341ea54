"""Runs every benchmark, or the named ones: `python -m benchmarks [NAME ...]`.

What follows a single name from the first `-` on is for that benchmark: `lighthouse --runs 1`.
"""

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
    given = sys.argv[1:]
    split = next((i for i, one in enumerate(given) if one.startswith("-")), len(given))
    wanted, options = given[:split] or names, given[split:]
    if unknown := [name for name in wanted if name not in names]:
        sys.stderr.write(f"모르는 벤치마크입니다: {unknown[0]} (있는 것: {', '.join(names)})\n")
        return 2
    if options and len(wanted) != 1:
        sys.stderr.write("옵션은 벤치마크 하나의 이름 뒤에만 적습니다: lighthouse --runs 1\n")
        return 2
    for name in wanted:
        sys.argv[1:] = options
        import_module(f"benchmarks.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
