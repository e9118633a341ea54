r"""위젯의 상태와 움직이는 그림의 장면을 쪽에서 꺼내 파일로 둡니다. 쪽이 먼저 뜨고, 저마다 눈앞에 다가올 때 제 것을 부릅니다.

파일은 스크립트입니다: 디스크에서 연 쪽(file://)은 JSON 파일을 읽지 못하지만 스크립트는 부를 수 있습니다.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from coursekit.book.pages import rewrite, site_pages, upward

FOLDER = "states"
_STORE = re.compile(
    r'[ \t]*<script type="application/vnd\.jupyter\.widget-state\+json">(.*?)</script>\n?',
    re.DOTALL,
)
_VIEW = re.compile(
    r'<script type="application/vnd\.jupyter\.widget-view\+json"(?![^>]*data-state)>(.*?)</script>',
    re.DOTALL,
)
_ANIMATION = re.compile(
    r'<script type="application/json">(?P<data>[^<]*)</script><script>(?P<player>[^<]*'
    r'data-ck-animation="(?P<key>[0-9a-f]+)".*?)</script>',
    re.DOTALL,
)
_NAMED = re.compile(r'data-state="[^"]*?([0-9a-f]{16}\.js)"')


def connect(app: Sphinx) -> None:
    r"""빌드가 끝날 때 위젯의 상태를 꺼내게 합니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    app.connect("build-finished", _finish, priority=860)


def state_script(model: str, record: Mapping[str, Any]) -> str:
    r"""상태 하나를 건네는 스크립트를 적습니다.

    Parameters
    ----------
    model : str
        모델의 id.
    record : mapping
        모델의 상태와 버퍼.

    Returns
    -------
    str
        `widgets.js`의 `courseWidgetState`를 부르는 한 줄.
    """
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"courseWidgetState({json.dumps(model)},{text});\n"


def take_states(page: str, up: str) -> tuple[str, dict[str, str]]:
    r"""쪽에서 위젯의 상태를 꺼냅니다.

    Parameters
    ----------
    page : str
        쪽의 HTML.
    up : str
        쪽에서 HTML 폴더로 올라가는 길.

    Returns
    -------
    str
        상태가 없는 쪽. 위젯의 자리는 `data-state`로 제 파일을 가리킵니다.
    dict of str to str
        파일의 이름과 내용. 꺼낼 것이 없으면 비어 있습니다.

    Raises
    ------
    ValueError
        쪽에 놓인 위젯의 상태가 쪽에 없을 때.
    """
    records: dict[str, Any] = {}
    for text in _STORE.findall(page):
        records |= json.loads(text)["state"]
    if not records:
        return page, {}
    files: dict[str, str] = {}

    def place(match: re.Match[str]) -> str:
        model = json.loads(match[1])["model_id"]
        if model not in records:
            raise ValueError(f"위젯 {model}의 상태가 쪽에 없습니다.")
        script = state_script(model, records[model])
        name = hashlib.sha256(script.encode()).hexdigest()[:16] + ".js"
        files[name] = script
        address = f"{up}_static/{FOLDER}/{name}"
        # 그림의 이름은 상태를 받기 전에도 알아야 합니다: 주소가 그림을 이름으로 가리킵니다.
        asset = records[model].get("asset", "")
        extra = f' data-asset="{asset}"' if asset else ""
        return match[0].replace("<script", f'<script data-state="{address}"{extra}', 1)

    return _VIEW.sub(place, _STORE.sub("", page)), files


def take_animations(page: str, up: str) -> tuple[str, dict[str, str]]:
    r"""쪽에서 움직이는 그림의 장면과 스크립트를 꺼냅니다. 마지막 장면은 그림으로 남아 있습니다.

    Parameters
    ----------
    page : str
        쪽의 HTML.
    up : str
        쪽에서 HTML 폴더로 올라가는 길.

    Returns
    -------
    str
        꺼낸 쪽. 장면의 자리는 `data-state`로 제 파일을 가리킵니다.
    dict of str to str
        파일의 이름과 내용. 꺼낼 것이 없으면 비어 있습니다.
    """
    files: dict[str, str] = {}

    def place(match: re.Match[str]) -> str:
        selector = f'[data-ck-animation="{match["key"]}"] script[type="application/json"]'
        script = (
            f"for (const one of document.querySelectorAll({json.dumps(selector)}))\n"
            f"  one.textContent = {json.dumps(match['data'], ensure_ascii=False)};\n"
            f"{match['player']}\n"
        )
        name = hashlib.sha256(script.encode()).hexdigest()[:16] + ".js"
        files[name] = script
        return f'<script type="application/json" data-state="{up}_static/{FOLDER}/{name}"></script>'

    page = _ANIMATION.sub(place, page)
    if files and "/widgets.js" not in page:  # 위젯이 없는 쪽에서도 장면을 부를 이가 있어야 합니다.
        page = page.replace(
            "</head>", f'<script defer src="{up}_static/widgets.js"></script></head>'
        )
    return page, files


def _finish(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.format != "html":
        return
    folder = Path(app.outdir)
    store = folder / "_static" / FOLDER
    alive: set[str] = set()
    for path in site_pages(folder):
        files: dict[str, str] = {}

        def take(page: str, path: Path = path, files: dict[str, str] = files) -> str:
            for take_from in (take_states, take_animations):
                page, made = take_from(page, upward(folder, path))
                files.update(made)
            return page

        page = rewrite(path, take)
        for name, script in files.items():
            store.mkdir(exist_ok=True)
            (store / name).write_text(script, encoding="utf-8")
        alive.update(_NAMED.findall(page))
    for old in store.glob("*.js"):
        if old.name not in alive:
            old.unlink()
