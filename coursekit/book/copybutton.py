r"""코드를 복사하는 단추의 말을 우리말로 바꿉니다. sphinx-copybutton에는 우리말이 없습니다."""

import json
import re
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

MESSAGES = {
    "copy": "복사",
    "copy_to_clipboard": "코드 복사",
    "copy_success": "복사했습니다",
    "copy_failure": "복사하지 못했습니다",
}
_TABLE = re.compile(r"^const messages = \{.*?^\}", re.DOTALL | re.MULTILINE)


def connect(app: Sphinx) -> None:
    r"""빌드가 끝날 때 스크립트를 고치게 합니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    # 글꼴을 자르기(900) 전이어야 이 말의 글자가 글꼴에 남습니다.
    app.connect("build-finished", _finish, priority=780)


def korean(script: str) -> str:
    r"""스크립트의 말 묶음을 우리말 하나로 바꿉니다.

    Parameters
    ----------
    script : str
        `copybutton.js`.

    Returns
    -------
    str
        바꾼 스크립트. 두 번 바꾸어도 같습니다.

    Raises
    ------
    ExtensionError
        판이 바뀌어 말 묶음을 찾지 못할 때.
    """
    words = json.dumps({"ko": MESSAGES}, ensure_ascii=False, indent=2)
    changed, count = _TABLE.subn(f"const messages = {words}", script, count=1)
    if not count:
        raise ExtensionError("copybutton.js에서 말 묶음(const messages)을 찾지 못했습니다.")
    return changed


def _finish(app: Sphinx, error: Exception | None) -> None:
    path = Path(app.outdir) / "_static" / "copybutton.js"
    if error or app.builder.format != "html" or app.config.language != "ko" or not path.is_file():
        return
    script = path.read_text(encoding="utf-8")
    changed = korean(script)
    if changed != script:
        path.write_text(changed, encoding="utf-8")
