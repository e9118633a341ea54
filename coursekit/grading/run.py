r"""채점과 실행 사이의 문입니다: 다시 만든 노트북을 받아 칸마다의 결과를 냅니다.

리눅스에서는 모래 상자 안의 `Engine`이 실행합니다. 그럴 수 없는 곳에서는 믿는 노트북만 실행합니다.
"""

import sys
from collections.abc import Iterator, Sequence

from coursekit.errors import UsageError
from coursekit.grading.outcome import Outcome
from coursekit.grading.sanitise import Sanitised, imported_modules

Outcomes = dict[str, Outcome]

_PRELOADED = ("matplotlib", "numpy", "torch")


def engine_possible() -> bool:
    r"""이 운영 체제에서 엔진을 쓸 수 있는지 봅니다.

    Returns
    -------
    bool
        리눅스면 참.
    """
    return sys.platform.startswith("linux")


def run_notebooks(
    notebooks: Sequence[Sanitised], time_limit: float, *, trusted: bool = False
) -> Iterator[tuple[int, Outcomes]]:
    r"""노트북을 차례로 실행하고 끝나는 대로 결과를 냅니다.

    Parameters
    ----------
    notebooks : sequence of Sanitised
        다시 만든 제출물.
    time_limit : float
        노트북 하나의 제한 시간(초).
    trusted : bool
        참이면 모래 상자 없이 실행합니다. 자기 파일에만 씁니다.

    Yields
    ------
    tuple of int and dict
        몇 번째 노트북인지와, 칸의 이름마다의 결과. 실행하지 못한 칸은 들어 있지 않습니다.

    Raises
    ------
    UsageError
        모래 상자나 엔진을 아예 시작하지 못했을 때. 학생의 탓이 아니므로 0점이 아닙니다.
    """
    if not notebooks:
        return
    if not engine_possible():
        yield from _without_engine(notebooks, time_limit, trusted)
        return
    from coursekit.grading.engine import Engine, EngineError

    if not trusted:
        require_sandbox()
    engine = Engine(preload_for(notebooks), trusted)
    try:
        engine.__enter__()
    except EngineError as error:
        raise UsageError(f"노트북을 실행하지 못했습니다: {error}.") from None
    with engine:
        for index, notebook in enumerate(notebooks):
            try:
                outcomes = engine.run(notebook, time_limit)
            except EngineError:
                # 두 번 잇따라 무너뜨린 제출물: 채점하지 못한 것으로 알리고 나머지는 계속합니다.
                outcomes = {}
            yield index, outcomes


def _without_engine(
    notebooks: Sequence[Sanitised], time_limit: float, trusted: bool
) -> Iterator[tuple[int, Outcomes]]:
    if not trusted:
        require_sandbox()
    from coursekit.grading.kernel_run import run_in_kernels

    yield from run_in_kernels(notebooks, time_limit)


def require_sandbox() -> None:
    r"""모래 상자를 만들 수 없는 곳이면 거절합니다.

    Raises
    ------
    UsageError
        무엇을 설치해야 하는지 한 문장으로 말합니다.
    """
    from coursekit.grading.doctor import sandbox_report

    report = sandbox_report()
    if not report.sufficient:
        raise UsageError(report.problem)


def preload_for(notebooks: Sequence[Sanitised]) -> tuple[str, ...]:
    r"""엔진이 미리 불러 두면 좋은 모듈입니다. 학생의 칸이 아니라 저자의 칸이 정합니다.

    Parameters
    ----------
    notebooks : sequence of Sanitised
        다시 만든 제출물.

    Returns
    -------
    tuple of str
        모듈의 이름.
    """
    sources = {cell.source for book in notebooks for cell in book.cells if cell.kind != "solution"}
    found = {name for source in sources for name in imported_modules(source)}
    return tuple(name for name in _PRELOADED if name in found or name == "numpy")
