r"""장 하나를 실행하는 데 든 것: 커널의 CPU 시간과 가장 많이 쓴 메모리입니다.

커널이 스스로 재어 파일에 적습니다. 책이 쓰는 IPython 설정 폴더의 시작 파일이 칸마다 그렇게 합니다.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coursekit.book.sources import read_numbered, read_toc
from coursekit.errors import UsageError

if TYPE_CHECKING:
    from rich.table import Table

VARIABLE = "COURSEKIT_COST"
# 장이 지킬 한도입니다(코어 하나의 초, MB). 신경망을 여럿 학습시키는 4부의 장은 두 배까지 씁니다.
LIMIT = (60.0, 1000.0)
LIMIT_OF_TRAINING = (120.0, 1500.0)
TRAINING = frozenset(
    f"chapters/{stem}" for stem in ("segmentation", "two_stage_detection", "one_stage_detection")
)

BINDER = (
    2000.0  # 무료 Binder가 한 사람에게 주는 메모리(MB). 위의 두 한도는 이것을 넘을 수 없습니다.
)

# 커널 안에서 도는 코드입니다. 리눅스의 VmHWM은 부모의 크기를 물려받는 ru_maxrss와 달리 이 프로세스만의 것입니다.
STARTUP = f'''\
def _watch_cost():
    import json, os, time

    path = os.environ.get("{VARIABLE}")
    if not path:
        return

    def write(*result):
        megabytes = None
        try:
            with open("/proc/self/status", encoding="ascii") as file:
                lines = dict(line.split(":", 1) for line in file if ":" in line)
            megabytes = int(lines["VmHWM"].split()[0]) * 1024 / 1e6
        except (OSError, KeyError, ValueError):
            pass
        with open(path, "w", encoding="ascii") as file:
            json.dump({{"seconds": time.process_time(), "megabytes": megabytes}}, file)

    get_ipython().events.register("post_run_cell", write)


_watch_cost()
del _watch_cost
'''


@dataclass(frozen=True)
class Cost:
    r"""장 하나를 실행하는 데 든 것입니다.

    Parameters
    ----------
    docname : str
        문서 이름.
    seconds : float
        CPU 시간(초).
    megabytes : float or None
        가장 많이 쓴 메모리(MB, 백만 바이트). 잴 수 없는 운영 체제에서는 `None`입니다.
    """

    docname: str
    seconds: float
    megabytes: float | None

    @property
    def limit(self) -> tuple[float, float]:
        r"""이 장의 한도: CPU 시간(초)과 메모리(MB)."""
        return LIMIT_OF_TRAINING if self.docname in TRAINING else LIMIT

    @property
    def fits(self) -> bool:
        r"""메모리가 한도 안이면 참입니다. 시간과 달리 컴퓨터가 바빠도 달라지지 않습니다."""
        return (self.megabytes or 0.0) <= self.limit[1]

    @property
    def within(self) -> bool:
        r"""시간도 메모리도 한도 안이면 참입니다."""
        return self.seconds <= self.limit[0] and self.fits

    def __str__(self) -> str:
        memory = "" if self.megabytes is None else f", {self.megabytes:.0f} MB"
        limit = "{:.0f}초, {:.0f} MB".format(*self.limit)
        mark = "" if self.within else f"  ← 한도({limit})를 넘었습니다"
        return f"{self.docname}: CPU {self.seconds:.0f}초{memory}{mark}"


def measured(path: Path) -> dict[str, Any]:
    r"""커널이 적은 것을 읽습니다.

    Parameters
    ----------
    path : Path
        커널이 적은 파일.

    Returns
    -------
    dict
        `seconds`와 `megabytes`. 파일이 없으면 비어 있습니다.
    """
    if not path.is_file():
        return {}
    found: dict[str, Any] = json.loads(path.read_text(encoding="ascii"))
    return found


def chapter_costs(root: Path) -> list[Cost]:
    r"""마지막으로 지은 책의 장마다 든 것입니다.

    Parameters
    ----------
    root : Path
        책의 뿌리 폴더.

    Returns
    -------
    list of Cost
        책의 차례대로. 재지 않은 장은 빠집니다.
    """
    order = [name for name, _ in read_toc(root)]
    costs: dict[str, Cost] = {}
    # 실패한 빌드는 옛 기록을 남깁니다. 한 장의 기록이 여럿이면 나중 것입니다.
    records = (root / "_build" / ".jupyter_cache").glob("*/*/made.json")
    for path in sorted(records, key=lambda one: (one.stat().st_mtime_ns, one)):
        record = json.loads(path.read_text(encoding="utf-8"))
        if "seconds" in record:
            name = record["docname"]
            costs[name] = Cost(name, record["seconds"], record["megabytes"])
    return [costs[name] for name in order if name in costs]


def measured_chapters(root: Path) -> list[Cost]:
    r"""번호가 붙은 모든 장에 든 것입니다. 하나라도 재지 않았으면 말합니다.

    Parameters
    ----------
    root : Path
        책의 뿌리 폴더.

    Returns
    -------
    list of Cost
        책의 차례대로, 번호가 붙은 장마다 하나.

    Raises
    ------
    UsageError
        책을 짓지 않았거나, 잰 기록이 없는 장이 있을 때.
    """
    numbered = read_numbered(root)
    costs = [cost for cost in chapter_costs(root) if cost.docname in numbered]
    missing = sorted(numbered - {cost.docname for cost in costs})
    if missing:
        raise UsageError(
            f"실행하며 잰 기록이 없는 장이 {len(missing)}개 있습니다({', '.join(missing)}). "
            "먼저 `coursekit book build` 명령으로 지으세요."
        )
    return costs


def cost_table(costs: Sequence[Cost]) -> "Table":
    r"""장마다 든 것과 한도와 판정의 표를 만듭니다.

    Parameters
    ----------
    costs : sequence of Cost
        장마다 든 것.

    Returns
    -------
    Table
        rich가 찍을 표. 마지막 줄은 시간의 합과 메모리의 최댓값입니다.
    """
    from rich.table import Table

    table = Table(show_footer=True)
    peak = max((cost.megabytes or 0.0 for cost in costs), default=0.0)
    table.add_column("장", footer="모두(시간의 합, 가장 큰 메모리)")
    for name, footer in (
        ("CPU(초)", f"{sum(cost.seconds for cost in costs):.0f}"),
        ("한도", ""),
        ("메모리(MB)", f"{peak:.0f}"),
        ("한도", f"Binder {BINDER:.0f}"),
    ):
        table.add_column(name, footer=footer, justify="right")
    over = sum(not cost.within for cost in costs)
    table.add_column("판정", footer=f"{over}개 넘음" if over else "모두 한도 안")
    for cost in costs:
        memory = "못 잼" if cost.megabytes is None else f"{cost.megabytes:.0f}"
        seconds, megabytes = (f"{limit:.0f}" for limit in cost.limit)
        table.add_row(
            cost.docname.removeprefix("chapters/"),
            *(f"{cost.seconds:.0f}", seconds, memory, megabytes),
            "한도 안" if cost.within else "넘음",
        )
    return table
