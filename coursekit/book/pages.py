r"""지은 쪽들을 찾고 고칩니다."""

from collections.abc import Callable
from pathlib import Path


def site_pages(folder: Path) -> list[Path]:
    r"""독자가 여는 쪽들을 찾습니다. 테마가 `_static`에 둔 조각은 뺍니다.

    Parameters
    ----------
    folder : Path
        HTML 폴더.

    Returns
    -------
    list of Path
        이름의 차례로.
    """
    return sorted(
        path
        for path in folder.rglob("*.html")
        if not path.relative_to(folder).parts[0].startswith("_")
    )


def upward(folder: Path, page: Path) -> str:
    r"""쪽에서 HTML 폴더로 올라가는 길을 적습니다.

    Parameters
    ----------
    folder : Path
        HTML 폴더.
    page : Path
        그 안의 쪽.

    Returns
    -------
    str
        맨 위의 쪽이면 빈 글, 한 층 아래면 `../`.
    """
    return "../" * (len(page.relative_to(folder).parts) - 1)


def rewrite(path: Path, change: Callable[[str], str]) -> str:
    r"""파일을 고칩니다. 고칠 것이 없으면 쓰지 않습니다.

    Parameters
    ----------
    path : Path
        UTF-8 글 파일.
    change : callable
        글을 받아 고친 글을 내는 함수.

    Returns
    -------
    str
        고친 글.
    """
    before = path.read_text(encoding="utf-8")
    after = change(before)
    if after != before:
        path.write_text(after, encoding="utf-8")
    return after
