r"""지은 사이트를 zip 하나로 묶습니다. 풀어서 index.html을 열면 서버 없이 읽을 수 있습니다."""

import zipfile
from pathlib import Path

from coursekit.errors import UsageError

_NEVER = frozenset({".doctrees", ".buildinfo", "objects.inv"})
_DATE = (1980, 1, 1, 0, 0, 0)  # zip이 적을 수 있는 가장 이른 때: 같은 사이트는 같은 zip이 됩니다.


def zip_site(html: Path, target: Path) -> int:
    r"""사이트를 zip으로 묶습니다. 같은 사이트는 바이트까지 같은 zip이 됩니다.

    Parameters
    ----------
    html : Path
        HTML 폴더.
    target : Path
        만들 파일.

    Returns
    -------
    int
        묶은 파일의 수.

    Raises
    ------
    UsageError
        지은 책이 없을 때.
    """
    if not (html / "index.html").is_file():
        raise UsageError("지은 책이 없습니다: 먼저 `coursekit book build` 명령으로 지으세요.")
    files = [
        path
        for path in sorted(html.rglob("*"))
        if path.is_file() and not _NEVER & set(path.relative_to(html).parts)
    ]
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w") as archive:
        for path in files:
            name = f"{target.stem}/{path.relative_to(html).as_posix()}"
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes())
    return len(files)
