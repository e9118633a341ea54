r"""화면을 읽어 주는 프로그램과 키보드를 위해 테마의 쪽을 손질합니다.

무엇이 막히는지는 `tests/browser/test_accessibility.py`가 axe-core로, 키보드는 `test_keyboard.py`가 찾습니다.
"""

import re

from sphinx.application import Sphinx

# 글이 없는 머리칸은 "머리칸, 빈칸"으로 읽힙니다: 표의 왼쪽 위 구석은 그냥 빈칸입니다.
_EMPTY_HEADER = re.compile(r"<th\b[^>]*>\s*</th>")
# docutils의 `doc-biblioentry`는 ARIA에서 사라졌습니다. 목록 안에서는 목록의 항목입니다.
_CITATION = re.compile(r'(<div class="citation" id="[^"]*") role="doc-biblioentry"')
# 옆 메뉴의 책 이름은 어느 영역에도 들지 않아, 영역을 건너다니는 독자가 만나지 못합니다.
_SIDEBAR = re.compile(r'(<div id="pst-primary-sidebar"(?![^>]*\brole=)[^>]*)>')

# 차례를 펼치는 세모는 그림뿐이라 읽어 줄 이름이 없습니다.
_FOLD = '<summary><span class="toctree-toggle"'

_DIALOGS = {
    "pst-search-dialog": "책에서 찾기",
    "pst-primary-sidebar-modal": "책 차례",
    "pst-secondary-sidebar-modal": "이 쪽의 차례",
}


def connect(app: Sphinx) -> None:
    r"""서랍의 초점을 맡는 스크립트를 답니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    app.add_js_file("keyboard.js", loading_method="defer")


def accessible(html: str) -> str:
    r"""쪽의 역할과 이름을 바로잡습니다.

    Parameters
    ----------
    html : str
        테마가 만든 쪽.

    Returns
    -------
    str
        손질한 쪽. 두 번 손질해도 같습니다.
    """
    html = _EMPTY_HEADER.sub("<td></td>", html)
    html = _CITATION.sub(r'\1 role="listitem"', html)
    html = html.replace(_FOLD, _FOLD.replace(">", ' aria-label="아래 쪽 펼치기">', 1))
    for name, label in _DIALOGS.items():
        html = html.replace(f'<dialog id="{name}">', f'<dialog id="{name}" aria-label="{label}">')
    return _SIDEBAR.sub(r'\1 role="region" aria-label="옆 메뉴">', html)
