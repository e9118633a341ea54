r"""JupyterHub에서 파일 하나를 여는 nbgitpuller 주소를 만듭니다.

누른 학생의 서버가 저장소를 받아 와 그 파일을 JupyterLab에서 엽니다. 꼴은 nbgitpuller의 문서에 적힌
`…/hub/user-redirect/git-pull?repo=…&urlpath=…&branch=…`입니다.
"""

import re
from pathlib import Path
from urllib.parse import SplitResult, urlencode, urlsplit, urlunsplit

from coursekit.book.address import repository_url
from coursekit.book.colab import BRANCH as NOTEBOOKS_BRANCH
from coursekit.book.sources import read_numbered
from coursekit.errors import UsageError
from coursekit.grading import exercise_folder

_PULL = "hub/user-redirect/git-pull"
_BRANCH = re.compile(r"\w[\w./-]*")
# 허브의 주소 뒤에 붙는 것: 첫 쪽이 아니라 안의 쪽에서 베껴 온 주소입니다.
_INSIDE = re.compile(r"/(?:hub|user)(?:/|$)")
_BROKEN = re.compile(r"[?#%\\\s\x00-\x1f]|(?:^|/)\.\.?(?:/|$)|^/|//|/$")


def pull_link(hub: str, repository: str, path: str, branch: str, *, folder: str = "") -> str:
    r"""파일 하나를 여는 nbgitpuller 주소를 만듭니다.

    Parameters
    ----------
    hub : str
        JupyterHub의 첫 주소.
    repository : str
        학생이 읽을 수 있는 git 저장소의 https 주소.
    path : str
        저장소의 뿌리에서 잰, 열 파일의 경로.
    branch : str
        가지.
    folder : str
        학생의 서버에서 저장소가 놓일 폴더. 비었으면 저장소의 이름입니다.

    Returns
    -------
    str
        주소.

    Raises
    ------
    UsageError
        주소, 경로, 가지가 쓸 수 없는 꼴일 때.
    """
    place = _address("--hub", hub)
    if _INSIDE.search(place.path):
        raise UsageError(
            f"`--hub` 값은 허브의 첫 주소여야 합니다: `/hub`부터는 빼세요(받은 값: {hub!r})."
        )
    source = _address("--repo", repository)
    name = source.path.rstrip("/").rsplit("/", 1)[-1].removesuffix(".git")
    if source.scheme != "https" or not name:
        raise UsageError(
            "`--repo` 값은 비밀번호 없이 받을 수 있는 저장소의 https 주소여야 합니다"
            f"(받은 값: {repository!r})."
        )
    if not path or _BROKEN.search(path):
        raise UsageError(
            "`--path` 값은 저장소의 뿌리에서 잰 경로이고 빈칸과 ?, #, %가 없어야 합니다"
            f"(받은 값: {path!r})."
        )
    if not _BRANCH.fullmatch(branch) or ".." in branch:
        raise UsageError(f"`--branch` 값은 가지의 이름이어야 합니다(받은 값: {branch!r}).")
    query = {
        "repo": repository,
        "urlpath": f"lab/tree/{folder or name}/{path}",
        "branch": branch,
        **({"targetPath": folder} if folder else {}),
    }
    base = place.path.rstrip("/")
    return urlunsplit((place.scheme, place.netloc, f"{base}/{_PULL}", urlencode(query), ""))


def exercise_link(root: Path, hub: str, name: str, repository: str, branch: str) -> str:
    r"""과정의 저장소에 있는 연습문제 노트북을 여는 주소를 만듭니다.

    Parameters
    ----------
    root : Path
        과정의 뿌리 폴더.
    hub : str
        JupyterHub의 첫 주소.
    name : str
        연습문제의 이름.
    repository : str
        과정을 올려 둔 저장소. 비었으면 pyproject.toml에 적힌 것입니다.
    branch : str
        가지.

    Returns
    -------
    str
        주소.

    Raises
    ------
    UsageError
        그런 연습문제나 저장소의 주소가 없을 때.
    """
    exercise_folder(root, name)
    path = f"exercises/{name}/{name}.ipynb"
    return pull_link(hub, _repository(root, repository), path, branch)


def chapter_link(root: Path, hub: str, name: str, repository: str) -> str:
    r"""장의 노트북을 여는 주소를 만듭니다. 노트북만 있는 가지의 것이라 첫 칸이 꾸러미를 스스로 설치합니다.

    Parameters
    ----------
    root : Path
        책의 뿌리 폴더.
    hub : str
        JupyterHub의 첫 주소.
    name : str
        장의 이름.
    repository : str
        책의 저장소. 비었으면 pyproject.toml에 적힌 것입니다.

    Returns
    -------
    str
        주소.

    Raises
    ------
    UsageError
        그런 장이나 저장소의 주소가 없을 때.
    """
    known = {Path(docname).name for docname in read_numbered(root)}
    if name not in known:
        raise UsageError(
            f"{name!r} 장은 없습니다(있는 이름: {', '.join(sorted(known)) or '없음'})."
        )
    source = _repository(root, repository)
    # 같은 저장소의 다른 가지가 한 폴더에서 섞이지 않게 합니다.
    folder = f"{source.rstrip('/').rsplit('/', 1)[-1].removesuffix('.git')}-{NOTEBOOKS_BRANCH}"
    return pull_link(hub, source, f"{name}.ipynb", NOTEBOOKS_BRANCH, folder=folder)


def _repository(root: Path, given: str) -> str:
    # 깔린 꾸러미의 저장소는 이 과정의 저장소가 아닙니다.
    found = given or (repository_url(root) if (root / "pyproject.toml").is_file() else "")
    if not found:
        raise UsageError(
            "이 과정의 저장소를 모릅니다: `--repo`로 알려 주거나 pyproject.toml의 [project.urls]에 "
            "`Repository`를 쓰세요."
        )
    return found


def _address(option: str, url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        plain = bool(parts.hostname) and not (parts.username or parts.password)
        _ = parts.port
    except ValueError:
        plain = False
    if not plain or parts.scheme not in ("http", "https") or re.search(r"[\s?#\\]", url):
        raise UsageError(
            f"`{option}` 값은 https://로 시작하고 아이디, ?, #이 없는 주소여야 합니다(받은 값: {url!r})."
        )
    return parts
