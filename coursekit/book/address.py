r"""책의 주소들: 저장소와 사이트가 어디에 있는지. 적힌 곳은 pyproject.toml의 `[project.urls]` 하나뿐입니다.

주소가 없으면(다른 과목의 작은 책) 빈 글이고, 그때는 주소가 있어야 하는 것을 만들지 않습니다.
"""

import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from urllib.parse import urlsplit

BRANCH = "main"  # 원본이 있는 가지(branch)


def repository_url(root: Path) -> str:
    r"""저장소의 주소를 찾습니다.

    Parameters
    ----------
    root : Path
        책의 뿌리 폴더.

    Returns
    -------
    str
        주소. 어디에도 없으면 빈 글입니다.
    """
    declared = _declared(root)
    url = _installed("Repository") if declared is None else declared.get("Repository", "")
    return url.rstrip("/")


def installed_repository() -> str:
    r"""깔린 `coursekit`의 저장소 주소를 찾습니다.

    Returns
    -------
    str
        주소. 깔려 있지 않으면 빈 글입니다.
    """
    return _installed("Repository").rstrip("/")


def site_url(root: Path) -> str:
    r"""책이 놓일 주소를 찾습니다. 깔린 꾸러미의 주소는 다른 책의 주소가 아니므로 찾아보지 않습니다.

    Parameters
    ----------
    root : Path
        책의 뿌리 폴더.

    Returns
    -------
    str
        `/`로 끝나는 주소. 어디에도 없으면 빈 글입니다.
    """
    url = (_declared(root) or {}).get("Documentation", "").rstrip("/")
    return f"{url}/" if url else ""


def page_url(site: str, pagename: str) -> str:
    r"""쪽의 주소를 만듭니다. 첫 쪽의 주소는 사이트의 주소입니다.

    Parameters
    ----------
    site : str
        `site_url`이 돌려준 주소.
    pagename : str
        쪽의 이름(`chapters/optimizers`처럼 확장자 없이).

    Returns
    -------
    str
        쪽의 주소. `site`가 비었으면 빈 글입니다.
    """
    if not site:
        return ""
    return site if pagename == "index" else f"{site}{pagename}.html"


def base_path(root: Path) -> str:
    r"""책이 놓일 주소에서 호스트 뒤의 부분을 구합니다.

    Parameters
    ----------
    root : Path
        책의 뿌리 폴더.

    Returns
    -------
    str
        `/`로 시작하고 `/`로 끝나는 경로. 주소를 모르면 `/`입니다.
    """
    return urlsplit(site_url(root)).path or "/"


def _declared(root: Path) -> dict[str, str] | None:
    path = root / "pyproject.toml"
    if not path.is_file():
        return None
    project = tomllib.loads(path.read_text(encoding="utf-8")).get("project", {})
    return dict(project.get("urls", {}))


def _installed(name: str) -> str:
    try:
        entries = metadata("coursekit").get_all("Project-URL") or []
    except PackageNotFoundError:
        return ""
    pairs = (entry.partition(", ") for entry in entries)
    return next((url for label, _, url in pairs if label == name), "")
