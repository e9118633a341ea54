r"""`chapters/summaries.yml`을 읽습니다: 장마다의 한 쪽 요약에 실을 그림과, 식을 부르는 이름."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coursekit.book.sources import read_entries
from coursekit.errors import UsageError

SUMMARIES_FILE = "chapters/summaries.yml"


@dataclass(frozen=True)
class Chosen:
    r"""장 하나에서 고른 것.

    Parameters
    ----------
    figure : str
        실을 그림의 설명(alt)의 앞부분.
    formulas : dict of str to str
        식의 이름표와, 식을 부르는 이름.
    line : int
        파일의 줄 번호(1부터).
    """

    figure: str
    formulas: dict[str, str] = field(hash=False)
    line: int


def read_summaries(root: Path) -> dict[str, Chosen]:
    r"""고른 것을 읽습니다.

    Parameters
    ----------
    root : Path
        책의 뿌리 폴더.

    Returns
    -------
    dict of str to Chosen
        장의 이름과 고른 것. 파일이 없으면 비어 있습니다.

    Raises
    ------
    UsageError
        YAML이 아니거나 꼴이 다를 때.
    """
    path = root / SUMMARIES_FILE
    return {
        stem: _chosen(entry, line, f"{path}:{line}: `{stem}`")
        for stem, (entry, line) in read_entries(path).items()
    }


def _chosen(entry: Any, line: int, where: str) -> Chosen:
    if not isinstance(entry, dict) or set(entry) != {"figure", "formulas"}:
        raise UsageError(f"{where}에는 `figure:`와 `formulas:`를 씁니다(받은 값: {entry!r}).")
    figure, formulas = entry["figure"], entry["formulas"]
    if not isinstance(figure, str) or not figure.strip():
        raise UsageError(f"{where}의 `figure`는 그림 설명의 앞부분이어야 합니다.")
    if not isinstance(formulas, dict) or not all(
        isinstance(name, str) and name.strip() for name in formulas.values()
    ):
        raise UsageError(f"{where}의 `formulas`는 `이름표: 부르는 이름`의 묶음이어야 합니다.")
    return Chosen(figure.strip(), {str(k): v.strip() for k, v in formulas.items()}, line)


def summary_faults(
    found: dict[str, Chosen], stems: Iterable[str]
) -> Iterator[tuple[int, str, str]]:
    r"""고른 것이 차례와 맞는지 봅니다.

    Parameters
    ----------
    found : dict of str to Chosen
        `read_summaries`의 결과.
    stems : iterable of str
        번호가 붙은 장들.

    Yields
    ------
    tuple of (int, str, str)
        줄 번호, 무엇이 문제인지, 고칠 방법.
    """
    known = list(stems)
    for stem in known:
        if stem not in found:
            yield (
                1,
                f"장 `{stem}`의 요약에 실을 것이 없습니다",
                "`figure:`와 `formulas:`를 적으세요.",
            )
    for stem, one in found.items():
        if stem not in known:
            yield one.line, f"차례에 없는 장입니다: `{stem}`", "이름을 고치거나 지우세요."
