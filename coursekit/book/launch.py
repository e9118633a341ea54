r"""장을 여는 곳들의 주소: Binder, Colab, 저장소의 원본. 쪽의 머리에 「실행하기」 메뉴로 답니다.

주소는 저장소의 주소에서만 나옵니다. 저장소의 주소가 없는 책과, 번호가 없는 쪽에는 메뉴도 없습니다.
"""

from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from sphinx.application import Sphinx

from coursekit.book.address import BRANCH, repository_url
from coursekit.book.colab import BRANCH as NOTEBOOKS_BRANCH
from coursekit.book.notebooks import FOLDER
from coursekit.book.sources import read_numbered
from coursekit.grading import course_root

BINDER = "https://mybinder.org/v2"
COLAB = "https://colab.research.google.com"
GUIDE = "guide/running"


def connect(app: Sphinx) -> None:
    r"""장마다 메뉴를 답니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    app.connect("config-inited", _configure, priority=200)
    app.connect("html-page-context", _page)


def binder_url(repository: str, path: str) -> str:
    r"""저장소의 파일 하나를 Binder의 JupyterLab에서 여는 주소를 만듭니다.

    Parameters
    ----------
    repository : str
        저장소의 주소.
    path : str
        뿌리에서의 경로. `.md`도 노트북으로 열립니다.

    Returns
    -------
    str
        주소.
    """
    name = _on_github(repository)
    place = f"gh/{name}" if name else f"git/{quote(repository, safe='')}"
    return f"{BINDER}/{place}/{BRANCH}?{urlencode({'urlpath': f'lab/tree/{path}'}, safe='/')}"


def colab_url(repository: str, path: str) -> str:
    r"""노트북만 있는 가지의 노트북 하나를 Colab에서 여는 주소를 만듭니다.

    Parameters
    ----------
    repository : str
        저장소의 주소.
    path : str
        그 가지의 뿌리에서의 경로.

    Returns
    -------
    str
        주소. Colab이 열 수 없는 곳의 저장소이면 빈 글입니다.
    """
    name = _on_github(repository)
    return f"{COLAB}/github/{name}/blob/{NOTEBOOKS_BRANCH}/{quote(path)}" if name else ""


def source_url(repository: str, path: str) -> str:
    r"""원본 파일을 보는 주소를 만듭니다.

    Parameters
    ----------
    repository : str
        저장소의 주소.
    path : str
        뿌리에서의 경로.

    Returns
    -------
    str
        주소. GitHub는 마크다운을 그려 보이므로 글자 그대로 보이게 합니다.
    """
    return f"{repository}/blob/{BRANCH}/{quote(path)}?plain=1"


def _on_github(repository: str) -> str:
    parts = urlsplit(repository)
    return parts.path.strip("/").removesuffix(".git") if parts.netloc == "github.com" else ""


def _configure(app: Sphinx, config: Any) -> None:
    config.html_theme_options.setdefault(
        "article_header_end", ["launch.html", "article-header-buttons.html"]
    )


def _page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    root = course_root(Path(app.srcdir))
    repository = repository_url(root)
    if doctree is None or not repository or pagename not in read_numbered(root):
        return
    name = f"{Path(pagename).name}.ipynb"
    pathto = context["pathto"]
    links = [
        ("Binder에서 열기", binder_url(repository, f"{pagename}.md"), "outer"),
        ("Colab에서 열기", colab_url(repository, name), "outer"),
        ("노트북 내려받기", pathto(f"{FOLDER}/{name}", 1), "download"),
        ("원본 보기", source_url(repository, f"{pagename}.md"), "outer"),
    ]
    if GUIDE in app.env.found_docs:
        links.append(("어디서 실행할까요?", pathto(GUIDE), "inner"))
    context["launch"] = [one for one in links if one[1]]
