r"""책을 짓습니다: 원본을 검사하고, 장을 실행하고, 엄격하게(-n -W) HTML을 만듭니다."""

import contextlib
import io
import re
import shutil
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coursekit.book.checks import Problem, check_book
from coursekit.book.sources import read_chapter
from coursekit.errors import UsageError

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_WARNING = re.compile(r"(?:WARNING|ERROR|CRITICAL|SEVERE): ?")


@dataclass(frozen=True)
class Build:
    r"""빌드 한 번의 결과.

    Parameters
    ----------
    html : Path
        만든 HTML의 폴더.
    problems : tuple of Problem
        원본의 검사가 찾은 문제. 있으면 짓지 않습니다.
    failures : tuple of str
        짓는 동안의 실패를 한 줄씩 적은 글.
    log : str
        Sphinx가 쓴 글 전체.
    """

    html: Path
    problems: tuple[Problem, ...] = ()
    failures: tuple[str, ...] = ()
    log: str = field(default="", repr=False)

    @property
    def succeeded(self) -> bool:
        r"""문제도 실패도 없으면 참입니다."""
        return not self.problems and not self.failures


def build_book(
    root: Path, *, check: bool = True, report: Callable[[str], None] = lambda line: None
) -> Build:
    r"""책을 `root/_build/html`에 짓습니다. 바뀌지 않은 것은 다시 하지 않습니다.

    Parameters
    ----------
    root : Path
        책의 뿌리 폴더.
    check : bool
        짓기 전에 원본의 검사를 할지.
    report : callable
        Sphinx가 쓰는 글을 한 줄씩 받을 함수. 기본값은 아무것도 하지 않습니다.

    Returns
    -------
    Build
        결과. 실패해도 예외 대신 이것을 돌려줍니다.

    Raises
    ------
    UsageError
        차례나 설정이 없어 시작할 수 없을 때.
    """
    root = root.resolve()
    config = root / "_config.yml"
    if not config.is_file():
        raise UsageError(f"책의 설정이 없습니다: {config}")
    html = root / "_build" / "html"
    if check and (problems := check_book(root)):
        return Build(html, problems=tuple(problems))
    status, warnings = _Lines(report), _Lines()
    outcome = _sphinx(root, html, status, warnings)
    failures = _failures(root, outcome, warnings.getvalue())
    if failures:
        _forget_reading(root)
    return Build(
        html, failures=tuple(failures), log=_ANSI.sub("", status.getvalue() + warnings.getvalue())
    )


def clean_book(root: Path) -> bool:
    r"""빌드가 만든 모든 것(`_build`)을 지웁니다. 다음 빌드는 모든 장을 다시 실행합니다.

    Parameters
    ----------
    root : Path
        책의 뿌리 폴더.

    Returns
    -------
    bool
        지울 것이 있었으면 참.
    """
    folder = root / "_build"
    existed = folder.exists()
    if existed:
        shutil.rmtree(folder)
    return existed


class _Lines(io.StringIO):
    r"""쓴 글을 모두 지니면서 줄이 끝날 때마다 함수에 건네는 글 흐름입니다."""

    def __init__(self, report: Callable[[str], None] | None = None) -> None:
        super().__init__()
        self._report = report
        self._partial = ""
        self._outside = sys.stdout  # 빌드하는 동안 sys.stdout은 이 흐름을 가리킵니다.

    def write(self, text: str) -> int:
        r"""글을 덧붙입니다."""
        if self._report:
            *whole, self._partial = (self._partial + text).split("\n")
            with contextlib.redirect_stdout(self._outside):
                for line in whole:
                    self._report(_ANSI.sub("", line).split("\r")[-1])
        return super().write(text)


def _sphinx(root: Path, html: Path, status: _Lines, warnings: _Lines) -> Any:
    from jupyter_book.sphinx import build_sphinx

    overrides = {
        "nitpicky": True,
        "external_toc_path": str(root / "_toc.yml"),
        "latex_individualpages": False,
    }
    with contextlib.redirect_stdout(status), contextlib.redirect_stderr(warnings):
        return build_sphinx(
            root,
            html,
            noconfig=True,
            path_config=root / "_config.yml",
            confoverrides=overrides,
            warningiserror=True,
            keep_going=True,
        )


def _failures(root: Path, outcome: Any, warnings: str) -> list[str]:
    lines = [line.strip() for line in _ANSI.sub("", warnings).splitlines()]
    found = [
        _WARNING.sub("", line.replace(f"{root}/", ""), count=1)
        for line in lines
        if _WARNING.search(line) and "Executing notebook failed" not in line
    ]
    if isinstance(outcome, BaseException):
        found.insert(0, _exception(root, outcome))
    elif outcome and not found:
        found = lines[-20:] or [f"Sphinx가 상태 {outcome}(으)로 끝났습니다."]
    return list(dict.fromkeys(found))


def _exception(root: Path, error: BaseException) -> str:
    from myst_nb.core.execute import ExecutionError
    from nbclient.exceptions import CellExecutionError

    chain: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in chain:
        chain.append(current)
        current = current.__cause__ or current.__context__
    path = next((Path(str(one)) for one in chain if isinstance(one, ExecutionError)), None)
    cell = next((one for one in chain if isinstance(one, CellExecutionError)), None)
    if path is None:
        text = " ".join("".join(traceback.format_exception_only(chain[-1])).split())
        return f"빌드가 멈추었습니다: {text}"
    where = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
    if cell is None:
        return f"{where}: 장을 실행하지 못했습니다: {chain[-1]}"
    number, line = _failed_cell(path, root, str(cell))
    return f"{where}:{line}: {number}번째 칸이 실패했습니다: {cell.ename}: {cell.evalue}"


def _failed_cell(path: Path, root: Path, message: str) -> tuple[int, int]:
    for number, cell in enumerate(read_chapter(path, root).cells, 1):
        if cell.source.strip() and cell.source.strip() in message:
            return number, cell.line
    return 0, 1


def _forget_reading(root: Path) -> None:
    r"""읽어 둔 쪽을 버립니다. 그러지 않으면 경고가 났던 쪽을 다음 빌드가 다시 보지 않아 성공으로 끝납니다.

    실행한 결과는 버리지 않으므로 다음 빌드는 빠릅니다.
    """
    (root / "_build" / ".doctrees" / "environment.pickle").unlink(missing_ok=True)
