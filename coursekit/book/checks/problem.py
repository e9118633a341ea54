r"""검사가 찾은 문제 하나와, 검사 함수의 꼴입니다."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from coursekit.book.sources import Book


@dataclass(frozen=True, order=True)
class Problem:
    r"""원본에서 찾은 문제: 어느 파일 몇 째 줄에 무엇이 있고 어떻게 고치는지.

    Parameters
    ----------
    path : Path
        문제가 있는 파일.
    line : int
        줄 번호(1부터).
    what : str
        무엇이 문제인지.
    fix : str
        어떻게 고치는지.
    """

    path: Path
    line: int
    what: str
    fix: str

    def describe(self, root: Path) -> str:
        r"""`파일:줄: 무엇 → 고칠 방법` 한 줄을 만듭니다.

        Parameters
        ----------
        root : Path
            이 폴더에서 본 경로로 적습니다.

        Returns
        -------
        str
            한 줄의 글.
        """
        path = self.path.relative_to(root) if self.path.is_relative_to(root) else self.path
        return f"{path.as_posix()}:{self.line}: {self.what} → {self.fix}"


Check = Callable[[Book], Iterator[Problem]]
