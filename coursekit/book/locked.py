r"""잠근 환경에서 무엇에 무엇이 드는지: 몇 꾸러미에서 시작해 그것들이 부르는 것을 모두 따라갑니다."""

from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from coursekit.errors import UsageError


def needed_pins(
    lock: Path, roots: tuple[str, ...], environment: dict[str, str] | None = None
) -> dict[str, str]:
    r"""`roots`를 설치할 때 함께 설치되는 꾸러미들의 잠긴 판을 모읍니다.

    Parameters
    ----------
    lock : Path
        `requirements.lock`.
    roots : tuple of str
        시작하는 꾸러미들. 예: `"coursekit[lab,torch]"`.
    environment : dict of str to str, optional
        조건(marker)을 따질 환경. 주지 않으면 지금 돌고 있는 것입니다.

    Returns
    -------
    dict of str to str
        이름과 판 번호, 이름의 차례대로. `coursekit` 자신은 없습니다.

    Raises
    ------
    UsageError
        잠금 파일에 없는 꾸러미가 필요하거나, 꾸러미가 설치되지 않아 무엇을 더 부르는지 알 수 없을 때.
    """
    here = environment or {key: str(value) for key, value in default_environment().items()}
    locked = _locked(lock, here)
    seen: set[tuple[str, str]] = set()
    waiting = [pair for root in roots for pair in _wanted(Requirement(root))]
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        for one in _requirements_of(name):
            if one.marker is None or one.marker.evaluate({**here, "extra": extra}):
                waiting += _wanted(one)
    needed = {name for name, _ in seen} - {"coursekit"}
    if unknown := sorted(needed - locked.keys()):
        raise UsageError(f"`{lock.name}`에 없는 꾸러미가 필요합니다: {', '.join(unknown)}")
    return {name: locked[name] for name in sorted(needed)}


def _wanted(one: Requirement) -> list[tuple[str, str]]:
    name = str(canonicalize_name(one.name))
    return [(name, extra) for extra in ("", *sorted(one.extras))]


def _locked(path: Path, environment: dict[str, str]) -> dict[str, str]:
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        one = Requirement(line)
        if one.marker is None or one.marker.evaluate(environment):
            found[str(canonicalize_name(one.name))] = str(one.specifier).removeprefix("==")
    return found


def _requirements_of(name: str) -> list[Requirement]:
    try:
        return [Requirement(line) for line in requires(name) or []]
    except PackageNotFoundError:
        raise UsageError(
            f"`{name}` 꾸러미가 설치되지 않았습니다. "
            "`python3 -m coursekit.environment`로 환경을 먼저 만드세요."
        ) from None
