r"""쪽마다 다는 「이 쪽의 문제 알리기」: 쪽과 버전이 채워진 이슈 양식을 엽니다.

절과 브라우저는 누르는 때에 `feedback.js`가 덧붙입니다. 스크립트가 없어도 링크는 쪽과 버전을 지닙니다.
양식은 `.github/ISSUE_TEMPLATE/page.yml`이고, 저장소의 주소가 없는 책에는 링크도 없습니다.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sphinx.application import Sphinx

from coursekit import __version__
from coursekit.book.address import page_url, repository_url, site_url
from coursekit.grading import course_root

FORM = "page.yml"
# 양식에서 미리 채우는 칸. 뒤의 둘은 스크립트가 채웁니다.
FIELDS = ("page", "version", "section", "browser")
_THEME_BUTTON = "source-issues-button"


def connect(app: Sphinx) -> None:
    r"""쪽마다 링크를 답니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    # CI가 지은 책은 어느 커밋인지도 압니다. 커밋마다 모든 쪽을 다시 쓰지 않도록 다른 곳에서는 적지 않습니다.
    commit = os.environ.get("GITHUB_SHA", "")[:7]
    app.add_config_value("coursekit_commit", commit, "html", [str])
    app.connect("html-page-context", _page, priority=900)  # 테마가 단추를 만든 뒤입니다.
    if repository_url(course_root(Path(app.confdir or app.srcdir))):
        app.add_js_file("feedback.js", loading_method="defer")


def issue_url(repository: str, page: str, version: str) -> str:
    r"""쪽과 버전이 채워진 이슈 양식의 주소를 만듭니다.

    Parameters
    ----------
    repository : str
        저장소의 주소.
    page : str
        쪽의 주소나 이름.
    version : str
        책의 버전.

    Returns
    -------
    str
        주소.
    """
    query = {"template": FORM, FIELDS[0]: page, FIELDS[1]: version}
    return f"{repository}/issues/new?{urlencode(query)}"


def _page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    root = course_root(Path(app.srcdir))
    repository = repository_url(root)
    if not repository:
        return
    version = f"coursekit {__version__}"
    if app.config.coursekit_commit:
        version += f" ({app.config.coursekit_commit})"
    if made := context.get("made"):
        version += f", {made['date']}에 실행"
    url = issue_url(repository, page_url(site_url(root), pagename) or pagename, version)
    context["feedback_url"] = url
    # 머리의 단추는 영어 제목의 빈 이슈를 엽니다. 같은 양식으로 보냅니다.
    for button in context.get("header_buttons") or []:
        for one in [button, *button.get("buttons", [])]:
            if one.get("label") == _THEME_BUTTON:
                one["url"] = url.replace("&", "&amp;")  # 테마가 주소를 그대로 찍습니다.
