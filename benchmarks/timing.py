"""Times contenders in interleaved rounds and keeps each one's best, so that load hits all alike."""

import time
from collections.abc import Callable, Mapping

from rich.console import Console
from rich.table import Table
from tqdm import tqdm


def best_times(
    contenders: Mapping[str, Callable[[], object]], *, rounds: int = 15
) -> dict[str, float]:
    """Seconds of the best of `rounds` interleaved runs per contender."""
    best = dict.fromkeys(contenders, float("inf"))
    for contender in contenders.values():
        contender()  # caches and lazy imports are paid before the clock runs
    for _ in tqdm(range(rounds), leave=False):
        for name, contender in contenders.items():
            start = time.perf_counter()
            contender()
            best[name] = min(best[name], time.perf_counter() - start)
    return best


def print_ratios(title: str, times: Mapping[str, float], *, base: str) -> None:
    """One row per contender: milliseconds, and time ÷ the base's."""
    table = Table(title=title, title_justify="left")
    table.add_column("")
    table.add_column("ms", justify="right")
    table.add_column(f"÷ {base}", justify="right")
    for name, seconds in times.items():
        table.add_row(name, f"{seconds * 1e3:.3f}", f"{seconds / times[base]:.2f}")
    Console().print(table)
